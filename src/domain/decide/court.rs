//! What a court does to a ruling, how a case ends without one, and the plan for afterwards.

use super::Decision;
use super::uncovered::{uncovered, with};
use crate::domain::case::Case;
use crate::domain::event::{Aftercare, CaseEnded, Departure, EndTold, Event, IncidentKind, IncidentReported};
use crate::domain::ids::{LetterId, RecordId};
use crate::domain::letter::{EndedTo, measure_ended};
use crate::domain::refusal::{LINE, Refusal, WORDS, text};
use crate::domain::ruling::{RulingChange, RulingFile, RulingStep, Standing, Terms};
use crate::domain::time::{Now, civil_date};
use chrono::{DateTime, NaiveDate, Utc};

/// Records a step in the life of a ruling. It takes effect from its day on, whatever was planned. A variation may
/// name another supervising body, which takes over on that day. A dose on record that it leaves without a ruling becomes
/// an incident for a physician: what a court said is never refused for it.
///
/// # Errors
/// Refused for a day before the ruling was made; where the step does not follow from where the ruling stands, no document
/// is named, or the new version does not say what it changes, or whether it answers what waits at the court.
pub fn change_ruling(case: &Case, change: &RulingChange, now: &Now) -> Decision {
    let Some(file) = case.rulings.iter().find(|file| file.ruling.id == change.ruling) else {
        return Err(vec![Refusal::NothingToDo]);
    };
    let mut wrong = Vec::new();
    let earliest_on = file.ruling.ruled_on;
    if change.effective_on < earliest_on {
        wrong.push(Refusal::NotBefore {
            field: "effective_on",
            earliest_on,
        });
    } else if case
        .departure()
        .is_some_and(|gone| gone.ended_on <= change.effective_on)
        || !follows(file, change)
    {
        wrong.push(Refusal::StepNotPossible);
    }
    wrong.extend(text("document", &change.document, true, LINE).err());
    let varied = change.step == RulingStep::Varied;
    let asked = varied
        && case
            .waits_at_court()
            .is_some_and(|sent_on| sent_on <= change.effective_on);
    if asked && change.answers.is_none() {
        wrong.push(Refusal::Required { field: "answers" });
    }
    // What is written down before anything was sent answers nothing.
    let answers = varied.then_some(asked && change.answers == Some(true));
    let terms = if change.step.makes_version() {
        terms(file, change).map_err(|found| wrong.extend(found)).ok()
    } else {
        None
    };
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let supervising = terms.as_ref().and_then(|terms| terms.supervising);
    let supervising = supervising.filter(|body| case.supervising_on(change.effective_on) != Some(*body));
    let document = change.document.trim();
    let changed = Event::RulingChanged(RulingChange {
        terms,
        answers,
        ..change.clone()
    });
    let after = with(case, &changed, now);
    let bare = after.map(|after| uncovered(case, &after, document, now));
    let mut events = vec![changed];
    events.extend(supervising.map(|supervising| Event::SupervisionChanged {
        supervising,
        from_on: change.effective_on.max(case.opened_on),
        reason: document.to_owned(),
    }));
    events.extend(bare.into_iter().flatten());
    Ok(events)
}

/// Does the step follow from where the ruling stands on its day?
fn follows(file: &RulingFile, change: &RulingChange) -> bool {
    let day = change.effective_on;
    let standing = file.standing_on(day);
    let appealed = file.appealed_on(day).is_some();
    let lapsed = matches!(standing, Standing::EndedByTerm { .. });
    match change.step {
        RulingStep::Announced => !file.announced(),
        RulingStep::EnteredIntoForce => {
            let waits = matches!(standing, Standing::NotYetInForce { .. });
            waits && file.announced_by(day)
        }
        RulingStep::Appealed => !standing.ended() && !appealed,
        RulingStep::AppealedSuspended => standing.in_force() && !appealed,
        RulingStep::AppealDecided => !standing.ended() && appealed,
        RulingStep::Suspended => standing.in_force(),
        RulingStep::Resumed => matches!(standing, Standing::Suspended { .. }),
        RulingStep::Varied => !standing.ended() && file.announced_by(day),
        RulingStep::Extended => (!standing.ended() || lapsed) && file.announced_by(day),
        RulingStep::EndedByCourt | RulingStep::Quashed => !standing.ended() || lapsed,
    }
}

/// What the ruling says from then on, with the last day as it then stands.
fn terms(file: &RulingFile, change: &RulingChange) -> Result<Terms, Vec<Refusal>> {
    let day = change.effective_on;
    let said = change.terms.as_ref();
    let last_on = file.until_on(day);
    let until_on = said.and_then(|terms| terms.until_on);
    let mut wrong = Vec::new();
    // An extension ends later than what it extends; any term ends after it begins.
    let earliest_on = match change.step {
        RulingStep::Extended => last_on.and_then(|last| last.succ_opt()).unwrap_or(day).max(day),
        _ => day,
    };
    // Where the court set no end, it may let the measure run on without one: it decides again by the clock of the law.
    if change.step == RulingStep::Extended && until_on.is_none() && last_on.is_some() {
        wrong.push(Refusal::Required { field: "until_on" });
    }
    if until_on.is_some_and(|until| until < earliest_on) {
        wrong.push(Refusal::NotBefore {
            field: "until_on",
            earliest_on,
        });
    }
    let words = said.map_or("", |terms| terms.words.as_str());
    let needed = change.step == RulingStep::Varied;
    match text("words", words, needed, WORDS) {
        Ok(words) if wrong.is_empty() => Ok(Terms {
            until_on: until_on.or(last_on),
            supervising: said.and_then(|terms| terms.supervising),
            words,
        }),
        Ok(_) => Err(wrong),
        Err(refusal) => {
            wrong.push(refusal);
            Err(wrong)
        }
    }
}

/// What a clerk says about a death or a transfer abroad.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndCase {
    /// What ended it.
    pub departure: Option<Departure>,
    /// The moment; `None` where the typed date or time is not one.
    pub ended_at: Option<DateTime<Utc>>,
    /// The paper.
    pub document: String,
}

/// Ends a case because the person died or left for another state. A dose that is on record for a later time becomes
/// an incident for a physician: the end is never refused for it.
///
/// # Errors
/// Refused where it is recorded already, lies in the future or before the case, or no document is named.
pub fn end_case(
    case: &Case,
    id: RecordId,
    form: &EndCase,
    fresh: impl Fn() -> RecordId,
    now: &Now,
) -> Decision {
    if case.departure().is_some() {
        return Err(vec![Refusal::NothingToDo]);
    }
    let mut wrong = Vec::new();
    if form.departure.is_none() {
        wrong.push(Refusal::Required { field: "departure" });
    }
    match form.ended_at {
        None => wrong.push(Refusal::NotUnderstood { field: "ended_on" }),
        Some(at) if at > now.instant => wrong.push(Refusal::InFuture { field: "ended_on" }),
        Some(at) if civil_date(at, now.zone) < case.opened_on => wrong.push(Refusal::NotBefore {
            field: "ended_on",
            earliest_on: case.opened_on,
        }),
        Some(_) => {}
    }
    let document = text("document", &form.document, true, LINE).map_err(|refusal| wrong.push(refusal));
    let (Some(departure), Some(ended_at), Ok(document), []) =
        (form.departure, form.ended_at, document, wrong.as_slice())
    else {
        return Err(wrong);
    };
    let later = case.doses_in_effect().into_iter().map(|entry| &entry.content);
    let later: Vec<_> = later.filter(|dose| dose.occurred_at > ended_at).collect();
    let mut events = vec![Event::CaseEnded(CaseEnded {
        id,
        departure,
        ended_at,
        ended_on: civil_date(ended_at, now.zone),
        document,
    })];
    events.extend(later.into_iter().map(|dose| {
        Event::IncidentReported(IncidentReported {
            id: fresh(),
            kind: IncidentKind::DoseAfterEnd,
            occurred_at: dose.occurred_at,
            occurred_on: dose.given_on,
            // The dose itself is on record and counts already.
            injected: false,
            words: String::new(),
            drug: None,
        })
    }));
    Ok(events)
}

/// A letter that says that the measure is over was signed: whoever it goes to is told.
///
/// # Errors
/// While the measure lasts.
pub fn tell_end(case: &Case, letter: LetterId, to: EndedTo, now: &Now) -> Decision {
    let told_on = now.today();
    let (_, since_on) = measure_ended(case, told_on).ok_or_else(|| vec![Refusal::StepNotPossible])?;
    Ok(vec![Event::EndTold(EndTold {
        letter,
        to,
        since_on,
        told_on,
    })])
}

/// What a physician plans for the time after the measure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanAftercare {
    /// Who goes on looking after the person.
    pub carer: String,
    /// Next look: nothing typed, or a date, or an error.
    pub next_look_on: Option<Result<NaiveDate, ()>>,
    /// Taper, what is watched for, what the person was told.
    pub words: String,
}

/// Plans the time after the measure. It may be planned while treatment goes on: what tapers it is begun before the last dose
/// wears off. Such a plan is confirmed or made anew once the measure is over, for the end may come otherwise.
///
/// # Errors
/// Refused while the measure lasts and nothing was given, and after a death; where nothing is said.
pub fn plan_aftercare(case: &Case, id: RecordId, form: &PlanAftercare, now: &Now) -> Decision {
    let today = now.today();
    let standing = case.standing_on(today);
    let dead = matches!(standing, Some(Standing::Died { .. }));
    let ahead = !case.doses_in_effect().is_empty();
    if dead || !standing.is_some_and(|standing| ahead || standing.ended()) {
        return Err(vec![Refusal::StepNotPossible]);
    }
    let mut wrong = Vec::new();
    let next_look_on = match form.next_look_on {
        None => None,
        Some(Err(())) => {
            wrong.push(Refusal::NotUnderstood {
                field: "next_look_on",
            });
            None
        }
        Some(Ok(day)) if day < today => {
            wrong.push(Refusal::NotBefore {
                field: "next_look_on",
                earliest_on: today,
            });
            None
        }
        Some(Ok(day)) => Some(day),
    };
    let carer = text("carer", &form.carer, true, LINE).map_err(|refusal| wrong.push(refusal));
    let words = text("words", &form.words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    match (carer, words) {
        (Ok(carer), Ok(words)) if wrong.is_empty() => Ok(vec![Event::AftercarePlanned(Aftercare {
            id,
            planned_on: today,
            carer,
            next_look_on,
            words,
        })]),
        _ => Err(wrong),
    }
}
