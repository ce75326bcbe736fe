//! Medical holds: placed at once by any clinician, confirmed by another physician, lifted by a physician.

use super::{Decision, barred};
use crate::domain::case::{Case, Hold};
use crate::domain::event::{Event, HoldPlaced, Recorder};
use crate::domain::ids::RecordId;
use crate::domain::plan::protocol;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::rules::Rules;
use crate::domain::time::Now;
use chrono::NaiveDate;

/// What a clinician says when stopping the dose. A stop is never delayed for lack of a paper: only the
/// reason is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceHold {
    /// Clinical reason.
    pub reason: String,
    /// Intended end: nothing typed, or a date, or an error.
    pub until_on: Option<Result<NaiveDate, ()>>,
}

/// A physician's confirmation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfirmHold {
    /// Findings.
    pub words: String,
    /// Intended end: nothing typed, or a date, or an error.
    pub until_on: Option<Result<NaiveDate, ()>>,
}

/// A physician's decision to resume.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LiftHold {
    /// Findings.
    pub words: String,
    /// Which of the contraindications that may pass are over. Those not named go on to speak against their drugs.
    pub over: Vec<RecordId>,
}

/// A physician's finding that contraindications which may pass are over, where no hold is lifted by it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndContraindication {
    /// Findings.
    pub words: String,
    /// Which are over.
    pub over: Vec<RecordId>,
}

/// Places a hold, effective at once.
///
/// # Errors
/// Refused without a reason, with an end in the past, or where the case has ended or is already held.
pub fn place_hold(case: &Case, id: RecordId, form: &PlaceHold, now: &Now) -> Decision {
    let today = now.today();
    if case.ended_on(today) || case.holds.iter().any(Hold::open) {
        return Err(vec![Refusal::NothingToDo]);
    }
    let mut wrong = Vec::new();
    let until_on = end(form.until_on, today, &mut wrong);
    match text("reason", &form.reason, true, WORDS) {
        Ok(reason) if wrong.is_empty() => Ok(vec![Event::HoldPlaced(HoldPlaced {
            id,
            placed_at: now.instant,
            placed_on: today,
            until_on,
            reason,
        })]),
        Ok(_) => Err(wrong),
        Err(refusal) => {
            wrong.push(refusal);
            Err(wrong)
        }
    }
}

/// Confirms a hold, or renews it after a review.
///
/// # Errors
/// Refused to the person who placed it, where somebody has confirmed it today, and where the hold is no longer open.
pub fn confirm_hold(case: &Case, hold: RecordId, form: &ConfirmHold, by: &Recorder, now: &Now) -> Decision {
    let today = now.today();
    let open = open_hold(case, hold)?;
    if open.by == *by && open.confirmed.is_empty() {
        return Err(vec![Refusal::SamePerson]);
    }
    if let Some((by, at)) = open.looked_at(today).cloned() {
        return Err(vec![Refusal::ConfirmedAlready { by, at }]);
    }
    let mut wrong = Vec::new();
    let until_on = end(form.until_on, today, &mut wrong);
    match text("words", &form.words, true, WORDS) {
        Ok(words) if wrong.is_empty() => Ok(vec![Event::HoldConfirmed {
            hold,
            confirmed_on: today,
            until_on,
            words,
        }]),
        Ok(_) => Err(wrong),
        Err(refusal) => {
            wrong.push(refusal);
            Err(wrong)
        }
    }
}

/// Lifts a hold: from today doses may be given again, and the plan says when. What was found meanwhile against any drug is
/// over only where it is named: whoever looked at the liver did not look at the bones.
///
/// # Errors
/// Refused where the hold is no longer open, nothing is said about why, something permanent speaks against the drug
/// that would be given again, or something else does and it is not named as over; where something is named that does not
/// stand.
pub fn lift_hold(case: &Case, hold: RecordId, form: &LiftHold, rules: &Rules, now: &Now) -> Decision {
    open_hold(case, hold)?;
    if let Some(found) = barred(case, rules, now) {
        return Err(vec![Refusal::BarredForGood {
            contraindication: found.to_owned(),
        }]);
    }
    let mut wrong = Vec::new();
    wrong.extend(never_over(case, &form.over));
    // Nobody resumes a drug that something found excludes without having looked at what was found. What a commission found
    // before the first dose bars the drug by itself, with or without a hold.
    let excludes = protocol(case, rules).map_or(&[][..], |protocol| &protocol.contraindications);
    let passing = case.passing().map(|entry| &entry.content);
    let mut left = passing.filter(|found| !form.over.contains(&found.id));
    if left.any(|found| excludes.iter().any(|excluded| found.excludes(excluded))) {
        wrong.push(Refusal::StillBarred);
    }
    match text("words", &form.words, true, WORDS) {
        Ok(words) if wrong.is_empty() => Ok(vec![Event::HoldLifted {
            hold,
            lifted_on: now.today(),
            words,
            over: Some(form.over.clone()),
        }]),
        said => {
            wrong.extend(said.err());
            Err(wrong)
        }
    }
}

/// Says that contraindications which may pass are over. A hold that is open stays until it is lifted.
///
/// # Errors
/// Refused where none is named, one is named that does not stand or that never goes away, or nothing is said about why.
pub fn end_contraindication(case: &Case, form: &EndContraindication, now: &Now) -> Decision {
    let mut wrong: Vec<_> = never_over(case, &form.over).into_iter().collect();
    if form.over.is_empty() {
        wrong.push(Refusal::Required { field: "over" });
    }
    match text("words", &form.words, true, WORDS) {
        Ok(words) if wrong.is_empty() => Ok(vec![Event::ContraindicationOver {
            over: form.over.clone(),
            over_on: now.today(),
            words,
        }]),
        said => {
            wrong.extend(said.err());
            Err(wrong)
        }
    }
}

/// What is wrong with what is named as over: it does not stand on record, or it never goes away.
fn never_over(case: &Case, over: &[RecordId]) -> Option<Refusal> {
    let passes = |named: &&RecordId| case.passing().any(|entry| entry.content.id == **named);
    let named = over.iter().find(|named| !passes(named))?;
    let mut standing = case.found_later();
    let for_good = standing.find(|found| found.id == *named);
    Some(
        for_good.map_or(Refusal::NothingToDo, |found| Refusal::BarredForGood {
            contraindication: found.contraindication.clone(),
        }),
    )
}

fn open_hold(case: &Case, hold: RecordId) -> Result<&Hold, Vec<Refusal>> {
    let found = case
        .holds
        .iter()
        .find(|known| known.placed.id == hold && known.open());
    found.ok_or_else(|| vec![Refusal::NothingToDo])
}

fn end(
    typed: Option<Result<NaiveDate, ()>>,
    today: NaiveDate,
    wrong: &mut Vec<Refusal>,
) -> Option<NaiveDate> {
    match typed {
        None => None,
        Some(Err(())) => {
            wrong.push(Refusal::NotUnderstood { field: "until_on" });
            None
        }
        Some(Ok(day)) if day < today => {
            wrong.push(Refusal::NotBefore {
                field: "until_on",
                earliest_on: today,
            });
            None
        }
        Some(Ok(day)) => Some(day),
    }
}
