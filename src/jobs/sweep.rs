//! The sweep: every case in which something is due by now is advanced.

use crate::access::Actor;
use crate::commands::advance_case;
use crate::domain::ids::CaseId;
use crate::store::desk::{Desk, Failure};
use crate::store::reading::due;
use std::collections::BTreeSet;

/// Cases read from the index at a time.
const BATCH: u64 = 100;

/// Advances every case in which something is due, the longest due first, and says in how many something
/// happened. A case that cannot be advanced is logged and tried again on the next round; it never holds up the
/// others. Several processes may sweep at once: the second finds a case as the first left it.
///
/// # Errors
/// Where the list of due cases cannot be read.
pub async fn sweep(desk: &Desk) -> Result<u64, Failure> {
    let actor = Actor::system("sweep");
    let now = desk.instant();
    let mut tried: BTreeSet<CaseId> = BTreeSet::new();
    let mut advanced = 0;
    loop {
        // A case that stays due, because it failed or has more to do than one turn allows, must not fill the
        // batch again and again.
        let limit = BATCH + u64::try_from(tried.len()).unwrap_or(u64::MAX - BATCH);
        let due = due::cases(desk.store(), now, limit).await?;
        let fresh: Vec<CaseId> = due.into_iter().filter(|case| !tried.contains(case)).collect();
        if fresh.is_empty() {
            return Ok(advanced);
        }
        for case in fresh {
            match advance_case(desk, &actor, case).await {
                Ok(true) => advanced += 1,
                // Looked at, nothing followed: another sweep was here first, or only its next date moved.
                Ok(false) => {}
                Err(fault) => tracing::error!(%case, %fault, "a case could not be advanced"),
            }
            tried.insert(case);
        }
    }
}
