//! Before the first dose: a commission clears, doctors choose, the person is told. Without any of it no dose.

use crate::support::world::{M3, NewCase, RULES, World, at, day, refusals, story};
use merzim::commands;
use merzim::demo::papers;
use merzim::domain::decide::{FlareAnswer, PrescribeRegimen, to_heed};
use merzim::domain::dosing::NoDose;
use merzim::domain::event::IncidentKind;
use merzim::domain::ids::CaseId;
use merzim::domain::obligation::{Kind, Obligation};
use merzim::domain::refusal::Refusal;

/// Ruling recorded on a day, in force later; the choice of the drug is due three working days on, over holidays.
struct Dates {
    recorded: &'static str,
    in_force: &'static str,
    choose_by: &'static str,
    cleared: &'static str,
    /// Three working days after the recommendation.
    choose_by_then: &'static str,
    first_on: &'static str,
}

const DATES: [Dates; 2] = [
    // 8 March 2026 is a Sunday: Monday is free.
    Dates {
        recorded: "2026-02-27 09:00",
        in_force: "2026-03-04",
        choose_by: "2026-03-10",
        cleared: "2026-03-06 15:00",
        choose_by_then: "2026-03-12",
        first_on: "2026-03-16",
    },
    // Nauryz 2026: Saturday to Monday, with Tuesday and Wednesday free in exchange.
    Dates {
        recorded: "2026-03-12 09:00",
        in_force: "2026-03-19",
        choose_by: "2026-03-27",
        cleared: "2026-03-20 11:00",
        choose_by_then: "2026-03-30",
        first_on: "2026-04-06",
    },
];

async fn owed(world: &World, case: CaseId, kind: Kind) -> Option<Obligation> {
    let plan = world.plan(case).await;
    plan.obligations.into_iter().find(|owed| owed.kind == kind)
}

async fn due(world: &World, case: CaseId, kind: Kind) -> Option<chrono::NaiveDate> {
    owed(world, case, kind).await.map(|owed| owed.due_on)
}

/// Six months before the release is the last day of the law: a later first dose is planned with a reason, or not at all.
#[test]
fn a_first_dose_after_the_day_of_the_law_says_why() {
    for (opened, release_on, by, after, released) in [
        (
            "2026-11-30 09:00",
            "2027-06-10",
            "2026-12-10",
            "2026-12-11",
            "2027-06-14",
        ),
        (
            "2026-03-02 09:00",
            "2026-09-30",
            "2026-03-30",
            "2026-03-31",
            "2026-10-01",
        ),
    ] {
        story(opened, async |world| {
            let fp = world.actor("fp");
            for (first_on, late) in [(by, false), (after, true), (released, true)] {
                let case = world.open(NewCase::default()).await;
                world.release_on(case, release_on, "term").await.unwrap();
                world.clear(case).await.unwrap();
                let why = |late_why: &str| PrescribeRegimen {
                    late_why: late_why.to_owned(),
                    ..papers::prescription(M3, day(first_on), "комиссия")
                };
                let prescribe =
                    async |form| commands::prescribe_regimen(&world.desk, &fp, None, case, &form).await;
                if late {
                    let unsaid = refusals(prescribe(why(" ")).await);
                    assert_eq!(unsaid, [Refusal::Required { field: "late_why" }], "{first_on}");
                }
                prescribe(why("қаулы кеш келді")).await.unwrap();
                let file = world.file(case).await;
                let said = file.case.regimen().unwrap().late_why.clone();
                assert_eq!(said.as_deref(), late.then_some("қаулы кеш келді"), "{first_on}");
            }
        });
    }
}

#[test]
fn from_the_ruling_to_the_first_dose() {
    for dates in DATES {
        story(dates.recorded, async |world| {
            let case = world
                .open(NewCase {
                    in_force_on: Some(dates.in_force),
                    ..NewCase::default()
                })
                .await;
            assert!(world.plan(case).await.obligations.is_empty(), "not yet in force");

            world.pass_until(&format!("{} 08:00", dates.in_force)).await;
            assert_eq!(
                due(world, case, Kind::ChooseDrug).await,
                Some(day(dates.choose_by))
            );
            assert_eq!(
                due(world, case, Kind::Clearance).await,
                Some(day(dates.choose_by))
            );
            let early = world.choose(case, M3, dates.first_on).await;
            assert_eq!(refusals(early), [Refusal::NotCleared]);

            world.pass_until(dates.cleared).await;
            world.clear(case).await.unwrap();
            assert_eq!(due(world, case, Kind::Clearance).await, None);
            assert_eq!(
                due(world, case, Kind::ChooseDrug).await,
                Some(day(dates.choose_by_then))
            );
            world.choose(case, M3, dates.first_on).await.unwrap();
            let tell = owed(world, case, Kind::InformPerson).await.unwrap();
            assert_eq!(tell.due_on, day(dates.first_on));

            world.pass_until(&format!("{} 10:00", dates.first_on)).await;
            assert_eq!(refusals(world.give(case).await), [Refusal::NotInformed]);
            world.inform(case).await.unwrap();
            assert_eq!(due(world, case, Kind::InformPerson).await, None);
            world.give(case).await.unwrap();
            let clear = world.clearance(case).await;
            let again = world.record_clearance(case, &clear).await;
            assert_eq!(refusals(again), [Refusal::TreatmentBegun]);
        });
    }
}

#[test]
fn what_the_commission_found_excludes_the_drug() {
    story("2026-05-11 09:00", async |world| {
        let case = world.open(NewCase::default()).await;
        let mut form = world.clearance(case).await;
        for (asked, found) in &mut form.findings {
            *found = asked == "meningioma";
        }
        world.record_clearance(case, &form).await.unwrap();
        let cyproterone = world.choose(case, "cyproterone-14d", "2026-05-18").await;
        let meningioma = Refusal::Contraindicated {
            contraindication: "meningioma".to_owned(),
        };
        assert_eq!(refusals(cyproterone), [meningioma]);
        world.choose(case, M3, "2026-05-18").await.unwrap();
    });
}

/// The commission looks again after the drug was chosen, and finds what excludes it: another one is chosen in time.
#[test]
fn a_second_clearance_that_excludes_the_chosen_drug_asks_for_another() {
    for (opened, first, looked, due_on) in [
        ("2026-05-11 09:00", "2026-05-25", "2026-05-14", "2026-05-19"),
        // Over New Year: Friday and Saturday, the latter made up for on Monday.
        ("2026-12-28 09:00", "2027-01-15", "2026-12-30", "2027-01-06"),
    ] {
        story(opened, async |world| {
            let case = world.open(NewCase::default()).await;
            world.clear(case).await.unwrap();
            world.choose(case, "cyproterone-14d", first).await.unwrap();
            assert!(world.dose(case).await.is_ok());
            world.pass_until(&format!("{looked} 10:00")).await;
            let mut form = world.clearance(case).await;
            for (asked, found) in &mut form.findings {
                *found = asked == "meningioma";
            }
            world.record_clearance(case, &form).await.unwrap();
            let excluded = NoDose::DrugExcluded {
                found: "meningioma".to_owned(),
                since_on: day(looked),
            };
            assert_eq!(world.dose(case).await, Err(excluded.clone()));
            assert_eq!(refusals(world.give(case).await), [Refusal::NoDose(excluded)]);
            let choice = owed(world, case, Kind::ChooseDrug).await.unwrap();
            assert_eq!((choice.cycle, choice.due_on), (2, day(due_on)));
            world.choose(case, M3, due_on).await.unwrap();
            assert_eq!(due(world, case, Kind::ChooseDrug).await, None);
            assert!(world.dose(case).await.is_ok());
        });
    }
}

/// Hypersensitivity concerns the drug it was found under, and those related to it.
#[test]
fn hypersensitivity_excludes_the_drugs_it_names() {
    story("2026-05-11 09:00", async |world| {
        let case = world.open(NewCase::default()).await;
        let mut form = world.clearance(case).await;
        for (asked, found) in &mut form.findings {
            *found = asked == "hypersensitivity";
        }
        form.drugs = vec![("hypersensitivity".to_owned(), "triptorelin-12w".to_owned())];
        world.record_clearance(case, &form).await.unwrap();
        let excluded = || Refusal::Contraindicated {
            contraindication: "hypersensitivity".to_owned(),
        };
        for related in [M3, "leuprorelin-12w", "goserelin-12w"] {
            let refused = world.choose(case, related, "2026-05-18").await;
            assert_eq!(refusals(refused), [excluded()], "{related}");
        }
        // Nobody knows which drug it was: none may be given.
        form.drugs.clear();
        world.record_clearance(case, &form).await.unwrap();
        let refused = world.choose(case, "degarelix-28d", "2026-05-18").await;
        assert_eq!(refusals(refused), [excluded()]);
        form.drugs = vec![("hypersensitivity".to_owned(), "triptorelin-12w".to_owned())];
        world.record_clearance(case, &form).await.unwrap();
        world.choose(case, "degarelix-28d", "2026-05-18").await.unwrap();
    });
}

#[test]
fn a_person_who_is_not_cleared_is_looked_at_again() {
    story("2026-05-11 09:00", async |world| {
        let case = world.open(NewCase::default()).await;
        let mut form = world.clearance(case).await;
        (form.cleared, form.words) = (Some(false), "гепатит".to_owned());
        let without_a_day = world.record_clearance(case, &form).await;
        assert_eq!(refusals(without_a_day), [Refusal::Required { field: "again_on" }]);
        form.again_on = Some(Ok(day("2026-06-11")));
        world.record_clearance(case, &form).await.unwrap();
        assert_eq!(due(world, case, Kind::ChooseDrug).await, None);
        let again = owed(world, case, Kind::Clearance).await.unwrap();
        assert_eq!((again.cycle, again.due_on), (2, day("2026-06-11")));

        // Nobody looked: it climbs to our own institutions, never to supervision.
        world.pass_until("2026-06-20 10:00").await;
        assert!(world.climbs_to(case, "probation").await.is_empty());
        assert!(!world.file(case).await.case.alerts.is_empty());
        world.clear(case).await.unwrap();
        assert_eq!(due(world, case, Kind::Clearance).await, None);
        assert!(due(world, case, Kind::ChooseDrug).await.is_some());
    });
}

#[test]
fn a_clearance_that_was_struck_out_stops_the_first_dose() {
    story("2026-05-11 09:00", async |world| {
        let case = world.open(NewCase::default()).await;
        let clearance = world.clear(case).await.unwrap();
        world.choose(case, M3, "2026-05-12").await.unwrap();
        world.inform(case).await.unwrap();
        world.void("fp", case, clearance).await.unwrap();
        world.pass_until("2026-05-12 10:00").await;
        assert_eq!(refusals(world.give(case).await), [Refusal::NotCleared]);
        world.clear(case).await.unwrap();
        world.give(case).await.unwrap();
    });
}

#[test]
fn another_drug_is_explained_anew() {
    story("2026-05-11 09:00", async |world| {
        let case = world.planned_for("2026-05-12").await;
        world.pass_until("2026-05-12 10:00").await;
        world.give(case).await.unwrap();
        world.pass_until("2026-07-20 09:00").await;
        world.choose(case, "goserelin-12w", "2026-08-04").await.unwrap();
        assert_eq!(
            due(world, case, Kind::InformPerson).await,
            Some(day("2026-08-04"))
        );
        world.pass_until("2026-08-04 10:00").await;
        assert_eq!(refusals(world.give(case).await), [Refusal::NotInformed]);
        world.inform(case).await.unwrap();
        world.give(case).await.unwrap();
    });
}

#[test]
fn everything_missing_is_named_at_once() {
    story("2026-05-11 09:00", async |world| {
        let case = world.open(NewCase::default()).await;
        let wrong = refusals(
            world
                .record_clearance(case, &merzim::domain::decide::RecordClearance::default())
                .await,
        );
        let fields: Vec<_> = wrong.iter().filter_map(Refusal::field).collect();
        for field in [
            "examined_on",
            "member_urologist",
            "member_psychiatrist",
            "found_meningioma",
            "cleared",
        ] {
            assert!(fields.contains(&field.to_owned()), "{field}: {fields:?}");
        }
    });
}

#[test]
fn the_first_dose_of_an_agonist_needs_a_physicians_word_about_cover() {
    for (opened, first_on, given) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-03-14 10:00"),
        ("2026-12-14 09:00", "2027-01-04", "2027-01-04 10:00"),
    ] {
        story(opened, async |world| {
            let case = world.open(NewCase::default()).await;
            world.clear(case).await.unwrap();
            let silent = |product| PrescribeRegimen {
                flare: FlareAnswer::default(),
                ..papers::prescription(product, day(first_on), "комиссия")
            };
            let fp = world.actor("fp");
            let prescribe =
                async |form| commands::prescribe_regimen(&world.desk, &fp, None, case, &form).await;
            let unsaid = refusals(prescribe(silent(M3)).await);
            let fields: Vec<_> = unsaid.iter().filter_map(Refusal::field).collect();
            assert_eq!(fields, ["flare", "flare_words"]);
            prescribe(silent("degarelix-28d")).await.unwrap();
            let regimen = world.file(case).await.case.regimen().cloned().unwrap();
            assert_eq!(regimen.flare_cover, None, "no agonist, nothing rises");

            world.choose(case, M3, first_on).await.unwrap();
            world.inform(case).await.unwrap();
            world.pass_until(given).await;
            let form = world.injection(case).await;
            let mut before = world.file(case).await.case;
            assert!(to_heed(&before, &form, &RULES, day(first_on)).is_empty());

            // As it was prescribed before anybody asked: that it was decided is not for the nurse to say.
            before.regimens.last_mut().unwrap().content.flare_cover = None;
            let heeded = to_heed(&before, &form, &RULES, day(first_on));
            let heeded: Vec<_> = heeded.iter().map(|check| check.id.as_str()).collect();
            assert_eq!(heeded, ["flare-cover"]);
            world.give(case).await.unwrap();
        });
    }
}

#[test]
fn a_wrong_year_is_refused_at_clearance_and_information() {
    for (opened, chosen_at) in [
        ("2026-03-02 09:00", "2026-03-06 10:00"),
        ("2026-12-28 09:00", "2027-01-05 10:00"),
    ] {
        story(opened, async |world| {
            let case = world.open(NewCase::default()).await;
            let mut form = world.clearance(case).await;
            form.examined_on = Some(day("2016-03-02"));
            let too_early = Refusal::NotBefore {
                field: "examined_on",
                earliest_on: day(&opened[..10]),
            };
            assert_eq!(refusals(world.record_clearance(case, &form).await), [too_early]);
            world.clear(case).await.unwrap();

            world.pass_until(chosen_at).await;
            let today = day(&chosen_at[..10]);
            world.choose(case, M3, &chosen_at[..10]).await.unwrap();
            let course = RULES.law_for(today).unwrap().course;
            let before = today.pred_opt().unwrap();
            let answer = (merzim::domain::event::Consent::Given, "«Жақсы»");
            let form = papers::information(course, before, "fp", answer);
            let told = commands::record_information(&world.desk, &world.actor("fp"), None, case, &form).await;
            let too_early = Refusal::NotBefore {
                field: "told_on",
                earliest_on: today,
            };
            assert_eq!(
                refusals(told),
                [too_early],
                "nobody is told of what is not chosen"
            );
            world.inform(case).await.unwrap();
        });
    }
}

/// A first dose on a day before the commission looked, or before the person was told, is none of the course. The days on
/// which that took place count: a paper that is typed in after the dose lies behind its day. That it was given all the same is
/// an incident, and the next dose keeps its distance from it.
#[test]
fn a_first_dose_is_not_said_to_have_been_given_before_its_papers() {
    for (opened, examined, told) in [
        ("2026-05-11", "2026-05-13", "2026-05-15"),
        ("2026-12-30", "2027-01-01", "2027-01-04"),
    ] {
        story(&format!("{opened} 09:00"), async |world| {
            let case = world.open(NewCase::default()).await;
            world.pass_until(&format!("{examined} 15:00")).await;
            world.clear(case).await.unwrap();
            world.choose(case, M3, told).await.unwrap();
            world.pass_until(&format!("{told} 15:00")).await;
            world.inform(case).await.unwrap();

            let before = world.give_as_of(case, &format!("{opened} 10:00")).await;
            let examined_on = day(examined);
            assert_eq!(refusals(before), [Refusal::BeforeClearance { examined_on }]);
            let untold = world.give_as_of(case, &format!("{examined} 16:00")).await;
            let told_on = day(told);
            assert_eq!(refusals(untold), [Refusal::BeforeInformation { told_on }]);
            assert!(world.file(case).await.case.doses.is_empty());

            let incident = commands::Incident {
                kind: Some(IncidentKind::IrregularDose),
                occurred_at: Some(at(&format!("{examined} 16:00"))),
                injected: true,
                words: "қорытындыдан бұрын енгізілді".to_owned(),
                ..commands::Incident::default()
            };
            let n1 = world.actor("n1");
            commands::report_incident(&world.desk, &n1, None, case, &incident)
                .await
                .unwrap();
            assert!(matches!(
                refusals(world.give(case).await)[..],
                [Refusal::TooEarly { .. }]
            ));
        });
        // Told in the morning, given in the morning, written down in the afternoon: the day is the same, and it stands.
        story(&format!("{opened} 09:00"), async |world| {
            let case = world.open(NewCase::default()).await;
            world.pass_until(&format!("{examined} 15:00")).await;
            world.clear(case).await.unwrap();
            world.choose(case, M3, examined).await.unwrap();
            world.inform(case).await.unwrap();
            world
                .give_as_of(case, &format!("{examined} 10:00"))
                .await
                .unwrap();
        });
    }
}
