//! New facts take their places in the history of a case.

use crate::domain::case::Misfit;
use crate::domain::event::{Event, Recorded, Recorder};
use crate::domain::ids::CaseId;
use crate::store::StoreError;
use crate::store::desk::Failure;
use crate::store::file::CaseFile;
use chrono::{DateTime, Utc};

pub(super) fn number(after: u32, events: Vec<Event>, by: &Recorder, at: DateTime<Utc>) -> Vec<Recorded> {
    let numbered = (after + 1..).zip(events);
    numbered
        .map(|(seq, event)| Recorded {
            seq,
            event,
            recorded_at: at,
            by: by.clone(),
        })
        .collect()
}

/// Applies new events to a loaded case and returns them as recorded.
pub(in crate::store::desk) fn apply(
    file: &mut CaseFile,
    events: Vec<Event>,
    by: &Recorder,
    at: DateTime<Utc>,
) -> Result<Vec<Recorded>, Failure> {
    let recorded = number(file.case.version, events, by, at);
    for event in &recorded {
        file.case
            .apply(event)
            .map_err(|misfit| unfit(file.case.id, &misfit))?;
    }
    file.history.extend(recorded.iter().cloned());
    Ok(recorded)
}

pub(super) fn unfit(case: CaseId, misfit: &Misfit) -> StoreError {
    StoreError::Corrupt {
        table: "event",
        row: format!("{case}: {misfit}"),
        column: "payload",
    }
}
