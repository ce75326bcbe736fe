//! The person complains: it is written down, somebody owes him an answer, and no dose stops for it.

use crate::support::world::{World, day, refusals, story};
use merzim::access::Action;
use merzim::commands;
use merzim::domain::alert::AlertState;
use merzim::domain::decide::{AnswerComplaint, LodgeComplaint};
use merzim::domain::ids::{CaseId, RecordId};
use merzim::domain::obligation::{Kind, Obligation};
use merzim::domain::refusal::Refusal;
use merzim::store::desk::Failure;

/// Received on a day, to whom, answer due; the day after by which it has climbed.
struct Dates {
    first_on: &'static str,
    received: &'static str,
    addressee: &'static str,
    due_on: &'static str,
    climbed: &'static str,
}

const DATES: [Dates; 2] = [
    // Fifteen working days over Nauryz, which frees Saturday to Wednesday.
    Dates {
        first_on: "2026-02-02",
        received: "2026-03-10 09:00",
        addressee: "facility",
        due_on: "2026-04-03",
        climbed: "2026-04-08 12:00",
    },
    // A month, clamped to its end.
    Dates {
        first_on: "2026-01-12",
        received: "2026-01-31 09:00",
        addressee: "court",
        due_on: "2026-02-28",
        climbed: "2026-03-04 12:00",
    },
];

fn complaint(world: &World, addressee: &str) -> LodgeComplaint {
    LodgeComplaint {
        received_on: Some(world.clock.at(crate::support::world::ZONE).today()),
        subject: "side-effects".to_owned(),
        addressee: addressee.to_owned(),
        own_words: "«Сүйегім ауырады»".to_owned(),
        document: "№ 7".to_owned(),
        ..LodgeComplaint::default()
    }
}

fn answer(world: &World, complaint: RecordId) -> AnswerComplaint {
    AnswerComplaint {
        complaint: Some(complaint),
        answered_on: Some(world.clock.at(crate::support::world::ZONE).today()),
        answered_by: "Бас дәрігер".to_owned(),
        outcome: "upheld".to_owned(),
        document: "№ 8".to_owned(),
        words: "Тексеру тағайындалды".to_owned(),
    }
}

async fn lodge(world: &World, who: &str, case: CaseId, form: &LodgeComplaint) -> Result<RecordId, Failure> {
    commands::lodge_complaint(&world.desk, &world.actor(who), None, case, form).await
}

async fn reply(world: &World, who: &str, case: CaseId, form: &AnswerComplaint) -> Result<RecordId, Failure> {
    commands::answer_complaint(&world.desk, &world.actor(who), None, case, form).await
}

async fn owed(world: &World, case: CaseId) -> Option<Obligation> {
    let plan = world.plan(case).await;
    plan.obligations
        .into_iter()
        .find(|owed| owed.kind == Kind::AnswerComplaint)
}

#[test]
fn a_complaint_without_an_answer_climbs_and_stops_no_dose() {
    for dates in DATES {
        story(&format!("{} 08:00", dates.first_on), async |world| {
            let case = world.planned_for(dates.first_on).await;
            world.pass_until(&format!("{} 10:00", dates.first_on)).await;
            world.give(case).await.unwrap();
            world.pass_until(dates.received).await;
            let before = world.due_on(case).await;
            let lodged = lodge(world, "n1", case, &complaint(world, dates.addressee))
                .await
                .unwrap();
            assert_eq!(world.due_on(case).await, before, "the dose stands");
            assert_eq!(owed(world, case).await.unwrap().due_on, day(dates.due_on));

            world.pass_until(&format!("{} 18:00", dates.due_on)).await;
            let early = world.file(case).await;
            assert!(
                early.case.alert_of((Kind::AnswerComplaint, 1)).is_none(),
                "still in time"
            );
            world.pass_until(dates.climbed).await;
            let file = world.file(case).await;
            let alert = file.case.alert_of((Kind::AnswerComplaint, 1)).unwrap();
            assert!(alert.live() && !alert.notices.is_empty(), "{alert:?}");
            assert!(world.climbs_to(case, "probation").await.is_empty());
            assert_eq!(world.due_on(case).await, before, "the dose still stands");

            reply(world, "fp", case, &answer(world, lodged)).await.unwrap();
            assert_eq!(owed(world, case).await, None);
            let file = world.file(case).await;
            let alert = file.case.alert_of((Kind::AnswerComplaint, 1)).unwrap();
            assert!(matches!(alert.state, AlertState::Resolved { .. }));
            let again = reply(world, "fp", case, &answer(world, lodged)).await;
            assert_eq!(refusals(again), [Refusal::NothingToDo]);
        });
    }
}

#[test]
fn the_one_complained_about_does_not_answer() {
    story("2026-05-11 09:00", async |world| {
        let case = world.planned_for("2026-05-12").await;
        let doctor = world.country.person("fp").id;
        let named = LodgeComplaint {
            against: Some(doctor),
            ..complaint(world, "facility")
        };
        let named = lodge(world, "n1", case, &named).await.unwrap();
        let refused = reply(world, "fp", case, &answer(world, named)).await;
        assert_eq!(refusals(refused), [Refusal::ComplainedAbout]);

        // Nor the one who made the record it is about: the same doctor told him about the drug.
        let told = world.file(case).await.case.informed[0].content.id;
        let about = LodgeComplaint {
            about: Some(told),
            ..complaint(world, "health-authority")
        };
        let about = lodge(world, "clerk", case, &about).await.unwrap();
        let refused = reply(world, "fp", case, &answer(world, about)).await;
        assert_eq!(refusals(refused), [Refusal::ComplainedAbout]);
        for complaint in [named, about] {
            reply(world, "co", case, &answer(world, complaint)).await.unwrap();
        }
        let foreign = LodgeComplaint {
            about: Some(RecordId::fresh()),
            ..complaint(world, "court")
        };
        let wrong = lodge(world, "n1", case, &foreign).await;
        assert_eq!(refusals(wrong), [Refusal::NotUnderstood { field: "about" }]);
    });
}

#[test]
fn a_complaint_is_heard_after_the_measure_has_ended() {
    story("2026-05-11 09:00", async |world| {
        let case = world.planned_for("2026-05-12").await;
        let ended = merzim::domain::ruling::RulingStep::EndedByCourt;
        world.court(case, ended, "2026-05-14").await.unwrap();
        world.pass_until("2026-05-20 09:00").await;
        let lodged = lodge(world, "n1", case, &complaint(world, "facility"))
            .await
            .unwrap();
        assert!(owed(world, case).await.is_some());
        world.pass_until("2026-06-20 09:00").await;
        let file = world.file(case).await;
        assert!(file.case.alert_of((Kind::AnswerComplaint, 1)).unwrap().live());
        reply(world, "clerk", case, &answer(world, lodged)).await.unwrap();
        assert_eq!(owed(world, case).await, None);
    });
}

#[test]
fn supervision_neither_hears_nor_answers_complaints() {
    story("2026-05-11 09:00", async |world| {
        let case = world.planned_for("2026-05-12").await;
        for who in ["po", "ps"] {
            let refused = lodge(world, who, case, &complaint(world, "court")).await;
            assert!(matches!(refused, Err(Failure::Forbidden(_))), "{who}");
            let look = world
                .desk
                .look(&world.actor(who), Action::ReadOwnRecord, case)
                .await;
            assert!(matches!(look, Err(Failure::Forbidden(_))), "{who}");
        }
    });
}

#[test]
fn everything_missing_in_a_complaint_is_named_at_once() {
    story("2026-05-11 09:00", async |world| {
        let case = world.planned_for("2026-05-12").await;
        let wrong = refusals(lodge(world, "n1", case, &LodgeComplaint::default()).await);
        let fields: Vec<_> = wrong.iter().filter_map(Refusal::field).collect();
        assert_eq!(fields, ["received_on", "subject", "addressee", "own_words"]);
        let lodged = lodge(world, "n1", case, &complaint(world, "court"))
            .await
            .unwrap();
        let empty = AnswerComplaint {
            complaint: Some(lodged),
            answered_on: Some(day("2026-05-10")),
            ..AnswerComplaint::default()
        };
        let wrong = refusals(reply(world, "fp", case, &empty).await);
        let fields: Vec<_> = wrong.iter().filter_map(Refusal::field).collect();
        assert_eq!(fields, ["answered_on", "outcome", "answered_by", "words"]);
    });
}
