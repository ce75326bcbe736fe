//! What happened. Events are the facts of a case: past tense, never changed, corrected only by later ones.

mod arrival;
mod complaint;
mod course;
mod court;
mod dates;
mod import;
mod merge;
mod observed;
mod paper;
mod passage;
mod person;
mod reaction;
mod records;
mod results;
mod review;
mod supply;
mod verb;
mod wrong_person;

pub use arrival::{Arrival, ParcelArrived};
pub use complaint::{Complaint, ComplaintAnswered};
pub use course::{Clearance, Consent, Finding, Information, Member};
pub use court::{Aftercare, CaseEnded, Departure, EndTold, RulingAmended, RulingStepVoided, Warned};
pub use import::{HistoryImported, ImportUndone};
pub use merge::{
    Beside, CasesMerged, CasesParted, ChangeElsewhere, ClearanceElsewhere, DoseElsewhere, FoundElsewhere,
    Merged, ReactionElsewhere, ResultElsewhere, RulingElsewhere,
};
pub use observed::{Observation, Observed};
pub use paper::{EntryTranscribed, EntryVerified};
pub use passage::{
    AbsenceAnswered, AbsenceAsked, Address, Appointment, AppointmentSet, Bars, Curfew, DoseDayAgreed,
    HandoverAccepted, HandoverDeclined, HandoverOffer, HandoverReason, Leave, MaterialsSent, PersonCame,
    PersonLost, ReleaseDate, ReleaseDayUnknown, ReleaseNotice, Released, Restriction, RulingForwarded,
    SearchReported, TurnedUp, Unavailable, UnavailableReviewed,
};
pub use person::{Identity, PersonCorrected};
pub use reaction::{ContraindicationFound, FlareCover, Follows, Reaction, ReactionOutcome};
pub use records::{
    CaseOpened, ChangeOfRegimen, CheckAnswer, DoseGiven, DoseNotGiven, Drug, HoldPlaced, IncidentKind,
    IncidentReported, IncidentReviewed, LateDoseDecided, Regimen,
};
pub use review::{
    CourtDeclined, CourtSubmission, Meanwhile, ReviewPaper, ReviewSignature, ReviewText, Reviewer,
};

pub use supply::{
    Accounted, Became, Fate, GIVEN_TO_ANOTHER, MEASURE_OVER, MOVED_ON, Onward, PackNamed, ParcelHandedOver,
    ParcelPrepared, ParcelReceived, ParcelSentOn, Readings, RecallReached, Rejected, Relied, Replacement,
    Stability, Stretch, SupplyFact, Taker,
};
pub use wrong_person::{Mistaken, WrongPersonReported, WrongPersonSettled};

pub use results::{Conclusion, Decided, Examination, Judgement, Measured, Slip};

use super::alert::{Act, AlertCause, Answer, Hop, NoticeKind, ResolvedBecause};
use super::ids::{AccountId, AlertId, LetterId, OrganisationId, RecordId};
use super::obligation::Kind;
use super::ruling::{Ruling, RulingChange};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Who recorded a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recorder {
    /// A named user.
    Account(AccountId),
    /// A named job of the system.
    Job(String),
}

impl Recorder {
    /// The account, where a human recorded it.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Account(id) => Some(*id),
            Self::Job(_) => None,
        }
    }
}

/// A fact, with its place in the case's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Position in the case, from 1, without gaps.
    pub seq: u32,
    /// The fact.
    pub event: Event,
    /// When it was written down. When it *happened* is part of the fact itself.
    pub recorded_at: DateTime<Utc>,
    /// By whom.
    pub by: Recorder,
}

/// New content of a corrected record. The old content stays in the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "kebab-case")]
pub enum Corrected {
    /// A dose given.
    Dose(DoseGiven),
    /// A dose not given.
    NotGiven(DoseNotGiven),
}

impl Corrected {
    /// The record that is corrected.
    #[must_use]
    pub fn id(&self) -> RecordId {
        match self {
            Self::Dose(dose) => dose.id,
            Self::NotGiven(record) => record.id,
        }
    }
}

/// A fact of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The case was opened.
    CaseOpened(CaseOpened),
    /// A ruling was recorded.
    RulingRecorded(Ruling),
    /// A ruling entered into force, was appealed, suspended, resumed, ended or quashed.
    RulingChanged(RulingChange),
    /// Such a step turned out to be recorded wrongly: it counts no more, and stays readable.
    RulingStepVoided(RulingStepVoided),
    /// What was written down of a ruling's paper was put right.
    RulingAmended(RulingAmended),
    /// Who the person is was put right.
    PersonCorrected(PersonCorrected),
    /// Responsibility for the treatment moved.
    PlaceChanged {
        /// The new place.
        place: OrganisationId,
        /// From this day.
        from_on: NaiveDate,
        /// Why.
        reason: String,
        /// The civil day on which it was written down; none where it was written down before that was kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        noted_on: Option<NaiveDate>,
    },
    /// Supervision moved to another body.
    SupervisionChanged {
        /// The new body.
        supervising: OrganisationId,
        /// From this day.
        from_on: NaiveDate,
        /// Why.
        reason: String,
    },
    /// A medical commission looked for contraindications.
    ClearanceRecorded(Clearance),
    /// A doctor chose the drug.
    RegimenPrescribed(Regimen),
    /// The person was told what is done to him, and answered.
    PersonInformed(Information),
    /// A dose was given.
    DoseGiven(DoseGiven),
    /// A dose was not given.
    DoseNotGiven(DoseNotGiven),
    /// A physician decided about a late dose.
    LateDoseDecided(LateDoseDecided),
    /// A medical hold was placed.
    HoldPlaced(HoldPlaced),
    /// A physician confirmed a hold.
    HoldConfirmed {
        /// The hold.
        hold: RecordId,
        /// Civil date of the confirmation.
        confirmed_on: NaiveDate,
        /// Intended end, or the next review.
        until_on: Option<NaiveDate>,
        /// Findings.
        words: String,
    },
    /// A physician lifted a hold.
    HoldLifted {
        /// The hold.
        hold: RecordId,
        /// First day on which a dose may be given again.
        lifted_on: NaiveDate,
        /// Findings.
        words: String,
        /// Which of the contraindications that may pass are over. None in what was written down before that was asked: the
        /// form said then that a lifting ends whatever had been found and may pass, and so it still does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        over: Option<Vec<RecordId>>,
    },
    /// A record was corrected.
    RecordAmended {
        /// What it now says.
        corrected: Corrected,
        /// Why.
        reason: String,
    },
    /// A record was found to be wrong as a whole.
    RecordVoided {
        /// Which record.
        record: RecordId,
        /// Why.
        reason: String,
    },
    /// A record was typed from a printed run sheet.
    EntryTranscribed(EntryTranscribed),
    /// A second person has compared it with the paper.
    EntryVerified(EntryVerified),
    /// The case was taken over from a roster.
    HistoryImported(HistoryImported),
    /// It was taken over by mistake.
    ImportUndone(ImportUndone),
    /// A dose may belong to another person's case.
    WrongPersonReported(WrongPersonReported),
    /// A second person has signed that it does, or declined.
    WrongPersonSettled(WrongPersonSettled),
    /// Two cases turned out to be about one person.
    CasesMerged(CasesMerged),
    /// They are two persons after all.
    CasesParted(CasesParted),
    /// An adverse reaction was reported.
    ReactionReported(Reaction),
    /// How it ended.
    ReactionEnded(ReactionOutcome),
    /// A contraindication was found after treatment began.
    ContraindicationFound(ContraindicationFound),
    /// A physician said that contraindications which may pass are over, apart from any hold.
    ContraindicationOver {
        /// Which.
        over: Vec<RecordId>,
        /// Civil date since which they speak against no drug.
        over_on: NaiveDate,
        /// Findings.
        words: String,
    },
    /// The person died or left for another state.
    CaseEnded(CaseEnded),
    /// A physician planned the time after the measure.
    AftercarePlanned(Aftercare),
    /// Somebody was told on paper that the measure is over.
    EndTold(EndTold),
    /// The letter that said so was withdrawn.
    EndLetterWithdrawn {
        /// Which.
        letter: LetterId,
    },
    /// The owner of an obligation was warned before it is due.
    Warned(Warned),
    /// Specialists examined the effect on the body.
    ExamRecorded(Examination),
    /// Results were written down.
    ResultsRecorded(Slip),
    /// A physician decided about results.
    ResultJudged(Judgement),
    /// Something irregular happened.
    IncidentReported(IncidentReported),
    /// A physician has looked at an incident and says what follows from it.
    IncidentReviewed(IncidentReviewed),
    /// A paper for a review was filed.
    ReviewPaperFiled(ReviewPaper),
    /// A commission wrote, or corrected, what it says.
    ReviewDrafted(ReviewText),
    /// A member of the commission signed.
    ReviewSigned(ReviewSignature),
    /// What the commission proposed was sent to the court.
    SubmittedToCourt(CourtSubmission),
    /// The court left the measure as it is.
    CourtDeclined(CourtDeclined),
    /// The person complained.
    ComplaintLodged(Complaint),
    /// The person's complaint was answered.
    ComplaintAnswered(ComplaintAnswered),
    /// A day of release was named.
    ReleaseDateSet(ReleaseDate),
    /// No day of release is known yet of somebody who is held again.
    ReleaseDayUnknown(ReleaseDayUnknown),
    /// Materials went to the court before the end of the term.
    MaterialsSent(MaterialsSent),
    /// A ruling went to the health organisation of the chosen residence.
    RulingForwarded(RulingForwarded),
    /// The release was announced.
    ReleaseNoticeSent(ReleaseNotice),
    /// One organisation asked another to take over.
    HandoverOffered(HandoverOffer),
    /// The other took over, by name.
    HandoverAccepted(HandoverAccepted),
    /// It named another first appointment.
    AppointmentSet(AppointmentSet),
    /// It said no.
    HandoverRejected(HandoverDeclined),
    /// The offer was taken back.
    HandoverWithdrawn(HandoverDeclined),
    /// Nobody answered the offer in time.
    HandoverExpired {
        /// The offer.
        offer: RecordId,
        /// When its time was over.
        due_at: DateTime<Utc>,
    },
    /// The offer ended, because whoever made it does not answer for the person any more.
    HandoverLapsed {
        /// The offer.
        offer: RecordId,
        /// Since when another organisation answers for him.
        moved_on: NaiveDate,
    },
    /// The person was released.
    Released(Released),
    /// The person came.
    PersonCame(PersonCame),
    /// Where the person lives, or is going to.
    AddressReported(Address),
    /// The person asked to be away.
    AbsenceAsked(AbsenceAsked),
    /// He was answered.
    AbsenceAnswered(AbsenceAnswered),
    /// A day was agreed for a dose, because a restriction stood against it.
    DoseDayAgreed(DoseDayAgreed),
    /// The person cannot come, for a good reason.
    UnavailabilityRecorded(Unavailable),
    /// Somebody looked at that again.
    UnavailabilityReviewed(UnavailableReviewed),
    /// Hours that the person must spend at home.
    CurfewSet(Curfew),
    /// Another restriction under which the person lives.
    RestrictionSet(Restriction),
    /// The person came to an organisation that does not treat him.
    PersonTurnedUp(TurnedUp),
    /// Nobody knows where the person is.
    PersonLost(PersonLost),
    /// Somebody looked for him.
    SearchReported(SearchReported),
    /// Something happened to the drug that is bound to the person.
    Supply(SupplyFact),
    /// An undischarged obligation began to climb its ladder.
    AlertRaised {
        /// Identity.
        alert: AlertId,
        /// Kind of obligation.
        kind: Kind,
        /// Its cycle.
        cycle: u32,
        /// Why it was not discharged, as far as known.
        cause: AlertCause,
        /// When it should have begun.
        due_at: DateTime<Utc>,
        /// Ladder id and version.
        ladder: String,
    },
    /// A named human or an office was told.
    NoticeSent {
        /// The alert.
        alert: AlertId,
        /// Climbing, or a correction of what was said before.
        notice: NoticeKind,
        /// To whom, on which step.
        hop: Hop,
    },
    /// A named human answered.
    NoticeAcknowledged {
        /// The alert.
        alert: AlertId,
        /// The step answered.
        step: u32,
        /// What was or will be done.
        answer: Answer,
        /// Does the climb rest on this answer? (A giving site's answer is noted; the ladder goes on.)
        rests: bool,
        /// When.
        acknowledged_at: DateTime<Utc>,
    },
    /// A named human did something about it.
    AlertActed {
        /// The alert.
        alert: AlertId,
        /// The step on which the organisation was told.
        step: u32,
        /// What.
        act: Act,
        /// When it was written down.
        acted_at: DateTime<Utc>,
    },
    /// An officer of a supervising body has the case from now on.
    OfficerAssigned {
        /// The body.
        organisation: OrganisationId,
        /// The officer.
        officer: AccountId,
        /// Why.
        reason: String,
    },
    /// The known cause changed, and with it who must answer.
    AlertRedirected {
        /// The alert.
        alert: AlertId,
        /// The cause now.
        cause: AlertCause,
        /// When.
        due_at: DateTime<Utc>,
        /// Another ladder is climbed now, from its first step.
        restart: bool,
    },
    /// The condition still held after an answer: it climbs again.
    AlertReopened {
        /// The alert.
        alert: AlertId,
        /// The cause now.
        cause: AlertCause,
        /// When it should have re-opened.
        due_at: DateTime<Utc>,
        /// Step from which it climbs.
        step: u32,
    },
    /// Nobody answered, however often somebody was asked: the climb comes to rest as a task of a named post.
    AlertRested {
        /// The alert.
        alert: AlertId,
        /// When it should have come to rest.
        due_at: DateTime<Utc>,
        /// The rule that says how often somebody is asked.
        rule: String,
    },
    /// The condition is over.
    AlertResolved {
        /// The alert.
        alert: AlertId,
        /// Why.
        because: ResolvedBecause,
        /// When.
        resolved_at: DateTime<Utc>,
    },
}
