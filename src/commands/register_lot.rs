//! A lot of which no pack came to a shelf is put on record, so that it can be recalled like any other.

use crate::access::{Action, Actor, Context, Resource};
use crate::domain::ids::LotId;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::rules::Rules;
use crate::domain::schedule::Interval;
use crate::domain::supply::{lot_typed, same_lot};
use crate::store::StoreError;
use crate::store::desk::{Desk, Failure, Submission, Work};
use crate::store::organisations;
use crate::store::stock::{self, Lot};
use chrono::NaiveDate;
use serde_json::{Map, json};

/// What is said about a lot that nobody took in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterLot {
    /// Product id.
    pub product: String,
    /// Number of the lot.
    pub lot: String,
    /// Last day of use; `None` where the typed day is not one. It may be past: who received the lot is asked for years.
    pub expiry_on: Option<NaiveDate>,
    /// Where the number is known from.
    pub reason: String,
}

/// Puts a lot on record of which no pack lies anywhere: one that was given before packs were kept, or that a notice names.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong, and where the lot is on record; [`Failure::Forbidden`].
pub async fn register_lot(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    form: &RegisterLot,
) -> Result<LotId, Failure> {
    let action = Action::RegisterLot;
    desk.perform(actor, submission, action, async |work| {
        let permit = work.authorise(action, &Resource::System, &Context::default())?;
        let today = today(work, actor).await?;
        let (number, expiry_on, reason) = check(form, work.rules(), today)?;
        // A recalled lot is found by what its number may pass for, too: that is another lot.
        let known = stock::lot_named(work.tx(), &work.rules().products_of(&form.product), &number).await?;
        if known.is_some_and(|known| same_lot(&known.number, &number)) {
            return Err(Refusal::NothingToDo.into());
        }
        let new = Lot::new(&form.product, &number, expiry_on);
        let mover = work.mover(action, work.instant())?;
        let first = stock::register_lot(work.tx(), &new, &reason, mover).await;
        first.map_err(registered_already)?;
        let detail = Map::from_iter([("number".to_owned(), json!(number))]);
        let written = work.seal(permit, &format!("lot:{}", new.id), detail).await?;
        Ok((written, new.id))
    })
    .await
}

/// Today where the actor works.
async fn today(work: &Work<'_>, actor: &Actor) -> Result<NaiveDate, Failure> {
    let own = actor.organisation().ok_or(Refusal::NothingToDo)?;
    let place = organisations::find_in(work.tx(), own).await?;
    Ok(place.ok_or(Refusal::NothingToDo)?.today(work.instant()))
}

fn registered_already(fault: StoreError) -> Failure {
    if fault.is_duplicate() {
        Refusal::NothingToDo.into()
    } else {
        fault.into()
    }
}

/// Number, last day of use and reason, where everything typed can be. A product that is no longer chosen was given all the
/// same.
fn check(
    form: &RegisterLot,
    rules: &Rules,
    today: NaiveDate,
) -> Result<(String, NaiveDate, String), Vec<Refusal>> {
    let mut wrong = Vec::new();
    let protocol = rules.protocols().find(|known| known.id == form.product);
    if protocol.is_none() {
        wrong.push(Refusal::Required { field: "product" });
    }
    let number = lot_typed("lot", &form.lot, true).unwrap_or_else(|refusal| {
        wrong.push(refusal);
        String::new()
    });
    let field = "expiry_on";
    let life = protocol.map(|known| Interval::Months(known.storage.shelf_life_months));
    let latest_on = life.map(|life| life.after(today));
    match (form.expiry_on, latest_on) {
        (None, _) => wrong.push(Refusal::NotUnderstood { field }),
        (Some(day), Some(latest_on)) if day > latest_on => wrong.push(Refusal::NotAfter { field, latest_on }),
        _ => {}
    }
    let reason = text("reason", &form.reason, true, WORDS).unwrap_or_else(|refusal| {
        wrong.push(refusal);
        String::new()
    });
    match form.expiry_on {
        Some(expiry_on) if wrong.is_empty() => Ok((number, expiry_on, reason)),
        _ => Err(wrong),
    }
}
