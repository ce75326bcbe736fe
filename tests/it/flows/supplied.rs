//! The drug, from the clinic's shelf to the arm: parcels, quarantine, the chair.

use crate::support::world::{M3, RULES, World, at, day, refusals, story};
use merzim::commands::{self, TakeInPacks, log_injection};
use merzim::domain::{
    decide::Injection,
    event::{HandoverReason, IncidentKind, Onward, Taker},
    ids::{CaseId, PackId},
    obligation::Kind,
    refusal::{PackFault, Refusal},
    ruling::{RulingChange, RulingStep},
    supply::{ParcelState, Place},
};

/// Opened, the target of the first dose, the morning of the parcel, the days after it, the dose.
struct Days {
    opened: &'static str,
    target: &'static str,
    sent: &'static str,
    next_day: &'static str,
    third_day: &'static str,
    dose: &'static str,
}

const DAYS: [Days; 2] = [
    Days {
        opened: "2026-03-02 09:00",
        target: "2026-05-09",
        sent: "2026-04-20 09:00",
        next_day: "2026-04-21 15:30",
        third_day: "2026-04-22 10:00",
        dose: "2026-05-09 10:00",
    },
    // Over the turn of a year and a leap day.
    Days {
        opened: "2027-11-15 09:00",
        target: "2028-02-29",
        sent: "2028-01-10 09:00",
        next_day: "2028-01-11 15:30",
        third_day: "2028-01-12 10:00",
        dose: "2028-02-29 10:00",
    },
];

fn faults(refused: &[Refusal]) -> Vec<PackFault> {
    let fault = |refusal: &Refusal| match refusal {
        Refusal::PackUnsound(fault) => Some(*fault),
        _ => None,
    };
    refused.iter().filter_map(fault).collect()
}

async fn owes(world: &World, case: CaseId, kind: Kind) -> bool {
    world
        .plan(case)
        .await
        .obligations
        .iter()
        .any(|owed| owed.kind == kind)
}

async fn ruling_says(world: &World, case: CaseId, step: RulingStep) {
    let file = world.file(case).await;
    let change = RulingChange {
        ruling: file.case.rulings.last().unwrap().ruling.id,
        step,
        effective_on: file.now.today(),
        document: "қаулы № 2".to_owned(),
        terms: None,
    };
    commands::change_ruling(&world.desk, &world.actor("clerk"), None, case, &change)
        .await
        .unwrap();
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

fn longest(days: &Days) -> String {
    // Good for a year and a half.
    (day(&days.opened[..10]) + chrono::Days::new(540)).to_string()
}

#[test]
fn quashed_with_the_dose_in_transit_is_received_and_set_aside() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = world.planned_for(days.target).await;
            let lot = world.take_in("oc1", "L1", &longest(&days), 1).await;
            world.pass_until(days.sent).await;
            let parcel = world.sent(case, lot, 1).await;
            world.pass_until(days.next_day).await;
            ruling_says(world, case, RulingStep::Quashed).await;
            assert!(
                owes(world, case, Kind::ReceiveParcel).await,
                "the drug does not vanish with the measure"
            );

            world.pass_until(days.third_day).await;
            let form = world.arrival(case, parcel).await;
            world.receive("n1", (case, parcel), &form).await.unwrap();
            let [pack] = &world.packs_at("p1", lot).await[..] else {
                panic!("one pack")
            };
            assert!(matches!(pack.place, Place::SetAside { .. }));
            let alerts = world.alerts(case).await;
            assert!(alerts.iter().all(|alert| alert.state == "resolved"), "{alerts:?}");
            assert!(
                world.prepare(case, lot, 0).await.is_err(),
                "nothing is planned any more"
            );
        });
    }
}

#[test]
fn moved_with_the_dose_under_way_it_is_redirected_in_one_custody_line() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = world.planned_for(days.target).await;
            let lot = world.take_in("oc1", "L1", &longest(&days), 1).await;
            world.pass_until(days.sent).await;
            let parcel = world.sent(case, lot, 1).await;
            let cycle = world.dose(case).await.unwrap().cycle;
            world.pass_until(days.next_day).await;
            let (p2, today) = (world.country.place("p2").id, day(&days.next_day[..10]));
            let clerk = world.actor("clerk");
            commands::change_place(&world.desk, &clerk, None, case, p2, today, "этап")
                .await
                .unwrap();
            assert!(owes(world, case, Kind::DecideParcel).await);
            let (ph, reason) = (world.actor("ph"), "адам ауысты");
            let keep = Some(Onward::Keep);
            let silent = commands::send_parcel_on(&world.desk, &ph, None, case, parcel, keep, " ").await;
            assert_eq!(refusals(silent), [Refusal::Required { field: "reason" }]);
            let redirect = Some(Onward::Redirect);
            commands::send_parcel_on(&world.desk, &ph, None, case, parcel, redirect, reason)
                .await
                .unwrap();
            assert!(!owes(world, case, Kind::DecideParcel).await);

            let gate = (Taker::Gate, "Бекет 2");
            world
                .hand_over("n1", (case, parcel), gate, days.next_day)
                .await
                .unwrap();
            let courier = (Taker::Courier, "Курьер Болат");
            world
                .hand_over("n1", (case, parcel), courier, days.next_day)
                .await
                .unwrap();
            world.pass_until(days.third_day).await;
            let form = world.arrival(case, parcel).await;
            let refused = world.receive("n1", (case, parcel), &form).await;
            assert!(
                matches!(refused, Err(merzim::store::desk::Failure::Forbidden(_))),
                "not P1's any more"
            );
            world.receive("n3", (case, parcel), &form).await.unwrap();
            let file = world.file(case).await;
            let known = file.case.supply.parcel(parcel).unwrap();
            let line: Vec<_> = known
                .hands
                .iter()
                .map(|hand| (hand.into, hand.name.as_str()))
                .collect();
            assert_eq!(
                line,
                [
                    (Taker::Courier, "Курьер Серік"),
                    (Taker::Gate, "Бекет 2"),
                    (Taker::Courier, "Курьер Болат")
                ],
                "one line, every hand by name"
            );
            let (received, ..) = known.received.as_ref().unwrap();
            assert_eq!(
                (known.prepared.from, received.place),
                (world.country.place("oc1").id, p2)
            );
            assert_eq!(known.state, ParcelState::Received);
            assert!(!owes(world, case, Kind::CustodyGap).await);

            world.pass_until(days.dose).await;
            let [pack] = &world.packs_at("p2", lot).await[..] else {
                panic!("one pack")
            };
            let form = world.injection_from(case, pack.id).await;
            let given = world.log("n3", case, &form).await.unwrap();
            assert_eq!(given.cycle, cycle, "the cycle keeps its number");
        });
    }
}

/// S4 in its own order: the transfer is only offered when the parcel is sent after him, and it is there before the answer.
#[test]
fn a_parcel_follows_a_person_whose_transfer_is_only_offered() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = world.planned_for(days.target).await;
            let lot = world.take_in("oc1", "L1", &longest(&days), 1).await;
            world.pass_until(days.sent).await;
            let parcel = world.sent(case, lot, 1).await;
            let cycle = world.dose(case).await.unwrap().cycle;
            let reads = async |who: &str| {
                let about = |file: &merzim::store::file::CaseFile| Ok(commands::about_parcel(file, parcel));
                let (actor, action) = (world.actor(who), merzim::access::Action::ReadParcel);
                let looked = world.desk.look_when(&actor, action, case, about);
                looked.await.is_ok()
            };
            assert!(!reads("n3").await, "nobody asked P2 yet");
            world.pass_until(days.next_day).await;
            let transfer = (HandoverReason::Transfer, "p2");
            let offer = world
                .offer("n1", case, transfer, (Some(&days.next_day[..10]), None))
                .await
                .unwrap();
            assert!(
                owes(world, case, Kind::DecideParcel).await,
                "he is expected elsewhere"
            );
            assert!(reads("n3").await);
            let (ph, after) = (world.actor("ph"), Some(Onward::Redirect));
            commands::send_parcel_on(&world.desk, &ph, None, case, parcel, after, "адам ауысты")
                .await
                .unwrap();
            assert!(!owes(world, case, Kind::DecideParcel).await);
            for hand in [(Taker::Gate, "Бекет 2"), (Taker::Courier, "Курьер Болат")] {
                world
                    .hand_over("n1", (case, parcel), hand, days.next_day)
                    .await
                    .unwrap();
            }
            world.pass_until(days.third_day).await;
            let form = world.arrival(case, parcel).await;
            world.receive("n3", (case, parcel), &form).await.unwrap();
            let [pack] = &world.packs_at("p2", lot).await[..] else {
                panic!("one pack")
            };
            let p2 = world.country.place("p2").id;
            let kept = Place::Stock {
                at: p2,
                reserved: Some(case),
            };
            assert_eq!(pack.place, kept, "kept for him who is to come");
            for who in ["n1", "n3"] {
                let reading = merzim::access::Action::ReadClinicalFile;
                assert!(world.sees(who, reading, case).await, "{who} sees it until then");
            }
            world.accept("n3", case, offer, None).await.unwrap();
            world.pass_until(days.dose).await;
            let form = world.injection_from(case, pack.id).await;
            let given = world.log("n3", case, &form).await.unwrap();
            assert_eq!(given.cycle, cycle, "the cycle keeps its number");
        });
    }
}

/// An offer for a release that is months away moves no parcel of today; whoever decides so may still send it ahead.
#[test]
fn an_offer_for_a_far_day_leaves_the_parcel_where_it_goes() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = world.planned_for(days.target).await;
            world.release_on(case, &longest(&days), "term").await.unwrap();
            let lot = world.take_in("oc1", "L1", &longest(&days), 1).await;
            world.pass_until(days.sent).await;
            let parcel = world.sent(case, lot, 1).await;
            world.offer_release(case, "oc2").await.unwrap();
            assert!(!owes(world, case, Kind::DecideParcel).await);
            let ph = world.actor("ph");
            for to in ["oc2", "p1"] {
                let after = Some(Onward::Redirect);
                commands::send_parcel_on(&world.desk, &ph, None, case, parcel, after, "келісілді")
                    .await
                    .unwrap();
                let known = world.file(case).await.case.supply.parcel(parcel).unwrap().to;
                assert_eq!(world.country.name_of(known), to);
                assert!(!owes(world, case, Kind::DecideParcel).await);
            }
        });
    }
}

#[test]
fn a_broken_vial_and_a_warm_box() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = world.planned_for(days.target).await;
            let lot = world.take_in("oc1", "L1", &longest(&days), 3).await;
            world.pass_until(days.sent).await;
            let parcel = world.sent(case, lot, 2).await;
            world.pass_until(days.next_day).await;
            let mut form = world.arrival(case, parcel).await;
            let broken = form.packs.pop().unwrap();
            let one_and_none = refusals(world.receive("n1", (case, parcel), &form).await);
            assert_eq!(
                one_and_none,
                [Refusal::PackUnanswered { pack: broken.pack }],
                "1 + 0 is not 2"
            );

            form.packs.push(merzim::domain::decide::PackAnswer {
                answer: "broken".to_owned(),
                ..broken
            });
            form.highest = "33".to_owned();
            form.hours_outside = "5".to_owned();
            world.receive("n1", (case, parcel), &form).await.unwrap();
            for kind in [
                Kind::ReconcileDiscrepancy,
                Kind::QuarantineVerdict,
                Kind::SupplyDose,
            ] {
                assert!(owes(world, case, kind).await, "{kind:?}");
            }
            let packs = world.packs_at("p1", lot).await;
            let quarantined = packs
                .iter()
                .find(|pack| matches!(pack.place, Place::Quarantine { .. }))
                .unwrap();
            assert!(
                packs
                    .iter()
                    .any(|pack| matches!(pack.place, Place::SetAside { .. }))
            );

            // Until the pharmacist has spoken it is not given, and not released without a reason.
            let (ph, fresh) = (world.actor("ph"), quarantined.id);
            let silent = commands::give_verdict(&world.desk, &ph, None, fresh, Some(true), " ").await;
            assert_eq!(refusals(silent), [Refusal::Required { field: "words" }]);
            commands::give_verdict(&world.desk, &ph, None, fresh, Some(true), "өндіруші рұқсат берді")
                .await
                .unwrap();
            assert!(!owes(world, case, Kind::QuarantineVerdict).await);
            assert!(
                !owes(world, case, Kind::SupplyDose).await,
                "usable again, and here"
            );
            commands::reconcile_parcel(&world.desk, &ph, None, case, parcel, "жолда сынған")
                .await
                .unwrap();
            assert!(!owes(world, case, Kind::ReconcileDiscrepancy).await);
            let again =
                commands::reconcile_parcel(&world.desk, &ph, None, case, parcel, "жолда сынған").await;
            assert_eq!(refusals(again), [Refusal::NothingToDo]);
        });
    }
}

#[test]
fn frozen_counts_as_much_as_warm_and_no_logger_waits_for_a_pharmacist() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let lot = world.take_in("oc1", "L1", &longest(days), 2).await;
        for cold in [Some("-4"), None] {
            let case = world.planned_for(days.target).await;
            world.pass_until(days.sent).await;
            let parcel = world.sent(case, lot, 1).await;
            let mut form = world.arrival(case, parcel).await;
            match cold {
                Some(lowest) => form.lowest = lowest.to_owned(),
                None => {
                    form.no_logger = true;
                    form.lowest.clear();
                    form.highest.clear();
                }
            }
            world.receive("n1", (case, parcel), &form).await.unwrap();
            assert!(owes(world, case, Kind::QuarantineVerdict).await);
        }
    });
}

#[test]
fn at_the_chair_only_the_right_pack_goes_without_an_incident() {
    for days in DAYS {
        story(days.opened, async |world| {
            let (mine, other) = (
                world.planned_for(days.target).await,
                world.planned_for(days.target).await,
            );
            let lot = world.take_in("oc1", "L1", &longest(&days), 2).await;
            let here = world.take_in("p1", "L2", &longest(&days), 2).await;
            world.pass_until(days.sent).await;
            let (to_me, to_him) = (world.sent(mine, lot, 1).await, world.sent(other, lot, 1).await);
            for (case, parcel) in [(mine, to_me), (other, to_him)] {
                let form = world.arrival(case, parcel).await;
                world.receive("n1", (case, parcel), &form).await.unwrap();
            }
            world.pass_until(days.dose).await;
            let packs = world.packs_at("p1", lot).await;
            let of = |case| {
                packs
                    .iter()
                    .find(|pack| pack.place.case() == Some(case))
                    .unwrap()
                    .id
            };
            let his = of(other);
            let form = world.injection_from(mine, his).await;
            assert_eq!(
                faults(&refusals(world.log("n1", mine, &form).await)),
                [PackFault::OtherPerson]
            );

            // Another product, or another strength of it, is not given, whatever is said about it.
            let others = RULES.protocols_on(day(&days.dose[..10])).into_iter();
            let another = others.map(|known| known.id.clone()).find(|id| id != M3).unwrap();
            let form = TakeInPacks {
                product: another,
                ..world.packs_of("L3", &longest(&days), 1)
            };
            let (ph, p1) = (world.actor("ph"), world.country.place("p1").id);
            let strange = commands::take_in_packs(&world.desk, &ph, None, p1, &form)
                .await
                .unwrap();
            let strange = world.packs_at("p1", strange).await[0].id;
            let form = Injection {
                despite: "асығыс алынды".to_owned(),
                ..world.injection_from(mine, strange).await
            };
            assert_eq!(
                faults(&refusals(world.log("n1", mine, &form).await)),
                [PackFault::OtherProduct]
            );
            assert!(world.file(mine).await.case.doses.is_empty());

            // By hand, though sound packs lie here: why?
            let by_hand = world.injection(mine).await;
            let refused = refusals(world.log("n1", mine, &by_hand).await);
            assert_eq!(refused, [Refusal::Required { field: "pack_words" }]);

            // A vial breaks in the hand: set aside there, and a free one of the shelf is taken.
            let (n1, own) = (world.actor("n1"), of(mine));
            commands::set_pack_aside(&world.desk, &n1, None, own, "broken")
                .await
                .unwrap();
            assert!(
                world.file(mine).await.case.supply.pack(own).is_none(),
                "his no longer"
            );
            let free = world.packs_at("p1", here).await[0].id;
            let form = world.injection_from(mine, free).await;
            world.log("n1", mine, &form).await.unwrap();
            assert!(world.file(mine).await.case.incidents.is_empty());

            // The truth is never refused: it was given from the other's pack, and that is an incident.
            let second = world.packs_at("p1", here).await[0].id;
            let form = Injection {
                despite: "асығыс алынды".to_owned(),
                ..world.injection_from(other, second).await
            };
            world.log("n1", other, &form).await.unwrap();
            assert!(
                world.file(other).await.case.incidents.is_empty(),
                "a free sound pack needs no excuse"
            );
        });
    }
}

#[test]
fn given_from_anothers_pack_it_is_taken_down_as_an_incident() {
    let days = &DAYS[1];
    story(days.opened, async |world| {
        let (mine, other) = (
            world.planned_for(days.target).await,
            world.planned_for(days.target).await,
        );
        let lot = world.take_in("oc1", "L1", &longest(days), 1).await;
        world.pass_until(days.sent).await;
        let parcel = world.sent(other, lot, 1).await;
        let form = world.arrival(other, parcel).await;
        world.receive("n1", (other, parcel), &form).await.unwrap();
        world.pass_until(days.dose).await;
        let pack = world.packs_at("p1", lot).await[0].id;
        let form = Injection {
            despite: "қате алынды".to_owned(),
            ..world.injection_from(mine, pack).await
        };
        world.log("n1", mine, &form).await.unwrap();
        let file = world.file(mine).await;
        assert_eq!(file.case.incidents[0].content.kind, IncidentKind::UnsoundPack);
        assert!(owes(world, mine, Kind::ReviewIncident).await);
        assert!(matches!(world.pack(pack).await.place, Place::Used { case, .. } if case == mine));
        // The other has it no longer, and somebody must see to his dose.
        assert!(world.file(other).await.case.supply.pack(pack).is_none());
        assert!(owes(world, other, Kind::SupplyDose).await);
        // It is nobody else's any more, and is never given twice.
        let twice = world.injection_from(other, pack).await;
        assert_eq!(
            faults(&refusals(world.log("n1", other, &twice).await)),
            [PackFault::Gone]
        );
    });
}

#[test]
fn two_processes_and_one_pack() {
    for days in DAYS {
        story(days.opened, async |world| {
            let (one, two) = (
                world.planned_for(days.target).await,
                world.planned_for(days.target).await,
            );
            let lot = world.take_in("p1", "L1", &longest(&days), 1).await;
            world.pass_until(days.dose).await;
            let pack: PackId = world.packs_at("p1", lot).await[0].id;
            let (first, second) = (
                world.injection_from(one, pack).await,
                world.injection_from(two, pack).await,
            );
            let (other, n1, n2) = (world.another_desk().await, world.actor("n1"), world.actor("n2"));
            let (first, second) = tokio::join!(
                log_injection(&world.desk, &n1, None, one, &first),
                log_injection(&other, &n2, None, two, &second)
            );
            let lost = if first.is_ok() { second } else { first };
            assert_eq!(faults(&refusals(lost)), [PackFault::Gone]);
            other.store().clone().close().await.unwrap();
        });
    }
}

#[test]
fn two_parcels_swapped_at_the_gate_are_two_discrepancies() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let (one, two) = (
            world.planned_for(days.target).await,
            world.planned_for(days.target).await,
        );
        let lot = world.take_in("oc1", "L1", &longest(days), 2).await;
        world.pass_until(days.sent).await;
        let parcels = [
            (one, world.sent(one, lot, 1).await),
            (two, world.sent(two, lot, 1).await),
        ];
        world.pass_until(days.next_day).await;
        for (case, parcel) in parcels {
            let mut form = world.arrival(case, parcel).await;
            form.packs[0].answer = "other-pack".to_owned();
            world.receive("n1", (case, parcel), &form).await.unwrap();
            assert!(owes(world, case, Kind::ReconcileDiscrepancy).await);
            assert!(owes(world, case, Kind::SupplyDose).await);
            let file = world.file(case).await;
            let pack = file.case.supply.packs[0].named.pack;
            assert_eq!(world.pack(pack).await.place, Place::Lost);
            // Found in the other box, it waits for a pharmacist, and is nobody's.
            let (n1, p1) = (world.actor("n1"), world.country.place("p1").id);
            commands::find_pack(&world.desk, &n1, None, pack, p1)
                .await
                .unwrap();
            assert_eq!(
                world.pack(pack).await.place,
                Place::Quarantine {
                    at: p1,
                    reserved: None
                }
            );
            let ph = world.actor("ph");
            commands::give_verdict(&world.desk, &ph, None, pack, Some(true), "бүтін, суық")
                .await
                .unwrap();
            commands::reserve_pack(&world.desk, &n1, None, case, pack)
                .await
                .unwrap();
            assert!(!owes(world, case, Kind::SupplyDose).await);
        }
    });
}

#[test]
fn one_code_is_taken_in_once_in_the_whole_country() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let code = ("04600000000017".to_owned(), "0Ab12cD34eF56".to_owned());
        let mut form = world.packs_of("L1", &longest(days), 0);
        form.codes = vec![code];
        let (ph, oc1, p1) = (
            world.actor("ph"),
            world.country.place("oc1").id,
            world.country.place("p1").id,
        );
        commands::take_in_packs(&world.desk, &ph, None, oc1, &form)
            .await
            .unwrap();
        let elsewhere = commands::take_in_packs(&world.desk, &ph, None, p1, &form).await;
        assert_eq!(faults(&refusals(elsewhere)), [PackFault::Known]);
        form.codes[0].1 = "0Ab12cD34eF57".to_owned();
        form.expiry_on = form.expiry_on.map(|day| day + chrono::Days::new(1));
        form.expiry_again_on = form.expiry_on;
        let differs = refusals(commands::take_in_packs(&world.desk, &ph, None, p1, &form).await);
        assert!(
            matches!(differs[..], [Refusal::ExpiryDiffers { .. }]),
            "a known last day is never replaced"
        );
        // The number on the pack says which product it is.
        let other = merzim::commands::TakeInPacks {
            product: "triptorelin-12w".to_owned(),
            ..form.clone()
        };
        let other = commands::take_in_packs(&world.desk, &ph, None, p1, &other).await;
        assert_eq!(refusals(other), [Refusal::OtherTradeItem]);
        let unsaid = merzim::commands::TakeInPacks {
            product: String::new(),
            lot: "L2".to_owned(),
            lot_again: "L2".to_owned(),
            ..form
        };
        let lot = commands::take_in_packs(&world.desk, &ph, None, p1, &unsaid)
            .await
            .unwrap();
        assert_eq!(
            world.packs_at("p1", lot).await[0].product,
            crate::support::world::M3
        );
    });
}

#[test]
fn entered_the_next_morning_it_keeps_the_hour_of_the_evening() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = world.planned_for(days.target).await;
            let lot = world.take_in("oc1", "L1", &longest(&days), 1).await;
            world.pass_until(days.sent).await;
            let parcel = world.sent(case, lot, 1).await;
            world.pass_until(days.third_day).await;
            let mut form = world.arrival(case, parcel).await;
            form.at = Some(at(days.next_day));
            world.receive("n1", (case, parcel), &form).await.unwrap();
            let file = world.file(case).await;
            let (received, _, recorded_at) = file.case.supply.parcels[0].received.as_ref().unwrap();
            assert_eq!(
                (received.at, *recorded_at),
                (at(days.next_day), at(days.third_day))
            );
            assert!(!owes(world, case, Kind::CustodyGap).await);
        });
    }
}

#[test]
fn nobody_signed_for_longer_than_allowed_and_somebody_must_say_where_it_was() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = world.planned_for(days.target).await;
            let lot = world.take_in("oc1", "L1", &longest(&days), 1).await;
            world.pass_until(days.sent).await;
            let parcel = world.sent(case, lot, 1).await;
            let late = at(days.sent) + chrono::TimeDelta::hours(72);
            world.at_instant(late);
            assert!(!owes(world, case, Kind::CustodyGap).await, "to the hour");
            world.at_instant(late + chrono::TimeDelta::seconds(1));
            world.sweep().await;
            assert!(owes(world, case, Kind::CustodyGap).await);
            let form = world.arrival(case, parcel).await;
            world.receive("n1", (case, parcel), &form).await.unwrap();
            assert!(
                owes(world, case, Kind::CustodyGap).await,
                "arrived, but where was it?"
            );
            let ph = world.actor("ph");
            commands::explain_custody(&world.desk, &ph, None, case, parcel, "қоймада жатты")
                .await
                .unwrap();
            assert!(!owes(world, case, Kind::CustodyGap).await);
        });
    }
}

#[test]
fn a_parcel_nobody_can_find_is_missing_and_the_dose_is_at_risk_again() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let case = world.planned_for(days.target).await;
        let lot = world.take_in("oc1", "L1", &longest(days), 1).await;
        world.pass_until(days.sent).await;
        let parcel = world.sent(case, lot, 1).await;
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

#[test]
fn whoever_packed_a_parcel_does_not_receive_it_and_nobody_destroys_alone() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let case = world.planned_for(days.target).await;
        let lot = world.take_in("oc1", "L1", &longest(days), 2).await;
        world.pass_until(days.sent).await;
        let parcel = world.sent(case, lot, 1).await;
        let ph = world.actor("ph");
        let back = Some(Onward::Return);
        commands::send_parcel_on(&world.desk, &ph, None, case, parcel, back, "қате")
            .await
            .unwrap();
        let form = world.arrival(case, parcel).await;
        let own = world.receive("ph", (case, parcel), &form).await;
        assert!(matches!(own, Err(merzim::store::desk::Failure::Forbidden(_))));
        world.receive("cn1", (case, parcel), &form).await.unwrap();
        let free = world.packs_at("oc1", lot).await;
        assert!(
            free.iter().all(|pack| pack.place.case().is_none()),
            "back on the shelf, free"
        );

        let pack = free[0].id;
        commands::set_pack_aside(&world.desk, &ph, None, pack, "storage")
            .await
            .unwrap();
        let alone = commands::destroy_packs(&world.desk, &ph, None, pack).await;
        assert!(matches!(alone, Err(merzim::store::desk::Failure::Forbidden(_))));
        commands::destroy_packs(&world.desk, &world.actor("cn1"), None, pack)
            .await
            .unwrap();
        assert_eq!(world.pack(pack).await.place, Place::Destroyed);
    });
}

#[test]
fn drawn_up_too_long_ago_it_is_not_given_and_asked_for_at_the_chair() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let case = world.planned_for(days.target).await;
        world.pass_until(days.dose).await;
        let given = world.desk.instant();
        let asked = Injection {
            at_chair: true,
            ..world.injection(case).await
        };
        let refused = refusals(world.log("n1", case, &asked).await);
        assert_eq!(refused, [Refusal::Required { field: "mixed_time" }]);
        for (minutes, wrong) in [(-1, true), (0, false), (2, false), (3, true)] {
            let form = Injection {
                mixed_at: Some(given - chrono::TimeDelta::minutes(minutes)),
                lot: if wrong { "L1".to_owned() } else { String::new() },
                ..asked.clone()
            };
            // A form without its lot is refused for that alone, so that nothing is given yet.
            let refused = refusals(world.log("n1", case, &form).await);
            let mixing = |refusal: &Refusal| refusal.field().as_deref() == Some("mixed_time");
            assert_eq!(refused.iter().any(mixing), wrong, "{minutes}: {refused:?}");
        }
    });
}
