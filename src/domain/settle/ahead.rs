//! When settling or planning has something to do next.

use super::{View, day_after};
use crate::domain::alert::Alert;
use crate::domain::case::Case;
use crate::domain::decide::cover_undecided;
use crate::domain::escalation::climbs;
use crate::domain::obligation::Kind;
use crate::domain::plan::{Plan, UNHEARD, hands_overdue_at, pack_expires_on, plan, protocol, warnings};
use crate::domain::roster::Roster;
use crate::domain::rules::{Demand, Rules};
use crate::domain::schedule::Interval;
use crate::domain::time::{Now, start_of_day};
use chrono::{DateTime, Utc};

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
    // On the day a lateness band begins that a physician must judge, or a dose would begin treatment anew, or his leave for a very
    // late dose has lapsed, his list grows by itself.
    let late = protocol(case, rules)
        .zip(view.plan.dose.as_ref().ok())
        .and_then(|(protocol, window)| {
            let bands = protocol
                .bands
                .iter()
                .filter(|band| band.demands(Demand::PhysicianDecision));
            let days = bands.map(|band| Interval::Days(band.from_day).after(window.target_on));
            let gap = cover_undecided(case, protocol, rules).and_then(|gap| gap.ends_on());
            let leave = case.late_decision(window.cycle).filter(|decided| decided.give);
            let lapses = leave.map(|leave| protocol.late_decision.lapses_on(leave.decided_on));
            days.chain(gap)
                .chain(lapses)
                .filter(|day| *day > today)
                .min()
                .map(|day| start_of_day(day, now.zone))
        });
    let expires = view.expires_at();
    // The pack of a dose that is late is none for it once its last day has passed.
    let window = view.plan.dose.as_ref().ok();
    let spoils = window
        .and_then(|window| pack_expires_on(case, rules, window, today))
        .filter(|day| *day > today)
        .map(|day| start_of_day(day, now.zone));
    // Who is away changes at midnight: while a ladder climbs, its gaps are looked at every day.
    let climbing = case.alerts.iter().any(Alert::live);
    let grows = view.plan.grows_on.map(|day| start_of_day(day, now.zone));
    // So does whether anybody hears a warning that nobody heard.
    let unheard = view.plan.obligations.iter();
    let unheard = unheard
        .filter(|owed| owed.kind == Kind::RepairLadder)
        .any(|owed| owed.cycle > UNHEARD);
    let midnight = (climbing || unheard).then(|| day_after(today, now));
    // And, from the day on which its window opens, whether something stands against the day on which a dose is expected: that is
    // today once the day has passed.
    let barred = window.filter(|_| !roster.held && case.passage.may_be_barred_from(today));
    let barred = barred.map(|window| start_of_day(window.opens_on, now.zone).max(day_after(today, now)));
    // Some rules ask what day it is: from the first day of a new procedure they say something else.
    let ruled = rules
        .turns_after(today)
        .filter(|_| !view.plan.obligations.is_empty());
    let ruled = ruled.map(|day| start_of_day(day, now.zone));
    let hands = hands_overdue_at(case, rules).filter(|at| *at > now.instant);
    turns
        .chain(windows)
        .chain(hands)
        .chain(climbs)
        .chain(midnight)
        .chain(barred)
        .chain(late)
        .chain(grows)
        .chain(ruled)
        .chain(warned)
        .chain(expires)
        .chain(spoils)
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
