//! What a recall asks of the stock: whom a lot concerns, who was reached, and what is free to be given instead.

use crate::access::Scope;
use crate::domain::event::PackNamed;
use crate::domain::ids::{CaseId, LotId, OrganisationId, PackId, RecordId};
use crate::domain::obligation::Kind;
use crate::domain::rules::Rules;
use crate::domain::supply::{Free, Pack};
use crate::store::entities::{case_file, lot, obligation, organisation, pack, recall_case};
use crate::store::reading::recall_ahead::received_by;
use crate::store::reading::{PART, scoped};
use crate::store::stock::{pack_of, to_lot};
use crate::store::{Store, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::NullOrdering;
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, JoinType, Order, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, QueryTrait as _, Select,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The cases a lot concerns: those who received it, as a dose or otherwise, by pack or by what was typed, and those it
/// is kept or on its way for. In the order of their identities.
///
/// # Errors
/// When the database does not answer.
pub async fn concerned(tx: &Tx, rules: &Rules, id: LotId) -> Result<Vec<CaseId>, StoreError> {
    let Some(known) = lot::Entity::find_by_id(id.0).one(&tx.0).await? else {
        return Ok(Vec::new());
    };
    let received = received_by(&tx.0, &known, &rules.products_of(&known.product)).await?;
    let held: Vec<Option<Uuid>> = pack::Entity::find()
        .select_only()
        .column(pack::Column::CaseId)
        .distinct()
        .filter(pack::Column::LotId.eq(id.0))
        .filter(pack::Column::CaseId.is_not_null())
        .into_tuple()
        .all(&tx.0)
        .await?;
    let mut all: Vec<_> = received
        .into_iter()
        .chain(held.into_iter().flatten())
        .map(CaseId)
        .collect();
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// Free sound packs of a medicine in the whole country that are good on a day; the soonest to expire first.
///
/// # Errors
/// When the database does not answer.
pub async fn free(tx: &Tx, products: &[String], day: NaiveDate) -> Result<Vec<Free>, StoreError> {
    let rows = pack::Entity::find()
        .join(JoinType::InnerJoin, to_lot())
        .select_also(lot::Entity)
        .filter(lot::Column::Product.is_in(products.iter().map(String::as_str)))
        .filter(lot::Column::ExpiryOn.gte(day))
        .filter(lot::Column::RecallId.is_null())
        .filter(pack::Column::Place.eq("stock"))
        .filter(pack::Column::CaseId.is_null())
        .order_by_asc(lot::Column::ExpiryOn)
        .order_by_asc(pack::Column::Id)
        .limit(MOST_FREE)
        .all(&tx.0)
        .await?;
    let at: BTreeSet<_> = rows.iter().filter_map(|(row, _)| row.organisation_id).collect();
    let places = organisation::Entity::find()
        .filter(organisation::Column::Id.is_in(at))
        .all(&tx.0)
        .await?;
    let free = rows.into_iter().filter_map(|(row, lot)| {
        let (at, lot) = (row.organisation_id?, lot?);
        let region = places.iter().find(|place| place.id == at)?.region.clone();
        Some(Free {
            named: PackNamed {
                pack: PackId(row.id),
                product: lot.product,
                lot: lot.number,
                expiry_on: lot.expiry_on,
            },
            at: OrganisationId(at),
            region,
        })
    });
    Ok(free.collect())
}

/// Most packs looked at for replacements: more doses than that rely on no lot.
const MOST_FREE: u64 = 1_000;

/// The cases that the standing recall of a lot reached, in the order of their identities.
///
/// # Errors
/// When the database does not answer.
pub async fn reached(tx: &Tx, id: LotId) -> Result<Vec<CaseId>, StoreError> {
    let known = lot::Entity::find_by_id(id.0).one(&tx.0).await?;
    let Some(recall) = known.and_then(|lot| lot.recall_id) else {
        return Ok(Vec::new());
    };
    let mut cases: Vec<CaseId> = recall_case::Entity::find()
        .filter(recall_case::Column::RecallId.eq(recall))
        .all(&tx.0)
        .await?
        .into_iter()
        .map(|row| CaseId(row.case_id))
        .collect();
    cases.sort_unstable();
    Ok(cases)
}

/// As [`Standing::code`](crate::domain::ruling::Standing::code) says it.
const DIED: &str = "died";

/// How far a recall has come: people who received the lot, and those of them a physician has looked at. Whoever died before a
/// physician looked counts in neither: nobody can look any more, and the count must come to its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// People a physician has looked at.
    pub seen: u64,
    /// People who received the lot, but for those who died before they were looked at.
    pub all: u64,
}

/// How far a recall has come.
///
/// # Errors
/// When the database does not answer.
pub async fn reach(store: &Store, recall: RecordId) -> Result<Reach, StoreError> {
    let received = || {
        recall_case::Entity::find()
            .filter(recall_case::Column::RecallId.eq(recall.0))
            .filter(recall_case::Column::Doses.gt(0))
    };
    let seen = received()
        .filter(recall_case::Column::ReachedAt.is_not_null())
        .count(store.reader())
        .await?;
    let dead = case_file::Entity::find()
        .select_only()
        .column(case_file::Column::Id)
        .filter(case_file::Column::Standing.eq(DIED));
    let waiting = received()
        .filter(recall_case::Column::ReachedAt.is_null())
        .filter(recall_case::Column::CaseId.not_in_subquery(dead.into_query()))
        .count(store.reader())
        .await?;
    Ok(Reach {
        seen,
        all: seen + waiting,
    })
}

/// A case that a recall concerns.
#[derive(Clone, Debug)]
pub struct RecalledCase {
    /// The place in the list.
    pub id: Uuid,
    /// The case.
    pub case: CaseId,
    /// So many doses of the lot were given.
    pub doses: i32,
    /// When a physician had looked.
    pub reached_at: Option<DateTime<Utc>>,
    /// Has the person died? Then nobody is looked at any more.
    pub died: bool,
    /// By when a physician is to look, where that is still owed.
    pub due_on: Option<NaiveDate>,
    /// The planned dose that relied on it.
    pub relied: Option<ReliedDose>,
}

/// A planned dose that relied on a recalled lot.
#[derive(Clone, Debug)]
pub struct ReliedDose {
    /// Its day.
    pub needed_on: NaiveDate,
    /// The pack that was proposed instead, as it is now.
    pub replacement: Option<Pack>,
    /// It has no pack yet.
    pub at_risk: bool,
}

/// The cases that a recall concerns and a scope holds at a moment; none where it holds none.
fn within(recall: RecordId, (scope, now): (&Scope, DateTime<Utc>)) -> Option<Select<recall_case::Entity>> {
    let listed = case_file::Entity::find()
        .select_only()
        .column(case_file::Column::Id)
        .filter(scoped(scope, now));
    let rows = recall_case::Entity::find()
        .filter(recall_case::Column::RecallId.eq(recall.0))
        .filter(recall_case::Column::CaseId.in_subquery(listed.into_query()));
    (!scope.is_nothing()).then_some(rows)
}

/// Those that stand behind one of them, where what is needed first stands first and what nobody needs last.
async fn behind(store: &Store, after: Uuid) -> Result<Condition, StoreError> {
    use recall_case::Column as Row;
    let last = recall_case::Entity::find_by_id(after).one(store.reader()).await?;
    let next = Row::Id.gt(after);
    Ok(match last.and_then(|row| row.needed_on) {
        Some(on) => Condition::any()
            .add(Row::NeededOn.gt(on))
            .add(Condition::all().add(Row::NeededOn.eq(on)).add(next))
            .add(Row::NeededOn.is_null()),
        None => Condition::all().add(Row::NeededOn.is_null()).add(next),
    })
}

/// How many of the cases a recall concerns are beyond a scope, and how many there are.
///
/// # Errors
/// When the database does not answer.
pub async fn beyond(
    store: &Store,
    scope: (&Scope, DateTime<Utc>),
    recall: RecordId,
) -> Result<(u64, u64), StoreError> {
    let all = recall_case::Entity::find()
        .filter(recall_case::Column::RecallId.eq(recall.0))
        .count(store.reader())
        .await?;
    let listed = match within(recall, scope) {
        Some(rows) => rows.count(store.reader()).await?,
        None => 0,
    };
    Ok((all.saturating_sub(listed), all))
}

/// The cases a recall concerns, of those that a scope holds, by identity: one part, and one more where there is a next part.
///
/// # Errors
/// When the database does not answer.
pub async fn recalled_cases(
    store: &Store,
    scope: (&Scope, DateTime<Utc>),
    recall: RecordId,
    after: Option<Uuid>,
) -> Result<Vec<RecalledCase>, StoreError> {
    let Some(rows) = within(recall, scope) else {
        return Ok(Vec::new());
    };
    let mut select = rows
        .order_by_with_nulls(recall_case::Column::NeededOn, Order::Asc, NullOrdering::Last)
        .order_by_asc(recall_case::Column::Id)
        .limit(PART + 1);
    if let Some(after) = after {
        select = select.filter(behind(store, after).await?);
    }
    let rows = select.all(store.reader()).await?;
    let proposed: Vec<Uuid> = rows.iter().filter_map(|row| row.replacement_id).collect();
    let packs = pack::Entity::find()
        .join(JoinType::InnerJoin, to_lot())
        .select_also(lot::Entity)
        .filter(pack::Column::Id.is_in(proposed))
        .all(store.reader())
        .await?;
    let packs = packs
        .into_iter()
        .filter_map(|(row, lot)| Some(pack_of(row, lot?)))
        .collect::<Result<Vec<_>, _>>()?;
    let dead = dead_among(store, &rows).await?;
    let owed = looks_owed(store, &rows).await?;
    let row = |row: recall_case::Model| RecalledCase {
        id: row.id,
        case: CaseId(row.case_id),
        doses: row.doses,
        reached_at: row.reached_at,
        died: dead.contains(&row.case_id),
        due_on: due_on(&owed, &row),
        relied: row.needed_on.map(|needed_on| ReliedDose {
            needed_on,
            replacement: packs
                .iter()
                .find(|pack| Some(pack.id.0) == row.replacement_id)
                .cloned(),
            at_risk: row.at_risk,
        }),
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Those of the cases whose people have died.
async fn dead_among(store: &Store, rows: &[recall_case::Model]) -> Result<BTreeSet<Uuid>, StoreError> {
    let dead: Vec<Uuid> = case_file::Entity::find()
        .select_only()
        .column(case_file::Column::Id)
        .filter(case_file::Column::Id.is_in(rows.iter().map(|row| row.case_id)))
        .filter(case_file::Column::Standing.eq(DIED))
        .into_tuple()
        .all(store.reader())
        .await?;
    Ok(dead.into_iter().collect())
}

/// A look that is owed: the case, the number of its recall, and by when.
type Look = (Uuid, i32, NaiveDate);

/// The looks that these cases still owe because of whichever recall.
async fn looks_owed(store: &Store, rows: &[recall_case::Model]) -> Result<Vec<Look>, StoreError> {
    use obligation::Column as Owed;
    let owed = obligation::Entity::find()
        .select_only()
        .column(Owed::CaseId)
        .column(Owed::Cycle)
        .column(Owed::DueOn)
        .filter(Owed::CaseId.is_in(rows.iter().map(|row| row.case_id)))
        .filter(Owed::Kind.eq(Kind::RecallFollowUp.code()))
        .filter(Owed::State.eq("open"))
        .into_tuple();
    Ok(owed.all(store.reader()).await?)
}

/// By when a physician is to look because of this recall. Where its number was not kept, it is known of whoever owes one look
/// alone.
fn due_on(owed: &[Look], row: &recall_case::Model) -> Option<NaiveDate> {
    let mut of_case = owed.iter().filter(|(case, ..)| *case == row.case_id);
    let look = match row.number {
        Some(number) => of_case.find(|(_, known, _)| *known == number)?,
        None => {
            let first = of_case.next()?;
            of_case.next().is_none().then_some(first)?
        }
    };
    Some(look.2).filter(|_| row.reached_at.is_none())
}
