//! What stands in a letter: the facts of one day, typed, in no language yet.
//!
//! What a supervising body or a court can read ([`Absence`], [`ReleaseNotice`], [`Certificate`], [`Submission`]) has no field for drug,
//! dose, diagnosis, laboratory value or cause. What is not here cannot be printed.

use super::LetterKind;
use crate::domain::event::HandoverReason;
use crate::domain::ids::{AccountId, AlertId, RecordId};
use crate::domain::localised::Localised;
use crate::domain::obligation::Kind;
use crate::domain::supervision::Attendance;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

/// A letter's facts, whole: what a draft keeps and an issue freezes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Who writes.
    pub sender: Office,
    /// To whom.
    pub addressee: Addressee,
    /// Whom it is about; none for a letter about the installation.
    pub person: Option<Subject>,
    /// Who asked for it, and why he may.
    pub asked: Option<Asked>,
    /// What it says.
    pub content: Content,
}

/// An organisation as letters name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// Name.
    pub name: Localised,
    /// Where to go.
    pub address: String,
    /// Whom to call.
    pub phone: String,
}

/// To whom a letter goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Addressee {
    /// An organisation that the program knows.
    Office(Office),
    /// Somebody else, as he was named.
    Named(String),
    /// Whom it is about.
    Person,
    /// Whom it is about, by the hand of the place that treats him.
    PersonAt(Office),
    /// The authority for personal data.
    DataAuthority,
}

/// Whom a letter is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Reference of the case.
    pub reference: String,
    /// Name as in the ruling.
    pub name: String,
    /// Day of birth.
    pub born_on: NaiveDate,
}

/// A request that a letter answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Who asked.
    pub by: String,
    /// On which legal ground.
    pub ground: String,
    /// The day of the request.
    pub on: NaiveDate,
}

/// What a letter says, by its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Content {
    /// The person did not come, or nothing was recorded.
    MissedNotice(Absence),
    /// The visit did not take place, for a reason that does not lie with the person.
    JustifiedAbsence(Absence),
    /// The person is going to be released.
    ReleaseNotice(ReleaseNotice),
    /// One organisation gave the person over to another.
    HandoverAct(HandoverAct),
    /// The lot of a dose was recalled.
    Recall(Recalled),
    /// Attendance of a period.
    TreatmentCertificate(Certificate),
    /// What a commission proposes to the court.
    CourtSubmission(Submission),
    /// What a commission concluded.
    ReviewConclusion(Conclusion),
    /// What the person may know of his treatment.
    OwnRecord(OwnRecord),
    /// Who saw which records.
    BreachDossier(Breach),
}

impl Content {
    /// The kind of letter it makes.
    #[must_use]
    pub fn kind(&self) -> LetterKind {
        match self {
            Self::MissedNotice(_) => LetterKind::MissedNotice,
            Self::JustifiedAbsence(_) => LetterKind::JustifiedAbsence,
            Self::ReleaseNotice(_) => LetterKind::ReleaseNotice,
            Self::HandoverAct(_) => LetterKind::HandoverAct,
            Self::Recall(_) => LetterKind::Recall,
            Self::TreatmentCertificate(_) => LetterKind::TreatmentCertificate,
            Self::CourtSubmission(_) => LetterKind::CourtSubmission,
            Self::ReviewConclusion(_) => LetterKind::ReviewConclusion,
            Self::OwnRecord(_) => LetterKind::OwnRecord,
            Self::BreachDossier(_) => LetterKind::BreachDossier,
        }
    }
}

/// A visit that did not take place, as a supervising body may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// The day.
    pub on: NaiveDate,
    /// What is known of it now.
    pub attendance: Attendance,
    /// What the issue before said, where that has changed.
    pub said_before: Option<Attendance>,
    /// Where the person was expected, and whom to call there.
    pub place: Office,
    /// The next visit: a day, or at once; none where none is planned.
    pub next: Option<NextVisit>,
    /// Until when an answer is expected.
    pub answer_by: Option<NaiveDate>,
}

/// A release ahead, as a supervising body may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseNotice {
    /// The day.
    pub release_on: NaiveDate,
    /// From where.
    pub place: Office,
    /// The chosen place of residence, where one is known.
    pub residence: Option<String>,
    /// The clinic that agreed to take over.
    pub takes_over: Option<Office>,
    /// The first appointment there: day and hour.
    pub first_visit: Option<(NaiveDate, NaiveTime)>,
    /// Who supervises from the release on.
    pub supervising: Office,
    /// The papers of the courts.
    pub rulings: Vec<RulingOnPaper>,
}

/// To whom the notice of a release goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReleaseTo {
    /// The clinic of the chosen residence.
    Health,
    /// The supervising body.
    Supervising,
}

impl ReleaseTo {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Health, Self::Supervising];

    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Health => "health",
            Self::Supervising => "supervising",
        }
    }
}

/// One organisation gave the person over, another took over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverAct {
    /// Why.
    pub reason: HandoverReason,
    /// Who gave over.
    pub gave: Gave,
    /// Who took over.
    pub took: Gave,
    /// When the person is expected there.
    pub expected_on: NaiveDate,
    /// When he is expected back, from a stay for a while.
    pub back_on: Option<NaiveDate>,
    /// The first appointment: day and hour.
    pub first_visit: Option<(NaiveDate, NaiveTime)>,
    /// What the receiver must know besides.
    pub words: String,
    /// Day of the last dose.
    pub last_dose_on: Option<NaiveDate>,
    /// The next dose.
    pub next: Option<NextVisit>,
    /// What is owed in the case.
    pub owed: Vec<Owed>,
}

/// One side of a hand-over: who signed it in the program, for which organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gave {
    /// The organisation.
    pub office: Office,
    /// The person.
    pub name: String,
    /// In which role.
    pub role: Localised,
    /// When.
    pub on: NaiveDate,
}

/// Something owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    /// What.
    pub kind: Kind,
    /// Which paper for a review, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<Localised>,
    /// By when.
    pub due_on: NaiveDate,
}

/// A recall that reached a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recalled {
    /// The product.
    pub product: Localised,
    /// The lot.
    pub lot: String,
    /// The notice it rests on.
    pub notice: String,
    /// Since when.
    pub recalled_on: NaiveDate,
    /// The days on which it was given to the person.
    pub given_on: Vec<NaiveDate>,
    /// Was it lifted since?
    pub lifted: bool,
    /// Has a physician looked at the person because of it?
    pub looked_at: bool,
    /// Where to ask.
    pub place: Office,
}

/// When the person is to come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NextVisit {
    /// On this day.
    On(NaiveDate),
    /// Once this day is over: until then there is a good reason not to come.
    After(NaiveDate),
    /// As soon as possible.
    AtOnce,
}

/// Attendance of a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// First day.
    pub from_on: NaiveDate,
    /// Last day.
    pub until_on: NaiveDate,
    /// Visits that were due or made, the oldest first.
    pub visits: Vec<CertifiedVisit>,
    /// Stretches in which none was due.
    pub pauses: Vec<Pause>,
    /// The papers of the courts that speak in the period.
    pub rulings: Vec<RulingOnPaper>,
}

/// One visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertifiedVisit {
    /// The day.
    pub on: NaiveDate,
    /// Whether the person came.
    pub attendance: Attendance,
    /// Did he come in time? Nothing where he did not come, or no time was set.
    pub in_time: Option<bool>,
    /// Where.
    pub place: Localised,
}

/// A stretch in which no visit was due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// First day, not before the period.
    pub from_on: NaiveDate,
    /// Last day, not after the period.
    pub until_on: NaiveDate,
    /// Who stopped it.
    pub ground: PauseGround,
}

/// Who stopped the visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PauseGround {
    /// Those who treat, for a reason that does not lie with the person.
    Justified,
    /// A court.
    Court,
}

impl PauseGround {
    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Justified => "justified",
            Self::Court => "court",
        }
    }
}

/// A court's ruling with its versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulingOnPaper {
    /// The court.
    pub court: String,
    /// The court's number.
    pub number: String,
    /// Date of the ruling.
    pub ruled_on: NaiveDate,
    /// Its versions, the first one first.
    pub versions: Vec<VersionOnPaper>,
    /// From when a court ended or quashed it, where one did.
    pub ended_on: Option<NaiveDate>,
}

/// One version of a ruling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionOnPaper {
    /// 1 is the ruling itself.
    pub number: u32,
    /// First day on which it speaks, where that is known.
    pub from_on: Option<NaiveDate>,
    /// Last day of its term, where it sets one.
    pub until_on: Option<NaiveDate>,
    /// The court's paper that made it; none for the first.
    pub document: Option<String>,
}

/// What a commission proposes to the court. What it found is in its conclusion, which is enclosed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// Number of the review within the case.
    pub review: u32,
    /// Day of the examination.
    pub held_on: NaiveDate,
    /// Day of the last signature.
    pub concluded_on: NaiveDate,
    /// The members.
    pub members: Vec<String>,
    /// What is proposed.
    pub proposal: Localised,
    /// The ruling it is about.
    pub ruling: Option<RulingOnPaper>,
}

/// What a commission concluded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conclusion {
    /// Number of the review within the case.
    pub review: u32,
    /// Version of its text.
    pub version: u32,
    /// Day of the examination.
    pub held_on: NaiveDate,
    /// Day of the last signature.
    pub concluded_on: NaiveDate,
    /// What was found.
    pub findings: String,
    /// What is proposed.
    pub proposal: Localised,
    /// Why.
    pub reasons: String,
    /// Papers that were before the commission.
    pub papers: Vec<PaperBefore>,
    /// Papers that were missing.
    pub missing: Vec<Localised>,
    /// Why the commission decided without them.
    pub without: String,
    /// The members with their signatures.
    pub members: Vec<MemberSigned>,
}

/// A paper that was before a commission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperBefore {
    /// What it is.
    pub name: Localised,
    /// Its number, or where it lies.
    pub reference: String,
    /// Its date.
    pub dated_on: NaiveDate,
}

/// A member of a commission who signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberSigned {
    /// Name.
    pub name: String,
    /// Day of the signature.
    pub signed_on: NaiveDate,
    /// An opinion of his own.
    pub dissent: Option<String>,
}

/// What the person may know of his treatment, said in the three languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnRecord {
    /// How many events the case had when it was made: with another one it is out of date.
    pub case_version: u32,
    /// What is in force.
    pub now: Vec<Fact>,
    /// What happened, by kind.
    pub sections: Vec<OwnSection>,
    /// Who looked, by office and day, the newest first.
    pub looks: Vec<OwnLook>,
    /// Were there more looks than are listed?
    pub more_looks: bool,
}

/// A label with what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The label.
    pub label: Localised,
    /// What it says.
    pub value: Localised,
}

/// What happened, of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSection {
    /// The heading.
    pub title: Localised,
    /// What happened, the oldest first.
    pub entries: Vec<OwnEntry>,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnEntry {
    /// When.
    pub at: Localised,
    /// What.
    pub title: Localised,
    /// Details.
    pub lines: Vec<Localised>,
    /// Who treated, told, examined or decided.
    pub who: Localised,
    /// Why it does not count any more.
    pub struck: Option<Localised>,
}

/// Who looked on a day: an office, never a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnLook {
    /// The day.
    pub on: NaiveDate,
    /// Role and organisation.
    pub who: Localised,
    /// How often.
    pub times: u32,
}

/// Who saw which records, since when: what the ledger says of one account in a stretch of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breach {
    /// The day on which the breach became known.
    pub found_on: NaiveDate,
    /// Last day for telling the authority.
    pub tell_by: NaiveDate,
    /// What happened, in words.
    pub words: String,
    /// Whose account it was.
    pub holder: String,
    /// His role.
    pub role: Localised,
    /// His organisation.
    pub office: Localised,
    /// The stretch asked about.
    pub from_at: DateTime<Utc>,
    /// Its end.
    pub until_at: DateTime<Utc>,
    /// The cases touched, the first touched first.
    pub cases: Vec<Touched>,
    /// Lists that were opened: the verb, and how often.
    pub lists: Vec<(String, u32)>,
    /// Number of the last entry of the ledger that was read.
    pub last_entry: i64,
    /// Its hash.
    pub last_hash: String,
}

/// A case that an account touched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touched {
    /// Reference of the case.
    pub reference: String,
    /// First time in the stretch.
    pub first_at: DateTime<Utc>,
    /// Last time in the stretch.
    pub last_at: DateTime<Utc>,
    /// How often it was read.
    pub reads: u32,
    /// How often something was recorded in it.
    pub changes: u32,
}

/// What a letter is drawn up about: enough to draw it up again from the facts as they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "kebab-case")]
pub enum About {
    /// An alert that the supervising body was told of.
    Alert {
        /// Which.
        alert: AlertId,
    },
    /// A record that a dose was not given.
    NotGiven {
        /// Which.
        record: RecordId,
    },
    /// A release ahead.
    Release {
        /// To whom.
        to: ReleaseTo,
    },
    /// A hand-over that was agreed.
    Handover {
        /// The offer.
        offer: RecordId,
    },
    /// A recall that reached the person.
    Recall {
        /// Which.
        recall: RecordId,
    },
    /// A period.
    Period {
        /// First day.
        from_on: NaiveDate,
        /// Last day.
        until_on: NaiveDate,
        /// Who asked.
        asked: Asked,
    },
    /// What a review proposes to the court.
    Proposal {
        /// Number of the review.
        review: u32,
    },
    /// What a review concluded.
    Review {
        /// Number of the review.
        review: u32,
    },
    /// The person's own record.
    Own,
    /// What an account did.
    Account {
        /// Which.
        account: AccountId,
        /// From this day on.
        from_on: NaiveDate,
        /// Through this day.
        until_on: NaiveDate,
        /// The day on which the breach became known.
        found_on: NaiveDate,
        /// What happened.
        words: String,
    },
}

impl About {
    /// The kind of letter that is drawn up about it.
    #[must_use]
    pub fn kind(&self) -> LetterKind {
        match self {
            Self::Alert { .. } => LetterKind::MissedNotice,
            Self::NotGiven { .. } => LetterKind::JustifiedAbsence,
            Self::Release { .. } => LetterKind::ReleaseNotice,
            Self::Handover { .. } => LetterKind::HandoverAct,
            Self::Recall { .. } => LetterKind::Recall,
            Self::Period { .. } => LetterKind::TreatmentCertificate,
            Self::Proposal { .. } => LetterKind::CourtSubmission,
            Self::Review { .. } => LetterKind::ReviewConclusion,
            Self::Own => LetterKind::OwnRecord,
            Self::Account { .. } => LetterKind::BreachDossier,
        }
    }
}
