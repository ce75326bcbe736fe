//! The ledger as an auditor leafs through it: the newest entries first.

use super::PART;
use crate::domain::ids::{AccountId, CaseId};
use crate::domain::localised::Localised;
use crate::store::entities::{account, case_file, ledger, organisation};
use crate::store::{Store, StoreError, Tx};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, FromQueryResult, JoinType, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, RelationDef,
};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use uuid::Uuid;

/// The verb of an act that the policies refused.
const FORBIDDEN: &str = "forbidden";

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
    /// The name of the account it was done to, where the subject is one.
    pub subject_name: Option<String>,
    /// The action that was asked for, where it was refused.
    pub refused: Option<String>,
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

/// As in the index that holds these entries alone: a value that is bound would not be known to be the one of the index.
pub const ASKED: &str = "verb = 'report-turned-up'";

/// How often an account asked whose a person is since a moment, but for what is about a certain subject.
///
/// # Errors
/// When the database does not answer.
pub async fn asked_since(tx: &Tx, by: AccountId, since: DateTime<Utc>, but: &str) -> Result<u64, StoreError> {
    let counted = ledger::Column::Subject
        .is_null()
        .or(ledger::Column::Subject.ne(but));
    let acts = ledger::Entity::find()
        .filter(ledger::Column::AccountId.eq(by.0))
        .filter(ledger::Column::At.gte(since))
        .filter(Expr::cust(ASKED))
        .filter(counted)
        .count(&tx.0)
        .await?;
    Ok(acts)
}

/// As in the index that holds these entries alone.
pub const TOLD: &str = "verb IN ('look-at-roster', 'look-at-namesakes', 'too-many-elsewhere')";

/// Of whom an account has heard who has a case in another region only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// References of the cases.
    pub cases: BTreeSet<String>,
    /// Were there too many of them?
    pub closed: bool,
}

/// What the detail of a look says about other regions.
#[derive(Default, Deserialize)]
struct Look {
    #[serde(default)]
    cases: BTreeSet<String>,
    #[serde(default)]
    closes: bool,
}

/// Of which cases of other regions an account has heard since a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn told_elsewhere(tx: &Tx, by: AccountId, since: DateTime<Utc>) -> Result<Told, StoreError> {
    let details: Vec<String> = ledger::Entity::find()
        .select_only()
        .column(ledger::Column::Detail)
        .filter(ledger::Column::AccountId.eq(by.0))
        .filter(ledger::Column::At.gte(since))
        .filter(Expr::cust(TOLD))
        .into_tuple()
        .all(&tx.0)
        .await?;
    let mut told = Told::default();
    for detail in details {
        let look: Look = serde_json::from_str(&detail).unwrap_or_default();
        told.cases.extend(look.cases);
        told.closed |= look.closes;
    }
    Ok(told)
}

/// What an entry's detail says about why it was allowed, and about what was done.
#[derive(Default, Deserialize)]
struct Detail {
    #[serde(default)]
    policies: Vec<String>,
    action: Option<String>,
    what: Option<String>,
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
    let mut entries: Vec<Entry> = rows.into_iter().map(entry).collect();
    name_subjects(store, &mut entries).await?;
    Ok(entries)
}

/// The latest entries about a case that are looked through for what somebody has just done.
const LATEST: u64 = 64;

/// What an account did on a case since a moment, the newest first: each verb, and when.
///
/// # Errors
/// When the database does not answer.
pub async fn latest_by(
    store: &Store,
    (case, by): (CaseId, AccountId),
    since: DateTime<Utc>,
) -> Result<Vec<(String, DateTime<Utc>)>, StoreError> {
    let latest = ledger::Entity::find()
        .select_only()
        .columns([
            ledger::Column::AccountId,
            ledger::Column::Verb,
            ledger::Column::At,
        ])
        .filter(ledger::Column::CaseId.eq(case.0))
        .order_by_desc(ledger::Column::Seq)
        .limit(LATEST)
        .into_tuple::<(Option<Uuid>, String, DateTime<Utc>)>()
        .all(store.reader())
        .await?;
    let own = latest
        .into_iter()
        .filter(|(account, _, at)| *account == Some(by.0) && *at >= since);
    Ok(own.map(|(_, verb, at)| (verb, at)).collect())
}

/// An act outside of any case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// Its verb.
    pub verb: String,
    /// What of it was done, where one verb is for several.
    pub what: Option<String>,
}

/// What an account did outside of any case since a moment, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn latest_elsewhere(
    store: &Store,
    by: AccountId,
    since: DateTime<Utc>,
) -> Result<Vec<Act>, StoreError> {
    let latest = ledger::Entity::find()
        .select_only()
        .columns([
            ledger::Column::CaseId,
            ledger::Column::Verb,
            ledger::Column::Detail,
            ledger::Column::At,
        ])
        .filter(ledger::Column::AccountId.eq(by.0))
        .order_by_desc(ledger::Column::Seq)
        .limit(LATEST)
        .into_tuple::<(Option<Uuid>, String, String, DateTime<Utc>)>()
        .all(store.reader())
        .await?;
    let own = latest
        .into_iter()
        .filter(|(case, _, _, at)| case.is_none() && *at >= since);
    let act = |(_, verb, detail, _): (Option<Uuid>, String, String, DateTime<Utc>)| {
        let detail: Detail = serde_json::from_str(&detail).unwrap_or_default();
        Act {
            verb,
            what: detail.what,
        }
    };
    Ok(own.map(act).collect())
}

/// Says the names of the accounts that entries are about.
async fn name_subjects(store: &Store, entries: &mut [Entry]) -> Result<(), StoreError> {
    let ids: BTreeSet<Uuid> = entries.iter().filter_map(Entry::subject_account).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let known: BTreeMap<Uuid, String> = account::Entity::find()
        .select_only()
        .columns([account::Column::Id, account::Column::DisplayName])
        .filter(account::Column::Id.is_in(ids))
        .into_tuple::<(Uuid, String)>()
        .all(store.reader())
        .await?
        .into_iter()
        .collect();
    for entry in entries {
        let id = entry.subject_account();
        entry.subject_name = id.and_then(|id| known.get(&id)).cloned();
    }
    Ok(())
}

impl Entry {
    fn subject_account(&self) -> Option<Uuid> {
        self.subject.as_deref()?.strip_prefix("account:")?.parse().ok()
    }
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
        case: row
            .case_id
            .zip(raw.reference)
            .map(|(id, reference): (Uuid, _)| (CaseId(id), reference)),
        subject: row.subject,
        subject_name: None,
        refused: detail.action.filter(|_| row.verb == FORBIDDEN),
        policies: detail.policies,
        verb: row.verb,
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
