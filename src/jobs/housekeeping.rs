//! Clears away what is no record and is not used any more. How long each thing is kept stands in `policies/keeping`.

use crate::store::ages::{self, Since};
use crate::store::desk::{Desk, Failure};

/// One bounded round; says how many rows went. What is left over goes in the next one.
///
/// # Errors
/// When the database does not answer.
pub async fn clear_away(desk: &Desk) -> Result<u64, Failure> {
    let keeping = &desk.rules().keeping;
    // People come and go by the real time, also where the clock of the cases is moved for training.
    let (wall, now) = (desk.clock().wall(), desk.instant());
    let since = Since {
        sessions: keeping.sessions.since(wall),
        enrolments: keeping.enrolments.since(wall),
        drafts: keeping.drafts.since(now),
        submissions: keeping.submissions.since(now),
    };
    Ok(ages::clear(desk.store(), since).await?)
}
