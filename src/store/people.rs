//! Persons treated, and the references of their cases.

use super::entities::{case_file, person};
use super::file::Person;
use super::{StoreError, Tx, settings};
use crate::domain::ids::PersonId;
use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, PaginatorTrait as _,
    QueryFilter as _,
};

/// Stores a person.
///
/// # Errors
/// [`StoreError::is_duplicate`] where the IIN is known.
pub async fn create(
    tx: &Tx,
    new: &Person,
    reason: Option<&str>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = person::Model {
        id: new.id.0,
        name_cyrillic: new.name_cyrillic.clone(),
        name_latin: new.name_latin.clone(),
        search_cyrillic: new.name_cyrillic.to_lowercase(),
        search_latin: new.name_latin.to_lowercase(),
        iin: new.iin.clone(),
        other_document: new.other_document.clone(),
        other_document_reason: reason.map(str::to_owned),
        born_on: new.born_on,
        created_at: at,
        version: 1,
    };
    person::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(&tx.0)
        .await?;
    Ok(())
}

/// The person with this IIN.
///
/// # Errors
/// When the database does not answer.
pub async fn find_by_iin(tx: &Tx, iin: &str) -> Result<Option<Person>, StoreError> {
    let row = person::Entity::find()
        .filter(person::Column::Iin.eq(iin))
        .one(&tx.0)
        .await?;
    Ok(row.map(Into::into))
}

/// The person with this IIN, or, without one, with this other document.
///
/// # Errors
/// When the database does not answer.
pub async fn find_like(tx: &Tx, iin: &str, document: &str) -> Result<Option<Person>, StoreError> {
    let same = if iin.is_empty() {
        person::Column::OtherDocument.eq(document)
    } else {
        person::Column::Iin.eq(iin)
    };
    let row = person::Entity::find().filter(same).one(&tx.0).await?;
    Ok(row.map(Into::into))
}

/// Does this person already have an open case?
///
/// # Errors
/// When the database does not answer.
pub async fn has_open_case(tx: &Tx, id: PersonId) -> Result<bool, StoreError> {
    let open = case_file::Entity::find()
        .filter(case_file::Column::PersonId.eq(id.0))
        .filter(case_file::Column::Open.eq(true))
        .count(&tx.0)
        .await?;
    Ok(open > 0)
}

/// The next free reference of a year: `2026-00017`. It carries no meaning beyond the year it was given in.
///
/// # Errors
/// When the database does not answer.
pub async fn next_reference(tx: &Tx, today: NaiveDate) -> Result<String, StoreError> {
    let key = format!("reference-{}", today.year());
    let next = settings::count_up(tx, &key).await?;
    Ok(format!("{}-{next:05}", today.year()))
}
