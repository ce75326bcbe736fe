//! The last day of use of a lot was read wrongly and is put right.

use super::lot_corrected::{Correcting, correcting, taken_in_at};
use super::lot_told::{Concerned, Whom, concerned};
use crate::access::{Action, Actor};
use crate::domain::ids::LotId;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::rules::Rules;
use crate::domain::schedule::Interval;
use crate::store::desk::{Desk, Failure, Recalled, Submission};
use crate::store::stock::{self, Said};
use chrono::NaiveDate;
use serde_json::{Map, json};

/// The first and the last day that can stand on a pack of a lot: no pack lives longer than its protocol says, and this one
/// was whole when it was taken in, or had just been made today. One that was too old when it was taken in is still put right.
#[must_use]
pub fn possible_days(
    rules: &Rules,
    product: &str,
    (taken_in_on, today): (NaiveDate, NaiveDate),
) -> Option<(NaiveDate, NaiveDate)> {
    let protocol = rules.protocol_on(product, today)?;
    let life = Interval::Months(protocol.storage.shelf_life_months);
    Some((life.before(taken_in_on), life.after(today)))
}

/// Puts the last day of use of a lot right, everywhere at once; it is typed twice, as when the lot was taken in. What was said
/// before stays readable, and every case that holds a pack of it, or received one, learns of it.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn correct_lot(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    lot: LotId,
    [expiry_on, again_on]: [Option<NaiveDate>; 2],
    reason: &str,
) -> Result<LotId, Failure> {
    let action = Action::CorrectLot;
    let taken_in_at = taken_in_at(desk, lot).await?;
    desk.perform(actor, submission, action, async |work| {
        let Correcting {
            permit,
            today,
            taken_in_on,
        } = correcting(work, actor, taken_in_at).await?;
        let Concerned { mut files, known, .. } = concerned(work, Whom::Concerned, lot).await?;
        let mut wrong = Vec::new();
        let reason = text("reason", reason, true, WORDS).unwrap_or_else(|refusal| {
            wrong.push(refusal);
            String::new()
        });
        let days = possible_days(work.rules(), &known.product, (taken_in_on, today));
        let field = "expiry_on";
        match (expiry_on, days) {
            (None, _) => wrong.push(Refusal::NotUnderstood { field }),
            (Some(day), _) if again_on != Some(day) => wrong.push(Refusal::NotUnderstood {
                field: "expiry_again",
            }),
            (Some(day), _) if day == known.expiry_on => wrong.push(Refusal::NothingToDo),
            (Some(day), Some((earliest_on, _))) if day < earliest_on => {
                wrong.push(Refusal::NotBefore { field, earliest_on });
            }
            (Some(day), Some((_, latest_on))) if day > latest_on => {
                wrong.push(Refusal::NotAfter { field, latest_on });
            }
            _ => {}
        }
        let (Some(expiry_on), true) = (expiry_on, wrong.is_empty()) else {
            return Err(wrong.into());
        };
        let mover = work.mover(action, work.instant())?;
        stock::change_lot(
            work.tx(),
            &known,
            Said::ExpiryCorrected(expiry_on),
            &reason,
            mover,
        )
        .await?;
        for file in &mut files {
            let told = Recalled::Corrected {
                product: known.product.clone(),
                lot: known.number.clone(),
                expiry_on,
                reason: reason.clone(),
            };
            work.reach(&permit, file, told).await?;
        }
        let detail = Map::from_iter([("expiry_on".to_owned(), json!(expiry_on))]);
        let written = work.seal(permit, &format!("lot:{lot}"), detail).await?;
        Ok((written, lot))
    })
    .await
}
