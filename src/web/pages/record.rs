//! What every form that records something in a case does alike.

use crate::access::Action;
use crate::domain::ids::CaseId;
use crate::domain::refusal::Refusal;
use crate::store::desk::Failure;
use crate::store::file::CaseFile;
use crate::store::reading::ledger::{self, Act};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::refused::with_refusals;
use crate::web::typed::Typed;
use crate::web::views::{Form, Page};
use crate::web::visit::{Html, Visit, done_or_refused};
use chrono::{DateTime, TimeDelta, Utc};
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

/// Minutes after an act for which the page it led to says that it is done.
const SAID_MINUTES: i64 = 10;

/// The act that an address says was just done on a case, where it was: the reader's last one there of those that the page
/// confirms. An address can be kept, sent on or made up, and must not say of a dose that it is recorded.
///
/// # Errors
/// When the database does not answer.
pub async fn just_done(
    visit: &Visit<'_>,
    case: CaseId,
    said: Option<&str>,
    confirmed: &[Action],
) -> Result<Option<Action>, Fault> {
    let said = said.and_then(|verb| verb.parse::<Action>().ok());
    let said = said.filter(|said| confirmed.contains(said));
    let (Some(said), Some(reader)) = (said, visit.actor().account_id()) else {
        return Ok(None);
    };
    let since = just_now(visit);
    let acts = ledger::latest_by(visit.desk.store(), (case, reader), since).await?;
    let known = |verb: &str| confirmed.iter().any(|action| action.as_str() == verb);
    let acts: Vec<_> = acts.into_iter().filter(|(verb, _)| known(verb)).collect();
    // One intention may be several acts of one moment.
    let last = acts.first().map(|(_, at)| *at);
    let mut acts = acts.iter();
    let found = acts.any(|(verb, at)| verb == said.as_str() && Some(*at) == last);
    Ok(found.then_some(said))
}

/// From when on an act was just done.
#[must_use]
pub fn just_now(visit: &Visit<'_>) -> DateTime<Utc> {
    visit.desk.instant() - TimeDelta::minutes(SAID_MINUTES)
}

/// An act outside of any case that a list confirms.
#[derive(Clone, Copy, Debug)]
pub struct Confirmed {
    /// How the address of the list says it.
    pub said: &'static str,
    /// Its verb in the ledger.
    pub action: Action,
    /// What of it was done, where one verb is for several.
    pub what: Option<&'static str>,
    /// The words for it, by their key.
    pub words: &'static str,
}

impl Confirmed {
    fn is(&self, act: &Act) -> bool {
        act.verb == self.action.as_str() && (self.what.is_none() || act.what.as_deref() == self.what)
    }
}

/// The words for what an address says was just done outside of any case, where it was: as [`just_done`], by the same
/// reader, and the last of what the list confirms.
///
/// # Errors
/// When the database does not answer.
pub async fn just_done_elsewhere(
    visit: &Visit<'_>,
    said: Option<&str>,
    confirmed: &[Confirmed],
) -> Result<Option<Words>, Fault> {
    let said = confirmed.iter().find(|known| Some(known.said) == said);
    let (Some(said), Some(reader)) = (said, visit.actor().account_id()) else {
        return Ok(None);
    };
    let acts = ledger::latest_elsewhere(visit.desk.store(), reader, just_now(visit)).await?;
    let mut acts = acts.iter();
    let last = acts.find(|act| confirmed.iter().any(|known| known.is(act)));
    let last = last.filter(|act| said.is(act));
    Ok(last.map(|_| Words::key(said.words)))
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
