//! Any clinician takes down an adverse reaction; a severe one stops the doses at once.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, ReportReaction};
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// Any clinician takes down an adverse reaction; a severe one stops the doses at once.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn report_reaction(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &ReportReaction,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::ReportReaction, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::ReportReaction, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let events = decide::report_reaction(
            &file.case,
            (record, RecordId::fresh()),
            form,
            work.rules(),
            &file.now,
        )?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
