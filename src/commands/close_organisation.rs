//! An administrator closes an organisation, or opens it again.

use crate::access::{Action, Actor, Context, Resource};
use crate::domain::ids::OrganisationId;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::{StoreError, organisations};
use serde_json::{Map, Value};

/// An administrator closes an organisation, or opens it again. One that still treats, supervises, or was asked to take
/// over an open case is not closed, and neither is one for whose obligations nobody else answers: nobody falls through.
///
/// # Errors
/// [`Failure::Refused`] where it is still needed or nothing changes; [`Failure::Forbidden`].
pub async fn close_organisation(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    organisation: OrganisationId,
    closed: bool,
    reason: &str,
) -> Result<OrganisationId, Failure> {
    desk.perform(actor, submission, Action::CloseOrganisation, async |work| {
        let known = organisations::find_in(work.tx(), organisation).await?;
        let known = known.ok_or(StoreError::Missing("organisation"))?;
        let resource = Resource::Organisation {
            id: known.id,
            kind: known.kind,
            region: known.region,
        };
        let permit = work.authorise(Action::CloseOrganisation, &resource, &Context::default())?;
        if organisations::is_closed(work.tx(), organisation).await? == closed {
            return Err(Refusal::NothingToDo.into());
        }
        let reason = text("reason", reason, true, WORDS)?;
        let needed = organisations::needed_by(work.tx(), organisation).await?;
        if closed && needed > 0 {
            return Err(Refusal::StillNeeded { cases: needed }.into());
        }
        let closed_at = closed.then_some(work.instant());
        organisations::set_closed(work.tx(), organisation, closed_at).await?;
        if closed {
            let references = work.still_owed_by(organisation).await?;
            if !references.is_empty() {
                return Err(Refusal::NobodyElse { references }.into());
            }
        }
        work.roster_changed(organisation).await?;
        work.parts_changed(organisation).await?;
        let mut detail = Map::new();
        detail.insert("closed".to_owned(), Value::Bool(closed));
        detail.insert("reason".to_owned(), Value::String(reason));
        let subject = organisation.to_string();
        let written = work.seal(permit, &subject, detail).await?;
        Ok((written, organisation))
    })
    .await
}
