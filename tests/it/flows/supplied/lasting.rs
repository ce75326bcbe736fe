//! Until when a pack must be good to be one for a dose.

use super::{DAYS, owes};
use crate::support::world::{refusals, story};
use chrono::Days;
use merzim::domain::{
    obligation::Kind,
    refusal::{ParcelFault, Refusal},
};

/// A dose may be given on its last day in time. A pack that is good on the day it is due and no longer may be sent all the same, but
/// another one is owed, as the forecast has it; one that is good on the last day is enough.
#[test]
fn a_pack_that_expires_before_the_last_day_in_time_leaves_one_owed() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = world.planned_for(days.target).await;
            let window = world.dose(case).await.unwrap();
            assert!(window.due_on < window.closes_on);
            let day_before = (window.closes_on - Days::new(1)).to_string();
            let short = world.take_in("oc1", "L1", &day_before, 1).await;
            let enough = world.take_in("oc1", "L2", &window.closes_on.to_string(), 2).await;
            world.pass_until(days.sent).await;
            world.sent(case, short, 1).await;
            assert!(owes(world, case, Kind::SupplyDose).await, "he may come late");
            world.sent(case, enough, 1).await;
            assert!(!owes(world, case, Kind::SupplyDose).await);
            let third = refusals(world.prepare(case, enough, 1).await);
            assert_eq!(third, [Refusal::ParcelStep(ParcelFault::Another)]);
        });
    }
}
