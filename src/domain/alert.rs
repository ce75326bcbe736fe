//! Alerts: an undischarged obligation on its way up the ladder to a named human.

use super::escalation::track_name;
use super::event::Recorder;
use super::ids::{AccountId, AlertId, OrganisationId};
use super::obligation::Kind;
use super::rules::{Cause, TrackName};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::iter;
use std::ops::Range;

/// Why the obligation was not discharged, as far as anyone recorded it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertCause {
    /// Whose sphere the cause lies in. It alone decides which ladder is climbed.
    pub family: Cause,
    /// The cause of the closed list, where somebody named one.
    pub cause: Option<String>,
}

/// A message to one step of the ladder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hop {
    /// Index of the step in the track.
    pub step: u32,
    /// Organisation told.
    pub organisation: OrganisationId,
    /// Role told, as the policies name it.
    pub role: String,
    /// The named person, where the roster has one.
    pub account: Option<AccountId>,
    /// What was missing: the step was recorded and passed on, never dropped.
    pub gap: Option<Gap>,
    /// When it should have fired.
    pub due_at: DateTime<Utc>,
    /// When it did.
    pub fired_at: DateTime<Utc>,
    /// Until when an answer is expected.
    pub acknowledge_by: Option<DateTime<Utc>>,
}

impl Hop {
    /// The office and the person told.
    #[must_use]
    pub fn addressee(&self) -> (OrganisationId, &str, Option<AccountId>) {
        (self.organisation, &self.role, self.account)
    }
}

/// What a step of a ladder lacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gap {
    /// Nobody holds the role.
    NobodyInRole,
    /// The person is absent.
    Absent,
    /// The person has no deputy.
    NoDeputy,
    /// The officer who had the case has left, and nobody was named.
    OfficerGone,
    /// The person has no address to write to.
    NoAddress,
    /// No such organisation is known.
    NoOrganisation,
}

impl Gap {
    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NobodyInRole => "nobody-in-role",
            Self::Absent => "absent",
            Self::NoDeputy => "no-deputy",
            Self::OfficerGone => "officer-gone",
            Self::NoAddress => "no-address",
            Self::NoOrganisation => "no-organisation",
        }
    }

    /// Does the message reach nobody at all?
    #[must_use]
    pub fn unreachable(self) -> bool {
        matches!(self, Self::NobodyInRole | Self::NoDeputy | Self::NoOrganisation)
    }
}

/// What a message says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// The ladder climbs: please answer.
    Climb,
    /// What was said before has changed or is over.
    Correction,
    /// Whoever has taken over the case is told that the alert stands; nothing is asked.
    Entrusted,
}

impl NoticeKind {
    /// Stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Climb => "climb",
            Self::Correction => "correction",
            Self::Entrusted => "entrusted",
        }
    }
}

/// What a named human says was or will be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Code of the closed list in the ladder.
    pub action: String,
    /// In words.
    pub words: String,
}

/// What a named human did about an alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// Code of the closed list in the ladder.
    pub action: String,
    /// In words; of a legal step, the reason.
    pub words: String,
    /// On which day.
    pub done_on: NaiveDate,
    /// A step with consequences in law, decided by the one who recorded it.
    pub legal: bool,
    /// Whoever did it sees nothing more to do for now.
    pub closes: bool,
}

/// Why an alert is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResolvedBecause {
    /// The dose was given.
    DoseGiven,
    /// The obligation was discharged.
    Discharged,
    /// Its reason went, and nobody did it.
    Lapsed,
    /// Its dates moved: it is not late any more.
    Replanned,
    /// A physician stopped treatment for now.
    Held,
    /// A court suspended execution.
    Suspended,
    /// The measure ended.
    Ended,
    /// The record that raised it was voided.
    Voided,
    /// The doses wait for a court that was asked to stop them.
    WaitsForCourt,
    /// The person cannot come, for a good reason.
    Unavailable,
    /// The person cannot come for now, for a good reason that says nothing of the day that he missed.
    Paused,
    /// Another case goes on for the same person.
    Merged,
}

impl ResolvedBecause {
    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::DoseGiven => "dose-given",
            Self::Discharged => "discharged",
            Self::Lapsed => "lapsed",
            Self::Replanned => "replanned",
            Self::Held => "held",
            Self::Suspended => "suspended",
            Self::Ended => "ended",
            Self::Voided => "voided",
            Self::WaitsForCourt => "waits-for-court",
            Self::Unavailable => "unavailable",
            Self::Paused => "paused",
            Self::Merged => "merged",
        }
    }
}

/// A message as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Climbing or correcting.
    pub kind: NoticeKind,
    /// To whom.
    pub hop: Hop,
}

/// An answer as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// The step answered.
    pub step: u32,
    /// By whom.
    pub by: Recorder,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub answer: Answer,
}

/// An act as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acted {
    /// What.
    pub act: Act,
    /// By whom.
    pub by: Recorder,
    /// When it was written down.
    pub at: DateTime<Utc>,
}

/// Where an alert stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertState {
    /// It climbs; the step with this index fires next.
    Climbing {
        /// Index of the next step.
        next: u32,
    },
    /// A named human answered; if the condition still holds later, it re-opens.
    Acknowledged {
        /// When the answer came.
        at: DateTime<Utc>,
        /// The step answered.
        step: u32,
    },
    /// Nobody answered, however often somebody was asked: it is a task of the post that the rules name.
    Resting {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// Over.
    Resolved {
        /// When.
        at: DateTime<Utc>,
        /// Why.
        because: ResolvedBecause,
    },
}

impl AlertState {
    /// Stable code for lists.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Climbing { .. } => "climbing",
            Self::Acknowledged { .. } => "acknowledged",
            Self::Resting { .. } => "resting",
            Self::Resolved { .. } => "resolved",
        }
    }
}

/// A stretch of the messages of an alert that was climbed on a track which it has left since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    track: TrackName,
    notices: Range<usize>,
}

/// An alert with everything that was said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// Identity.
    pub id: AlertId,
    /// Kind of the obligation.
    pub kind: Kind,
    /// Its cycle.
    pub cycle: u32,
    /// The cause as now known.
    pub cause: AlertCause,
    /// Ladder id and version by which it climbs.
    pub ladder: String,
    /// From when the steps of this climb are counted: when it should have begun, re-opened or turned.
    pub climbs_from: DateTime<Utc>,
    /// When it should first have been raised.
    pub due_at: DateTime<Utc>,
    /// When it was.
    pub raised_at: DateTime<Utc>,
    /// State.
    pub state: AlertState,
    /// Everything sent, oldest first.
    pub notices: Vec<Notice>,
    /// Every answer, oldest first.
    pub answers: Vec<Acknowledged>,
    /// Everything done about it, oldest first.
    pub acts: Vec<Acted>,
    /// Index in `notices` where the present climb begins.
    pub climb_begins: usize,
    /// Index in `notices` where the track begins that is climbed now: whoever was asked before was asked about another matter.
    pub track_begins: usize,
    /// What was climbed before on tracks on which whoever was asked stays asked when they are climbed again, oldest first.
    pub stretches: Vec<Stretch>,
}

impl Alert {
    /// Key of the obligation.
    #[must_use]
    pub fn key(&self) -> (Kind, u32) {
        (self.kind, self.cycle)
    }

    /// Not over yet?
    #[must_use]
    pub fn live(&self) -> bool {
        !matches!(self.state, AlertState::Resolved { .. })
    }

    pub(super) fn climb_from(&mut self, due_at: DateTime<Utc>, step: u32) {
        self.climbs_from = due_at;
        self.climb_begins = self.notices.len();
        self.state = AlertState::Climbing { next: step };
    }

    /// Its cause is another one now. Where that leads up another track from its first step, everybody is still to be asked;
    /// where the track goes on at a later `step`, whoever was asked on it before stays asked.
    pub(super) fn turn_to(&mut self, cause: AlertCause, step: u32) {
        let track = track_name(self.kind, self.cause.family);
        let next = track_name(self.kind, cause.family);
        if track != next {
            let end = self.notices.len();
            if step == 0 {
                self.stretches.retain(|stretch| stretch.track != next);
            }
            self.stretches.push(Stretch {
                track,
                notices: self.track_begins..end,
            });
            self.track_begins = end;
        }
        self.cause = cause;
    }

    /// The last climbing message to an organisation on the track that is climbed now. Whoever was asked before the matter
    /// turned is asked nothing about it any more, and answers for nobody.
    #[must_use]
    pub fn asked(&self, organisation: OrganisationId) -> Option<&Hop> {
        self.of_track()
            .find_map(|notices| last_asked(notices, organisation))
    }

    /// What was said on the track that is climbed now, the latest stretch first.
    fn of_track(&self) -> impl Iterator<Item = &[Notice]> {
        let track = track_name(self.kind, self.cause.family);
        let since = self.notices.get(self.track_begins..);
        let before = self.stretches.iter().rev();
        let before = before
            .filter(move |stretch| stretch.track == track)
            .map(move |stretch| self.notices.get(stretch.notices.clone()));
        iter::once(since).chain(before).flatten()
    }

    /// The first time that an organisation was given on the track that is climbed now, and that it has not used since.
    #[must_use]
    pub fn unanswered(&self, organisation: OrganisationId) -> Option<DateTime<Utc>> {
        let climbs = self.of_track().flatten();
        let asked: Vec<&Hop> = climbs
            .filter(|notice| notice.kind == NoticeKind::Climb && notice.hop.organisation == organisation)
            .map(|notice| &notice.hop)
            .collect();
        let its_own = |known: &&Acknowledged| asked.iter().any(|hop| hop.step == known.step);
        let answered_at = self.answers.iter().filter(its_own).map(|known| known.at).max();
        let open = asked
            .iter()
            .filter(|hop| answered_at.is_none_or(|at| at < hop.fired_at));
        open.filter_map(|hop| hop.acknowledge_by).min()
    }

    /// The step behind the first one with which a climb about the person begins, where nobody had answered that step.
    #[must_use]
    pub fn begins_behind(&self) -> Option<u32> {
        let his = self.kind == Kind::Dose && matches!(self.cause.family, Cause::Person | Cause::Unexplained);
        let answered = |step: u32| self.answers.iter().any(|known| known.step == step);
        let first = self.climb().next().map(|hop| hop.step);
        first.filter(|step| his && *step > 0 && !answered(*step))
    }

    /// The last climbing message to an organisation on whatever track.
    #[must_use]
    pub fn ever_asked(&self, organisation: OrganisationId) -> Option<&Hop> {
        last_asked(&self.notices, organisation)
    }

    /// The last climbing message of the present climb.
    #[must_use]
    pub fn last_hop(&self) -> Option<&Hop> {
        self.notices
            .get(self.climb_begins..)?
            .iter()
            .rev()
            .find(|notice| notice.kind == NoticeKind::Climb)
            .map(|notice| &notice.hop)
    }

    /// The climbing messages of the present climb.
    pub fn climb(&self) -> impl Iterator<Item = &Hop> {
        let present = self.notices.get(self.climb_begins..).unwrap_or_default();
        let climbs = present.iter().filter(|notice| notice.kind == NoticeKind::Climb);
        climbs.map(|notice| &notice.hop)
    }

    /// Until when the present climb should have been answered: the first deadline of the body that supervises, once that was
    /// asked; before, the first of all. A later step asks somebody else as well, and gives nobody more time. A climb about the
    /// person that begins behind the first step, where nobody had answered, asks that body nothing: it names no other day for it
    /// than one that has passed without its answer.
    #[must_use]
    pub fn answer_by(&self, supervising: OrganisationId) -> Option<DateTime<Utc>> {
        self.asked_by(supervising).or_else(|| match self.begins_behind() {
            Some(_) => self.unanswered(supervising),
            None => self.climb().find_map(|hop| hop.acknowledge_by),
        })
    }

    /// Until when an organisation should have answered itself: in the present climb or, where that has not asked it, by the time
    /// that it let pass on this track.
    #[must_use]
    pub fn own_time(&self, organisation: OrganisationId) -> Option<DateTime<Utc>> {
        let asked = self.asked_by(organisation);
        asked.or_else(|| self.unanswered(organisation))
    }

    /// The first deadline of an organisation in the present climb.
    fn asked_by(&self, organisation: OrganisationId) -> Option<DateTime<Utc>> {
        let mut asked = self.climb().filter(|hop| hop.organisation == organisation);
        asked.find_map(|hop| hop.acknowledge_by)
    }

    /// Does it rest because nobody answered?
    #[must_use]
    pub fn resting_since(&self) -> Option<DateTime<Utc>> {
        match self.state {
            AlertState::Resting { since } => Some(since),
            _ => None,
        }
    }

    /// Does it rest although nobody was ever asked? Then whoever has the task may answer without having been told.
    #[must_use]
    pub fn rests_unasked(&self) -> bool {
        self.resting_since().is_some() && self.notices.is_empty()
    }

    /// Was it closed by hand, and rests on that?
    #[must_use]
    pub fn closed_by_hand(&self) -> bool {
        let AlertState::Acknowledged { at, .. } = self.state else {
            return false;
        };
        self.acts.iter().any(|acted| acted.act.closes && acted.at == at)
    }

    /// Was this organisation ever told?
    #[must_use]
    pub fn told(&self, organisation: OrganisationId) -> bool {
        self.notices
            .iter()
            .any(|notice| notice.hop.organisation == organisation)
    }

    /// Everyone told so far, each office and person once.
    #[must_use]
    pub fn recipients(&self) -> Vec<&Hop> {
        let mut seen: Vec<&Hop> = Vec::new();
        for notice in &self.notices {
            let hop = &notice.hop;
            let same = |other: &&Hop| other.addressee() == hop.addressee();
            if !hop.gap.is_some_and(Gap::unreachable) && !seen.iter().any(same) {
                seen.push(hop);
            }
        }
        seen
    }
}

fn last_asked(notices: &[Notice], organisation: OrganisationId) -> Option<&Hop> {
    let climbs = notices.iter().rev();
    let mut climbs = climbs.filter(|notice| notice.kind == NoticeKind::Climb);
    let last = climbs.find(|notice| notice.hop.organisation == organisation)?;
    Some(&last.hop)
}
