//! What a changed ladder would have done: the climbs of recorded alerts, taken again under two ladders with everything else
//! as it was. Who held which post at that time is not recorded, so steps are compared by post, and every post counts as
//! filled.

mod facts;
mod replay;

use super::case::Case;
use super::escalation::{of_continuity, track};
use super::event::Recorded;
use super::ids::{AlertId, OrganisationId};
use super::obligation::Kind;
use super::rules::{Cause, Channel, Ladder, Party, Recipient, Rules, Track};
use super::time::{Now, civil_date};
use chrono::{DateTime, TimeDelta, Utc};
use facts::Facts;
use replay::Replay;

/// A step that would have been taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Identity of the step in its track.
    pub step: String,
    /// Its number in the climb.
    pub number: usize,
    /// Who would have been told.
    pub to: Recipient,
    /// When.
    pub at: DateTime<Utc>,
    /// By which channels.
    pub channels: Vec<Channel>,
    /// Until when an answer would have been expected.
    pub answer_by: Option<DateTime<Utc>>,
}

impl Taken {
    /// Messages that would have left the house, every channel of the post counted as set up.
    #[must_use]
    pub fn messages(&self) -> usize {
        let left = self
            .channels
            .iter()
            .filter(|channel| Channel::OUTWARD.contains(channel));
        left.count()
    }
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
    /// Who treated the person then.
    pub responsible: Option<OrganisationId>,
    /// Who supervised him then.
    pub supervising: Option<OrganisationId>,
    /// Under the ladder of today.
    pub before: Vec<Taken>,
    /// Under the changed one.
    pub after: Vec<Taken>,
}

impl Compared {
    /// Would anybody have been told otherwise: at another time, by other channels, or with another time to answer?
    #[must_use]
    pub fn differs(&self) -> bool {
        let told = |taken: &[Taken]| -> Vec<_> {
            let told = taken.iter();
            told.map(|step| (step.to, step.at, step.channels.clone(), step.answer_by))
                .collect()
        };
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
pub fn preview(
    case: &Case,
    history: &[Recorded],
    changed: &Ladder,
    rules: &Rules,
    now: &Now,
    days: i64,
) -> Vec<Compared> {
    let Some(law) = rules.law_for(now.today()) else {
        return Vec::new();
    };
    let since = now.instant - TimeDelta::days(days);
    let recent = case.alerts.iter().filter(|alert| alert.raised_at >= since);
    recent
        .map(|alert| {
            let facts = Facts::of(alert, history, rules);
            let run = |ladder: &Ladder| Replay::of(alert, ladder, rules, now).run(&facts);
            let on = civil_date(alert.raised_at, now.zone);
            Compared {
                alert: alert.id,
                reference: case.reference.clone(),
                kind: alert.kind,
                family: alert.cause.family,
                raised_at: alert.raised_at,
                responsible: case.place_on(on),
                supervising: case.supervising_on(on),
                before: run(law.ladder),
                after: run(changed),
            }
        })
        .collect()
}

/// The track that an alert of a kind climbs by a ladder. What began to climb by the rules of hand-over goes on by them,
/// whatever the ladder says.
fn track_by<'r>(
    ladder: &'r Ladder,
    rules: &'r Rules,
    (kind, rule): (Kind, &str),
    family: Cause,
) -> Option<&'r Track> {
    if of_continuity(kind)
        && let Some(known) = rules.continuity_by_rule(rule)
    {
        return Some(known.track(kind));
    }
    Some(track(ladder, rules, kind, family))
}
