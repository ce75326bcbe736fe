//! A climb taken again: what happened stays as it was, what the ladder decides is decided anew.

use super::facts::{Fact, Facts};
use super::{Taken, track_by};
use crate::domain::alert::Alert;
use crate::domain::escalation::track_name;
use crate::domain::rules::{Cause, Delay, Ladder, NotBefore, Party, Rest, Rules, Track};
use crate::domain::time::Now;
use chrono::{DateTime, TimeDelta, Utc};

/// Steps of one alert that are looked at: a year of daily repeats.
const MOST_STEPS: usize = 400;

/// How the alert stands under the ladder that is tried.
#[derive(Clone, Copy, Debug)]
enum State {
    /// The step of this number is next.
    Climbs(usize),
    /// Somebody answered at a step.
    Answered { at: DateTime<Utc>, number: usize },
    /// Nobody answered, and nobody is asked any more.
    Rests,
    /// Over, or not raised yet.
    Over,
}

/// One alert on its way up one ladder.
pub(super) struct Replay<'a> {
    alert: &'a Alert,
    ladder: &'a Ladder,
    rules: &'a Rules,
    now: &'a Now,
    closed_at: Option<DateTime<Utc>>,
    family: Cause,
    state: State,
    /// The present climb: from when it is counted, its first step, and when its last one was taken.
    from: DateTime<Utc>,
    first: usize,
    last: Option<DateTime<Utc>>,
    taken: Vec<Taken>,
    /// Answers by organisations that this ladder has not told yet, and whether they close: they are given as soon as it has.
    early: Vec<(Party, bool)>,
}

impl<'a> Replay<'a> {
    pub(super) fn of(alert: &'a Alert, ladder: &'a Ladder, rules: &'a Rules, now: &'a Now) -> Self {
        Self {
            alert,
            ladder,
            rules,
            now,
            closed_at: None,
            family: alert.cause.family,
            state: State::Over,
            from: alert.due_at,
            first: 0,
            last: None,
            taken: Vec::new(),
            early: Vec::new(),
        }
    }

    /// Every step that would have been taken by now.
    pub(super) fn run(mut self, facts: &Facts) -> Vec<Taken> {
        self.closed_at = facts.closed_at;
        for (at, fact) in &facts.known {
            // Whoever is told and answers in one moment was told first; of what changed in it nobody was told before.
            let until = match fact {
                Fact::Answered { .. } => *at,
                _ => *at - TimeDelta::microseconds(1),
            };
            self.advance(until);
            self.take_in(*at, fact);
        }
        self.advance(self.now.instant);
        self.taken
    }

    fn take_in(&mut self, at: DateTime<Utc>, fact: &Fact) {
        match fact {
            Fact::Begins { family, from, to } => {
                self.family = *family;
                let steps = self.track().map_or(&[][..], |track| &track.steps);
                let to = to.map(|to| steps.iter().position(|step| step.to == to));
                // Whoever it went on at has no step here: the last one is asked.
                let first = to.map_or(0, |found| found.unwrap_or(steps.len().saturating_sub(1)));
                self.begin(*from, first);
            }
            Fact::Turned { family, from } => {
                let before = self.track();
                self.family = *family;
                if before != self.track() || matches!(self.state, State::Rests) {
                    self.begin(*from, 0);
                }
            }
            Fact::Answered { party, closes } => self.answered(at, *party, *closes),
            Fact::Listed => self.state = State::Rests,
            Fact::Over => {
                self.state = State::Over;
                self.early.clear();
            }
        }
    }

    fn track(&self) -> Option<&'a Track> {
        let about = (self.alert.kind, self.alert.ladder.as_str());
        track_by(self.ladder, self.rules, about, self.family)
    }

    fn begin(&mut self, from: DateTime<Utc>, first: usize) {
        self.state = State::Climbs(first);
        (self.from, self.first, self.last) = (from, first, None);
    }

    /// An answer counts for the step by which its organisation was told last.
    fn answered(&mut self, at: DateTime<Utc>, party: Option<Party>, closes: bool) {
        let Some(party) = party else {
            self.state = State::Answered { at, number: 0 };
            return;
        };
        let mut told = self.taken.iter().rev();
        let told = told.find(|step| step.to.organisation == party);
        match told.map(|step| step.number) {
            Some(number) => self.rest_on(at, number, closes),
            None => self.early.push((party, closes)),
        }
    }

    fn rest_on(&mut self, at: DateTime<Utc>, number: usize, closes: bool) {
        let over = matches!(self.state, State::Over);
        if !over && (closes || self.track().is_some_and(|track| track.rests_on(number))) {
            self.state = State::Answered { at, number };
        }
    }

    /// Everything that the ladder does by a moment, that one included.
    fn advance(&mut self, until: DateTime<Utc>) {
        while self.taken.len() < MOST_STEPS {
            match self.state {
                State::Climbs(number) => match self.due(number) {
                    Some(at) if at <= until => self.take(number, at),
                    Some(_) => return,
                    None => self.state = State::Rests,
                },
                State::Answered { at, number } => {
                    let Some(track) = self.track() else { return };
                    let again = at + TimeDelta::days(track.reopen_after_days.into());
                    if again > until {
                        return;
                    }
                    self.begin(again, number);
                }
                State::Rests | State::Over => return,
            }
        }
    }

    /// When the step of a number is taken; none where it never is.
    fn due(&self, number: usize) -> Option<DateTime<Utc>> {
        let track = self.track()?;
        let at = match self.last {
            Some(last) => self.later(last, self.pause(track, number)?)?,
            None if self.taken.is_empty() || number == 0 => {
                self.later(self.from, track.delay_before(number))?
            }
            None => self.from,
        };
        match track.step(number)?.not_before {
            NotBefore::Trigger => Some(at),
            NotBefore::AttemptsExhausted => self.closed_at.map(|closed| at.max(closed)),
        }
    }

    /// How long after the step before; none after the last reminder.
    fn pause(&self, track: &Track, number: usize) -> Option<Delay> {
        let reminded = self.reminders().filter(|_| track.repeats(number));
        let Some(rest) = reminded else {
            return Some(track.delay_before(number));
        };
        let before = self.first.max(track.steps.len().checked_sub(1)?);
        rest.again_after.get(number.checked_sub(before + 1)?).copied()
    }

    fn reminders(&self) -> Option<&'a Rest> {
        let resting = self.rules.resting_for(self.now.today())?;
        resting.of(track_name(self.alert.kind, self.family))
    }

    fn later(&self, at: DateTime<Utc>, delay: Delay) -> Option<DateTime<Utc>> {
        let law = self.rules.law_for(self.now.today())?;
        Some(delay.after(at, self.now.zone, law.calendar))
    }

    fn take(&mut self, number: usize, at: DateTime<Utc>) {
        let Some(step) = self.track().and_then(|track| track.step(number)) else {
            self.state = State::Rests;
            return;
        };
        let within = step.acknowledge_within;
        let answer_by = within.and_then(|delay| self.later(at, delay));
        self.taken.push(Taken {
            step: step.id.clone(),
            number,
            to: step.to,
            at,
            channels: step.channels.clone(),
            answer_by,
        });
        self.last = Some(at);
        self.state = State::Climbs(number + 1);
        let party = step.to.organisation;
        if let Some(known) = self.early.iter().position(|(early, _)| *early == party) {
            let (_, closes) = self.early.remove(known);
            self.rest_on(at, number, closes);
        }
    }
}
