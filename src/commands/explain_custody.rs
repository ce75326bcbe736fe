//! It is said where a parcel was while nobody had signed for it.

use super::receive_parcel::about;
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
    let doing = (Action::ExplainCustody, case, parcel);
    about(desk, actor, submission, doing, |record, file, rules| {
        decide::explain_custody(&file.case, (record, parcel), words, rules, &file.now)
    })
    .await
}
