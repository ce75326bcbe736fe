//! What is due is read in parts: each case once, also where many share an instant.

use crate::support::world::{at, story};
use chrono::TimeDelta;
use merzim::store::reading::due;

const MORNING: &str = "2026-05-01 09:00";

#[test]
fn parts_of_what_is_due_hold_each_case_once() {
    story(MORNING, async |world| {
        for target in [
            "2026-05-07",
            "2026-05-07",
            "2026-05-07",
            "2026-05-07",
            "2026-05-08",
        ] {
            world.planned_for(target).await;
        }
        let (store, by) = (world.desk.store(), at(MORNING) + TimeDelta::days(30));
        let whole = due::cases(store, by, None, 100).await.unwrap();
        assert_eq!(whole.len(), 5, "{}", world.fresh.kind);
        let together = whole.windows(2).filter(|two| two[0].since == two[1].since);
        assert!(together.count() >= 2, "some share an instant: {whole:?}");

        for limit in 1..=3 {
            let (mut parts, mut after) = (Vec::new(), None);
            loop {
                let part = due::cases(store, by, after, limit).await.unwrap();
                let Some(last) = part.last() else { break };
                after = Some(*last);
                parts.extend(part);
            }
            assert_eq!(parts, whole, "{} in parts of {limit}", world.fresh.kind);
        }
    });
}
