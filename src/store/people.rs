//! Persons treated, and the references of their cases.

use super::entities::{case_file, person};
use super::file::{self, Person};
use super::{Store, StoreError, Tx, settings};
use crate::domain::event::Identity;
use crate::domain::identifier::document_reads;
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::iin::Iin;
use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _,
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
        document_reads: new.other_document.as_deref().and_then(reads),
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

/// What the number of a document reads as; nothing where it has neither letters nor digits.
fn reads(document: &str) -> Option<String> {
    Some(document_reads(document)).filter(|reads| !reads.is_empty())
}

/// A person as registered, with the version for the lost-update check.
#[derive(Clone, Debug)]
pub struct Registered {
    /// Who.
    pub id: PersonId,
    /// As the papers name him, as far as was written down.
    pub identity: Identity,
    version: i64,
}

/// The person as registered.
///
/// # Errors
/// [`StoreError::Missing`] where nobody is.
pub async fn registered(tx: &Tx, id: PersonId) -> Result<Registered, StoreError> {
    read(&tx.0, id).await
}

/// The person as registered, for a page.
///
/// # Errors
/// [`StoreError::Missing`] where nobody is.
pub async fn shown(store: &Store, id: PersonId) -> Result<Identity, StoreError> {
    Ok(read(store.reader(), id).await?.identity)
}

async fn read<C: ConnectionTrait>(on: &C, id: PersonId) -> Result<Registered, StoreError> {
    let row = person::Entity::find_by_id(id.0).one(on).await?;
    let row = row.ok_or(StoreError::Missing("person"))?;
    Ok(Registered {
        id,
        version: row.version,
        identity: Identity {
            name_cyrillic: row.name_cyrillic,
            name_latin: row.name_latin,
            iin: row.iin.and_then(|iin| Iin::parse(&iin).ok()),
            other_document: row.other_document,
            other_document_reason: row.other_document_reason,
            born_on: row.born_on,
        },
    })
}

/// Puts right who somebody is.
///
/// # Errors
/// [`StoreError::Stale`] where somebody else did so meanwhile; [`StoreError::is_duplicate`] where the IIN is known.
pub async fn correct(tx: &Tx, known: &Registered, is: &Identity) -> Result<Person, StoreError> {
    let changed = person::Entity::update_many()
        .set(person::ActiveModel {
            name_cyrillic: Set(is.name_cyrillic.clone()),
            name_latin: Set(is.name_latin.clone()),
            search_cyrillic: Set(is.name_cyrillic.to_lowercase()),
            search_latin: Set(is.name_latin.to_lowercase()),
            iin: Set(is.iin.as_ref().map(|iin| iin.as_str().to_owned())),
            other_document: Set(is.other_document.clone()),
            document_reads: Set(is.other_document.as_deref().and_then(reads)),
            other_document_reason: Set(is.other_document_reason.clone()),
            born_on: Set(is.born_on),
            version: Set(known.version + 1),
            ..Default::default()
        })
        .filter(person::Column::Id.eq(known.id.0))
        .filter(person::Column::Version.eq(known.version))
        .exec(&tx.0)
        .await?;
    if changed.rows_affected != 1 {
        return Err(StoreError::Stale("person"));
    }
    Ok(Person::new(known.id, is))
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

/// When the person with this IIN was born, and whether there is an open case.
///
/// # Errors
/// When the database does not answer.
pub async fn standing_of(store: &Store, iin: &str) -> Result<Option<(NaiveDate, bool)>, StoreError> {
    let row = person::Entity::find()
        .filter(person::Column::Iin.eq(iin))
        .one(store.reader())
        .await?;
    let Some(known) = row else {
        return Ok(None);
    };
    let open = case_file::Entity::find()
        .filter(case_file::Column::PersonId.eq(known.id))
        .filter(case_file::Column::Open.eq(true))
        .count(store.reader())
        .await?;
    Ok(Some((known.born_on, open > 0)))
}

/// The person with this IIN, or, without one, with this other document, however its number is typed.
///
/// # Errors
/// When the database does not answer.
pub async fn find_like(tx: &Tx, iin: &str, document: &str) -> Result<Option<Person>, StoreError> {
    let same = if iin.is_empty() {
        person::Column::DocumentReads.eq(document_reads(document))
    } else {
        person::Column::Iin.eq(iin)
    };
    let row = person::Entity::find().filter(same).one(&tx.0).await?;
    Ok(row.map(Into::into))
}

/// The persons with this number, however it is typed: an IIN, or another document.
///
/// # Errors
/// When the database does not answer.
pub async fn find_by_number(tx: &Tx, number: &str) -> Result<Vec<Person>, StoreError> {
    let Some(number) = reads(number) else {
        return Ok(Vec::new());
    };
    // Two questions, each answered by an index.
    let mut found = Vec::new();
    for column in [person::Column::Iin, person::Column::DocumentReads] {
        let rows = person::Entity::find().filter(column.eq(number.as_str()));
        found.extend(rows.all(&tx.0).await?.into_iter().map(Person::from));
    }
    Ok(found)
}

/// The open case of a person.
///
/// # Errors
/// When the database does not answer.
pub async fn open_case(tx: &Tx, id: PersonId) -> Result<Option<CaseId>, StoreError> {
    let row = case_file::Entity::find()
        .filter(case_file::Column::PersonId.eq(id.0))
        .filter(case_file::Column::Open.eq(true))
        .one(&tx.0)
        .await?;
    Ok(row.map(|row| CaseId(row.id)))
}

/// The cases that go on for those of a person that rest, each behind the one that rests. Two cases of one person keep two
/// persons on record: what is known of him by one number is treated under the other.
///
/// # Errors
/// When the database does not answer.
pub async fn cases_beside(tx: &Tx, id: PersonId) -> Result<Vec<(CaseId, CaseId)>, StoreError> {
    let closed = case_file::Entity::find()
        .filter(case_file::Column::PersonId.eq(id.0))
        .filter(case_file::Column::Open.eq(false))
        .all(&tx.0)
        .await?;
    let mut found = Vec::new();
    for row in closed {
        let resting = CaseId(row.id);
        let leading = file::leading(tx, resting).await?;
        found.extend(leading.map(|leading| (resting, leading)));
    }
    Ok(found)
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
