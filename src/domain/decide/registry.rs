//! The papers of a case: rulings and their steps, place, supervision.

use super::Decision;
use crate::domain::case::Case;
use crate::domain::event::Event;
use crate::domain::ids::OrganisationId;
use crate::domain::refusal::{LINE, Refusal, WORDS, text};
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
        wrong.push(Refusal::NotAfter {
            field: "offence_on",
            latest_on: ruling.ruled_on,
        });
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
    // Whoever was released without a receiver can be taken into custody again where he was, also on the same day.
    let released = case.passage.last_release().map(|entry| entry.content.released_on);
    let again = case.released_without(place, now.today()) && released.is_some_and(|on| on <= from_on);
    if case.place_on(now.today().max(from_on)) == Some(place) && !again {
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
        noted_on: Some(now.today()),
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
