//! Until when a pack must be good to be one for a dose.

use super::{DAYS, owes};
use crate::support::world::{RULES, World, refusals, story};
use chrono::Days;
use merzim::commands;
use merzim::domain::{
    forecast::forecast,
    ids::CaseId,
    obligation::Kind,
    refusal::{ParcelFault, Refusal},
};
use merzim::store::reading::forecast::{Whereabouts, doses, packs};
use std::collections::BTreeMap;

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

/// Is the next dose of a person foreseen to be without a pack?
async fn at_risk(world: &World, case: CaseId) -> bool {
    let around = Whereabouts {
        region: "almaty",
        only: None,
    };
    let store = &world.fresh.store;
    let now = world.file(case).await.now;
    let rows = doses(store, &around).await.unwrap();
    let row = rows.iter().find(|row| row.case() == case).unwrap();
    let needs = row.needs(&RULES, now.zone, (now.today(), now.today()));
    let packs = packs(store, &RULES, &around).await.unwrap();
    let there_on = RULES.supply.custody.there_by(now.today());
    forecast(&needs[..1], &packs, &BTreeMap::new(), there_on).doses[0].at_risk()
}

/// A dose that is late is given today at the earliest. Its pack outlives the last day in time by one day: as long as it may be
/// given, none is owed; from the day after another one is, whoever looks at it then, and the forecast says the same on each day.
#[test]
fn the_pack_of_a_late_dose_is_none_once_it_has_expired() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = world.planned_for(days.target).await;
            let window = world.dose(case).await.unwrap();
            let last_on = window.closes_on + Days::new(1);
            let lot = world.take_in("oc1", "L1", &last_on.to_string(), 1).await;
            world.pass_until(days.sent).await;
            let parcel = world.sent(case, lot, 1).await;
            world.pass_until(days.next_day).await;
            let form = world.arrival(case, parcel).await;
            world.receive("n1", (case, parcel), &form).await.unwrap();
            for (after, owed) in [(0, false), (1, false), (2, true), (4, true)] {
                let today = window.closes_on + Days::new(after);
                // The sweep comes only when something is due, and finds it by itself.
                world.pass_until(&format!("{today} 10:00")).await;
                let row = world.open_obligation(case, "supply-dose").await;
                assert_eq!(row.is_some(), owed, "{after} days after the last one in time");
                assert_eq!(
                    at_risk(world, case).await,
                    owed,
                    "the forecast, {after} days after"
                );
                if let Some(row) = row {
                    assert_eq!(row.due_on, last_on + Days::new(1), "not before it expired");
                }
            }
            // Whoever sets it aside makes nobody less late.
            let pack = world.packs_at("p1", lot).await.remove(0).id;
            let n1 = world.actor("n1");
            commands::set_pack_aside(&world.desk, &n1, None, pack, "broken")
                .await
                .unwrap();
            let row = world.open_obligation(case, "supply-dose").await.unwrap();
            assert_eq!(row.due_on, last_on + Days::new(1));
        });
    }
}
