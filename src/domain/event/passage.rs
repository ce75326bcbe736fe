//! From one organisation to the next: the release and what is sent before it, hand-overs, addresses, absences.

use crate::domain::ids::{AccountId, OrganisationId, RecordId, RulingId};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc, Weekday};
use serde::{Deserialize, Serialize};

/// The day of release as a paper says it. The end of the term named at the opening is the first; the paper with the newest
/// date counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseDate {
    /// Identity.
    pub id: RecordId,
    /// The day.
    pub on: NaiveDate,
    /// Why, by the closed list of the rules.
    pub because: String,
    /// The paper.
    pub paper: String,
    /// The date on the paper; none where it was written down before that was asked.
    #[serde(default)]
    pub dated_on: Option<NaiveDate>,
}

/// Nobody knows yet when somebody who is held will be released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseDayUnknown {
    /// Identity.
    pub id: RecordId,
    /// Who said so, or by which paper.
    pub paper: String,
    /// The civil day on which it was written down.
    pub noted_on: NaiveDate,
}

/// Materials went to the court before the end of the term.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaterialsSent {
    /// Identity.
    pub id: RecordId,
    /// When.
    pub sent_on: NaiveDate,
    /// To which court.
    pub court: String,
    /// Number and date of the letter.
    pub paper: String,
}

/// A ruling went to the health organisation of the chosen residence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulingForwarded {
    /// Identity.
    pub id: RecordId,
    /// Which ruling.
    pub ruling: RulingId,
    /// To whom.
    pub to: OrganisationId,
    /// When.
    pub sent_on: NaiveDate,
    /// Number and date of the letter.
    pub paper: String,
}

/// The release was announced to the health organisation and to the supervising body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseNotice {
    /// Identity.
    pub id: RecordId,
    /// The day of release that it names.
    pub release_on: NaiveDate,
    /// The health organisation told.
    pub health: OrganisationId,
    /// The supervising body told.
    pub supervising: OrganisationId,
    /// When.
    pub sent_on: NaiveDate,
    /// Number and date of the letter.
    pub paper: String,
}

/// Why responsibility is to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HandoverReason {
    /// For good, to another place of treatment.
    Transfer,
    /// For a while: a court, a hospital.
    Temporary,
    /// Back after a while.
    Return,
    /// On release, to the clinic of the chosen residence.
    Release,
    /// The person has moved to another place.
    Residence,
}

impl HandoverReason {
    /// Every reason, in the order of the screen.
    pub const ALL: [Self; 5] = [
        Self::Transfer,
        Self::Temporary,
        Self::Return,
        Self::Release,
        Self::Residence,
    ];

    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Transfer => "transfer",
            Self::Temporary => "temporary",
            Self::Return => "return",
            Self::Release => "release",
            Self::Residence => "residence",
        }
    }

    /// The reason with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// Is it about a stay for a while: there, or back?
    #[must_use]
    pub fn for_a_while(self) -> bool {
        matches!(self, Self::Temporary | Self::Return)
    }

    /// Must the receiver name the first appointment? Where the person is held, he is brought.
    #[must_use]
    pub fn asks_for_appointment(self) -> bool {
        matches!(self, Self::Release | Self::Residence)
    }
}

/// One organisation asked another to take over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverOffer {
    /// Identity.
    pub id: RecordId,
    /// Why.
    pub reason: HandoverReason,
    /// Who gives.
    pub from: OrganisationId,
    /// Who is asked.
    pub to: OrganisationId,
    /// When the person is expected there: the day of release, or of the move.
    pub from_on: NaiveDate,
    /// When he is expected back, from a stay for a while.
    pub back_on: Option<NaiveDate>,
    /// What the receiver must know besides.
    pub words: String,
    /// Civil date of the offer at the giver's.
    pub offered_on: NaiveDate,
}

/// When and by whom the person is first seen at the receiver's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// Whom he sees.
    pub clinician: AccountId,
    /// The day.
    pub on: NaiveDate,
    /// The hour at the receiver's.
    pub at: NaiveTime,
}

/// The receiver took over, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverAccepted {
    /// Identity.
    pub id: RecordId,
    /// The offer.
    pub offer: RecordId,
    /// The first appointment, where the person comes by himself.
    pub appointment: Option<Appointment>,
    /// Responsible from this day; on release it is the release that moves it.
    pub from_on: Option<NaiveDate>,
    /// When.
    pub accepted_at: DateTime<Utc>,
    /// The permission with which the appointment is kept in spite of a restriction.
    #[serde(default)]
    pub leave: Option<Leave>,
}

/// The receiver named another first appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentSet {
    /// Identity.
    pub id: RecordId,
    /// The offer that was accepted.
    pub offer: RecordId,
    /// The appointment.
    pub appointment: Appointment,
    /// The permission with which it is kept in spite of a restriction.
    #[serde(default)]
    pub leave: Option<Leave>,
}

/// A permission to be where, or when, a restriction forbids it: for one appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leave {
    /// Its number.
    pub number: String,
    /// Its day.
    pub dated_on: NaiveDate,
}

/// An offer ended without a receiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverDeclined {
    /// Identity.
    pub id: RecordId,
    /// The offer.
    pub offer: RecordId,
    /// Why.
    pub words: String,
}

/// The person was released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Released {
    /// Identity.
    pub id: RecordId,
    /// When.
    pub released_at: DateTime<Utc>,
    /// Civil date at the facility.
    pub released_on: NaiveDate,
    /// The paper.
    pub paper: String,
    /// The accepted offer under which responsibility moves; none where nobody has accepted.
    pub offer: Option<RecordId>,
    /// Why without a receiver: the words of the one who answers for the region.
    pub without_receiver: Option<String>,
    /// The day on which responsibility moves, where whoever takes him over agreed only after he had gone; else it is the day of
    /// the release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moves_on: Option<NaiveDate>,
    /// The civil day on which it was written down; none where it was written down before that was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noted_on: Option<NaiveDate>,
}

/// The person came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonCame {
    /// Identity.
    pub id: RecordId,
    /// When.
    pub came_at: DateTime<Utc>,
    /// Civil date there.
    pub came_on: NaiveDate,
    /// What was agreed.
    pub words: String,
}

/// Where the person lives, or is going to live.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Identity.
    pub id: RecordId,
    /// Region, from the place rules.
    pub region: String,
    /// Street and house.
    pub address: String,
    /// From this day.
    pub from_on: NaiveDate,
}

/// The person asked to be away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsenceAsked {
    /// Identity.
    pub id: RecordId,
    /// First day away.
    pub from_on: NaiveDate,
    /// Last day away.
    pub until_on: NaiveDate,
    /// Why, and where to.
    pub words: String,
    /// Civil date of the request.
    pub asked_on: NaiveDate,
}

/// What he was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsenceAnswered {
    /// Identity.
    pub id: RecordId,
    /// The request.
    pub request: RecordId,
    /// May he go?
    pub granted: bool,
    /// The day agreed for the dose, inside its window.
    pub dose_on: Option<NaiveDate>,
    /// In words.
    pub words: String,
}

/// The day of a dose, agreed with the person because a restriction stands against the day on which it was planned: another
/// day, or the same one with a permission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoseDayAgreed {
    /// Identity.
    pub id: RecordId,
    /// The dose.
    pub cycle: u32,
    /// The day.
    pub on: NaiveDate,
    /// The permission with which it is kept in spite of a restriction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leave: Option<Leave>,
    /// In words.
    pub words: String,
    /// The day on which that was agreed.
    pub agreed_on: NaiveDate,
}

/// A good reason for which the person cannot come. Until its last day the ladder of the dose rests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unavailable {
    /// Identity.
    pub id: RecordId,
    /// Why, by the closed list of the rules.
    pub because: String,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day, as far as is known.
    pub until_on: NaiveDate,
    /// The paper, or who said so.
    pub paper: String,
    /// In words.
    pub words: String,
}

/// Somebody looked at it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnavailableReviewed {
    /// Identity.
    pub id: RecordId,
    /// What was looked at.
    pub unavailable: RecordId,
    /// Its last day, as is known now: past where it is over.
    pub until_on: NaiveDate,
    /// Is it over?
    pub over: bool,
    /// In words.
    pub words: String,
    /// Civil date of the look.
    pub reviewed_on: NaiveDate,
}

/// Hours of the night that the person must spend at home: no appointment falls into them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Curfew {
    /// Identity.
    pub id: RecordId,
    /// From this day.
    pub from_on: NaiveDate,
    /// Last day; none while it has no end.
    pub until_on: Option<NaiveDate>,
    /// The hour at which it begins, every day.
    pub begins: NaiveTime,
    /// The hour at which it ends.
    pub ends: NaiveTime,
    /// The paper.
    pub paper: String,
    /// The date on the paper; none where it was written down before that was asked.
    #[serde(default)]
    pub dated_on: Option<NaiveDate>,
}

/// A restriction of another kind than hours at home: no appointment is named against it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restriction {
    /// Identity.
    pub id: RecordId,
    /// Which, by the closed list of the rules.
    pub kind: String,
    /// From this day.
    pub from_on: NaiveDate,
    /// Last day; none while it has no end.
    pub until_on: Option<NaiveDate>,
    /// What it stands against.
    pub bars: Bars,
    /// Does a permission lift it for one appointment? As the rules said when it was written down.
    pub lifted_by_leave: bool,
    /// The paper.
    pub paper: String,
    /// The date on the paper; none where its kind is not asked for it, or it was written down before that was asked.
    #[serde(default)]
    pub dated_on: Option<NaiveDate>,
}

/// What a restriction stands against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bars {
    /// Hours in which the person must be somewhere else.
    Hours {
        /// The day of the week on which they begin; none where it is every day.
        weekday: Option<Weekday>,
        /// The hour at which they begin.
        begins: NaiveTime,
        /// The hour at which they end; the next day where it is earlier.
        ends: NaiveTime,
    },
    /// Everything outside a region.
    Outside {
        /// The region, from the place rules.
        region: String,
    },
    /// Places in words. No program knows what lies near them: whoever names an appointment reads it and judges.
    Near {
        /// Which.
        places: String,
    },
}

/// The person came to an organisation that does not treat him.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnedUp {
    /// Identity.
    pub id: RecordId,
    /// Where.
    pub at: OrganisationId,
    /// When.
    pub came_at: DateTime<Utc>,
    /// Civil date where he is treated.
    pub came_on: NaiveDate,
}

/// Nobody knows where the person is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonLost {
    /// Identity.
    pub id: RecordId,
    /// Since when.
    pub since_on: NaiveDate,
    /// What was tried.
    pub tried: String,
    /// Civil date of the report.
    pub noted_on: NaiveDate,
}

/// He was found, or somebody looked again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchReported {
    /// Identity.
    pub id: RecordId,
    /// The report it answers.
    pub lost: RecordId,
    /// Was he found?
    pub found: bool,
    /// In words.
    pub words: String,
    /// Civil date of the look.
    pub looked_on: NaiveDate,
}
