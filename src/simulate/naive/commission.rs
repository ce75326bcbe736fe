//! Whoever treated the person is on no commission that reviews his treatment, and signs none of its texts.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::domain::event::{Event, Member, Recorded};
use crate::domain::ids::{AccountId, RecordId};

/// Somebody who treated the person: by which record, where one can be struck out or parted from again.
type Act = (Option<RecordId>, AccountId);

/// Each text of a review that names somebody who had treated the person by then, and each signature of somebody who had, or
/// beside somebody who had, with its moment: whoever signs first and treats then is no reviewer either.
pub(super) fn reviewed_by_whoever_treats(history: &[Recorded]) -> Vec<(DateTime<Utc>, String)> {
    let mut acts: Vec<Act> = Vec::new();
    let mut texts: BTreeMap<u32, Vec<AccountId>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for recorded in history {
        match &recorded.event {
            Event::RecordVoided { record, .. } => acts.retain(|(by, _)| *by != Some(*record)),
            Event::CasesParted(parted) => acts.retain(|(by, _)| *by != Some(parted.merging)),
            _ => acts.extend(treats(recorded)),
        }
        if let Event::ReviewDrafted(text) = &recorded.event {
            texts.insert(
                text.review,
                text.members.iter().map(|member| member.account).collect(),
            );
        }
        for reviewer in reviewers(recorded, &texts) {
            if acts.iter().any(|(_, account)| *account == reviewer) {
                let found = format!("{reviewer:?} in {:?}", recorded.event);
                wrong.push((recorded.recorded_at, found));
            }
        }
    }
    wrong
}

/// Who reviews the treatment by what was recorded: all members of a text, and whoever signs it with them.
fn reviewers(recorded: &Recorded, texts: &BTreeMap<u32, Vec<AccountId>>) -> BTreeSet<AccountId> {
    let review = match &recorded.event {
        Event::ReviewDrafted(text) => text.review,
        Event::ReviewSigned(signature) => signature.review,
        _ => return BTreeSet::new(),
    };
    let mut reviewers: BTreeSet<AccountId> = texts.get(&review).into_iter().flatten().copied().collect();
    if matches!(recorded.event, Event::ReviewSigned(_)) {
        reviewers.extend(recorded.by.account());
    }
    reviewers
}

/// Who treats the person by what was recorded. Whoever stops a dose, or speaks against a drug, does not.
fn treats(recorded: &Recorded) -> Vec<Act> {
    let here = |record| recorded.by.account().map(|account| (record, account));
    match &recorded.event {
        Event::ClearanceRecorded(clearance) => all(clearance.id, &clearance.members, recorded),
        Event::ExamRecorded(exam) => all(exam.id, &exam.examiners, recorded),
        Event::LateDoseDecided(decided) if decided.give => here(Some(decided.id)).into_iter().collect(),
        Event::ResultJudged(judged) => here(Some(judged.id)).into_iter().collect(),
        // None of these is ever struck out.
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
