//! The clock of the law counts from the first dose: what if its day is put right when the warnings were given already?

use super::corrected::moved;
use super::court_clocks::warned;
use crate::support::world::{day, story};

/// The other day is another turn of the clock, of which nobody was warned yet: one word about it is enough, the nearest. All
/// three at once would be three letters about one thing.
#[test]
fn a_first_dose_that_is_put_right_late_is_warned_of_once_and_with_the_nearest_step() {
    for (opened, first_on, really, noticed, warned_so, next) in [
        // Noticed with nine days left, after the last warning.
        (
            "2026-01-26 09:00",
            "2026-02-05",
            "2026-02-03 10:00",
            "2026-07-25 09:00",
            &[60, 30, 14, 14][..],
            None,
        ),
        // Over the turn of a year, with a warning still to come.
        (
            "2026-07-06 09:00",
            "2026-07-15",
            "2026-07-13 10:00",
            "2026-12-28 09:00",
            &[60, 30, 30][..],
            Some(("2026-12-30 09:00", &[60, 30, 30, 14][..])),
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first_on).await;
            world.pass_until(&format!("{first_on} 10:00")).await;
            world.give(case).await.unwrap();
            world.pass_until(noticed).await;
            let due_on = world.open_obligation(case, "extension").await.unwrap().due_on;
            let dose = world.file(case).await.case.doses[0].content.clone();
            world.amend("n1", case, &moved(&dose, really)).await.unwrap();
            let file = world.file(case).await;
            assert_eq!(file.case.begun, Some((day(&really[..10]), world.desk.instant())));
            let put_right = world.open_obligation(case, "extension").await.unwrap();
            assert!(put_right.due_on < due_on);
            world.sweep().await;
            assert_eq!(warned(world, case).await, warned_so);
            if let Some((then, warned_then)) = next {
                world.pass_until(then).await;
                assert_eq!(warned(world, case).await, warned_then);
            }
        });
    }
}
