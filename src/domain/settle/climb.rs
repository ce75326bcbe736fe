//! Climbing: when the next step of a ladder is due, and who is told.

use super::{View, day_after, track_of};
use crate::domain::alert::{Alert, AlertState, Gap, Hop, NoticeKind};
use crate::domain::event::Event;
use crate::domain::rules::{Delay, NotBefore, Track};
use chrono::{DateTime, TimeDelta, Utc};

impl View<'_> {
    /// When the alert moves by itself: its next step fires, or it re-opens.
    pub(super) fn due_at(&self, alert: &Alert) -> Option<DateTime<Utc>> {
        let track = track_of(alert, self.rules)?;
        match alert.state {
            AlertState::Resolved { .. } => None,
            AlertState::Acknowledged { at, .. } => Some(at + TimeDelta::days(track.reopen_after_days.into())),
            AlertState::Climbing { next } => self.step_due_at(alert, track, next),
        }
    }

    /// Steps are counted from when the one before *should* have fired: an outage does not lengthen the way to
    /// a human. A step that reached nobody costs no time.
    fn step_due_at(&self, alert: &Alert, track: &Track, next: u32) -> Option<DateTime<Utc>> {
        let number = usize::try_from(next).ok()?;
        let delay = track.delay_before(number);
        let due_at = match alert.last_hop() {
            Some(hop) if hop.gap.is_some_and(Gap::unreachable) && !begins_again(track, number) => hop.due_at,
            Some(hop) if track.repeats(number) => self.last_repeat(hop.due_at, delay),
            Some(hop) => self.later(hop.due_at, delay),
            None if alert.climb_begins == 0 || next == 0 => self.later(alert.climbs_from, delay),
            None => alert.climbs_from,
        };
        let step = track.step(number)?;
        let closes_on = self.plan.obligation(alert.key()).map(|owed| owed.closes_on);
        match (step.not_before, closes_on) {
            (NotBefore::AttemptsExhausted, Some(day)) => Some(due_at.max(day_after(day, self.now))),
            _ => Some(due_at),
        }
    }

    /// The repeat of the last step that is due next. Of several that were missed while nobody looked, only the
    /// latest is taken: a month's standstill must not end in thirty messages to one person.
    fn last_repeat(&self, from: DateTime<Utc>, every: Delay) -> DateTime<Utc> {
        let mut due_at = self.later(from, every);
        loop {
            let next = self.later(due_at, every);
            if next > self.now.instant || next <= due_at {
                return due_at;
            }
            due_at = next;
        }
    }

    pub(super) fn climb(&self, alert: &Alert) -> Option<Event> {
        let AlertState::Climbing { next } = alert.state else {
            return None;
        };
        let track = track_of(alert, self.rules)?;
        let due_at = self
            .step_due_at(alert, track, next)
            .filter(|due| *due <= self.now.instant)?;
        let step = track.step(usize::try_from(next).ok()?)?;
        let found = self.roster.recipient(step.to, &self.rules.places)?;
        Some(Event::NoticeSent {
            alert: alert.id,
            notice: NoticeKind::Climb,
            hop: Hop {
                step: next,
                organisation: found.organisation,
                role: found.role,
                account: found.account,
                gap: found.gap,
                due_at,
                fired_at: self.at,
                acknowledge_by: step.acknowledge_within.map(|delay| self.later(due_at, delay)),
            },
        })
    }

    fn later(&self, instant: DateTime<Utc>, delay: Delay) -> DateTime<Utc> {
        match self.rules.law_for(self.now.today()) {
            Some(law) => delay.after(instant, self.now.zone, law.calendar),
            None => instant,
        }
    }
}

/// A climb that begins again, or a last step that repeats, waits even behind an empty chair: otherwise a house without
/// anybody in it would be told without a pause.
fn begins_again(track: &Track, number: usize) -> bool {
    number.checked_rem(track.steps.len()) == Some(0) || track.repeats(number)
}
