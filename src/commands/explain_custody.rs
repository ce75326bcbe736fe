//! It is said where a parcel was while nobody had signed for it.

use super::about_parcel;
use crate::access::{Action, Actor};
use crate::domain::decide;
use crate::domain::ids::{CaseId, ParcelId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// It is said where a parcel was while nobody had signed for it.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn explain_custody(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    parcel: ParcelId,
    words: &str,
) -> Result<RecordId, Failure> {
    let action = Action::ExplainCustody;
    desk.perform(actor, submission, action, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(action, &file.facts.clone().into(), &about_parcel(&file, parcel))?;
        let record = RecordId::fresh();
        let events = decide::explain_custody(&file.case, (record, parcel), words, work.rules(), &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
