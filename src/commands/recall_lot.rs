//! A lot is recalled wherever it lies, and every person who received it is looked for: one act.

use crate::access::{Action, Actor, Context, Resource};
use crate::domain::event::RecallReached;
use crate::domain::ids::{CaseId, LotId, RecordId};
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::store::desk::{Desk, Failure, Recalled, Submission};
use crate::store::reading;
use crate::store::stock::{self, Said};
use serde_json::{Map, json};

/// Freezes a lot everywhere, in transit included, and tells every case that received it or holds a pack of it.
///
/// # Errors
/// [`Failure::Refused`] where it is recalled already or no notice is named; [`Failure::Forbidden`].
pub async fn recall_lot(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    lot: LotId,
    notice: &str,
) -> Result<RecordId, Failure> {
    let action = Action::RecallLot;
    desk.perform(actor, submission, action, async |work| {
        let permit = work.authorise(action, &Resource::System, &Context::default())?;
        let recall = RecordId::fresh();
        let cases: Vec<CaseId> = reading::stock::concerned(work.tx(), lot).await?;
        // The cases first, in the order of their identities, then the lot: no two recalls wait for each other.
        let mut files = Vec::new();
        for case in cases {
            files.push(work.case(case).await?);
        }
        let known = stock::lock_lot(work.tx(), lot)
            .await?
            .ok_or(Refusal::NothingToDo)?;
        if known.recall.is_some() {
            return Err(Refusal::NothingToDo.into());
        }
        let notice = text("notice", notice, true, WORDS)?;
        let mover = work.mover(action, work.instant())?;
        stock::change_lot(work.tx(), &known, Said::Recalled(recall), &notice, mover).await?;
        for file in &mut files {
            let told = Recalled::Reached(RecallReached {
                recall,
                product: known.product.clone(),
                lot: known.number.clone(),
                notice: notice.clone(),
                recalled_on: file.now.today(),
            });
            work.reach(&permit, file, told).await?;
        }
        let detail = Map::from_iter([
            ("recall".to_owned(), json!(recall.to_string())),
            ("cases".to_owned(), json!(files.len())),
        ]);
        let written = work.seal(permit, &format!("lot:{lot}"), detail).await?;
        Ok((written, recall))
    })
    .await
}

/// Lifts a recall: what waits because of it is free again, what was found in people stays written.
///
/// # Errors
/// [`Failure::Refused`] where none stands or no reason is given; [`Failure::Forbidden`].
pub async fn lift_recall(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    lot: LotId,
    reason: &str,
) -> Result<LotId, Failure> {
    let action = Action::LiftRecall;
    desk.perform(actor, submission, action, async |work| {
        let permit = work.authorise(action, &Resource::System, &Context::default())?;
        let cases = reading::stock::reached(work.tx(), lot).await?;
        let mut files = Vec::new();
        for case in cases {
            files.push(work.case(case).await?);
        }
        let known = stock::lock_lot(work.tx(), lot)
            .await?
            .ok_or(Refusal::NothingToDo)?;
        let recall = known.recall.ok_or(Refusal::NothingToDo)?;
        let reason = text("reason", reason, true, WORDS)?;
        let mover = work.mover(action, work.instant())?;
        stock::change_lot(work.tx(), &known, Said::RecallLifted(recall), &reason, mover).await?;
        for file in &mut files {
            let told = Recalled::Lifted {
                recall,
                reason: reason.clone(),
            };
            work.reach(&permit, file, told).await?;
        }
        let detail = Map::from_iter([("recall".to_owned(), json!(recall.to_string()))]);
        let written = work.seal(permit, &format!("lot:{lot}"), detail).await?;
        Ok((written, lot))
    })
    .await
}
