//! The sender says what became of a parcel that did not arrive whole.

use super::receive_parcel::about;
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
    let doing = (Action::ReconcileParcel, case, parcel);
    about(desk, actor, submission, doing, |record, file, _| {
        decide::reconcile_parcel(&file.case, (record, parcel), words)
    })
    .await
}
