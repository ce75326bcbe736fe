//! How what is owed no more ended: done by a record, or its reason went and nobody did it.

mod passage;
mod review;
mod supply;

use super::alert::Alert;
use super::case::{Case, Entry};
use super::ids::RecordId;
use super::obligation::Kind;
use super::passage::standing;
use super::plan::{UNHEARD, extensions_answered, told_by};
use super::results::readings;
use chrono::NaiveDate;
use passage::just;

/// The record by which something was done that is not planned any more; `None` inside where no single one did it, and `None`
/// where its reason went. `asked_on` is since when it was asked.
#[must_use]
pub fn met(
    case: &Case,
    (kind, cycle): (Kind, u32),
    asked_on: NaiveDate,
    today: NaiveDate,
) -> Option<Option<RecordId>> {
    if let Some((met, record)) = passage::met(case, kind, cycle) {
        return met.then_some(record);
    }
    match kind {
        Kind::Review | Kind::ReviewPaper | Kind::SubmitToCourt | Kind::AskCourt => {
            review::met(case, kind, cycle).map(Some)
        }
        Kind::Extension => {
            let answered = extensions_answered(case) >= usize::try_from(cycle).unwrap_or(usize::MAX);
            answered.then_some(None)
        }
        Kind::Aftercare => {
            // Its number counts the plans: an earlier one agreed on the look, and did not make it.
            let plan = numbered(&case.aftercare, cycle).filter(|_| case.ended_on(today));
            plan.map(|entry| Some(entry.content.id))
        }
        Kind::TellEnd => {
            let told = told_by(cycle);
            let before =
                |(turn, to)| usize::try_from(turn).is_ok_and(|turn| case.times_told_of_end(to) >= turn);
            told.is_some_and(before).then_some(None)
        }
        Kind::HoldReview => (!case.ended_on(today)).then_some(None),
        // The chair was filled, or the alert it was needed for is over.
        Kind::RepairLadder if cycle > UNHEARD => Some(None),
        // Somebody answered, or it began to climb again; or the alert is over.
        Kind::RepairLadder | Kind::TakeUpAlert => {
            let live = case.alerts.get(place(cycle)).is_some_and(Alert::live);
            live.then_some(None)
        }
        kind if kind.of_supply() => supply::met(case, kind, cycle),
        kind => by_a_record(case, kind, cycle, asked_on.min(today)).map(Some),
    }
}

/// The record that did what is done by one.
fn by_a_record(case: &Case, kind: Kind, cycle: u32, asked_on: NaiveDate) -> Option<RecordId> {
    match kind {
        Kind::Clearance => numbered(&case.clearances, cycle).map(|entry| entry.content.id),
        Kind::InformPerson => {
            let regimen = case.regimens.get(place(cycle))?.content.id;
            let told = standing(&case.informed).find(|entry| entry.content.regimen == regimen);
            told.map(|entry| entry.content.id)
        }
        Kind::Dose => case.dose_of(cycle).map(|dose| dose.content.id),
        Kind::CompleteObservation => {
            let said = case.dose_of(cycle).filter(|dose| dose.content.observed.is_some());
            said.map(|dose| dose.content.id)
        }
        Kind::DecideLateDose => {
            // One that has lapsed since answered what was asked before.
            let mut decided = case.late_decisions.iter().rev().filter(|entry| {
                let said = &entry.content;
                said.cycle == cycle
                    && (said.decided_on >= asked_on || entry.recorded_at == case.last_recorded_at)
            });
            decided.next().map(|entry| entry.content.id)
        }
        Kind::ChooseDrug => case.regimens.get(place(cycle)).map(|entry| entry.content.id),
        Kind::ReactionOutcome => {
            let reaction = case.reactions.get(place(cycle)).map(|entry| entry.content.id);
            let mut outcomes = standing(&case.reaction_outcomes);
            let outcome = outcomes.find(|outcome| Some(outcome.content.reaction) == reaction);
            outcome.map(|outcome| outcome.content.id)
        }
        Kind::ReviewIncident => {
            let incident = case.incidents.get(place(cycle)).map(|entry| entry.content.id);
            let mut reviews = case.incident_reviews.iter();
            let review = reviews.find(|review| Some(review.content.incident) == incident);
            review.map(|review| review.content.id)
        }
        Kind::AnswerComplaint => {
            let complaint = case.complaints.get(place(cycle)).map(|entry| entry.content.id)?;
            case.answer_to(complaint).map(|_| complaint)
        }
        Kind::Exam => just(case, &case.exams).map(|entry| entry.content.id),
        // What the regimen no longer asks for is waived; what was measured by the last slip is met by it.
        Kind::Monitoring => {
            let readings = readings(case);
            let last = readings.iter().max_by_key(|reading| reading.seq);
            let last = last.filter(|reading| {
                reading.seq == case.version || reading.recorded_at == case.last_recorded_at
            });
            last.map(|reading| reading.record)
        }
        Kind::JudgeResult => {
            let judged = case.judgements.iter().rfind(|entry| entry.voided.is_none());
            let judged = judged.filter(|entry| entry.recorded_at == case.last_recorded_at);
            judged.map(|entry| entry.content.id)
        }
        _ => None,
    }
}

/// What stands under a number that counts from 1 what was not struck out.
fn numbered<T>(entries: &[Entry<T>], number: u32) -> Option<&Entry<T>> {
    standing(entries).nth(place(number))
}

/// The place in a list of what is numbered from 1; none has the number 0.
fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or_default().wrapping_sub(1)
}
