//! What was typed, row by row, and how the wizard ends: recorded, overtaken, or stopped.

use super::sheet::{Sheet, Step, href};
use super::ways::given_all_the_same;
use crate::commands::DoseRecorded;
use crate::domain::case::{Entry, Hold};
use crate::domain::decide::presence_role;
use crate::domain::event::{CheckAnswer, DoseGiven};
use crate::domain::refusal::Refusal;
use crate::domain::rules::PreDoseCheck;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::pages::case_head::{at, case_head, case_href, who, without_weekday};
use crate::web::pages::choices::{answered, cause};
use crate::web::pages::rows::{dose_rows, millilitres, observed_words, role_words};
use crate::web::pages::stock::pack_name;
use crate::web::refused::words;
use crate::web::typed::put_date;
use crate::web::views::dose::{DoseBlocked, DoseConfirmed, DoseTaken};
use crate::web::views::parts::{CaseHead, Link, Moment, Row};
use crate::web::views::{Form, Problem};
use crate::web::visit::Visit;

/// What was typed, row by row; with the way back to each page where it can still be changed.
pub(super) fn rows(sheet: &Sheet<'_>, changeable: bool) -> Vec<Row> {
    let form = sheet.shelf.complete(&sheet.injection());
    let rules = sheet.visit.desk.rules();
    let mut rows = Vec::new();
    if let Some(code) = sheet.row_on_paper() {
        let place = Words::key("from-sheet-row")
            .words("sheet", sheet.typed.text("sheet_number").to_owned())
            .words("row", code.to_string());
        rows.push(Row::new(Words::key("from-sheet"), place));
    }
    let mut row = |step: Step, label: Words, value: Words| {
        let change = Link::new(
            href(sheet.id.case, sheet.id.key, step.code()),
            Words::key("change"),
        );
        rows.push(Row {
            change: changeable.then_some(change),
            ..Row::new(label, value)
        });
    };
    for used in &form.identified_by {
        row(
            Step::Identity,
            Words::key("identified-by"),
            Words::key(format!("identity-{}", used.code())),
        );
    }
    let protocol = sheet.protocol();
    for answer in &form.checks {
        let check =
            protocol.and_then(|protocol| protocol.checks.iter().find(|check| check.id == answer.check));
        if let Some(check) = check {
            row(Step::Checks, check.question.clone().into(), dated(check, answer));
        }
    }
    if let Some(protocol) = protocol {
        row(Step::Product, Words::key("product"), protocol.name.clone().into());
        row(
            Step::Product,
            Words::key("strength"),
            protocol.strength.clone().into(),
        );
    }
    if let Some(pack) = &sheet.shelf.chosen {
        row(Step::Product, Words::key("pack-given"), pack_name(pack).into());
    }
    row(Step::Product, Words::key("lot"), form.lot.clone().into());
    if let Some(day) = form.expiry_on {
        row(Step::Product, Words::key("expiry"), without_weekday(day));
    }
    // It goes on record where the pack is written down by hand.
    if form.pack.is_none() && !form.pack_words.trim().is_empty() {
        let why = form.pack_words.trim().to_owned();
        row(Step::Product, Words::key("pack-words"), why.into());
    }
    if let Some(mixed_at) = form.mixed_at {
        let moment = at(mixed_at, sheet.file.now.zone);
        row(Step::Injection, Words::key("mixed-time"), moment);
    }
    let site = protocol.and_then(|protocol| protocol.site(&form.site));
    if let Some(site) = site {
        row(Step::Injection, Words::key("site"), site.name.clone().into());
    }
    if !form.volume_ml.is_empty() {
        row(
            Step::Injection,
            Words::key("volume-ml"),
            millilitres(&form.volume_ml),
        );
    }
    if let Some(occurred_at) = form.occurred_at {
        row(
            Step::Injection,
            Words::key("given-at"),
            at(occurred_at, sheet.file.now.zone),
        );
    }
    let asked = protocol.is_some_and(|protocol| protocol.observation.is_some());
    let later = || asked.then(|| Words::key("observed-will-follow"));
    let observed = form.observed.as_ref().map(observed_words);
    if let Some(said) = observed.or_else(later) {
        row(Step::Injection, Words::key("observed"), said);
    }
    if !form.late_cause.is_empty() {
        let words = cause(rules, &form.late_cause);
        row(Step::Injection, Words::key("late-reason-short"), words);
    }
    if !form.late_words.is_empty() {
        row(
            Step::Injection,
            Words::key("in-your-words"),
            form.late_words.clone().into(),
        );
    }
    if !form.present.is_empty() {
        row(Step::Presence, Words::key("present"), form.present.clone().into());
        if let Some(role) = presence_role(rules, &sheet.file.roster) {
            row(Step::Presence, Words::key("present-as"), role_words(rules, role));
        }
    }
    rows
}

fn dated(check: &PreDoseCheck, answer: &CheckAnswer) -> Words {
    let said = answered(check, &answer.answer);
    match answer.taken_on {
        Some(day) => Words::key("answer-of-day").words("answer", said).date("on", day),
        None => said,
    }
}

/// A dose on record, with who wrote it down.
fn given(visit: &Visit<'_>, file: &CaseFile, entry: &Entry<DoseGiven>) -> Vec<Row> {
    let mut rows = dose_rows(visit.desk.rules(), &entry.content, file.now.zone);
    rows.insert(1, Row::new(Words::key("given-by"), who(file, &entry.by)));
    rows
}

/// The confirmation, from the answer that was stored with the dose.
pub(super) fn confirmed(
    visit: &Visit<'_>,
    file: &CaseFile,
    head: CaseHead,
    answer: &DoseRecorded,
) -> Option<DoseConfirmed> {
    let entry = file
        .case
        .doses
        .iter()
        .find(|entry| entry.content.id == answer.record)?;
    let sentence = match (answer.next_due_on, &answer.no_next) {
        (Some(due_on), _) => Words::key("next-sentence").date("on", due_on),
        (None, Some(reason)) => Words::key(format!("no-dose-{reason}")),
        (None, None) => Words::key("next-sentence-none"),
    };
    let (case, dose) = (case_href(file), &entry.content);
    let protocol = visit.desk.rules().protocol_on(&dose.product, dose.given_on);
    let observed = dose.observed.is_some() || protocol.is_none_or(|protocol| protocol.observation.is_none());
    let observe = Link::new(
        format!("{case}/records/{}/amend#observed", dose.id),
        Words::key("complete-observation-action"),
    );
    let mut rows = given(visit, file, entry);
    if !observed {
        rows.push(Row::new(
            Words::key("observed"),
            Words::key("observed-will-follow"),
        ));
    }
    let mut links = vec![
        Link::new("/today", Words::key("nav-today")),
        Link::new(case, Words::key("open-case-file")),
    ];
    links.extend((!observed).then_some(observe));
    Some(DoseConfirmed {
        head,
        sentence,
        notices: incident(file, entry).into_iter().collect(),
        rows,
        links,
    })
}

/// That the record became an incident, and whose words stand beside it, where it was written down after a stop.
fn incident(file: &CaseFile, entry: &Entry<DoseGiven>) -> Option<Words> {
    let dose = &entry.content;
    let id = dose.id.of_incident_while_held();
    let mut incidents = file.case.incidents.iter();
    let found = incidents.find(|incident| incident.content.id == id)?;
    let said = found.content.words.clone();
    let stood = |hold: &&Hold| {
        let open = hold
            .lifted_at
            .is_none_or(|lifted_at| entry.recorded_at < lifted_at);
        let placed_at = hold.placed.placed_at;
        dose.occurred_at < placed_at && placed_at <= entry.recorded_at && open
    };
    Some(match file.case.holds.iter().find(stood) {
        Some(hold) => Words::key("confirmed-incident-held")
            .words("name", who(file, &hold.by))
            .words("words", Words::plain(said)),
        None => Words::key("confirmed-incident-suspended").words("words", Words::plain(said)),
    })
}

/// Somebody was first.
pub(super) fn taken(sheet: &Sheet<'_>, problem: Option<Words>) -> DoseTaken {
    let file = &sheet.file;
    let mut form = Form::new(sheet.id.key);
    form.action = href(sheet.id.case, sheet.id.key, "taken");
    if let Some(problem) = problem {
        form = form.problem("choice", problem);
    }
    let entry = file.case.dose_of(sheet.cycle());
    DoseTaken {
        head: case_head(sheet.visit, file),
        form,
        by: entry.map_or_else(|| Words::key("none"), |entry| who(file, &entry.by)),
        at: Moment::new(
            entry.map_or(file.now.instant, |entry| entry.recorded_at),
            file.now.zone,
        ),
        theirs: entry
            .map(|entry| given(sheet.visit, file, entry))
            .unwrap_or_default(),
        mine: rows(sheet, false),
    }
}

/// No dose may be given: why, what to do, and where.
pub(super) fn blocked(sheet: &Sheet<'_>, refusal: &Refusal, wrong: &[Refusal]) -> DoseBlocked {
    let case = case_href(&sheet.file);
    let (reason, what_to_do) = match refusal {
        Refusal::TooEarly { .. } => (words(refusal), "blocked-wait"),
        Refusal::DecisionNeeded { .. }
        | Refusal::DecisionLapsed { .. }
        | Refusal::Withheld { .. }
        | Refusal::NotCleared
        | Refusal::NotInformed
        | Refusal::TooYoung { .. } => (words(refusal), "blocked-ask-psychiatrist"),
        Refusal::AlarmUndecided { .. } => (words(refusal), "blocked-alarm"),
        Refusal::NoDose(reason) => (
            words(refusal),
            match reason.code() {
                "held" | "no-regimen" | "drug-excluded" | "too-young" => "blocked-ask-psychiatrist",
                _ => "blocked-do-not-give",
            },
        ),
        _ => (Words::key("blocked-not-due"), "blocked-irregular"),
    };
    // An earlier moment cannot help where the dose itself is another one by now.
    let helps = !matches!(refusal, Refusal::NothingToDo | Refusal::TooEarly { .. });
    let mut form = Form::new(sheet.id.key);
    form.action = href(sheet.id.case, sheet.id.key, "earlier");
    form.values = sheet.typed.fields();
    if sheet.typed.date("occurred_on").is_none() {
        put_date(&mut form, "occurred_on", sheet.file.now.today());
    }
    let problems = wrong.iter().map(|refusal| Problem {
        field: "occurred_on".to_owned(),
        words: words(refusal),
    });
    form.problems = problems.collect();
    // Where a dose is owed and waits for a physician, that it was not given can be recorded meanwhile.
    let owed = matches!(
        refusal,
        Refusal::DecisionNeeded { .. }
            | Refusal::DecisionLapsed { .. }
            | Refusal::Withheld { .. }
            | Refusal::AlarmUndecided { .. }
    );
    let not_given = Link::new(format!("{case}/not-given"), Words::key("record-not-given-action"));
    let by_mistake = match refusal {
        Refusal::AlarmUndecided { record, .. } => Some(Link::new(
            format!("{case}/records/{record}/void"),
            Words::key("alarm-by-mistake"),
        )),
        _ => None,
    };
    let mut links = vec![Link::new(case, Words::key("open-case-file"))];
    links.extend(owed.then_some(not_given));
    links.extend(by_mistake);
    DoseBlocked {
        head: case_head(sheet.visit, &sheet.file),
        form: helps.then_some(form),
        reason,
        what_to_do: vec![Words::key(what_to_do)],
        given: given_all_the_same(sheet, "dose-blocked-truth"),
        links,
    }
}
