//! A case: the fold of its events. Tens of rows; loaded whole, decided on, written as a difference.

mod alerts;
mod apply;
mod born;
mod complaints;
mod excused;
mod holds;
mod late;
mod merged;
mod mistakes;
mod moves;
mod records;
mod rulings;
mod said_since;
mod standing;
mod told_of_end;
mod treating;
mod whereabouts;

pub use merged::Merging;
pub use mistakes::Mistake;
pub use records::DosesBelieved;
pub(in crate::domain) use records::Identified;
pub use rulings::Believed;
pub use told_of_end::ToldOfEnd;
pub use whereabouts::{Appointed, BarredDose, InTheWay};

use super::alert::Alert;
use super::event::{
    Aftercare, CaseEnded, Clearance, Complaint, ComplaintAnswered, ContraindicationFound, DoseGiven,
    DoseNotGiven, Examination, HistoryImported, HoldPlaced, ImportUndone, IncidentReported, IncidentReviewed,
    Information, Judgement, LateDoseDecided, Reaction, ReactionOutcome, Recorder, Regimen, Slip, Warned,
};
use super::ids::{AccountId, CaseId, OrganisationId, PersonId, RecordId};
use super::obligation::Kind;
use super::paper::Transcription;
use super::passage::Passage;
use super::review::Review;
use super::ruling::RulingFile;
use super::supply::Held;
use chrono::{DateTime, NaiveDate, Utc};
use thiserror::Error;

/// A stay of responsibility with one organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The organisation.
    pub organisation: OrganisationId,
    /// From this day.
    pub from_on: NaiveDate,
    /// When that was written down.
    pub known_at: DateTime<Utc>,
    /// Position of the event that said so.
    pub seq: u32,
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
    /// Who confirmed it last, and when that was written down.
    pub looked: Option<(Recorder, DateTime<Utc>)>,
    /// Accounts that confirmed or lifted it.
    pub decided_by: Vec<AccountId>,
    /// First day free again.
    pub lifted_on: Option<NaiveDate>,
    /// Position of the event that lifted it.
    pub lifted_seq: Option<u32>,
    /// When that was written down.
    pub lifted_at: Option<DateTime<Utc>>,
    /// Which contraindications were said to be over with it; none where that was not asked yet, or while it is open.
    pub over: Option<Vec<RecordId>>,
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

    /// Its last day, where that has passed and no physician has lifted it: it goes on to stop the doses.
    #[must_use]
    pub fn outlived(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.until_on.filter(|until_on| *until_on < today && self.open())
    }

    /// Who looked at it on a day, where nothing more is to be looked at on that day: its end has not come.
    #[must_use]
    pub fn looked_at(&self, today: NaiveDate) -> Option<&(Recorder, DateTime<Utc>)> {
        let ends = self.until_on.is_some_and(|until_on| until_on <= today);
        let today = self.confirmed.last() == Some(&today);
        self.looked.as_ref().filter(|_| today && !ends)
    }

    /// Did its lifting end a contraindication that may pass? Where it was not asked which, it ended all found by then.
    fn ended(&self, found: &Entry<ContraindicationFound>) -> bool {
        let named = || {
            let over = self.over.as_ref();
            over.is_none_or(|over| over.contains(&found.content.id))
        };
        self.lifted_seq.is_some_and(|lifted| lifted > found.seq) && named()
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
    /// When the person was born, each time that was put right, and since when that is known; the last one counts. Where there is
    /// none only the register of persons says it: what is decided with it asks there.
    pub births: Vec<(NaiveDate, DateTime<Utc>)>,
    /// Contraindications found after treatment began.
    pub contraindications: Vec<Entry<ContraindicationFound>>,
    /// Those of them that a physician said to be over apart from any hold.
    pub contraindications_over: Vec<RecordId>,
    /// Accounts that said so.
    pub freed_by: Vec<AccountId>,
    /// Death, or transfer to another state.
    pub departures: Vec<Entry<CaseEnded>>,
    /// Plans for the time after the measure.
    pub aftercare: Vec<Entry<Aftercare>>,
    /// Who was told on paper that the measure is over, in the order of the signatures.
    pub told_of_end: Vec<ToldOfEnd>,
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
    /// What was struck out, and when.
    pub struck_out: Vec<(RecordId, DateTime<Utc>)>,
    /// The doses as they stood before each correction that may have moved another one, the oldest first.
    pub doses_believed: Vec<DosesBelieved>,
    /// On which day the first dose that counts was given, and since when that stands on record: also a correction says so.
    pub begun: Option<(NaiveDate, DateTime<Utc>)>,
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
    /// Reactions whose outcome is not known yet, with their numbers in the order of reporting. One whose outcome was struck
    /// out is open again.
    pub fn open_reactions(&self) -> impl Iterator<Item = (u32, &Entry<Reaction>)> {
        let ended = |reaction| {
            let mut outcomes = self.reaction_outcomes.iter();
            outcomes.any(|outcome| outcome.voided.is_none() && outcome.content.reaction == reaction)
        };
        (1..)
            .zip(&self.reactions)
            .filter(move |(_, entry)| entry.voided.is_none() && !ended(entry.content.id))
    }

    /// Contraindications found after treatment began that still speak against a drug. One that is not permanent is
    /// over when a physician says so, as he lifts a hold or by itself.
    pub fn found_later(&self) -> impl Iterator<Item = &ContraindicationFound> {
        self.found_and_standing().map(|entry| &entry.content)
    }

    /// Those of them that may pass, as they were recorded.
    pub fn passing(&self) -> impl Iterator<Item = &Entry<ContraindicationFound>> {
        self.found_and_standing().filter(|entry| !entry.content.permanent)
    }

    /// Does something stand on record as found, by the commission that looked last or later?
    #[must_use]
    pub fn has_finding(&self, contraindication: &str) -> bool {
        let looked = self.clearance().map(|clearance| &clearance.findings);
        let mut at_clearance = looked.into_iter().flatten();
        at_clearance.any(|finding| finding.present && finding.contraindication == contraindication)
            || self
                .found_later()
                .any(|found| found.contraindication == contraindication)
    }

    /// All of them, as they were recorded.
    pub fn found_and_standing(&self) -> impl Iterator<Item = &Entry<ContraindicationFound>> {
        let over = |entry: &Entry<ContraindicationFound>| {
            let said = self.contraindications_over.contains(&entry.content.id);
            !entry.content.permanent && (said || self.holds.iter().any(|hold| hold.ended(entry)))
        };
        let standing = self
            .contraindications
            .iter()
            .filter(|entry| entry.voided.is_none());
        standing.filter(move |entry| !over(entry))
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

    /// The day on which the person was first told about a regimen.
    #[must_use]
    pub fn told_on(&self, regimen: RecordId) -> Option<NaiveDate> {
        let told = self.informed.iter().filter(|entry| entry.voided.is_none());
        let told = told.filter(|entry| entry.content.regimen == regimen);
        told.map(|entry| entry.content.told_on).min()
    }

    /// Has no dose been given under this regimen yet?
    #[must_use]
    pub fn untried(&self, regimen: RecordId) -> bool {
        let mut given = self.doses.iter().filter(|entry| entry.voided.is_none());
        !given.any(|entry| entry.content.regimen == regimen)
    }

    /// Would a dose of a product begin a run of it? The starting dose of a label belongs to the first dose of its drug, whatever
    /// was given before; the same drug under another prescription is no beginning.
    #[must_use]
    pub fn begins(&self, product: &str) -> bool {
        let doses = self.doses_in_effect();
        doses.last().is_none_or(|last| last.content.product != product)
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

    /// When a record was struck out, where it was.
    #[must_use]
    pub fn struck_at(&self, record: RecordId) -> Option<DateTime<Utc>> {
        let mut struck = self.struck_out.iter();
        struck.find(|(known, _)| *known == record).map(|(_, at)| *at)
    }

    /// The live or past alert of an obligation.
    #[must_use]
    pub fn alert_of(&self, key: (Kind, u32)) -> Option<&Alert> {
        self.alerts.iter().find(|alert| alert.key() == key)
    }
}

/// The stay that counts on a day: the one that began last, of those that began together the one written down last; before any
/// has begun, the first.
pub(in crate::domain) fn stay_on(stays: &[Stay], day: NaiveDate) -> Option<&Stay> {
    let begun = stays.iter().enumerate().filter(|(_, stay)| stay.from_on <= day);
    let current = begun
        .max_by_key(|(order, stay)| (stay.from_on, *order))
        .map(|(_, stay)| stay);
    current.or(stays.first())
}
