//! Specialists examine what the drug does to the body. What they conclude against going on waits for the physician.

use super::{begun, exam_form, examine, judge, owed};
use crate::support::world::{M3, World, day, refusals, story};
use merzim::commands;
use merzim::domain::decide::{RecordExam, TypedReaction};
use merzim::domain::dosing::NoDose;
use merzim::domain::event::{Conclusion, Decided, Reviewer};
use merzim::domain::ids::{AccountId, CaseId, RecordId};
use merzim::domain::obligation::{Because, Kind, Obligation};
use merzim::domain::refusal::Refusal;
use merzim::store::desk::Failure;

#[test]
fn the_examination_comes_every_three_months_and_climbs_our_own_ladder_only() {
    for (on, first, early, next) in [
        ("2026-01-15", "2026-04-15", "2026-04-05", "2026-07-05"),
        ("2026-05-31", "2026-08-31", "2026-08-20", "2026-11-20"),
    ] {
        let begins = format!("{on} 08:00");
        story(&begins, async |world| {
            let case = begun(world, M3, on).await;
            let exam = owed(world, case, Kind::Exam).await.remove(0);
            assert_eq!((exam.cycle, exam.due_on), (1, day(first)));

            // Ten days early: the next one comes ten days earlier, too.
            world.pass_until(&format!("{early} 11:00")).await;
            examine(world, case, early).await.unwrap();
            let exam = owed(world, case, Kind::Exam).await.remove(0);
            assert_eq!((exam.cycle, exam.due_on), (2, day(next)));

            // Nobody came: it climbs, and supervision is never told.
            let late = day(next) + chrono::TimeDelta::days(10);
            world.pass_until(&format!("{late} 10:00")).await;
            let file = world.file(case).await;
            let alert = file.case.alert_of((Kind::Exam, 2)).unwrap();
            let supervising = world.country.place("probation").id;
            assert!(alert.live() && !alert.notices.is_empty());
            assert!(
                alert
                    .notices
                    .iter()
                    .all(|notice| notice.hop.organisation != supervising)
            );
            examine(world, case, &late.to_string()).await.unwrap();
            let file = world.file(case).await;
            assert!(!file.case.alert_of((Kind::Exam, 2)).unwrap().live());
        });
    }
}

#[test]
fn a_severe_reaction_found_at_an_examination_stops_the_doses_and_is_owed_an_outcome() {
    story("2026-05-12 08:00", async |world| {
        let case = begun(world, M3, "2026-05-12").await;
        world.pass_until("2026-08-10 09:00").await;
        let found = |severity: &str| TypedReaction {
            words: "ыстық сезіну".to_owned(),
            severity: severity.to_owned(),
            began_on: Some(Ok(day("2026-08-01"))),
            measures: String::new(),
        };
        let mut form = exam_form(world, case, "2026-08-10").await;
        form.reactions = vec![found("mild"), TypedReaction::default(), found("severe")];
        commands::record_exam(&world.desk, &world.actor("fp"), None, case, &form)
            .await
            .unwrap();
        let file = world.file(case).await;
        assert_eq!(
            file.case.open_reactions().count(),
            2,
            "what was left blank is none"
        );
        assert!(file.case.holds.iter().any(merzim::domain::case::Hold::open));
        assert_eq!(owed(world, case, Kind::ReactionOutcome).await.len(), 2);
    });
}

#[test]
fn everything_missing_in_an_examination_is_named_at_once() {
    story("2026-05-12 08:00", async |world| {
        let case = begun(world, M3, "2026-05-12").await;
        let fever = TypedReaction {
            words: "қызба".to_owned(),
            ..TypedReaction::default()
        };
        let form = RecordExam {
            reactions: vec![fever],
            ..RecordExam::default()
        };
        let answer = commands::record_exam(&world.desk, &world.actor("fp"), None, case, &form).await;
        let wrong = refusals(answer);
        let fields: Vec<_> = wrong.iter().filter_map(Refusal::field).collect();
        for field in [
            "examined_on",
            "member_urologist",
            "value_low-mood",
            "value_weight",
            "findings",
            "conclusion",
            "reaction_1_severity",
        ] {
            assert!(fields.contains(&field.to_owned()), "{field}: {fields:?}");
        }
        let nurse = commands::record_exam(&world.desk, &world.actor("n1"), None, case, &form).await;
        assert!(matches!(nurse, Err(Failure::Forbidden(_))), "{nurse:?}");
    });
}

/// Whoever stands under two specialities examined for one of them at most: written in another script, too.
#[test]
fn one_person_is_not_two_examiners() {
    story("2026-05-12 08:00", async |world| {
        let case = begun(world, M3, "2026-05-12").await;
        world.pass_until("2026-08-10 09:00").await;
        let mut form = exam_form(world, case, "2026-08-10").await;
        form.examiners[0].1 = "Айгүл Серікова".to_owned();
        let fp = world.actor("fp");
        for written in ["Serikova  Aigul", "Серікова А."] {
            form.examiners[1].1 = written.to_owned();
            let twice = Refusal::MemberTwice {
                speciality: form.examiners[1].0.clone(),
            };
            let answer = commands::record_exam(&world.desk, &fp, None, case, &form).await;
            assert_eq!(refusals(answer), [twice], "{written}");
        }
        assert!(world.file(case).await.case.exams.is_empty());
        form.examiners[0].1 = "Серікова А.".to_owned();
        form.examiners[1].1 = "Байжанов Е.".to_owned();
        commands::record_exam(&world.desk, &fp, None, case, &form)
            .await
            .unwrap();
        // Whoever examined under a short name does not review.
        let examined = world.file(case).await.case;
        let reviewer = |name: &str| Reviewer {
            account: AccountId::fresh(),
            name: name.to_owned(),
        };
        assert!(examined.took_part(&reviewer("Серікова Ақмарал")));
        assert!(!examined.took_part(&reviewer("Оспанов Ақмарал")));
    });
}

/// What a physician still owes about an examination.
async fn concluded(world: &World, case: CaseId, exam: RecordId) -> Option<Obligation> {
    let file = world.file(case).await;
    let mut exams = file.case.exams.iter();
    let seq = exams.find(|entry| entry.content.id == exam).unwrap().seq;
    let owed = owed(world, case, Kind::JudgeResult).await;
    owed.into_iter().find(|owed| owed.cycle == seq)
}

/// What the specialists conclude is a task of the physician who treats until he has decided; supervision learns nothing.
#[test]
fn a_conclusion_against_going_on_is_decided_by_the_physician() {
    for (on, examined, late, conclusion, decided) in [
        (
            "2026-01-15",
            "2026-04-10",
            "2026-04-16",
            Conclusion::Reconsider,
            Decided::Hold,
        ),
        (
            "2026-05-29",
            "2026-08-28",
            "2026-09-03",
            Conclusion::TooWeak,
            Decided::Change,
        ),
        (
            "2026-02-02",
            "2026-04-20",
            "2026-04-24",
            Conclusion::Reconsider,
            Decided::Continue,
        ),
    ] {
        story(&format!("{on} 08:00"), async |world| {
            let case = begun(world, M3, on).await;
            world.pass_until(&format!("{examined} 11:00")).await;
            let mut form = exam_form(world, case, examined).await;
            form.conclusion = conclusion.code().to_owned();
            form.words = "сүйек тығыздығы төмендеген".to_owned();
            let exam = commands::record_exam(&world.desk, &world.actor("fp"), None, case, &form)
                .await
                .unwrap();
            let task = concluded(world, case, exam).await.unwrap();
            assert_eq!(task.owner.role, "psychiatrist");
            let on = day(examined);
            assert!(task.why.because.contains(&Because::Concluded { conclusion, on }));
            let mut rows = world.obligations(case).await.into_iter();
            assert!(rows.any(|row| row.kind == "judge-result" && row.state == "open"));

            // A conclusion cannot be measured again, and another examination does not decide in his place.
            let repeat = judge(world, case, exam, Decided::Repeat, Some("2026-12-01")).await;
            assert_eq!(refusals(repeat), [Refusal::Required { field: "decided" }]);
            examine(world, case, examined).await.unwrap();
            assert!(concluded(world, case, exam).await.is_some());

            // Left alone it climbs our own ladder.
            world.pass_until(&format!("{late} 10:00")).await;
            let alert = async || {
                let file = world.file(case).await;
                file.case.alert_of(task.key()).cloned().unwrap()
            };
            let climbing = alert().await;
            assert!(climbing.live(), "{climbing:?}");
            assert!(!climbing.told(world.country.place("probation").id));

            let judgement = judge(world, case, exam, decided, None).await.unwrap();
            assert_eq!(concluded(world, case, exam).await, None);
            assert!(!alert().await.live());
            match decided {
                Decided::Hold => assert!(matches!(world.dose(case).await, Err(NoDose::Held { .. }))),
                Decided::Change => assert_eq!(owed(world, case, Kind::ChooseDrug).await.len(), 1),
                _ => {
                    assert!(world.dose(case).await.is_ok());
                    // Struck out, the decision is owed again.
                    world.void("fp", case, judgement).await.unwrap();
                    assert!(concluded(world, case, exam).await.is_some());
                }
            }
        });
    }
}
