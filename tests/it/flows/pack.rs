//! What is printed on the pack is read by tired eyes: a last day of use that cannot be is refused.

use crate::support::world::{World, at, day, refusals, story};
use chrono::NaiveDate;
use merzim::domain::{ids::CaseId, refusal::Refusal};

async fn given_with(world: &World, case: CaseId, expiry_on: NaiveDate) -> Vec<Refusal> {
    let form = merzim::domain::decide::Injection {
        expiry_on: Some(expiry_on),
        ..world.injection(case).await
    };
    match world.log("n1", case, &form).await {
        Ok(_) => Vec::new(),
        refused => refusals(refused),
    }
}

#[test]
fn a_pack_is_good_for_a_time_that_can_be() {
    for (opened, target, given, longest) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-03-14 10:00", "2031-03-14"),
        ("2027-12-20 09:00", "2028-02-29", "2028-02-29 10:00", "2033-02-28"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(given).await;
            let latest_on = day(longest);
            for too_far in [
                latest_on.succ_opt().unwrap(),
                day("9999-12-31"),
                day("2226-03-14"),
            ] {
                let refused = given_with(world, case, too_far).await;
                let expected = Refusal::NotAfter {
                    field: "expiry_on",
                    latest_on,
                };
                assert_eq!(refused, [expected], "{too_far}");
            }
            let expired = at(given).date_naive().pred_opt().unwrap();
            let refused = given_with(world, case, expired).await;
            assert!(matches!(refused[..], [Refusal::Expired { .. }]), "{refused:?}");
            assert_eq!(given_with(world, case, latest_on).await, []);
        });
    }
}
