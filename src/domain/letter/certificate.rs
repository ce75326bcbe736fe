//! A certificate of a period: who came when, in time or not, when nothing was due, and by which papers.

use super::compose::Facts;
use super::content::{Certificate, CertifiedVisit, Pause, PauseGround, RulingOnPaper, VersionOnPaper};
use crate::domain::case::{Case, Entry};
use crate::domain::dosing::{bearing_on, next_dose};
use crate::domain::event::DoseGiven;
use crate::domain::plan::protocol;
use crate::domain::refusal::Refusal;
use crate::domain::rules::Rules;
use crate::domain::ruling::{RulingState, Standing};
use crate::domain::supervision::{Attendance, Summary};
use crate::domain::time::Now;
use chrono::NaiveDate;

pub(super) fn certificate(
    facts: &Facts<'_>,
    from_on: NaiveDate,
    until_on: NaiveDate,
) -> Result<Certificate, Refusal> {
    let today = facts.now.today();
    if until_on < from_on {
        return Err(Refusal::NotBefore {
            field: "until_on",
            earliest_on: from_on,
        });
    }
    if until_on > today {
        return Err(Refusal::NotAfter {
            field: "until_on",
            latest_on: today,
        });
    }
    let summary = Summary::of(facts.case, facts.plan, facts.rules, facts.now);
    let mut visits: Vec<_> = summary
        .visits
        .into_iter()
        .filter(|visit| (from_on..=until_on).contains(&visit.on) && visit.attendance != Attendance::Withdrawn)
        .map(|visit| CertifiedVisit {
            on: visit.on,
            attendance: visit.attendance,
            in_time: in_time(facts, &visit),
            place: place(facts, visit.place),
        })
        .collect();
    visits.sort_by_key(|visit| visit.on);
    Ok(Certificate {
        from_on,
        until_on,
        visits,
        pauses: pauses(facts.case, from_on, until_on),
        rulings: rulings(facts, until_on),
    })
}

fn place(facts: &Facts<'_>, id: crate::domain::ids::OrganisationId) -> crate::domain::localised::Localised {
    let known = (facts.office)(id);
    known.map_or_else(|| facts.sender.name.clone(), |office| office.name)
}

fn in_time(facts: &Facts<'_>, visit: &crate::domain::supervision::Visit) -> Option<bool> {
    if visit.attendance != Attendance::Attended {
        return None;
    }
    let doses = facts.case.doses_in_effect();
    let dose = doses
        .into_iter()
        .find(|dose| dose.content.given_on == visit.on && Some(dose.recorded_at) == visit.recorded_at)?;
    was_in_time(facts.case, dose, facts.rules, facts.now)
}

/// Was a dose given inside the window that was open then? The window is reckoned from everything that is known of the
/// time before it, whenever it was written down. Nothing where none was open: it was irregular.
fn was_in_time(case: &Case, dose: &Entry<DoseGiven>, rules: &Rules, now: &Now) -> Option<bool> {
    let mut then = bearing_on(case, &dose.content);
    let before = |other: &DoseGiven| other.occurred_at < dose.content.occurred_at;
    then.doses.retain(|other| before(&other.content));
    let at = Now {
        instant: dose.content.occurred_at,
        zone: now.zone,
    };
    let window = next_dose(&then, protocol(&then, rules), &at).ok()?;
    Some((window.opens_on..=window.closes_on).contains(&dose.content.given_on))
}

/// The stretches of a period on which no visit was due, although the measure ran.
fn pauses(case: &Case, from_on: NaiveDate, until_on: NaiveDate) -> Vec<Pause> {
    let mut pauses: Vec<Pause> = Vec::new();
    for day in from_on
        .max(case.opened_on)
        .iter_days()
        .take_while(|day| *day <= until_on)
    {
        let Some(ground) = paused_on(case, day) else {
            continue;
        };
        match pauses.last_mut() {
            Some(last) if last.ground == ground && last.until_on.succ_opt() == Some(day) => {
                last.until_on = day;
            }
            _ => pauses.push(Pause {
                from_on: day,
                until_on: day,
                ground,
            }),
        }
    }
    pauses
}

fn paused_on(case: &Case, day: NaiveDate) -> Option<PauseGround> {
    let held = |hold: &crate::domain::case::Hold| {
        hold.placed.placed_on <= day && hold.lifted_on.is_none_or(|free| day < free)
    };
    match case.standing_on(day)? {
        Standing::Suspended { .. } => Some(PauseGround::Court),
        Standing::InForce { .. } if case.holds.iter().any(held) => Some(PauseGround::Justified),
        Standing::InForce { .. } => case.waits_for_court_on(day).map(|_| PauseGround::Justified),
        _ => None,
    }
}

/// Do the versions of a ruling and its end by a court say that it stands so?
fn shown(state: RulingState) -> bool {
    use RulingState::{EndedByCourt, Extended, InForce, Varied};
    matches!(state, InForce | Varied | Extended | EndedByCourt)
}

/// The rulings announced by a day, with the versions known to speak by then.
pub(super) fn rulings(facts: &Facts<'_>, until_on: NaiveDate) -> Vec<RulingOnPaper> {
    let announced = facts
        .case
        .rulings
        .iter()
        .filter(|file| file.announced_by(until_on) && file.ruling.ruled_on <= until_on);
    announced
        .map(|file| {
            let versions = file.versions();
            let speaking = versions.iter().filter(|version| {
                version.change.is_none() || version.from_on.is_some_and(|from| from <= until_on)
            });
            let ended_on = match file.standing_on(until_on) {
                Standing::EndedByCourt { from_on } | Standing::Quashed { from_on } => Some(from_on),
                _ => None,
            };
            RulingOnPaper {
                court: file.ruling.court.clone(),
                number: file.ruling.number.clone(),
                ruled_on: file.ruling.ruled_on,
                versions: speaking
                    .map(|version| VersionOnPaper {
                        number: u32::try_from(version.number).unwrap_or(u32::MAX),
                        from_on: version.from_on,
                        until_on: version.until_on,
                        document: version.change.map(|change| change.document.clone()),
                    })
                    .collect(),
                ended_on,
                state: Some(file.state_on(until_on)).filter(|state| !shown(*state)),
            }
        })
        .collect()
}
