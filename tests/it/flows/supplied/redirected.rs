//! A parcel whose person is elsewhere by now, or needs no dose: set aside, sent after him, or left to go where it goes.

use super::{DAYS, longest, on_its_way, owes};
use crate::support::world::{M3, World, day, refusals, story};
use merzim::access::Action;
use merzim::commands;
use merzim::domain::{
    event::{HandoverReason, Onward, Taker},
    ids::{CaseId, ParcelId},
    letter::{About, EndedTo, LetterState},
    obligation::Kind,
    refusal::Refusal,
    ruling::{RulingChange, RulingStep},
    supply::{ParcelState, Place},
};
use merzim::store::{desk::Failure, file::CaseFile, letters};

async fn ruling_says(world: &World, case: CaseId, step: RulingStep) {
    let file = world.file(case).await;
    let change = RulingChange {
        ruling: file.case.rulings.last().unwrap().ruling.id,
        step,
        effective_on: file.now.today(),
        document: "қаулы № 2".to_owned(),
        terms: None,
        answers: None,
    };
    commands::change_ruling(&world.desk, &world.actor("clerk"), None, case, &change)
        .await
        .unwrap();
}

#[test]
fn quashed_with_the_dose_in_transit_is_received_and_set_aside() {
    for days in DAYS {
        story(days.opened, async |world| {
            let (case, lot, parcel) = on_its_way(world, &days, (M3, 1)).await;
            world.pass_until(days.next_day).await;
            ruling_says(world, case, RulingStep::Quashed).await;
            assert!(
                owes(world, case, Kind::ReceiveParcel).await,
                "the drug does not vanish with the measure"
            );
            // Whoever must know is told by a letter, and each is drawn up already.
            world.sweep().await;
            let drawn = letters::of_case(world.desk.store(), case).await.unwrap();
            let drawn: Vec<_> = drawn
                .iter()
                .map(|letter| (&letter.about, letter.state()))
                .collect();
            let each = EndedTo::ALL.map(|to| About::Ended { to });
            let each = each.each_ref().map(|about| (about, LetterState::Draft));
            assert_eq!(drawn.len(), each.len(), "{drawn:?}");
            assert!(each.iter().all(|letter| drawn.contains(letter)), "{drawn:?}");

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
            let (case, lot, parcel) = on_its_way(world, &days, (M3, 1)).await;
            let cycle = world.dose(case).await.unwrap().cycle;
            world.pass_until(days.next_day).await;
            let (p2, today) = (world.country.place("p2").id, day(&days.next_day[..10]));
            let clerk = world.actor("clerk");
            commands::change_place(&world.desk, &clerk, None, case, p2, today, "этап")
                .await
                .unwrap();
            assert!(owes(world, case, Kind::DecideParcel).await);
            sent_after(world, (case, parcel)).await;

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
            assert!(matches!(refused, Err(Failure::Forbidden(_))), "not P1's any more");
            world.receive("n3", (case, parcel), &form).await.unwrap();
            one_line_to_p2(world, (case, parcel)).await;

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

/// S4 in its own order: dispatched, moved, sent on, handed over at the gate, received, and only then accepted by name.
#[test]
fn a_parcel_follows_a_person_whose_transfer_is_only_offered() {
    for days in DAYS {
        story(days.opened, async |world| {
            let (case, lot, parcel) = on_its_way(world, &days, (M3, 1)).await;
            let cycle = world.dose(case).await.unwrap().cycle;
            let reads = async |who: &str| {
                let about = |file: &CaseFile| Ok(commands::about_parcel(file, parcel));
                let actor = world.actor(who);
                let looked = world.desk.look_when(&actor, Action::ReadParcel, case, about);
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
                "he is expected elsewhere, and his parcel goes to where he was"
            );
            assert!(reads("n3").await);
            sent_after(world, (case, parcel)).await;
            for hand in [(Taker::Gate, "Бекет 2"), (Taker::Courier, "Курьер Болат")] {
                let given = world.hand_over("n1", (case, parcel), hand, days.next_day);
                given.await.unwrap();
            }
            world.pass_until(days.third_day).await;
            let form = world.arrival(case, parcel).await;
            let late = world.receive("n1", (case, parcel), &form).await;
            assert!(matches!(late, Err(Failure::Forbidden(_))), "not P1's any more");
            world.receive("n3", (case, parcel), &form).await.unwrap();
            one_line_to_p2(world, (case, parcel)).await;
            let [pack] = &world.packs_at("p2", lot).await[..] else {
                panic!("one pack")
            };
            let p2 = world.country.place("p2").id;
            let kept = Place::Stock {
                at: p2,
                reserved: Some(case),
            };
            assert_eq!(pack.place, kept, "kept for him who is to come");
            assert_eq!(world.responsible(case).await, "p1", "nobody has accepted yet");
            for who in ["n1", "n3"] {
                let sees = world.sees(who, Action::ReadClinicalFile, case).await;
                assert!(sees, "{who} sees it until then");
            }
            world.accept("n3", case, offer, None).await.unwrap();
            let rows = world.obligations(case).await;
            let doses = rows
                .iter()
                .filter(|row| row.kind == "dose" && row.state == "open");
            let owners: Vec<_> = doses.map(|row| world.country.name_of(row.owner)).collect();
            assert_eq!(owners, ["p2"], "no dose is planned at P1 any more");
            world.pass_until(days.dose).await;
            let form = world.injection_from(case, pack.id).await;
            let given = world.log("n3", case, &form).await.unwrap();
            assert_eq!(given.cycle, cycle, "the cycle keeps its number");
        });
    }
}

/// The pharmacist sends a parcel after its person: never without a reason.
async fn sent_after(world: &World, (case, parcel): (CaseId, ParcelId)) {
    let ph = world.actor("ph");
    let send_on = async |onward, why: &str| {
        commands::send_parcel_on(&world.desk, &ph, None, case, parcel, Some(onward), why).await
    };
    assert_eq!(
        refusals(send_on(Onward::Keep, " ").await),
        [Refusal::Required { field: "reason" }]
    );
    send_on(Onward::Redirect, "адам ауысты").await.unwrap();
    assert!(!owes(world, case, Kind::DecideParcel).await);
    assert!(!owes(world, case, Kind::SupplyDose).await, "it is on its way");
}

/// From OC1 through every named hand to P2, without a gap.
async fn one_line_to_p2(world: &World, (case, parcel): (CaseId, ParcelId)) {
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
    let (oc1, p2) = (world.country.place("oc1").id, world.country.place("p2").id);
    assert_eq!((known.prepared.from, received.place), (oc1, p2));
    assert_eq!(known.state, ParcelState::Received);
    assert!(!owes(world, case, Kind::CustodyGap).await);
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
