//! What is on record to a question: its latest result, offered while it counts and named as expired when it does not;
//! what a physician decided, or that nobody did.

use super::sheet::Sheet;
use crate::domain::decide::{asks_for_cover, flare_decided};
use crate::domain::results::{fails_since, latest, recorded_answer, unjudged};
use crate::domain::rules::{Course, DecisionAsked, PreDoseCheck};
use crate::domain::schedule::Interval;
use crate::domain::time::civil_date;
use crate::text::{Words, typed_decimal};
use crate::web::pages::case_page::timeline::flare_line;
use crate::web::pages::monitoring::words::dated;
use crate::web::typed::put_date;
use crate::web::views::Form;
use crate::web::views::parts::{Status, Tone};
use chrono::NaiveDate;

fn course<'s>(sheet: &'s Sheet<'_>) -> Option<&'s Course> {
    let law = sheet.visit.desk.rules().law_for(sheet.file.now.today())?;
    Some(law.course)
}

/// The day for which results are judged: when it happened as typed, else today.
fn day(sheet: &Sheet<'_>) -> NaiveDate {
    let now = sheet.file.now;
    civil_date(
        sheet.occurred_at().unwrap_or(now.instant).min(now.instant),
        now.zone,
    )
}

/// The last day on which a result answers a question.
fn counts_until(check: &PreDoseCheck, taken_on: NaiveDate) -> Option<NaiveDate> {
    Some(Interval::Days(check.result_counts_for()?).after(taken_on))
}

/// Fills in what is recorded and still counts, where nothing was typed yet. An expired result is never filled in: the
/// nurse would read a number that answers nothing.
pub(super) fn prefill(sheet: &Sheet<'_>, form: &mut Form) {
    let Some((protocol, course)) = sheet.protocol().zip(course(sheet)) else {
        return;
    };
    for check in &protocol.checks {
        let field = format!("check_{}", check.id);
        let dated = format!("{field}_on");
        let typed = !sheet.typed.text(&field).is_empty() || sheet.typed.date(&dated).is_some();
        if check.decision == Some(DecisionAsked::FlareCover)
            && !typed
            && flare_decided(&sheet.file.case).is_some()
        {
            form.values.insert(field, "yes".to_owned());
            continue;
        }
        let answer = recorded_answer(&sheet.file.case, course, check).filter(|_| !typed);
        let answer = answer.filter(|(_, taken_on)| {
            let until = counts_until(check, *taken_on);
            *taken_on <= day(sheet) && until.is_some_and(|until| day(sheet) <= until)
        });
        if let Some((answer, taken_on)) = answer {
            let asks_date = check.valid_days.is_some();
            // A question that takes no date asks about more than the result, so only a result that fails it is an answer.
            if !asks_date && !fails_on_record(sheet, check) {
                continue;
            }
            form.values
                .insert(field, typed_decimal(&answer, sheet.visit.language));
            if asks_date {
                put_date(form, &dated, taken_on);
            }
        }
    }
}

/// Does the latest result on record fail a question?
fn fails_on_record(sheet: &Sheet<'_>, check: &PreDoseCheck) -> bool {
    let failed_on =
        course(sheet).and_then(|course| fails_since(&sheet.file.case, course, check, day(sheet), |_| true));
    failed_on.is_some()
}

/// What is recorded, and until when it counts, or that it does no more.
pub(super) fn status(sheet: &Sheet<'_>, check: &PreDoseCheck) -> Option<Status> {
    match check.decision {
        Some(DecisionAsked::FlareCover) => flare_status(sheet),
        None => alarm_status(sheet, check)
            .or_else(|| finding_status(sheet, check))
            .or_else(|| result_status(sheet, check)),
    }
}

/// That an answer of the day alarms and waits for a physician, whatever is answered since.
fn alarm_status(sheet: &Sheet<'_>, check: &PreDoseCheck) -> Option<Status> {
    let waiting = unjudged(&sheet.file.case, sheet.visit.desk.rules());
    let mut readings = waiting.iter().flat_map(|waiting| &waiting.readings);
    let waits = readings.any(|reading| check.alarms(&reading.measured.item));
    waits.then(|| Status::new(Tone::Bad, Words::key("alarm-on-record")))
}

/// What a commission found that the question asks about: whoever answers knows it, and that the drug was chosen all the same.
fn finding_status(sheet: &Sheet<'_>, check: &PreDoseCheck) -> Option<Status> {
    let finding = check.finding.as_ref()?;
    let known = course(sheet)?.contraindication(finding)?;
    let found = sheet.file.case.has_finding(finding);
    let words = || Words::key("check-finding").words("finding", known.name.clone());
    found.then(|| Status::new(Tone::Bad, words()))
}

/// What the physician decided about cover against flare; that nobody did, where somebody must.
fn flare_status(sheet: &Sheet<'_>) -> Option<Status> {
    let case = &sheet.file.case;
    if let Some(said) = flare_line(flare_decided(case)) {
        return Some(Status::new(Tone::Info, said));
    }
    let asked = asks_for_cover(case, sheet.protocol()?, day(sheet), sheet.visit.desk.rules());
    asked.then(|| Status::new(Tone::Bad, Words::key("flare-not-decided")))
}

fn result_status(sheet: &Sheet<'_>, check: &PreDoseCheck) -> Option<Status> {
    let course = course(sheet)?;
    let item = course.item(&check.recorded.as_ref()?.item)?;
    let reading = latest(&sheet.file.case, &item.id)?;
    let until = counts_until(check, reading.taken_on)?;
    let (tone, key) = if until < day(sheet) {
        (Tone::Bad, "check-recorded-expired")
    } else {
        (Tone::Info, "check-recorded")
    };
    let words = Words::key(key)
        .words("value", dated(Some(item), &reading))
        .day("on", until);
    Some(Status::new(tone, words))
}
