//! What happened to an alert and what no ladder decides: its causes, what people said and did, and its end.

use super::track_by;
use crate::domain::alert::{Alert, NoticeKind};
use crate::domain::escalation::ladder_of;
use crate::domain::event::{Event, Recorded};
use crate::domain::rules::{Cause, NotBefore, Party, Recipient, Rules, Step, Track};
use chrono::{DateTime, TimeDelta, Utc};

/// Something that happened, whatever ladder is climbed.
#[derive(Clone, Debug)]
pub(super) enum Fact {
    /// It climbs, or climbs anew: counted from a moment, at the step that leads to somebody, else at the first.
    Begins {
        family: Cause,
        from: DateTime<Utc>,
        to: Option<Recipient>,
    },
    /// The cause is another one.
    Turned { family: Cause, from: DateTime<Utc> },
    /// Somebody of an organisation answered, or said that there is nothing more to do; of none where nobody had been asked.
    Answered { party: Option<Party>, closes: bool },
    /// It was put on a list, and nobody asked step by step.
    Listed,
    /// It was over.
    Over,
}

/// What happened to one alert, with the moment at which each was known.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// Oldest first.
    pub known: Vec<(DateTime<Utc>, Fact)>,
    /// When the window of its dose was closed, as far as a step that waited for that shows it.
    pub closed_at: Option<DateTime<Utc>>,
}

/// A history being read, with what the ladder that was really climbed made of it.
struct Reading<'r> {
    alert: &'r Alert,
    rules: &'r Rules,
    family: Cause,
    asked: bool,
    /// The answer on which it rests, with the step answered.
    rests_on: Option<(DateTime<Utc>, u32)>,
    facts: Facts,
}

impl Facts {
    pub(super) fn of(alert: &Alert, history: &[Recorded], rules: &Rules) -> Self {
        let mut reading = Reading {
            alert,
            rules,
            family: alert.cause.family,
            asked: false,
            rests_on: None,
            facts: Self::default(),
        };
        for recorded in history {
            reading.read(recorded);
        }
        reading.facts
    }
}

impl Reading<'_> {
    /// The track that was really climbed.
    fn track(&self) -> Option<&Track> {
        let (kind, rule) = (self.alert.kind, self.alert.ladder.as_str());
        match ladder_of(self.alert, self.rules) {
            Some(ladder) => track_by(ladder, self.rules, (kind, rule), self.family),
            None => self.rules.continuity_by_rule(rule).map(|known| known.track(kind)),
        }
    }

    /// The step that was really taken.
    fn step(&self, number: u32) -> Option<&Step> {
        self.track()?.step(usize::try_from(number).ok()?)
    }

    /// When an answered alert would have climbed again by itself.
    fn again_at(&self, answered_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let days = self.track()?.reopen_after_days;
        Some(answered_at + TimeDelta::days(days.into()))
    }

    fn tell(&mut self, at: DateTime<Utc>, fact: Fact) {
        self.facts.known.push((at, fact));
    }

    /// A cause that nobody named is raised once the window has closed.
    fn caused(&mut self, family: Cause, from: DateTime<Utc>) {
        self.family = family;
        if family == Cause::Unexplained {
            self.facts.closed_at = self.facts.closed_at.or(Some(from));
        }
    }

    fn answered(&mut self, at: DateTime<Utc>, step: u32, (rests, closes): (bool, bool)) {
        let party = self.step(step).map(|step| step.to.organisation);
        let party = party.filter(|_| self.asked);
        self.tell(at, Fact::Answered { party, closes });
        if rests {
            self.rests_on = Some((at, step));
        }
    }

    fn read(&mut self, recorded: &Recorded) {
        let at = recorded.recorded_at;
        let own = self.alert.id;
        match &recorded.event {
            Event::AlertRaised {
                alert, cause, due_at, ..
            } if *alert == own => {
                self.caused(cause.family, *due_at);
                self.begins(at, *due_at, None);
            }
            Event::NoticeSent {
                alert,
                notice: NoticeKind::Climb,
                hop,
            } if *alert == own => {
                self.asked = true;
                let step = self.step(hop.step);
                if step.is_some_and(|step| step.not_before == NotBefore::AttemptsExhausted) {
                    self.facts.closed_at = self.facts.closed_at.or(Some(hop.due_at));
                }
            }
            Event::NoticeAcknowledged {
                alert,
                step,
                rests,
                acknowledged_at,
                ..
            } if *alert == own => self.answered(*acknowledged_at, *step, (*rests, false)),
            Event::AlertActed {
                alert,
                step,
                act,
                acted_at,
            } if *alert == own && act.closes => self.answered(*acted_at, *step, (true, true)),
            Event::AlertRedirected {
                alert, cause, due_at, ..
            } if *alert == own => {
                self.caused(cause.family, *due_at);
                let (family, from) = (self.family, *due_at);
                self.tell(at, Fact::Turned { family, from });
            }
            Event::AlertReopened {
                alert,
                cause,
                due_at,
                step,
            } if *alert == own => self.reopened(at, cause.family, (*due_at, *step)),
            Event::AlertRested { alert, .. } if *alert == own && !self.asked => self.tell(at, Fact::Listed),
            Event::AlertResolved {
                alert, resolved_at, ..
            } if *alert == own => {
                self.rests_on = None;
                self.tell(*resolved_at, Fact::Over);
            }
            _ => {}
        }
    }

    /// After an answer it climbs again by itself: that is the ladder's, and taken again. Everything else happened.
    fn reopened(&mut self, at: DateTime<Utc>, family: Cause, (due_at, step): (DateTime<Utc>, u32)) {
        let by_itself = self.rests_on.take().is_some_and(|(answered_at, answered)| {
            answered == step && family == self.family && self.again_at(answered_at) == Some(due_at)
        });
        if by_itself {
            return;
        }
        self.caused(family, due_at);
        let to = self.step(step).map(|step| step.to).filter(|_| step > 0);
        self.begins(at, due_at, to);
    }

    fn begins(&mut self, at: DateTime<Utc>, from: DateTime<Utc>, to: Option<Recipient>) {
        let family = self.family;
        self.tell(at, Fact::Begins { family, from, to });
    }
}
