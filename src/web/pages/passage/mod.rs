//! `/cases/<id>/release`: the way out of a case. The day of release and what is owed before it, who was asked to take
//! over, where the person lives, when he cannot come.

mod away;
mod clocks;
mod desks;
mod dose_day;
mod handover;
mod notable;
mod page;
mod print;
mod release;
mod restricted;
mod shown;
mod turned_up;
mod whereabouts;

use super::case_head::case_head;
use super::record::{fresh, refused};
use crate::access::Action;
use crate::domain::ids::CaseId;
use crate::domain::refusal::Refusal;
use crate::store::desk::Failure;
use crate::store::file::CaseFile;
use crate::web::faults::Fault;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::passage::{Asked, PassageForm, ShiftTable};
use crate::web::visit::{Visit, done_or_refused};
use chrono::NaiveTime;
use rocket::Route;
use rocket::response::Redirect;

pub(super) use notable::{barred_visit, notable, said_to_supervision};
pub(super) use page::{links_to, reports, said_done};
pub(super) use shown::restrictions;
pub(super) use turned_up::link_to_ask;

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    [
        page::routes(),
        release::routes(),
        handover::routes(),
        whereabouts::routes(),
        restricted::routes(),
        away::routes(),
        print::routes(),
        desks::routes(),
        turned_up::routes(),
    ]
    .concat()
}

/// A form of these pages.
fn form_page(visit: &Visit<'_>, file: &CaseFile, asked: Asked, form: Form) -> PassageForm {
    with_shift(visit, file, asked, form, None)
}

/// A form with old and new side by side.
fn with_shift(
    visit: &Visit<'_>,
    file: &CaseFile,
    asked: Asked,
    form: Form,
    shift: Option<ShiftTable>,
) -> PassageForm {
    PassageForm {
        head: case_head(visit, file),
        form: asked.named(form),
        asked,
        shift,
    }
}

/// After an act: back to the way out, or the form again as typed with what is wrong.
fn settled<T>(
    file: &CaseFile,
    action: Action,
    typed: &Typed,
    outcome: Result<T, Failure>,
) -> Result<Result<Redirect, Form>, Fault> {
    Ok(match done_or_refused(outcome)? {
        Ok(_) => Ok(done(file, action)),
        Err(refusals) => Err(refused(typed, &refusals)),
    })
}

/// The way out of a case, with the words for what was done.
fn done(file: &CaseFile, action: Action) -> Redirect {
    way_out(file.case.id, action)
}

fn way_out(case: CaseId, action: Action) -> Redirect {
    Redirect::to(format!("/cases/{case}/release?done={action}"))
}

/// Was this form acted on before? The act may have taken from its sender what its page asks for: that he treats the person, or
/// that he is asked to.
async fn acted_on(visit: &Visit<'_>, action: Action, typed: &Typed) -> Result<bool, Fault> {
    let submission = visit.submission(typed);
    Ok(visit.desk.acted_on(visit.actor(), submission, action).await?)
}

/// A form that lacks what cannot be left out before the rules are asked.
fn lacking(typed: &Typed, refusals: &[Refusal]) -> Form {
    refused(typed, refusals)
}

/// An hour as somebody types it.
fn hour(typed: &Typed, field: &str) -> Option<NaiveTime> {
    typed.time(field)?.ok()
}

/// A form that nobody has filled in, with some values to begin with.
fn begun(values: &[(&str, String)]) -> Form {
    let mut form = fresh();
    for (name, value) in values {
        form.values.insert((*name).to_owned(), value.clone());
    }
    form
}
