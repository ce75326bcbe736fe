//! What every form that records something in a case does alike.

use crate::access::Action;
use crate::domain::ids::CaseId;
use crate::domain::refusal::Refusal;
use crate::store::desk::Failure;
use crate::store::file::CaseFile;
use crate::web::faults::Fault;
use crate::web::refused::with_refusals;
use crate::web::typed::Typed;
use crate::web::views::{Form, Page};
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::response::Redirect;
use std::str::FromStr;

/// A page, or where to go on.
pub type Answer = Result<Result<Redirect, Html>, Fault>;

/// An identity in an address; one that is none answers like one that is not there.
///
/// # Errors
/// [`Fault::NotFound`].
pub fn known<T: FromStr>(id: &str) -> Result<T, Fault> {
    id.parse().map_err(|_| Fault::NotFound)
}

/// A form nobody has filled in yet.
#[must_use]
pub fn fresh() -> Form {
    Form::new(crate::domain::ids::SubmissionKey::fresh())
}

/// The case's page, with the words for what was done.
#[must_use]
pub fn done(case: CaseId, action: Action) -> Redirect {
    Redirect::to(format!("/cases/{case}?done={action}"))
}

/// Opens a case for the page of an act.
///
/// # Errors
/// [`Fault::NotFound`], also for what the reader may not see; [`Fault::Forbidden`].
pub async fn open(visit: &Visit<'_>, action: Action, case: &str) -> Result<CaseFile, Fault> {
    Ok(visit.desk.look(visit.actor(), action, known(case)?).await?)
}

/// After an act: on to the case, or the form again as typed with what is wrong.
///
/// # Errors
/// [`Fault`], for everything but a refusal.
pub async fn settled<T, P: Page>(
    visit: &Visit<'_>,
    action: Action,
    case: CaseId,
    typed: &Typed,
    outcome: Result<T, Failure>,
    again: impl FnOnce(&CaseFile, Form) -> P,
) -> Answer {
    match done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(done(case, action))),
        Err(refusals) => {
            let file = visit.desk.look(visit.actor(), action, case).await?;
            Ok(Err(visit.refuse(&again(&file, refused(typed, &refusals)))?))
        }
    }
}

/// The form as typed, with what is wrong with it.
#[must_use]
pub fn refused(typed: &Typed, refusals: &[Refusal]) -> Form {
    with_refusals(typed.form(), refusals)
}

/// Takes a field along unseen: as it was sent, or what it is now.
pub fn carry(form: &mut Form, name: &str, now: impl ToString) {
    let value = form.values.get(name).cloned().unwrap_or_else(|| now.to_string());
    form.carried.insert(name.to_owned(), value);
}
