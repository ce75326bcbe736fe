//! Answering an alert: a named human says what was or will be done.

use super::Decision;
use crate::domain::alert::{Act, Alert, Answer};
use crate::domain::case::Case;
use crate::domain::escalation::track_of;
use crate::domain::event::Event;
use crate::domain::ids::{AccountId, AlertId, OrganisationId};
use crate::domain::plan::Plan;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::rules::Rules;
use crate::domain::supervision::missed_on;
use crate::domain::time::{Now, civil_date};
use chrono::NaiveDate;

/// Acknowledges an alert on behalf of an organisation that was told. The list of answers is closed, and which of them
/// fit depends on the kind of the organisation, on the cause, and on whether the person is `held`.
///
/// # Errors
/// Refused where the alert is over, the organisation was not asked on the track that is climbed now, or nothing is said about
/// what was done.
pub fn acknowledge(
    case: &Case,
    alert: AlertId,
    (organisation, kind): (OrganisationId, &str),
    answer: &Answer,
    (rules, held): (&Rules, bool),
    now: &Now,
) -> Decision {
    let nothing = || vec![Refusal::NothingToDo];
    let known = case
        .alerts
        .iter()
        .find(|known| known.id == alert && known.live())
        .ok_or_else(nothing)?;
    // Whoever answers because it is his task, and nobody was asked, answers for all.
    let (step, for_all) = match known.asked(organisation) {
        Some(hop) => (hop.step, false),
        None if known.rests_unasked() && has_the_task(kind, rules, now) => (0, true),
        // It was asked before the matter turned out to be somebody else's.
        None if known.ever_asked(organisation).is_some() => return Err(vec![Refusal::RecordsChanged]),
        None => return Err(nothing()),
    };
    let mut wrong = Vec::new();
    if !rules
        .places
        .answers_of(kind)
        .any(|known| known.id == answer.action)
    {
        wrong.push(Refusal::Required { field: "action" });
    } else if !fits(&answer.action, held, known, rules, now) {
        wrong.push(Refusal::RecordsChanged);
    }
    let words = match text("words", &answer.words, true, WORDS) {
        Ok(words) => words,
        Err(refusal) => {
            wrong.push(refusal);
            String::new()
        }
    };
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let number = usize::try_from(step).unwrap_or(usize::MAX);
    Ok(vec![Event::NoticeAcknowledged {
        alert,
        step,
        answer: Answer {
            action: answer.action.clone(),
            words,
        },
        rests: for_all || track_of(known, rules).is_some_and(|track| track.rests_on(number)),
        acknowledged_at: now.instant,
    }])
}

/// Does an answer or an act fit the cause that stands now, and the place where the person was? A form that was opened before a
/// correction may still name it.
fn fits(action: &str, held: bool, alert: &Alert, rules: &Rules, now: &Now) -> bool {
    let resting = rules.resting_for(now.today());
    resting.is_none_or(|resting| resting.offers(action, held, alert.cause.family))
}

/// Is what rests unanswered the task of an organisation of this kind? Of which one, the policies say by the region.
fn has_the_task(kind: &str, rules: &Rules, now: &Now) -> bool {
    let resting = rules.resting_for(now.today());
    resting.is_some_and(|resting| rules.places.role(kind, resting.task.owner.post).is_some())
}

/// What was typed about an act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakeStep {
    /// Code of the closed list.
    pub action: String,
    /// In words; of a legal step, the reason.
    pub words: String,
    /// The day; none where nothing was typed, an error where it is no day.
    pub done_on: Option<Result<NaiveDate, ()>>,
    /// Did the person say that this legal step is his own decision?
    pub decided: bool,
}

/// Records what an organisation that was told did about an alert. A visit made on the day on which the alert ended is
/// written down afterwards, too; nobody closes what is over. `held_on` says whether the person was behind a door on a day: what was done
/// before he was held is still written down.
///
/// # Errors
/// Refused where the organisation was not told, for an act that is not its own to do, for a legal step that nobody says
/// to have decided, or about the open dose while the person cannot come to it because of us, of a day before the one that was
/// missed, or without day and words.
pub fn act(
    case: &Case,
    alert: AlertId,
    (organisation, kind): (OrganisationId, &str),
    form: &TakeStep,
    (rules, plan): (&Rules, &Plan),
    held_on: impl Fn(NaiveDate) -> bool,
    now: &Now,
) -> Decision {
    let nothing = || vec![Refusal::NothingToDo];
    let known = case
        .alerts
        .iter()
        .find(|known| known.id == alert)
        .ok_or_else(nothing)?;
    let hop = known.ever_asked(organisation).ok_or_else(nothing)?;
    let law = rules.law_for(now.today()).ok_or_else(nothing)?;
    let mut wrong = Vec::new();
    let then = form.done_on.and_then(Result::ok).unwrap_or(now.today());
    let chosen = law.ladder.acts_of(kind).find(|act| act.id == form.action);
    match chosen {
        None => wrong.push(Refusal::Required { field: "action" }),
        Some(chosen) if chosen.closes && !known.live() => return Err(nothing()),
        // Nobody finishes what is not asked of him any more.
        Some(chosen) if chosen.closes && known.asked(organisation).is_none() => {
            return Err(vec![Refusal::RecordsChanged]);
        }
        Some(chosen) if chosen.legal && plan.waits_for_us(known, form.done_on.and_then(Result::ok)) => {
            wrong.push(Refusal::WaitsForUs);
        }
        Some(chosen) if !fits(&chosen.id, held_on(then), known, rules, now) => {
            wrong.push(Refusal::RecordsChanged);
        }
        Some(chosen) if chosen.legal && !form.decided => {
            wrong.push(Refusal::Required { field: "decided" });
        }
        Some(_) => {}
    }
    let done_on = done_on(form, acts_from(known, case, plan, rules, now), now);
    let done_on = done_on.map_err(|refusal| wrong.push(refusal));
    let words = text("words", &form.words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    match (chosen, done_on, words) {
        (Some(chosen), Ok(done_on), Ok(words)) if wrong.is_empty() => Ok(vec![Event::AlertActed {
            alert,
            step: hop.step,
            act: Act {
                action: chosen.id.clone(),
                words,
                done_on,
                legal: chosen.legal,
                closes: chosen.closes,
            },
            acted_at: now.instant,
        }]),
        _ => Err(wrong),
    }
}

/// The first day of which anything can be done about an alert: the one that was missed, as far as it is known, and at the latest
/// the one on which the alert should have been raised. What was done is often written down later, but not before there was
/// anything to do.
#[must_use]
pub fn acts_from(alert: &Alert, case: &Case, plan: &Plan, rules: &Rules, now: &Now) -> NaiveDate {
    let due_on = civil_date(alert.due_at, now.zone);
    missed_on(alert, case, plan, rules, now)
        .min(due_on)
        .max(case.opened_on)
}

/// The day on which something was done.
fn done_on(form: &TakeStep, earliest_on: NaiveDate, now: &Now) -> Result<NaiveDate, Refusal> {
    let field = "done_on";
    match form.done_on {
        None => Err(Refusal::Required { field }),
        Some(Err(())) => Err(Refusal::NotUnderstood { field }),
        Some(Ok(day)) if day > now.today() => Err(Refusal::InFuture { field }),
        Some(Ok(day)) if day < earliest_on => Err(Refusal::NotBefore { field, earliest_on }),
        Some(Ok(day)) => Ok(day),
    }
}

/// Gives a case to an officer of the body that supervises it.
///
/// # Errors
/// Refused where that officer has it already, or no reason is given.
pub fn assign_officer(
    case: &Case,
    organisation: OrganisationId,
    officer: AccountId,
    reason: &str,
) -> Decision {
    if case.officer_at(organisation) == Some(officer) {
        return Err(vec![Refusal::NothingToDo]);
    }
    let reason = text("reason", reason, true, WORDS).map_err(|refusal| vec![refusal])?;
    Ok(vec![Event::OfficerAssigned {
        organisation,
        officer,
        reason,
    }])
}
