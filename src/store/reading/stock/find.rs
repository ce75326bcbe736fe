//! A lot by its number: those on record, and those that nothing but a dose or another injection names. The second lie on no
//! shelf, and whoever has to recall one finds it here.

use crate::domain::ids::LotId;
use crate::domain::supply::{lot_reads, same_lot};
use crate::store::entities::{dose, injected, lot};
use crate::store::reading::recall_ahead::received_lot;
use crate::store::{Store, StoreError};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use std::collections::BTreeMap;

/// A lot that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundLot {
    /// Product id.
    pub product: String,
    /// Its number: as it is on record, or as it was typed with a dose.
    pub number: String,
    /// Last day of use: as on record, or the latest that was typed with a dose; none where nobody typed one.
    pub expiry_on: Option<NaiveDate>,
    /// The lot, where it is on record.
    pub lot: Option<LotId>,
    /// Is it recalled?
    pub recalled: bool,
    /// So many people received it.
    pub people: usize,
}

/// Most lots of one answer, of either sort: whoever types more of the number finds the one that is meant.
const MOST_FOUND: u64 = 50;

/// The lots whose number reads like what was typed, or holds it: first those on record, then those that are not.
///
/// # Errors
/// When the database does not answer.
pub async fn find_lots(store: &Store, typed: &str) -> Result<Vec<FoundLot>, StoreError> {
    let reads = lot_reads(typed);
    if reads.is_empty() {
        return Ok(Vec::new());
    }
    let on = store.reader();
    let known = lot::Entity::find()
        .filter(lot::Column::Reads.contains(&reads))
        .order_by_asc(lot::Column::Number)
        .order_by_asc(lot::Column::Id)
        .limit(MOST_FOUND)
        .all(on)
        .await?;
    let mut found = Vec::new();
    for lot in &known {
        found.push(FoundLot {
            people: received_lot(on, (&lot.product, &lot.number)).await?.len(),
            product: lot.product.clone(),
            number: lot.number.clone(),
            expiry_on: Some(lot.expiry_on),
            lot: Some(LotId(lot.id)),
            recalled: lot.recall_id.is_some(),
        });
    }
    for ((product, _), (number, expiry_on)) in written(on, &reads).await? {
        let same = |lot: &lot::Model| lot.product == product && same_lot(&lot.number, &number);
        if known.iter().any(same) {
            continue;
        }
        found.push(FoundLot {
            people: received_lot(on, (&product, &number)).await?.len(),
            product,
            number,
            expiry_on,
            lot: None,
            recalled: false,
        });
    }
    Ok(found)
}

/// A lot as those who gave it wrote it: by product and by what its number reads as, one spelling and the latest last day.
type Written = BTreeMap<(String, String), (String, Option<NaiveDate>)>;

/// The lots that stand in what was injected, and whose number holds what is looked for.
async fn written<C: ConnectionTrait>(on: &C, reads: &str) -> Result<Written, StoreError> {
    let doses: Vec<(String, String, NaiveDate)> = dose::Entity::find()
        .select_only()
        .column(dose::Column::Product)
        .column(dose::Column::Lot)
        .column(dose::Column::ExpiryOn)
        .distinct()
        .filter(dose::Column::VoidedAt.is_null())
        .into_tuple()
        .all(on)
        .await?;
    let others: Vec<(String, String)> = injected::Entity::find()
        .select_only()
        .column(injected::Column::Product)
        .column(injected::Column::Lot)
        .distinct()
        .filter(injected::Column::VoidedAt.is_null())
        .into_tuple()
        .all(on)
        .await?;
    let doses = doses
        .into_iter()
        .map(|(product, lot, expiry_on)| (product, lot, Some(expiry_on)));
    let others = others.into_iter().map(|(product, lot)| (product, lot, None));
    let mut written = Written::new();
    for (product, number, expiry_on) in doses.chain(others) {
        let its = lot_reads(&number);
        if !its.contains(reads) {
            continue;
        }
        let known = written.entry((product, its)).or_insert((number, None));
        known.1 = known.1.max(expiry_on);
    }
    let most = usize::try_from(MOST_FOUND).unwrap_or(usize::MAX);
    Ok(written.into_iter().take(most).collect())
}
