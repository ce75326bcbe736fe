//! What is said about the time after an injection.

use chrono::{DateTime, TimeDelta, Utc};

use super::asking::giver;
use super::owed::{Owed, whose};
use super::papers::runs;
use super::told::Told;
use crate::domain::alert::NoticeKind;
use crate::domain::event::{Corrected, DoseGiven, Event, Observation, Recorded};
use crate::domain::obligation::Kind;
use crate::domain::rules::{Party, Rules};
use crate::domain::time::{Now, civil_date};

/// Each dose of which somebody said too soon that nothing was seen, or did not say what was, with its moment.
pub(super) fn too_soon(history: &[Recorded], rules: &Rules) -> Vec<(DateTime<Utc>, String)> {
    let mut found = Vec::new();
    for recorded in history {
        let dose = match &recorded.event {
            Event::DoseGiven(dose) => dose,
            Event::RecordAmended {
                corrected: Corrected::Dose(dose),
                ..
            } => dose,
            _ => continue,
        };
        let Some(observed) = &dose.observed else {
            continue;
        };
        let protocol = rules.protocol_on(&dose.product, dose.given_on);
        let asked = protocol.and_then(|protocol| protocol.observation.as_ref());
        let minutes = (recorded.recorded_at - dose.occurred_at).num_minutes();
        let wrong = match observed.how {
            Observation::Quiet => asked.is_some_and(|asked| minutes < i64::from(asked.minutes)),
            Observation::Seen | Observation::Left => observed.words.trim().is_empty(),
        };
        if wrong {
            found.push((
                recorded.recorded_at,
                format!("{:?} after {minutes} minutes", observed.how),
            ));
        }
    }
    found
}

/// Does a correction leave every fact of a dose by which something is due when it was: which one it was and under what choice, when
/// and where it was given, of which lot of what, and what was answered before it?
#[must_use]
pub fn moves_nothing(before: &[Recorded], corrected: &Corrected) -> bool {
    let Corrected::Dose(after) = corrected else {
        return false;
    };
    let Some(known) = last_said(before, after) else {
        return false;
    };
    let which = |dose: &DoseGiven| (dose.cycle, dose.regimen, dose.place);
    let when = |dose: &DoseGiven| (dose.occurred_at, dose.given_on);
    which(known) == which(after)
        && when(known) == when(after)
        && known.product == after.product
        && known.lot == after.lot
        && known.checks == after.checks
}

/// A dose as it was last written down.
fn last_said<'a>(before: &'a [Recorded], after: &DoseGiven) -> Option<&'a DoseGiven> {
    let mut known = None;
    for recorded in before {
        let said = match &recorded.event {
            Event::DoseGiven(dose) => dose,
            Event::RecordAmended {
                corrected: Corrected::Dose(dose),
                ..
            } => dose,
            _ => continue,
        };
        if said.id == after.id {
            known = Some(said);
        }
    }
    known
}

/// Does a correction say of a dose what was seen after it, and nothing else that was not on record before?
pub(super) fn adds(before: &[Recorded], corrected: &Corrected) -> bool {
    let Corrected::Dose(after) = corrected else {
        return false;
    };
    let Some(known) = last_said(before, after) else {
        return false;
    };
    let (mut was, mut is) = (known.clone(), after.clone());
    let said_more = was.observed != is.observed;
    was.observed = None;
    is.observed = None;
    said_more && was == is
}

/// Each word that something was wrong which went out because somebody added what was seen, with its moment.
pub(super) fn told_again(history: &[Recorded]) -> Vec<(DateTime<Utc>, String)> {
    let mut found = Vec::new();
    for (number, recorded) in history.iter().enumerate() {
        let Event::RecordAmended { corrected, .. } = &recorded.event else {
            continue;
        };
        if !adds(history.get(..number).unwrap_or_default(), corrected) {
            continue;
        }
        for next in history.iter().skip(number).skip(1) {
            let another = matches!(
                next.event,
                Event::RecordAmended { .. } | Event::RecordVoided { .. }
            );
            // What a sweep says in the same moment is said by the program, and has its own reason.
            if another || next.recorded_at != recorded.recorded_at || next.by != recorded.by {
                break;
            }
            if let Event::NoticeSent {
                notice: NoticeKind::Correction,
                hop,
                ..
            } = &next.event
            {
                found.push((next.recorded_at, format!("{hop:?}")));
            }
        }
    }
    found
}

/// Each dose of which nobody has said what was seen after it, while the person has been where it was given ever since: on the day on
/// which the time of observation was over, or on which the dose was written down, where that was later. Neither of a dose from
/// before that was asked, nor of one that came with a roster.
pub(super) fn to_complete(told: &Told<'_>, rules: &Rules, now: &Now) -> Vec<Owed> {
    let today = now.today();
    let mut owed = Vec::new();
    if !runs(told, today) {
        return owed;
    }
    for recorded in told.history {
        let Event::DoseGiven(given) = &recorded.event else {
            continue;
        };
        // As it stands now; none where it was struck out.
        let Some(dose) = told.doses.iter().find(|dose| dose.content.id == given.id) else {
            continue;
        };
        let dose = dose.content;
        let mut regimens = told.regimens.iter();
        let regimen = regimens.find(|regimen| regimen.id == dose.regimen);
        let protocol = regimen.and_then(|regimen| rules.protocol(&regimen.protocol, regimen.version));
        let Some(asked) = protocol.and_then(|protocol| protocol.observation.as_ref()) else {
            continue;
        };
        let said = dose.observed.is_some() || dose.checks.is_empty();
        if said || asked.owed_from.is_none_or(|from| dose.given_on < from) {
            continue;
        }
        let mut days = dose.given_on.iter_days().take_while(|day| *day <= today);
        if days.any(|day| told.way.place_on(day) != Some(dose.place)) {
            continue;
        }
        let over_at = dose.occurred_at + TimeDelta::minutes(asked.minutes.into());
        let known_on = civil_date(over_at.max(recorded.recorded_at), now.zone);
        let due_on = known_on + TimeDelta::days(asked.within_days.into());
        owed.push(Owed {
            kind: Kind::CompleteObservation,
            cycle: dose.cycle,
            by: whose(giver(Party::Responsible), told, rules, today),
            opens_on: known_on,
            due_on,
            closes_on: due_on,
        });
    }
    owed
}
