//! What a shelf offers to a person, lot by lot: so that one lot with many packs hides no other, and each pack is reached by hand.

use super::{Wanted, sound};
use crate::domain::ids::LotId;
use crate::domain::supply::Pack;
use crate::store::entities::{lot, pack};
use crate::store::stock::pack_of;
use crate::store::{Store, StoreError};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait as _, FromQueryResult, Order, QueryFilter as _, QueryOrder as _, QuerySelect as _, Select,
};
use uuid::Uuid;

/// So many lots of a shelf are one part.
pub const LOTS: u64 = 12;

/// A lot of which packs lie on a shelf that may be given to a person.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct LotOffered {
    lot_id: Uuid,
    /// Number of the lot.
    pub number: String,
    /// Last day of use.
    pub expiry_on: NaiveDate,
    /// So many packs.
    pub packs: i64,
}

impl LotOffered {
    /// The lot.
    #[must_use]
    pub fn lot(&self) -> LotId {
        LotId(self.lot_id)
    }
}

/// Sound packs; what is kept for the person already only where that is asked for, too.
fn asked(wanted: &Wanted<'_>, his: bool) -> Select<pack::Entity> {
    if his {
        sound(wanted)
    } else {
        sound(wanted).filter(pack::Column::CaseId.is_null())
    }
}

/// One part of the lots of a shelf, and one more where there is a next part: first those of which a pack is kept for him, then the
/// soonest to expire, and last of all what is no longer good on the day `good_on`. `his` says whether what is kept for him counts.
///
/// # Errors
/// When the database does not answer.
pub async fn lots_offered(
    store: &Store,
    (wanted, his): (&Wanted<'_>, bool),
    good_on: NaiveDate,
    part: u64,
) -> Result<Vec<LotOffered>, StoreError> {
    let select = asked(wanted, his)
        .select_only()
        .column(pack::Column::LotId)
        .column(lot::Column::Number)
        .column(lot::Column::ExpiryOn)
        .column_as(pack::Column::Id.count(), "packs")
        .group_by(pack::Column::LotId)
        .group_by(lot::Column::Number)
        .group_by(lot::Column::ExpiryOn)
        .order_by_desc(lot::Column::ExpiryOn.gte(good_on))
        .order_by(pack::Column::CaseId.count(), Order::Desc)
        .order_by_asc(lot::Column::ExpiryOn)
        .order_by_asc(lot::Column::Number)
        .order_by_asc(pack::Column::LotId)
        .offset(part.saturating_mul(LOTS))
        .limit(LOTS + 1);
    Ok(select.into_model::<LotOffered>().all(store.reader()).await?)
}

/// The packs of one lot on a shelf, his own first: after so many, so many.
///
/// # Errors
/// When the database does not answer.
pub async fn packs_offered(
    store: &Store,
    (wanted, his): (&Wanted<'_>, bool),
    of: LotId,
    (after, most): (u64, u64),
) -> Result<Vec<Pack>, StoreError> {
    let rows = asked(wanted, his)
        .select_also(lot::Entity)
        .filter(pack::Column::LotId.eq(of.0))
        .order_by_asc(pack::Column::CaseId.is_null())
        .order_by_asc(pack::Column::Id)
        .offset(after)
        .limit(most)
        .all(store.reader())
        .await?;
    rows.into_iter()
        .map(|(row, lot)| pack_of(row, lot.ok_or(StoreError::Missing("lot"))?))
        .collect()
}
