//! A physician says that a contraindication which may pass is over.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, EndContraindication};
use crate::domain::ids::CaseId;
use crate::store::desk::{Desk, Failure, Submission};

/// A physician says that a contraindication which may pass is over.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn end_contraindication(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &EndContraindication,
) -> Result<(), Failure> {
    desk.perform(actor, submission, Action::EndContraindication, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::EndContraindication, &resource, &Context::default())?;
        let events = decide::end_contraindication(&file.case, form, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, ()))
    })
    .await
}
