//! Somebody moves the clock of a training installation.
//!
//! The clock lives in the database as its distance from the real time, so that every process of the installation
//! and every restart shows the same moment.

use crate::access::{Action, Actor, Context, Resource};
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::ledger::{self, Who};
use crate::store::{StoreError, settings};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, json};

const OFFSET: &str = "training-offset-millis";
const SUBJECT: &str = "clock";
/// Farther in one step is a slip of the pen: everything on the way would have to happen first.
const FARTHEST_DAYS: i64 = 400;

/// Moves the training clock forward to a moment. It never goes back: what was recorded would lie in the future.
///
/// What becomes due on the way happens at the next sweep; a page runs one right afterwards.
///
/// # Errors
/// [`Failure::Forbidden`] outside training; [`Failure::Refused`] for a moment in the past or too far away.
pub async fn move_clock(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    to: DateTime<Utc>,
) -> Result<DateTime<Utc>, Failure> {
    let moved = desk
        .perform(actor, submission, Action::MoveClock, async |work| {
            let context = Context {
                training: desk.training(),
                ..Context::default()
            };
            let permit = work.authorise(Action::MoveClock, &Resource::System, &context)?;
            let from = work.instant();
            if to < from {
                return Err(Refusal::NotBefore {
                    field: "to",
                    earliest_on: from.date_naive(),
                }
                .into());
            }
            if to > from + TimeDelta::days(FARTHEST_DAYS) {
                return Err(Refusal::NotUnderstood { field: "to" }.into());
            }
            settings::put(work.tx(), OFFSET, &offset(desk, to).to_string()).await?;
            let detail = Map::from_iter([("from".to_owned(), json!(from)), ("to".to_owned(), json!(to))]);
            let written = work.seal(permit, SUBJECT, detail).await?;
            Ok((written, to))
        })
        .await?;
    // Sent twice, the form answers as before; the clock has gone on and stays.
    if desk.instant() < moved {
        set(desk, moved);
    }
    Ok(moved)
}

/// Leaves the clock of a training installation at a moment, for the program itself: when it invents a country,
/// or is started for another day than today. `job` is the name under which it does so.
///
/// # Errors
/// When the database does not answer.
pub async fn leave_clock(desk: &Desk, job: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
    let tx = desk.store().begin_write().await?;
    settings::put(&tx, OFFSET, &offset(desk, at).to_string()).await?;
    let entry = ledger::Entry {
        at,
        who: Who::Job(job),
        verb: Action::MoveClock.as_str(),
        case: None,
        subject: Some(SUBJECT),
        detail: Map::from_iter([("to".to_owned(), json!(at))]),
        events: &[],
    };
    ledger::append(&tx, entry).await?;
    tx.commit().await?;
    set(desk, at);
    Ok(())
}

/// Shows the moment that the installation's clock was left at, moved on since by the time that has passed.
/// Nothing happens outside training.
///
/// # Errors
/// When the database does not answer.
pub async fn follow_clock(desk: &Desk) -> Result<(), StoreError> {
    let Some(shown) = desk.clock().offset_millis().filter(|_| desk.training()) else {
        return Ok(());
    };
    let Some(text) = settings::get(desk.store(), OFFSET).await? else {
        return Ok(());
    };
    let corrupt = |_| StoreError::Corrupt {
        table: "setting",
        row: OFFSET.to_owned(),
        column: "value",
    };
    let left = text.parse().map_err(corrupt)?;
    if left != shown && desk.clock().restore(left).is_err() {
        tracing::error!("the training clock cannot be moved");
    }
    Ok(())
}

fn offset(desk: &Desk, to: DateTime<Utc>) -> i64 {
    (to - desk.clock().wall()).num_milliseconds()
}

fn set(desk: &Desk, to: DateTime<Utc>) {
    if desk.clock().set(to).is_err() {
        tracing::error!("the training clock cannot be moved");
    }
}
