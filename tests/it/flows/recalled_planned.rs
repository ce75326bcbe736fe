//! A lot is recalled on which planned doses relied: each gets another pack, or is at risk and owed.

use super::recalled::{DAYS, owes, reach, until};
use crate::support::world::{RULES, World, day, refusals, story};
use merzim::access::{Relation, Rows, Scope};
use merzim::commands;
use merzim::domain::{
    ids::{CaseId, LotId},
    obligation::{Because, Kind},
    refusal::{ParcelFault, Refusal},
};
use merzim::store::{reading, stock};

/// The days for which doses relied on a lot, as the page of the lot has them; `after` the first so many of the cases.
async fn needed(world: &World, lot: LotId, after: usize) -> Vec<chrono::NaiveDate> {
    let known = stock::lot(&world.fresh.store, lot).await.unwrap().unwrap();
    let everywhere = Scope {
        any_of: vec![Rows {
            relation: Relation::Any,
            closed_too: true,
        }],
    };
    let (scope, recall) = ((&everywhere, world.desk.instant()), known.recall.unwrap());
    let store = &world.fresh.store;
    let all = reading::stock::recalled_cases(store, scope, recall, None)
        .await
        .unwrap();
    let last = all[..after].last().map(|row| row.id);
    let rows = reading::stock::recalled_cases(store, scope, recall, last)
        .await
        .unwrap();
    rows.into_iter()
        .map(|row| row.relied.unwrap().needed_on)
        .collect()
}

/// What the page of the lot says of the planned doses that relied on it, by the order of the cases.
async fn proposed(world: &World, lot: LotId, cases: &[CaseId]) -> Vec<(Option<String>, bool)> {
    let known = stock::lot(&world.fresh.store, lot).await.unwrap().unwrap();
    let everywhere = Scope {
        any_of: vec![Rows {
            relation: Relation::Any,
            closed_too: true,
        }],
    };
    let scope = (&everywhere, world.desk.instant());
    let rows = reading::stock::recalled_cases(&world.fresh.store, scope, known.recall.unwrap(), None)
        .await
        .unwrap();
    let row = |case: &CaseId| {
        let relied = rows.iter().find(|row| row.case == *case)?.relied.clone()?;
        Some((relied.replacement.map(|pack| pack.number), relied.at_risk))
    };
    cases.iter().map(|case| row(case).unwrap()).collect()
}

#[test]
fn each_planned_dose_that_relied_on_it_gets_another_pack_or_is_at_risk() {
    for (opened, target, ..) in DAYS {
        story(opened, async |world| {
            let later = |days| (day(target) + chrono::Days::new(days)).to_string();
            let mut cases = Vec::new();
            for days in [0, 3, 6, 9] {
                cases.push(world.planned_for(&later(days)).await);
            }
            let lot = world.take_in("p1", "L7", &until(opened), 3).await;
            let near = world.take_in("p1", "L8", &until(opened), 1).await;
            world.take_in("oc1", "L9", &until(opened), 1).await;
            // Good until the first dose is no longer in time, and not until the second is.
            world.take_in("p1", "OLD", &later(8), 1).await;
            let n1 = world.actor("n1");
            for (place, case) in cases[..3].iter().enumerate() {
                let pack = world.packs_at("p1", lot).await[place].id;
                commands::reserve_pack(&world.desk, &n1, None, *case, pack)
                    .await
                    .unwrap();
            }
            let ph = world.actor("ph");
            commands::recall_lot(&world.desk, &ph, None, lot, "№ 12 хат")
                .await
                .unwrap();
            assert_eq!(reach(world, lot).await, (0, 0), "nobody received it");
            // The first to be due takes what expires first of its own shelf, the second the rest of it, the third a pack of
            // the region.
            let said = |lot: &str, risk| (Some(lot.to_owned()), risk);
            assert_eq!(
                proposed(world, lot, &cases[..3]).await,
                [said("OLD", true), said("L8", true), said("L9", true)]
            );
            assert!(
                world.file(cases[3]).await.case.supply.recalls.is_empty(),
                "he never relied on it"
            );

            // What is due first stands first, also where the list goes on.
            let days = needed(world, lot, 0).await;
            assert_eq!(days.len(), 3);
            assert!(days.is_sorted(), "{days:?}");
            for shown in [1, 2] {
                assert_eq!(needed(world, lot, shown).await, days[shown..]);
            }

            // A proposal takes nothing. Kept for him, the dose is seen to; for another, it is at risk still.
            let pack = world.packs_at("p1", near).await[0].id;
            commands::reserve_pack(&world.desk, &n1, None, cases[1], pack)
                .await
                .unwrap();
            assert_eq!(
                proposed(world, lot, &cases[..3]).await,
                [said("OLD", true), said("L8", false), said("L9", true)]
            );
            commands::release_pack(&world.desk, &n1, None, (cases[1], pack), "басқаға керек")
                .await
                .unwrap();
            assert_eq!(proposed(world, lot, &cases[1..2]).await, [said("L8", true)]);
        });
    }
}

#[test]
fn where_no_pack_is_free_the_dose_is_at_risk_and_the_act_says_so() {
    for (opened, target, ..) in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            let lot = world.take_in("p1", "L7", &until(opened), 1).await;
            let (n1, ph) = (world.actor("n1"), world.actor("ph"));
            let pack = world.packs_at("p1", lot).await[0].id;
            commands::reserve_pack(&world.desk, &n1, None, case, pack)
                .await
                .unwrap();
            // What comes with the next recall of all is not proposed either.
            let other = world.take_in("p1", "L8", &until(opened), 1).await;
            commands::recall_lot(&world.desk, &ph, None, other, "№ 11 хат")
                .await
                .unwrap();
            commands::recall_lot(&world.desk, &ph, None, lot, "№ 12 хат")
                .await
                .unwrap();
            assert_eq!(proposed(world, lot, &[case]).await, [(None, true)]);
            // Lifted, the pack is his again.
            commands::lift_recall(&world.desk, &ph, None, lot, "қате хат")
                .await
                .unwrap();
            let plan = world.plan(case).await;
            let site = world.country.place("p1").id;
            let window = plan.dose.unwrap();
            let file = world.file(case).await;
            let (rules, today) = (&crate::support::world::RULES, file.now.today());
            let found = merzim::domain::plan::provision(&file.case, rules, &window, site, today);
            assert!(found.unwrap().secured());
        });
    }
}

/// A parcel of the lot is on its way when it is recalled: the dose is at risk, and another pack is sent for it at once.
#[test]
fn what_was_recalled_on_its_way_does_not_hold_up_a_sound_pack() {
    for (opened, target, ..) in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            let lot = world.take_in("oc1", "L7", &until(opened), 2).await;
            let sound = world.take_in("oc1", "L8", &until(opened), 1).await;
            world.sent(case, lot, 1).await;
            let twice = world.prepare(case, sound, 1).await;
            assert_eq!(refusals(twice), [Refusal::ParcelStep(ParcelFault::Another)]);
            let ph = world.actor("ph");
            commands::recall_lot(&world.desk, &ph, None, lot, "№ 12 хат")
                .await
                .unwrap();
            assert!(owes(world, case, Kind::SupplyDose).await);
            world.sent(case, sound, 1).await;
            assert!(!owes(world, case, Kind::SupplyDose).await);
        });
    }
}

/// A pack that is recalled days before the dose lacks since that day, and is not owed since before it.
#[test]
fn what_a_recall_takes_away_is_owed_from_that_day_on() {
    for (opened, target, ..) in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            let lot = world.take_in("p1", "L7", &until(opened), 1).await;
            world.take_in("oc1", "L8", &until(opened), 1).await;
            let pack = world.packs_at("p1", lot).await[0].id;
            commands::reserve_pack(&world.desk, &world.actor("n1"), None, case, pack)
                .await
                .unwrap();
            assert!(!owes(world, case, Kind::SupplyDose).await);
            let plan = world.plan(case).await;
            let window = plan.dose.unwrap();
            let lead = RULES.supply.lead.at_site_by(window.opens_on);
            let recalled_on = lead.max(day(&opened[..10])) + chrono::Days::new(4);
            world.pass_until(&format!("{recalled_on} 11:00")).await;
            commands::recall_lot(&world.desk, &world.actor("ph"), None, lot, "№ 12 хат")
                .await
                .unwrap();
            let plan = world.plan(case).await;
            let owed = plan.obligation((Kind::SupplyDose, window.cycle)).unwrap();
            assert_eq!(owed.due_on, recalled_on, "before that nothing lacked");
            let since = |because: &Because| {
                matches!(because, Because::KnownSince { fact, on, needed_on: Some(needed_on) }
                    if fact == "recall-reached" && *on == recalled_on && *needed_on < recalled_on)
            };
            assert!(owed.why.because.iter().any(since), "{:?}", owed.why);
            world.sweep().await;
            let raised = async || {
                let file = world.file(case).await;
                file.case.alert_of((Kind::SupplyDose, window.cycle)).is_some()
            };
            assert!(!raised().await, "nobody is late on the day");
            let soon = recalled_on + chrono::Days::new(1);
            world.pass_until(&format!("{soon} 09:00")).await;
            assert!(raised().await, "and the day after somebody is");
            // What the day brought before stands: another day makes nobody less late.
            let owed = world.plan(case).await;
            let owed = owed.obligation((Kind::SupplyDose, window.cycle)).unwrap();
            assert_eq!(owed.due_on, recalled_on);
        });
    }
}
