//! Settling: what follows by itself from the facts at a moment. Alerts are raised, climb, turn and end here,
//! and nowhere else; people's commands and the sweep both call it, so a sweep that did not run for three days
//! catches up and never doubles.

mod ahead;
mod climb;
mod condition;
mod entrusted;
mod foresee;
mod turn;

pub use ahead::{next_step_at, next_step_under, rests_at, step_due_at};
pub use foresee::{Foreseen, ForeseenStep, foresee};
pub use turn::corrections;

use super::case::Case;
use super::decide::left_behind;
use super::escalation::climbs;
use super::event::{Event, Recorded, Recorder, Warned};
use super::obligation::Owner;
use super::plan::{Plan, plan, to_warn, warnings};
use super::roster::Roster;
use super::rules::{Direction, Rules};
use super::time::{Now, start_of_day};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use condition::Condition;
use std::borrow::Cow;
use turn::reopen;

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

/// The last moment before each turn since the last event and the turn itself, then now. At the turn a reason for an alert may
/// end that has come back since: whoever was told then begins anew.
fn moments(case: &Case, now: &Now) -> Vec<Now> {
    let turns = case.turning_days().map(|day| start_of_day(day, now.zone));
    let missed = turns.filter(|turn| case.last_recorded_at < *turn && *turn <= now.instant);
    let around = missed.flat_map(|turn| [turn - TimeDelta::microseconds(1), turn]);
    let mut moments: Vec<_> = around.chain([now.instant]).collect();
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
        // Nobody is asked on behalf of an organisation that does not answer for him any more.
        if let Some(lapsed) = self.lapse() {
            return vec![lapsed];
        }
        for alert in self.case.alerts.iter().filter(|alert| alert.live()) {
            let events = self.turn(alert);
            if !events.is_empty() {
                return events;
            }
        }
        for alert in self.case.alerts.iter().filter(|alert| !alert.live()) {
            let mut events = self.came_after_all(alert);
            events.extend(self.came_not_after_all(alert));
            events.extend(self.excused_anew(alert));
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
        if let Some(expired) = self.expire() {
            return vec![expired];
        }
        // A day moved him or ended the measure, or nobody took him over in time: what was kept for him there is given to
        // somebody else.
        left_behind(self.case, self.now.today())
    }

    /// The posts in which a warning reaches nobody.
    fn unheard(&self, warned: &Warned) -> Vec<Owner> {
        let owed = self.plan.obligation((warned.kind, warned.cycle));
        let posts = owed.map(|owed| to_warn(owed, self.rules, self.roster, self.now.today()));
        let nobody = |post: &Owner| self.roster.reached(post, &self.rules.places).is_empty();
        posts.into_iter().flatten().filter(nobody).collect()
    }

    /// When the open offer is over because nobody answered it.
    fn expires_at(&self) -> Option<DateTime<Utc>> {
        let (_, offer) = self.case.passage.open_offer()?;
        let offered_on = offer.content.offered_on;
        let rules = self.rules.continuity_for(offered_on)?;
        let law = self.rules.law_for(offered_on)?;
        let expires_after = rules.handover.expires_after;
        let last = expires_after.from(offer.content.answerable_on(), Direction::After, law.calendar);
        Some(day_after(last.date, self.now))
    }

    /// The open offer, where the person has been moved from whoever made it.
    fn lapse(&self) -> Option<Event> {
        let (_, offer) = self.case.passage.open_offer()?;
        let stay = self.case.stay_on(self.now.today())?;
        (stay.organisation != offer.content.from).then_some(Event::HandoverLapsed {
            offer: offer.content.id,
            moved_on: stay.from_on,
        })
    }

    fn expire(&self) -> Option<Event> {
        let due_at = self.expires_at().filter(|due| *due <= self.now.instant)?;
        let (_, offer) = self.case.passage.open_offer()?;
        Some(Event::HandoverExpired {
            offer: offer.content.id,
            due_at,
        })
    }
}

fn day_after(day: NaiveDate, now: &Now) -> DateTime<Utc> {
    start_of_day(day.succ_opt().unwrap_or(NaiveDate::MAX), now.zone)
}
