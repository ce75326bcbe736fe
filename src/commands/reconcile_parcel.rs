//! The sender says what became of a parcel that did not arrive whole.

use super::about_parcel;
use crate::access::{Action, Actor};
use crate::domain::decide;
use crate::domain::ids::{CaseId, ParcelId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// The sender says what became of a parcel that did not arrive whole.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn reconcile_parcel(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    parcel: ParcelId,
    words: &str,
) -> Result<RecordId, Failure> {
    let action = Action::ReconcileParcel;
    desk.perform(actor, submission, action, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(action, &file.facts.clone().into(), &about_parcel(&file, parcel))?;
        let record = RecordId::fresh();
        let events = decide::reconcile_parcel(&file.case, (record, parcel), words)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
