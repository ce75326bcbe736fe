//! A pack at the chair: the right one, once, in time.

use super::{DAYS, faults, longest, owes};
use crate::support::world::{M3, RULES, day, refusals, story};
use merzim::commands::{self, TakeInPacks, log_injection};
use merzim::domain::{
    decide::{self, Injection, NotGiven, ReceiveParcel, Shelf},
    event::{Corrected, DoseGiven, Event, IncidentKind},
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

/// Whoever gives the dose does not stand by himself, and a letter is no name.
#[test]
fn whoever_gives_the_dose_does_not_stand_by_himself() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let case = world.planned_for(days.target).await;
        world.pass_until(days.dose).await;
        for (present, refusal) in [
            ("К", Refusal::NotUnderstood { field: "present" }),
            ("—", Refusal::NotUnderstood { field: "present" }),
        ] {
            let form = Injection {
                present: present.to_owned(),
                ..world.injection(case).await
            };
            assert_eq!(
                refusals(world.log("n1", case, &form).await),
                [refusal],
                "{present}"
            );
        }
        let form = Injection {
            giver: "Айгүл Серікова".to_owned(),
            present: "Serikova Aigul".to_owned(),
            ..world.injection(case).await
        };
        let file = world.file(case).await;
        let wrong = decide::inspect(&file.case, &form, &RULES, &file.roster, &file.now);
        assert_eq!(wrong, [Refusal::OwnName]);
    });
}

/// Whoever gives the dose, and whoever is known in another post, is recognised however the name is typed; a namesake who is
/// written out is another person.
#[test]
fn whoever_stands_by_is_recognised_however_the_name_is_typed() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let case = world.planned_for(days.target).await;
        world.pass_until(days.dose).await;
        let mut file = world.file(case).await;
        let mut people = file.roster.people.iter_mut();
        let other = people.find(|known| known.name == "ph").unwrap();
        other.name = "Терекбаева Ольга".to_owned();
        let asked = async |present: &str| {
            let form = Injection {
                giver: "Боранкулов Нурлан".to_owned(),
                present: present.to_owned(),
                ..world.injection(case).await
            };
            decide::inspect(&file.case, &form, &RULES, &file.roster, &file.now)
        };
        for own in [
            "Боран\u{ad}кулов Нурлан",
            "Боранкулов Н",
            "Боранкулов Нурлан Нурлан",
            "Боранкулов",
            "Боранкулов Нурлан Серикович",
        ] {
            assert_eq!(asked(own).await, [Refusal::OwnName], "{own:?}");
        }
        for another in [
            "Терекбаева О.",
            "Терекбаева Ольга (медсестра)",
            "Терек\u{ad}баева Ольга",
            "Терекба\u{301}ева Ольга",
            "Терекбаева \u{39f}льга",
        ] {
            assert_eq!(asked(another).await, [Refusal::OtherPost], "{another:?}");
        }
        for word in ["жж", "Сейітов", "Ж. Н."] {
            let refused = [Refusal::NotUnderstood { field: "present" }];
            assert_eq!(asked(word).await, refused, "{word}");
        }
        for namesake in [
            "Боранкулов Арман",
            "Терекбаева Динара",
            "Терекбаева Ольга Ивановна",
            "Сейітов Б.",
        ] {
            assert_eq!(asked(namesake).await, [], "{namesake}");
        }
    });
}

/// In custody it is the duty controller who stands by. Somebody who is known in another post does not become one by being
/// named; a name that no account bears stands as it is written.
#[test]
fn whoever_stands_by_holds_the_post_that_must_be_present() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = world.planned_for(days.target).await;
            world.pass_until(days.dose).await;
            let named = async |present: &str| Injection {
                present: present.to_owned(),
                ..world.injection(case).await
            };
            for other in ["ph", "clerk", "dp"] {
                let refused = refusals(world.log("n1", case, &named(other).await).await);
                assert_eq!(refused, [Refusal::OtherPost], "{other}");
            }
            world.newcomer("custody-controller", "p1").await;
            world.log("n1", case, &named("newcomer").await).await.unwrap();
            let given = &world.file(case).await.case.doses[0].content;
            assert_eq!(given.present.as_deref(), Some("newcomer"));
        });
    }
}

/// A correction of who stood by is asked what recording it was asked.
#[test]
fn a_corrected_name_of_who_stood_by_is_asked_the_same() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = world.planned_for(days.target).await;
            world.pass_until(days.dose).await;
            world.give(case).await.unwrap();
            let given = world.file(case).await.case.doses[0].content.clone();
            let named = |present: Option<&str>| {
                Corrected::Dose(DoseGiven {
                    present: present.map(str::to_owned),
                    ..given.clone()
                })
            };
            for (present, refusal) in [
                (Some("ph"), Refusal::OtherPost),
                (Some("clerk"), Refusal::OtherPost),
                (Some("К"), Refusal::NotUnderstood { field: "present" }),
                (None, Refusal::Required { field: "present" }),
            ] {
                let refused = world.amend("n1", case, &named(present)).await;
                assert_eq!(refusals(refused), [refusal], "{present:?}");
            }
            let in_role = |role: Option<&str>| {
                Corrected::Dose(DoseGiven {
                    present_as: role.map(str::to_owned),
                    ..given.clone()
                })
            };
            let field = "present_as";
            for (role, refusal) in [
                (None, Refusal::Required { field }),
                (Some("clinic-nurse"), Refusal::NotUnderstood { field }),
            ] {
                let refused = world.amend("n1", case, &in_role(role)).await;
                assert_eq!(refusals(refused), [refusal], "{role:?}");
            }
            let file = world.file(case).await;
            let own = decide::amend_from(
                &file.case,
                &named(Some("Serikova Aigul")),
                "қате жазылды",
                (&Shelf::default(), Some(("Айгүл Серікова", &file.roster))),
                &RULES,
                &file.now,
            );
            assert_eq!(own.unwrap_err(), [Refusal::OwnName]);

            world.newcomer("custody-controller", "p1").await;
            world.amend("n1", case, &named(Some("newcomer"))).await.unwrap();
            let now = world.file(case).await.case.doses[0].content.clone();
            assert_eq!(now.present.as_deref(), Some("newcomer"));
            assert_eq!(now.present_as.as_deref(), Some("custody-controller"));
        });
    }
}

/// Who was present is kept with the role in which he was; records from before that was written down are read as they are, and
/// a correction may add it.
#[test]
fn the_role_of_who_stood_by_is_kept_with_the_dose() {
    for days in DAYS {
        story(days.opened, async |world| {
            let case = world.planned_for(days.target).await;
            world.pass_until(days.dose).await;
            world.give(case).await.unwrap();
            let mut file = world.file(case).await;
            let given = file.case.doses[0].content.clone();
            assert!(given.present.is_some());
            assert_eq!(given.present_as.as_deref(), Some("custody-controller"));

            let mut old = serde_json::to_value(&given).unwrap();
            old.as_object_mut().unwrap().remove("present_as");
            let old: DoseGiven = serde_json::from_value(old).unwrap();
            assert_eq!(
                old,
                DoseGiven {
                    present_as: None,
                    ..given.clone()
                }
            );
            file.case.doses[0].content = old;
            let people = Some(("", &file.roster));
            let added = Corrected::Dose(given);
            let shelf = Shelf::default();
            let amended =
                decide::amend_from(&file.case, &added, "рөлі", (&shelf, people), &RULES, &file.now).unwrap();
            assert!(matches!(
                &amended[0],
                Event::RecordAmended { corrected, .. } if *corrected == added
            ));
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
