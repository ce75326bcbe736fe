//! A restriction against the day of a dose: `docs/continuity.md` in the plainest words.

use chrono::{DateTime, NaiveDate, Utc};

use super::appointed::Diary;
use super::asking::Asking;
use super::days::count;
use super::dose::{Next, Window, planned};
use super::leave;
use super::owed::{Owed, whose};
use super::papers::runs;
use super::told::Told;
use crate::domain::event::{Event, Recorded};
use crate::domain::ids::RecordId;
use crate::domain::obligation::Kind;
use crate::domain::rules::{Continuity, Direction, Owner, Party, Post, Rules};
use crate::domain::time::{Now, civil_date};
use crate::simulate::life::region_of;

/// A physician agrees on another day for a dose, or gets a permission: where something stands against the day on which it is
/// expected. So long before that day as an answer may take; within the time of an answer where it became known later; and not
/// after the day.
pub(super) fn owed(
    (told, asking): (&Told<'_>, &Asking<'_>),
    history: &[Recorded],
    rules: &Rules,
    now: &Now,
) -> Option<Owed> {
    let today = now.today();
    let (continuity, law) = rules.continuity_for(today).zip(rules.law_for(today))?;
    let Next::Due(window) = planned(told, rules, now) else {
        return None;
    };
    if !runs(told, today) || told.way.held_on(today, rules) {
        return None;
    }
    let on = expected_on(told, history, &window, now);
    let (place, here_on) = asking.stay_on(on)?;
    if asking.place_on(today) != Some(place) || excused(asking, history, on) {
        return None;
    }
    let paper_at = against((told, asking), history, (on, continuity), rules, now)?;
    let mut known_on = civil_date(paper_at, now.zone).max(here_on);
    for recorded in history {
        let known = match &recorded.event {
            Event::RegimenPrescribed(_) | Event::Released(_) => true,
            Event::DoseGiven(given) => told.doses.iter().any(|dose| dose.content.id == given.id),
            _ => false,
        };
        if known {
            known_on = known_on.max(civil_date(recorded.recorded_at, now.zone));
        }
    }
    let within = continuity.absence.answer_within;
    let mut due_on = count(on, within, Direction::Before, law.calendar);
    due_on = due_on.max(count(known_on, within, Direction::After, law.calendar));
    due_on = due_on.min(on);
    due_on = due_on.max(known_on);
    let physician = Owner {
        organisation: Party::Supplier,
        post: Post::Physician,
    };
    Some(Owed {
        kind: Kind::AgreeDoseDay,
        cycle: window.cycle,
        by: whose(physician, told, rules, today),
        opens_on: known_on,
        due_on,
        closes_on: due_on,
    })
}

/// When the paper was written down that stands against being received on a day where he is treated. The first appointment of that
/// day has its hour.
fn against(
    (told, asking): (&Told<'_>, &Asking<'_>),
    history: &[Recorded],
    (on, continuity): (NaiveDate, &Continuity),
    rules: &Rules,
    now: &Now,
) -> Option<DateTime<Utc>> {
    let diary = Diary::of(history, rules, now.zone);
    if diary.first_on(told, asking, now.today()) == Some(on) {
        return None;
    }
    let region = region_of(asking.place_on(on)?, rules);
    let received = (continuity.visit.from, continuity.visit.until);
    diary.against_the_day(on, region, received, |paper| permitted(history, on, paper))
}

/// The day that was agreed last for a dose because of a restriction, with its place in the history; none where one was agreed for
/// a journey since.
pub(super) fn day_agreed(history: &[Recorded], cycle: u32) -> Option<(u32, NaiveDate)> {
    let struck = struck(history);
    let mut last = None;
    for recorded in history {
        match &recorded.event {
            Event::DoseDayAgreed(day) if day.cycle == cycle && !struck.contains(&day.id) => {
                last = Some((recorded.seq, day.on));
            }
            Event::AbsenceAnswered(answer) => {
                let day = answer.granted && answer.dose_on.is_some();
                if day && !struck.contains(&answer.id) {
                    last = None;
                }
            }
            _ => {}
        }
    }
    last
}

/// Is a paper lifted for a day by a permission that was written down after it?
fn permitted(history: &[Recorded], on: NaiveDate, paper: u32) -> bool {
    let struck = struck(history);
    for recorded in history {
        let Event::DoseDayAgreed(day) = &recorded.event else {
            continue;
        };
        let stands = day.leave.is_some() && !struck.contains(&day.id);
        if stands && day.on == on && paper < recorded.seq {
            return true;
        }
    }
    false
}

/// The records that were struck out.
fn struck(history: &[Recorded]) -> Vec<RecordId> {
    let mut struck = Vec::new();
    for recorded in history {
        if let Event::RecordVoided { record, .. } = &recorded.event {
            struck.push(*record);
        }
    }
    struck
}

/// The day on which a dose is expected: what was agreed last when he could not be given it, or because of a restriction; else what
/// was agreed for a journey; else the day on which it is due.
fn expected_on(told: &Told<'_>, history: &[Recorded], window: &Window, now: &Now) -> NaiveDate {
    let agreed = day_agreed(history, window.cycle);
    let attempt = match (agreed, attempt(told, history, window.cycle)) {
        (Some((_, on)), None) => Some(on),
        (Some((agreed_at, on)), Some((missed_at, _))) if missed_at < agreed_at => Some(on),
        (_, missed) => missed.and_then(|(_, on)| on),
    };
    if let Some(on) = attempt
        && window.opens_on <= on
    {
        return on;
    }
    if let Some((_, on)) = agreed
        && window.opens_on <= on
        && on <= window.closes_on
    {
        return on;
    }
    leave::agreed(history, window, now).unwrap_or(window.due_on)
}

/// The last time that a dose was not given: its place in the history, and the further attempt that was agreed then.
fn attempt(told: &Told<'_>, history: &[Recorded], cycle: u32) -> Option<(u32, Option<NaiveDate>)> {
    let mut last = None;
    for (_, missed) in &told.not_given {
        let moment = (missed.occurred_at, missed.id);
        if missed.cycle == cycle && last.is_none_or(|(before, _)| before < moment) {
            last = Some((moment, missed.next_attempt_on));
        }
    }
    let ((_, id), on) = last?;
    for recorded in history {
        if let Event::DoseNotGiven(missed) = &recorded.event
            && missed.id == id
        {
            return Some((recorded.seq, on));
        }
    }
    None
}

/// Is there a good reason not to come on a day?
fn excused(asking: &Asking<'_>, history: &[Recorded], day: NaiveDate) -> bool {
    let struck = struck(history);
    for recorded in history {
        let Event::UnavailabilityRecorded(known) = &recorded.event else {
            continue;
        };
        let mut until_on = known.until_on;
        for later in history {
            if let Event::UnavailabilityReviewed(seen) = &later.event
                && seen.unavailable == known.id
                && !struck.contains(&seen.id)
            {
                until_on = seen.until_on;
            }
        }
        // Wherever he came since, they see for themselves.
        let gone = asking.came_between(known.from_on, day);
        if !struck.contains(&known.id) && !gone && known.from_on <= day && day <= until_on {
            return true;
        }
    }
    false
}
