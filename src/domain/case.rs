//! A case: the fold of its events. Tens of rows; loaded whole, decided on, written as a difference.

mod apply;
mod complaints;
mod merged;
mod mistakes;
mod rulings;
mod whereabouts;

pub use merged::Merging;
pub use mistakes::Mistake;
pub use rulings::Believed;
pub use whereabouts::{Appointed, InCurfew};

use super::alert::Alert;
use super::event::{
    AbsenceAnswered, AbsenceAsked, Address, Aftercare, CaseEnded, Clearance, Complaint, ComplaintAnswered,
    ContraindicationFound, Curfew, Departure, DoseGiven, DoseNotGiven, Drug, Examination, HistoryImported,
    HoldPlaced, ImportUndone, IncidentReported, IncidentReviewed, Information, Judgement, LateDoseDecided,
    MaterialsSent, PersonCame, PersonLost, Reaction, ReactionOutcome, Recorder, Regimen, ReleaseDate,
    ReleaseNotice, Released, RulingForwarded, SearchReported, Slip, Unavailable, UnavailableReviewed, Warned,
};
use super::ids::{AccountId, CaseId, OrganisationId, PersonId, RecordId};
use super::obligation::Kind;
use super::paper::Transcription;
use super::passage::Passage;
use super::review::Review;
use super::ruling::{RulingFile, Standing, standing_on};
use super::supply::Held;
use super::time::Now;
use chrono::{DateTime, NaiveDate, Utc};
use thiserror::Error;

/// A stay of responsibility with one organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The organisation.
    pub organisation: OrganisationId,
    /// From this day.
    pub from_on: NaiveDate,
}

/// Something recorded, with who, when, and whether it was voided or amended since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<T> {
    /// What it says now.
    pub content: T,
    /// Position of the event that recorded it.
    pub seq: u32,
    /// By whom.
    pub by: Recorder,
    /// When it was written down.
    pub recorded_at: DateTime<Utc>,
    /// Earlier contents, oldest first, each with the reason for the correction that replaced it.
    pub earlier: Vec<(T, String)>,
    /// Reason, if it was voided.
    pub voided: Option<String>,
}

/// What every record that can be corrected has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordOf<'a> {
    /// By whom it was made.
    pub by: &'a Recorder,
    /// The dose it concerns; none for an incident.
    pub cycle: Option<u32>,
    /// Was it voided since?
    pub voided: bool,
}

/// A medical hold with its later papers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// As placed.
    pub placed: HoldPlaced,
    /// By whom.
    pub by: Recorder,
    /// Intended end as last set.
    pub until_on: Option<NaiveDate>,
    /// Days on which a physician confirmed it.
    pub confirmed: Vec<NaiveDate>,
    /// First day free again.
    pub lifted_on: Option<NaiveDate>,
    /// Position of the event that lifted it.
    pub lifted_seq: Option<u32>,
}

impl Hold {
    /// Does it stop a dose at this instant on this civil day?
    #[must_use]
    pub fn stops(&self, at: DateTime<Utc>, day: NaiveDate) -> bool {
        self.placed.placed_at <= at && self.lifted_on.is_none_or(|free| day < free)
    }

    /// Is it still open?
    #[must_use]
    pub fn open(&self) -> bool {
        self.lifted_on.is_none()
    }
}

/// The case as its events tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Identity.
    pub id: CaseId,
    /// Number of events folded in; also the version for the lost-update check.
    pub version: u32,
    /// Reference printed on papers.
    pub reference: String,
    /// The person.
    pub person: PersonId,
    /// Folder of policies.
    pub jurisdiction: String,
    /// Civil date of opening.
    pub opened_on: NaiveDate,
    /// End of the term of punishment.
    pub end_of_term_on: Option<NaiveDate>,
    /// Rulings with their steps.
    pub rulings: Vec<RulingFile>,
    /// What the register said of them until a mistake in it was put right, oldest first.
    pub believed: Vec<Believed>,
    /// Places of treatment, oldest first.
    pub places: Vec<Stay>,
    /// Supervising bodies, oldest first.
    pub supervision: Vec<Stay>,
    /// Officers who had the case, each at a supervising body, oldest first.
    pub officers: Vec<(OrganisationId, AccountId)>,
    /// Clearances, oldest first; the last one that was not voided counts.
    pub clearances: Vec<Entry<Clearance>>,
    /// What the person was told.
    pub informed: Vec<Entry<Information>>,
    /// Regimens, oldest first; the last one is followed.
    pub regimens: Vec<Entry<Regimen>>,
    /// Doses given.
    pub doses: Vec<Entry<DoseGiven>>,
    /// Doses not given.
    pub not_given: Vec<Entry<DoseNotGiven>>,
    /// Entries that were typed from paper.
    pub transcribed: Vec<Transcription>,
    /// Where it was taken over from, if it was.
    pub imported: Option<HistoryImported>,
    /// That it was taken over by mistake.
    pub undone: Option<ImportUndone>,
    /// Cases of the same person, and those that turned out to be another's, in the order of merging.
    pub merges: Vec<Merging>,
    /// Doses that may belong to another person's case, in the order of reporting.
    pub mistakes: Vec<Mistake>,
    /// Physicians' decisions about late doses.
    pub late_decisions: Vec<Entry<LateDoseDecided>>,
    /// Holds.
    pub holds: Vec<Hold>,
    /// Incidents.
    pub incidents: Vec<Entry<IncidentReported>>,
    /// What physicians said about them.
    pub incident_reviews: Vec<Entry<IncidentReviewed>>,
    /// Reviews by commissions, in the order of their numbers.
    pub reviews: Vec<Review>,
    /// Adverse reactions.
    pub reactions: Vec<Entry<Reaction>>,
    /// How they ended.
    pub reaction_outcomes: Vec<Entry<ReactionOutcome>>,
    /// Contraindications found after treatment began.
    pub contraindications: Vec<Entry<ContraindicationFound>>,
    /// Death, or transfer to another state.
    pub departures: Vec<Entry<CaseEnded>>,
    /// Plans for the time after the measure.
    pub aftercare: Vec<Entry<Aftercare>>,
    /// Warnings given.
    pub warned: Vec<Warned>,
    /// The person's complaints, in the order of recording.
    pub complaints: Vec<Entry<Complaint>>,
    /// What he was answered.
    pub complaint_answers: Vec<Entry<ComplaintAnswered>>,
    /// Examinations by specialists.
    pub exams: Vec<Entry<Examination>>,
    /// Results that came alone.
    pub slips: Vec<Entry<Slip>>,
    /// What physicians decided about results.
    pub judgements: Vec<Entry<Judgement>>,
    /// Release, hand-overs, absences.
    pub passage: Passage,
    /// What the case holds of the drug.
    pub supply: Held,
    /// Alerts.
    pub alerts: Vec<Alert>,
    /// When the last fact on which dates depend was written down. Before that nobody could know that anything
    /// was late: an alert is never due earlier, however old the facts are.
    pub dates_known_at: DateTime<Utc>,
    /// When the last event was written down: up to then everything is settled.
    pub last_recorded_at: DateTime<Utc>,
}

/// A history that does not fit together.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Misfit {
    /// The first event does not open a case.
    #[error("the history does not begin with the opening of the case")]
    NotOpened,
    /// A position is missing or doubled.
    #[error("event {found} follows event {after}")]
    OutOfOrder {
        /// Position found.
        found: u32,
        /// Position before it.
        after: u32,
    },
    /// An event refers to something the history does not hold.
    #[error("event {seq} refers to something unknown")]
    Unknown {
        /// Position of the event.
        seq: u32,
    },
}

impl Case {
    /// What the rulings allow on a day; `None` while there is none.
    #[must_use]
    pub fn standing_on(&self, day: NaiveDate) -> Option<Standing> {
        if let Some(undone) = self.undone.as_ref().filter(|undone| undone.undone_on <= day) {
            return Some(Standing::Undone { on: undone.undone_on });
        }
        if let Some(on) = self.rests_since().filter(|since_on| *since_on <= day) {
            return Some(Standing::Rests { on });
        }
        let gone = self.departure().filter(|gone| gone.ended_on <= day);
        let on = |gone: &CaseEnded| match gone.departure {
            Departure::Death => Standing::Died { on: gone.ended_on },
            Departure::TransferAbroad => Standing::Abroad { on: gone.ended_on },
        };
        gone.map(on).or_else(|| standing_on(&self.rulings, day))
    }

    /// As [`Self::standing_on`], to the minute: on the day the person died or left, up to that moment the rulings
    /// speak.
    #[must_use]
    pub fn standing_at(&self, now: &Now) -> Option<Standing> {
        match self.departure() {
            Some(gone) if now.instant < gone.ended_at && self.rests().is_none() => {
                standing_on(&self.rulings, now.today())
            }
            _ => self.standing_on(now.today()),
        }
    }

    /// The last day through which rulings that follow each other without a gap allow treatment, seen from a day on
    /// which one is in force; `None` where no end is set, or none is in force.
    #[must_use]
    pub fn in_force_through(&self, day: NaiveDate) -> Option<NaiveDate> {
        let mut last = None;
        let mut standing = standing_on(&self.rulings, day);
        for _ in &self.rulings {
            let Some(Standing::InForce { until_on, .. }) = standing else {
                break;
            };
            last = Some(until_on?);
            standing = standing_on(&self.rulings, until_on?.succ_opt()?);
        }
        last
    }

    /// The person's death, or transfer to another state.
    #[must_use]
    pub fn departure(&self) -> Option<&CaseEnded> {
        let mut standing = self.departures.iter().filter(|entry| entry.voided.is_none());
        standing.next().map(|entry| &entry.content)
    }

    /// Reactions whose outcome is not known yet, with their numbers in the order of reporting.
    pub fn open_reactions(&self) -> impl Iterator<Item = (u32, &Entry<Reaction>)> {
        let ended = |reaction| {
            let mut outcomes = self.reaction_outcomes.iter();
            outcomes.any(|outcome| outcome.content.reaction == reaction)
        };
        (1..)
            .zip(&self.reactions)
            .filter(move |(_, entry)| entry.voided.is_none() && !ended(entry.content.id))
    }

    /// The physician's decision about the late dose of a cycle, as it stands. A no is over when a physician lifts the hold
    /// that came with it: then it is decided anew.
    #[must_use]
    pub fn late_decision(&self, cycle: u32) -> Option<&LateDoseDecided> {
        let mut standing = self.late_decisions.iter().filter(|entry| entry.voided.is_none());
        let last = standing.rfind(|entry| entry.content.cycle == cycle)?;
        let mut lifted = self.holds.iter().filter_map(|hold| hold.lifted_seq);
        (last.content.give || lifted.all(|lifted| lifted < last.seq)).then_some(&last.content)
    }

    /// Contraindications found after treatment began that still speak against a drug. One that is not permanent is
    /// over when a physician lifts the hold.
    pub fn found_later(&self) -> impl Iterator<Item = &ContraindicationFound> {
        let over = |found: &ContraindicationFound, seq: u32| {
            let mut lifted = self.holds.iter().filter_map(|hold| hold.lifted_seq);
            !found.permanent && lifted.any(|lifted| lifted > seq)
        };
        let standing = self
            .contraindications
            .iter()
            .filter(|entry| entry.voided.is_none());
        standing
            .filter(move |entry| !over(&entry.content, entry.seq))
            .map(|entry| &entry.content)
    }

    /// Ended by its term or by a court: nothing is planned, and supervision no longer sees it. Derived, so a
    /// ruling that arrives late brings the case back by itself.
    #[must_use]
    pub fn ended_on(&self, day: NaiveDate) -> bool {
        self.standing_on(day).is_some_and(|standing| standing.ended())
    }

    /// The incidents that no physician has looked at yet, with their numbers in the order of reporting.
    pub fn unreviewed_incidents(&self) -> impl Iterator<Item = (u32, &Entry<IncidentReported>)> {
        let reviewed = |incident| {
            let mut reviews = self.incident_reviews.iter();
            reviews.any(|review| review.content.incident == incident)
        };
        (1..)
            .zip(&self.incidents)
            .filter(move |(_, entry)| entry.voided.is_none() && !reviewed(entry.content.id))
    }

    /// The first day on which the case is over, seen from a day: when it ended, or when it will, as its rulings
    /// stand; `None` while no end is known.
    #[must_use]
    pub fn closes_on(&self, today: NaiveDate) -> Option<NaiveDate> {
        let gone = self.departure().map(|gone| gone.ended_on);
        let rulings = self.rulings.iter().flat_map(RulingFile::turning_days);
        let undone = self.undone.as_ref().map(|undone| undone.undone_on);
        let mut turns: Vec<_> = rulings
            .chain(gone)
            .chain(undone)
            .chain(self.rests_since())
            .collect();
        turns.sort_unstable();
        let begins = |day: &NaiveDate| {
            self.ended_on(*day) && !day.pred_opt().is_some_and(|before| self.ended_on(before))
        };
        if self.ended_on(today) {
            turns.into_iter().rev().filter(|day| *day <= today).find(begins)
        } else {
            turns.into_iter().filter(|day| *day > today).find(begins)
        }
    }

    /// The first day after another on which no ruling runs any more, as the papers stand; a suspended one runs on.
    pub(super) fn stops_running_on(&self, today: NaiveDate) -> Option<NaiveDate> {
        let runs = |day: &NaiveDate| {
            let standing = standing_on(&self.rulings, *day);
            matches!(
                standing,
                Some(Standing::InForce { .. } | Standing::Suspended { .. })
            )
        };
        let turns = self.rulings.iter().flat_map(RulingFile::turning_days);
        turns.filter(|day| *day > today && !runs(day)).min()
    }

    /// The supervising body on a day.
    #[must_use]
    pub fn supervising_on(&self, day: NaiveDate) -> Option<OrganisationId> {
        stay_on(&self.supervision, day)
    }

    /// The officer who has the case at a supervising body, where one was named there.
    #[must_use]
    pub fn officer_at(&self, body: OrganisationId) -> Option<AccountId> {
        let mut named = self.officers.iter().rev();
        named.find(|(at, _)| *at == body).map(|(_, officer)| *officer)
    }

    /// The first day on which another body supervises than on this one, where such a day is known.
    #[must_use]
    pub fn supervision_moves_on(&self, today: NaiveDate) -> Option<NaiveDate> {
        let now = self.supervising_on(today);
        let later = self.supervision.iter().map(|stay| stay.from_on);
        later
            .filter(|day| *day > today && self.supervising_on(*day) != now)
            .min()
    }

    /// Doses that count, in the order they happened. The order in which they were written down is no matter.
    #[must_use]
    pub fn doses_in_effect(&self) -> Vec<&Entry<DoseGiven>> {
        let mut doses: Vec<_> = self.doses.iter().filter(|entry| entry.voided.is_none()).collect();
        doses.sort_by_key(|entry| (entry.content.occurred_at, entry.content.cycle));
        doses
    }

    /// The dose that discharged a cycle.
    #[must_use]
    pub fn dose_of(&self, cycle: u32) -> Option<&Entry<DoseGiven>> {
        self.doses
            .iter()
            .find(|entry| entry.voided.is_none() && entry.content.cycle == cycle)
    }

    /// A record that can be corrected.
    #[must_use]
    pub fn record(&self, id: RecordId) -> Option<RecordOf<'_>> {
        let doses = find(&self.doses, id).map(|entry| entry.as_record(Some(entry.content.cycle)));
        let not_given = || find(&self.not_given, id).map(|entry| entry.as_record(Some(entry.content.cycle)));
        let decided =
            || find(&self.late_decisions, id).map(|entry| entry.as_record(Some(entry.content.cycle)));
        let incident = || find(&self.incidents, id).map(|entry| entry.as_record(None));
        let clearance = || find(&self.clearances, id).map(|entry| entry.as_record(None));
        let informed = || find(&self.informed, id).map(|entry| entry.as_record(None));
        let reaction = || find(&self.reactions, id).map(|entry| entry.as_record(None));
        let found = || find(&self.contraindications, id).map(|entry| entry.as_record(None));
        let gone = || find(&self.departures, id).map(|entry| entry.as_record(None));
        let aftercare = || find(&self.aftercare, id).map(|entry| entry.as_record(None));
        let exam = || find(&self.exams, id).map(|entry| entry.as_record(None));
        let slip = || find(&self.slips, id).map(|entry| entry.as_record(None));
        let judged = || find(&self.judgements, id).map(|entry| entry.as_record(None));
        doses
            .or_else(not_given)
            .or_else(decided)
            .or_else(incident)
            .or_else(clearance)
            .or_else(informed)
            .or_else(reaction)
            .or_else(found)
            .or_else(gone)
            .or_else(aftercare)
            .or_else(exam)
            .or_else(slip)
            .or_else(judged)
            .or_else(|| self.passage.record(id))
    }

    /// What a record says was injected; none for one that was struck out, or tells of no injection.
    #[must_use]
    pub fn drug_of(&self, record: RecordId) -> Option<Drug> {
        let dose = find(&self.doses, record).filter(|entry| entry.voided.is_none());
        let incident = || find(&self.incidents, record).filter(|entry| entry.voided.is_none());
        dose.map(|entry| entry.content.drug())
            .or_else(|| incident().and_then(|entry| entry.content.drug.clone()))
    }

    /// How often the person received a lot, as a dose or otherwise, as far as that is known.
    #[must_use]
    pub fn received(&self, product: &str, lot: &str) -> usize {
        self.received_on(product, lot).len()
    }

    /// The days on which the person received a lot, as a dose or otherwise, oldest first; a day stands there once for each
    /// time.
    #[must_use]
    pub fn received_on(&self, product: &str, lot: &str) -> Vec<NaiveDate> {
        let doses = self.doses_in_effect().into_iter();
        let doses = doses.filter(|entry| entry.content.product == product && entry.content.lot == lot);
        let others = self.incidents.iter().filter(|entry| entry.voided.is_none());
        let others = others.filter(|entry| {
            let drug = entry.content.drug.as_ref();
            drug.is_some_and(|drug| drug.product == product && drug.lot == lot)
        });
        let mut days: Vec<_> = doses
            .map(|entry| entry.content.given_on)
            .chain(others.map(|entry| entry.content.occurred_on))
            .collect();
        days.sort_unstable();
        days
    }

    /// The latest record, by when it happened, that a cycle's dose was not given.
    #[must_use]
    pub fn latest_not_given(&self, cycle: u32) -> Option<&Entry<DoseNotGiven>> {
        self.not_given
            .iter()
            .filter(|entry| entry.voided.is_none() && entry.content.cycle == cycle)
            .max_by_key(|entry| (entry.content.occurred_at, entry.content.id))
    }

    /// What the commission last said, as far as it was not struck out.
    #[must_use]
    pub fn clearance(&self) -> Option<&Clearance> {
        let standing = self.clearances.iter().rfind(|entry| entry.voided.is_none());
        standing.map(|entry| &entry.content)
    }

    /// Does the first dose still wait for a commission to clear the person?
    #[must_use]
    pub fn awaits_clearance(&self) -> bool {
        let cleared = self.clearance().is_some_and(|clearance| clearance.cleared);
        (!cleared || self.not_cleared_elsewhere().is_some()) && self.doses_in_effect().is_empty()
    }

    /// Was the person told about a regimen?
    #[must_use]
    pub fn informed_of(&self, regimen: RecordId) -> bool {
        let mut told = self.informed.iter().filter(|entry| entry.voided.is_none());
        told.any(|entry| entry.content.regimen == regimen)
    }

    /// Has no dose been given under this regimen yet?
    #[must_use]
    pub fn untried(&self, regimen: RecordId) -> bool {
        let mut given = self.doses.iter().filter(|entry| entry.voided.is_none());
        !given.any(|entry| entry.content.regimen == regimen)
    }

    /// The regimen to follow.
    #[must_use]
    pub fn regimen(&self) -> Option<&Regimen> {
        self.regimens.last().map(|entry| &entry.content)
    }

    /// The hold that stops a dose at an instant.
    #[must_use]
    pub fn hold_at(&self, at: DateTime<Utc>, day: NaiveDate) -> Option<&Hold> {
        self.holds.iter().find(|hold| hold.stops(at, day))
    }

    /// The live or past alert of an obligation.
    #[must_use]
    pub fn alert_of(&self, key: (Kind, u32)) -> Option<&Alert> {
        self.alerts.iter().find(|alert| alert.key() == key)
    }

    /// Every day on which what the rulings allow may turn.
    pub(super) fn turning_days(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        let rulings = self.rulings.iter().flat_map(RulingFile::turning_days);
        let stays = self
            .places
            .iter()
            .chain(&self.supervision)
            .map(|stay| stay.from_on);
        let gone = self.departure().map(|gone| gone.ended_on);
        rulings
            .chain(stays)
            .chain(gone)
            .chain(self.holds.iter().filter_map(|hold| hold.lifted_on))
            .chain(self.passage.turning_days())
    }
}

/// A record with an identity of its own.
pub(in crate::domain) trait Identified {
    /// The identity.
    fn id(&self) -> RecordId;
}

macro_rules! identified {
    ($($record:ty),+ $(,)?) => {
        $(impl Identified for $record {
            fn id(&self) -> RecordId {
                self.id
            }
        })+
    };
}

identified!(
    AbsenceAnswered,
    AbsenceAsked,
    Address,
    Aftercare,
    CaseEnded,
    Clearance,
    ContraindicationFound,
    Curfew,
    DoseGiven,
    DoseNotGiven,
    Examination,
    IncidentReported,
    Information,
    Judgement,
    LateDoseDecided,
    MaterialsSent,
    PersonCame,
    PersonLost,
    Reaction,
    ReactionOutcome,
    ReleaseDate,
    ReleaseNotice,
    Released,
    RulingForwarded,
    SearchReported,
    Slip,
    Unavailable,
    UnavailableReviewed
);

fn find<T: Identified>(entries: &[Entry<T>], id: RecordId) -> Option<&Entry<T>> {
    entries.iter().find(|entry| entry.content.id() == id)
}

fn stay_on(stays: &[Stay], day: NaiveDate) -> Option<OrganisationId> {
    let begun = stays.iter().enumerate().filter(|(_, stay)| stay.from_on <= day);
    let current = begun
        .max_by_key(|(order, stay)| (stay.from_on, *order))
        .map(|(_, stay)| stay);
    current.or(stays.first()).map(|stay| stay.organisation)
}

impl<T> Entry<T> {
    fn as_record(&self, cycle: Option<u32>) -> RecordOf<'_> {
        RecordOf {
            by: &self.by,
            cycle,
            voided: self.voided.is_some(),
        }
    }
}
