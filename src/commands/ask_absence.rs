//! The person asks to be away.

use super::applying;
use crate::access::{Action, Actor, Context};
use crate::domain::decide::passage;
use crate::domain::decide::passage::AskAbsence;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// The person asks to be away.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn ask_absence(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &AskAbsence,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::AskAbsence, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::AskAbsence, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let (rules, law) = applying(work, file.now.today())?;
        let events = passage::ask_absence(record, form, (rules, &law), &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
