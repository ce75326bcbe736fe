//! When the next dose is due, and whether one may be given now.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::court::Word;
use super::days::{between, days_after, days_before, intervals_after, months_after, next as day_after};
use super::told::Told;
use super::{late, measured};
use crate::domain::event::{Corrected, Event, Recorded};
use crate::domain::rules::{Demand, Excludes, Keep, Protocol, Rules};
use crate::domain::time::{Now, civil_date};

/// The days of the next dose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) cycle: u32,
    pub(super) target_on: NaiveDate,
    pub(super) opens_on: NaiveDate,
    pub(super) due_on: NaiveDate,
    pub(super) closes_on: NaiveDate,
}

/// The next dose, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next {
    Due(Window),
    None(&'static str),
}

/// The next dose as it is planned, or why none is. Nothing is planned for a day on which a court is known to have ended
/// the measure; what is given before that day is taken down.
pub(super) fn planned(told: &Told<'_>, rules: &Rules, now: &Now) -> Next {
    let next = next(told, rules, now);
    if let Next::Due(window) = &next {
        let mut day = now.today();
        while day < window.due_on {
            day = day_after(day);
            if !told.papers_on(day).runs() {
                return Next::None("ends-before");
            }
        }
    }
    next
}

/// The next dose that may be taken down, or why there is none.
pub(super) fn next(told: &Told<'_>, rules: &Rules, now: &Now) -> Next {
    let today = now.today();
    let word = told.word_at(now);
    if word != Word::InForce {
        return Next::None(word.code());
    }
    for hold in &told.holds {
        let free = hold.lifted.is_some_and(|(lifted_on, _)| lifted_on <= today);
        if hold.placed_at <= now.instant && !free {
            return Next::None("held");
        }
    }
    if told.waits_for_court(today) {
        return Next::None("waits-for-court");
    }
    let Some((regimen, protocol)) = followed(told, rules) else {
        return Next::None("no-regimen");
    };
    if against_at_clearance(told, protocol) {
        return Next::None("drug-excluded");
    }
    let window = window(told, regimen, protocol, now);
    if let (Some((born_on, _)), Some(least)) = (told.births.last(), &protocol.minimum_age)
        && window.due_on.max(today) < months_after(*born_on, u32::from(least.years) * 12)
    {
        return Next::None("too-young");
    }
    if !told.carries(today, window.due_on) {
        return Next::None("ends-before");
    }
    Next::Due(window)
}

pub(super) type Regimen = crate::domain::event::Regimen;

pub(super) fn followed<'a>(told: &Told<'a>, rules: &'a Rules) -> Option<(&'a Regimen, &'a Protocol)> {
    let regimen = told.regimen()?;
    Some((regimen, rules.protocol(&regimen.protocol, regimen.version)?))
}

fn window(told: &Told<'_>, regimen: &Regimen, protocol: &Protocol, now: &Now) -> Window {
    // The series: from an anchor, one interval after the other.
    let (mut anchor_on, mut count) = (regimen.first_on, 0);
    let mut last_on = None;
    for dose in &told.doses {
        if dose.content.regimen != regimen.id {
            continue;
        }
        let given_on = dose.content.given_on;
        let target_on = intervals_after(anchor_on, protocol.interval.every, count);
        let early = days_before(target_on, protocol.window.early_days.into());
        let late = days_after(target_on, protocol.window.late_days.into());
        let keep = if given_on < early || late < given_on {
            Keep::Given
        } else if given_on < target_on {
            protocol.reanchor.early
        } else {
            protocol.reanchor.in_time
        };
        (anchor_on, count) = match keep {
            Keep::Target => (anchor_on, count + 1),
            Keep::Given => (given_on, 1),
        };
        last_on = Some(given_on);
    }
    let target_on = intervals_after(anchor_on, protocol.interval.every, count);
    let changed = last_on.is_none() && !told.doses.is_empty();
    let mut opens_on = if changed {
        target_on
    } else {
        days_before(target_on, protocol.window.early_days.into())
    };
    let mut due_on = target_on;
    // What is in the body keeps its distance.
    let mut in_body: Option<NaiveDate> = told.injected.iter().map(|(_, on)| *on).max();
    for dose in &told.doses {
        if dose.content.regimen == regimen.id || dose.content.product == protocol.id {
            in_body = in_body.max(Some(dose.content.given_on));
        }
    }
    // What was given under another case of the same person, too, whatever it was.
    for (_, given_on) in &told.elsewhere {
        in_body = in_body.max(Some(*given_on));
    }
    if let Some(in_body) = in_body {
        let least = days_after(in_body, protocol.minimum.days.into());
        if least > opens_on {
            opens_on = least;
            due_on = due_on.max(least);
        }
    }
    if let Some(free_on) = last_thaw(told, protocol, last_on, now) {
        opens_on = opens_on.max(free_on);
        if free_on > due_on {
            due_on = days_after(free_on, protocol.restart.within_days.into());
        }
    }
    let mut cycle = 1;
    for dose in &told.doses {
        cycle = cycle.max(dose.content.cycle + 1);
    }
    Window {
        cycle,
        target_on,
        opens_on,
        due_on,
        closes_on: days_after(due_on, protocol.window.late_days.into()),
    }
}

/// The last day up to today that was free again after days on which no dose could be given; seen from the last dose.
fn last_thaw(
    told: &Told<'_>,
    protocol: &Protocol,
    last_on: Option<NaiveDate>,
    now: &Now,
) -> Option<NaiveDate> {
    let mut found = None;
    let mut frozen = false;
    let mut day = last_on.unwrap_or(told.opened_on);
    while day <= now.today() {
        let now_frozen = frozen_on(told, day) || young_on(told, protocol, (day, now));
        if frozen && !now_frozen {
            found = Some(day);
        }
        frozen = now_frozen;
        day = day_after(day);
    }
    found
}

/// Was he known on a day to be too young for a drug: by what was said last of when he was born before that day was over?
fn young_on(told: &Told<'_>, protocol: &Protocol, (day, now): (NaiveDate, &Now)) -> bool {
    let Some(least) = &protocol.minimum_age else {
        return false;
    };
    let mut young = false;
    for (born_on, at) in &told.births {
        if civil_date(*at, now.zone) <= day {
            young = day < months_after(*born_on, u32::from(least.years) * 12);
        }
    }
    young
}

fn frozen_on(told: &Told<'_>, day: NaiveDate) -> bool {
    let mut held = false;
    for hold in &told.holds {
        let free = hold.lifted.is_some_and(|(lifted_on, _)| lifted_on <= day);
        held = held || (hold.placed_on <= day && !free);
    }
    held
        || told.word_on(day) != Word::InForce
        || told.waits_for_court(day)
        // What the register barred by mistake could not be given, and nobody is late with it.
        || told.barred_by_mistake(day)
}

/// May a dose be given at this moment, with nothing else wrong? The reason where not.
pub(super) fn may_be_given(told: &Told<'_>, rules: &Rules, now: &Now) -> Result<(), &'static str> {
    let today = now.today();
    let window = match next(told, rules, now) {
        Next::Due(window) => window,
        Next::None(reason) => return Err(reason),
    };
    let Some((regimen, protocol)) = followed(told, rules) else {
        return Err("no drug");
    };
    if against(told, protocol) {
        return Err("something speaks against the drug");
    }
    let cleared = told.clearances.last().is_some_and(|clearance| clearance.cleared);
    if told.doses.is_empty() && !cleared {
        return Err("not cleared");
    }
    if measured::stopped_by_answer(told, rules, protocol, today) {
        return Err("an answer waits for a physician");
    }
    if measured::contradicted(told, rules, protocol, now) {
        return Err("a result of the day speaks against the dose");
    }
    let tried = told.doses.iter().any(|dose| dose.content.regimen == regimen.id);
    let informed = told.told_about.iter().any(|about| about.regimen == regimen.id);
    if !tried && !informed {
        return Err("not told");
    }
    if today < window.opens_on {
        return Err("too early");
    }
    let last = told.doses.last();
    if last.is_some_and(|last| now.instant <= last.content.occurred_at) {
        return Err("before the last dose");
    }
    allowed_so_late(told, protocol, (window.cycle, window.target_on), now)?;
    if late::anew_since(told, rules, (window.cycle, now)).is_some_and(|since_on| since_on <= today) {
        return Err("nobody decided about cover");
    }
    Ok(())
}

/// May the dose of a number be given as late as it is at a moment? Where a physician must decide, he has decided by the minute
/// of it: what he says afterwards allowed nothing, and what he said too long before allows nothing any more.
pub(super) fn allowed_so_late(
    told: &Told<'_>,
    protocol: &Protocol,
    (cycle, target_on): (u32, NaiveDate),
    now: &Now,
) -> Result<(), &'static str> {
    let late = between(target_on, now.today());
    let mut asks = false;
    for band in &protocol.bands {
        if i64::from(band.from_day) <= late {
            asks = band.demands.contains(&Demand::PhysicianDecision);
        }
    }
    if !asks {
        return Ok(());
    }
    let mut last = None;
    for (written_at, decided) in &told.decisions {
        if decided.cycle == cycle && *written_at < now.instant + TimeDelta::minutes(1) {
            last = Some((decided.give, between(decided.decided_on, now.today())));
        }
    }
    match last {
        None => Err("nobody decided"),
        Some((false, _)) => Err("withheld"),
        Some((true, days)) if days > i64::from(protocol.late_decision.valid_days) => {
            Err("decided too long ago")
        }
        Some((true, _)) => Ok(()),
    }
}

/// The corrections that say of a dose that it was given after it had been written down. Clocks of two machines differ by some
/// minutes.
pub(super) fn foretold(history: &[Recorded]) -> Vec<(DateTime<Utc>, String)> {
    let mut written = Vec::new();
    let mut wrong = Vec::new();
    for recorded in history {
        match &recorded.event {
            Event::DoseGiven(dose) => written.push((dose.id, recorded.recorded_at)),
            Event::RecordAmended {
                corrected: Corrected::Dose(dose),
                ..
            } => {
                for (id, at) in &written {
                    if *id == dose.id && dose.occurred_at > *at + TimeDelta::minutes(5) {
                        wrong.push((recorded.recorded_at, format!("written down at {at}: {dose:?}")));
                    }
                }
            }
            _ => {}
        }
    }
    wrong
}

/// The doses that were written down without leave, as late as they were: with the moments of the records.
pub(super) fn without_leave(
    history: &[Recorded],
    rules: &Rules,
    zone: chrono_tz::Tz,
) -> Vec<(DateTime<Utc>, String)> {
    let mut wrong = Vec::new();
    for (at, recorded) in history.iter().enumerate() {
        let Event::DoseGiven(dose) = &recorded.event else {
            continue;
        };
        let (before, _) = history.split_at(at);
        let told = Told::of(before);
        let then = Now {
            instant: dose.occurred_at,
            zone,
        };
        let Some((_, protocol)) = followed(&told, rules) else {
            continue;
        };
        if let Next::Due(window) = next(&told, rules, &then)
            && let Err(found) = allowed_so_late(&told, protocol, (window.cycle, window.target_on), &then)
        {
            wrong.push((recorded.recorded_at, format!("{found}, but given: {dose:?}")));
        }
    }
    wrong
}

/// Was it found under a drug that counts for this one? Nobody knows under which: it counts.
pub(super) fn counts(excluded: &Excludes, contraindication: &str, drugs: &[&str]) -> bool {
    if excluded.id != contraindication {
        return false;
    }
    let mut counts = excluded.found_under.is_empty() || drugs.is_empty();
    for under in &excluded.found_under {
        counts = counts || drugs.contains(&under.as_str());
    }
    counts
}

/// Did the commission, when it last looked, find what speaks against a drug?
fn against_at_clearance(told: &Told<'_>, protocol: &Protocol) -> bool {
    let mut against = false;
    for excluded in &protocol.contraindications {
        if let Some(clearance) = told.clearances.last() {
            for finding in &clearance.findings {
                let drugs: Vec<&str> = finding.drugs.iter().map(String::as_str).collect();
                against = against || (finding.present && counts(excluded, &finding.contraindication, &drugs));
            }
        }
    }
    against
}

/// Does something that was found, and is not over, speak against a drug?
fn against(told: &Told<'_>, protocol: &Protocol) -> bool {
    let mut against = against_at_clearance(told, protocol);
    for excluded in &protocol.contraindications {
        for (seq, found) in &told.found {
            let over = told.is_over(*seq, found);
            let drugs: Vec<&str> = found.drug.as_deref().into_iter().collect();
            against = against || (!over && counts(excluded, &found.contraindication, &drugs));
        }
    }
    against
}
