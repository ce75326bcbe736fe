//! Whether whoever signed a review had treated the person by then.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::domain::event::{Event, Member, Recorded};
use crate::domain::ids::{AccountId, RecordId};

/// Somebody who treated the person: by which record, where one can be struck out or parted from again.
type Act = (Option<RecordId>, AccountId);

/// The signatures of those who had treated the person, with their moments.
pub(super) fn own_treatment(history: &[Recorded]) -> Vec<(DateTime<Utc>, String)> {
    let mut acts: Vec<Act> = Vec::new();
    let mut found = Vec::new();
    for recorded in history {
        match &recorded.event {
            Event::RecordVoided { record, .. } => acts.retain(|(by, _)| *by != Some(*record)),
            Event::CasesParted(parted) => acts.retain(|(by, _)| *by != Some(parted.merging)),
            Event::ReviewSigned(signature) => {
                let treated: BTreeSet<_> = acts.iter().map(|(_, account)| *account).collect();
                if recorded
                    .by
                    .account()
                    .is_some_and(|account| treated.contains(&account))
                {
                    found.push((recorded.recorded_at, format!("{:?}: {signature:?}", recorded.by)));
                }
            }
            _ => acts.extend(treats(recorded)),
        }
    }
    found
}

/// Who treats the person by what was recorded. Whoever stops a dose, or speaks against a drug, does not.
fn treats(recorded: &Recorded) -> Vec<Act> {
    let here = |record| recorded.by.account().map(|account| (record, account));
    match &recorded.event {
        Event::ClearanceRecorded(clearance) => all(clearance.id, &clearance.members, recorded),
        Event::ExamRecorded(exam) => all(exam.id, &exam.examiners, recorded),
        Event::LateDoseDecided(decided) if decided.give => here(Some(decided.id)).into_iter().collect(),
        Event::ResultJudged(judged) => here(Some(judged.id)).into_iter().collect(),
        Event::RegimenPrescribed(_)
        | Event::HoldConfirmed { .. }
        | Event::HoldLifted { .. }
        | Event::ContraindicationOver { .. } => here(None).into_iter().collect(),
        Event::CasesMerged(merged) => {
            let there = merged.beside.treated_by.iter();
            there.map(|account| (Some(merged.id), *account)).collect()
        }
        _ => Vec::new(),
    }
}

/// Those who are named in a record, and whoever wrote it.
fn all(record: RecordId, members: &[Member], recorded: &Recorded) -> Vec<Act> {
    let named = members.iter().filter_map(|member| member.account);
    let accounts = named.chain(recorded.by.account());
    accounts.map(|account| (Some(record), account)).collect()
}
