//! The desk of supply: parcels by what is the matter with them, and heaps on shelves that want somebody's eye. Each is
//! one range of one index, one part long.

use super::PART;
use super::forecast::Whereabouts;
use super::parcels::{ParcelRow, rows};
use crate::domain::ids::{LotId, OrganisationId};
use crate::domain::supply::ParcelState;
use crate::store::entities::{lot, organisation, pack, parcel};
use crate::store::stock::to_lot;
use crate::store::{Store, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, RelationDef,
};
use uuid::Uuid;

/// What is the matter with a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Nothing: it is on its way, or about to be.
    OnTheWay,
    /// A hand has had it longer than is allowed.
    Late,
    /// Something of it did not arrive, and nobody has said why.
    Unaccounted,
}

impl Matter {
    fn condition(self, now: DateTime<Utc>) -> Condition {
        let late = parcel::Column::OverdueAt.lt(now);
        let all = Condition::all().add(parcel::Column::Open.eq(true));
        match self {
            Self::OnTheWay => {
                let states = [ParcelState::Prepared, ParcelState::UnderWay].map(ParcelState::code);
                let in_time = Condition::any()
                    .add(parcel::Column::OverdueAt.is_null())
                    .add(parcel::Column::OverdueAt.gte(now));
                all.add(parcel::Column::State.is_in(states)).add(in_time)
            }
            Self::Late => all.add(late),
            Self::Unaccounted => all.add(parcel::Column::Discrepancy.eq(true)),
        }
    }
}

/// Parcels of which this is the matter, the oldest first: one part, and one more where there are more.
///
/// # Errors
/// When the database does not answer.
pub async fn parcels(
    store: &Store,
    around: &Whereabouts<'_>,
    matter: Matter,
    now: DateTime<Utc>,
) -> Result<Vec<ParcelRow>, StoreError> {
    let near = match around.only {
        Some(only) => Condition::any()
            .add(parcel::Column::ToId.eq(only.0))
            .add(parcel::Column::FromId.eq(only.0)),
        None => Condition::all().add(parcel::Column::Region.eq(around.region)),
    };
    let select = rows()
        .filter(near)
        .filter(matter.condition(now))
        .order_by_asc(parcel::Column::PreparedAt)
        .order_by_asc(parcel::Column::Id)
        .limit(PART + 1);
    Ok(select.into_model::<ParcelRow>().all(store.reader()).await?)
}

/// Packs of one lot in one place.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SiteHeap {
    lot_id: Uuid,
    organisation_id: Uuid,
    /// Product id.
    pub product: String,
    /// Number of the lot.
    pub number: String,
    /// Last day of use.
    pub expiry_on: NaiveDate,
    /// So many packs.
    pub packs: i64,
}

impl SiteHeap {
    /// The lot.
    #[must_use]
    pub fn lot(&self) -> LotId {
        LotId(self.lot_id)
    }

    /// Where it lies.
    #[must_use]
    pub fn at(&self) -> OrganisationId {
        OrganisationId(self.organisation_id)
    }
}

/// Why a heap wants somebody's eye.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heed {
    /// It waits for a pharmacist.
    Quarantined,
    /// It can be used until this day at the latest.
    ExpiresBy(NaiveDate),
}

/// Heaps that want somebody's eye, the soonest to expire first: one part, and one more where there are more.
///
/// # Errors
/// When the database does not answer.
pub async fn heaps(store: &Store, around: &Whereabouts<'_>, heed: Heed) -> Result<Vec<SiteHeap>, StoreError> {
    let to_shelf: RelationDef = pack::Entity::belongs_to(organisation::Entity)
        .from(pack::Column::OrganisationId)
        .to(organisation::Column::Id)
        .into();
    let mut select = pack::Entity::find()
        .join(JoinType::InnerJoin, to_lot())
        .join(JoinType::InnerJoin, to_shelf)
        .select_only()
        .column(pack::Column::LotId)
        .column(pack::Column::OrganisationId)
        .column(lot::Column::Product)
        .column(lot::Column::Number)
        .column(lot::Column::ExpiryOn)
        .column_as(pack::Column::Id.count(), "packs")
        .filter(organisation::Column::Region.eq(around.region))
        .group_by(pack::Column::LotId)
        .group_by(pack::Column::OrganisationId)
        .group_by(lot::Column::Product)
        .group_by(lot::Column::Number)
        .group_by(lot::Column::ExpiryOn)
        .order_by_asc(lot::Column::ExpiryOn)
        .order_by_asc(lot::Column::Number)
        .order_by_asc(pack::Column::OrganisationId)
        .limit(PART + 1);
    select = match heed {
        Heed::Quarantined => select.filter(pack::Column::Place.eq("quarantine")),
        Heed::ExpiresBy(day) => select
            .filter(pack::Column::Place.eq("stock"))
            .filter(lot::Column::ExpiryOn.lte(day)),
    };
    if let Some(only) = around.only {
        select = select.filter(pack::Column::OrganisationId.eq(only.0));
    }
    Ok(select.into_model::<SiteHeap>().all(store.reader()).await?)
}
