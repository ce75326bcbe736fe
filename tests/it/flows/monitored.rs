//! While treatment lasts: specialists examine, laboratories measure, a physician decides about what is not as it should
//! be. Supervision learns nothing of it.

use crate::support::world::{M3, RULES, World, day, refusals, story};
use chrono::NaiveDate;
use merzim::commands;
use merzim::demo::papers;
use merzim::domain::decide::{JudgeResult, RecordExam, RecordResults, TypedReaction, TypedValue};
use merzim::domain::dosing::NoDose;
use merzim::domain::event::{Conclusion, Decided, Event};
use merzim::domain::ids::{CaseId, RecordId};
use merzim::domain::obligation::{Because, Kind, Obligation};
use merzim::domain::plan::items_due;
use merzim::domain::refusal::Refusal;
use merzim::store::desk::Failure;

const CYPROTERONE: &str = "cyproterone-14d";
/// The substance, as the course sums it.
const CYPROTERONE_LOAD: &str = "cyproterone";

fn value(item: &str, value: &str, unit: &str) -> TypedValue {
    TypedValue {
        item: item.to_owned(),
        value: value.to_owned(),
        unit: unit.to_owned(),
        sure: false,
    }
}

async fn owed(world: &World, case: CaseId, kind: Kind) -> Vec<Obligation> {
    let plan = world.plan(case).await;
    plan.obligations
        .into_iter()
        .filter(|owed| owed.kind == kind)
        .collect()
}

/// What a physician still owes about a record.
async fn judgement(world: &World, case: CaseId, record: RecordId) -> Option<Obligation> {
    let file = world.file(case).await;
    let slip = file
        .case
        .slips
        .iter()
        .find(|entry| entry.content.id == record)
        .unwrap();
    let owed = owed(world, case, Kind::JudgeResult).await;
    owed.into_iter().find(|owed| owed.cycle == slip.seq)
}

/// The day on which an item is due next.
async fn due(world: &World, case: CaseId, item: &str) -> Option<NaiveDate> {
    let file = world.file(case).await;
    let items = items_due(&file.case, &RULES, &file.roster, &file.now);
    let found = items.into_iter().find(|due| due.item == item);
    found.map(|due| due.due_on)
}

/// The next slip: the day it is due, and what stands on it.
async fn next_slip(world: &World, case: CaseId) -> (NaiveDate, Vec<String>) {
    let owed = owed(world, case, Kind::Monitoring).await;
    let [slip] = &owed[..] else {
        panic!("one slip at a time: {owed:?}");
    };
    let mut because = slip.why.because.iter();
    let items = because.find_map(|because| match because {
        Because::Items { items } => Some(items.clone()),
        _ => None,
    });
    (slip.due_on, items.unwrap())
}

async fn slip(
    world: &World,
    case: CaseId,
    taken_on: &str,
    values: &[TypedValue],
) -> Result<RecordId, Failure> {
    let form = RecordResults {
        taken_on: Some(day(taken_on)),
        laboratory: "Орталық зертхана".to_owned(),
        values: values.to_vec(),
        words: String::new(),
    };
    commands::record_results(&world.desk, &world.actor("n1"), None, case, &form).await
}

async fn exam_form(world: &World, case: CaseId, on: &str) -> RecordExam {
    let file = world.file(case).await;
    let account = world.country.person("fp").id;
    papers::examination(&file.case, &RULES, day(on), ("fp", account))
}

async fn examine(world: &World, case: CaseId, on: &str) -> Result<RecordId, Failure> {
    let form = exam_form(world, case, on).await;
    commands::record_exam(&world.desk, &world.actor("fp"), None, case, &form).await
}

async fn judge(
    world: &World,
    case: CaseId,
    record: RecordId,
    decided: Decided,
    repeat_by: Option<&str>,
) -> Result<RecordId, Failure> {
    let form = JudgeResult {
        record: Some(record),
        items: Vec::new(),
        decided: decided.code().to_owned(),
        repeat_by: repeat_by.map(|on| Ok(day(on))),
        words: "негіздеме".to_owned(),
    };
    commands::judge_result(&world.desk, &world.actor("fp"), None, case, &form).await
}

/// A case whose first dose was given on a day.
async fn begun(world: &World, product: &str, on: &str) -> CaseId {
    let case = world.open(Default::default()).await;
    world.clear(case).await.unwrap();
    world.choose(case, product, on).await.unwrap();
    world.inform(case).await.unwrap();
    world.pass_until(&format!("{on} 10:00")).await;
    world.give(case).await.unwrap();
    case
}

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
fn an_expired_result_stops_the_dose_and_a_new_one_out_of_range_waits_for_a_physician() {
    story("2026-01-12 08:00", async |world| {
        let case = begun(world, CYPROTERONE, "2026-01-12").await;
        slip(world, case, "2026-01-12", &[value("alt", "24", "U/L")])
            .await
            .unwrap();
        for on in [
            "2026-01-26",
            "2026-02-09",
            "2026-02-23",
            "2026-03-09",
            "2026-03-23",
            "2026-04-06",
            "2026-04-20",
        ] {
            world.pass_until(&format!("{on} 10:00")).await;
            world.give(case).await.unwrap();
        }
        // The form still carries the value of January: on 22 April it is a hundred days old, on the 23rd too old.
        world.pass_until("2026-05-04 10:00").await;
        let mut form = world.injection(case).await;
        let alt = form
            .checks
            .iter_mut()
            .find(|check| check.check == "liver-alt")
            .unwrap();
        (alt.answer, alt.taken_on) = ("24".to_owned(), Some(day("2026-01-12")));
        let wrong = refusals(world.log("n1", case, &form).await);
        assert!(
            matches!(&wrong[..], [Refusal::CheckExpired { check, valid_days: 100 }] if check == "liver-alt")
        );

        let record = slip(world, case, "2026-05-04", &[value("alt", "190", "U/L")])
            .await
            .unwrap();
        let waits = judgement(world, case, record).await.unwrap();
        assert_eq!(waits.due_on, day("2026-05-06"), "two working days");
        let file = world.file(case).await;
        let latest = merzim::domain::results::latest(&file.case, "alt").unwrap();
        assert_eq!(latest.measured.value, "190");
        let mut form = world.injection(case).await;
        let alt = form
            .checks
            .iter_mut()
            .find(|check| check.check == "liver-alt")
            .unwrap();
        (alt.answer, alt.taken_on) = ("190".to_owned(), Some(day("2026-05-04")));
        let wrong = refusals(world.log("n1", case, &form).await);
        assert!(matches!(&wrong[..], [Refusal::CheckFailed { check }] if check == "liver-alt"));

        // The physician stops the doses with the decision itself.
        judge(world, case, record, Decided::Hold, None).await.unwrap();
        assert!(judgement(world, case, record).await.is_none());
        let file = world.file(case).await;
        assert!(file.case.holds.iter().any(|hold| hold.open()));
        assert!(matches!(
            world.dose(case).await,
            Err(merzim::domain::dosing::NoDose::Held { .. })
        ));
        assert!(world.climbs_to(case, "probation").await.is_empty());
    });
}

#[test]
fn low_mood_is_decided_on_the_same_day() {
    story("2026-05-12 08:00", async |world| {
        let case = begun(world, M3, "2026-05-12").await;
        let record = slip(world, case, "2026-05-12", &[value("low-mood", "yes", "")])
            .await
            .unwrap();
        let waits = judgement(world, case, record).await.unwrap();
        assert_eq!(waits.due_on, day("2026-05-12"));
        let never = judge(world, case, record, Decided::Repeat, None).await;
        assert_eq!(refusals(never), [Refusal::Required { field: "repeat_by" }]);
        judge(world, case, record, Decided::Repeat, Some("2026-05-15"))
            .await
            .unwrap();
        assert_eq!(due(world, case, "low-mood").await, Some(day("2026-05-15")));
        world.pass_until("2026-05-14 10:00").await;
        slip(world, case, "2026-05-14", &[value("low-mood", "no", "")])
            .await
            .unwrap();
        assert!(judgement(world, case, record).await.is_none());
        // Repeated: back to the months of the protocol.
        assert_eq!(due(world, case, "low-mood").await, Some(day("2026-06-12")));
    });
}

#[test]
fn monitoring_moves_on_with_a_result_and_changes_with_the_drug() {
    story("2026-01-12 08:00", async |world| {
        let case = world.open(Default::default()).await;
        world.clear(case).await.unwrap();
        world.choose(case, M3, "2026-01-20").await.unwrap();
        world.inform(case).await.unwrap();
        assert_eq!(
            due(world, case, "testosterone").await,
            Some(day("2026-01-20")),
            "the baseline"
        );
        slip(
            world,
            case,
            "2026-01-12",
            &[value("testosterone", "520", "ng/dL")],
        )
        .await
        .unwrap();
        assert_eq!(due(world, case, "testosterone").await, None);
        assert!(
            owed(world, case, Kind::JudgeResult).await.is_empty(),
            "usual before treatment"
        );

        world.pass_until("2026-01-20 10:00").await;
        world.give(case).await.unwrap();
        assert_eq!(due(world, case, "testosterone").await, Some(day("2026-02-20")));
        assert_eq!(
            due(world, case, "prolactin").await,
            None,
            "not watched under this drug"
        );
        world.pass_until("2026-02-18 10:00").await;
        let record = slip(
            world,
            case,
            "2026-02-18",
            &[value("testosterone", "4,2", "nmol/L")],
        )
        .await
        .unwrap();
        // Two days early: two months from the first turn to the second, counted from the day it was taken.
        assert_eq!(due(world, case, "testosterone").await, Some(day("2026-04-18")));
        let waits = judgement(world, case, record).await;
        assert!(
            waits.is_some(),
            "above what is aimed at, four weeks after the first dose"
        );

        world.choose(case, CYPROTERONE, "2026-04-20").await.unwrap();
        assert_eq!(
            due(world, case, "prolactin").await,
            Some(day("2026-04-20")),
            "a new baseline"
        );
        assert_eq!(
            due(world, case, "testosterone").await,
            None,
            "the result of February still counts"
        );
    });
}

#[test]
fn one_slip_at_a_time_and_what_opens_while_it_waits_joins_it() {
    story("2026-01-20 08:00", async |world| {
        let case = begun(world, M3, "2026-01-20").await;
        let (due_on, items) = next_slip(world, case).await;
        assert_eq!(due_on, day("2026-02-20"));
        let at_three_months = "alt".to_owned();
        assert!(items.contains(&"testosterone".to_owned()) && !items.contains(&at_three_months));

        // Nobody drew blood: what is due in April opens 35 days before, and stands on the same slip from that day on.
        world.pass_until("2026-03-15 10:00").await;
        assert!(!next_slip(world, case).await.1.contains(&at_three_months));
        world.pass_until("2026-03-17 10:00").await;
        let (late_since, items) = next_slip(world, case).await;
        assert_eq!(late_since, day("2026-02-20"), "late, and as late as it was");
        assert!(items.contains(&at_three_months), "{items:?}");
        let stored = world.obligations(case).await;
        let open = stored
            .iter()
            .filter(|row| row.state == "open" && row.kind == Kind::Monitoring.code());
        let reasons: Vec<_> = open.map(|row| row.why.as_str()).collect();
        assert!(
            matches!(&reasons[..], [why] if why.contains("\"alt\"")),
            "the list says so though nobody opened the case: {reasons:?}"
        );
    });
}

#[test]
fn what_can_hardly_be_is_asked_about() {
    story("2026-05-12 08:00", async |world| {
        let case = begun(world, M3, "2026-05-12").await;
        let in_the_wrong_unit = slip(
            world,
            case,
            "2026-05-12",
            &[value("testosterone", "520", "nmol/L")],
        )
        .await;
        assert!(
            matches!(&refusals(in_the_wrong_unit)[..], [Refusal::ResultImpossible { item, .. }] if item == "testosterone")
        );
        let no_unit = slip(world, case, "2026-05-12", &[value("testosterone", "1", "U/L")]).await;
        assert!(matches!(&refusals(no_unit)[..], [Refusal::UnitUnknown { .. }]));
        let nothing = slip(world, case, "2026-05-12", &[]).await;
        assert_eq!(refusals(nothing), [Refusal::NothingMeasured]);
        let less_than_nothing = TypedValue {
            sure: true,
            ..value("testosterone", "-1", "nmol/L")
        };
        let never = slip(world, case, "2026-05-12", &[less_than_nothing]).await;
        assert!(matches!(&refusals(never)[..], [Refusal::ResultImpossible { .. }]));
        let long_ago = slip(world, case, "1990-11-23", &[value("alt", "24", "U/L")]).await;
        assert!(matches!(
            &refusals(long_ago)[..],
            [Refusal::NotBefore {
                field: "taken_on",
                ..
            }]
        ));
        let sure = TypedValue {
            sure: true,
            ..value("testosterone", "61", "nmol/L")
        };
        slip(world, case, "2026-05-12", &[sure]).await.unwrap();
    });
}

#[test]
fn a_result_that_was_struck_out_is_owed_again() {
    story("2026-05-12 08:00", async |world| {
        let case = begun(world, M3, "2026-05-12").await;
        world.pass_until("2026-06-10 10:00").await;
        let record = slip(world, case, "2026-06-10", &[value("testosterone", "9", "nmol/L")])
            .await
            .unwrap();
        assert_eq!(due(world, case, "testosterone").await, Some(day("2026-08-10")));
        world.void("n1", case, record).await.unwrap();
        assert_eq!(due(world, case, "testosterone").await, Some(day("2026-06-12")));
        assert!(judgement(world, case, record).await.is_none());
        let file = world.file(case).await;
        assert!(
            file.case.slips.iter().any(|entry| entry.voided.is_some()),
            "still to be read"
        );
    });
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

#[test]
fn a_value_typed_at_the_chair_is_a_result() {
    story("2026-05-12 08:00", async |world| {
        let case = begun(world, M3, "2026-05-12").await;
        let file = world.file(case).await;
        let slips = file
            .history
            .iter()
            .filter(|recorded| matches!(recorded.event, Event::ResultsRecorded(_)));
        assert_eq!(slips.count(), 1);
        let latest = merzim::domain::results::latest(&file.case, "testosterone").unwrap();
        assert_eq!(
            (latest.measured.value.as_str(), latest.taken_on),
            ("1.7", day("2026-05-12"))
        );
    });
}

/// Filled in late in the evening, sent after midnight: the moment of the dose decides, not that of the answers.
#[test]
fn a_result_may_expire_between_the_check_and_the_dose() {
    for (first, second) in [("2026-05-12", "2026-08-12"), ("2026-11-30", "2027-02-28")] {
        story(&format!("{first} 08:00"), async |world| {
            let case = begun(world, M3, first).await;
            world.pass_until(&format!("{second} 23:50")).await;
            let mut evening = world.injection(case).await;
            let protocol = RULES.protocol(M3, 1).unwrap();
            let mut checks = protocol.checks.iter();
            let asked = checks.find(|check| check.id == "testosterone").unwrap();
            let valid_days = asked.valid_days.unwrap();
            let mut answers = evening.checks.iter_mut();
            let answer = answers.find(|answer| answer.check == asked.id).unwrap();
            answer.answer = "1.2".to_owned();
            answer.taken_on = Some(day(second) - chrono::TimeDelta::days(valid_days.into()));

            world
                .pass_until(&format!("{} 00:10", day(second).succ_opt().unwrap()))
                .await;
            let mut morning = evening.clone();
            morning.occurred_at = Some(world.desk.instant());
            let expired = Refusal::CheckExpired {
                check: asked.id.clone(),
                valid_days,
            };
            assert_eq!(refusals(world.log("n1", case, &morning).await), [expired]);
            assert_eq!(world.file(case).await.case.doses.len(), 1, "nothing is recorded");

            world.log("n1", case, &evening).await.unwrap();
            let doses = world.file(case).await.case.doses;
            assert_eq!(
                doses.last().unwrap().content.given_on,
                day(second),
                "given in time, written down later"
            );
        });
    }
}

#[test]
fn an_answer_that_alarms_at_the_chair_goes_on_record_without_a_dose() {
    for (first, later) in [("2026-05-12", "2026-05-13"), ("2026-12-31", "2027-01-01")] {
        story(&format!("{first} 08:00"), async |world| {
            let case = world.planned_for(first).await;
            world.pass_until(&format!("{first} 10:00")).await;
            let n1 = world.actor("n1");
            let calm = world.injection(case).await;
            let nothing = commands::record_alarms(&world.desk, &n1, case, &calm).await;
            assert_eq!(refusals(nothing), [Refusal::NothingToDo]);

            let mut alarming = calm.clone();
            let mut answers = alarming.checks.iter_mut();
            answers.find(|answer| answer.check == "low-mood").unwrap().answer = "yes".to_owned();
            let failed = Refusal::CheckFailed {
                check: "low-mood".to_owned(),
            };
            assert_eq!(refusals(world.log("n1", case, &alarming).await), [failed]);
            commands::record_alarms(&world.desk, &n1, case, &alarming)
                .await
                .unwrap();
            let slip = world.file(case).await.case.slips[0].content.clone();
            assert_eq!(
                (
                    slip.taken_on,
                    slip.values[0].value.as_str(),
                    slip.check.as_deref()
                ),
                (day(first), "yes", Some("low-mood"))
            );
            let waits = judgement(world, case, slip.id).await.unwrap();
            assert_eq!(waits.due_on, day(first), "on the same day");
            let again = commands::record_alarms(&world.desk, &n1, case, &alarming).await;
            assert_eq!(refusals(again), [Refusal::NothingToDo], "once a day");

            // Decided; and the next answer ends it.
            judge(world, case, slip.id, Decided::Continue, None)
                .await
                .unwrap();
            world.pass_until(&format!("{later} 10:00")).await;
            world.give(case).await.unwrap();
            let file = world.file(case).await;
            let latest = merzim::domain::results::latest(&file.case, "low-mood").unwrap();
            assert_eq!(
                (latest.measured.value.as_str(), latest.taken_on),
                ("no", day(later))
            );
        });
    }
}

#[test]
fn a_decision_for_another_drug_obliges_somebody_to_choose_it() {
    for (first, measured, due) in [
        ("2026-05-12", "2026-06-10", "2026-06-15"),
        ("2026-09-01", "2026-10-02", "2026-10-07"),
    ] {
        story(&format!("{first} 08:00"), async |world| {
            let case = begun(world, M3, first).await;
            world.pass_until(&format!("{measured} 10:00")).await;
            let high = value("testosterone", "9", "nmol/L");
            let record = slip(world, case, measured, &[high]).await.unwrap();
            assert!(owed(world, case, Kind::ChooseDrug).await.is_empty());
            let decided = judge(world, case, record, Decided::Change, None).await.unwrap();
            let choice = owed(world, case, Kind::ChooseDrug).await.remove(0);
            assert_eq!((choice.cycle, choice.due_on), (2, day(due)));
            world.void("fp", case, decided).await.unwrap();
            assert!(owed(world, case, Kind::ChooseDrug).await.is_empty(), "taken back");
            judge(world, case, record, Decided::Change, None).await.unwrap();
            world.change(case, "goserelin-12w", due).await.unwrap();
            assert!(owed(world, case, Kind::ChooseDrug).await.is_empty(), "chosen");
        });
    }
}

#[test]
fn the_sum_of_a_lifetime_counts_every_regimen() {
    story("2026-01-12 08:00", async |world| {
        let case = begun(world, CYPROTERONE, "2026-01-12").await;
        let grams = async || {
            let file = world.file(case).await;
            let sums = merzim::domain::lifetime::summed(&file.case, &RULES, "cyproterone");
            sums.last().map_or(0, |sum| (sum.grams * 10.0).round() as i64)
        };
        assert_eq!(grams().await, 3, "one ampoule of 300 mg");
        world.choose(case, M3, "2026-01-26").await.unwrap();
        world.inform(case).await.unwrap();
        world.pass_until("2026-01-26 10:00").await;
        world.give(case).await.unwrap();
        assert_eq!(grams().await, 3, "another drug adds nothing");
        world.choose(case, CYPROTERONE, "2026-04-26").await.unwrap();
        world.inform(case).await.unwrap();
        world.pass_until("2026-04-26 10:00").await;
        world.give(case).await.unwrap();
        assert_eq!(grams().await, 6, "the same drug again counts on");
        let dose = world.file(case).await.case.doses.last().unwrap().content.id;
        world.void("n1", case, dose).await.unwrap();
        assert_eq!(grams().await, 3, "a dose that was struck out was not given");
    });
}

/// What he took before this case counts, in the unit in which it was told; a thousand times too much or too little is asked
/// about.
#[test]
fn the_sum_of_a_lifetime_begins_before_the_case() {
    for (typed, unit, slip, tenths) in [
        ("8900", "mg", ("8900", "g"), 89),
        ("12,5", "g", ("12,5", "mg"), 125),
        // True, and beyond what is likely: whoever is sure is believed.
        ("60", "g", ("60", "mg"), 600),
    ] {
        story("2026-01-12 08:00", async |world| {
            let case = world.open(Default::default()).await;
            let mut form = world.clearance(case).await;
            for wrong in [slip, (typed, "kg"), ("көп", unit), ("-3", unit)] {
                form.earlier = vec![value(CYPROTERONE_LOAD, wrong.0, wrong.1)];
                let refused = refusals(world.record_clearance(case, &form).await);
                assert!(
                    matches!(
                        refused[..],
                        [Refusal::ResultImpossible { .. }
                            | Refusal::UnitUnknown { .. }
                            | Refusal::ResultUnread { .. }]
                    ),
                    "{wrong:?}: {refused:?}"
                );
            }
            form.earlier = vec![TypedValue {
                sure: tenths > 500,
                ..value(CYPROTERONE_LOAD, typed, unit)
            }];
            world.record_clearance(case, &form).await.unwrap();
            let stored = world.file(case).await.case.clearance().unwrap().earlier.clone();
            assert_eq!(stored.len(), 1);
            assert_eq!(stored[0].value, typed.replace(',', "."), "as it was written down");
            assert_eq!(stored[0].unit.as_deref(), Some(unit));

            let sums = async || {
                let file = world.file(case).await;
                let sums = merzim::domain::lifetime::summed(&file.case, &RULES, CYPROTERONE_LOAD);
                let tenths = sums.last().map_or(0, |sum| (sum.grams * 10.0).round() as i64);
                (tenths, sums.iter().filter(|sum| sum.earlier).count())
            };
            assert_eq!(sums().await, (tenths, 1));
            world.choose(case, CYPROTERONE, "2026-01-12").await.unwrap();
            world.inform(case).await.unwrap();
            world.pass_until("2026-01-12 10:00").await;
            world.give(case).await.unwrap();
            assert_eq!(sums().await, (tenths + 3, 1), "one ampoule of 300 mg more");
        });
    }
}

/// Nobody chooses a drug past the caution without having looked at the sum: beyond it, and where the very next dose crosses it.
#[test]
fn a_drug_beyond_the_caution_of_a_lifetime_is_chosen_with_a_reason() {
    for (earlier, asked, reached_with) in [
        (Some("12,5"), true, None),
        (Some("9,1"), true, None),
        (Some("8,8"), true, Some(1)),
        (Some("8,7"), false, Some(2)),
        (None, false, Some(31)),
    ] {
        story("2026-01-12 08:00", async |world| {
            let case = world.open(Default::default()).await;
            let mut form = world.clearance(case).await;
            form.earlier = earlier
                .map(|grams| value(CYPROTERONE_LOAD, grams, "g"))
                .into_iter()
                .collect();
            world.record_clearance(case, &form).await.unwrap();
            let file = world.file(case).await;
            let product = RULES.protocol_on(CYPROTERONE, day("2026-01-12")).unwrap();
            let ahead = merzim::domain::lifetime::ahead(&file.case, product, &RULES, day("2026-01-12"));
            let ahead = ahead.unwrap();
            assert_eq!(ahead.reached_with(), reached_with, "{earlier:?}");
            let goserelin = RULES.protocol_on("goserelin-12w", day("2026-01-12")).unwrap();
            assert_eq!(
                merzim::domain::lifetime::ahead(&file.case, goserelin, &RULES, day("2026-01-12")),
                None
            );

            let doctor = world.actor("fp");
            let mut form = papers::prescription(CYPROTERONE, day("2026-01-12"), "комиссия");
            let why = std::mem::take(&mut form.despite_sum);
            let silent = commands::prescribe_regimen(&world.desk, &doctor, None, case, &form).await;
            if asked {
                let wrong = Refusal::Required { field: "despite_sum" };
                assert_eq!(refusals(silent), [wrong], "{earlier:?}");
                form.despite_sum = why.clone();
                commands::prescribe_regimen(&world.desk, &doctor, None, case, &form)
                    .await
                    .unwrap();
            } else {
                silent.unwrap();
            }
            let stored = world.file(case).await.case.regimen().unwrap().despite_sum.clone();
            assert_eq!(stored, asked.then_some(why), "{earlier:?}");
        });
    }
}

#[test]
fn the_sum_of_a_lifetime_counts_what_was_no_dose_and_what_rests() {
    story("2026-01-12 08:00", async |world| {
        let case = begun(world, CYPROTERONE, "2026-01-12").await;
        let grams = async |case| {
            let file = world.file(case).await;
            let sums = merzim::domain::lifetime::summed(&file.case, &RULES, "cyproterone");
            let days: Vec<_> = sums.iter().map(|sum| sum.on).collect();
            assert!(days.is_sorted(), "{days:?}");
            sums.last().map_or(0, |sum| (sum.grams * 10.0).round() as i64)
        };
        let n1 = world.actor("n1");
        let report = async |lot: &str, injected| {
            let form = commands::Incident {
                kind: Some(merzim::domain::event::IncidentKind::SecondInjection),
                occurred_at: Some(world.desk.instant()),
                injected,
                words: "екінші рет".to_owned(),
                lot: lot.to_owned(),
                ..commands::Incident::default()
            };
            commands::report_incident(&world.desk, &n1, None, case, &form)
                .await
                .unwrap()
        };
        world.pass_until("2026-01-13 10:00").await;
        let second = report("L8", true).await;
        assert_eq!(grams(case).await, 6, "the ampoule that was given twice");
        report("", true).await;
        assert_eq!(
            grams(case).await,
            9,
            "of an unknown lot it is what was prescribed"
        );
        report("", false).await;
        assert_eq!(grams(case).await, 9, "nothing entered the body");
        world.void("n1", case, second).await.unwrap();
        assert_eq!(grams(case).await, 6, "it was not so");

        // The same person under another number: what he was given there is in his body.
        world.pass_until("2026-01-26 08:00").await;
        let other = begun(world, CYPROTERONE, "2026-01-26").await;
        assert_eq!(grams(other).await, 3);
        for waiting in merzim::domain::results::unjudged(&world.file(case).await.case, &RULES) {
            let form = JudgeResult {
                record: Some(waiting.record),
                decided: Decided::Continue.code().to_owned(),
                words: "бақылауда".to_owned(),
                ..JudgeResult::default()
            };
            commands::judge_result(&world.desk, &world.actor("fp"), None, case, &form)
                .await
                .unwrap();
        }
        let words = "бір адам екі рет тіркелген";
        commands::merge_cases(&world.desk, &world.actor("clerk"), None, (other, case), words)
            .await
            .unwrap();
        assert_eq!(grams(other).await, 9);
    });
}

/// A slip that comes back when the measure is over is still a fact of it; what is measured later is not.
#[test]
fn a_result_known_late_is_recorded_after_the_end() {
    for (first, until, after) in [
        ("2026-05-12", "2026-09-10", "2026-09-21 09:00"),
        ("2026-10-01", "2027-02-28", "2027-03-15 09:00"),
    ] {
        story(&format!("{} 08:00", &first), async |world| {
            let new = crate::support::world::NewCase {
                until_on: Some(until),
                first_on: Some(first),
                ..Default::default()
            };
            let case = world.open(new).await;
            world.pass_until(&format!("{first} 10:00")).await;
            world.give(case).await.unwrap();
            world.pass_until(after).await;
            assert!(!world.case_row(case).await.2, "over");
            let high = value("alt", "900", "U/L");
            let late = slip(world, case, until, std::slice::from_ref(&high))
                .await
                .unwrap();
            let file = world.file(case).await;
            assert!(file.case.slips.iter().any(|entry| entry.content.id == late));
            assert!(
                owed(world, case, Kind::JudgeResult).await.is_empty(),
                "nothing follows from it any more"
            );
            examine(world, case, until).await.unwrap();
            let beyond = Refusal::NotAfter {
                field: "taken_on",
                latest_on: day(until),
            };
            let later = slip(world, case, &after[..10], &[high]).await;
            assert_eq!(refusals(later), [beyond]);
        });
    }
}

#[test]
fn the_upper_pressure_is_above_the_lower_one() {
    story("2026-05-12 08:00", async |world| {
        let case = begun(world, M3, "2026-05-12").await;
        let pressure = |upper: &str, lower: &str| {
            [
                value("systolic", upper, "mmHg"),
                value("diastolic", lower, "mmHg"),
            ]
        };
        for (upper, lower) in [("80", "120"), ("90", "90")] {
            let refused = refusals(slip(world, case, "2026-05-12", &pressure(upper, lower)).await);
            assert!(
                matches!(&refused[..], [Refusal::ResultNotAbove { item, .. }] if item == "systolic"),
                "{upper}/{lower}: {refused:?}"
            );
        }
        slip(world, case, "2026-05-12", &pressure("120", "80"))
            .await
            .unwrap();
        slip(world, case, "2026-05-12", &[value("systolic", "118", "mmHg")])
            .await
            .unwrap();
    });
}

/// Of a slip with two values outside each is decided about by itself; until then the slip waits.
#[test]
fn values_of_one_slip_are_judged_one_by_one() {
    story("2026-05-12 08:00", async |world| {
        let case = begun(world, M3, "2026-05-12").await;
        let values = [value("alt", "400", "U/L"), value("glucose", "15", "mmol/L")];
        let record = slip(world, case, "2026-05-12", &values).await.unwrap();
        let judge = async |items: &[&str], decided: Decided| {
            let form = JudgeResult {
                record: Some(record),
                items: items.iter().map(|item| (*item).to_owned()).collect(),
                decided: decided.code().to_owned(),
                repeat_by: (decided == Decided::Repeat).then(|| Ok(day("2026-05-20"))),
                words: "негіздеме".to_owned(),
            };
            commands::judge_result(&world.desk, &world.actor("fp"), None, case, &form).await
        };
        let unknown = judge(&["weight"], Decided::Continue).await;
        assert_eq!(refusals(unknown), [Refusal::NotUnderstood { field: "items" }]);
        judge(&["alt"], Decided::Repeat).await.unwrap();
        assert!(
            judgement(world, case, record).await.is_some(),
            "the sugar still waits"
        );
        assert_eq!(due(world, case, "alt").await, Some(day("2026-05-20")));
        judge(&[], Decided::Continue).await.unwrap();
        assert!(judgement(world, case, record).await.is_none());
        let again = judge(&[], Decided::Continue).await;
        assert_eq!(refusals(again), [Refusal::NothingToDo]);
        assert_eq!(
            due(world, case, "alt").await,
            Some(day("2026-05-20")),
            "the repetition stands"
        );
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
