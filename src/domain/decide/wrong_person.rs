//! A dose was recorded in the case of one person and given to another: it is struck out there and recorded here, in
//! one act that two people sign.

use super::correct::void;
use super::pack::reached_late;
use super::{excluded, unprepared};
use crate::domain::case::Case;
use crate::domain::dosing::next_dose;
use crate::domain::event::{
    DoseGiven, Event, IncidentKind, IncidentReported, Mistaken, WrongPersonReported, WrongPersonSettled,
};
use crate::domain::ids::RecordId;
use crate::domain::plan::protocol;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::rules::{Demand, Rules};
use crate::domain::supply::StandingRecall;
use crate::domain::time::Now;

/// What happens in the case where the dose was recorded, and in the one to which it belongs.
pub type InBoth = Result<(Vec<Event>, Vec<Event>), Vec<Refusal>>;

/// Takes down that a dose belongs to another person. Nothing changes until a second person has signed.
///
/// # Errors
/// [`Refusal::NothingToDo`] for a dose that is not there, was struck out, or is reported already; missing words; the
/// same case twice.
pub fn report_wrong_person(
    recorded: &Case,
    given: &Case,
    id: RecordId,
    record: RecordId,
    words: &str,
) -> InBoth {
    let stands = recorded
        .doses
        .iter()
        .any(|dose| dose.content.id == record && dose.voided.is_none());
    let open = recorded.open_mistake(record).is_some();
    if !stands || open {
        return Err(vec![Refusal::NothingToDo]);
    }
    let mut wrong = Vec::new();
    if recorded.id == given.id {
        wrong.push(Refusal::NotUnderstood { field: "other" });
    }
    let words = text("words", words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    let (Ok(words), true) = (words, wrong.is_empty()) else {
        return Err(wrong);
    };
    let report = |here, other: &Case| {
        vec![Event::WrongPersonReported(WrongPersonReported {
            id,
            record,
            here,
            other: other.id,
            other_reference: other.reference.clone(),
            words: words.clone(),
        })]
    };
    Ok((
        report(Mistaken::RecordedHere, given),
        report(Mistaken::GivenHere, recorded),
    ))
}

/// What a second person says to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettleWrongPerson {
    /// Is it so? None where nothing was chosen.
    pub confirmed: Option<bool>,
    /// What was found.
    pub words: String,
}

/// A second person signs, or declines. Signed, the dose is struck out where it was recorded, and stands under its true
/// time where it was given: as the dose that was due there, or, where the rules would not have authorised it, as an
/// incident. `recall` is the one that stands of the lot of this dose.
///
/// # Errors
/// [`Refusal::NothingToDo`] where nothing is open any more; a missing choice; missing words.
pub fn settle_wrong_person(
    (recorded, recorded_now): (&Case, &Now),
    (given, given_now): (&Case, &Now),
    report: RecordId,
    moved: RecordId,
    form: &SettleWrongPerson,
    (rules, recall): (&Rules, Option<&StandingRecall>),
) -> InBoth {
    let nothing = || vec![Refusal::NothingToDo];
    let open = recorded.mistakes.iter().find(|known| known.reported.id == report);
    let open = open.filter(|known| known.settled.is_none()).ok_or_else(nothing)?;
    let dose = recorded
        .doses
        .iter()
        .find(|dose| dose.content.id == open.reported.record);
    let dose = &dose.ok_or_else(nothing)?.content;
    let mut wrong = Vec::new();
    if form.confirmed.is_none() {
        wrong.push(Refusal::Required { field: "confirmed" });
    }
    let words = text("words", &form.words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    let (Some(confirmed), Ok(words)) = (form.confirmed, words) else {
        return Err(wrong);
    };
    let settled = Event::WrongPersonSettled(WrongPersonSettled {
        report,
        confirmed,
        words,
        moved_to: confirmed.then_some(moved),
    });
    if !confirmed {
        return Ok((vec![settled.clone()], vec![settled]));
    }
    let mut there = void(recorded, dose.id, &open.reported.words, recorded_now)?;
    there.push(settled.clone());
    let here = match as_due(given, moved, dose, rules, given_now) {
        Some(dose) => Event::DoseGiven(dose),
        None => Event::IncidentReported(irregular(
            given,
            moved,
            dose,
            &open.reported.words,
            rules,
            given_now,
        )),
    };
    // Whoever received a recalled lot is found here, too.
    let found = reached_late(recall, given, given_now.zone);
    Ok((there, [here, settled].into_iter().chain(found).collect()))
}

/// The moment of a dose, where it belongs.
fn then(dose: &DoseGiven, now: &Now) -> Now {
    Now {
        instant: dose.occurred_at,
        ..*now
    }
}

/// The dose that was due there at that moment, where the rules would have allowed this one to be it. Nobody recognised
/// the person, and what was asked was asked about another: neither is taken along.
fn as_due(given: &Case, id: RecordId, dose: &DoseGiven, rules: &Rules, now: &Now) -> Option<DoseGiven> {
    let then = then(dose, now);
    let protocol = protocol(given, rules).filter(|protocol| protocol.id == dose.product)?;
    let window = next_dose(given, Some(protocol), &then).ok()?;
    let given_on = then.today();
    let later = given
        .doses_in_effect()
        .last()
        .is_some_and(|last| last.content.occurred_at >= dose.occurred_at);
    let band = protocol.band(window.days_late_on(given_on));
    let judged = band.is_some_and(|band| band.demands(Demand::PhysicianDecision))
        && given
            .late_decision_at(window.cycle, dose.occurred_at)
            .is_none_or(|decided| {
                !decided.give || given_on >= protocol.late_decision.lapses_on(decided.decided_on)
            });
    let barred = unprepared(given, window.regimen).is_some() || excluded(given, protocol).is_some();
    if later || judged || barred || given_on < window.opens_on || given.dose_of(window.cycle).is_some() {
        return None;
    }
    Some(DoseGiven {
        id,
        cycle: window.cycle,
        regimen: window.regimen,
        given_on,
        identified_by: Vec::new(),
        checks: Vec::new(),
        late_cause: None,
        late_words: None,
        ..dose.clone()
    })
}

/// An injection that the rules would not have authorised. Near to another one it may be a second for the same dose.
fn irregular(
    given: &Case,
    id: RecordId,
    dose: &DoseGiven,
    words: &str,
    rules: &Rules,
    now: &Now,
) -> IncidentReported {
    let occurred_on = then(dose, now).today();
    let least = protocol(given, rules).map_or(0, |protocol| i64::from(protocol.minimum.days));
    let near = |other: &DoseGiven| (other.given_on - occurred_on).num_days().abs() < least;
    let second = given.doses_in_effect().iter().any(|entry| near(&entry.content));
    IncidentReported {
        id,
        kind: if second {
            IncidentKind::SecondInjection
        } else {
            IncidentKind::IrregularDose
        },
        occurred_at: dose.occurred_at,
        occurred_on,
        injected: true,
        words: words.to_owned(),
        drug: Some(dose.drug()),
    }
}
