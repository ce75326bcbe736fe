//! Whoever cleared the person, or chose his drug, is on no commission that reviews his treatment.

use chrono::{DateTime, Utc};

use crate::domain::event::{Event, Recorded};
use crate::domain::ids::{AccountId, RecordId};

/// Each text of a review that names somebody who took part, and each signature of somebody who did, with its moment. What was
/// struck out by then counts no more.
pub(super) fn reviewed_by_whoever_treats(history: &[Recorded]) -> Vec<(DateTime<Utc>, String)> {
    let mut part: Vec<(RecordId, AccountId)> = Vec::new();
    let mut wrong = Vec::new();
    for recorded in history {
        let by = recorded.by.account();
        let mut reviewers = Vec::new();
        match &recorded.event {
            Event::ClearanceRecorded(clearance) => {
                part.extend(by.map(|account| (clearance.id, account)));
                for member in &clearance.members {
                    part.extend(member.account.map(|account| (clearance.id, account)));
                }
            }
            Event::RegimenPrescribed(regimen) => part.extend(by.map(|account| (regimen.id, account))),
            Event::RecordVoided { record, .. } => part.retain(|(id, _)| id != record),
            Event::ReviewDrafted(text) => {
                reviewers.extend(text.members.iter().map(|member| member.account));
            }
            Event::ReviewSigned(_) => reviewers.extend(by),
            _ => {}
        }
        for reviewer in reviewers {
            if part.iter().any(|(_, account)| *account == reviewer) {
                let found = format!("{reviewer:?} in {:?}", recorded.event);
                wrong.push((recorded.recorded_at, found));
            }
        }
    }
    wrong
}
