//! A lot by its number: those on record, and those that nothing but a dose or another injection names. The second lie on no
//! shelf, and whoever has to recall one finds it here.

use crate::domain::ids::LotId;
use crate::domain::supply::lot_reads;
use crate::store::entities::{dose, injected, lot};
use crate::store::reading::recall_ahead::spellings;
use crate::store::{Store, StoreError};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

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

/// The lots that were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundLots {
    /// First those on record, then those that are not.
    pub lots: Vec<FoundLot>,
    /// There are more: whoever types more of the number finds the one that is meant.
    pub more: bool,
}

/// Most lots of one answer, of either sort.
const MOST_FOUND: usize = 50;

/// A lot by its product and by what its number reads as, however it is spelled.
type Name = (String, String);

/// The lots whose number reads like what was typed, or holds it. Where more are on record than one answer holds, those that are
/// not are left out: whether one of them is on record is known of all of them, or it is not said of any.
///
/// # Errors
/// When the database does not answer.
pub async fn find_lots(store: &Store, typed: &str) -> Result<FoundLots, StoreError> {
    let reads = lot_reads(typed);
    if reads.is_empty() {
        return Ok(FoundLots::default());
    }
    let on = store.reader();
    let mut known = on_record(on, &reads).await?;
    let mut more = known.len() > MOST_FOUND;
    known.truncate(MOST_FOUND);
    let mut written = written(on, &reads).await?;
    let recorded: BTreeSet<Name> = known.iter().map(name).collect();
    let strange = written.keys().filter(|name| !more && !recorded.contains(*name));
    let mut strange: Vec<Name> = strange.cloned().collect();
    more |= strange.len() > MOST_FOUND;
    strange.truncate(MOST_FOUND);
    written.retain(|name, _| recorded.contains(name) || strange.contains(name));
    let people = people(on, &written).await?;
    let received = |name: &Name| people.get(name).map_or(0, BTreeSet::len);
    let known = known.iter().map(|lot| FoundLot {
        people: received(&name(lot)),
        product: lot.product.clone(),
        number: lot.number.clone(),
        expiry_on: Some(lot.expiry_on),
        lot: Some(LotId(lot.id)),
        recalled: lot.recall_id.is_some(),
    });
    let strange = strange.iter().filter_map(|name| {
        let known = written.get(name)?;
        Some(FoundLot {
            people: received(name),
            product: name.0.clone(),
            number: known.spellings.first()?.clone(),
            expiry_on: known.expiry_on,
            lot: None,
            recalled: false,
        })
    });
    Ok(FoundLots {
        lots: known.chain(strange).collect(),
        more,
    })
}

fn name(lot: &lot::Model) -> Name {
    (lot.product.clone(), lot.reads.clone())
}

/// The lots on record whose number holds what is looked for: one more than an answer holds, where there are more.
async fn on_record<C: ConnectionTrait>(on: &C, reads: &str) -> Result<Vec<lot::Model>, StoreError> {
    let most = u64::try_from(MOST_FOUND).unwrap_or(u64::MAX);
    let known = lot::Entity::find()
        .filter(lot::Column::Reads.contains(reads))
        .order_by_asc(lot::Column::Number)
        .order_by_asc(lot::Column::Id)
        .limit(most.saturating_add(1));
    Ok(known.all(on).await?)
}

/// A lot as those who gave it wrote it.
#[derive(Default)]
struct Written {
    spellings: BTreeSet<String>,
    /// The latest last day of use that was typed with a dose.
    expiry_on: Option<NaiveDate>,
}

/// The lots that stand in what was injected, and whose number holds what is looked for.
async fn written<C: ConnectionTrait>(on: &C, reads: &str) -> Result<BTreeMap<Name, Written>, StoreError> {
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
    let mut written: BTreeMap<Name, Written> = BTreeMap::new();
    for (product, number, expiry_on) in doses.chain(others) {
        let its = lot_reads(&number);
        if !its.contains(reads) {
            continue;
        }
        let known = written.entry((product, its)).or_default();
        known.spellings.insert(number);
        known.expiry_on = known.expiry_on.max(expiry_on);
    }
    Ok(written)
}

/// The cases of those who received each of these lots, as a dose or otherwise: each table is asked once for all of them.
async fn people<C: ConnectionTrait>(
    on: &C,
    lots: &BTreeMap<Name, Written>,
) -> Result<BTreeMap<Name, BTreeSet<Uuid>>, StoreError> {
    let spelled = || {
        let all = lots.values().flat_map(|known| &known.spellings);
        all.map(String::as_str)
    };
    let mut rows: Vec<(String, String, Uuid)> = dose::Entity::find()
        .select_only()
        .column(dose::Column::Product)
        .column(dose::Column::Lot)
        .column(dose::Column::CaseId)
        .distinct()
        .filter(dose::Column::Lot.is_in(spelled()))
        .filter(dose::Column::VoidedAt.is_null())
        .into_tuple()
        .all(on)
        .await?;
    let others: Vec<(String, String, Uuid)> = injected::Entity::find()
        .select_only()
        .column(injected::Column::Product)
        .column(injected::Column::Lot)
        .column(injected::Column::CaseId)
        .distinct()
        .filter(injected::Column::Lot.is_in(spelled()))
        .filter(injected::Column::VoidedAt.is_null())
        .into_tuple()
        .all(on)
        .await?;
    rows.extend(others);
    let mut people: BTreeMap<Name, BTreeSet<Uuid>> = BTreeMap::new();
    for (product, number, case) in rows {
        let name = (product, lot_reads(&number));
        people.entry(name).or_default().insert(case);
    }
    Ok(people)
}

/// The latest last day of use that was typed with a dose of one lot, in whatever spelling; none where no dose names it.
///
/// # Errors
/// When the database does not answer.
pub async fn typed_expiry(
    store: &Store,
    (product, number): (&str, &str),
) -> Result<Option<NaiveDate>, StoreError> {
    let on = store.reader();
    let columns = (dose::Column::Product, dose::Column::Lot);
    let spelled = spellings::<dose::Entity, _>(on, (product, number), columns).await?;
    let last: Option<NaiveDate> = dose::Entity::find()
        .select_only()
        .column(dose::Column::ExpiryOn)
        .filter(dose::Column::Product.eq(product))
        .filter(dose::Column::Lot.is_in(spelled))
        .filter(dose::Column::VoidedAt.is_null())
        .order_by_desc(dose::Column::ExpiryOn)
        .limit(1)
        .into_tuple()
        .one(on)
        .await?;
    Ok(last)
}
