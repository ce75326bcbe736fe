//! Journeys that were granted, and the dose that falls into one: `docs/continuity.md` in the plainest words.

use chrono::NaiveDate;

use super::days::count;
use super::dose::Window;
use super::kept_away;
use super::told::Told;
use crate::domain::event::{AbsenceAnswered, AbsenceAsked, Event, Recorded};
use crate::domain::rules::{Direction, Rules};
use crate::domain::time::{Now, civil_date};

/// What was asked, and what was answered on which day. What was struck out is not in it.
#[derive(Default)]
struct Asked<'h> {
    journeys: Vec<&'h AbsenceAsked>,
    answers: Vec<(&'h AbsenceAnswered, NaiveDate)>,
}

impl<'h> Asked<'h> {
    fn of(history: &'h [Recorded], now: &Now) -> Self {
        let mut asked = Self::default();
        for recorded in history {
            match &recorded.event {
                Event::AbsenceAsked(journey) => asked.journeys.push(journey),
                Event::AbsenceAnswered(answer) => {
                    let on = civil_date(recorded.recorded_at, now.zone);
                    asked.answers.push((answer, on));
                }
                Event::RecordVoided { record, .. } => {
                    asked.journeys.retain(|journey| journey.id != *record);
                    asked.answers.retain(|(answer, _)| answer.id != *record);
                }
                _ => {}
            }
        }
        asked
    }

    /// The day between two others that was agreed last.
    fn agreed(&self, from: NaiveDate, until: NaiveDate) -> Option<NaiveDate> {
        let mut last = None;
        for (answer, _) in &self.answers {
            let stands = self.journeys.iter().any(|journey| journey.id == answer.request);
            let inside = answer.dose_on.filter(|on| (from..=until).contains(on));
            if answer.granted && stands && inside.is_some() {
                last = inside;
            }
        }
        last
    }

    /// What was answered last to a journey.
    fn answer(&self, journey: &AbsenceAsked) -> Option<(&'h AbsenceAnswered, NaiveDate)> {
        let mut last = None;
        for (answer, on) in &self.answers {
            if answer.request == journey.id {
                last = Some((*answer, *on));
            }
        }
        last
    }
}

/// The day that was agreed last for the dose of a window because of a journey.
pub(super) fn agreed(history: &[Recorded], window: &Window, now: &Now) -> Option<NaiveDate> {
    Asked::of(history, now).agreed(window.opens_on, window.closes_on)
}

/// Since when, and until when, a day is to be agreed for the dose of a window, because it falls into a journey.
pub(super) fn to_agree(
    told: &Told<'_>,
    history: &[Recorded],
    window: &Window,
    (rules, now): (&Rules, &Now),
) -> Option<(NaiveDate, NaiveDate)> {
    let today = now.today();
    let (continuity, law) = rules.continuity_for(today).zip(rules.law_for(today))?;
    let asked = Asked::of(history, now);
    let days = window.opens_on..=window.closes_on;
    let barred = kept_away::day_agreed(history, window.cycle).is_some_and(|(_, on)| days.contains(&on));
    if barred || asked.agreed(window.opens_on, window.closes_on).is_some() {
        return None;
    }
    for journey in &asked.journeys {
        let Some((answer, answered_on)) = asked.answer(journey) else {
            continue;
        };
        let over = journey.until_on < today;
        let before = window.closes_on < journey.from_on;
        let back = journey.until_on < window.due_on;
        if !answer.granted || over || before || back {
            continue;
        }
        let mut known_on = answered_on;
        for recorded in history {
            let Event::DoseGiven(given) = &recorded.event else {
                continue;
            };
            if told.doses.iter().any(|dose| dose.content.id == given.id) {
                known_on = known_on.max(civil_date(recorded.recorded_at, now.zone));
            }
        }
        let within = continuity.absence.answer_within;
        let mut due_on = count(known_on, within, Direction::After, law.calendar);
        // Before he leaves, or soon; and before the window opens; but never before it is known.
        if due_on < journey.from_on {
            due_on = journey.from_on;
        }
        if window.opens_on < due_on {
            due_on = window.opens_on;
        }
        if due_on < known_on {
            due_on = known_on;
        }
        return Some((known_on, due_on));
    }
    None
}
