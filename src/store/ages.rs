//! Clearing away what is no record and has grown old: sessions, enrolment links, drafts, keys of sent forms. Each is one
//! range of one index, a bounded number of rows at a time.

use super::entities::{draft, enrolment, kept_form, session, submission};
use super::{Store, StoreError};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter as _, QueryOrder as _, QuerySelect as _, TryGetable};

/// The most rows of one kind that are cleared in one go, so that nobody waits long for the writer.
pub const MOST_AT_ONCE: u64 = 500;

/// Since when each thing is kept.
#[derive(Clone, Copy, Debug)]
pub struct Since {
    /// Sessions whose last moment came before.
    pub sessions: DateTime<Utc>,
    /// Links whose last moment came before.
    pub enrolments: DateTime<Utc>,
    /// Drafts, and forms kept for another language, that nobody touched since.
    pub drafts: DateTime<Utc>,
    /// Forms that were sent before.
    pub submissions: DateTime<Utc>,
}

/// Clears away what is older, the oldest first; says how many rows went.
///
/// # Errors
/// When the database does not answer.
pub async fn clear(store: &Store, since: Since) -> Result<u64, StoreError> {
    use draft::Column as Draft;
    use enrolment::Column as Enrolment;
    use kept_form::Column as Kept;
    use session::Column as Session;
    use submission::Column as Submission;
    type Token = Vec<u8>;
    type Key = uuid::Uuid;
    let sessions =
        old::<session::Entity, Token>(store, Session::TokenHash, Session::ExpiresAt, since.sessions);
    let links = old::<enrolment::Entity, Token>(
        store,
        Enrolment::TokenHash,
        Enrolment::ExpiresAt,
        since.enrolments,
    );
    let drafts = old::<draft::Entity, Key>(store, Draft::Key, Draft::UpdatedAt, since.drafts);
    let kept = old::<kept_form::Entity, Key>(store, Kept::Key, Kept::UpdatedAt, since.drafts);
    let forms = old::<submission::Entity, Key>(store, Submission::Key, Submission::At, since.submissions);
    Ok(sessions.await? + links.await? + drafts.await? + kept.await? + forms.await?)
}

/// Looks first and asks for the writer only where there is something to clear.
async fn old<E, K>(
    store: &Store,
    key: E::Column,
    age: E::Column,
    before: DateTime<Utc>,
) -> Result<u64, StoreError>
where
    E: EntityTrait,
    K: TryGetable + Into<sea_orm::Value> + Send + Sync + 'static,
{
    let keys: Vec<K> = E::find()
        .select_only()
        .column(key)
        .filter(age.lt(before))
        .order_by_asc(age)
        .limit(MOST_AT_ONCE)
        .into_tuple()
        .all(store.reader())
        .await?;
    if keys.is_empty() {
        return Ok(0);
    }
    let tx = store.begin_write().await?;
    // Whoever used it meanwhile made it young again.
    let cleared = E::delete_many()
        .filter(key.is_in(keys))
        .filter(age.lt(before))
        .exec(&tx.0)
        .await?;
    tx.commit().await?;
    Ok(cleared.rows_affected)
}
