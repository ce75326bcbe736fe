//! A second person signs that a dose belongs to another case, or declines: then it is moved there, or stays.

use super::pack_taken;
use crate::access::{Action, Actor, Context};
use crate::domain::case::Mistake;
use crate::domain::decide::{self, SettleWrongPerson};
use crate::domain::event::Mistaken;
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::file::CaseFile;
use crate::store::{StoreError, stock};

/// Who reported it, as the policies ask: two people sign, never one twice.
///
/// # Errors
/// [`StoreError::Missing`] where nothing of this identity was reported.
pub fn cosigning(file: &CaseFile, report: RecordId) -> Result<Context, StoreError> {
    let known = mistake(file, report).ok_or(StoreError::Missing("report"))?;
    Ok(Context {
        placed_by: known.by.account(),
        ..Context::default()
    })
}

/// What was reported under an identity.
#[must_use]
pub fn mistake(file: &CaseFile, report: RecordId) -> Option<&Mistake> {
    file.case
        .mistakes
        .iter()
        .find(|known| known.reported.id == report)
}

/// Signs or declines what was reported, from either of the two cases.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`], also for whoever reported it.
pub async fn cosign_wrong_person(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    (recorded, given): (CaseId, CaseId),
    report: RecordId,
    form: &SettleWrongPerson,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::CosignWrongPerson, async |work| {
        let (mut there, mut here) = work.two_cases(recorded, given).await?;
        let known = mistake(&there, report).ok_or(Refusal::NothingToDo)?;
        if known.reported.here != Mistaken::RecordedHere || known.reported.other != given {
            return Err(Refusal::NothingToDo.into());
        }
        let context = cosigning(&there, report)?;
        let ask =
            |file: &CaseFile| work.authorise(Action::CosignWrongPerson, &file.facts.clone().into(), &context);
        let (first, second) = (ask(&there)?, ask(&here)?);
        let moved = RecordId::fresh();
        let drug = there.case.drug_of(known.reported.record);
        let recall = match &drug {
            Some(drug) => {
                let products = work.rules().products_of(&drug.product);
                stock::standing_recall(work.tx(), &products, &drug.lot).await?
            }
            None => None,
        };
        let (in_there, in_here) = decide::settle_wrong_person(
            (&there.case, &there.now),
            (&here.case, &here.now),
            report,
            moved,
            form,
            (work.rules(), recall.as_ref()),
        )?;
        if form.confirmed == Some(true) {
            let pack = drug.and_then(|drug| drug.pack);
            pack_taken::pass_on(work, Action::CosignWrongPerson, pack, (given, moved)).await?;
        }
        let written = work.record(first, &mut there, in_there).await?;
        let written = written.and(work.record(second, &mut here, in_here).await?);
        Ok((written, report))
    })
    .await
}
