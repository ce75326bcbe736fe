//! A lot was taken in as another product, or under a number that was read wrongly, and is put right.

use super::correct_lot::possible_days;
use super::lot_corrected::{Correcting, correcting, taken_in_at};
use crate::access::{Action, Actor};
use crate::domain::ids::LotId;
use crate::domain::refusal::{PackFault, Refusal, WORDS, text};
use crate::domain::rules::Rules;
use crate::domain::supply::{lot_typed, same_lot};
use crate::store::desk::{Desk, Failure, Submission, Work};
use crate::store::stock::{self, Lot};
use chrono::NaiveDate;
use serde_json::{Map, json};

/// What a lot really is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenIn {
    /// Product id; empty where that was right.
    pub product: String,
    /// Number as printed; empty where that was right.
    pub lot: String,
    /// The same typed again.
    pub lot_again: String,
    /// Why it was taken in otherwise.
    pub reason: String,
}

/// Puts the product or the number of a lot right for all its packs at once: their trade item number goes by it from then on. What
/// was said before stays readable. Where a lot of that name with the same last day is on record, what lies of it on shelves is of
/// that one from then on; answers with the lot that it is of. Not while somebody received a pack of it, or one is kept for him or on
/// its way: his records name what was known, and are put right or freed first.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn correct_taken_in(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    lot: LotId,
    form: &TakenIn,
) -> Result<LotId, Failure> {
    let action = Action::CorrectLot;
    let taken_in_at = taken_in_at(desk, lot).await?;
    desk.perform(actor, submission, action, async |work| {
        let Correcting {
            permit,
            today,
            taken_in_on,
        } = correcting(work, actor, taken_in_at).await?;
        let known = held(work, lot, form).await?;
        let (product, number, reason) = check(form, &known, work.rules(), (taken_in_on, today))?;
        let other = free_of_others(work, &known, (&product, &number)).await?;
        let said = format!(
            "{} {} → {product} {number}: {reason}",
            known.product, known.number
        );
        let mover = work.mover(action, work.instant())?;
        let mut detail = Map::from_iter([
            ("product".to_owned(), json!(product)),
            ("number".to_owned(), json!(number)),
        ]);
        let lies_in = match other {
            Some(other) => {
                if stock::join_lot(work.tx(), (&known, &other), &said, mover).await? == 0 {
                    return Err(Refusal::NothingToDo.into());
                }
                detail.insert("into".to_owned(), json!(other.id.to_string()));
                other.id
            }
            None => {
                stock::rename_lot(work.tx(), &known, (&product, &number), &said, mover).await?;
                lot
            }
        };
        let written = work.seal(permit, &format!("lot:{lot}"), detail).await?;
        Ok((written, lies_in))
    })
    .await
}

/// What lies of the lot, the lot, and each other that has the name that was typed, held until the end: the lots in the order of
/// their identities. Two corrections, each into the name of the other lot, do not wait for each other.
async fn held(work: &Work<'_>, lot: LotId, form: &TakenIn) -> Result<Lot, Failure> {
    let tx = work.tx();
    stock::lock_shelved(tx, lot).await?;
    let seen = stock::lot_in(tx, lot).await?.ok_or(Refusal::NothingToDo)?;
    let typed = lot_typed("lot", &form.lot, false).unwrap_or_default();
    let number = or_as_it_is(&typed, &seen.number);
    let product = or_as_it_is(&form.product, &seen.product);
    let products = work.rules().products_of(&product);
    let mut lots = stock::lots_alike(tx, &products, &number).await?;
    lots.push(lot);
    lots.sort_unstable();
    lots.dedup();
    let mut known = None;
    for id in lots {
        let held = stock::lock_lot(tx, id).await?;
        known = held.filter(|held| held.id == lot).or(known);
    }
    Ok(known.ok_or(Refusal::NothingToDo)?)
}

/// What it is from now on, and why, where everything that was typed can be.
fn check(
    form: &TakenIn,
    known: &Lot,
    rules: &Rules,
    days: (NaiveDate, NaiveDate),
) -> Result<(String, String, String), Vec<Refusal>> {
    let mut wrong = Vec::new();
    let reason = text("reason", &form.reason, true, WORDS).unwrap_or_else(|refusal| {
        wrong.push(refusal);
        String::new()
    });
    let typed = lot_typed("lot", &form.lot, false).unwrap_or_else(|refusal| {
        wrong.push(refusal);
        String::new()
    });
    if form.lot_again.trim() != typed {
        wrong.push(Refusal::NotUnderstood { field: "lot_again" });
    }
    let product = or_as_it_is(&form.product, &known.product);
    let number = or_as_it_is(&typed, &known.number);
    if product == known.product && number == known.number {
        wrong.push(Refusal::NothingToDo);
    }
    match possible_days(rules, &product, days) {
        None => wrong.push(Refusal::Required { field: "product" }),
        // A product that lasts for less cannot be good for so long.
        Some((_, latest_on)) if known.expiry_on > latest_on => wrong.push(Refusal::NotAfter {
            field: "expiry_on",
            latest_on,
        }),
        Some(_) => {}
    }
    if known.recall.is_some() {
        // Whoever was reached was reached by this name.
        wrong.push(Refusal::PackUnsound(PackFault::Recalled));
    }
    if wrong.is_empty() {
        Ok((product, number, reason))
    } else {
        Err(wrong)
    }
}

fn or_as_it_is(typed: &str, known: &str) -> String {
    let said = if typed.is_empty() { known } else { typed };
    said.to_owned()
}

/// The other lot that has that name, where there is one with the same last day; nobody's case names a pack of this one.
async fn free_of_others(
    work: &Work<'_>,
    known: &Lot,
    (product, number): (&str, &str),
) -> Result<Option<Lot>, Failure> {
    let mut wrong = Vec::new();
    let packs = stock::somebodys(work.tx(), known.id).await?;
    if packs > 0 {
        wrong.push(Refusal::LotBound { packs });
    }
    let products = work.rules().products_of(product);
    let other = stock::lot_named(work.tx(), &products, number).await?;
    let other = other.filter(|other| other.id != known.id && same_lot(&other.number, number));
    if other
        .as_ref()
        .is_some_and(|other| other.expiry_on != known.expiry_on)
    {
        wrong.push(Refusal::LotKnown);
    }
    if wrong.is_empty() {
        Ok(other)
    } else {
        Err(wrong.into())
    }
}
