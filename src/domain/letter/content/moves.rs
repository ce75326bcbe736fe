//! A person who moves on, and a lot that was recalled.

use super::{NextVisit, Office, RulingOnPaper};
use crate::domain::event::HandoverReason;
use crate::domain::localised::Localised;
use crate::domain::obligation::Kind;
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// A release ahead, as a supervising body may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseNotice {
    /// The day.
    pub release_on: NaiveDate,
    /// From where.
    pub place: Office,
    /// The chosen place of residence, where one is known.
    pub residence: Option<String>,
    /// The region of that place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residence_region: Option<Localised>,
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
    /// The day of release; not said of somebody who is free, nor in acts drawn up before it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseDay>,
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

/// The day of release, as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReleaseDay {
    /// This day: the one that is planned or, once he went, on which he did.
    On(NaiveDate),
    /// Nobody knows it yet.
    Unknown,
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
