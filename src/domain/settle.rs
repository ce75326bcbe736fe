//! Settling: what follows by itself from the facts at a moment. Alerts are raised, climb, turn and end here,
//! and nowhere else; people's commands and the sweep both call it, so a sweep that did not run for three days
//! catches up and never doubles.

mod climb;
mod foresee;

pub use foresee::{Foreseen, ForeseenStep, foresee};

use super::alert::{Alert, AlertCause, AlertState, Gap, Hop, NoticeKind, ResolvedBecause};
use super::case::Case;
use super::dosing::NoDose;
use super::escalation::{between_two, climbs, ladder_of, recipient, track, track_of};
use super::event::{Event, Recorded, Recorder, Warned};
use super::ids::AlertId;
use super::obligation::{Kind, Owner};
use super::plan::{Plan, UNHEARD, plan, to_warn, warnings};
use super::roster::Roster;
use super::rules::{Cause, Demand, Direction, Party, Recipient, Rules};
use super::ruling::Standing;
use super::schedule::Interval;
use super::time::{Now, start_of_day};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::borrow::Cow;

/// A bound on what one settling may write; three years of hourly repeats fit. What is left over is due at once
/// again, so nothing is lost.
const MOST_EVENTS: usize = 500;

/// The name under which settled events are recorded.
pub const JOB: &str = "settle";

/// Everything that follows by itself from the case by this moment, in order.
///
/// What the rulings and holds allow may have turned since the last event, while nobody looked. What had become due
/// before such a turn is settled first, as of then: a dose missed under a ruling in force does not vanish
/// because the measure ended before the jobs came back.
#[must_use]
pub fn settle(case: &Case, rules: &Rules, roster: &Roster, now: &Now) -> Settled {
    let mut settling = Settling {
        case: Cow::Borrowed(case),
        events: Vec::new(),
        at: now.instant,
    };
    let mut planned = None;
    for moment in moments(case, now) {
        planned = Some(settling.until(&moment, rules, roster));
    }
    Settled {
        plan: planned.unwrap_or_else(|| plan(&settling.case, rules, roster, now)),
        events: settling.events,
    }
}

/// What settling came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// What follows by itself, in order.
    pub events: Vec<Event>,
    /// What is owed now, with those events in.
    pub plan: Plan,
}

/// The last moment before each turn since the last event, then now.
fn moments(case: &Case, now: &Now) -> Vec<Now> {
    let turns = case.turning_days().map(|day| start_of_day(day, now.zone));
    let missed = turns.filter(|turn| case.last_recorded_at < *turn && *turn <= now.instant);
    let before = missed.map(|turn| turn - TimeDelta::microseconds(1));
    let mut moments: Vec<_> = before.chain([now.instant]).collect();
    moments.sort_unstable();
    moments.dedup();
    moments
        .into_iter()
        .map(|instant| Now { instant, ..*now })
        .collect()
}

/// A case being settled.
struct Settling<'a> {
    /// Most cases have nothing to settle and are only looked at.
    case: Cow<'a, Case>,
    events: Vec<Event>,
    /// When this is written down, whatever moment is being judged.
    at: DateTime<Utc>,
}

impl Settling<'_> {
    /// Takes in everything that follows by a moment, and says what is owed then.
    fn until(&mut self, moment: &Now, rules: &Rules, roster: &Roster) -> Plan {
        loop {
            let planned = plan(&self.case, rules, roster, moment);
            if self.events.len() >= MOST_EVENTS {
                return planned;
            }
            let view = View {
                case: &self.case,
                rules,
                roster,
                now: moment,
                at: self.at,
                plan: &planned,
            };
            let followed = view.follow();
            if followed.is_empty() {
                return planned;
            }
            for event in followed {
                let recorded = Recorded {
                    seq: self.case.version + 1,
                    event,
                    recorded_at: self.at,
                    by: Recorder::Job(JOB.to_owned()),
                };
                // An event made from this very case always fits it; were it not so, stopping is the safe side.
                if self.case.to_mut().apply(&recorded).is_err() {
                    return plan(&self.case, rules, roster, moment);
                }
                self.events.push(recorded.event);
            }
        }
    }
}

/// The next instant at which settling or planning may have something to do: the one index the sweep scans.
#[must_use]
pub fn next_step_at(case: &Case, rules: &Rules, roster: &Roster, now: &Now) -> Option<DateTime<Utc>> {
    next_step_under(&plan(case, rules, roster, now), case, rules, roster, now)
}

/// The same for a case whose plan is at hand.
#[must_use]
pub fn next_step_under(
    plan: &Plan,
    case: &Case,
    rules: &Rules,
    roster: &Roster,
    now: &Now,
) -> Option<DateTime<Utc>> {
    let view = View {
        case,
        rules,
        roster,
        now,
        at: now.instant,
        plan,
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
        .filter(|owed| climbs(case, owed.kind) && !case.alert_of(owed.key()).is_some_and(Alert::live))
        .map(|owed| day_after(view.silent_through(owed.key(), owed.closes_on), now));
    let climbs = case
        .alerts
        .iter()
        .filter(|alert| alert.live())
        .filter_map(|alert| view.due_at(alert));
    let warned = warnings(case, view.plan, rules, now).into_iter();
    let warned = warned.map(|warned| warned.due_at);
    // On the day a lateness band begins that a physician must judge, his list grows by itself.
    let late = super::plan::protocol(case, rules)
        .zip(view.plan.dose.as_ref().ok())
        .and_then(|(protocol, window)| {
            let bands = protocol
                .bands
                .iter()
                .filter(|band| band.demands(Demand::PhysicianDecision));
            let days = bands.map(|band| Interval::Days(band.from_day).after(window.target_on));
            days.filter(|day| *day > today)
                .min()
                .map(|day| start_of_day(day, now.zone))
        });
    let expires = view.expires_at();
    // Who is away changes at midnight: while a ladder climbs, its gaps are looked at every day.
    let climbing = case.alerts.iter().any(Alert::live);
    let grows = view.plan.grows_on.map(|day| start_of_day(day, now.zone));
    // So does whether anybody hears a warning that nobody heard.
    let unheard = view.plan.obligations.iter();
    let unheard = unheard
        .filter(|owed| owed.kind == Kind::RepairLadder)
        .any(|owed| owed.cycle > UNHEARD);
    let midnight = (climbing || unheard).then(|| day_after(today, now));
    // Some rules ask what day it is: from the first day of a new procedure they say something else.
    let ruled = rules
        .turns_after(today)
        .filter(|_| !view.plan.obligations.is_empty());
    let ruled = ruled.map(|day| start_of_day(day, now.zone));
    let hands = super::plan::hands_overdue_at(case, rules).filter(|at| *at > now.instant);
    turns
        .chain(windows)
        .chain(hands)
        .chain(climbs)
        .chain(midnight)
        .chain(late)
        .chain(grows)
        .chain(ruled)
        .chain(warned)
        .chain(expires)
        .min()
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
    View::of(case, rules, roster, plan, now).due_at(alert)
}

/// When a live alert comes to rest, where that is what it does next.
#[must_use]
pub fn rests_at(
    alert: &Alert,
    case: &Case,
    rules: &Rules,
    roster: &Roster,
    plan: &Plan,
    now: &Now,
) -> Option<DateTime<Utc>> {
    View::of(case, rules, roster, plan, now).rests_at(alert)
}

fn day_after(day: NaiveDate, now: &Now) -> DateTime<Utc> {
    start_of_day(day.succ_opt().unwrap_or(NaiveDate::MAX), now.zone)
}

/// Does the reason for an alert still hold?
enum Condition {
    Holds { cause: AlertCause, since: DateTime<Utc> },
    Over(ResolvedBecause),
}

/// A case looked at as of a moment.
struct View<'a> {
    case: &'a Case,
    rules: &'a Rules,
    roster: &'a Roster,
    /// The moment that is judged.
    now: &'a Now,
    /// When it is written down.
    at: DateTime<Utc>,
    plan: &'a Plan,
}

impl<'a> View<'a> {
    /// The case as it is planned now.
    fn of(case: &'a Case, rules: &'a Rules, roster: &'a Roster, plan: &'a Plan, now: &'a Now) -> Self {
        Self {
            case,
            rules,
            roster,
            now,
            at: now.instant,
            plan,
        }
    }
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
        // After a standstill several have closed: they are raised in the order in which they would have been.
        let mut owed: Vec<_> = self
            .plan
            .obligations
            .iter()
            .filter(|owed| climbs(self.case, owed.kind))
            .collect();
        owed.sort_by_key(|owed| owed.closes_on);
        for owed in owed {
            let Condition::Holds { cause, since } = self.condition(owed.key()) else {
                continue;
            };
            match self.case.alert_of(owed.key()) {
                Some(alert) if alert.live() => {}
                Some(alert) => {
                    let step = self.step_to_resume(alert, &cause, owed.closes_on);
                    return vec![reopen(alert, cause, since, step)];
                }
                None => return self.raise(owed.key(), cause, since).into_iter().collect(),
            }
        }
        for alert in self.case.alerts.iter().filter(|alert| alert.live()) {
            if let Some(event) = self.climb(alert) {
                return vec![event];
            }
        }
        let warned = warnings(self.case, self.plan, self.rules, self.now).into_iter();
        let due = warned.filter(|warned| warned.due_at <= self.now.instant);
        let warned = due.map(|warned| Warned {
            unheard: self.unheard(&warned),
            ..warned
        });
        let warned: Vec<_> = warned.map(Event::Warned).collect();
        if !warned.is_empty() {
            return warned;
        }
        self.expire().into_iter().collect()
    }

    /// The posts in which a warning reaches nobody.
    fn unheard(&self, warned: &Warned) -> Vec<Owner> {
        let owed = self.plan.obligation((warned.kind, warned.cycle));
        let posts = owed.map(|owed| to_warn(owed, self.rules, self.roster, self.now.today()));
        let nobody = |post: &Owner| self.roster.reached(post, &self.rules.places).is_empty();
        posts.into_iter().flatten().filter(nobody).collect()
    }

    fn condition(&self, key: (Kind, u32)) -> Condition {
        if key.0 == Kind::Dose {
            return self.dose_condition(key.1);
        }
        match self.plan.obligation(key) {
            Some(owed) if owed.closes_on < self.now.today() => Condition::Holds {
                cause: AlertCause {
                    family: sphere(key.0),
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
        // A good reason pauses the ladder until its last day.
        if self.case.passage.unavailable_on(self.now.today()).is_some() {
            return Condition::Over(ResolvedBecause::Unavailable);
        }
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
                since: self.after_pause(entry.recorded_at),
            };
        }
        if window.closes_on < self.now.today() {
            return Condition::Holds {
                cause: AlertCause {
                    family: Cause::Unexplained,
                    cause: None,
                },
                since: self.after_pause(self.closed_at(window.closes_on)),
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

    /// The last day on which nothing is late yet: the last day in time or, for a dose, of a good reason not to come.
    fn silent_through(&self, key: (Kind, u32), closes_on: NaiveDate) -> NaiveDate {
        let paused = self.case.passage.unavailable_on(self.now.today());
        let until_on = paused
            .map(|(_, until_on)| until_on)
            .filter(|_| key.0 == Kind::Dose);
        until_on.map_or(closes_on, |until_on| until_on.max(closes_on))
    }

    /// Lateness does not begin before a good reason has ended.
    fn after_pause(&self, since: DateTime<Utc>) -> DateTime<Utc> {
        let paused = self.case.passage.unavailable_before(self.now.today());
        paused.map_or(since, |until_on| since.max(day_after(until_on, self.now)))
    }

    /// When the open offer is over because nobody answered it.
    fn expires_at(&self) -> Option<DateTime<Utc>> {
        let (_, offer) = self.case.passage.open_offer()?;
        let offered_on = offer.content.offered_on;
        let rules = self.rules.continuity_for(offered_on)?;
        let law = self.rules.law_for(offered_on)?;
        let last = rules
            .handover
            .expires_after
            .from(offered_on, Direction::After, law.calendar);
        Some(day_after(last.date, self.now))
    }

    fn expire(&self) -> Option<Event> {
        let due_at = self.expires_at().filter(|due| *due <= self.now.instant)?;
        let (_, offer) = self.case.passage.open_offer()?;
        Some(Event::HandoverExpired {
            offer: offer.content.id,
            due_at,
        })
    }

    fn raise(&self, key: (Kind, u32), cause: AlertCause, due_at: DateTime<Utc>) -> Option<Event> {
        let today = self.now.today();
        let ladder = if between_two(key.0) {
            self.rules.continuity_for(today)?.rule()
        } else {
            self.rules.law_for(today)?.ladder.rule()
        };
        Some(Event::AlertRaised {
            alert: AlertId::of(self.case.id, key.0.code(), key.1),
            kind: key.0,
            cycle: key.1,
            cause,
            due_at,
            ladder,
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
                    resolved_at: self.at,
                });
            }
            Condition::Holds { cause, since } if cause != alert.cause => {
                let track_of = |family| {
                    ladder_of(alert, self.rules).map(|ladder| track(ladder, self.rules, alert.kind, family))
                };
                // What rested unanswered wakes when it turns out to be another matter.
                let rests = alert.resting_since().is_some();
                let restart = rests || track_of(cause.family) != track_of(alert.cause.family);
                events.push(Event::AlertRedirected {
                    alert: alert.id,
                    cause,
                    due_at: since,
                    restart,
                });
            }
            Condition::Holds { .. } => {
                let mut events = self.passed_on(alert);
                if events.is_empty() {
                    events = self.reopen_when_unresolved(alert);
                }
                return events;
            }
        }
        events.extend(corrections(alert, self.at));
        events
    }

    /// The step from which an alert goes on whose condition holds again. A stop that was placed and lifted while the same
    /// window lay closed changes nothing about who was told: it goes on where it was. Everything else begins anew.
    fn step_to_resume(&self, alert: &Alert, cause: &AlertCause, closes_on: NaiveDate) -> u32 {
        use ResolvedBecause::{Held, Suspended, WaitsForCourt};
        let AlertState::Resolved { at, because } = alert.state else {
            return 0;
        };
        let stopped = matches!(because, Held | Suspended | WaitsForCourt);
        let same_window = day_after(closes_on, self.now) <= at;
        let track_of =
            |family| ladder_of(alert, self.rules).map(|ladder| track(ladder, self.rules, alert.kind, family));
        let same_track = track_of(cause.family) == track_of(alert.cause.family);
        match alert.last_hop() {
            Some(hop) if stopped && same_window && same_track => hop.step,
            _ => 0,
        }
    }

    /// Somebody else is to answer now: another body supervises, or another officer has the case. Whoever that is was
    /// never told, so the climb goes on there; the former body is told that it is no matter of its own any more.
    fn passed_on(&self, alert: &Alert) -> Vec<Event> {
        let Some(track) = track_of(alert, self.rules) else {
            return Vec::new();
        };
        let Some(body) = self.roster.site(Party::Supervising).map(|site| site.organisation) else {
            return Vec::new();
        };
        let step_of = |hop: &Hop| {
            usize::try_from(hop.step)
                .ok()
                .and_then(|number| track.step(number))
        };
        let supervising =
            |hop: &&Hop| step_of(hop).is_some_and(|step| step.to.organisation == Party::Supervising);
        let asked: Vec<&Hop> = alert.climb().filter(supervising).collect();
        if asked.is_empty() {
            return Vec::new();
        }
        let first = |leads: &dyn Fn(Recipient) -> bool| {
            let at = track.steps.iter().position(|step| leads(step.to));
            at.and_then(|at| u32::try_from(at).ok()).unwrap_or(0)
        };
        if asked.iter().all(|hop| hop.organisation != body) {
            let step = first(&|to| to.organisation == Party::Supervising);
            let former = alert
                .recipients()
                .into_iter()
                .filter(|hop| hop.organisation != body);
            let former = former
                .filter(supervising)
                .map(|hop| correction(alert, hop, self.at));
            let again = reopen(alert, alert.cause.clone(), self.at, step);
            return former.chain([again]).collect();
        }
        let Some(officer) = self.roster.officer_in_office() else {
            return Vec::new();
        };
        let of_officer = |hop: &&&Hop| step_of(hop).is_some_and(|step| Roster::is_officer(step.to));
        let to_another = asked.iter().filter(of_officer).count() > 0;
        if to_another && asked.iter().all(|hop| hop.account != Some(officer)) {
            return vec![reopen(
                alert,
                alert.cause.clone(),
                self.at,
                first(&Roster::is_officer),
            )];
        }
        Vec::new()
    }

    fn reopen_when_unresolved(&self, alert: &Alert) -> Vec<Event> {
        match alert.state {
            AlertState::Acknowledged { step, .. } => match self.due_at(alert) {
                Some(due_at) if due_at <= self.now.instant => {
                    vec![reopen(alert, alert.cause.clone(), due_at, step)]
                }
                _ => Vec::new(),
            },
            // A chair that was empty is filled: whoever sits there was never asked.
            AlertState::Resting { .. } => {
                let filled = self.filled(alert).into_iter();
                filled
                    .map(|step| reopen(alert, alert.cause.clone(), self.at, step))
                    .collect()
            }
            AlertState::Climbing { .. } | AlertState::Resolved { .. } => Vec::new(),
        }
    }

    /// The first step of the present climb that found nobody, or no address, and would find somebody now.
    fn filled(&self, alert: &Alert) -> Option<u32> {
        let track = track_of(alert, self.rules)?;
        let place = |hop: &Hop| usize::try_from(hop.step).map_or(0, |number| track.place(number));
        track.steps.iter().enumerate().find_map(|(number, step)| {
            let asked = alert.climb().filter(|hop| place(hop) == number).last()?;
            let in_vain = asked
                .gap
                .is_some_and(|gap| gap.unreachable() || gap == Gap::NoAddress);
            let found = recipient(alert, step.to, self.case, self.roster, &self.rules.places)?;
            (in_vain && found.gap.is_none()).then(|| u32::try_from(number).ok())?
        })
    }
}

/// Whose sphere it lies in that an obligation other than a dose was not discharged: always one of our own.
fn sphere(kind: Kind) -> Cause {
    match kind {
        Kind::ReceiveParcel | Kind::CustodyGap | Kind::ReconcileDiscrepancy => Cause::Transport,
        Kind::SupplyDose | Kind::DecideParcel | Kind::QuarantineVerdict => Cause::Supply,
        _ => Cause::Staff,
    }
}

fn ended_by(reason: &NoDose) -> ResolvedBecause {
    match reason {
        NoDose::Held { .. } => ResolvedBecause::Held,
        NoDose::WaitsForCourt { .. } => ResolvedBecause::WaitsForCourt,
        NoDose::NotInForce(Standing::Suspended { .. }) => ResolvedBecause::Suspended,
        NoDose::NotInForce(Standing::Rests { .. }) => ResolvedBecause::Merged,
        NoDose::NotInForce(_) | NoDose::NoRuling | NoDose::EndsBefore { .. } => ResolvedBecause::Ended,
        NoDose::NoRegimen | NoDose::DrugExcluded { .. } => ResolvedBecause::Replanned,
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
pub fn corrections(alert: &Alert, at: DateTime<Utc>) -> Vec<Event> {
    let said = |hop: &Hop| {
        alert.notices.iter().any(|notice| {
            notice.kind == NoticeKind::Correction
                && notice.hop.fired_at == at
                && notice.hop.addressee() == hop.addressee()
        })
    };
    let told = alert.recipients().into_iter().filter(|hop| !said(hop));
    told.map(|hop| correction(alert, hop, at)).collect()
}

fn correction(alert: &Alert, hop: &Hop, at: DateTime<Utc>) -> Event {
    Event::NoticeSent {
        alert: alert.id,
        notice: NoticeKind::Correction,
        hop: Hop {
            due_at: at,
            fired_at: at,
            acknowledge_by: None,
            gap: None,
            ..hop.clone()
        },
    }
}
