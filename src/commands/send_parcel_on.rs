//! It is decided where a parcel goes whose person has gone elsewhere.

use super::about_parcel;
use crate::access::{Action, Actor};
use crate::domain::decide;
use crate::domain::event::Onward;
use crate::domain::ids::{CaseId, ParcelId};
use crate::store::desk::{Desk, Failure, Submission};

/// It is decided where a parcel goes whose person has gone elsewhere.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn send_parcel_on(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    parcel: ParcelId,
    onward: Option<Onward>,
    reason: &str,
) -> Result<(), Failure> {
    let action = Action::SendParcelOn;
    desk.perform(actor, submission, action, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(action, &file.facts.clone().into(), &about_parcel(&file, parcel))?;
        let events = decide::send_on(&file.case, parcel, (onward, reason), work.rules(), &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, ()))
    })
    .await
}
