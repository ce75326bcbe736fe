//! Packs come from a supplier and are taken in, scanned or by hand.

use crate::access::{Action, Actor, Context};
use crate::domain::ids::{LotId, OrganisationId, PackId};
use crate::domain::refusal::{PackFault, Refusal};
use crate::domain::rules::Rules;
use crate::domain::schedule::Interval;
use crate::domain::supply::{Pack, Place, lot_typed};
use crate::store::desk::{Desk, Failure, Submission, Work};
use crate::store::stock::{self, Lot, NewPack};
use crate::store::{StoreError, organisations, reading};
use chrono::NaiveDate;
use serde_json::{Map, json};
use std::collections::BTreeSet;

/// Most packs of one form: a carton, not a lorry.
pub const MOST_PACKS: usize = 200;

/// What is said about packs that came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakeInPacks {
    /// Product id.
    pub product: String,
    /// Number of the lot as printed.
    pub lot: String,
    /// The same typed again, where it was typed.
    pub lot_again: String,
    /// Last day of use as printed; `None` where the typed day is not one.
    pub expiry_on: Option<NaiveDate>,
    /// The same again; `None` where it was read from the code.
    pub expiry_again_on: Option<NaiveDate>,
    /// Codes read: trade item number and serial number of each pack.
    pub codes: Vec<(String, String)>,
    /// So many packs without a code.
    pub by_hand: usize,
    /// Why by hand, by the identity of the reason.
    pub by_hand_reason: String,
}

/// Takes packs in onto the shelf of an organisation. What is known of a lot is never replaced by what is typed.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn take_in_packs(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    at: OrganisationId,
    form: &TakeInPacks,
) -> Result<LotId, Failure> {
    let action = Action::TakeInPacks;
    desk.perform(actor, submission, action, async |work| {
        let place = organisations::find_in(work.tx(), at)
            .await?
            .ok_or(StoreError::Missing("organisation"))?;
        let permit = work.authorise(action, &place.resource(), &Context::default())?;
        let today = place.today(work.instant());
        let form = &by_trade_item(work, form).await?;
        let (number, expiry_on) = check(form, work.rules(), today, false)?;
        known_codes(work, &form.codes).await?;
        let lot = lot(work, form, &number, expiry_on).await?;
        let to = if lot.recall.is_some() {
            // What is recalled is on no shelf, not even for a moment.
            Place::Quarantine { at, reserved: None }
        } else {
            Place::Stock { at, reserved: None }
        };
        let packs = new_packs(form, lot.id, to);
        let first = stock::take_in(work.tx(), &packs, work.mover(action, work.instant())?).await;
        first.map_err(known_already)?;
        work.stock_began(at).await?;
        let ids: Vec<_> = packs.iter().map(|pack| pack.id.to_string()).collect();
        let detail = Map::from_iter([("packs".to_owned(), json!(ids))]);
        let written = work.seal(permit, &format!("lot:{}", lot.id), detail).await?;
        Ok((written, lot.id))
    })
    .await
}

/// The product is that of the trade item number, once a pack with this number was taken in: then it need not be chosen, and
/// another one is a mistake.
pub(super) async fn by_trade_item(work: &Work<'_>, form: &TakeInPacks) -> Result<TakeInPacks, Failure> {
    let mut form = form.clone();
    let mut items: Vec<String> = form.codes.iter().map(|(gtin, _)| gtin.clone()).collect();
    items.sort_unstable();
    items.dedup();
    // The packs of one form are of one lot; more numbers than that are a mistake that the first ones show.
    for item in items.iter().take(MOST_ITEMS) {
        let known = reading::stock::products_of(work.tx(), item).await?;
        if form.product.is_empty() {
            // Where two names of it are on record, whoever takes it in says which it is.
            if let [one] = &known[..] {
                form.product.clone_from(one);
            }
            continue;
        }
        let same = work.rules().products_of(&form.product);
        if !known.is_empty() && !known.iter().any(|product| same.contains(product)) {
            return Err(Refusal::OtherTradeItem.into());
        }
    }
    Ok(form)
}

/// Most trade item numbers looked up for one form.
const MOST_ITEMS: usize = 5;

/// Refuses each code of a pack that is on record, by its place among those scanned.
async fn known_codes(work: &Work<'_>, codes: &[(String, String)]) -> Result<(), Failure> {
    let known = stock::coded(work.tx(), codes).await?;
    let on_record = |gtin: &str, serial: &str| {
        let same = |pack: &Pack| pack.gtin.as_deref() == Some(gtin) && pack.serial.as_deref() == Some(serial);
        known.iter().any(same)
    };
    let refused: Vec<Refusal> = (1..)
        .zip(codes)
        .filter(|(_, (gtin, serial))| on_record(gtin, serial))
        .map(|(number, (_, serial))| code_known(number, serial, codes.len()))
        .collect();
    if refused.is_empty() {
        Ok(())
    } else {
        Err(refused.into())
    }
}

/// A pack with this code is on record, or was scanned before it.
fn code_known(number: usize, serial: &str, codes: usize) -> Refusal {
    Refusal::PackUnsound(PackFault::Known).of_code(number, serial, codes)
}

pub(super) fn known_already(fault: StoreError) -> Failure {
    if fault.is_duplicate() {
        Refusal::PackUnsound(PackFault::Known).into()
    } else {
        fault.into()
    }
}

/// The number and the last day of the lot, where everything typed agrees; `came` where the packs are here whatever their
/// last day is.
pub(super) fn check(
    form: &TakeInPacks,
    rules: &Rules,
    today: NaiveDate,
    came: bool,
) -> Result<(String, NaiveDate), Vec<Refusal>> {
    let mut wrong = Vec::new();
    let protocol = rules.protocol_on(&form.product, today);
    if protocol.is_none() {
        wrong.push(Refusal::Required { field: "product" });
    }
    let number = lot_typed("lot", &form.lot, true).unwrap_or_else(|refusal| {
        wrong.push(refusal);
        String::new()
    });
    if !number.is_empty() && form.lot_again.trim() != number {
        wrong.push(Refusal::NotUnderstood { field: "lot_again" });
    }
    match form.expiry_on {
        None => wrong.push(Refusal::NotUnderstood { field: "expiry_on" }),
        Some(day) if form.expiry_again_on != Some(day) => {
            wrong.push(Refusal::NotUnderstood {
                field: "expiry_again",
            });
        }
        Some(expiry_on) if expiry_on < today && !came => wrong.push(Refusal::Expired { expiry_on }),
        Some(expiry_on) => {
            let months = protocol.map_or(0, |known| known.storage.shelf_life_months);
            let latest_on = Interval::Months(months).after(today);
            if protocol.is_some() && expiry_on > latest_on {
                wrong.push(Refusal::NotAfter {
                    field: "expiry_on",
                    latest_on,
                });
            }
        }
    }
    let most = form.codes.len().saturating_add(form.by_hand);
    if most == 0 {
        wrong.push(Refusal::Required { field: "code" });
    }
    if most > MOST_PACKS {
        wrong.push(Refusal::TooLong {
            field: if form.by_hand > 0 { "by_hand" } else { "code" },
            most: MOST_PACKS,
        });
    }
    let mut before = BTreeSet::new();
    let twice = (1..).zip(&form.codes).filter(|(_, code)| !before.insert(*code));
    wrong.extend(twice.map(|(number, (_, serial))| code_known(number, serial, form.codes.len())));
    if form.by_hand > 0 && rules.supply.by_hand(&form.by_hand_reason).is_none() {
        wrong.push(Refusal::Required {
            field: "by_hand_reason",
        });
    }
    match form.expiry_on {
        Some(expiry_on) if wrong.is_empty() => Ok((number, expiry_on)),
        _ => Err(wrong),
    }
}

/// The lot: as registered, or registered now. A different last day is a matter of correcting the lot, with a reason.
pub(super) async fn lot(
    work: &Work<'_>,
    form: &TakeInPacks,
    number: &str,
    expiry_on: NaiveDate,
) -> Result<Lot, Failure> {
    if let Some(known) = stock::lot_named(work.tx(), &work.rules().products_of(&form.product), number).await?
    {
        return if known.expiry_on == expiry_on {
            Ok(known)
        } else {
            Err(Refusal::ExpiryDiffers {
                known_on: known.expiry_on,
            }
            .into())
        };
    }
    let new = Lot::new(&form.product, number, expiry_on);
    let mover = work.mover(Action::TakeInPacks, work.instant())?;
    stock::register_lot(work.tx(), &new, "", mover).await?;
    Ok(new)
}

/// The packs of a form, as they are put down.
pub(super) fn new_packs(form: &TakeInPacks, lot: LotId, to: Place) -> Vec<NewPack> {
    let scanned = form.codes.iter().map(|(gtin, serial)| NewPack {
        id: PackId::fresh(),
        lot,
        gtin: Some(gtin.clone()),
        serial: Some(serial.clone()),
        by_hand: None,
        to,
    });
    let by_hand = std::iter::repeat_with(|| NewPack {
        id: PackId::fresh(),
        lot,
        gtin: None,
        serial: None,
        by_hand: Some(form.by_hand_reason.clone()),
        to,
    });
    scanned.chain(by_hand.take(form.by_hand)).collect()
}
