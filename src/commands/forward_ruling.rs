//! A clerk records that a ruling was forwarded to the health organisation of the chosen residence.

use super::playing;
use crate::access::{Action, Actor, Context};
use crate::domain::decide::passage::{self, RulingSent};
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// A clerk records that a ruling was forwarded to the health organisation of the chosen residence.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn forward_ruling(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &RulingSent,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::ForwardRuling, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::ForwardRuling, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let form = RulingSent {
            to: playing(work, form.to, |kind| kind.treats && !kind.custody()).await?,
            ..form.clone()
        };
        let events = passage::forward_ruling(&file.case, record, &form, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
