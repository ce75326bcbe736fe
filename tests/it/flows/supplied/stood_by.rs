//! Who stood by when a pack was given: another person than whoever gave it, in the post that must be present.

use super::DAYS;
use crate::support::world::{RULES, refusals, story};
use merzim::domain::{
    decide::{self, Injection, Shelf},
    event::{Corrected, DoseGiven, Event},
    refusal::Refusal,
};

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
