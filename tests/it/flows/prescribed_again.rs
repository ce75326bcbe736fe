//! A second prescription while the first drug still works.

use crate::support::world::{M3, day, story};
use chrono::Days;
use merzim::domain::obligation::Because;

#[test]
fn the_same_product_keeps_its_least_interval_and_another_one_is_a_decision() {
    for (opened, first, again, second) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-04-01 10:00", "2026-04-02"),
        ("2026-10-02 09:00", "2026-10-31", "2026-12-30 10:00", "2027-01-05"),
    ] {
        for (product, waits) in [(M3, true), ("goserelin-12w", false)] {
            story(opened, async |world| {
                let case = world.planned_for(first).await;
                world.pass_until(&format!("{first} 10:00")).await;
                world.give(case).await.unwrap();
                world.pass_until(again).await;
                world.change(case, product, second).await.unwrap();
                let window = world.dose(case).await.unwrap();
                let least = day(first).checked_add_days(Days::new(82)).unwrap();
                assert_eq!(window.opens_on == least, waits, "{window:?}");
                assert_eq!(window.due_on, if waits { least } else { day(second) });
                let said = window
                    .why
                    .because
                    .iter()
                    .any(|why| matches!(why, Because::LeastInterval { .. }));
                assert_eq!(said, waits);
            });
        }
    }
}
