//! The head of a supervising body gives cases to an officer: all that another one had, when that one leaves.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::ids::{AccountId, OrganisationId};
use crate::domain::refusal::Refusal;
use crate::domain::rules::Post;
use crate::store::desk::{Desk, Failure, Submission, Written};
use crate::store::reading::caseload;
use crate::store::{accounts, organisations};

/// Cases given in one act; the rest follow with the next one.
pub const MOST_AT_ONCE: u64 = 100;

/// A caseload to be handed over.
#[derive(Clone, Debug)]
pub struct HandOver<'a> {
    /// The supervising body.
    pub organisation: OrganisationId,
    /// Who had the cases; none for those that nobody in particular had.
    pub from: Option<AccountId>,
    /// Who has them from now on.
    pub to: Option<AccountId>,
    /// Why.
    pub reason: &'a str,
}

/// Gives the open cases of one officer, or those without one, to another, the oldest first. Whoever takes over is told
/// at once of every alert that still waits. Says how many cases went over.
///
/// # Errors
/// [`Failure::Refused`] where there is nothing to hand over, the successor is no officer of this body, or no reason is
/// given; [`Failure::Forbidden`].
pub async fn hand_over_caseload(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    form: &HandOver<'_>,
) -> Result<u64, Failure> {
    let successor = match form.to {
        Some(id) => accounts::find(desk.store(), id).await?,
        None => None,
    };
    desk.perform(actor, submission, Action::AssignOfficer, async |work| {
        let place = organisations::find_in(work.tx(), form.organisation).await?;
        let place = place.ok_or(Refusal::NothingToDo)?;
        let role = work.rules().places.role(&place.kind, Post::Officer);
        let fits = successor.as_ref().filter(|known| {
            known.organisation == place.id
                && known.is_there()
                && role == Some(known.role.as_str())
                && Some(known.id) != form.from
        });
        let mut last: Option<Written> = None;
        let mut moved = 0;
        let now = work.instant();
        for case in caseload::of(work.tx(), place.id, form.from, now, MOST_AT_ONCE).await? {
            let mut file = work.case(case).await?;
            let facts = file.facts.clone().into();
            let permit = work.authorise(Action::AssignOfficer, &facts, &Context::default())?;
            let officer = fits.ok_or(Refusal::Required { field: "officer" })?;
            let events = decide::assign_officer(&file.case, place.id, officer.id, form.reason)?;
            last = Some(work.record(permit, &mut file, events).await?);
            moved += 1;
        }
        let written = last.ok_or(Refusal::NothingToDo)?;
        Ok((written, moved))
    })
    .await
}
