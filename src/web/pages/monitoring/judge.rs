//! A physician decides about results that are not as they should be, and about what specialists concluded.

use super::words::{asked_before_dose, compared_words, conclusion_words, range_words, value_words};
use crate::access::Action;
use crate::commands;
use crate::domain::case::Hold;
use crate::domain::decide::JudgeResult;
use crate::domain::event::Examination;
use crate::domain::ids::RecordId;
use crate::domain::obligation::Kind;
use crate::domain::results::{Reading, Unjudged, range_on, readings, unjudged};
use crate::domain::rules::{Item, Rules};
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::case_head;
use crate::web::pages::obligations::item_name;
use crate::web::pages::record::{Answer, carry, fresh, known, open, settled};
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::monitoring::{JudgeResult as View, decisions};
use crate::web::views::parts::{Choice, Row};
use crate::web::visit::{Html, Visit};
use rocket::{Route, get, post, routes};

pub(super) fn routes() -> Vec<Route> {
    routes![judgement, judge_result]
}

#[get("/cases/<id>/judge")]
async fn judgement(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::JudgeResult, id).await?;
    if unjudged(&file.case, visit.desk.rules()).is_empty() {
        return Err(Fault::NotFound);
    }
    visit.show(&view(&visit, &file, fresh()))
}

#[post("/cases/<id>/judge", data = "<typed>")]
async fn judge_result(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    let form = JudgeResult {
        record: typed.id("record"),
        items: chosen(&typed),
        decided: typed.text("decided").to_owned(),
        repeat_by: typed.date("repeat_by"),
        words: typed.text("words").to_owned(),
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::judge_result(visit.desk, visit.actor(), submission, case, &form).await;
    let again = |file: &CaseFile, form| view(&visit, file, form);
    settled(&visit, Action::JudgeResult, case, &typed, outcome, again).await
}

/// The values ticked; where several wait, each can be decided about by itself.
fn chosen(typed: &Typed) -> Vec<String> {
    let fields = typed.fields();
    let ticked = fields.keys().filter(|field| typed.ticked(field));
    ticked
        .filter_map(|field| field.strip_prefix("items_"))
        .map(str::to_owned)
        .collect()
}

fn view(visit: &Visit<'_>, file: &CaseFile, mut form: Form) -> View {
    let rules = visit.desk.rules();
    let waiting = unjudged(&file.case, rules);
    // What must be decided today comes first; of several the one that was written down first.
    let first = || waiting.iter().min_by_key(|known| (!known.same_day, known.seq));
    let named: Option<RecordId> = form.values.get("record").and_then(|id| id.parse().ok());
    let of = named
        .and_then(|id| waiting.iter().find(|known| known.record == id))
        .or_else(first);
    if let Some(of) = of {
        carry(&mut form, "record", of.record);
    }
    let outside = of.map_or(&[][..], |of| &of.readings);
    let mut slips = file.case.slips.iter().map(|entry| &entry.content);
    let slip = slips.find(|slip| of.is_some_and(|of| of.record == slip.id));
    let asked = slip.and_then(|slip| asked_before_dose(rules, slip));
    let asked = asked.map(|question| Row::new(Words::key("asked-before-dose"), question));
    let concluded = of.and_then(|of| of.concluded);
    let said = concluded.map(conclusion).into_iter().flatten();
    View {
        head: case_head(visit, file),
        form,
        readings: outside
            .iter()
            .map(|reading| row(file, rules, reading))
            .chain(asked)
            .chain(said)
            .collect(),
        around: of.map_or_else(Vec::new, |of| around(file, rules, of)),
        items: outside
            .iter()
            .filter(|_| outside.len() > 1)
            .map(|reading| Choice::new(&reading.measured.item, name(rules, reading)))
            .collect(),
        // Only a value can be measured again.
        choices: decisions(!outside.is_empty()),
        repeat_by: (!outside.is_empty()).then(|| Words::key("repeat-by-hint")),
        concluded: concluded.is_some(),
        same_day: of.and_then(|of| same_day(visit, file, of)),
        held: file.case.holds.iter().any(Hold::open),
    }
}

/// What must be decided on its day: that it is today, or which day has passed.
fn same_day(visit: &Visit<'_>, file: &CaseFile, of: &Unjudged<'_>) -> Option<Words> {
    if !of.same_day {
        return None;
    }
    let plan = file.plan(visit.desk.rules());
    let owed = plan.obligation((Kind::JudgeResult, of.seq));
    let passed = owed.filter(|owed| owed.due_on < file.now.today());
    Some(passed.map_or_else(
        || Words::key("judge-same-day"),
        |owed| Words::key("judge-day-passed").date("on", owed.due_on),
    ))
}

/// What the specialists found and concluded.
fn conclusion(exam: &Examination) -> Vec<Row> {
    let said = Words::key("answer-of-day")
        .words("answer", conclusion_words(exam))
        .date("on", exam.examined_on);
    let mut rows = vec![Row::new(Words::key("exam-conclusion"), said)];
    for (key, text) in [("exam-findings", &exam.findings), ("exam-words", &exam.words)] {
        rows.extend((!text.is_empty()).then(|| Row::new(Words::key(key), Words::plain(text))));
    }
    rows
}

fn item<'r>(rules: &'r Rules, reading: &Reading<'_>) -> Option<&'r Item> {
    rules
        .law_for(reading.taken_on)?
        .course
        .item(&reading.measured.item)
}

/// A value with what it should have been.
fn row(file: &CaseFile, rules: &Rules, reading: &Reading<'_>) -> Row {
    let item = item(rules, reading);
    let value = match item {
        Some(item) => compared_words(item, reading.measured),
        None => value_words(None, reading.measured),
    };
    let range = item.and_then(|item| {
        let range = range_on(&file.case, rules, item, reading.taken_on)?;
        range_words(item, range)
    });
    let value = match range {
        Some(range) => Words::key("value-should-be")
            .words("value", value)
            .words("range", range),
        None => value,
    };
    let day = Words::key("answer-of-day")
        .words("answer", value)
        .date("on", reading.taken_on);
    Row::new(name(rules, reading), day)
}

fn name(rules: &Rules, reading: &Reading<'_>) -> Words {
    let law = rules.law_for(reading.taken_on);
    law.map_or_else(
        || Words::plain(&reading.measured.item),
        |law| item_name(law.course, &reading.measured.item),
    )
}

/// The same items before, the newest first: one value says little.
fn around(file: &CaseFile, rules: &Rules, of: &Unjudged<'_>) -> Vec<Row> {
    let all = readings(&file.case);
    let before = all.iter().rev().filter(|reading| reading.record != of.record);
    let same = before.filter(|reading| {
        let mut outside = of.readings.iter();
        outside.any(|known| known.measured.item == reading.measured.item)
    });
    same.take(6).map(|reading| row(file, rules, reading)).collect()
}
