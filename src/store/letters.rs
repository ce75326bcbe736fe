//! Letters as they are kept. Rows are added and never changed: a draft, an issue with its files, a withdrawal.

use super::entities::{
    letter, letter_draft, letter_file, letter_issue, letter_withdrawal, organisation, waiting_letter,
};
use super::{Store, StoreError, Tx, settings};
use crate::domain::ids::{AccountId, CaseId, LetterId, LotId, OrganisationId, RecordId};
use crate::domain::letter::{
    About, Draft, Issue, Letter, LetterKind, LetterState, Printed, Sheet, Withdrawal, canonical,
    letter_number,
};
use crate::domain::localised::Localised;
use crate::secrets::{digest, hex};
use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// The most letters that one list is made of.
pub const MOST: u64 = 200;

/// A letter about to be drawn up for the first time.
#[derive(Clone, Debug)]
pub struct NewLetter {
    /// Identity.
    pub id: LetterId,
    /// What it is about.
    pub about: About,
    /// The case.
    pub case: Option<CaseId>,
    /// Who writes.
    pub sender: OrganisationId,
    /// To whom.
    pub addressee: Option<OrganisationId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Begins a letter.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(tx: &Tx, new: &NewLetter) -> Result<(), StoreError> {
    let row = letter::Model {
        id: new.id.0,
        kind: new.about.kind().code().to_owned(),
        about: text(&new.about, "about")?,
        case_id: new.case.map(|id| id.0),
        sender_id: new.sender.0,
        addressee_id: new.addressee.map(|id| id.0),
        created_at: new.at,
    };
    letter::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(&tx.0)
        .await
        .map_err(once)?;
    Ok(())
}

/// Adds a draft, and answers with the SHA-256 of its facts.
///
/// # Errors
/// When the database does not answer; a draft of that number was added meanwhile.
pub async fn add_draft(
    tx: &Tx,
    id: LetterId,
    number: u32,
    sheet: &Sheet,
    at: DateTime<Utc>,
    by: AccountId,
) -> Result<String, StoreError> {
    let data = text(sheet, "data")?;
    let sha256 = hex(&digest(data.as_bytes()));
    let row = letter_draft::Model {
        letter_id: id.0,
        number: small(number),
        data,
        sha256: sha256.clone(),
        drawn_at: at,
        drawn_by: by.0,
    };
    letter_draft::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(&tx.0)
        .await
        .map_err(once)?;
    Ok(sha256)
}

/// A letter waits for a signature from now on.
///
/// # Errors
/// When the database does not answer.
pub async fn wait(
    tx: &Tx,
    id: LetterId,
    kind: LetterKind,
    case: Option<CaseId>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    waits_no_more(tx, id).await?;
    let row = waiting_letter::Model {
        letter_id: id.0,
        case_id: case.map(|case| case.0),
        kind: kind.code().to_owned(),
        drawn_at: at,
    };
    waiting_letter::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(&tx.0)
        .await?;
    Ok(())
}

/// It was signed as it was last drawn up, or withdrawn.
async fn waits_no_more(tx: &Tx, id: LetterId) -> Result<(), StoreError> {
    waiting_letter::Entity::delete_by_id(id.0).exec(&tx.0).await?;
    Ok(())
}

/// The number of a letter: its own, where it was signed before, else the next of its jurisdiction and year. Numbers
/// are counted in the transaction that uses them, so none is ever left out.
///
/// # Errors
/// When the database does not answer.
pub async fn number_of(
    tx: &Tx,
    letter: &Letter,
    jurisdiction: &str,
    on: NaiveDate,
) -> Result<String, StoreError> {
    if let Some(issue) = letter.last_issue() {
        return Ok(issue.letter_number.clone());
    }
    let key = format!("letter-{jurisdiction}-{}", on.year());
    let serial = settings::count_up(tx, &key).await?;
    Ok(letter_number(jurisdiction, on.year(), serial))
}

/// Adds an issue with its files, and answers with the SHA-256 of each file by language.
///
/// # Errors
/// When the database does not answer; the draft was signed meanwhile.
pub async fn add_issue(
    tx: &Tx,
    id: LetterId,
    issue: &Issue,
    files: &[Printed],
) -> Result<Vec<(&'static str, String)>, StoreError> {
    let row = letter_issue::Model {
        letter_id: id.0,
        number: small(issue.number),
        draft: small(issue.draft),
        letter_number: issue.letter_number.clone(),
        code: issue.code.clone(),
        template: issue.template.clone(),
        signed_at: issue.signed_at,
        signed_on: issue.signed_on,
        signed_by: issue.signed_by.0,
        signer: issue.signer.clone(),
        role: text(&issue.role, "role")?,
    };
    letter_issue::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(&tx.0)
        .await
        .map_err(once)?;
    waits_no_more(tx, id).await?;
    let mut sums = Vec::new();
    for file in files {
        let sha256 = hex(&digest(&file.bytes));
        sums.push((file.language, sha256.clone()));
        let row = letter_file::Model {
            letter_id: id.0,
            issue: small(issue.number),
            language: file.language.to_owned(),
            sha256,
            bytes: file.bytes.clone(),
        };
        letter_file::Entity::insert(row.into_active_model().reset_all())
            .exec_without_returning(&tx.0)
            .await
            .map_err(once)?;
    }
    Ok(sums)
}

/// Withdraws a letter.
///
/// # Errors
/// When the database does not answer; it was withdrawn meanwhile.
pub async fn withdraw(tx: &Tx, id: LetterId, withdrawal: &Withdrawal) -> Result<(), StoreError> {
    let row = letter_withdrawal::Model {
        letter_id: id.0,
        withdrawn_at: withdrawal.at,
        withdrawn_by: withdrawal.by.0,
        reason: withdrawal.reason.clone(),
    };
    letter_withdrawal::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(&tx.0)
        .await
        .map_err(once)?;
    waits_no_more(tx, id).await
}

/// One letter, as a transaction sees it.
///
/// # Errors
/// [`StoreError::Missing`].
pub async fn find_in(tx: &Tx, id: LetterId) -> Result<Letter, StoreError> {
    find_on(&tx.0, id).await
}

/// One letter.
///
/// # Errors
/// [`StoreError::Missing`].
pub async fn find(store: &Store, id: LetterId) -> Result<Letter, StoreError> {
    find_on(store.reader(), id).await
}

async fn find_on(on: &impl ConnectionTrait, id: LetterId) -> Result<Letter, StoreError> {
    let row = letter::Entity::find_by_id(id.0).one(on).await?;
    let row = row.ok_or(StoreError::Missing("letter"))?;
    let mut letters = whole(on, vec![row]).await?;
    letters.pop().ok_or(StoreError::Missing("letter"))
}

/// The letters of a case, as a transaction sees them, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_case_in(tx: &Tx, case: CaseId) -> Result<Vec<Letter>, StoreError> {
    of_case_on(&tx.0, case).await
}

/// The letters of a case, the oldest first; at most [`MOST`], the newest of them.
///
/// # Errors
/// When the database does not answer.
pub async fn of_case(store: &Store, case: CaseId) -> Result<Vec<Letter>, StoreError> {
    of_case_on(store.reader(), case).await
}

async fn of_case_on(on: &impl ConnectionTrait, case: CaseId) -> Result<Vec<Letter>, StoreError> {
    let mut rows = letter::Entity::find()
        .filter(letter::Column::CaseId.eq(case.0))
        .order_by_desc(letter::Column::CreatedAt)
        .order_by_desc(letter::Column::Id)
        .limit(MOST)
        .all(on)
        .await?;
    rows.reverse();
    whole(on, rows).await
}

/// These letters, in no order.
///
/// # Errors
/// When the database does not answer.
pub async fn these(store: &Store, ids: &[LetterId]) -> Result<Vec<Letter>, StoreError> {
    let rows = letter::Entity::find()
        .filter(letter::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .all(store.reader())
        .await?;
    whole(store.reader(), rows).await
}

/// The newest letters of a kind, whatever case they belong to, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_kind(store: &Store, kind: LetterKind) -> Result<Vec<Letter>, StoreError> {
    let rows = letter::Entity::find()
        .filter(letter::Column::Kind.eq(kind.code()))
        .order_by_desc(letter::Column::CreatedAt)
        .order_by_desc(letter::Column::Id)
        .limit(MOST)
        .all(store.reader())
        .await?;
    whole(store.reader(), rows).await
}

/// The letters about a recall to the people of these cases, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_recall(store: &Store, recall: RecordId, cases: &[CaseId]) -> Result<Vec<Letter>, StoreError> {
    let about = About::Recall { recall };
    let rows = letter::Entity::find()
        .filter(letter::Column::CaseId.is_in(cases.iter().map(|case| case.0)))
        .filter(letter::Column::About.eq(text(&about, "about")?))
        .order_by_asc(letter::Column::CreatedAt)
        .order_by_asc(letter::Column::Id)
        .limit(MOST)
        .all(store.reader())
        .await?;
    whole(store.reader(), rows).await
}

/// The letters about a recall to the organisations that have, had or await some of the lot, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_lot(store: &Store, lot: LotId, recall: RecordId) -> Result<Vec<Letter>, StoreError> {
    let about = About::Lot { lot, recall };
    let rows = letter::Entity::find()
        .filter(letter::Column::Kind.eq(about.kind().code()))
        .filter(letter::Column::About.eq(text(&about, "about")?))
        .order_by_asc(letter::Column::CreatedAt)
        .order_by_asc(letter::Column::Id)
        .limit(MOST)
        .all(store.reader())
        .await?;
    whole(store.reader(), rows).await
}

/// Who wrote to which organisation about a recall, the oldest first; also where the letter was withdrawn.
///
/// # Errors
/// When the database does not answer.
pub async fn written_of(
    store: &Store,
    lot: LotId,
    recall: RecordId,
) -> Result<Vec<(OrganisationId, OrganisationId)>, StoreError> {
    written_on(store.reader(), lot, recall).await
}

/// The same, as a transaction sees it.
///
/// # Errors
/// When the database does not answer.
pub async fn written_of_in(
    tx: &Tx,
    lot: LotId,
    recall: RecordId,
) -> Result<Vec<(OrganisationId, OrganisationId)>, StoreError> {
    written_on(&tx.0, lot, recall).await
}

/// The letters to organisations about a recall, as a transaction sees them.
pub(super) async fn about_lot(tx: &Tx, lot: LotId, recall: RecordId) -> Result<Vec<LetterId>, StoreError> {
    let about = About::Lot { lot, recall };
    let ids = letter::Entity::find()
        .select_only()
        .column(letter::Column::Id)
        .filter(letter::Column::Kind.eq(about.kind().code()))
        .filter(letter::Column::About.eq(text(&about, "about")?))
        .into_tuple::<Uuid>()
        .all(&tx.0)
        .await?;
    Ok(ids.into_iter().map(LetterId).collect())
}

async fn written_on(
    on: &impl ConnectionTrait,
    lot: LotId,
    recall: RecordId,
) -> Result<Vec<(OrganisationId, OrganisationId)>, StoreError> {
    let about = About::Lot { lot, recall };
    let rows = letter::Entity::find()
        .filter(letter::Column::Kind.eq(about.kind().code()))
        .filter(letter::Column::About.eq(text(&about, "about")?))
        .order_by_asc(letter::Column::CreatedAt)
        .order_by_asc(letter::Column::Id)
        .all(on)
        .await?;
    let between = rows
        .into_iter()
        .filter_map(|row| Some((OrganisationId(row.sender_id), OrganisationId(row.addressee_id?))));
    Ok(between.collect())
}

/// A printed file of an issue.
///
/// # Errors
/// [`StoreError::Missing`].
pub async fn file(store: &Store, id: LetterId, issue: u32, language: &str) -> Result<Vec<u8>, StoreError> {
    let key = (id.0, small(issue), language.to_owned());
    let row = letter_file::Entity::find_by_id(key).one(store.reader()).await?;
    row.map(|row| row.bytes).ok_or(StoreError::Missing("letter_file"))
}

/// What somebody who holds a paper may learn of it: nothing of the case, and no name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The kind.
    pub kind: LetterKind,
    /// The letter's number.
    pub letter_number: String,
    /// Which issue the code stands on.
    pub issue: u32,
    /// The day it was signed.
    pub signed_on: NaiveDate,
    /// Who issued it.
    pub sender: Localised,
    /// The newest issue.
    pub last_issue: u32,
    /// Was the letter withdrawn?
    pub withdrawn: bool,
    /// SHA-256 of each printed file.
    pub files: Vec<String>,
}

/// What is known of the paper with this code; nothing where no issue has it.
///
/// # Errors
/// When the database does not answer.
pub async fn check(store: &Store, code: &str) -> Result<Option<Checked>, StoreError> {
    let on = store.reader();
    let found = letter_issue::Entity::find()
        .filter(letter_issue::Column::Code.eq(code))
        .one(on)
        .await?;
    let Some(issue) = found else {
        return Ok(None);
    };
    let letter = find_on(on, LetterId(issue.letter_id)).await?;
    let sender = organisation::Entity::find_by_id(letter.sender.0).one(on).await?;
    let sender = sender.ok_or(StoreError::Missing("organisation"))?;
    let files: Vec<String> = letter_file::Entity::find()
        .select_only()
        .column(letter_file::Column::Sha256)
        .filter(letter_file::Column::LetterId.eq(issue.letter_id))
        .filter(letter_file::Column::Issue.eq(issue.number))
        .into_tuple()
        .all(on)
        .await?;
    Ok(Some(Checked {
        kind: letter.kind(),
        letter_number: issue.letter_number,
        issue: large(issue.number),
        signed_on: issue.signed_on,
        sender: Localised {
            kk: sender.name_kk,
            ru: sender.name_ru,
            en: sender.name_en,
        },
        last_issue: letter.last_issue().map_or(0, |issue| issue.number),
        withdrawn: letter.state() == LetterState::Withdrawn,
        files,
    }))
}

/// Puts letters together with their drafts, issues and withdrawals: four questions, however many there are.
async fn whole(on: &impl ConnectionTrait, rows: Vec<letter::Model>) -> Result<Vec<Letter>, StoreError> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let drafts = letter_draft::Entity::find()
        .filter(letter_draft::Column::LetterId.is_in(ids.iter().copied()))
        .order_by_asc(letter_draft::Column::Number)
        .all(on)
        .await?;
    let issues = letter_issue::Entity::find()
        .filter(letter_issue::Column::LetterId.is_in(ids.iter().copied()))
        .order_by_asc(letter_issue::Column::Number)
        .all(on)
        .await?;
    let withdrawn = letter_withdrawal::Entity::find()
        .filter(letter_withdrawal::Column::LetterId.is_in(ids))
        .all(on)
        .await?;
    rows.into_iter()
        .map(|row| {
            let drafts = drafts.iter().filter(|draft| draft.letter_id == row.id);
            let issues = issues.iter().filter(|issue| issue.letter_id == row.id);
            let withdrawn = withdrawn.iter().find(|withdrawn| withdrawn.letter_id == row.id);
            Ok(Letter {
                id: LetterId(row.id),
                about: read(&row.about, "letter", "about")?,
                case: row.case_id.map(CaseId),
                sender: OrganisationId(row.sender_id),
                addressee: row.addressee_id.map(OrganisationId),
                created_at: row.created_at,
                drafts: drafts.map(draft).collect::<Result<_, _>>()?,
                issues: issues.map(issue).collect::<Result<_, _>>()?,
                withdrawn: withdrawn.map(|row| Withdrawal {
                    at: row.withdrawn_at,
                    by: AccountId(row.withdrawn_by),
                    reason: row.reason.clone(),
                }),
            })
        })
        .collect()
}

fn draft(row: &letter_draft::Model) -> Result<Draft, StoreError> {
    // The facts are what the ledger holds the digest of: changed behind our back, they are not shown as signed.
    if hex(&digest(row.data.as_bytes())) != row.sha256 {
        return Err(corrupt("letter_draft", "data"));
    }
    Ok(Draft {
        number: large(row.number),
        sheet: read(&row.data, "letter_draft", "data")?,
        sha256: row.sha256.clone(),
        drawn_at: row.drawn_at,
        drawn_by: AccountId(row.drawn_by),
    })
}

fn issue(row: &letter_issue::Model) -> Result<Issue, StoreError> {
    Ok(Issue {
        number: large(row.number),
        draft: large(row.draft),
        letter_number: row.letter_number.clone(),
        code: row.code.clone(),
        template: row.template.clone(),
        signed_at: row.signed_at,
        signed_on: row.signed_on,
        signed_by: AccountId(row.signed_by),
        signer: row.signer.clone(),
        role: read(&row.role, "letter_issue", "role")?,
    })
}

fn text(value: &impl Serialize, column: &'static str) -> Result<String, StoreError> {
    canonical(value).map_err(|_| corrupt("letter", column))
}

fn read<T: DeserializeOwned>(text: &str, table: &'static str, column: &'static str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| corrupt(table, column))
}

fn corrupt(table: &'static str, column: &'static str) -> StoreError {
    StoreError::Corrupt {
        table,
        row: "letter".to_owned(),
        column,
    }
}

/// Two at once: the second is told that somebody saved first.
fn once(fault: DbErr) -> StoreError {
    let fault = StoreError::from(fault);
    if fault.is_duplicate() {
        return StoreError::Stale("letter");
    }
    fault
}

fn small(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn large(number: i32) -> u32 {
    u32::try_from(number).unwrap_or_default()
}
