//! A restriction against the day of a dose: `docs/continuity.md` in the plainest words.

use chrono::{DateTime, NaiveDate, Utc};

use super::appointed::Diary;
use super::asking::Asking;
use super::days::count;
use super::dose::Window;
use super::leave;
use super::told::Told;
use crate::domain::event::{Event, Recorded};
use crate::domain::ids::RecordId;
use crate::domain::rules::{Continuity, Direction, Law, Rules};
use crate::domain::time::{Now, civil_date};
use crate::simulate::life::region_of;

/// Since when, and until when, another day is to be agreed for the dose of a window, or a permission got: where something stands
/// against the day on which it is expected, or against today where each has passed. So long before that day as an answer may
/// take; within the time of an answer where it became known later; and not after the day.
pub(super) fn to_agree(
    (told, asking): (&Told<'_>, &Asking<'_>),
    history: &[Recorded],
    window: &Window,
    (rules, now): (&Rules, &Now),
) -> Option<(NaiveDate, NaiveDate)> {
    let today = now.today();
    let (continuity, law) = rules.continuity_for(today).zip(rules.law_for(today))?;
    if told.way.held_on(today, rules) {
        return None;
    }
    let diary = Diary::of(history, rules, now.zone);
    let (planned_on, passed) = looked_for(expected(told, history, window, now), today);
    let first_on = diary.first_on(told, asking, today);
    // Whoever is to come at once is expected today, or at his first appointment.
    let on = if passed { today } else { planned_on };
    if first_on == Some(on) || (passed && first_on.is_some_and(|first| first > today)) {
        return None;
    }
    let (place, here_on) = asking.stay_on(on)?;
    if asking.place_on(today) != Some(place) {
        return None;
    }
    let against = |day, with_leave| {
        let seen = (&diary, asking, history);
        against(seen, (day, with_leave), continuity, rules)
    };
    let stands = |day| against(day, false);
    let paper_at = stands(on)?;
    let free = |day| !excused(asking, history, day) && against(day, true).is_none();
    if !days_left(window, (continuity, &law), today).into_iter().any(free) {
        return None;
    }
    let mut known_on = planned_known(told, history, now).unwrap_or(here_on);
    known_on = known_on.max(civil_date(paper_at, now.zone)).max(here_on);
    // Since when he cannot come: from the day that was planned on, or from a later one where he could have come on it.
    let mut since_on = on;
    while let Some(before) = since_on.pred_opt()
        && before >= planned_on
        && asking.place_on(before) == Some(place)
        && stands(before).is_some()
    {
        since_on = before;
    }
    if since_on > planned_on {
        known_on = known_on.max(since_on);
    }
    let within = continuity.absence.answer_within;
    let mut due_on = count(known_on, within, Direction::After, law.calendar);
    if known_on <= planned_on {
        due_on = due_on.max(count(planned_on, within, Direction::Before, law.calendar));
        due_on = due_on.min(planned_on);
        due_on = due_on.max(known_on);
    }
    Some((known_on, due_on))
}

/// When the last of what his next dose follows from was written down.
fn planned_known(told: &Told<'_>, history: &[Recorded], now: &Now) -> Option<NaiveDate> {
    let mut last = None;
    for recorded in history {
        let known = match &recorded.event {
            Event::RegimenPrescribed(_) | Event::Released(_) => true,
            Event::DoseGiven(given) => told.doses.iter().any(|dose| dose.content.id == given.id),
            _ => false,
        };
        if known {
            last = last.max(Some(civil_date(recorded.recorded_at, now.zone)));
        }
    }
    last
}

/// The first of the days on which a dose is expected that is not over; where both are, the later one, and that it has passed.
fn looked_for((attempt, due_on): (Option<NaiveDate>, NaiveDate), today: NaiveDate) -> (NaiveDate, bool) {
    for day in [attempt, Some(due_on)].into_iter().flatten() {
        if day >= today {
            return (day, false);
        }
    }
    (attempt.map_or(due_on, |on| on.max(due_on)), true)
}

/// The working days on which the dose could be given: those that are left of the window; where none is, those in which somebody is
/// seen for the first time.
fn days_left(
    window: &Window,
    (continuity, law): (&Continuity, &Law<'_>),
    today: NaiveDate,
) -> Vec<NaiveDate> {
    let first_on = window.opens_on.max(today);
    let seen_on = count(first_on, continuity.visit.within, Direction::After, law.calendar);
    for last_on in [window.closes_on, seen_on] {
        let days = first_on.iter_days().take_while(|day| *day <= last_on);
        let days: Vec<_> = days.filter(|day| law.calendar.is_working(*day)).collect();
        if !days.is_empty() {
            return days;
        }
    }
    Vec::new()
}

/// When the paper was written down that stands against being received on a day where he is treated, and on which he has no good
/// reason not to come.
fn against(
    (diary, asking, history): (&Diary<'_>, &Asking<'_>, &[Recorded]),
    (on, with_leave): (NaiveDate, bool),
    continuity: &Continuity,
    rules: &Rules,
) -> Option<DateTime<Utc>> {
    if excused(asking, history, on) {
        return None;
    }
    let region = region_of(asking.place_on(on)?, rules);
    let received = (continuity.visit.from, continuity.visit.until);
    let lifted = |paper| with_leave || permitted(history, on, paper);
    diary.against_the_day(on, region, received, lifted)
}

/// The day that was agreed last for a dose because of a restriction, with its place in the history; none where one was agreed for
/// a journey since.
pub(super) fn day_agreed(history: &[Recorded], cycle: u32) -> Option<(u32, NaiveDate)> {
    let struck = struck(history);
    let mut last = None;
    for recorded in history {
        if let Event::DoseDayAgreed(day) = &recorded.event
            && day.cycle == cycle
            && !struck.contains(&day.id)
        {
            last = Some((recorded.seq, day.on));
        }
    }
    last.filter(|(seq, _)| !for_a_journey_since(history, *seq))
}

/// Was a day for the dose agreed for a journey after a place in the history?
fn for_a_journey_since(history: &[Recorded], seq: u32) -> bool {
    let struck = struck(history);
    for recorded in history {
        if let Event::AbsenceAnswered(answer) = &recorded.event
            && recorded.seq > seq
            && answer.granted
            && answer.dose_on.is_some()
            && !struck.contains(&answer.id)
        {
            return true;
        }
    }
    false
}

/// Is a paper lifted for a day by a permission that was written down after it, while no other day was agreed instead?
fn permitted(history: &[Recorded], on: NaiveDate, paper: u32) -> bool {
    let struck = struck(history);
    for recorded in history {
        let Event::DoseDayAgreed(day) = &recorded.event else {
            continue;
        };
        let stands = day.leave.is_some() && !struck.contains(&day.id);
        let last = day_agreed(history, day.cycle) == Some((recorded.seq, day.on));
        if stands && last && day.on == on && paper < recorded.seq {
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

/// The days on which a dose is expected: what was agreed last when he could not be given it, or because of a restriction; and
/// after it what was agreed inside the window, else the day on which it is due.
fn expected(
    told: &Told<'_>,
    history: &[Recorded],
    window: &Window,
    now: &Now,
) -> (Option<NaiveDate>, NaiveDate) {
    let agreed = day_agreed(history, window.cycle);
    let missed = attempt(told, history, window.cycle);
    let missed = missed.filter(|(seq, _)| !for_a_journey_since(history, *seq));
    let attempt = match (agreed, missed) {
        (Some((_, on)), None) => Some(on),
        (Some((agreed_at, on)), Some((missed_at, _))) if missed_at < agreed_at => Some(on),
        (_, missed) => missed.and_then(|(_, on)| on),
    };
    let attempt = attempt.filter(|on| window.opens_on <= *on);
    if let Some((_, on)) = agreed
        && window.opens_on <= on
        && on <= window.closes_on
    {
        return (attempt, on);
    }
    let planned = leave::agreed(history, window, now).unwrap_or(window.due_on);
    (attempt, planned)
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
pub(super) fn excused(asking: &Asking<'_>, history: &[Recorded], day: NaiveDate) -> bool {
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
