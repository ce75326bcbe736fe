//! The papers of a case: rulings and their steps, place, supervision, regimen.

use super::{Decision, excluded};
use crate::domain::case::Case;
use crate::domain::event::{Event, Regimen};
use crate::domain::ids::{OrganisationId, RecordId};
use crate::domain::refusal::{LINE, Refusal, WORDS, text};
use crate::domain::rules::Rules;
use crate::domain::ruling::Ruling;
use crate::domain::time::Now;
use chrono::NaiveDate;

/// Records a further ruling: an extension, a variation, a new appointment of the measure.
///
/// # Errors
/// Refused where a required field is empty or its dates contradict each other.
pub fn record_ruling(case: &Case, ruling: &Ruling, now: &Now) -> Decision {
    let mut wrong = check_ruling(ruling, now);
    let twin = case.rulings.iter().any(|file| {
        file.ruling.number == ruling.number
            && file.ruling.court == ruling.court
            && file.ruling.ruled_on == ruling.ruled_on
    });
    if twin {
        wrong.push(Refusal::NothingToDo);
    }
    if wrong.is_empty() {
        Ok(vec![Event::RulingRecorded(ruling.clone())])
    } else {
        Err(wrong)
    }
}

/// Everything wrong with a ruling as typed.
#[must_use]
pub fn check_ruling(ruling: &Ruling, now: &Now) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    wrong.extend(text("court", &ruling.court, true, LINE).err());
    wrong.extend(text("ruling_number", &ruling.number, true, LINE).err());
    if ruling.ruled_on > now.today() {
        wrong.push(Refusal::InFuture { field: "ruled_on" });
    }
    if ruling.in_force_on.is_some_and(|day| day < ruling.ruled_on) {
        wrong.push(Refusal::NotBefore {
            field: "in_force_on",
            earliest_on: ruling.ruled_on,
        });
    }
    let starts_on = ruling.in_force_on.unwrap_or(ruling.ruled_on);
    if ruling.until_on.is_some_and(|day| day < starts_on) {
        wrong.push(Refusal::NotBefore {
            field: "until_on",
            earliest_on: starts_on,
        });
    }
    if ruling.offence_on.is_some_and(|day| day > ruling.ruled_on) {
        wrong.push(Refusal::NotUnderstood { field: "offence_on" });
    }
    wrong
}

/// Moves responsibility for the treatment. `lets_go` says whether the stay would take the person out of custody: that is
/// a release, and somebody takes him over by name.
///
/// # Errors
/// Refused where it is already there, where it would let him go, or no reason is given.
pub fn change_place(
    case: &Case,
    (place, lets_go): (OrganisationId, bool),
    from_on: NaiveDate,
    reason: &str,
    now: &Now,
) -> Decision {
    if case.place_on(now.today().max(from_on)) == Some(place) {
        return Err(vec![Refusal::NothingToDo]);
    }
    if lets_go {
        return Err(vec![Refusal::NoReceiver]);
    }
    let reason = moved(case, from_on, reason)?;
    Ok(vec![Event::PlaceChanged {
        place,
        from_on,
        reason,
    }])
}

/// Moves supervision to another body.
///
/// # Errors
/// Refused where it is already there, or no reason is given.
pub fn change_supervision(
    case: &Case,
    supervising: OrganisationId,
    from_on: NaiveDate,
    reason: &str,
    now: &Now,
) -> Decision {
    if case.supervising_on(now.today().max(from_on)) == Some(supervising) {
        return Err(vec![Refusal::NothingToDo]);
    }
    let reason = moved(case, from_on, reason)?;
    Ok(vec![Event::SupervisionChanged {
        supervising,
        from_on,
        reason,
    }])
}

fn moved(case: &Case, from_on: NaiveDate, reason: &str) -> Result<String, Vec<Refusal>> {
    let mut wrong = Vec::new();
    if from_on < case.opened_on {
        wrong.push(Refusal::NotBefore {
            field: "from_on",
            earliest_on: case.opened_on,
        });
    }
    match text("reason", reason, true, WORDS) {
        Ok(reason) if wrong.is_empty() => Ok(reason),
        Ok(_) => Err(wrong),
        Err(refusal) => {
            wrong.push(refusal);
            Err(wrong)
        }
    }
}

/// A doctor chooses the drug and the day of the first dose under it.
///
/// # Errors
/// Refused without a ruling that is or may come into force, before a commission cleared the person, for an unknown
/// protocol, for a drug that something found excludes, or for a day in the past.
pub fn prescribe(
    case: &Case,
    id: RecordId,
    protocol: &str,
    first_on: Option<NaiveDate>,
    reason: &str,
    rules: &Rules,
    now: &Now,
) -> Decision {
    let today = now.today();
    let mut wrong = Vec::new();
    if case.standing_on(today).is_none_or(|standing| standing.ended()) {
        return Err(vec![Refusal::StepNotPossible]);
    }
    // Before the first dose the commission has the first word; later a change of drug is the doctors' own.
    if case.awaits_clearance() {
        return Err(vec![Refusal::NotCleared]);
    }
    if !case.doses_in_effect().is_empty() {
        return Err(vec![Refusal::ChangeInstead]);
    }
    let chosen = rules.protocol_on(protocol, today);
    match chosen.map(|protocol| excluded(case, protocol)) {
        None => wrong.push(Refusal::Required { field: "protocol" }),
        Some(Some(found)) => wrong.push(Refusal::Contraindicated {
            contraindication: found.id.clone(),
        }),
        Some(None) => {}
    }
    match first_on {
        None => wrong.push(Refusal::NotUnderstood { field: "first_on" }),
        Some(day) if day < today => {
            wrong.push(Refusal::NotBefore {
                field: "first_on",
                earliest_on: today,
            });
        }
        Some(_) => {}
    }
    let reason = text("reason", reason, true, WORDS).map_err(|refusal| wrong.push(refusal));
    match (chosen, first_on, reason) {
        (Some(chosen), Some(first_on), Ok(reason)) if wrong.is_empty() => {
            Ok(vec![Event::RegimenPrescribed(Regimen {
                id,
                protocol: chosen.id.clone(),
                version: chosen.version,
                first_on,
                reason,
                change: None,
                flare_cover: None,
            })])
        }
        _ => Err(wrong),
    }
}
