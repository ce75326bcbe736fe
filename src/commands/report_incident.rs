//! Something irregular happened and is taken down: the truth is never refused.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::event::IncidentKind;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};
use chrono::{DateTime, Utc};

/// What is said about an incident.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incident {
    /// What kind.
    pub kind: Option<IncidentKind>,
    /// When it happened; `None` where the typed date or time is not one.
    pub occurred_at: Option<DateTime<Utc>>,
    /// Did an injection enter the body?
    pub injected: bool,
    /// What happened.
    pub words: String,
}

/// Something irregular happened and is taken down: the truth is never refused.
///
/// # Errors
/// [`Failure::Refused`] with everything that is missing; [`Failure::Forbidden`].
pub async fn report_incident(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &Incident,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::ReportIncident, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(
            Action::ReportIncident,
            &file.facts.clone().into(),
            &Context::default(),
        )?;
        let record = RecordId::fresh();
        let (kind, at, injected) = (form.kind, form.occurred_at, form.injected);
        let events = decide::report_incident(record, kind, at, injected, &form.words, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
