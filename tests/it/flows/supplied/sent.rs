//! A parcel on its way: owed, packed, sent, lost, unpacked.

use super::{DAYS, faults, longest, on_its_way, owes};
use crate::support::world::{M3, NewCase, RULES, at, day, refusals, story};
use merzim::commands;
use merzim::domain::{
    decide::EndCase,
    event::{Departure, Onward, Taker},
    ids::{CaseId, ParcelId},
    obligation::{Because, Kind},
    refusal::{PackFault, ParcelFault, Refusal},
    supply::{ParcelState, Place},
};
use merzim::store::desk::Failure;
use merzim::store::reading::{
    forecast::{Whereabouts, doses},
    supply_desk::{self, Matter},
};

/// The first dose is prescribed for a day so near that no parcel could have been there in time: nobody is late with it
/// before it was prescribed.
#[test]
fn a_dose_prescribed_at_short_notice_is_owed_from_that_day_on() {
    for days in DAYS {
        story(days.opened, async |world| {
            world.take_in("oc1", "L1", &longest(&days), 1).await;
            world.pass_until(days.sent).await;
            let today = day(&days.sent[..10]);
            let target = today + chrono::Days::new(1);
            let case = world.planned_for(&target.to_string()).await;
            let plan = world.plan(case).await;
            let owed = plan.obligation((Kind::SupplyDose, 1)).unwrap();
            let window = plan.dose.clone().unwrap();
            assert!(RULES.supply.lead.at_site_by(window.opens_on) < today);
            assert_eq!(owed.due_on, today);
            assert!(
                owed.why
                    .because
                    .iter()
                    .any(|because| matches!(because, Because::KnownSince { on, .. } if *on == today)),
                "{:?}",
                owed.why
            );
        });
    }
}

#[test]
fn a_dose_without_a_pack_is_owed_by_the_supplier_from_his_first_pack_on() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = world.planned_for(days.target).await;
            assert!(
                !owes(world, case, Kind::SupplyDose).await,
                "nobody keeps stock yet"
            );
            let lot = world.take_in("oc1", "L1", &longest(&days), 3).await;
            world.sweep().await;
            let plan = world.plan(case).await;
            let owed = plan
                .obligations
                .iter()
                .find(|owed| owed.kind == Kind::SupplyDose)
                .unwrap();
            assert_eq!(owed.owner.organisation, world.country.place("oc1").id);
            assert_eq!(owed.owner.role, "pharmacist");
            let window = plan.dose.clone().unwrap();
            assert_eq!(
                (window.opens_on - owed.due_on).num_days(),
                3,
                "three days before the window"
            );

            world.at(days.sent);
            let parcel = world.prepare(case, lot, 1).await.unwrap();
            assert!(owes(world, case, Kind::SupplyDose).await, "packed is not sent");
            let courier = (Taker::Courier, "Курьер Серік");
            world
                .hand_over("ph", (case, parcel), courier, days.sent)
                .await
                .unwrap();
            assert!(!owes(world, case, Kind::SupplyDose).await);
            assert!(owes(world, case, Kind::ReceiveParcel).await);

            world.at(days.next_day);
            let form = world.arrival(case, parcel).await;
            world.receive("n1", (case, parcel), &form).await.unwrap();
            assert!(!owes(world, case, Kind::ReceiveParcel).await);
            let [pack] = &world.packs_at("p1", lot).await[..] else {
                panic!("one pack")
            };
            let p1 = world.country.place("p1").id;
            assert_eq!(
                pack.place,
                Place::Stock {
                    at: p1,
                    reserved: Some(case)
                }
            );

            world.pass_until(days.dose).await;
            let form = world.injection_from(case, pack.id).await;
            let given = world.log("n1", case, &form).await.unwrap();
            let dose = given.record;
            assert_eq!(world.pack(pack.id).await.place, Place::Used { case, dose });
            let file = world.file(case).await;
            let recorded = &file.case.doses[0].content;
            assert_eq!((recorded.lot.as_str(), recorded.pack), ("L1", Some(pack.id)));
            assert!(file.case.incidents.is_empty());
        });
    }
}

/// The day on its label is that of its dose: it is late once that has passed, through however many hands it went, though none of
/// them has had it too long.
#[test]
fn a_parcel_is_late_for_its_dose_whatever_hand_has_it() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let case = world.planned_for(days.target).await;
        let lot = world.take_in("oc1", "L1", &longest(days), 1).await;
        let opens_on = world.dose(case).await.unwrap().opens_on;
        let morning = |after: u64| {
            format!(
                "{} 09:00",
                opens_on + chrono::Days::new(after) - chrono::Days::new(1)
            )
        };
        world.pass_until(&morning(0)).await;
        let parcel = world.sent(case, lot, 1).await;
        let due_on = async || {
            let plan = world.plan(case).await;
            let owed = plan.obligation((Kind::ReceiveParcel, 1)).unwrap();
            assert!(owed.opens_on <= owed.due_on);
            owed.due_on
        };
        assert_eq!(due_on().await, opens_on);
        let late = async || {
            let around = Whereabouts {
                region: "almaty",
                only: None,
            };
            let (store, now) = (&world.fresh.store, world.desk.instant());
            let rows = supply_desk::parcels(store, &around, Matter::Late, now).await;
            rows.unwrap().len()
        };
        for (after, says) in [(1, 0), (2, 1)] {
            world.pass_until(&morning(after)).await;
            let hand = (Taker::Courier, "Курьер Бауыржан");
            world
                .hand_over("ph", (case, parcel), hand, &morning(after))
                .await
                .unwrap();
            assert_eq!(due_on().await, opens_on, "another hand gives it no more time");
            assert_eq!(late().await, says, "{after}");
            assert!(!owes(world, case, Kind::CustodyGap).await);
        }
    });
}

/// Lost after the day on which the dose needed it, the pack is owed anew from then on: nobody is late with what he did not
/// know. But the dose has waited since its own day, and the forecast says so, on that day and on every later one.
#[test]
fn a_lost_parcel_makes_no_need_younger() {
    for days in DAYS {
        story(days.opened, async |world| {
            let (case, _, parcel) = on_its_way(world, &days, (M3, 1)).await;
            let window = world.plan(case).await.dose.unwrap();
            let needed_on = RULES.supply.lead.at_site_by(window.opens_on);
            let lost_on = needed_on + chrono::Days::new(2);
            world.pass_until(&format!("{lost_on} 10:00")).await;
            commands::report_parcel_lost(
                &world.desk,
                &world.actor("ph"),
                None,
                case,
                parcel,
                "пойызда қалған",
            )
            .await
            .unwrap();
            for waited in 0..3 {
                let today = lost_on + chrono::Days::new(waited);
                world.pass_until(&format!("{today} 11:00")).await;
                let plan = world.plan(case).await;
                let owed = plan.obligation((Kind::SupplyDose, window.cycle)).unwrap();
                assert_eq!((owed.due_on, owed.why.needed_on()), (lost_on, Some(needed_on)));
                let around = Whereabouts {
                    region: "almaty",
                    only: None,
                };
                let rows = doses(&world.fresh.store, &around).await.unwrap();
                let row = rows.iter().find(|row| row.case() == case).unwrap();
                let zone = world.file(case).await.now.zone;
                let needs = row.needs(&RULES, zone, (today, today));
                assert_eq!(needs[0].needed_by, needed_on, "late as before");
            }
        });
    }
}

#[test]
fn a_parcel_nobody_can_find_is_missing_and_the_dose_is_at_risk_again() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let (case, _, parcel) = on_its_way(world, days, (M3, 1)).await;
        let ph = world.actor("ph");
        commands::report_parcel_lost(&world.desk, &ph, None, case, parcel, "пойызда қалған")
            .await
            .unwrap();
        assert!(owes(world, case, Kind::SupplyDose).await);
        assert!(owes(world, case, Kind::ReconcileDiscrepancy).await);
        world.pass_until("2026-05-06 10:00").await;
        let alert = world.alerts(case).await;
        let supply = alert.iter().find(|alert| alert.kind == "supply-dose").unwrap();
        assert_eq!(supply.cause, "supply");
        assert!(
            !supply.seen_by_supervision,
            "our own failure never reaches supervision"
        );
    });
}

/// A free pack on a shelf where nobody needs it is packed from there by the pharmacist who keeps that shelf, and given into
/// named hands there. He answers for it on its way.
#[test]
fn a_pharmacist_packs_from_each_shelf_that_he_keeps() {
    for days in DAYS {
        story(days.opened, async |world| {
            let new = NewCase {
                place: "oc1",
                first_on: Some(days.target),
                ..NewCase::default()
            };
            let case = world.open(new).await;
            let lot = world.take_in("p1", "L1", &longest(&days), 1).await;
            let pack = world.packs_at("p1", lot).await[0].id;
            world.pass_until(days.sent).await;
            let pack_it = async |who: &str| {
                let now = Some(world.desk.instant());
                commands::prepare_parcel(&world.desk, &world.actor(who), None, case, &[pack], now).await
            };
            let not_hers = refusals(pack_it("cn1").await);
            assert_eq!(faults(&not_hers), [PackFault::Elsewhere]);
            let parcel = pack_it("ph").await.unwrap();
            let [p1, oc1] = ["p1", "oc1"].map(|place| world.country.place(place).id);
            let file = world.file(case).await;
            let prepared = &file.case.supply.parcel(parcel).unwrap().prepared;
            assert_eq!((prepared.from, prepared.answers(), prepared.to), (p1, oc1, oc1));
            let to_courier = async |who: &str| {
                let hand = (Taker::Courier, "Курьер Серік");
                world.hand_over(who, (case, parcel), hand, days.sent).await
            };
            assert!(matches!(to_courier("n3").await, Err(Failure::Forbidden(_))));
            to_courier("n1").await.unwrap();
            world.pass_until(days.next_day).await;
            let form = world.arrival(case, parcel).await;
            world.receive("cn1", (case, parcel), &form).await.unwrap();
            let kept = Place::Stock {
                at: oc1,
                reserved: Some(case),
            };
            assert_eq!(world.pack(pack).await.place, kept);
        });
    }
}

/// What was packed and has not left when the measure ends is somebody's task, and is unpacked: its packs never left the shelf.
#[test]
fn what_has_not_left_when_the_measure_ends_is_unpacked() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = world.planned_for(days.target).await;
            let other = world.planned_for(days.target).await;
            let lot = world.take_in("oc1", "L1", &longest(&days), 2).await;
            world.pass_until(days.sent).await;
            let gone = world.sent(other, lot, 1).await;
            let parcel = world.prepare(case, lot, 1).await.unwrap();
            let (ph, oc1) = (world.actor("ph"), world.country.place("oc1").id);
            let unpack = async |case: CaseId, parcel: ParcelId, words: &str| {
                let unpack = Some(Onward::Unpack);
                commands::send_parcel_on(&world.desk, &ph, None, case, parcel, unpack, words).await
            };
            let left = Refusal::ParcelStep(ParcelFault::Left);
            assert_eq!(refusals(unpack(other, gone, "артық").await), [left]);
            world.pass_until(days.next_day).await;
            assert!(!owes(world, case, Kind::DecideParcel).await);
            let died = EndCase {
                departure: Some(Departure::Death),
                ended_at: Some(at(days.next_day)),
                document: "№ 5 анықтама".to_owned(),
            };
            let clerk = world.actor("clerk");
            commands::end_case(&world.desk, &clerk, None, case, &died)
                .await
                .unwrap();
            let plan = world.plan(case).await;
            let owed = plan.obligation((Kind::DecideParcel, 1)).unwrap();
            assert_eq!(
                (owed.owner.organisation, owed.owner.role.as_str()),
                (oc1, "pharmacist")
            );
            assert_eq!(owed.opens_on, day(&days.next_day[..10]));
            assert_eq!(
                refusals(unpack(case, parcel, " ").await),
                [Refusal::Required { field: "reason" }]
            );
            unpack(case, parcel, "шара аяқталды").await.unwrap();
            assert!(!owes(world, case, Kind::DecideParcel).await);
            let file = world.file(case).await;
            let known = file.case.supply.parcel(parcel).unwrap();
            assert_eq!(known.state, ParcelState::Unpacked);
            let free = Place::Stock {
                at: oc1,
                reserved: None,
            };
            assert_eq!(world.pack(known.prepared.packs[0].pack).await.place, free);
            let over = Refusal::ParcelStep(ParcelFault::Over);
            assert_eq!(refusals(unpack(case, parcel, "тағы").await), [over]);
        });
    }
}

/// What was recalled while it was packed does not lie free where it is unpacked: a pharmacist judges it.
#[test]
fn what_is_unpacked_and_recalled_waits_for_a_pharmacist() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = world.planned_for(days.target).await;
            let lot = world.take_in("oc1", "L1", &longest(&days), 1).await;
            world.pass_until(days.sent).await;
            let parcel = world.prepare(case, lot, 1).await.unwrap();
            let (ph, at) = (world.actor("ph"), world.country.place("oc1").id);
            world.pass_until(days.next_day).await;
            commands::recall_lot(&world.desk, &ph, None, lot, "№ 12 хат")
                .await
                .unwrap();
            let unpack = Some(Onward::Unpack);
            commands::send_parcel_on(&world.desk, &ph, None, case, parcel, unpack, "кері шақырылды")
                .await
                .unwrap();
            let pack = world.file(case).await.case.supply.packs[0].named.pack;
            let waits = Place::Quarantine { at, reserved: None };
            assert_eq!(world.pack(pack).await.place, waits);
        });
    }
}
