//! A physician takes down a contraindication; the drug it speaks against stops at once.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, FindContraindication};
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// A physician takes down a contraindication; the drug it speaks against stops at once.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn record_contraindication(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &FindContraindication,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::RecordContraindication, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::RecordContraindication, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let events = decide::find_contraindication(
            &file.case,
            (record, RecordId::fresh()),
            form,
            work.rules(),
            &file.now,
        )?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
