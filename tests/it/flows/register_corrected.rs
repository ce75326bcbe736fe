//! What the registry wrote down wrongly is put right: what it closed opens again, whoever was told is told again, and
//! nobody is late with what could not be done meanwhile.

use crate::support::world::{NewCase, World, day, refusals, story, terms};
use merzim::access::Action;
use merzim::commands::{self, PersonDetails};
use merzim::domain::{
    dosing::NoDose,
    event::{Event, IncidentKind},
    ids::{CaseId, PersonId, RulingId},
    obligation::{Because, Kind},
    refusal::Refusal,
    ruling::{Ruling, RulingState, RulingStep, Standing},
};
use merzim::store::desk::Failure;

/// Strikes out the step of the last ruling that was recorded last.
async fn strike_out(world: &World, who: &str, case: CaseId) -> Result<RulingId, Failure> {
    let file = world.file(case).await.case;
    let ruling = file.rulings.last().unwrap();
    let step = (ruling.ruling.id, ruling.changes.last().unwrap().seq);
    commands::void_ruling_step(&world.desk, &world.actor(who), None, case, step, "басқа іс").await
}

/// Corrects what is written down of the last ruling's paper.
async fn amend(
    world: &World,
    who: &str,
    case: CaseId,
    change: impl Fn(&mut Ruling),
) -> Result<RulingId, Failure> {
    let mut ruling = world.file(case).await.case.rulings.last().unwrap().ruling.clone();
    change(&mut ruling);
    commands::amend_ruling(
        &world.desk,
        &world.actor(who),
        None,
        case,
        &ruling,
        "қате терілген",
    )
    .await
}

/// May the officer of probation open the case?
async fn probation_sees(world: &World, case: CaseId) -> bool {
    let (officer, action) = (world.actor("po"), Action::ReadSupervisionSummary);
    world.desk.look(&officer, action, case).await.is_ok()
}

#[test]
fn a_wrong_quashing_is_struck_out_and_everything_opens_again() {
    for (opened, target, told, quashed, found, due) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-03-27 09:30",
            "2026-03-27",
            "2026-04-06 11:00",
            "2026-04-13",
        ),
        (
            "2026-09-20 09:00",
            "2026-10-01",
            "2026-10-12 17:00",
            "2026-10-12",
            "2026-12-01 09:00",
            "2026-12-08",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(told).await;
            let climbs = world.climbs_to(case, "probation").await.len();
            assert!(climbs > 0, "the window closed without a word");
            world.court(case, RulingStep::Quashed, quashed).await.unwrap();
            assert_eq!(world.dose_alerts(case).await[0].state, "resolved");
            assert!(!probation_sees(world, case).await, "closed");
            let corrected = world.corrections_to(case, "probation").await.len();

            world.pass_until(found).await;
            let stranger = strike_out(world, "clerk2", case).await;
            assert!(matches!(stranger, Err(Failure::Forbidden(_))), "{stranger:?}");
            let doctor = strike_out(world, "fp", case).await;
            assert!(matches!(doctor, Err(Failure::Forbidden(_))), "{doctor:?}");
            strike_out(world, "clerk", case).await.unwrap();

            // Open again, for everybody who had it.
            let file = world.file(case).await;
            assert!(file.facts.open);
            assert!(probation_sees(world, case).await, "sight comes back");
            assert_eq!(
                world.corrections_to(case, "probation").await.len(),
                2 * corrected,
                "who was told that it is over is told that it is not"
            );
            // The step is read as struck out, with its reason.
            let ruling = &file.case.rulings[0];
            assert_eq!(ruling.changes[0].voided.as_deref(), Some("басқа іс"));
            assert_eq!(ruling.steps().count(), 0);
            assert_eq!(ruling.state_on(file.now.today()), RulingState::InForce);

            // What nobody could give meanwhile is nobody's lateness: it is due anew, and the reason is said.
            let window = world.dose(case).await.unwrap();
            assert_eq!(window.due_on, day(due));
            assert_eq!(window.opens_on, day(&found[..10]));
            let frozen = window.why.because.iter();
            let frozen: Vec<_> = frozen
                .filter(|because| matches!(because, Because::Frozen { .. }))
                .collect();
            assert_eq!(frozen.len(), 1);
            assert_eq!(world.dose_alerts(case).await[0].state, "resolved");
            assert_eq!(world.climbs_to(case, "probation").await.len(), climbs);
            assert_eq!(
                refusals(strike_out(world, "clerk", case).await),
                [Refusal::NothingToDo],
                "once"
            );

            // And from then on it is as late as any other.
            world.pass_until(&format!("{}-30 12:00", &due[..7])).await;
            assert_ne!(world.dose_alerts(case).await[0].state, "resolved");
        });
    }
}

#[test]
fn a_suspension_in_the_wrong_case_leaves_no_trace_in_the_lateness() {
    for (opened, target, suspended, resumed, found) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-03-13",
            "2026-04-02",
            "2026-04-10 09:00",
        ),
        (
            "2027-02-01 09:00",
            "2027-02-20",
            "2027-02-10",
            "2027-03-10",
            "2027-03-12 09:00",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{suspended} 12:00")).await;
            world.court(case, RulingStep::Suspended, suspended).await.unwrap();
            world.pass_until(&format!("{resumed} 12:00")).await;
            world.court(case, RulingStep::Resumed, resumed).await.unwrap();
            let due_on = world.due_on(case).await;
            world.pass_until(found).await;
            // Both steps were never taken: the last is struck out, then the one before.
            for _ in 0..2 {
                let file = world.file(case).await.case;
                let ruling = &file.rulings[0];
                let seq = ruling
                    .changes
                    .iter()
                    .rfind(|entry| entry.voided.is_none())
                    .unwrap()
                    .seq;
                let (clerk, step) = (world.actor("clerk"), (ruling.ruling.id, seq));
                commands::void_ruling_step(&world.desk, &clerk, None, case, step, "басқа іс")
                    .await
                    .unwrap();
            }
            assert!(world.due_on(case).await >= due_on, "never earlier than it was");
            assert_eq!(world.dose_alerts(case).await, [], "and nobody is told of a miss");
        });
    }
}

#[test]
fn a_variation_that_was_none_gives_term_and_supervision_back() {
    for (opened, until, effective, told, found) in [
        (
            "2026-03-02 09:00",
            "2026-06-30",
            "2026-06-06",
            "2026-06-05 09:00",
            "2026-06-10 09:00",
        ),
        (
            "2026-08-03 09:00",
            "2026-12-01",
            "2026-11-06",
            "2026-11-05 09:00",
            "2026-11-10 09:00",
        ),
    ] {
        story(opened, async |world| {
            let case = world
                .open(NewCase {
                    until_on: Some(until),
                    ..NewCase::default()
                })
                .await;
            world.pass_until(told).await;
            let warned = world.file(case).await.case.warned.len();
            assert_eq!(warned, 2, "warned of the end");
            let police = world.country.place("police").id;
            let (step, new) = (RulingStep::Extended, terms(Some("2028-01-01"), Some(police)));
            world.court_says(case, step, effective, new).await.unwrap();
            assert_eq!(world.plan(case).await.obligation((Kind::Extension, 1)), None);
            world.pass_until(found).await;
            assert!(!probation_sees(world, case).await, "the police supervises");

            strike_out(world, "clerk", case).await.unwrap();
            let file = world.file(case).await;
            let today = file.now.today();
            assert_eq!(file.case.rulings[0].until_on(today), Some(day(until)));
            assert!(
                probation_sees(world, case).await,
                "probation again, from the same day"
            );
            let supervising = world.country.place("probation").id;
            assert_eq!(file.case.supervising_on(day(effective)), Some(supervising));
            let owed = world.plan(case).await;
            let owed = owed.obligation((Kind::Extension, 1)).unwrap();
            assert_eq!(owed.due_on, day(until));
            assert_eq!(
                file.case.warned.len(),
                warned + 1,
                "whoever was warned, and then thought it extended, is warned again"
            );
        });
    }
}

#[test]
fn the_details_of_a_ruling_are_put_right_and_stay_readable() {
    for (opened, until, right, target) in [
        ("2026-03-02 09:00", "2026-03-20", "2027-03-20", "2026-03-14"),
        ("2026-11-02 09:00", "2026-11-30", "2028-11-30", "2026-11-20"),
    ] {
        story(opened, async |world| {
            let case = world
                .open(NewCase {
                    until_on: Some(until),
                    first_on: Some(target),
                    ..NewCase::default()
                })
                .await;
            world.pass_until(&format!("{target} 10:00")).await;
            world.give(case).await.unwrap();
            let after = day(until).succ_opt().unwrap().succ_opt().unwrap();
            world.pass_until(&format!("{after} 10:00")).await;
            let ended = world.file(case).await;
            assert!(!ended.facts.open, "the year was a slip, and the term ended");
            let was = ended.case.rulings[0].ruling.clone();

            let doctor = amend(world, "fp", case, |ruling| ruling.court = "басқа".to_owned()).await;
            assert!(matches!(doctor, Err(Failure::Forbidden(_))), "{doctor:?}");
            let same = amend(world, "clerk", case, |_| ()).await;
            assert_eq!(refusals(same), [Refusal::NothingToDo]);
            let before = amend(world, "clerk", case, |ruling| {
                ruling.until_on = Some(day("2020-01-01"));
            })
            .await;
            assert!(matches!(refusals(before)[0], Refusal::NotBefore { .. }));

            amend(world, "clerk", case, |ruling| {
                ruling.until_on = Some(day(right));
                ruling.number = "K-7/2026".to_owned();
            })
            .await
            .unwrap();
            let file = world.file(case).await;
            let ruling = &file.case.rulings[0];
            assert!(file.facts.open);
            assert_eq!(
                (ruling.ruling.until_on, ruling.ruling.number.as_str()),
                (Some(day(right)), "K-7/2026")
            );
            assert_eq!(ruling.earlier, [(was, "қате терілген".to_owned())]);
            assert!(probation_sees(world, case).await);
            assert_eq!(world.dose(case).await.unwrap().cycle, 2);
        });
    }
}

/// The first day in force was mistyped, and a dose was given on the strength of it: it happened, it stays, and a
/// physician looks at it.
#[test]
fn a_dose_that_is_left_without_a_ruling_is_looked_at() {
    for (opened, target, truly) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-03-20"),
        ("2026-12-01 09:00", "2026-12-30", "2027-01-15"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{target} 10:00")).await;
            world.give(case).await.unwrap();
            amend(world, "clerk", case, |ruling| {
                ruling.in_force_on = Some(day(truly));
            })
            .await
            .unwrap();
            let file = world.file(case).await;
            assert_eq!(file.case.doses_in_effect().len(), 1, "what happened stays");
            let incident = &file.case.incidents[0].content;
            assert_eq!(
                (incident.kind, incident.occurred_on, incident.injected),
                (IncidentKind::UncoveredLater, day(target), false)
            );
            let plan = world.plan(case).await;
            assert!(plan.obligation((Kind::ReviewIncident, 1)).is_some());
            assert!(matches!(
                plan.dose,
                Err(NoDose::NotInForce(Standing::NotYetInForce { .. }))
            ));
        });
    }
}

fn details(name: &str, iin: &str, born_on: &str) -> PersonDetails {
    PersonDetails {
        name_cyrillic: name.to_owned(),
        name_latin: "Q. Q.".to_owned(),
        iin: iin.to_owned(),
        born_on: Some(day(born_on)),
        ..PersonDetails::default()
    }
}

async fn correct(world: &World, who: &str, case: CaseId, form: &PersonDetails) -> Result<PersonId, Failure> {
    commands::correct_person(&world.desk, &world.actor(who), None, case, form, "құжат бойынша").await
}

#[test]
fn who_the_person_is_is_put_right_once_and_read_for_ever() {
    for opened in ["2026-03-02 09:00", "2027-01-20 09:00"] {
        story(opened, async |world| {
            let (case, other) = (
                world.open(NewCase::default()).await,
                world.open(NewCase::default()).await,
            );
            let was = world.file(case).await.person;
            let right = details("Ә. Ә.", "991231100010", "1899-12-31");
            for who in ["clerk2", "fp", "n1", "po", "co"] {
                let stranger = correct(world, who, case, &right).await;
                assert!(
                    matches!(stranger, Err(Failure::Forbidden(_))),
                    "{who}: {stranger:?}"
                );
            }
            let slip = details("Ә. Ә.", "991231100011", "1899-12-31");
            let slip = correct(world, "clerk", case, &slip).await;
            assert_eq!(refusals(slip), [Refusal::NotUnderstood { field: "iin" }]);

            correct(world, "clerk", case, &right).await.unwrap();
            let file = world.file(case).await;
            assert_eq!(
                (file.person.name_cyrillic.as_str(), file.person.iin.as_deref()),
                ("Ә. Ә.", Some("991231100010"))
            );
            assert_eq!(file.person.id, was.id, "the same person");
            let Event::PersonCorrected(told) = &file.history.last().unwrap().event else {
                panic!("{:?}", file.history.last())
            };
            assert_eq!(
                (&told.was.name_cyrillic, told.was.other_document.as_ref()),
                (&was.name_cyrillic, was.other_document.as_ref()),
                "the old value stays readable"
            );
            assert_eq!(told.reason, "құжат бойынша");
            let again = correct(world, "clerk", case, &right).await;
            assert_eq!(refusals(again), [Refusal::NothingToDo]);

            // The number is his now: nobody else gets it, with whatever date of birth.
            for born_on in ["1899-12-31", "1899-01-01"] {
                let taken = details("Б. Б.", "991231100010", born_on);
                let taken = correct(world, "clerk", other, &taken).await;
                assert_eq!(refusals(taken), [Refusal::NumberOfAnother]);
            }
        });
    }
}
