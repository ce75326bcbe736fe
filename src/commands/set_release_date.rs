//! A clerk names the day of release.

use super::applying;
use crate::access::{Action, Actor, Context};
use crate::domain::decide::passage;
use crate::domain::decide::passage::SetReleaseDate;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// A clerk names the day of release.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn set_release_date(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &SetReleaseDate,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::SetReleaseDate, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::SetReleaseDate, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let (rules, _) = applying(work, file.now.today())?;
        let inside = (file.held(), rules);
        let events = passage::set_release_date(&file.case, record, form, inside, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
