//! Whom and what a recall would touch, before anybody says it: read from lists, and bounded. The recall itself looks again.

use crate::domain::ids::{CaseId, LotId, OrganisationId};
use crate::domain::obligation::Kind;
use crate::domain::rules::Rules;
use crate::domain::supply::same_lot;
use crate::store::entities::{case_file, dose, injected, lot, obligation, pack};
use crate::store::stock::{Lot, twins_on};
use crate::store::{Store, StoreError};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Packs of the lot of one kind at one place.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Lies {
    organisation_id: Option<Uuid>,
    /// Code of the place.
    pub place: String,
    /// So many packs.
    pub packs: i64,
}

impl Lies {
    /// At which organisation; none for what is on its way, given or lost.
    #[must_use]
    pub fn at(&self) -> Option<OrganisationId> {
        self.organisation_id.map(OrganisationId)
    }
}

/// A planned dose of somebody for whom a pack of the lot is kept or on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relying {
    /// The case.
    pub case: CaseId,
    /// Its reference.
    pub reference: String,
    /// The day it is due.
    pub due_on: NaiveDate,
}

/// What a recall of a lot would touch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Its packs, by place.
    pub lies: Vec<Lies>,
    /// The cases of the people who received it, by reference.
    pub received: Vec<(String, CaseId)>,
    /// Planned doses that rely on it, the first due first.
    pub doses: Vec<Relying>,
    /// The lots that are one with it, taken in under another protocol of the medicine or another spelling: product and number.
    pub twins: Vec<(String, String)>,
}

impl Touched {
    /// Packs that lie somewhere or are under way.
    #[must_use]
    pub fn lying(&self) -> i64 {
        let here = |lies: &&Lies| ["stock", "quarantine", "parcel"].contains(&lies.place.as_str());
        self.lies.iter().filter(here).map(|lies| lies.packs).sum()
    }

    /// Stands for what was shown: where it is another by now, it is shown again.
    #[must_use]
    pub fn mark(&self) -> String {
        let packs: i64 = self.lies.iter().map(|lies| lies.packs).sum();
        let doses: Vec<_> = self
            .doses
            .iter()
            .map(|dose| format!("{} {}", dose.reference, dose.due_on))
            .collect();
        let received: Vec<_> = self.received.iter().map(|(known, _)| known.as_str()).collect();
        let twins = self.twins.len();
        format!("{packs};{};{};{twins}", received.join(","), doses.join(","))
    }
}

/// The packs of a lot, by place and by who holds them.
///
/// # Errors
/// When the database does not answer.
pub async fn lying_of(store: &Store, id: LotId) -> Result<Vec<Lies>, StoreError> {
    lying_in(store, &[id.0]).await
}

async fn lying_in(store: &Store, lots: &[Uuid]) -> Result<Vec<Lies>, StoreError> {
    let select = pack::Entity::find()
        .select_only()
        .column(pack::Column::OrganisationId)
        .column(pack::Column::Place)
        .column_as(pack::Column::Id.count(), "packs")
        .filter(pack::Column::LotId.is_in(lots.iter().copied()))
        .group_by(pack::Column::OrganisationId)
        .group_by(pack::Column::Place)
        .order_by_asc(pack::Column::Place)
        .order_by_asc(pack::Column::OrganisationId);
    Ok(select.into_model::<Lies>().all(store.reader()).await?)
}

/// What a recall of this lot would touch, and of those that are one with it.
///
/// # Errors
/// When the database does not answer.
pub async fn touched(store: &Store, rules: &Rules, id: LotId) -> Result<Touched, StoreError> {
    let on = store.reader();
    let Some(known) = lot::Entity::find_by_id(id.0).one(on).await? else {
        return Ok(Touched::default());
    };
    let twins = twins_on(on, rules, id).await?;
    let lots: Vec<Uuid> = std::iter::once(id.0)
        .chain(twins.iter().map(|twin| twin.id))
        .collect();
    let lies = lying_in(store, &lots).await?;
    let received = received_by(on, &known, &rules.products_of(&known.product)).await?;
    let kept: Vec<Uuid> = pack::Entity::find()
        .select_only()
        .column(pack::Column::CaseId)
        .distinct()
        .filter(pack::Column::LotId.is_in(lots))
        .filter(pack::Column::CaseId.is_not_null())
        .filter(pack::Column::Place.is_in(["stock", "parcel"]))
        .into_tuple()
        .all(on)
        .await?;
    let due = obligation::Entity::find()
        .filter(obligation::Column::CaseId.is_in(kept.iter().copied()))
        .filter(obligation::Column::Kind.eq(Kind::Dose.code()))
        .filter(obligation::Column::State.eq("open"))
        .order_by_asc(obligation::Column::DueOn)
        .order_by_asc(obligation::Column::CaseId)
        .all(on)
        .await?;
    let named = references(on, received.iter().chain(&kept).copied().collect()).await?;
    let of = |case: &Uuid| named.get(case).cloned().unwrap_or_default();
    let mut received: Vec<_> = received.iter().map(|case| (of(case), CaseId(*case))).collect();
    received.sort_unstable();
    let relying = due.into_iter().map(|row| Relying {
        case: CaseId(row.case_id),
        reference: of(&row.case_id),
        due_on: row.due_on,
    });
    Ok(Touched {
        lies,
        received,
        doses: relying.collect(),
        twins: twins
            .into_iter()
            .map(|twin| (twin.product, twin.number))
            .collect(),
    })
}

/// The doses of a lot that were given after a day, and to how many people.
///
/// # Errors
/// When the database does not answer.
pub async fn given_past(
    store: &Store,
    (of, products): (&Lot, &[String]),
    day: NaiveDate,
) -> Result<(usize, usize), StoreError> {
    let cases: Vec<Uuid> = dose::Entity::find()
        .select_only()
        .column(dose::Column::CaseId)
        .filter(dose::Column::Product.is_in(products.iter().map(String::as_str)))
        .filter(dose::Column::Lot.eq(of.number.as_str()))
        .filter(dose::Column::VoidedAt.is_null())
        .filter(dose::Column::GivenOn.gt(day))
        .into_tuple()
        .all(store.reader())
        .await?;
    let people: BTreeSet<_> = cases.iter().collect();
    Ok((cases.len(), people.len()))
}

async fn references<C: ConnectionTrait>(
    on: &C,
    cases: Vec<Uuid>,
) -> Result<BTreeMap<Uuid, String>, StoreError> {
    let rows: Vec<(Uuid, String)> = case_file::Entity::find()
        .select_only()
        .column(case_file::Column::Id)
        .column(case_file::Column::Reference)
        .filter(case_file::Column::Id.is_in(cases))
        .into_tuple()
        .all(on)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The cases of those who received a lot, as a dose or otherwise, by pack or by what was typed, under whichever of the products
/// of its medicine; each once.
pub(super) async fn received_by<C: ConnectionTrait>(
    on: &C,
    known: &lot::Model,
    products: &[String],
) -> Result<Vec<Uuid>, StoreError> {
    use {dose::Column as Dose, injected::Column as Injected};
    let given = (Dose::CaseId, Dose::Product, Dose::Lot, Dose::VoidedAt);
    let otherwise = (
        Injected::CaseId,
        Injected::Product,
        Injected::Lot,
        Injected::VoidedAt,
    );
    let mut all = Vec::new();
    for product in products {
        let known = (product.as_str(), known.number.as_str());
        all.extend(named_by::<dose::Entity, _>(on, known, given).await?);
        all.extend(named_by::<injected::Entity, _>(on, known, otherwise).await?);
    }
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// The numbers of a lot, known by its product and one of them, as they stand in a table of what was injected, by its columns of
/// the product and the lot. Most stand as the lot was taken in; one that was typed before it came to a shelf stands as it was
/// typed.
pub(super) async fn spellings<E: EntityTrait, C: ConnectionTrait>(
    on: &C,
    (known, number): (&str, &str),
    (product, lot): (E::Column, E::Column),
) -> Result<Vec<String>, StoreError> {
    let written = E::find()
        .select_only()
        .column(lot)
        .distinct()
        .filter(product.eq(known))
        .into_tuple();
    let mut written: Vec<String> = written.all(on).await?;
    written.retain(|other| same_lot(other, number));
    Ok(written)
}

/// The cases for which a table names a lot, however it was typed, but for what was struck out: by its columns of the case, the
/// product, the lot, and the moment of striking out.
async fn named_by<E: EntityTrait, C: ConnectionTrait>(
    on: &C,
    known: (&str, &str),
    (case, product, lot, voided): (E::Column, E::Column, E::Column, E::Column),
) -> Result<Vec<Uuid>, StoreError> {
    let spellings = spellings::<E, _>(on, known, (product, lot)).await?;
    let cases = E::find()
        .select_only()
        .column(case)
        .distinct()
        .filter(product.eq(known.0))
        .filter(lot.is_in(spellings))
        .filter(voided.is_null())
        .into_tuple();
    Ok(cases.all(on).await?)
}
