//! Putting right what was written down of a court's paper, of what a court did to it, and of who the person is. Nothing
//! is deleted; what a mistake closed opens again, and whoever was told that something is over is told again.

use super::uncovered::{uncovered, with};
use super::{Decision, check_ruling};
use crate::domain::alert::{Alert, AlertState, ResolvedBecause};
use crate::domain::case::Case;
use crate::domain::event::{Event, Identity, PersonCorrected, RulingAmended, RulingStepVoided};
use crate::domain::ids::RulingId;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::ruling::Ruling;
use crate::domain::settle::corrections;
use crate::domain::time::{Now, civil_date};
use chrono::{DateTime, NaiveDate, Utc};

/// Strikes out a step of a ruling that was recorded wrongly. Where it let another body supervise, the one before does so
/// again from the same day.
///
/// # Errors
/// [`Refusal::NothingToDo`] for a step that is not there or was struck out before; a missing reason.
pub fn void_ruling_step(case: &Case, ruling: RulingId, step: u32, reason: &str, now: &Now) -> Decision {
    let entry = case.ruling_step(ruling, step);
    let entry = entry.ok_or_else(|| vec![Refusal::NothingToDo])?;
    let reason = text("reason", reason, true, WORDS).map_err(|refusal| vec![refusal])?;
    let voided = Event::RulingStepVoided(RulingStepVoided {
        ruling,
        step,
        since_on: civil_date(entry.recorded_at, now.zone),
        voided_on: now.today(),
        reason: reason.clone(),
    });
    let mut events = follows(case, voided, &reason, entry.recorded_at, now);
    let before = case.supervising_but_for(&entry.content);
    events.extend(before.map(|supervising| Event::SupervisionChanged {
        supervising,
        from_on: entry.content.effective_on.max(case.opened_on),
        reason,
    }));
    Ok(events)
}

/// Puts right what was written down of a ruling's paper. Whether it was taken down as a draft is no detail of the paper.
///
/// # Errors
/// Refused where the paper contradicts itself, is another one of the case, nothing changes, or no reason is given.
pub fn amend_ruling(case: &Case, ruling: &Ruling, reason: &str, now: &Now) -> Decision {
    let known = case.rulings.iter().find(|file| file.ruling.id == ruling.id);
    let known = known.ok_or_else(|| vec![Refusal::NothingToDo])?;
    let amended = Ruling {
        court: ruling.court.trim().to_owned(),
        number: ruling.number.trim().to_owned(),
        draft: known.ruling.draft,
        under_age_reason: ruling
            .under_age_reason
            .clone()
            .or_else(|| known.ruling.under_age_reason.clone()),
        ..ruling.clone()
    };
    let mut wrong = check_ruling(&amended, now);
    let twin = case.rulings.iter().map(|file| &file.ruling).any(|other| {
        let same = (&other.number, &other.court, other.ruled_on);
        other.id != amended.id && same == (&amended.number, &amended.court, amended.ruled_on)
    });
    if twin || amended == known.ruling {
        wrong.push(Refusal::NothingToDo);
    }
    let reason = text("reason", reason, true, WORDS).map_err(|refusal| wrong.push(refusal));
    let (Ok(reason), true) = (reason, wrong.is_empty()) else {
        return Err(wrong);
    };
    let corrected = Event::RulingAmended(RulingAmended {
        ruling: amended,
        since_on: civil_date(known.worded_at, now.zone),
        amended_on: now.today(),
        reason: reason.clone(),
    });
    Ok(follows(case, corrected, &reason, known.worded_at, now))
}

/// Puts right who the person is.
///
/// # Errors
/// Refused where nothing changes or no reason is given.
pub fn correct_person(was: &Identity, is: &Identity, reason: &str) -> Decision {
    let mut wrong: Vec<_> = (was == is).then_some(Refusal::NothingToDo).into_iter().collect();
    let reason = text("reason", reason, true, WORDS).map_err(|refusal| wrong.push(refusal));
    match reason {
        Ok(reason) if wrong.is_empty() => Ok(vec![Event::PersonCorrected(PersonCorrected {
            was: was.clone(),
            is: is.clone(),
            reason,
            under_age_reason: None,
        })]),
        _ => Err(wrong),
    }
}

/// The correction, and what follows from it: a physician looks at each dose under which no ruling is left, and everybody
/// who was told that something is over is told again.
fn follows(case: &Case, corrected: Event, reason: &str, since: DateTime<Utc>, now: &Now) -> Vec<Event> {
    // A correction made from this very case always fits it; were it not so, nothing more is said.
    let Some(after) = with(case, &corrected, now) else {
        return vec![corrected];
    };
    let incidents = uncovered(case, &after, reason, now);
    let opens_again = !in_force(case, now.today()) && in_force(&after, now.today());
    let over = case.alerts.iter();
    let over = over.filter(|alert| opens_again && over_by(alert, since));
    let told = over.flat_map(|alert| corrections(alert, now.instant));
    std::iter::once(corrected).chain(incidents).chain(told).collect()
}

fn in_force(case: &Case, day: NaiveDate) -> bool {
    case.standing_on(day).is_some_and(|standing| standing.in_force())
}

/// Was an alert over because of what was written down at a moment? What the papers stop later by themselves names its
/// reason; whatever else ended in that very moment ended by it.
fn over_by(alert: &Alert, since: DateTime<Utc>) -> bool {
    match alert.state {
        AlertState::Resolved { at, because } => {
            let stopped = matches!(because, ResolvedBecause::Ended | ResolvedBecause::Suspended);
            let at_once = matches!(
                because,
                ResolvedBecause::Discharged | ResolvedBecause::Lapsed | ResolvedBecause::Replanned
            );
            (stopped && at >= since) || (at_once && at == since)
        }
        _ => false,
    }
}
