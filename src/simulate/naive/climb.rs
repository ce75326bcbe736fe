//! The alerts as the events tell them: from when each climbs, who was asked, and how it stands.

use chrono::{DateTime, Utc};

use crate::domain::alert::{Hop, NoticeKind};
use crate::domain::event::{Event, Recorded};
use crate::domain::ids::AlertId;
use crate::domain::obligation::Kind;
use crate::domain::rules::Cause;

/// How an alert stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Climbs,
    Answered,
    Rests,
    Over,
}

/// One alert.
#[derive(Debug)]
pub(super) struct Climb<'h> {
    pub(super) id: AlertId,
    pub(super) kind: Kind,
    pub(super) cycle: u32,
    pub(super) family: Cause,
    pub(super) ladder: &'h str,
    pub(super) raised_at: DateTime<Utc>,
    pub(super) state: State,
    /// When it was answered last, or came to rest.
    pub(super) still_since: Option<DateTime<Utc>>,
    /// From when the present climb is counted, and its first step.
    pub(super) from: DateTime<Utc>,
    pub(super) first: u32,
    /// Whom it asked in the present climb.
    pub(super) hops: Vec<&'h Hop>,
    /// Was anybody ever told anything?
    pub(super) told: bool,
    /// Who was last told that he has taken it over and is asked nothing.
    pub(super) entrusted: Option<&'h Hop>,
}

impl Climb<'_> {
    /// The number of the step that comes next.
    pub(super) fn next(&self) -> u32 {
        self.hops.last().map_or(self.first, |hop| hop.step + 1)
    }

    fn begin(&mut self, from: DateTime<Utc>, first: u32) {
        self.state = State::Climbs;
        (self.from, self.first) = (from, first);
        self.hops.clear();
    }
}

/// Every alert, in the order in which they were raised.
#[derive(Default)]
pub(super) struct Climbs<'h>(pub(super) Vec<Climb<'h>>);

impl<'h> Climbs<'h> {
    pub(super) fn of(&self, id: AlertId) -> Option<&Climb<'h>> {
        self.0.iter().rfind(|climb| climb.id == id)
    }

    fn change(&mut self, id: AlertId, change: impl FnOnce(&mut Climb<'h>)) {
        // Mostly it is one of the last that were raised.
        if let Some(climb) = self.0.iter_mut().rfind(|climb| climb.id == id) {
            change(climb);
        }
    }

    /// Takes an event in; false where it is about no alert.
    pub(super) fn read(&mut self, recorded: &'h Recorded) -> bool {
        match &recorded.event {
            Event::AlertRaised {
                alert,
                kind,
                cycle,
                cause,
                due_at,
                ladder,
            } => self.0.push(Climb {
                id: *alert,
                kind: *kind,
                cycle: *cycle,
                family: cause.family,
                ladder,
                raised_at: recorded.recorded_at,
                state: State::Climbs,
                still_since: None,
                from: *due_at,
                first: 0,
                hops: Vec::new(),
                told: false,
                entrusted: None,
            }),
            Event::NoticeSent { alert, notice, hop } => self.change(*alert, |climb| {
                climb.told = true;
                match notice {
                    NoticeKind::Climb => {
                        climb.hops.push(hop);
                        climb.state = State::Climbs;
                    }
                    NoticeKind::Entrusted => climb.entrusted = Some(hop),
                    NoticeKind::Correction => {}
                }
            }),
            Event::NoticeAcknowledged {
                alert,
                rests,
                acknowledged_at,
                ..
            } => self.change(*alert, |climb| {
                // An answer by those who treat may be noted only, and the ladder goes on.
                if *rests {
                    climb.state = State::Answered;
                    climb.still_since = Some(*acknowledged_at);
                }
            }),
            Event::AlertActed {
                alert, act, acted_at, ..
            } => self.change(*alert, |climb| {
                if act.closes && climb.state != State::Over {
                    climb.state = State::Answered;
                    climb.still_since = Some(*acted_at);
                }
            }),
            Event::AlertRedirected {
                alert,
                cause,
                due_at,
                restart,
            } => self.change(*alert, |climb| {
                climb.family = cause.family;
                if *restart {
                    climb.begin(*due_at, 0);
                }
            }),
            Event::AlertReopened {
                alert,
                cause,
                due_at,
                step,
            } => self.change(*alert, |climb| {
                climb.family = cause.family;
                climb.begin(*due_at, *step);
            }),
            Event::AlertRested { alert, due_at, .. } => self.change(*alert, |climb| {
                climb.state = State::Rests;
                climb.still_since = Some(*due_at);
            }),
            Event::AlertResolved { alert, .. } => self.change(*alert, |climb| climb.state = State::Over),
            _ => return false,
        }
        true
    }
}
