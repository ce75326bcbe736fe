//! What is owed about a shelf and not about a person, and who has been told of it.

use super::entities::{lot, organisation, shelf_duty, stock_count};
use super::mailed::{self, Mail};
use super::reading::PART;
use super::{Store, StoreError, Tx};
use crate::domain::event::Arrival;
use crate::domain::ids::{AccountId, LotId, OrganisationId, ShelfDutyId};
use crate::domain::shelf_duty::DutyKind;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Query;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, RelationDef, Select,
    SelectTwo,
};
use serde_json::{Map, json};

/// Something owed about a shelf.
#[derive(Clone, Debug, PartialEq)]
pub struct ShelfDuty {
    /// Identity.
    pub id: ShelfDutyId,
    /// What is owed.
    pub kind: DutyKind,
    /// Whose shelf.
    pub place: OrganisationId,
    /// Who owes it.
    pub owner: OrganisationId,
    /// The lot, where it is about one.
    pub lot: Option<LotId>,
    /// The product, where it lacks.
    pub product: Option<String>,
    /// So many packs: those that came, those counted, or those that lack.
    pub packs: i32,
    /// How it came, where it is a parcel.
    pub arrival: Option<Arrival>,
    /// By when.
    pub due_on: NaiveDate,
    /// So many steps of the track were taken.
    pub told: usize,
    /// Since when.
    pub opened_at: DateTime<Utc>,
    /// By whose act; none where the jobs found it.
    pub opened_by: Option<AccountId>,
    /// When the next step is taken; none where none is left, or it is settled.
    pub next_step_at: Option<DateTime<Utc>>,
    /// When it was settled.
    pub settled_at: Option<DateTime<Utc>>,
}

impl ShelfDuty {
    /// What an act on it is about, as the ledger names it.
    #[must_use]
    pub fn subject(&self) -> String {
        let place = || format!("organisation:{}", self.place);
        self.lot.map_or_else(place, |lot| format!("lot:{lot}"))
    }

    /// Who is said to have sent what came: whoever owes it, unless he only answers for that place.
    #[must_use]
    pub fn said_from(&self) -> OrganisationId {
        let came = self.arrival.as_ref();
        came.and_then(|came| came.from).unwrap_or(self.owner)
    }
}

/// One that waits for an answer, as a list shows it.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// What is owed.
    pub duty: ShelfDuty,
    /// The lot.
    pub lot: LotId,
    /// Product of the lot.
    pub product: String,
    /// Number of the lot.
    pub number: String,
}

fn known(row: &shelf_duty::Model) -> Result<ShelfDuty, StoreError> {
    let corrupt = |column| StoreError::Corrupt {
        table: "shelf_duty",
        row: row.id.to_string(),
        column,
    };
    let arrival = row.arrival.as_deref().map(serde_json::from_str).transpose();
    Ok(ShelfDuty {
        kind: DutyKind::from_code(&row.kind).ok_or_else(|| corrupt("kind"))?,
        arrival: arrival.map_err(|_| corrupt("arrival"))?,
        told: usize::try_from(row.told).map_err(|_| corrupt("told"))?,
        id: ShelfDutyId(row.id),
        place: OrganisationId(row.place_id),
        owner: OrganisationId(row.owner_id),
        lot: row.lot_id.map(LotId),
        product: row.product.clone(),
        packs: row.packs,
        due_on: row.due_on,
        opened_at: row.opened_at,
        opened_by: row.opened_by.map(AccountId),
        next_step_at: row.next_step_at,
        settled_at: row.settled_at,
    })
}

/// Writes down that something is owed from now on.
///
/// # Errors
/// When the database does not answer, or the same is owed about this shelf already.
pub async fn open(tx: &Tx, duty: &ShelfDuty) -> Result<(), StoreError> {
    let arrival = duty.arrival.as_ref().map(serde_json::to_string).transpose();
    let row = shelf_duty::Model {
        id: duty.id.0,
        kind: duty.kind.code().to_owned(),
        place_id: duty.place.0,
        owner_id: duty.owner.0,
        lot_id: duty.lot.map(|lot| lot.0),
        product: duty.product.clone(),
        packs: duty.packs,
        arrival: arrival.map_err(|_| StoreError::Corrupt {
            table: "shelf_duty",
            row: duty.id.to_string(),
            column: "arrival",
        })?,
        due_on: duty.due_on,
        told: i32::try_from(duty.told).unwrap_or(i32::MAX),
        opened_at: duty.opened_at,
        opened_by: duty.opened_by.map(|by| by.0),
        next_step_at: duty.next_step_at,
        settled_at: None,
        settled_by: None,
        settled_words: None,
    };
    shelf_duty::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(&tx.0)
        .await?;
    Ok(())
}

/// One, held until the end.
///
/// # Errors
/// When the database does not answer.
pub async fn lock(tx: &Tx, id: ShelfDutyId) -> Result<Option<ShelfDuty>, StoreError> {
    let found = shelf_duty::Entity::find_by_id(id.0).lock_exclusive();
    found.one(&tx.0).await?.as_ref().map(known).transpose()
}

/// The count of a lot on a shelf that is not settled, held until the end.
///
/// # Errors
/// When the database does not answer.
pub async fn open_count(tx: &Tx, at: OrganisationId, of: LotId) -> Result<Option<ShelfDuty>, StoreError> {
    open_about(tx, DutyKind::Count, at, of).await
}

/// The verdict that is owed about a lot in quarantine at a place, held until the end.
///
/// # Errors
/// When the database does not answer.
pub async fn open_verdict(tx: &Tx, at: OrganisationId, of: LotId) -> Result<Option<ShelfDuty>, StoreError> {
    open_about(tx, DutyKind::Verdict, at, of).await
}

async fn open_about(
    tx: &Tx,
    kind: DutyKind,
    at: OrganisationId,
    of: LotId,
) -> Result<Option<ShelfDuty>, StoreError> {
    let found = shelf_duty::Entity::find()
        .filter(shelf_duty::Column::Kind.eq(kind.code()))
        .filter(shelf_duty::Column::PlaceId.eq(at.0))
        .filter(shelf_duty::Column::LotId.eq(of.0))
        .filter(shelf_duty::Column::SettledAt.is_null())
        .lock_exclusive();
    found.one(&tx.0).await?.as_ref().map(known).transpose()
}

/// The verdicts that are owed about packs in quarantine that are nobody's, the first due first.
///
/// # Errors
/// When the database does not answer.
pub async fn verdicts(store: &Store) -> Result<Vec<ShelfDuty>, StoreError> {
    let rows = shelf_duty::Entity::find()
        .filter(shelf_duty::Column::Kind.eq(DutyKind::Verdict.code()))
        .filter(shelf_duty::Column::SettledAt.is_null())
        .order_by_asc(shelf_duty::Column::DueOn)
        .order_by_asc(shelf_duty::Column::Id)
        .all(store.reader())
        .await?;
    rows.iter().map(known).collect()
}

/// How a parcel with packs of a lot came to a place for nobody known, as it was written down at a moment; also where it was
/// explained since.
///
/// # Errors
/// When the database does not answer.
pub async fn arrival(
    store: &Store,
    (at, of): (OrganisationId, LotId),
    written_at: DateTime<Utc>,
) -> Result<Option<Arrival>, StoreError> {
    let rows = shelf_duty::Entity::find()
        .filter(shelf_duty::Column::Kind.eq(DutyKind::Arrival.code()))
        .filter(shelf_duty::Column::PlaceId.eq(at.0))
        .filter(shelf_duty::Column::OpenedAt.eq(written_at))
        .order_by_asc(shelf_duty::Column::Id)
        .all(store.reader())
        .await?;
    // Its packs may be of another lot by now than they came as: then what came in that moment is theirs.
    let own = rows.iter().find(|row| row.lot_id == Some(of.0));
    let row = own.or_else(|| rows.first());
    Ok(row.map(known).transpose()?.and_then(|duty| duty.arrival))
}

/// What lacks on a shelf and is not settled.
///
/// # Errors
/// When the database does not answer.
pub async fn lacks(store: &Store, at: OrganisationId) -> Result<Vec<ShelfDuty>, StoreError> {
    let rows = open_lacks(at).all(store.reader()).await?;
    rows.iter().map(known).collect()
}

/// The same, held until the end.
///
/// # Errors
/// When the database does not answer.
pub async fn lacks_in(tx: &Tx, at: OrganisationId) -> Result<Vec<ShelfDuty>, StoreError> {
    let rows = open_lacks(at).lock_exclusive().all(&tx.0).await?;
    rows.iter().map(known).collect()
}

fn open_lacks(at: OrganisationId) -> Select<shelf_duty::Entity> {
    shelf_duty::Entity::find()
        .filter(shelf_duty::Column::Kind.eq(DutyKind::Lack.code()))
        .filter(shelf_duty::Column::PlaceId.eq(at.0))
        .filter(shelf_duty::Column::SettledAt.is_null())
        .order_by_asc(shelf_duty::Column::Id)
}

/// How many of a lot were counted last on a shelf.
///
/// # Errors
/// When the database does not answer.
pub async fn counted_last(tx: &Tx, at: OrganisationId, of: LotId) -> Result<Option<i32>, StoreError> {
    let last = stock_count::Entity::find()
        .filter(stock_count::Column::OrganisationId.eq(at.0))
        .filter(stock_count::Column::LotId.eq(of.0))
        .order_by_desc(stock_count::Column::CountedAt)
        .order_by_desc(stock_count::Column::Id)
        .one(&tx.0)
        .await?;
    Ok(last.map(|row| row.counted))
}

/// Notes how far its ladder was climbed.
///
/// # Errors
/// When the database does not answer.
pub async fn climbed(
    tx: &Tx,
    id: ShelfDutyId,
    told: usize,
    next_step_at: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    let row = shelf_duty::ActiveModel {
        id: Set(id.0),
        told: Set(i32::try_from(told).unwrap_or(i32::MAX)),
        next_step_at: Set(next_step_at),
        ..Default::default()
    };
    row.update(&tx.0).await?;
    Ok(())
}

/// It is settled: by somebody's words, or because the list has come to the count.
///
/// # Errors
/// When the database does not answer.
pub async fn settle(
    tx: &Tx,
    id: ShelfDutyId,
    at: DateTime<Utc>,
    said: Option<(AccountId, &str)>,
) -> Result<(), StoreError> {
    let row = shelf_duty::ActiveModel {
        id: Set(id.0),
        next_step_at: Set(None),
        settled_at: Set(Some(at)),
        settled_by: Set(said.map(|(by, _)| by.0)),
        settled_words: Set(said.map(|(_, words)| words.to_owned())),
        ..Default::default()
    };
    row.update(&tx.0).await?;
    Ok(())
}

/// Those of which a step has fallen due: one part, the longest due first.
///
/// # Errors
/// When the database does not answer.
pub async fn due(store: &Store, now: DateTime<Utc>) -> Result<Vec<ShelfDutyId>, StoreError> {
    let rows = shelf_duty::Entity::find()
        .filter(shelf_duty::Column::NextStepAt.lte(now))
        .order_by_asc(shelf_duty::Column::NextStepAt)
        .order_by_asc(shelf_duty::Column::Id)
        .limit(PART)
        .all(store.reader())
        .await?;
    Ok(rows.into_iter().map(|row| ShelfDutyId(row.id)).collect())
}

fn with_lot() -> SelectTwo<shelf_duty::Entity, lot::Entity> {
    let to_lot: RelationDef = shelf_duty::Entity::belongs_to(lot::Entity)
        .from(shelf_duty::Column::LotId)
        .to(lot::Column::Id)
        .into();
    shelf_duty::Entity::find()
        .join(sea_orm::JoinType::InnerJoin, to_lot)
        .select_also(lot::Entity)
}

fn waiting((row, lot): (shelf_duty::Model, Option<lot::Model>)) -> Result<Waiting, StoreError> {
    let lot = lot.ok_or(StoreError::Missing("lot"))?;
    Ok(Waiting {
        duty: known(&row)?,
        lot: LotId(lot.id),
        product: lot.product,
        number: lot.number,
    })
}

/// One.
///
/// # Errors
/// When the database does not answer.
pub async fn read(store: &Store, id: ShelfDutyId) -> Result<Option<ShelfDuty>, StoreError> {
    let found = shelf_duty::Entity::find_by_id(id.0).one(store.reader()).await?;
    found.as_ref().map(known).transpose()
}

/// One, with its lot.
///
/// # Errors
/// When the database does not answer.
pub async fn find(store: &Store, id: ShelfDutyId) -> Result<Option<Waiting>, StoreError> {
    let found = with_lot().filter(shelf_duty::Column::Id.eq(id.0));
    found.one(store.reader()).await?.map(waiting).transpose()
}

/// Parcels that came without notice for nobody known, and were not explained: those that came to a region or are said to be
/// from it, or of one organisation; the first due first, one part and one more.
///
/// # Errors
/// When the database does not answer.
pub async fn arrivals(
    store: &Store,
    region: &str,
    only: Option<OrganisationId>,
) -> Result<Vec<Waiting>, StoreError> {
    let (place, owner) = (shelf_duty::Column::PlaceId, shelf_duty::Column::OwnerId);
    let near = match only {
        Some(only) => Condition::any().add(place.eq(only.0)).add(owner.eq(only.0)),
        None => {
            let there = || {
                Query::select()
                    .column(organisation::Column::Id)
                    .from(organisation::Entity)
                    .and_where(organisation::Column::Region.eq(region))
                    .to_owned()
            };
            Condition::any()
                .add(place.in_subquery(there()))
                .add(owner.in_subquery(there()))
        }
    };
    let rows = with_lot()
        .filter(shelf_duty::Column::Kind.eq(DutyKind::Arrival.code()))
        .filter(shelf_duty::Column::SettledAt.is_null())
        .filter(near)
        .order_by_asc(shelf_duty::Column::DueOn)
        .order_by_asc(shelf_duty::Column::Id)
        .limit(PART + 1)
        .all(store.reader())
        .await?;
    rows.into_iter().map(waiting).collect()
}

/// Tells those who hold these posts; whether there was anybody.
///
/// # Errors
/// When the database does not answer.
pub async fn tell(
    tx: &Tx,
    duty: &ShelfDuty,
    posts: &[(OrganisationId, String)],
    (by, at): (Option<AccountId>, DateTime<Utc>),
) -> Result<bool, StoreError> {
    let people = mailed::at_posts(tx, posts).await?;
    let (template, page) = match duty.kind {
        DutyKind::Count => ("message-shelf-count", "desk".to_owned()),
        DutyKind::Arrival => ("message-shelf-arrival", format!("arrivals/{}", duty.id)),
        DutyKind::Lack => ("message-shelf-lack", "forecast".to_owned()),
        DutyKind::Verdict => ("message-shelf-verdict", "desk".to_owned()),
    };
    let arguments = Map::from_iter([("supply".to_owned(), json!(page))]);
    let mail = Mail {
        template,
        arguments: &arguments,
        by,
        at,
    };
    mailed::mail(tx, mail, &people).await?;
    Ok(!people.is_empty())
}
