//! Who looked at a case, as its person may know it: by role and organisation, and no names.

use crate::domain::ids::CaseId;
use crate::domain::localised::Localised;
use crate::store::entities::{account, ledger, organisation};
use crate::store::{Store, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, FromQueryResult, JoinType, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, RelationDef,
};
use std::fmt::Write as _;
use uuid::Uuid;

/// The most looks one page is made of. What came before them is in the ledger.
pub const MOST: u64 = 1000;

/// One look at a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Number of its entry in the ledger.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// In which role.
    pub role: String,
    /// The account; never shown to the person, only used to find the reader's own entry.
    pub account: Uuid,
    /// The organisation.
    pub organisation: Localised,
    /// The verb.
    pub verb: String,
    /// Hash of the entry, in hexadecimal.
    pub hash: String,
}

#[derive(FromQueryResult)]
struct Raw {
    seq: i64,
    at: DateTime<Utc>,
    role: Option<String>,
    account_id: Option<Uuid>,
    verb: String,
    hash: Vec<u8>,
    name_kk: String,
    name_ru: String,
    name_en: String,
}

/// The looks at a case, the newest first, one more than [`MOST`] where there are more.
///
/// # Errors
/// When the database does not answer.
pub async fn looks(store: &Store, case: CaseId) -> Result<Vec<Look>, StoreError> {
    let looked = Condition::any()
        .add(ledger::Column::Verb.starts_with("read-"))
        .add(ledger::Column::Verb.starts_with("open-"));
    let rows = ledger::Entity::find()
        .select_only()
        .columns([
            ledger::Column::Seq,
            ledger::Column::At,
            ledger::Column::Role,
            ledger::Column::AccountId,
            ledger::Column::Verb,
            ledger::Column::Hash,
        ])
        .columns([
            organisation::Column::NameKk,
            organisation::Column::NameRu,
            organisation::Column::NameEn,
        ])
        .join(JoinType::InnerJoin, to_account())
        .join(JoinType::InnerJoin, to_organisation())
        .filter(ledger::Column::CaseId.eq(case.0))
        .filter(looked)
        // The act of opening a case is no look at it.
        .filter(ledger::Column::Verb.ne("open-case"))
        .order_by_desc(ledger::Column::Seq)
        .limit(MOST + 1)
        .into_model::<Raw>()
        .all(store.reader())
        .await?;
    Ok(rows.into_iter().filter_map(look).collect())
}

fn look(raw: Raw) -> Option<Look> {
    let hash = raw.hash.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    Some(Look {
        seq: raw.seq,
        at: raw.at,
        role: raw.role?,
        account: raw.account_id?,
        organisation: Localised {
            kk: raw.name_kk,
            ru: raw.name_ru,
            en: raw.name_en,
        },
        verb: raw.verb,
        hash,
    })
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
