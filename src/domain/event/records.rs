//! What an event carries, where that is more than a few fields.

use super::{FlareCover, Observed};
use crate::domain::ids::{OrganisationId, PackId, PersonId, RecordId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Opening of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseOpened {
    /// The person treated.
    pub person: PersonId,
    /// Reference printed on papers; carries no meaning.
    pub reference: String,
    /// Folder of policies that applies, e.g. `kz`.
    pub jurisdiction: String,
    /// Civil date of opening.
    pub opened_on: NaiveDate,
    /// Who treats.
    pub place: OrganisationId,
    /// Who supervises.
    pub supervising: OrganisationId,
    /// End of the term of punishment, while serving one.
    pub end_of_term_on: Option<NaiveDate>,
    /// Why in law the measure is applied to somebody who was under age at the offence or the ruling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under_age_reason: Option<String>,
}

/// A choice of drug by a doctor: which protocol, from when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Regimen {
    /// Identity.
    pub id: RecordId,
    /// Product id of the protocol.
    pub protocol: String,
    /// Version of the protocol.
    pub version: u32,
    /// The day the first dose under this regimen is planned for.
    pub first_on: NaiveDate,
    /// The doctor's reason.
    pub reason: String,
    /// Who decided to change it in mid-course; none for the first regimen.
    #[serde(default)]
    pub change: Option<ChangeOfRegimen>,
    /// Cover of the first weeks, where the product asks for it.
    #[serde(default)]
    pub flare_cover: Option<FlareCover>,
    /// Why it is chosen although its next dose lies beyond the caution of a lifetime, where that is so.
    #[serde(default)]
    pub despite_sum: Option<String>,
    /// Why the first dose is planned after the last day on which the law lets treatment begin, where it is.
    #[serde(default)]
    pub late_why: Option<String>,
}

/// The decision that a change of regimen rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeOfRegimen {
    /// Who decided: a commission, a physician by name.
    pub decided_by: String,
    /// The paper: kind, number, date.
    pub reference: String,
}

/// An answer to one pre-dose check of the protocol.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckAnswer {
    /// The check's id in the protocol.
    pub check: String,
    /// The answer as given: `yes`, `no` or a number with the unit the protocol names.
    pub answer: String,
    /// Day the sample was taken or the examination made, where the check asks for it.
    pub taken_on: Option<NaiveDate>,
}

/// A dose that was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoseGiven {
    /// Identity.
    pub id: RecordId,
    /// Number of the dose within the case, from 1.
    pub cycle: u32,
    /// Regimen under which it was given.
    pub regimen: RecordId,
    /// The instant it happened.
    pub occurred_at: DateTime<Utc>,
    /// The civil date at the place.
    pub given_on: NaiveDate,
    /// Organisation that gave it.
    pub place: OrganisationId,
    /// Product id.
    pub product: String,
    /// Lot as printed on the pack.
    pub lot: String,
    /// Last day of use as printed on the pack.
    pub expiry_on: NaiveDate,
    /// Injection site id of the protocol.
    pub site: String,
    /// Volume given, in millilitres, as typed.
    pub volume_ml: String,
    /// The codes of the identifiers by which the person was recognised; old records may name others.
    pub identified_by: Vec<String>,
    /// Answers to the protocol's checks.
    pub checks: Vec<CheckAnswer>,
    /// Who was present, in the role the site requires (presence only).
    pub present: Option<String>,
    /// The role in which he was: that which the place asked for; none where it asks for nobody, or nobody wrote it down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub present_as: Option<String>,
    /// Why it was late: cause id and words, where the lateness band demands it.
    pub late_cause: Option<String>,
    /// Words to the late cause.
    pub late_words: Option<String>,
    /// The pack, where it is known to the program.
    #[serde(default)]
    pub pack: Option<PackId>,
    /// Why it was not one of those on the shelf.
    #[serde(default)]
    pub pack_words: Option<String>,
    /// When it was mixed, for a product that is.
    #[serde(default)]
    pub mixed_at: Option<DateTime<Utc>>,
    /// What was seen after the injection; none while nobody has written it down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed: Option<Observed>,
}

impl DoseGiven {
    /// Does another record of this dose say nothing else than this one, but for what was seen after the injection? That is
    /// added once the time of observation is over: nobody was told anything wrong before.
    #[must_use]
    pub fn only_observed(&self, other: &Self) -> bool {
        let alike = Self {
            observed: self.observed.clone(),
            ..other.clone()
        };
        self.observed != other.observed && *self == alike
    }

    /// Does another record of this dose say the same of everything on which a date depends? How much was given, where in the body,
    /// who stood by and from which pack moves nothing; nor does what was seen afterwards, which ends what was owed.
    #[must_use]
    pub fn same_dates(&self, other: &Self) -> bool {
        let observed = other.observed.clone().or_else(|| self.observed.clone());
        let alike = Self {
            expiry_on: other.expiry_on,
            site: other.site.clone(),
            volume_ml: other.volume_ml.clone(),
            identified_by: other.identified_by.clone(),
            present: other.present.clone(),
            present_as: other.present_as.clone(),
            late_cause: other.late_cause.clone(),
            late_words: other.late_words.clone(),
            pack: other.pack,
            pack_words: other.pack_words.clone(),
            mixed_at: other.mixed_at,
            observed,
            ..self.clone()
        };
        alike == *other
    }

    /// Does another record of this dose say the same of everything by which the next one is planned?
    #[must_use]
    pub fn same_in_series(&self, other: &Self) -> bool {
        let same_time = self.occurred_at == other.occurred_at && self.given_on == other.given_on;
        let same_drug = self.product == other.product && self.regimen == other.regimen;
        same_time && same_drug && self.cycle == other.cycle
    }
}

/// A dose that was not given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoseNotGiven {
    /// Identity.
    pub id: RecordId,
    /// The dose concerned.
    pub cycle: u32,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// Civil date at the place.
    pub occurred_on: NaiveDate,
    /// Organisation that recorded it.
    pub place: OrganisationId,
    /// Cause id of the closed list.
    pub cause: String,
    /// Words to the cause.
    pub words: String,
    /// What was tried to reach or persuade.
    pub tried: String,
    /// What was explained, by the topics of the course.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub explained: Vec<String>,
    /// In which language, by those of the course; none where nothing was explained.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_in: Option<String>,
    /// The person's own words.
    pub own_words: String,
    /// Next attempt offered for this day.
    pub next_attempt_on: Option<NaiveDate>,
}

/// A physician's decision about a dose in the last lateness band.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateDoseDecided {
    /// Identity.
    pub id: RecordId,
    /// The dose concerned.
    pub cycle: u32,
    /// Civil date of the decision.
    pub decided_on: NaiveDate,
    /// May it be given?
    pub give: bool,
    /// Reasons and conditions (cover against flare, tests).
    pub words: String,
    /// Why it was decided without the recent result that the protocol asks for; none where it was there, or not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unmeasured: Option<String>,
    /// Cover of the first weeks, where treatment restarts after a long gap and the product asks for it.
    #[serde(default)]
    pub flare_cover: Option<FlareCover>,
    /// Why that cover is ordered although it reaches the caution of a lifetime, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub despite_sum: Option<String>,
}

/// A medical hold: stops the dose at once; papers follow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldPlaced {
    /// Identity.
    pub id: RecordId,
    /// The instant from which no dose may be given.
    pub placed_at: DateTime<Utc>,
    /// Civil date at the place.
    pub placed_on: NaiveDate,
    /// Intended end; reaching it asks for a review, it never lifts the hold by itself.
    pub until_on: Option<NaiveDate>,
    /// Clinical reason.
    pub reason: String,
}

/// Something irregular that is recorded because it happened: it is never planned and never a dose of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentReported {
    /// Identity.
    pub id: RecordId,
    /// What kind.
    pub kind: IncidentKind,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// Civil date at the place.
    pub occurred_on: NaiveDate,
    /// Did an injection enter the body? Then it counts for the minimum interval.
    pub injected: bool,
    /// What happened.
    pub words: String,
    /// What was injected, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drug: Option<Drug>,
}

/// What entered the body by an injection that is no dose of a cycle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drug {
    /// Product id.
    pub product: String,
    /// Lot.
    pub lot: String,
    /// The pack, where it was one of the list.
    pub pack: Option<PackId>,
}

/// What a physician says about an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentReviewed {
    /// Identity.
    pub id: RecordId,
    /// Which incident.
    pub incident: RecordId,
    /// Civil date of the review at the place.
    pub reviewed_on: NaiveDate,
    /// What was found, and what follows for the person.
    pub words: String,
}

/// Kinds of incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IncidentKind {
    /// A second injection may have been given for the same dose.
    SecondInjection,
    /// A dose was given that the rules would not have authorised.
    IrregularDose,
    /// A dose is on record for a time after the person died or left.
    DoseAfterEnd,
    /// A dose was given before it became known that no ruling was in force at that time.
    UncoveredLater,
    /// A dose was given before it became known that a court had suspended execution.
    SuspendedLater,
    /// A dose was given, by habit, where the person was treated before.
    GivenElsewhere,
    /// The person came to an organisation that does not treat him.
    TurnedUpElsewhere,
    /// A dose is on record for a time before a physician or a court stopped the doses, and was written down while they were.
    WrittenWhileHeld,
    /// A dose was given from a pack that should not have been used.
    UnsoundPack,
    /// A dose was given while two cases counted as one: in whose body it is must be found out.
    UnclearWhose,
    /// Anything else around the injection.
    Other,
}

impl IncidentKind {
    /// Every kind, in the order screens offer them.
    pub const ALL: [Self; 11] = [
        Self::SecondInjection,
        Self::IrregularDose,
        Self::DoseAfterEnd,
        Self::UncoveredLater,
        Self::SuspendedLater,
        Self::GivenElsewhere,
        Self::TurnedUpElsewhere,
        Self::WrittenWhileHeld,
        Self::UnsoundPack,
        Self::UnclearWhose,
        Self::Other,
    ];

    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SecondInjection => "second-injection",
            Self::IrregularDose => "irregular-dose",
            Self::DoseAfterEnd => "dose-after-end",
            Self::UncoveredLater => "uncovered-later",
            Self::SuspendedLater => "suspended-later",
            Self::GivenElsewhere => "given-elsewhere",
            Self::TurnedUpElsewhere => "turned-up-elsewhere",
            Self::WrittenWhileHeld => "written-while-held",
            Self::UnsoundPack => "unsound-pack",
            Self::UnclearWhose => "unclear-whose",
            Self::Other => "other",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Is it still to be looked at once the measure is over? Such are the doses of which a court's paper, a death or a
    /// transfer says that they should not have been.
    #[must_use]
    pub fn outlives_the_measure(self) -> bool {
        matches!(
            self,
            Self::DoseAfterEnd | Self::UncoveredLater | Self::SuspendedLater
        )
    }
}

impl DoseGiven {
    /// An injection of which nobody wrote down more than when, where and what: its other fields are filled in over this.
    #[must_use]
    pub fn bare(
        id: RecordId,
        (cycle, regimen): (u32, RecordId),
        (occurred_at, given_on): (DateTime<Utc>, NaiveDate),
        place: OrganisationId,
        product: impl Into<String>,
    ) -> Self {
        Self {
            id,
            cycle,
            regimen,
            occurred_at,
            given_on,
            place,
            product: product.into(),
            lot: String::new(),
            expiry_on: given_on,
            site: String::new(),
            volume_ml: String::new(),
            identified_by: Vec::new(),
            checks: Vec::new(),
            present: None,
            present_as: None,
            late_cause: None,
            late_words: None,
            pack: None,
            pack_words: None,
            mixed_at: None,
            observed: None,
        }
    }

    /// What was given.
    #[must_use]
    pub fn drug(&self) -> Drug {
        Drug {
            product: self.product.clone(),
            lot: self.lot.clone(),
            pack: self.pack,
        }
    }
}
