//! A parcel that arrives: broken, warm, frozen, swapped, late on paper.

use super::{DAYS, Days, longest, on_its_way, owes};
use crate::support::world::{M3, World, at, day, refusals, story};
use merzim::commands;
use merzim::domain::{
    decide::{PackAnswer, ReceiveParcel, Verdict},
    event::{Became, Onward},
    ids::{CaseId, OrganisationId, PackId, ParcelId},
    obligation::Kind,
    refusal::{PackFault, Refusal},
    supply::Place,
};
use merzim::store::reading::parcels;

/// What lives in a refrigerator.
const GEL: &str = "leuprorelin-gel-3m";

/// S5 with its own figures: two are sent and one arrives whole; the logger shows 11 °C for five hours, where 2 to 8 are
/// allowed.
#[test]
fn a_broken_vial_and_a_warm_box() {
    for days in DAYS {
        story(days.opened, async |world| {
            let (case, lot, parcel) = on_its_way(world, &days, (GEL, 2)).await;
            world.pass_until(days.next_day).await;
            let mut form = world.arrival(case, parcel).await;
            assert_eq!((form.lowest.as_str(), form.highest.as_str()), ("2", "8"));
            let broken = form.packs.pop().unwrap();
            let one_and_none = refusals(world.receive("n1", (case, parcel), &form).await);
            assert_eq!(
                one_and_none,
                [Refusal::PackUnanswered { pack: broken.pack }],
                "1 + 0 is not 2"
            );

            form.packs.push(PackAnswer {
                answer: "broken".to_owned(),
                ..broken
            });
            form.highest = "11".to_owned();
            form.hours_outside = "5".to_owned();
            world.receive("n1", (case, parcel), &form).await.unwrap();
            let plan = world.plan(case).await;
            let discrepancy = plan.obligation((Kind::ReconcileDiscrepancy, 1)).unwrap();
            let oc1 = world.country.place("oc1").id;
            assert_eq!(
                (discrepancy.owner.organisation, discrepancy.opens_on),
                (oc1, day(&days.next_day[..10])),
                "the sender sees it on the same day"
            );
            for kind in [Kind::QuarantineVerdict, Kind::SupplyDose] {
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
            judged(world, (case, parcel), quarantined.id).await;
        });
    }
}

/// A pack may be used, for its maker covers what was measured.
async fn vouched(world: &World, case: CaseId) -> Verdict {
    Verdict {
        usable: Some(true),
        by: "өндіруші".to_owned(),
        number: "17/2026".to_owned(),
        on: Some(world.file(case).await.now.today()),
        covered: true,
        ..Verdict::default()
    }
}

/// Until the pharmacist has spoken a pack is not given, and not released without a reason; what broke is explained once.
async fn judged(world: &World, (case, parcel): (CaseId, ParcelId), pack: PackId) {
    let ph = world.actor("ph");
    let silent = commands::give_verdict(&world.desk, &ph, None, pack, Some(true), " ").await;
    assert_eq!(refusals(silent)[0], Refusal::Required { field: "words" });
    // Outside its limits it is given only on what somebody says who knows its stability.
    let words = "өндіруші рұқсат берді";
    let alone = commands::give_verdict(&world.desk, &ph, None, pack, Some(true), words).await;
    assert_eq!(
        refusals(alone),
        [
            Refusal::Required {
                field: "stability_by"
            },
            Refusal::Required {
                field: "stability_number"
            },
            Refusal::NotUnderstood {
                field: "stability_on"
            },
            Refusal::Required {
                field: "stability_covers"
            },
        ]
    );
    commands::give_verdict(&world.desk, &ph, None, pack, vouched(world, case).await, words)
        .await
        .unwrap();
    assert!(!owes(world, case, Kind::QuarantineVerdict).await);
    assert!(
        !owes(world, case, Kind::SupplyDose).await,
        "usable again, and here"
    );
    let broken = world.file(case).await.case.supply.parcels[0]
        .short()
        .next()
        .unwrap()
        .pack;
    let stays = [said(broken, Became::Receiver)];
    let reconcile = async |answers: &[PackAnswer]| {
        let ids = (case, parcel);
        commands::reconcile_parcel(&world.desk, &ph, None, ids, answers, "жолда сынған").await
    };
    assert_eq!(refusals(reconcile(&[]).await), [unaccounted(world, broken).await]);
    reconcile(&stays).await.unwrap();
    assert!(!owes(world, case, Kind::ReconcileDiscrepancy).await);
    let at = world.country.place("p1").id;
    assert_eq!(world.pack(broken).await.place, Place::SetAside { at });
    assert_eq!(refusals(reconcile(&stays).await), [Refusal::NothingToDo]);
}

/// What is said to have become of a pack.
pub(super) fn said(pack: PackId, became: Became) -> PackAnswer {
    PackAnswer {
        pack,
        answer: became.code().to_owned(),
    }
}

/// It was not said what became of a pack.
pub(super) async fn unaccounted(world: &World, pack: PackId) -> Refusal {
    let known = world.pack(pack).await;
    Refusal::PackUnaccounted {
        pack,
        name: known.name(),
        lot: known.number,
    }
}

/// The person is moved while his parcel is on its way, and it is sent after him.
pub(super) async fn follows_to(
    world: &World,
    days: &Days,
    (case, parcel): (CaseId, ParcelId),
    to: OrganisationId,
) {
    world.pass_until(days.next_day).await;
    let (clerk, ph) = (world.actor("clerk"), world.actor("ph"));
    let today = day(&days.next_day[..10]);
    commands::change_place(&world.desk, &clerk, None, case, to, today, "этап")
        .await
        .unwrap();
    let after = Some(Onward::Redirect);
    commands::send_parcel_on(&world.desk, &ph, None, case, parcel, after, "адам ауысты")
        .await
        .unwrap();
    world.pass_until(days.third_day).await;
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
                Some(lowest) => {
                    form.lowest = lowest.to_owned();
                    form.hours_unknown = true;
                }
                None => {
                    form.no_logger = true;
                    form.lowest.clear();
                    form.highest.clear();
                }
            }
            world.receive("n1", (case, parcel), &form).await.unwrap();
            assert!(owes(world, case, Kind::QuarantineVerdict).await);
            if cold.is_none() {
                continue;
            }
            // The label forbids frost: nobody's word releases it.
            let pack = world.file(case).await.case.supply.packs[0].named.pack;
            let (ph, said) = (world.actor("ph"), vouched(world, case).await);
            let used =
                commands::give_verdict(&world.desk, &ph, None, pack, said, "өндіруші рұқсат берді").await;
            assert_eq!(refusals(used), [Refusal::PackUnsound(PackFault::Frozen)]);
        }
    });
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
fn entered_the_next_morning_it_keeps_the_hour_of_the_evening() {
    for days in DAYS {
        story(days.opened, async |world| {
            let (case, _, parcel) = on_its_way(world, &days, (M3, 1)).await;
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
            let (case, _, parcel) = on_its_way(world, &days, (M3, 1)).await;
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

/// What the logger showed and the hours outside the limits must go together: nothing is outside for no hours, or inside and
/// outside at once. Hours that nobody counted are said to be unknown, never left empty.
#[test]
fn readings_and_hours_that_contradict_each_other_are_asked_about() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let (case, _, parcel) = on_its_way(world, days, (GEL, 1)).await;
        world.pass_until(days.next_day).await;
        let good = world.arrival(case, parcel).await;
        for (highest, hours) in [("11", "0"), ("8", "3")] {
            let form = ReceiveParcel {
                highest: highest.to_owned(),
                hours_outside: hours.to_owned(),
                ..good.clone()
            };
            let contradict = Refusal::ReadingsContradict {
                min_celsius: 2,
                max_celsius: 8,
            };
            let refused = refusals(world.receive("n1", (case, parcel), &form).await);
            assert_eq!(refused, [contradict], "{highest} degrees for {hours} hours");
        }
        let empty = ReceiveParcel {
            highest: "11".to_owned(),
            ..good.clone()
        };
        let both = ReceiveParcel {
            hours_outside: "5".to_owned(),
            hours_unknown: true,
            ..empty.clone()
        };
        for form in [&empty, &both] {
            let unsaid = Refusal::HoursUnsaid {
                min_celsius: 2,
                max_celsius: 8,
            };
            assert_eq!(
                refusals(world.receive("n1", (case, parcel), form).await),
                [unsaid]
            );
        }
        let upside_down = ReceiveParcel {
            lowest: "9".to_owned(),
            ..good.clone()
        };
        let refused = refusals(world.receive("n1", (case, parcel), &upside_down).await);
        assert_eq!(refused, [Refusal::LowestAboveHighest]);
        let uncounted = ReceiveParcel {
            hours_unknown: true,
            ..empty
        };
        world.receive("n1", (case, parcel), &uncounted).await.unwrap();
        assert!(owes(world, case, Kind::QuarantineVerdict).await);
    });
}

/// Sent after a person who was moved to another region, it comes there without a logger: whoever sent it owes the verdict,
/// and may give it.
#[test]
fn what_waits_in_another_region_is_judged_by_whoever_sent_it() {
    for days in DAYS {
        story(days.opened, async |world| {
            let (case, lot, parcel) = on_its_way(world, &days, (M3, 1)).await;
            let (oc1, p2) = (world.country.place("oc1").id, world.country.place("p2").id);
            follows_to(world, &days, (case, parcel), p2).await;
            let ph = world.actor("ph");
            let mut form = world.arrival(case, parcel).await;
            form.no_logger = true;
            form.lowest.clear();
            form.highest.clear();
            world.receive("n3", (case, parcel), &form).await.unwrap();
            let plan = world.plan(case).await;
            let owed = plan.obligation((Kind::QuarantineVerdict, 1)).unwrap();
            assert_eq!(owed.owner.organisation, oc1, "the sender's, as before");
            let [pack] = &world.packs_at("p2", lot).await[..] else {
                panic!("one pack")
            };
            let paper = world.on_a_paper();
            commands::give_verdict(&world.desk, &ph, None, pack.id, paper, "суық болған")
                .await
                .unwrap();
            assert!(!owes(world, case, Kind::QuarantineVerdict).await);
            let kept = Place::Stock {
                at: p2,
                reserved: Some(case),
            };
            assert_eq!(world.pack(pack.id).await.place, kept);
        });
    }
}

/// A place that takes nothing in from a supplier has a shelf as soon as a parcel brought something.
#[test]
fn where_a_parcel_was_received_there_is_a_shelf() {
    for days in DAYS {
        story(days.opened, async |world| {
            let (case, _, parcel) = on_its_way(world, &days, (M3, 1)).await;
            let [oc1, p1] = ["oc1", "p1"].map(|place| world.country.place(place).id);
            let shelves = async || parcels::shelves(&world.fresh.store, "almaty").await.unwrap();
            assert_eq!(shelves().await, [oc1]);
            world.pass_until(days.next_day).await;
            let form = world.arrival(case, parcel).await;
            world.receive("n1", (case, parcel), &form).await.unwrap();
            let both = shelves().await;
            assert!(both.contains(&oc1) && both.contains(&p1), "{both:?}");
        });
    }
}
