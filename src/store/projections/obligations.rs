//! What is owed, as lists read it: what is new or moved, and how that which is over ended.

use super::{derived, small};
use crate::domain::alert::Alert;
use crate::domain::event::LateDoseDecided;
use crate::domain::ids::RecordId;
use crate::domain::obligation::{Kind, Obligation};
use crate::domain::plan::{Plan, UNHEARD, extensions_answered, told_by};
use crate::domain::results::readings;
use crate::store::entities::obligation;
use crate::store::file::CaseFile;
use crate::store::{StoreError, Tx, parcels, passage, reviews};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, EntityTrait as _, IntoActiveModel as _,
    Iterable as _, QueryFilter as _, sea_query::OnConflict,
};

pub(super) const OPEN: &str = "open";
const MET: &str = "met";
const WAIVED: &str = "waived";

/// Writes the obligations that are new, moved, or over; in one statement, because a dose moves most of what its person
/// owes.
pub(super) async fn write_obligations(
    tx: &Tx,
    file: &CaseFile,
    plan: &Plan,
    new: bool,
) -> Result<(), StoreError> {
    let at = file.now.instant;
    let named = |owed: &Obligation| derived(file.case.id, &format!("{}:{}", owed.kind.code(), owed.cycle));
    let known = if new {
        Vec::new()
    } else {
        // What was met years ago stays as it is, unless it is owed once more.
        let again = obligation::Column::Id.is_in(plan.obligations.iter().map(named));
        obligation::Entity::find()
            .filter(obligation::Column::CaseId.eq(file.case.id.0))
            .filter(
                Condition::any()
                    .add(obligation::Column::State.eq(OPEN))
                    .add(again),
            )
            .all(&tx.0)
            .await?
    };
    let mut changed = Vec::new();
    for owed in &plan.obligations {
        let id = named(owed);
        let stored = known.iter().find(|row| row.id == id);
        let row = row(id, owed, file, stored.map_or(at, |row| row.opened_at));
        if stored != Some(&row) {
            changed.push(row);
        }
    }
    let wanted = |row: &&obligation::Model| {
        plan.obligations
            .iter()
            .any(|owed| owed.kind.code() == row.kind && small(owed.cycle) == row.cycle)
    };
    let over = known
        .iter()
        .filter(|row| row.state == OPEN)
        .filter(|row| !wanted(row));
    changed.extend(over.map(|stored| {
        let (state, met_by) = settled(file, stored);
        obligation::Model {
            state: state.to_owned(),
            met_by: met_by.map(|record| record.0),
            settled_at: Some(at),
            ..stored.clone()
        }
    }));
    if changed.is_empty() {
        return Ok(());
    }
    use obligation::Column::{CaseId as Case, Cycle, Id, Kind as Of};
    let moved = obligation::Column::iter().filter(|column| !matches!(column, Id | Case | Of | Cycle));
    let moved = OnConflict::column(Id).update_columns(moved).to_owned();
    let changed = changed.into_iter().map(|row| row.into_active_model().reset_all());
    obligation::Entity::insert_many(changed)
        .on_conflict(moved)
        .exec_without_returning(&tx.0)
        .await?;
    Ok(())
}

fn row(id: uuid::Uuid, owed: &Obligation, file: &CaseFile, opened_at: DateTime<Utc>) -> obligation::Model {
    obligation::Model {
        id,
        case_id: file.case.id.0,
        kind: owed.kind.code().to_owned(),
        cycle: small(owed.cycle),
        owner_id: owed.owner.organisation.0,
        owner_role: owed.owner.role.clone(),
        opens_on: owed.opens_on,
        due_on: owed.due_on,
        closes_on: owed.closes_on,
        state: OPEN.to_owned(),
        why: serde_json::to_string(&owed.why).unwrap_or_default(),
        met_by: None,
        opened_at,
        settled_at: None,
        region: file.facts.region.clone(),
    }
}

/// How an obligation that is no longer planned ended: met by a record, or waived because its reason went.
fn settled(file: &CaseFile, stored: &obligation::Model) -> (&'static str, Option<RecordId>) {
    let case = &file.case;
    let cycle = u32::try_from(stored.cycle).unwrap_or_default();
    let on_the_way = Kind::from_code(&stored.kind).and_then(|kind| passage::met(case, kind, cycle));
    if let Some((met, record)) = on_the_way {
        return (if met { MET } else { WAIVED }, record);
    }
    match Kind::from_code(&stored.kind) {
        Some(Kind::Dose) => match case.dose_of(cycle) {
            Some(dose) => (MET, Some(dose.content.id)),
            None => (WAIVED, None),
        },
        Some(Kind::CompleteObservation) => {
            let said = case.dose_of(cycle).filter(|dose| dose.content.observed.is_some());
            match said {
                Some(dose) => (MET, Some(dose.content.id)),
                None => (WAIVED, None),
            }
        }
        Some(Kind::DecideLateDose) => {
            let decided = case.late_decisions.iter().rev().map(|entry| &entry.content);
            // One that has lapsed since answered what was asked before.
            let asked_on = stored.opens_on.min(file.now.today());
            let answers =
                |decided: &&LateDoseDecided| decided.cycle == cycle && decided.decided_on >= asked_on;
            match decided.into_iter().find(answers) {
                Some(decided) => (MET, Some(decided.id)),
                None => (WAIVED, None),
            }
        }
        Some(Kind::ChooseDrug) => {
            let number = usize::try_from(cycle).unwrap_or_default().wrapping_sub(1);
            match case.regimens.get(number) {
                Some(regimen) => (MET, Some(regimen.content.id)),
                None => (WAIVED, None),
            }
        }
        Some(Kind::Extension)
            if extensions_answered(case) >= usize::try_from(cycle).unwrap_or(usize::MAX) =>
        {
            (MET, None)
        }
        Some(Kind::ReactionOutcome) => {
            let number = usize::try_from(cycle).unwrap_or_default().wrapping_sub(1);
            let reaction = case.reactions.get(number).map(|entry| entry.content.id);
            let standing = case.reaction_outcomes.iter();
            let mut outcomes = standing.filter(|outcome| outcome.voided.is_none());
            match outcomes.find(|outcome| Some(outcome.content.reaction) == reaction) {
                Some(outcome) => (MET, Some(outcome.content.id)),
                None => (WAIVED, None),
            }
        }
        Some(Kind::Aftercare) => {
            // Its number counts the plans: an earlier one agreed on the look, and did not make it.
            let number = usize::try_from(cycle).unwrap_or_default().wrapping_sub(1);
            let mut plans = case.aftercare.iter().filter(|entry| entry.voided.is_none());
            match plans.nth(number) {
                Some(entry) if !file.facts.open => (MET, Some(entry.content.id)),
                _ => (WAIVED, None),
            }
        }
        Some(Kind::TellEnd) => {
            let told = told_by(cycle);
            let before =
                |(turn, to)| usize::try_from(turn).is_ok_and(|turn| case.times_told_of_end(to) >= turn);
            (if told.is_some_and(before) { MET } else { WAIVED }, None)
        }
        Some(Kind::HoldReview) if file.facts.open => (MET, None),
        Some(Kind::ReviewIncident) => {
            let number = usize::try_from(cycle).unwrap_or_default().wrapping_sub(1);
            let incident = case.incidents.get(number).map(|entry| entry.content.id);
            let mut reviews = case.incident_reviews.iter();
            match reviews.find(|review| Some(review.content.incident) == incident) {
                Some(review) => (MET, Some(review.content.id)),
                None => (WAIVED, None),
            }
        }
        Some(kind @ (Kind::Review | Kind::ReviewPaper | Kind::SubmitToCourt | Kind::AskCourt)) => {
            let met = reviews::met(case, kind, cycle);
            (if met.is_some() { MET } else { WAIVED }, met)
        }
        Some(Kind::AnswerComplaint) => {
            let number = usize::try_from(cycle).unwrap_or_default().wrapping_sub(1);
            let complaint = case.complaints.get(number).map(|entry| entry.content.id);
            match complaint.and_then(|id| case.answer_to(id)) {
                Some(_) => (MET, complaint),
                None => (WAIVED, None),
            }
        }
        Some(Kind::Exam) => match case.exams.iter().rfind(|entry| entry.voided.is_none()) {
            Some(exam) => (MET, Some(exam.content.id)),
            None => (WAIVED, None),
        },
        Some(Kind::Monitoring) => match readings(case).iter().max_by_key(|reading| reading.seq) {
            // What the regimen no longer asks for is waived; what was measured by the last slip is met by it.
            Some(reading) if reading.seq == case.version || reading.recorded_at == case.last_recorded_at => {
                (MET, Some(reading.record))
            }
            _ => (WAIVED, None),
        },
        Some(Kind::JudgeResult) => {
            let judged = case.judgements.iter().rfind(|entry| entry.voided.is_none());
            match judged.filter(|entry| entry.recorded_at == case.last_recorded_at) {
                Some(entry) => (MET, Some(entry.content.id)),
                None => (WAIVED, None),
            }
        }
        Some(kind) if kind.of_supply() => match parcels::met(case, kind, cycle) {
            Some(met) => (MET, met),
            None => (WAIVED, None),
        },
        // The chair was filled, or the alert it was needed for is over.
        Some(Kind::RepairLadder) if cycle > UNHEARD => (MET, None),
        Some(Kind::RepairLadder) => {
            let number = usize::try_from(cycle).unwrap_or_default().wrapping_sub(1);
            let live = case.alerts.get(number).is_some_and(Alert::live);
            (if live { MET } else { WAIVED }, None)
        }
        // Somebody answered, or it began to climb again; or the alert is over.
        Some(Kind::TakeUpAlert) => {
            let number = usize::try_from(cycle).unwrap_or_default().wrapping_sub(1);
            let live = case.alerts.get(number).is_some_and(Alert::live);
            (if live { MET } else { WAIVED }, None)
        }
        _ => (WAIVED, None),
    }
}
