//! Whoever is said to have sent a parcel that came without notice for nobody known says what it was.

use crate::access::{Action, Actor, Context};
use crate::domain::ids::ShelfDutyId;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::shelf_duty::DutyKind;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::{StoreError, organisations, shelf_duties};
use serde_json::{Map, json};

/// Says what such a parcel was, and ends what is owed about it.
///
/// # Errors
/// [`Failure::Refused`] where nothing is open about it, or nothing is said; [`Failure::Forbidden`].
pub async fn explain_arrival(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    id: ShelfDutyId,
    words: &str,
) -> Result<(), Failure> {
    let action = Action::ExplainArrival;
    desk.perform(actor, submission, action, async |work| {
        let found = shelf_duties::lock(work.tx(), id).await?;
        let duty = found.ok_or(Refusal::NothingToDo)?;
        let owner = organisations::find_in(work.tx(), duty.owner)
            .await?
            .ok_or(StoreError::Missing("organisation"))?;
        let permit = work.authorise(action, &owner.resource(), &Context::default())?;
        if duty.kind != DutyKind::Arrival || duty.settled_at.is_some() {
            return Err(Refusal::NothingToDo.into());
        }
        let words = text("words", words, true, WORDS)?;
        let by = work.recorder().account().ok_or(StoreError::Missing("account"))?;
        shelf_duties::settle(work.tx(), id, work.instant(), Some((by, &words))).await?;
        let detail = Map::from_iter([("duty".to_owned(), json!(id.to_string()))]);
        let written = work.seal(permit, &duty.subject(), detail).await?;
        Ok((written, ()))
    })
    .await
}
