//! The mails that tell of a signed letter, and who ever got one: whatever became of the letter is told to them.

use super::accounts::{self, Account};
use super::entities::outbox;
use super::{StoreError, Tx};
use crate::domain::ids::{AccountId, CaseId, LetterId};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use uuid::Uuid;

/// What tells of a letter: that it came, that it was signed anew or withdrawn, and the last to whoever has lost the case since.
pub const OF_LETTERS: [&str; 6] = [
    "message-letter",
    "message-letter-again",
    "message-letter-withdrawn",
    "message-letter-left",
    "message-recall-letter",
    "message-recall-letter-withdrawn",
];

/// Everybody to whom was written about a letter, whatever became of the mail, by the name to sign in with. Those about a case
/// are found by it; a letter that belongs to none is looked for among all, and seldom.
///
/// # Errors
/// When the database does not answer.
pub async fn told(tx: &Tx, letter: LetterId, case: Option<CaseId>) -> Result<Vec<Account>, StoreError> {
    let of = match case {
        Some(case) => outbox::Column::CaseId.eq(case.0),
        None => outbox::Column::CaseId.is_null(),
    };
    let people = outbox::Entity::find()
        .select_only()
        .column(outbox::Column::RecipientAccountId)
        .distinct()
        .filter(of)
        .filter(outbox::Column::Template.is_in(OF_LETTERS))
        .filter(outbox::Column::Arguments.contains(letter.to_string()))
        .into_tuple::<Option<Uuid>>()
        .all(&tx.0)
        .await?;
    let people: Vec<_> = people.into_iter().flatten().map(AccountId).collect();
    accounts::these_in(tx, &people).await
}
