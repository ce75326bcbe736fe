//! Settling: what follows by itself from the facts at a moment. Alerts are raised, climb, turn and end here,
//! and nowhere else; people's commands and the sweep both call it, so a sweep that did not run for three days
//! catches up and never doubles.

use super::alert::{Alert, AlertCause, AlertState, Gap, Hop, NoticeKind, ResolvedBecause};
use super::case::Case;
use super::dosing::NoDose;
use super::event::{Event, Recorded, Recorder};
use super::ids::AlertId;
use super::obligation::Kind;
use super::plan::{Plan, plan};
use super::roster::Roster;
use super::rules::{Cause, Delay, Ladder, NotBefore, Rules, Track};
use super::ruling::Standing;
use super::time::{Now, start_of_day};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// A bound on what one settling may write; three years of hourly repeats fit. What is left over is due at once
/// again, so nothing is lost.
const MOST_EVENTS: usize = 500;

/// The name under which settled events are recorded.
pub const JOB: &str = "settle";

/// Everything that follows by itself from the case at this moment, in order.
#[must_use]
pub fn settle(case: &Case, rules: &Rules, roster: &Roster, now: &Now) -> Vec<Event> {
    let mut case = case.clone();
    let mut settled = Vec::new();
    while settled.len() < MOST_EVENTS {
        let view = View {
            case: &case,
            rules,
            roster,
            now,
            plan: plan(&case, rules, roster, now),
        };
        let events = view.follow();
        if events.is_empty() {
            break;
        }
        for event in events {
            let recorded = Recorded {
                seq: case.version + 1,
                event,
                recorded_at: now.instant,
                by: Recorder::Job(JOB.to_owned()),
            };
            // An event made from this very case always fits it; were it not so, stopping is the safe side.
            if case.apply(&recorded).is_err() {
                return settled;
            }
            settled.push(recorded.event);
        }
    }
    settled
}

/// The next instant at which settling or planning may have something to do: the one index the sweep scans.
#[must_use]
pub fn next_step_at(case: &Case, rules: &Rules, roster: &Roster, now: &Now) -> Option<DateTime<Utc>> {
    let view = View {
        case,
        rules,
        roster,
        now,
        plan: plan(case, rules, roster, now),
    };
    let today = now.today();
    let turns = case
        .turning_days()
        .filter(|day| *day > today)
        .map(|day| start_of_day(day, now.zone));
    let windows = view
        .plan
        .obligations
        .iter()
        .filter(|owed| climbs(owed.kind) && !case.alert_of(owed.key()).is_some_and(Alert::live))
        .map(|owed| day_after(owed.closes_on, now));
    let climbs = case
        .alerts
        .iter()
        .filter(|alert| alert.live())
        .filter_map(|alert| view.due_at(alert));
    // Who is away changes at midnight: while a ladder climbs, its gaps are looked at every day.
    let climbing = case.alerts.iter().any(Alert::live);
    let midnight = climbing.then(|| day_after(today, now));
    turns.chain(windows).chain(climbs).chain(midnight).min()
}

/// When a live alert moves by itself next: its next step fires, or it re-opens.
#[must_use]
pub fn step_due_at(
    alert: &Alert,
    case: &Case,
    rules: &Rules,
    roster: &Roster,
    plan: &Plan,
    now: &Now,
) -> Option<DateTime<Utc>> {
    View {
        case,
        rules,
        roster,
        now,
        plan: plan.clone(),
    }
    .due_at(alert)
}

/// What the ladder of a live alert lacks, step by step, from where it now stands.
pub fn gaps<'a>(
    alert: &'a Alert,
    rules: &'a Rules,
    roster: &'a Roster,
) -> impl Iterator<Item = (usize, Gap)> + 'a {
    let track = track_of(alert, rules);
    let steps = track.map_or(&[][..], |track| &track.steps);
    steps.iter().enumerate().filter_map(|(number, step)| {
        let found = roster.recipient(step.to, &rules.places)?;
        // Away, but somebody stands in: nothing is left to repair.
        let covered = found.gap == Some(Gap::Absent) && found.account.is_some_and(|id| roster.has_deputy(id));
        found.gap.filter(|_| !covered).map(|gap| (number, gap))
    })
}

/// The ladder by which an alert climbs.
#[must_use]
pub fn ladder_of<'r>(alert: &Alert, rules: &'r Rules) -> Option<&'r Ladder> {
    let (id, version) = alert.ladder.rsplit_once('.')?;
    rules.ladder(id, version.parse().ok()?)
}

/// The track an alert climbs: by its cause for a dose, the service track for every other obligation.
#[must_use]
pub fn track_of<'r>(alert: &Alert, rules: &'r Rules) -> Option<&'r Track> {
    ladder_of(alert, rules).map(|ladder| track(ladder, alert.kind, alert.cause.family))
}

fn track(ladder: &Ladder, kind: Kind, family: Cause) -> &Track {
    if kind == Kind::Dose {
        ladder.track(family)
    } else {
        &ladder.service
    }
}

/// A missing deputy is a task on a list; were it to climb, it would ask for further deputies without end.
fn climbs(kind: Kind) -> bool {
    kind != Kind::RepairLadder
}

fn day_after(day: NaiveDate, now: &Now) -> DateTime<Utc> {
    start_of_day(day.succ_opt().unwrap_or(NaiveDate::MAX), now.zone)
}

/// Does the reason for an alert still hold?
enum Condition {
    Holds { cause: AlertCause, since: DateTime<Utc> },
    Over(ResolvedBecause),
}

struct View<'a> {
    case: &'a Case,
    rules: &'a Rules,
    roster: &'a Roster,
    now: &'a Now,
    plan: Plan,
}

impl View<'_> {
    /// The next thing that follows; empty when the case is settled.
    fn follow(&self) -> Vec<Event> {
        for alert in self.case.alerts.iter().filter(|alert| alert.live()) {
            let events = self.turn(alert);
            if !events.is_empty() {
                return events;
            }
        }
        for owed in self.plan.obligations.iter().filter(|owed| climbs(owed.kind)) {
            let Condition::Holds { cause, since } = self.condition(owed.key()) else {
                continue;
            };
            match self.case.alert_of(owed.key()) {
                Some(alert) if alert.live() => {}
                Some(alert) => return vec![reopen(alert, cause, since, 0)],
                None => return self.raise(owed.key(), cause, since).into_iter().collect(),
            }
        }
        for alert in self.case.alerts.iter().filter(|alert| alert.live()) {
            if let Some(event) = self.climb(alert) {
                return vec![event];
            }
        }
        Vec::new()
    }

    fn condition(&self, key: (Kind, u32)) -> Condition {
        if key.0 == Kind::Dose {
            return self.dose_condition(key.1);
        }
        match self.plan.obligation(key) {
            Some(owed) if owed.closes_on < self.now.today() => Condition::Holds {
                cause: AlertCause {
                    family: Cause::Staff,
                    cause: None,
                },
                since: self.closed_at(owed.closes_on),
            },
            Some(_) => Condition::Over(ResolvedBecause::Replanned),
            None => Condition::Over(ResolvedBecause::Discharged),
        }
    }

    fn dose_condition(&self, cycle: u32) -> Condition {
        if self.case.dose_of(cycle).is_some() {
            return Condition::Over(ResolvedBecause::DoseGiven);
        }
        let window = match &self.plan.dose {
            Ok(window) if window.cycle == cycle => window,
            Ok(_) => return Condition::Over(ResolvedBecause::Voided),
            Err(reason) => return Condition::Over(ended_by(reason)),
        };
        // What was recorded before a freeze belongs to a window that is gone.
        let recorded = self
            .case
            .latest_not_given(cycle)
            .filter(|entry| entry.content.occurred_on >= window.opens_on);
        if let Some(entry) = recorded {
            let cause = &entry.content.cause;
            let family = self
                .rules
                .causes
                .reason(cause)
                .map_or(Cause::Unexplained, |reason| reason.family);
            return Condition::Holds {
                cause: AlertCause {
                    family,
                    cause: Some(cause.clone()),
                },
                since: entry.recorded_at,
            };
        }
        if window.closes_on < self.now.today() {
            return Condition::Holds {
                cause: AlertCause {
                    family: Cause::Unexplained,
                    cause: None,
                },
                since: self.closed_at(window.closes_on),
            };
        }
        let voided = self
            .case
            .not_given
            .iter()
            .any(|entry| entry.content.cycle == cycle && entry.voided.is_some());
        Condition::Over(if voided {
            ResolvedBecause::Voided
        } else {
            ResolvedBecause::Replanned
        })
    }

    /// When a closed window became lateness: the day after, or the moment at which the facts that say so were
    /// written down. A dose voided weeks later, or a ruling that reached us late, gives everyone full time.
    fn closed_at(&self, closes_on: NaiveDate) -> DateTime<Utc> {
        day_after(closes_on, self.now).max(self.case.dates_known_at)
    }

    fn raise(&self, key: (Kind, u32), cause: AlertCause, due_at: DateTime<Utc>) -> Option<Event> {
        let law = self.rules.law_for(self.now.today())?;
        Some(Event::AlertRaised {
            alert: AlertId::of(self.case.id, key.0.code(), key.1),
            kind: key.0,
            cycle: key.1,
            cause,
            due_at,
            ladder: law.ladder.rule(),
        })
    }

    /// A live alert whose reason ended or changed. Everyone who was told is told again.
    fn turn(&self, alert: &Alert) -> Vec<Event> {
        let mut events = Vec::new();
        match self.condition(alert.key()) {
            Condition::Over(because) => {
                events.push(Event::AlertResolved {
                    alert: alert.id,
                    because,
                    resolved_at: self.now.instant,
                });
            }
            Condition::Holds { cause, since } if cause != alert.cause => {
                let track_of =
                    |family| ladder_of(alert, self.rules).map(|ladder| track(ladder, alert.kind, family));
                let restart = track_of(cause.family) != track_of(alert.cause.family);
                events.push(Event::AlertRedirected {
                    alert: alert.id,
                    cause,
                    due_at: since,
                    restart,
                });
            }
            Condition::Holds { .. } => return self.reopen_when_unresolved(alert),
        }
        events.extend(corrections(alert, self.now));
        events
    }

    fn reopen_when_unresolved(&self, alert: &Alert) -> Vec<Event> {
        match alert.state {
            AlertState::Acknowledged { step, .. } => match self.due_at(alert) {
                Some(due_at) if due_at <= self.now.instant => {
                    vec![reopen(alert, alert.cause.clone(), due_at, step)]
                }
                _ => Vec::new(),
            },
            AlertState::Climbing { .. } | AlertState::Resolved { .. } => Vec::new(),
        }
    }

    /// When the alert moves by itself: its next step fires, or it re-opens.
    fn due_at(&self, alert: &Alert) -> Option<DateTime<Utc>> {
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
            Some(hop) if hop.gap.is_some_and(Gap::unreachable) && number < track.steps.len() => hop.due_at,
            Some(hop) if number >= track.steps.len() => self.last_repeat(hop.due_at, delay),
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

    fn climb(&self, alert: &Alert) -> Option<Event> {
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
                fired_at: self.now.instant,
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

fn ended_by(reason: &NoDose) -> ResolvedBecause {
    match reason {
        NoDose::Held { .. } => ResolvedBecause::Held,
        NoDose::NotInForce(Standing::Suspended { .. }) => ResolvedBecause::Suspended,
        NoDose::NotInForce(_) | NoDose::NoRuling | NoDose::EndsBefore { .. } => ResolvedBecause::Ended,
        NoDose::NoRegimen => ResolvedBecause::Replanned,
    }
}

fn reopen(alert: &Alert, cause: AlertCause, due_at: DateTime<Utc>, step: u32) -> Event {
    Event::AlertReopened {
        alert: alert.id,
        cause,
        due_at,
        step,
    }
}

/// One correction to everyone who was told and can be reached. What a command said a moment ago, in the same
/// breath, is not said twice.
#[must_use]
pub fn corrections(alert: &Alert, now: &Now) -> Vec<Event> {
    let said = |hop: &Hop| {
        alert.notices.iter().any(|notice| {
            notice.kind == NoticeKind::Correction
                && notice.hop.fired_at == now.instant
                && notice.hop.addressee() == hop.addressee()
        })
    };
    let told = alert.recipients().into_iter().filter(|hop| !said(hop));
    told.map(|hop| Event::NoticeSent {
        alert: alert.id,
        notice: NoticeKind::Correction,
        hop: Hop {
            due_at: now.instant,
            fired_at: now.instant,
            acknowledge_by: None,
            gap: None,
            ..hop.clone()
        },
    })
    .collect()
}
