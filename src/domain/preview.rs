//! What a changed ladder would have done: the climbs of recorded alerts, taken again under two ladders with everything else
//! as it was. Who held which post at that time is not recorded, so steps are compared by post, and every post counts as
//! filled.

use super::alert::{Alert, AlertState};
use super::case::Case;
use super::escalation::{rest_of, track};
use super::ids::AlertId;
use super::obligation::Kind;
use super::rules::{Cause, Ladder, NotBefore, Party, Recipient, Rules, Track};
use super::time::Now;
use chrono::{DateTime, TimeDelta, Utc};

/// Steps of one climb that are looked at: a year of daily repeats.
const MOST_STEPS: usize = 400;

/// A step that would have been taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Identity of the step in its track.
    pub step: String,
    /// Who would have been told.
    pub to: Recipient,
    /// When.
    pub at: DateTime<Utc>,
}

/// One alert under two ladders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The alert.
    pub alert: AlertId,
    /// Reference of its case.
    pub reference: String,
    /// What it is about.
    pub kind: Kind,
    /// Whose sphere the cause lies in.
    pub family: Cause,
    /// When it was raised.
    pub raised_at: DateTime<Utc>,
    /// When somebody answered or it was over; the present for one that still waits.
    pub until: DateTime<Utc>,
    /// Under the ladder of today.
    pub before: Vec<Taken>,
    /// Under the changed one.
    pub after: Vec<Taken>,
}

impl Compared {
    /// Would anybody have been told otherwise?
    #[must_use]
    pub fn differs(&self) -> bool {
        let told = |taken: &[Taken]| taken.iter().map(|step| (step.to, step.at)).collect::<Vec<_>>();
        told(&self.before) != told(&self.after)
    }

    /// When the supervising body would first have been told, under both.
    #[must_use]
    pub fn supervision(&self) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
        let first = |taken: &[Taken]| {
            let mut there = taken.iter();
            there
                .find(|step| step.to.organisation == Party::Supervising)
                .map(|step| step.at)
        };
        (first(&self.before), first(&self.after))
    }
}

/// The alerts of a case raised in the last `days`, under the ladder of today and under a changed one.
#[must_use]
pub fn preview(case: &Case, changed: &Ladder, rules: &Rules, now: &Now, days: i64) -> Vec<Compared> {
    let Some(law) = rules.law_for(now.today()) else {
        return Vec::new();
    };
    let since = now.instant - TimeDelta::days(days);
    let recent = case.alerts.iter().filter(|alert| alert.raised_at >= since);
    recent
        .map(|alert| {
            let until = until(alert, now.instant);
            let run = |ladder: &Ladder| {
                let track = track(ladder, rules, alert.kind, alert.cause.family);
                climb(track, alert, until, rules, now)
            };
            Compared {
                alert: alert.id,
                reference: case.reference.clone(),
                kind: alert.kind,
                family: alert.cause.family,
                raised_at: alert.raised_at,
                until,
                before: run(law.ladder),
                after: run(changed),
            }
        })
        .collect()
}

/// When a climb came to rest.
fn until(alert: &Alert, now: DateTime<Utc>) -> DateTime<Utc> {
    let over = match alert.state {
        AlertState::Resolved { at, .. } => at,
        AlertState::Climbing { .. } | AlertState::Acknowledged { .. } | AlertState::Resting { .. } => now,
    };
    let answered = alert.answers.iter().map(|answer| answer.at).min();
    answered.map_or(over, |at| at.min(over))
}

/// The steps of a track from the moment an alert was due until it came to rest.
fn climb(track: &Track, alert: &Alert, until: DateTime<Utc>, rules: &Rules, now: &Now) -> Vec<Taken> {
    let Some(law) = rules.law_for(now.today()) else {
        return Vec::new();
    };
    let closed = |at: DateTime<Utc>| {
        // The window of a refused dose closes some days later; what followed shows when.
        let told = alert.notices.iter().find(|notice| notice.hop.step > 0);
        told.map_or(at, |notice| at.max(notice.hop.due_at))
    };
    let mut taken: Vec<Taken> = Vec::new();
    for number in 0..MOST_STEPS {
        let Some(step) = track.step(number) else { break };
        let from = taken.last().map_or(alert.due_at, |last| last.at);
        let mut delay = track.delay_before(number);
        if track.repeats(number)
            && let Some((_, rest)) = rest_of(alert, rules, now.today())
        {
            let Some(pause) = rest.again_after.get(number - track.first_repeat()) else {
                break;
            };
            delay = *pause;
        }
        let mut at = delay.after(from, now.zone, law.calendar);
        if step.not_before == NotBefore::AttemptsExhausted && alert.cause.family == Cause::Person {
            at = closed(at);
        }
        if at > until || at > now.instant {
            break;
        }
        taken.push(Taken {
            step: step.id.clone(),
            to: step.to,
            at,
        });
    }
    taken
}
