//! A record is found to be wrong as a whole: it stays readable, and no longer counts.

use super::amend_record::made_at;
use super::pack_taken;
use crate::access::{Action, Actor};
use crate::domain::decide;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// A record is found to be wrong as a whole: it stays readable, and no longer counts.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn void_record(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    record: RecordId,
    reason: &str,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::VoidRecord, async |work| {
        let mut file = work.case(case).await?;
        let context = made_at(&file, record)?;
        let permit = work.authorise(Action::VoidRecord, &file.facts.clone().into(), &context)?;
        let events = decide::void(&file.case, record, reason, &file.now)?;
        let (pack, at) = pack_taken::given_from(&file, record);
        pack_taken::take_back(work, Action::VoidRecord, pack, at).await?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
