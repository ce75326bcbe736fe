//! A pack at the chair: the right one, once, in time.

use super::{DAYS, faults, longest, owes};
use crate::support::world::{M3, RULES, day, refusals, story};
use merzim::commands::{self, TakeInPacks, log_injection};
use merzim::domain::{
    decide::{Injection, NotGiven},
    event::{Corrected, DoseGiven, IncidentKind},
    ids::PackId,
    obligation::Kind,
    refusal::{PackFault, Refusal},
    supply::Place,
};

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

            // Another product is not given, whatever is said about it; nor another strength (`strength`).
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

/// A correction leaves no dose that was mixed after it was given, or too long before.
#[test]
fn a_corrected_dose_was_mixed_as_the_chair_would_have_it() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let case = world.planned_for(days.target).await;
        world.pass_until(days.dose).await;
        let form = world.injection(case).await;
        let given = form.occurred_at.unwrap();
        let form = Injection {
            mixed_at: Some(given),
            ..form
        };
        world.log("n1", case, &form).await.unwrap();
        let dose = world.file(case).await.case.doses[0].content.clone();
        let before = |minutes: i64| given - chrono::TimeDelta::minutes(minutes);
        let corrected = |occurred_at, mixed_at| {
            Corrected::Dose(DoseGiven {
                occurred_at,
                mixed_at,
                ..dose.clone()
            })
        };
        for (mixed_at, refusal) in [
            (Some(given), Some(Refusal::MixedAfter)),
            (None, Some(Refusal::Required { field: "mixed_time" })),
            (Some(before(50)), None),
        ] {
            let refused = refusals(world.amend("n1", case, &corrected(before(30), mixed_at)).await);
            let expected = |found: &Refusal| match &refusal {
                Some(known) => found == known,
                None => matches!(found, Refusal::MixedTooLong { .. }),
            };
            assert!(refused.len() == 1 && refused.iter().all(expected), "{refused:?}");
        }
        let sound = corrected(before(30), Some(before(31)));
        world.amend("n1", case, &sound).await.unwrap();
        let now = world.file(case).await.case.doses[0].content.clone();
        assert_eq!((now.occurred_at, now.mixed_at), (before(30), Some(before(31))));
    });
}

/// A pack is not given from before it came: both moments are said.
#[test]
fn a_dose_is_not_given_before_its_pack_came() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = world.planned_for(days.target).await;
            let lot = world.take_in("oc1", "L1", &longest(&days), 1).await;
            world.pass_until(days.sent).await;
            let parcel = world.sent(case, lot, 1).await;
            world.pass_until(days.dose).await;
            let mut form = world.arrival(case, parcel).await;
            let came = world.desk.instant() - chrono::TimeDelta::minutes(30);
            form.at = Some(came);
            world.receive("n1", (case, parcel), &form).await.unwrap();
            let pack = world.packs_at("p1", lot).await[0].id;
            let early = Injection {
                occurred_at: Some(came - chrono::TimeDelta::minutes(46)),
                mixed_at: Some(came - chrono::TimeDelta::minutes(46)),
                ..world.injection_from(case, pack).await
            };
            let refused = refusals(world.log("n1", case, &early).await);
            let on = day(&days.dose[..10]);
            let moment = |hour, minute| on.and_hms_opt(hour, minute, 0).unwrap();
            assert_eq!(
                refused,
                [Refusal::BeforePack {
                    came: moment(9, 30),
                    given: moment(8, 44),
                }]
            );
            let form = world.injection_from(case, pack).await;
            world.log("n1", case, &form).await.unwrap();
        });
    }
}

/// No usable drug, while a pack lies here for him: what happened is said in words.
#[test]
fn a_drug_that_lacks_though_it_lies_here_is_explained() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = world.planned_for(days.target).await;
            let lot = world.take_in("p1", "L1", &longest(&days), 1).await;
            let pack = world.packs_at("p1", lot).await[0].id;
            world.pass_until(days.dose).await;
            let n1 = world.actor("n1");
            let silent = NotGiven {
                cycle: 1,
                occurred_at: Some(world.desk.instant()),
                cause: "no-usable-drug".to_owned(),
                ..NotGiven::default()
            };
            commands::reserve_pack(&world.desk, &n1, None, case, pack)
                .await
                .unwrap();
            let refused = commands::record_not_given(&world.desk, &n1, None, case, &silent).await;
            assert_eq!(refusals(refused), [Refusal::Required { field: "words" }]);
            let said = NotGiven {
                words: "шкафтың кілті табылмады".to_owned(),
                ..silent
            };
            commands::record_not_given(&world.desk, &n1, None, case, &said)
                .await
                .unwrap();
        });
    }
}
