//! A clerk records that the release was announced to the health organisation and to the supervising body.

use super::playing;
use crate::access::{Action, Actor, Context};
use crate::domain::decide::passage::{self, ReleaseNoticeForm};
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// A clerk records that the release was announced to the health organisation and to the supervising body.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn send_release_notice(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &ReleaseNoticeForm,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::SendReleaseNotice, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::SendReleaseNotice, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let form = ReleaseNoticeForm {
            health: playing(work, form.health, |kind| kind.treats && !kind.custody()).await?,
            supervising: playing(work, form.supervising, |kind| kind.supervises).await?,
            ..form.clone()
        };
        let events = passage::send_release_notice(&file.case, record, &form, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
