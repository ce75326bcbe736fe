//! Climbing: when the next step of a ladder is due, and who is told.

use super::{View, day_after};
use crate::domain::alert::{Alert, AlertState, Gap, Hop, NoticeKind};
use crate::domain::escalation::{recipient, rest_of, track_of};
use crate::domain::event::Event;
use crate::domain::roster::Found;
use crate::domain::rules::{Delay, NotBefore, Person, Recipient, Track};
use crate::domain::time::civil_date;
use chrono::{DateTime, TimeDelta, Utc};

/// What a climbing alert does next.
pub(super) enum Next {
    /// Somebody is told.
    Step {
        /// When.
        at: DateTime<Utc>,
        /// By the step of this number.
        number: u32,
    },
    /// It comes to rest.
    Rest(DateTime<Utc>),
}

impl View<'_> {
    /// When the alert moves by itself: its next step fires, or it re-opens.
    pub(super) fn due_at(&self, alert: &Alert) -> Option<DateTime<Utc>> {
        let track = track_of(alert, self.rules)?;
        match alert.state {
            AlertState::Resolved { .. } | AlertState::Resting { .. } => None,
            AlertState::Acknowledged { at, .. } => Some(at + TimeDelta::days(track.reopen_after_days.into())),
            AlertState::Climbing { next } => match self.next(alert, track, next)? {
                Next::Step { at, .. } | Next::Rest(at) => Some(at),
            },
        }
    }

    /// When a live alert comes to rest, where that is what it does next.
    pub(super) fn rests_at(&self, alert: &Alert) -> Option<DateTime<Utc>> {
        let AlertState::Climbing { next } = alert.state else {
            return None;
        };
        match self.next(alert, track_of(alert, self.rules)?, next)? {
            Next::Rest(at) => Some(at),
            Next::Step { .. } => None,
        }
    }

    /// What a climbing alert does next.
    pub(super) fn next(&self, alert: &Alert, track: &Track, next: u32) -> Option<Next> {
        if alert.notices.is_empty() && self.of_the_backlog(alert) {
            return Some(Next::Rest(alert.climbs_from));
        }
        let number = usize::try_from(next).ok()?;
        let rest = rest_of(alert, self.rules, self.now.today()).map(|(_, rest)| rest);
        match (rest.filter(|_| track.repeats(number)), alert.last_hop()) {
            (Some(rest), Some(hop)) => self.reminder(alert, track, (number, &rest.again_after), hop),
            _ => {
                let delay = track.delay_before(number);
                let at = self.step_due_at(alert, track, (number, delay))?;
                Some(Next::Step { at, number: next })
            }
        }
    }

    /// The reminder that is due next, or the rest after the last of them. Of several that were missed while nobody looked,
    /// only the latest is taken, and counts for those before it: a month's standstill must not end in thirty messages to
    /// one person, and after it everything stands as if there had been none.
    fn reminder(
        &self,
        alert: &Alert,
        track: &Track,
        (number, pauses): (usize, &[Delay]),
        hop: &Hop,
    ) -> Option<Next> {
        let begun = alert
            .climb()
            .next()
            .and_then(|first| usize::try_from(first.step).ok());
        let proper = track.steps.len().checked_sub(1)?;
        let mut at = number.checked_sub(1 + proper.max(begun?))?;
        let Some(pause) = pauses.get(at) else {
            return Some(Next::Rest(hop.acknowledge_by.unwrap_or(hop.due_at)));
        };
        let mut due_at = self.later(hop.due_at, *pause);
        while let Some(pause) = pauses.get(at + 1) {
            let later = self.later(due_at, *pause);
            if later > self.now.instant {
                break;
            }
            (at, due_at) = (at + 1, later);
        }
        let number = u32::try_from(1 + proper.max(begun?) + at).ok()?;
        Some(Next::Step { at: due_at, number })
    }

    /// Was it long past its last day when it was first seen to be owed, and is it of a kind of which that is a list and
    /// no alarm?
    fn of_the_backlog(&self, alert: &Alert) -> bool {
        let Some(rules) = self.rules.resting_for(self.now.today()) else {
            return false;
        };
        let backlog = &rules.backlog;
        let owed = self.plan.obligation(alert.key());
        backlog.kinds.contains(&alert.kind)
            && owed.is_some_and(|owed| {
                let seen_on = civil_date(alert.raised_at, self.now.zone);
                (seen_on - owed.closes_on).num_days() > i64::from(backlog.older_than_days)
            })
    }

    /// Steps are counted from when the one before *should* have fired: an outage does not lengthen the way to
    /// a human. A step that reached nobody costs no time.
    fn step_due_at(
        &self,
        alert: &Alert,
        track: &Track,
        (number, delay): (usize, Delay),
    ) -> Option<DateTime<Utc>> {
        let due_at = match alert.last_hop() {
            Some(hop) if hop.gap.is_some_and(Gap::unreachable) && !begins_again(track, number) => hop.due_at,
            Some(hop) if track.repeats(number) => self.last_repeat(hop.due_at, delay),
            Some(hop) => {
                let usual = self.later(hop.due_at, delay);
                self.stood_in_from(alert, track, (number, usual), hop)
                    .unwrap_or(usual)
            }
            None if alert.climb_begins == 0 || number == 0 => self.later(alert.climbs_from, delay),
            None => alert.climbs_from,
        };
        let step = track.step(number)?;
        let closes_on = self.plan.obligation(alert.key()).map(|owed| owed.closes_on);
        match (step.not_before, closes_on) {
            (NotBefore::AttemptsExhausted, Some(day)) => Some(due_at.max(day_after(day, self.now))),
            _ => Some(due_at),
        }
    }

    /// From when the deputy of somebody who is away is asked: in the moment in which that one was told or, where nobody stood in
    /// then, in the one in which somebody was named, and never later than `usual`. None where this is no step to a deputy, whoever
    /// was told before is there, then or now, or nobody stands in.
    fn stood_in_from(
        &self,
        alert: &Alert,
        track: &Track,
        (number, usual): (usize, DateTime<Utc>),
        hop: &Hop,
    ) -> Option<DateTime<Utc>> {
        let to = track.step(number)?.to;
        let before = track.step(number.checked_sub(1)?)?.to;
        let deputy = Recipient {
            person: Person::Deputy,
            ..before
        };
        if hop.gap != Some(Gap::Absent) || to != deputy || before == deputy || begins_again(track, number) {
            return None;
        }
        let away = self.recipient(alert, before)?.gap == Some(Gap::Absent);
        let found = self.recipient(alert, to)?;
        let there = found.account.is_some() && found.gap != Some(Gap::Absent);
        let now = if hop.fired_at == self.at {
            hop.due_at
        } else {
            self.now.instant
        };
        (away && there).then(|| now.max(hop.due_at).min(usual))
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
        let (due_at, number) = match self.next(alert, track, next)? {
            Next::Rest(due_at) if due_at <= self.now.instant => return self.rest(alert, due_at),
            Next::Step { at, number } if at <= self.now.instant => (at, number),
            Next::Rest(_) | Next::Step { .. } => return None,
        };
        Some(Event::NoticeSent {
            alert: alert.id,
            notice: NoticeKind::Climb,
            hop: self.hop(alert, (track, number), due_at)?,
        })
    }

    /// A step with whoever is there to be told.
    pub(super) fn hop(
        &self,
        alert: &Alert,
        (track, next): (&Track, u32),
        due_at: DateTime<Utc>,
    ) -> Option<Hop> {
        let step = track.step(usize::try_from(next).ok()?)?;
        let found = self.recipient(alert, step.to)?;
        Some(Hop {
            step: next,
            organisation: found.organisation,
            role: found.role,
            account: found.account,
            gap: found.gap,
            due_at,
            fired_at: self.at,
            acknowledge_by: step.acknowledge_within.map(|delay| self.later(due_at, delay)),
        })
    }

    /// Who a step of an alert leads to.
    pub(super) fn recipient(&self, alert: &Alert, to: Recipient) -> Option<Found> {
        let (owed, around) = (&self.plan.obligations, (self.case, self.roster));
        recipient(alert, to, owed, around, &self.rules.places)
    }

    fn rest(&self, alert: &Alert, due_at: DateTime<Utc>) -> Option<Event> {
        Some(Event::AlertRested {
            alert: alert.id,
            due_at,
            rule: self.rules.resting_for(self.now.today())?.rule(),
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
