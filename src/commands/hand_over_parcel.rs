//! A parcel is given into named hands.

use super::about_parcel;
use crate::access::{Action, Actor};
use crate::domain::decide::{self, HandOverParcel};
use crate::domain::ids::{CaseId, ParcelId};
use crate::store::desk::{Desk, Failure, Submission};

/// A parcel is given into named hands.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn hand_over_parcel(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    parcel: ParcelId,
    form: &HandOverParcel,
) -> Result<(), Failure> {
    let action = Action::HandOverParcel;
    desk.perform(actor, submission, action, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(action, &file.facts.clone().into(), &about_parcel(&file, parcel))?;
        let events = decide::hand_over_parcel(&file.case, parcel, form, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, ()))
    })
    .await
}
