//! The ledger as an auditor leafs through it: the newest entries first.

use super::PART;
use crate::domain::ids::{AccountId, CaseId};
use crate::domain::localised::Localised;
use crate::store::entities::{account, case_file, ledger, organisation};
use crate::store::{Store, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, RelationDef,
};
use serde::Deserialize;
use std::fmt::Write as _;
use uuid::Uuid;

/// What the ledger is narrowed to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Narrowed<'a> {
    /// One case, by its whole reference.
    pub reference: Option<&'a str>,
    /// One verb.
    pub verb: Option<&'a str>,
    /// Entries before this one.
    pub before: Option<i64>,
}

/// One entry.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Number.
    pub seq: i64,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// The account that acted, with its name and organisation.
    pub account: Option<(AccountId, String, Localised)>,
    /// The job that acted.
    pub job: Option<String>,
    /// What was done.
    pub verb: String,
    /// On which case.
    pub case: Option<(CaseId, String)>,
    /// On what else.
    pub subject: Option<String>,
    /// The policies that allowed it.
    pub policies: Vec<String>,
    /// Its hash, in hexadecimal.
    pub hash: String,
}

#[derive(FromQueryResult)]
struct Raw {
    #[sea_orm(nested)]
    ledger: ledger::Model,
    reference: Option<String>,
    name: Option<String>,
    organisation_kk: Option<String>,
    organisation_ru: Option<String>,
    organisation_en: Option<String>,
}

/// What an entry's detail says about why it was allowed.
#[derive(Default, Deserialize)]
struct Detail {
    #[serde(default)]
    policies: Vec<String>,
}

/// One part of the ledger, one entry more than [`PART`] where there is a next part.
///
/// # Errors
/// When the database does not answer.
pub async fn part(store: &Store, narrowed: Narrowed<'_>) -> Result<Vec<Entry>, StoreError> {
    let mut select = ledger::Entity::find()
        .join(JoinType::LeftJoin, to_case())
        .join(JoinType::LeftJoin, to_account())
        .join(JoinType::LeftJoin, to_organisation())
        .column_as(case_file::Column::Reference, "reference")
        .column_as(account::Column::DisplayName, "name")
        .column_as(organisation::Column::NameKk, "organisation_kk")
        .column_as(organisation::Column::NameRu, "organisation_ru")
        .column_as(organisation::Column::NameEn, "organisation_en")
        .order_by_desc(ledger::Column::Seq)
        .limit(PART + 1);
    if let Some(reference) = narrowed.reference {
        select = select.filter(case_file::Column::Reference.eq(reference));
    }
    if let Some(verb) = narrowed.verb {
        select = select.filter(ledger::Column::Verb.eq(verb));
    }
    if let Some(before) = narrowed.before {
        select = select.filter(ledger::Column::Seq.lt(before));
    }
    let rows = select.into_model::<Raw>().all(store.reader()).await?;
    Ok(rows.into_iter().map(entry).collect())
}

fn entry(raw: Raw) -> Entry {
    let row = raw.ledger;
    let organisation = Localised {
        kk: raw.organisation_kk.unwrap_or_default(),
        ru: raw.organisation_ru.unwrap_or_default(),
        en: raw.organisation_en.unwrap_or_default(),
    };
    // The detail is shown as far as it can be read; whether it was tampered with is for the check to say.
    let detail: Detail = serde_json::from_str(&row.detail).unwrap_or_default();
    let hash = row.hash.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    Entry {
        seq: row.seq,
        at: row.at,
        account: row
            .account_id
            .zip(raw.name)
            .map(|(id, name)| (AccountId(id), name, organisation)),
        job: row.job,
        verb: row.verb,
        case: row
            .case_id
            .zip(raw.reference)
            .map(|(id, reference): (Uuid, _)| (CaseId(id), reference)),
        subject: row.subject,
        policies: detail.policies,
        hash,
    }
}

fn to_case() -> RelationDef {
    ledger::Entity::belongs_to(case_file::Entity)
        .from(ledger::Column::CaseId)
        .to(case_file::Column::Id)
        .into()
}

fn to_account() -> RelationDef {
    ledger::Entity::belongs_to(account::Entity)
        .from(ledger::Column::AccountId)
        .to(account::Column::Id)
        .into()
}

fn to_organisation() -> RelationDef {
    account::Entity::belongs_to(organisation::Entity)
        .from(account::Column::OrganisationId)
        .to(organisation::Column::Id)
        .into()
}
