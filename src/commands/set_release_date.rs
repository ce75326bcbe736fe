//! A clerk names the day of release.

use super::applying;
use super::kept_packs::keep_for_whoever_comes_sooner;
use crate::access::{Action, Actor, Context};
use crate::domain::decide::passage;
use crate::domain::decide::passage::SetReleaseDate;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// A clerk names the day of release. Where the next dose thereby comes after it, a pack is kept for him at whoever has agreed to
/// take over, as at the acceptance.
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
        let mut events = passage::set_release_date(&file.case, record, form, inside, &file.now)?;
        let decided = (events.as_slice(), Action::SetReleaseDate);
        let kept = keep_for_whoever_comes_sooner(work, &file, decided).await?;
        events.extend(kept);
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
