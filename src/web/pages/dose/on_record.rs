//! The latest recorded result of a question: offered while it counts, named as expired when it does not.

use super::sheet::Sheet;
use crate::domain::results::{latest, recorded_answer};
use crate::domain::rules::{Course, PreDoseCheck};
use crate::domain::schedule::Interval;
use crate::domain::time::civil_date;
use crate::text::Words;
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
    Some(Interval::Days(check.valid_days?).after(taken_on))
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
        let answer = recorded_answer(&sheet.file.case, course, check).filter(|_| !typed);
        let answer = answer.filter(|(_, taken_on)| {
            let until = counts_until(check, *taken_on);
            *taken_on <= day(sheet) && until.is_some_and(|until| day(sheet) <= until)
        });
        if let Some((answer, taken_on)) = answer {
            form.values.insert(field, answer);
            put_date(form, &dated, taken_on);
        }
    }
}

/// What is recorded, and until when it counts, or that it does no more.
pub(super) fn status(sheet: &Sheet<'_>, check: &PreDoseCheck) -> Option<Status> {
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
        .date("on", until);
    Some(Status::new(tone, words))
}
