//! A physician says that another drug is to follow: it is owed, whatever the protocol of the present one excludes.

use crate::support::world::{day, refusals, story};
use merzim::domain::event::Follows;
use merzim::domain::refusal::Refusal;

#[test]
fn another_drug_is_owed_though_the_present_protocol_does_not_exclude_it() {
    for (opened, first_on, found_at, due_on) in [
        ("2026-03-02 09:00", "2026-03-16", "2026-03-31 10:00", "2026-04-03"),
        ("2026-08-31 09:00", "2026-09-14", "2026-09-28 10:00", "2026-10-01"),
    ] {
        story(opened, async |world| {
            let case = world.planned_with("goserelin-12w", first_on).await;
            world.pass_until(&format!("{first_on} 10:00")).await;
            world.give(case).await.unwrap();
            world.pass_until(found_at).await;
            let today = &found_at[..10];
            world
                .found(case, "severe-osteoporosis", Follows::ChangeDrug)
                .await
                .unwrap();
            let owed = world.open_obligation(case, "choose-drug").await.unwrap();
            assert_eq!(owed.due_on, day(due_on));
            // One that is excluded is no answer.
            let excluded = Refusal::Contraindicated {
                contraindication: "severe-osteoporosis".to_owned(),
            };
            let other = world.change(case, "triptorelin-3m", today).await;
            assert_eq!(refusals(other), [excluded]);
            world.change(case, "leuprorelin-12w", "2026-12-07").await.unwrap();
            assert_eq!(world.open_obligation(case, "choose-drug").await, None);
        });
    }
}

#[test]
fn what_proposes_to_stop_owes_no_other_drug() {
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_with("goserelin-12w", "2026-03-16").await;
        world.pass_until("2026-03-16 10:00").await;
        world.give(case).await.unwrap();
        world
            .found(case, "severe-osteoporosis", Follows::ProposeStop)
            .await
            .unwrap();
        assert_eq!(world.open_obligation(case, "choose-drug").await, None);
    });
}
