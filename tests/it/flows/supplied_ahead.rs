//! A dose that falls after the release is supplied where it will be given, before the person comes there.

use crate::support::world::{RULES, World, day, refusals, story};
use merzim::access::Action;
use merzim::commands;
use merzim::domain::{
    event::{HandoverReason, Taker},
    ids::{CaseId, LotId, PackId, RecordId},
    obligation::Kind,
    plan::provision,
    refusal::{ParcelFault, Refusal},
    supply::{Place, Provision},
};
use merzim::store::desk::Failure;
use merzim::store::reading::forecast::{Whereabouts, doses};
use merzim::store::stock;

/// Opened, the first dose, twelve days before the release, the release, the first appointment, the packs' last day.
pub(super) const DAYS: [[&str; 6]; 2] = [
    [
        "2028-09-20 09:00",
        "2028-10-04",
        "2028-12-18 09:00",
        "2028-12-30",
        "2029-01-03",
        "2030-01-31",
    ],
    [
        "2023-09-18 09:00",
        "2023-10-02",
        "2023-12-18 09:00",
        "2023-12-30",
        "2024-01-03",
        "2025-01-31",
    ],
];

async fn owes(world: &World, case: CaseId, kind: Kind) -> bool {
    let plan = world.plan(case).await;
    plan.obligations.iter().any(|owed| owed.kind == kind)
}

/// Treated in P1 from packs written down by hand, until the clinic takes in its first ones; the next dose is due after the
/// release.
async fn before_release(world: &World, days: [&str; 6]) -> (CaseId, LotId) {
    let [_, first_on, before, release_on, _, good_until] = days;
    let case = world.planned_for(first_on).await;
    world.release_on(case, release_on, "term").await.unwrap();
    world.forward(case, "oc1").await.unwrap();
    world.pass_until(&format!("{first_on} 10:00")).await;
    world.give(case).await.unwrap();
    world.pass_until(before).await;
    let lot = world.take_in("oc1", "L1", good_until, 2).await;
    world.sweep().await;
    assert!(day(release_on) < world.due_on(case).await);
    assert!(
        owes(world, case, Kind::SupplyDose).await,
        "while nobody takes over"
    );
    (case, lot)
}

async fn accepted(world: &World, case: CaseId, [to, nurse, clinician]: [&str; 3], on: &str) -> RecordId {
    let offer = world.offer_release(case, to).await.unwrap();
    assert!(
        owes(world, case, Kind::SupplyDose).await,
        "asked is not agreed: {to}"
    );
    world
        .accept(nurse, case, offer, Some((clinician, on, "10:30")))
        .await
        .unwrap();
    offer
}

/// How many doses of the forecast of a region are to be given at a place.
async fn foreseen(world: &World, region: &str, place: &str) -> usize {
    let around = Whereabouts { region, only: None };
    let rows = doses(&world.fresh.store, &around).await.unwrap();
    let site = world.country.place(place).id;
    rows.iter().filter(|row| row.site() == site).count()
}

#[test]
fn a_clinic_that_takes_over_keeps_the_pack_on_its_own_shelf() {
    for days in DAYS {
        story(days[0], async |world| {
            let (case, lot) = before_release(world, days).await;
            assert_eq!(foreseen(world, "almaty", "p1").await, 1);
            let offer = accepted(world, case, ["oc1", "cn1", "fp"], days[4]).await;
            assert!(
                !owes(world, case, Kind::SupplyDose).await,
                "the prison needs no pack any more, and the clinic has its own"
            );
            assert_eq!(foreseen(world, "almaty", "p1").await, 0);
            assert_eq!(foreseen(world, "almaty", "oc1").await, 1);
            assert_eq!(
                refusals(world.prepare(case, lot, 1).await),
                [Refusal::ParcelStep(ParcelFault::LiesThere)],
                "it lies where it is given"
            );
            // With the acceptance a pack is kept for him, of two that lie there.
            let [kept] = &kept_at_oc1(world, case, lot).await[..] else {
                panic!("one pack is kept")
            };
            let moves = stock::movements(&world.fresh.store, *kept).await.unwrap();
            assert_eq!(moves.last().unwrap().verb, "accept-handover");
            let oc1 = world.country.place("oc1").id;
            let window = world.dose(case).await.unwrap();
            let file = world.file(case).await;
            assert_eq!(
                provision(&file.case, &RULES, &window, oc1, file.now.today()),
                Some(Provision::Ready(*kept))
            );
            // Taken back, it lies free again, and the dose is the prison's.
            let n1 = world.actor("n1");
            commands::withdraw_handover(&world.desk, &n1, None, case, offer, "басқа аудан")
                .await
                .unwrap();
            assert!(kept_at_oc1(world, case, lot).await.is_empty());
            assert!(owes(world, case, Kind::SupplyDose).await);

            // Asked anew, it is kept anew, and given at the first appointment.
            let [_, _, _, release_on, visit_on, _] = days;
            accepted(world, case, ["oc1", "cn1", "fp"], visit_on).await;
            let [kept] = kept_at_oc1(world, case, lot).await[..] else {
                panic!("one pack is kept")
            };
            world.pass_until(&format!("{release_on} 09:00")).await;
            world.release(case, &format!("{release_on} 08:00")).await.unwrap();
            world.pass_until(&format!("{visit_on} 11:00")).await;
            let form = world.injection_from(case, kept).await;
            let dose = world.log("cn1", case, &form).await.unwrap().record;
            assert_eq!(world.pack(kept).await.place, Place::Used { case, dose });
            assert!(
                !owes(world, case, Kind::SupplyDose).await,
                "from then on it is the clinic's own shelf, as for everybody"
            );
        });
    }
}

/// The packs at the clinic that are kept for a person.
async fn kept_at_oc1(world: &World, case: CaseId, lot: LotId) -> Vec<PackId> {
    let packs = world.packs_at("oc1", lot).await.into_iter();
    let kept = packs.filter(|pack| pack.place.case() == Some(case));
    kept.map(|pack| pack.id).collect()
}

/// Nothing good lies there: whoever supplies the receiver is asked for a pack, by the day before the first dose.
#[test]
fn a_missing_pack_is_owed_to_whoever_was_taken_over_in_time_for_his_first_dose() {
    for [opened, first_on, before, release_on, visit_on, good_until] in DAYS {
        story(opened, async |world| {
            // It expires before the dose is due.
            let days = [opened, first_on, before, release_on, visit_on, release_on];
            let (case, old) = before_release(world, days).await;
            let offer = world.offer_release(case, "oc1").await.unwrap();
            world
                .accept("cn1", case, offer, Some(("fp", visit_on, "10:30")))
                .await
                .unwrap();
            assert!(kept_at_oc1(world, case, old).await.is_empty());
            let owed = world.open_obligation(case, "supply-dose").await.unwrap();
            assert_eq!(owed.owner, world.country.place("oc1").id);
            assert_eq!(owed.owner_role, "pharmacist");
            let law = RULES.law_for(day(visit_on)).unwrap();
            let by = law.calendar.add_working_days(day(visit_on), -1).date;
            assert_eq!(owed.due_on, by, "the last working day before he comes");
            assert!(owed.opens_on <= day(&before[..10]), "and it is seen at once");

            // A pack for somebody else is none for him.
            let lot = world.take_in("oc1", "L2", good_until, 1).await;
            assert!(
                owes(world, case, Kind::SupplyDose).await,
                "it lies there for anybody"
            );
            let pack = world.packs_at("oc1", lot).await[0].id;
            let stranger = commands::reserve_pack(&world.desk, &world.actor("cn2"), None, case, pack).await;
            assert!(matches!(stranger, Err(Failure::Forbidden(_))), "{stranger:?}");
            commands::reserve_pack(&world.desk, &world.actor("cn1"), None, case, pack)
                .await
                .unwrap();
            assert!(!owes(world, case, Kind::SupplyDose).await);
            assert_eq!(kept_at_oc1(world, case, lot).await, [pack]);
        });
    }
}

/// S14: what is left of his stock at the clinic from which he moves is kept for him no longer.
#[test]
fn what_was_kept_for_him_at_the_clinic_he_leaves_lies_free_again() {
    for [opened, first_on, _, _, _, good_until] in DAYS {
        story(opened, async |world| {
            let case = world
                .open(crate::support::world::NewCase {
                    place: "oc1",
                    first_on: Some(first_on),
                    ..Default::default()
                })
                .await;
            let lot = world.take_in("oc1", "L1", good_until, 2).await;
            let pack = world.packs_at("oc1", lot).await[0].id;
            let nurse = world.actor("cn1");
            commands::reserve_pack(&world.desk, &nurse, None, case, pack)
                .await
                .unwrap();
            world.pass_until(&format!("{first_on} 10:00")).await;
            let today = world.file(case).await.now.today();
            let moves = (HandoverReason::Residence, "oc2");
            let offer = world
                .offer("cn1", case, moves, (Some(first_on), None))
                .await
                .unwrap();
            assert_eq!(kept_at_oc1(world, case, lot).await, [pack], "asked is not agreed");
            let law = RULES.law_for(today).unwrap();
            let visit_on = law.calendar.add_working_days(today, 1).date.to_string();
            world
                .accept("cn2", case, offer, Some(("fp2", &visit_on, "10:30")))
                .await
                .unwrap();
            assert!(
                kept_at_oc1(world, case, lot).await.is_empty(),
                "free for somebody there"
            );
            assert!(!world.file(case).await.case.supply.holds_drug());
        });
    }
}

#[test]
fn a_parcel_goes_to_whoever_takes_over_and_waits_there_for_the_person() {
    for days in DAYS {
        story(days[0], async |world| {
            let [_, _, before, release_on, visit_on, _] = days;
            let (case, lot) = before_release(world, days).await;
            accepted(world, case, ["oc2", "cn2", "fp2"], visit_on).await;
            assert!(!owes(world, case, Kind::SupplyDose).await);
            assert_eq!(foreseen(world, "almaty", "p1").await, 0);
            assert_eq!(foreseen(world, "karaganda", "oc2").await, 1);

            let parcel = world.prepare(case, lot, 1).await.unwrap();
            let courier = (Taker::Courier, "Курьер Серік");
            world
                .hand_over("ph", (case, parcel), courier, before)
                .await
                .unwrap();
            let oc2 = world.country.place("oc2").id;
            let file = world.file(case).await;
            assert_eq!(file.case.supply.parcel(parcel).unwrap().to, oc2);
            assert!(
                !owes(world, case, Kind::DecideParcel).await,
                "it does not miss him: he is expected there"
            );
            world.pass_until(&format!("{} 15:00", &before[..10])).await;
            let form = world.arrival(case, parcel).await;
            let refused = world.receive("n1", (case, parcel), &form).await;
            assert!(matches!(refused, Err(Failure::Forbidden(_))), "not the prison's");
            world.receive("cn2", (case, parcel), &form).await.unwrap();
            let [pack] = &world.packs_at("oc2", lot).await[..] else {
                panic!("one pack")
            };
            let kept = Place::Stock {
                at: oc2,
                reserved: Some(case),
            };
            assert_eq!(pack.place, kept, "for him, though he has not come");

            world.pass_until(&format!("{release_on} 09:00")).await;
            world.release(case, &format!("{release_on} 08:00")).await.unwrap();
            assert_eq!(world.responsible(case).await, "oc2");
            world.pass_until(&format!("{visit_on} 11:00")).await;
            assert!(world.sees("cn2", Action::LogInjection, case).await);
            let form = world.injection_from(case, pack.id).await;
            let given = world.log("cn2", case, &form).await.unwrap();
            let dose = given.record;
            assert_eq!(world.pack(pack.id).await.place, Place::Used { case, dose });
        });
    }
}
