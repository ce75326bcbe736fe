//! While treatment lasts: specialists examine, laboratories measure, a physician decides about what is not as it should
//! be. Supervision learns nothing of it.

mod asked_before;
mod at_chair;
mod awaited;
mod baseline;
mod contradicted;
mod exams;
mod judged;
mod lifetime;
mod slips;

use crate::support::world::{RULES, World, day};
use chrono::NaiveDate;
use merzim::commands;
use merzim::demo::papers;
use merzim::domain::decide::{JudgeResult, RecordExam, RecordResults, TypedValue};
use merzim::domain::event::Decided;
use merzim::domain::ids::{CaseId, RecordId};
use merzim::domain::obligation::{Because, Kind, Obligation};
use merzim::domain::plan::items_due;
use merzim::domain::rules::{Range, ResultKind};
use merzim::store::desk::Failure;

const CYPROTERONE: &str = "cyproterone-14d";

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

/// Everything that a drug asks for before its first dose, somewhere in the middle of what can be.
async fn baseline(world: &World, case: CaseId, product: &str, on: &str) {
    let protocol = RULES.protocol_on(product, day(on)).unwrap();
    let course = RULES.law_for(day(on)).unwrap().course;
    let asked = protocol.monitors.iter().filter(|monitor| monitor.baseline);
    let values: Vec<_> = asked
        .map(|monitor| {
            let item = course.item(&monitor.item).unwrap();
            match &item.result {
                ResultKind::YesNo { normal, .. } => value(&item.id, if *normal { "yes" } else { "no" }, ""),
                ResultKind::Number { range, possible, .. } => {
                    let usual = |bound: fn(&Range) -> Option<f64>| {
                        range.as_ref().and_then(bound).or(bound(possible)).unwrap()
                    };
                    let middle = f64::midpoint(usual(|range| range.low), usual(|range| range.high));
                    value(&item.id, &format!("{middle:.1}"), "")
                }
            }
        })
        .collect();
    slip(world, case, on, &values).await.unwrap();
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
