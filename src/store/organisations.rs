//! Organisations: penal facilities, clinics, probation offices, police departments.

use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::{
    Store, StoreError, Tx,
    entities::{case_file, handover, organisation},
};
use crate::access::Resource;
use crate::domain::{ids::OrganisationId, localised::Localised, time::civil_date};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// An institution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Identity.
    pub id: OrganisationId,
    /// Short stable code, unique.
    pub code: String,
    /// Kind, from the place rules.
    pub kind: String,
    /// Region id, from the place rules.
    pub region: String,
    /// Name in three languages.
    pub name: Localised,
    /// Postal address.
    pub address: String,
    /// Telephone of the duty desk.
    pub phone: String,
    /// Address for duty messages.
    pub email: Option<String>,
    /// IANA time zone whose civil date counts here.
    pub zone: String,
    /// Was it closed? Nobody comes to it any more.
    pub closed: bool,
}

impl Organisation {
    /// The organisation as the policies see it.
    #[must_use]
    pub fn resource(&self) -> Resource {
        Resource::Organisation {
            id: self.id,
            kind: self.kind.clone(),
            region: self.region.clone(),
        }
    }

    /// The civil date there.
    #[must_use]
    pub fn today(&self, at: DateTime<Utc>) -> NaiveDate {
        civil_date(at, self.zone())
    }

    /// The zone whose civil date counts there.
    #[must_use]
    pub fn zone(&self) -> Tz {
        self.zone.parse().unwrap_or(Tz::UTC)
    }
}

/// Registers an organisation.
///
/// # Errors
/// [`StoreError::is_duplicate`] when the code is taken.
pub async fn create(tx: &Tx, new: &Organisation) -> Result<(), StoreError> {
    let row = organisation::ActiveModel::from(row(new.clone())).reset_all();
    organisation::Entity::insert(row)
        .exec_without_returning(&tx.0)
        .await?;
    Ok(())
}

/// One organisation.
///
/// # Errors
/// When the database does not answer.
pub async fn find(store: &Store, id: OrganisationId) -> Result<Option<Organisation>, StoreError> {
    Ok(organisation::Entity::find_by_id(id.0)
        .one(store.reader())
        .await?
        .map(Into::into))
}

/// One organisation, as a transaction sees it.
///
/// # Errors
/// When the database does not answer.
pub async fn find_in(tx: &Tx, id: OrganisationId) -> Result<Option<Organisation>, StoreError> {
    Ok(organisation::Entity::find_by_id(id.0)
        .one(&tx.0)
        .await?
        .map(Into::into))
}

/// Every organisation, in a transaction under way.
///
/// # Errors
/// When the database does not answer.
pub async fn all_in(tx: &Tx) -> Result<Vec<Organisation>, StoreError> {
    let rows = organisation::Entity::find().all(&tx.0).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// All organisations, by code: some hundreds in a country.
///
/// # Errors
/// When the database does not answer.
pub async fn all(store: &Store) -> Result<Vec<Organisation>, StoreError> {
    let rows = organisation::Entity::find()
        .order_by_asc(organisation::Column::Code)
        .all(store.reader())
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// One part of the organisations by code, closed or not, after a code; one more than a part where there is a next.
///
/// # Errors
/// When the database does not answer.
pub async fn part(
    store: &Store,
    after: Option<&str>,
    most: u64,
) -> Result<Vec<(Organisation, bool)>, StoreError> {
    let mut select = organisation::Entity::find().order_by_asc(organisation::Column::Code);
    if let Some(after) = after {
        select = select.filter(organisation::Column::Code.gt(after));
    }
    let rows = select.limit(most + 1).all(store.reader()).await?;
    let part = rows.into_iter().map(|row| {
        let closed = row.closed_at.is_some();
        (row.into(), closed)
    });
    Ok(part.collect())
}

/// Has an organisation been closed, as a transaction sees it?
///
/// # Errors
/// When the database does not answer.
pub async fn is_closed(tx: &Tx, id: OrganisationId) -> Result<bool, StoreError> {
    let found = organisation::Entity::find_by_id(id.0).one(&tx.0).await?;
    Ok(found.is_some_and(|row| row.closed_at.is_some()))
}

/// The organisations that have been closed.
///
/// # Errors
/// When the database does not answer.
pub async fn closed(store: &Store) -> Result<Vec<OrganisationId>, StoreError> {
    let rows = organisation::Entity::find()
        .select_only()
        .column(organisation::Column::Id)
        .filter(organisation::Column::ClosedAt.is_not_null())
        .into_tuple::<uuid::Uuid>()
        .all(store.reader())
        .await?;
    Ok(rows.into_iter().map(OrganisationId).collect())
}

/// Closes an organisation, or opens it again.
///
/// # Errors
/// When the database does not answer.
pub async fn set_closed(
    tx: &Tx,
    id: OrganisationId,
    closed_at: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    let row = organisation::ActiveModel {
        id: Set(id.0),
        closed_at: Set(closed_at),
        ..Default::default()
    };
    organisation::Entity::update(row).exec(&tx.0).await?;
    Ok(())
}

/// A shelf that is followed.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// Whose.
    pub place: Organisation,
    /// The day on which its first pack was taken in.
    pub since_on: NaiveDate,
    /// The day on which it was last compared with the doses to come.
    pub looked_on: Option<NaiveDate>,
}

/// The shelves that are followed, of organisations that work.
///
/// # Errors
/// When the database does not answer.
pub async fn shelves(store: &Store) -> Result<Vec<Shelf>, StoreError> {
    let rows = organisation::Entity::find()
        .filter(organisation::Column::StockSinceAt.is_not_null())
        .filter(organisation::Column::ClosedAt.is_null())
        .order_by_asc(organisation::Column::Code)
        .all(store.reader())
        .await?;
    let shelves = rows.into_iter().filter_map(|row| {
        let (since_at, looked_on) = (row.stock_since_at?, row.shelf_looked_on);
        let place = Organisation::from(row);
        Some(Shelf {
            since_on: place.today(since_at),
            place,
            looked_on,
        })
    });
    Ok(shelves.collect())
}

/// Notes that a shelf was compared with the doses to come.
///
/// # Errors
/// When the database does not answer.
pub async fn looked_at(tx: &Tx, id: OrganisationId, on: NaiveDate) -> Result<(), StoreError> {
    let row = organisation::ActiveModel {
        id: Set(id.0),
        shelf_looked_on: Set(Some(on)),
        ..Default::default()
    };
    organisation::Entity::update(row).exec(&tx.0).await?;
    Ok(())
}

/// The same, where nothing else is written.
///
/// # Errors
/// When the database does not answer.
pub async fn only_looked_at(store: &Store, id: OrganisationId, on: NaiveDate) -> Result<(), StoreError> {
    let tx = store.begin_write().await?;
    looked_at(&tx, id, on).await?;
    tx.commit().await
}

/// How many open cases an organisation treats or supervises, or was asked to take over.
///
/// # Errors
/// When the database does not answer.
pub async fn needed_by(tx: &Tx, id: OrganisationId) -> Result<u64, StoreError> {
    let open = case_file::Entity::find()
        .filter(case_file::Column::Open.eq(true))
        .filter(
            Condition::any()
                .add(case_file::Column::ResponsibleId.eq(id.0))
                .add(case_file::Column::SupervisingId.eq(id.0)),
        )
        .count(&tx.0)
        .await?;
    let offered = handover::Entity::find()
        .filter(handover::Column::ToId.eq(id.0))
        .filter(handover::Column::Live.eq(true))
        .count(&tx.0)
        .await?;
    Ok(open + offered)
}

fn row(new: Organisation) -> organisation::Model {
    organisation::Model {
        id: new.id.0,
        code: new.code,
        kind: new.kind,
        region: new.region,
        name_kk: new.name.kk,
        name_ru: new.name.ru,
        name_en: new.name.en,
        address: new.address,
        phone: new.phone,
        email: new.email,
        zone: new.zone,
        closed_at: None,
        stock_since_at: None,
        shelf_looked_on: None,
    }
}

impl From<organisation::Model> for Organisation {
    fn from(row: organisation::Model) -> Self {
        Self {
            id: OrganisationId(row.id),
            code: row.code,
            kind: row.kind,
            region: row.region,
            name: Localised {
                kk: row.name_kk,
                ru: row.name_ru,
                en: row.name_en,
            },
            address: row.address,
            phone: row.phone,
            email: row.email,
            zone: row.zone,
            closed: row.closed_at.is_some(),
        }
    }
}
