//! A parcel comes where it was not to go, or without its label: what was sent is on record, each pack is answered for, and none
//! is written down twice.

use super::arrived::{arrives, come};
use crate::support::world::{World, refusals, story};
use chrono::{DateTime, TimeDelta, Utc};
use merzim::commands::{self, ReceiveArrival, TakeInPacks};
use merzim::domain::{
    decide::ReceiveParcel,
    ids::{CaseId, LotId, ParcelId},
    refusal::{PackFault, ParcelFault, Refusal},
    supply::{ParcelState, Place},
};
use merzim::store::{desk::Failure, shelf_duties};

/// Opened, the target, the arrival, the packs' last day.
const DAYS: [[&str; 4]; 2] = [
    ["2026-05-04 09:00", "2026-07-10", "2026-06-04 10:00", "2027-08-31"],
    // Over a leap day.
    ["2028-01-17 09:00", "2028-03-31", "2028-02-25 16:00", "2029-04-30"],
];

const GTIN: &str = "04600000000015";

async fn by_label(
    world: &World,
    who: &str,
    which: (CaseId, ParcelId),
    form: &ReceiveParcel,
) -> Result<LotId, Failure> {
    commands::receive_astray(&world.desk, &world.actor(who), None, which, form).await
}

/// The box is torn and one pack is gone: what is not there is not received, wherever the box came.
#[test]
fn at_the_wrong_place_each_pack_is_answered_for() {
    for [opened, target, came, good] in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            let lot = world.take_in("oc1", "L1", good, 2).await;
            world.pass_until(came).await;
            let parcel = world.sent(case, lot, 2).await;
            let which = (case, parcel);
            let mut form = world.arrival(case, parcel).await;
            form.words = "қорап жыртық, екінші қаптама жоқ".to_owned();
            let [whole, gone] = [0, 1].map(|n| form.packs[n].pack);
            let silent = ReceiveParcel {
                packs: Vec::new(),
                ..form.clone()
            };
            let unanswered = [whole, gone].map(|pack| Refusal::PackUnanswered { pack });
            assert_eq!(refusals(by_label(world, "n3", which, &silent).await), unanswered);
            form.packs[1].answer = "missing".to_owned();
            by_label(world, "n3", which, &form).await.unwrap();

            let at = world.country.place("p2").id;
            let waits = Place::Quarantine {
                at,
                reserved: Some(case),
            };
            assert_eq!(world.pack(whole).await.place, waits);
            assert_eq!(world.pack(gone).await.place, Place::Lost, "it is on no shelf");
            let file = world.file(case).await;
            let known = file.case.supply.parcel(parcel).unwrap();
            assert_eq!((known.state, known.astray()), (ParcelState::Received, Some(at)));
            let short: Vec<_> = known.short().map(|named| named.pack).collect();
            assert_eq!(short, [gone], "and its sender is asked what became of it");
        });
    }
}

/// Its label is gone, and the codes of its packs say that it is on record: it is received as that parcel, also in part.
#[test]
fn coded_packs_of_a_parcel_are_received_with_it_and_never_beside_it() {
    for [opened, target, came, good] in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            let (ph, oc1) = (world.actor("ph"), world.country.place("oc1").id);
            let code = |serial: &str| (GTIN.to_owned(), serial.to_owned());
            let scanned = TakeInPacks {
                codes: vec![code("SERIAL01"), code("SERIAL02")],
                ..world.packs_of("L1", good, 0)
            };
            let lot = commands::take_in_packs(&world.desk, &ph, None, oc1, &scanned)
                .await
                .unwrap();
            world.pass_until(came).await;
            let parcel = world.sent(case, lot, 2).await;
            for codes in [vec![code("SERIAL02")], scanned.codes.clone()] {
                let form = ReceiveArrival {
                    no_label: true,
                    ..come(
                        world,
                        "oc1",
                        TakeInPacks {
                            codes,
                            ..scanned.clone()
                        },
                    )
                };
                let beside = arrives(world, "n3", None, &form).await;
                assert_eq!(refusals(beside), [Refusal::PackUnsound(PackFault::InParcel)]);
            }
            assert_eq!(world.all_packs().await.len(), 2, "no pack appears");
            let file = world.file(case).await;
            assert!(file.case.supply.parcel(parcel).unwrap().open());
        });
    }
}

/// A pack without a code in a box without one may be one of those on their way from there: it is on record once.
#[test]
fn packs_without_a_code_are_never_put_beside_those_on_their_way() {
    for [opened, target, came, good] in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            let lot = world.take_in("oc1", "L1", good, 2).await;
            world.pass_until(came).await;
            let parcel = world.sent(case, lot, 1).await;
            let form = ReceiveArrival {
                no_label: true,
                ..come(world, "oc1", world.packs_of("L1", good, 1))
            };
            let which = Refusal::ParcelStep(ParcelFault::WhichOfThese);
            assert_eq!(refusals(arrives(world, "n3", None, &form).await), [which]);
            let none = ReceiveArrival {
                none_of_these: true,
                ..form
            };
            let answer = arrives(world, "n3", None, &none).await.unwrap();
            assert_eq!((answer.parcel, answer.lot), (None, lot));
            assert_eq!(world.all_packs().await.len(), 2, "nothing appears");
            let waiting = shelf_duties::arrivals(&world.fresh.store, "almaty", None).await;
            let [waiting] = &waiting.unwrap()[..] else {
                panic!("its sender is asked")
            };
            let oc1 = world.country.place("oc1").id;
            assert_eq!((waiting.duty.owner, waiting.duty.packs), (oc1, 1));
            // The parcel goes its own way.
            world
                .receive("n1", (case, parcel), &world.arrival(case, parcel).await)
                .await
                .unwrap();
        });
    }
}

/// What was not there yet was not packed, and did not leave: neither on another day nor earlier on the same one.
#[test]
fn nothing_is_packed_or_arrives_before_its_packs_were_there() {
    for [opened, target, came, good] in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(came).await;
            let code = (GTIN.to_owned(), "SERIAL01".to_owned());
            let scanned = TakeInPacks {
                codes: vec![code],
                ..world.packs_of("L1", good, 0)
            };
            let (ph, oc1) = (world.actor("ph"), world.country.place("oc1").id);
            let lot = commands::take_in_packs(&world.desk, &ph, None, oc1, &scanned)
                .await
                .unwrap();
            let there = world.desk.instant();
            let packs: Vec<_> = world
                .packs_at("oc1", lot)
                .await
                .iter()
                .map(|pack| pack.id)
                .collect();
            let pack = async |at: DateTime<Utc>| {
                commands::prepare_parcel(&world.desk, &ph, None, case, &packs, Some(at)).await
            };
            let arrive = async |at: DateTime<Utc>| {
                let mut form = come(world, "oc1", scanned.clone());
                form.receipt.at = Some(at);
                arrives(world, "n3", None, &form).await
            };
            for years in [there - TimeDelta::days(2_000), there - TimeDelta::days(1)] {
                let packed = refusals(pack(years).await);
                assert!(
                    matches!(
                        packed[..],
                        [Refusal::NotBefore {
                            field: "prepared_on",
                            ..
                        }]
                    ),
                    "{packed:?}"
                );
                let arrived = refusals(arrive(years).await);
                assert!(
                    matches!(
                        arrived[..],
                        [Refusal::NotBefore {
                            field: "occurred_on",
                            ..
                        }]
                    ),
                    "{arrived:?}"
                );
            }
            // Nobody knows where these were; they cannot be older than they can be kept.
            let mut unknown = come(world, "oc1", world.packs_of("L7", good, 1));
            unknown.receipt.at = Some(there - TimeDelta::days(4_000));
            let unmade = refusals(arrives(world, "n3", None, &unknown).await);
            assert!(
                matches!(
                    unmade[..],
                    [Refusal::NotBefore {
                        field: "occurred_on",
                        ..
                    }]
                ),
                "{unmade:?}"
            );
            let hour = there - TimeDelta::hours(1);
            let packed = refusals(pack(hour).await);
            assert!(
                matches!(
                    packed[..],
                    [Refusal::NotBeforeTime {
                        field: "prepared_time",
                        ..
                    }]
                ),
                "{packed:?}"
            );
            let later = refusals(pack(there + TimeDelta::hours(1)).await);
            assert_eq!(
                later,
                [Refusal::InFuture {
                    field: "prepared_time"
                }]
            );
            pack(there).await.unwrap();
        });
    }
}

/// It was reported lost, and comes after all: who brought it, who took it and what the logger shows are asked as of any other.
#[test]
fn a_parcel_that_was_lost_and_comes_is_received() {
    for [opened, target, came, good] in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            let lot = world.take_in("oc1", "L1", good, 3).await;
            world.pass_until(came).await;
            let parcel = world.sent(case, lot, 3).await;
            let ph = world.actor("ph");
            commands::report_parcel_lost(&world.desk, &ph, None, case, parcel, "курьер жауап бермейді")
                .await
                .unwrap();
            let mut form = world.arrival(case, parcel).await;
            let [found, whole, broken] = [0, 1, 2].map(|n| form.packs[n].pack);
            let p1 = world.country.place("p1").id;
            // One turned up before the others, and is not asked about.
            commands::find_pack(&world.desk, &world.actor("n1"), None, found, p1)
                .await
                .unwrap();
            form.packs[2].answer = "broken".to_owned();
            form.words = "табылды, біреуі сынған".to_owned();
            let here = Refusal::ParcelStep(ParcelFault::ComesHere);
            assert_eq!(
                refusals(by_label(world, "n1", (case, parcel), &form).await),
                [here]
            );
            let mut one = form.clone();
            one.deliverer = one.receiver.clone();
            let one = world.receive("n1", (case, parcel), &one).await;
            assert_eq!(refusals(one), [Refusal::OneHand]);
            world.receive("n1", (case, parcel), &form).await.unwrap();

            let waits = Place::Quarantine {
                at: p1,
                reserved: None,
            };
            assert_eq!(world.pack(whole).await.place, waits, "nobody knows where it was");
            assert_eq!(world.pack(broken).await.place, Place::SetAside { at: p1 });
            let file = world.file(case).await;
            let known = file.case.supply.parcel(parcel).unwrap();
            let (received, ..) = known.received.as_ref().unwrap();
            assert_eq!(known.state, ParcelState::Received);
            assert_eq!(received.deliverer, form.deliverer);
            let asked: Vec<_> = received.accepted.iter().map(|(pack, _)| *pack).collect();
            assert_eq!(asked, [whole]);
            let again = refusals(world.receive("n1", (case, parcel), &form).await);
            assert_eq!(again, [Refusal::ParcelStep(ParcelFault::Over)]);
        });
    }
}
