//! A physician looks at an incident.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// A physician says what was found about an incident, and what follows.
///
/// # Errors
/// [`Failure::Refused`] with everything that is missing; [`Failure::Forbidden`].
pub async fn review_incident(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    incident: RecordId,
    words: &str,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::ReviewIncident, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(
            Action::ReviewIncident,
            &file.facts.clone().into(),
            &Context::default(),
        )?;
        let record = RecordId::fresh();
        let events = decide::review_incident(&file.case, record, incident, words, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
