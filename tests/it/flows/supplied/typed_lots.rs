//! A lot typed by hand at the chair is held against what is known of it: where it lies, for whom, and since when.

use super::{DAYS, faults, longest, owes};
use crate::support::world::{day, refusals, story};
use merzim::commands;
use merzim::domain::{
    decide::{Injection, ReceiveParcel},
    event::IncidentKind,
    obligation::Kind,
    refusal::{PackFault, Refusal},
};

/// What is typed by hand is held against what is known of the lot, as a scan is: a lot that lies here in quarantine alone, or
/// for others, and a last day that is not its own. What happened all the same is an incident; the lot keeps its day.
#[test]
fn a_lot_typed_by_hand_is_held_against_what_is_known_of_it() {
    for days in DAYS {
        story(days.opened, async |world| {
            let (mine, other) = (
                world.planned_for(days.target).await,
                world.planned_for(days.target).await,
            );
            let good_until = longest(&days);
            let lot = world.take_in("oc1", "L1", &good_until, 1).await;
            world.pass_until(days.sent).await;
            let parcel = world.sent(other, lot, 1).await;
            let form = ReceiveParcel {
                no_logger: true,
                lowest: String::new(),
                highest: String::new(),
                ..world.arrival(other, parcel).await
            };
            world.receive("n1", (other, parcel), &form).await.unwrap();
            let pack = world.packs_at("p1", lot).await[0].id;
            world.pass_until(days.dose).await;
            let by_hand = async |expiry: &str| {
                let form = Injection {
                    at_chair: true,
                    lot: "l1".to_owned(),
                    expiry_on: Some(day(expiry)),
                    pack_words: "тізімде жоқ".to_owned(),
                    ..world.injection(mine).await
                };
                Injection {
                    mixed_at: form.occurred_at,
                    ..form
                }
            };
            let refused = refusals(world.log("n1", mine, &by_hand(&good_until).await).await);
            assert_eq!(refused, [Refusal::PackUnsound(PackFault::NotReleased)]);

            commands::give_verdict(
                &world.desk,
                &world.actor("ph"),
                None,
                pack,
                world.on_a_paper(),
                "салқын болған",
            )
            .await
            .unwrap();
            let refused = refusals(world.log("n1", mine, &by_hand(&good_until).await).await);
            assert_eq!(faults(&refused), [PackFault::OtherPerson], "his alone");

            world.take_in("p1", "L1", &good_until, 1).await;
            let known_on = day(&good_until);
            let slip = by_hand(days.target).await;
            let refused = refusals(world.log("n1", mine, &slip).await);
            assert_eq!(refused, [Refusal::ExpiryDiffers { known_on }]);
            let said = Injection {
                despite: "қаптамада солай жазылған".to_owned(),
                ..slip
            };
            world.log("n1", mine, &said).await.unwrap();
            assert_eq!(
                world.file(mine).await.case.incidents[0].content.kind,
                IncidentKind::UnsoundPack
            );
            assert_eq!(
                world.pack(pack).await.expiry_on,
                known_on,
                "the lot keeps its day"
            );
        });
    }
}

/// No pack of the lot lies here, and a parcel brings one: nobody has written down that it came, and how warm it was. What was
/// given all the same is an incident, and whoever receives the parcel can say that the pack is used up.
#[test]
fn a_lot_that_is_still_on_its_way_is_not_given_by_hand_without_a_word() {
    for days in DAYS {
        story(days.opened, async |world| {
            let (mine, other) = (
                world.planned_for(days.target).await,
                world.planned_for(days.target).await,
            );
            let good_until = longest(&days);
            let lot = world.take_in("oc1", "L1", &good_until, 1).await;
            world.pass_until(days.sent).await;
            let parcel = world.sent(mine, lot, 1).await;
            world.pass_until(days.dose).await;
            let by_hand = async |case, lot: &str| {
                let form = Injection {
                    at_chair: true,
                    lot: lot.to_owned(),
                    expiry_on: Some(day(&good_until)),
                    ..world.injection(case).await
                };
                Injection {
                    mixed_at: form.occurred_at,
                    ..form
                }
            };
            for case in [mine, other] {
                let refused = refusals(world.log("n1", case, &by_hand(case, "l1").await).await);
                assert_eq!(refused, [Refusal::PackUnsound(PackFault::Elsewhere)]);
            }
            // Of a lot of which nothing is on record nothing is known.
            world.log("n1", other, &by_hand(other, "L2").await).await.unwrap();
            assert!(world.file(other).await.case.incidents.is_empty());
            let given = Injection {
                despite: "сәлемдеме кеше келген".to_owned(),
                ..by_hand(mine, "l1").await
            };
            world.log("n1", mine, &given).await.unwrap();
            let file = world.file(mine).await;
            assert_eq!(file.case.incidents[0].content.kind, IncidentKind::UnsoundPack);
            assert!(owes(world, mine, Kind::ReviewIncident).await);
            let mut receipt = world.arrival(mine, parcel).await;
            receipt.packs[0].answer = "missing".to_owned();
            world.receive("n1", (mine, parcel), &receipt).await.unwrap();
            assert!(owes(world, mine, Kind::ReconcileDiscrepancy).await);
            assert!(world.packs_at("p1", lot).await.is_empty());
        });
    }
}

/// What lies here of a lot is kept for others, and his own pack of it is still on its way: that is said, and not whose the others
/// are.
#[test]
fn his_own_pack_on_its_way_is_named_before_those_that_are_kept_for_others() {
    for days in DAYS {
        story(days.opened, async |world| {
            let (mine, other) = (
                world.planned_for(days.target).await,
                world.planned_for(days.target).await,
            );
            let stranger = world.planned_for(days.target).await;
            let good_until = longest(&days);
            let lot = world.take_in("oc1", "L1", &good_until, 2).await;
            world.pass_until(days.sent).await;
            let (_, his) = (world.sent(mine, lot, 1).await, world.sent(other, lot, 1).await);
            let receipt = world.arrival(other, his).await;
            world.receive("n1", (other, his), &receipt).await.unwrap();
            world.pass_until(days.dose).await;
            for (case, fault) in [(mine, PackFault::Elsewhere), (stranger, PackFault::OtherPerson)] {
                let form = Injection {
                    at_chair: true,
                    lot: "L1".to_owned(),
                    expiry_on: Some(day(&good_until)),
                    ..world.injection(case).await
                };
                let form = Injection {
                    mixed_at: form.occurred_at,
                    ..form
                };
                assert_eq!(faults(&refusals(world.log("n1", case, &form).await)), [fault]);
            }
        });
    }
}

/// One pack of the lot waits here for a pharmacist: that says nothing of his own, which is still on its way, nor of one here that may
/// be given.
#[test]
fn his_own_pack_on_its_way_is_named_before_one_that_waits_in_quarantine() {
    for days in DAYS {
        story(days.opened, async |world| {
            let (mine, other) = (
                world.planned_for(days.target).await,
                world.planned_for(days.target).await,
            );
            let good_until = longest(&days);
            let lot = world.take_in("oc1", "L1", &good_until, 1).await;
            let here = world.take_in("p1", "L1", &good_until, 1).await;
            world.pass_until(days.sent).await;
            world.sent(mine, lot, 1).await;
            world.pass_until(days.dose).await;
            let by_hand = async |case| {
                let form = Injection {
                    at_chair: true,
                    lot: "L1".to_owned(),
                    expiry_on: Some(day(&good_until)),
                    ..world.injection(case).await
                };
                Injection {
                    mixed_at: form.occurred_at,
                    ..form
                }
            };
            let aside = world.packs_at("p1", here).await[0].id;
            commands::set_pack_aside(&world.desk, &world.actor("n1"), None, aside, "broken")
                .await
                .unwrap();
            for (case, fault) in [(mine, PackFault::Elsewhere), (other, PackFault::NotReleased)] {
                let refused = refusals(world.log("n1", case, &by_hand(case).await).await);
                assert_eq!(faults(&refused), [fault]);
            }
            world.take_in("p1", "L1", &good_until, 1).await;
            let refused = world.log("n1", mine, &by_hand(mine).await).await;
            assert!(refused.is_ok() || faults(&refusals(refused)).is_empty());
        });
    }
}
