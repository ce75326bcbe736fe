//! How a case ends without a court, what is planned for afterwards, warnings before a term ends, and how a mistake about
//! what a court did is put right.

use crate::domain::ids::{LetterId, RecordId, RulingId};
use crate::domain::letter::EndedTo;
use crate::domain::obligation::{Kind, Owner};
use crate::domain::ruling::Ruling;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What ends a case, whatever its rulings say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Departure {
    /// The person died.
    Death,
    /// The person was handed over to another state.
    TransferAbroad,
}

impl Departure {
    /// Every kind, in the order screens offer them.
    pub const ALL: [Self; 2] = [Self::Death, Self::TransferAbroad];

    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Death => "death",
            Self::TransferAbroad => "transfer-abroad",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The person died or left for another state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseEnded {
    /// Identity.
    pub id: RecordId,
    /// What ended it.
    pub departure: Departure,
    /// The moment.
    pub ended_at: DateTime<Utc>,
    /// Its civil date at the place.
    pub ended_on: NaiveDate,
    /// The paper that proves it: kind, number, date.
    pub document: String,
}

/// What a physician plans for the time after the measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aftercare {
    /// Identity.
    pub id: RecordId,
    /// Civil date of the plan.
    pub planned_on: NaiveDate,
    /// Who goes on looking after the person, and where.
    pub carer: String,
    /// Next look at the person, where one is agreed.
    pub next_look_on: Option<NaiveDate>,
    /// How the drug is tapered or stopped, what is watched for, what the person was told.
    pub words: String,
}

/// Somebody was told on paper that the measure is over: the letter was signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndTold {
    /// The letter.
    pub letter: LetterId,
    /// To whom it goes.
    pub to: EndedTo,
    /// Since when the measure is over, as the letter says.
    pub since_on: NaiveDate,
    /// Civil date of the signature.
    pub told_on: NaiveDate,
}

/// A warning before an obligation is due, as its clock asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warned {
    /// The obligation.
    pub kind: Kind,
    /// Which one of its kind.
    pub cycle: u32,
    /// The day it is due.
    pub for_on: NaiveDate,
    /// So many days before.
    pub days_before: u16,
    /// When the warning should have been given.
    pub due_at: DateTime<Utc>,
    /// The posts in which it reached nobody, nor anybody in their place.
    #[serde(default)]
    pub unheard: Vec<Owner>,
}

/// A step in the life of a ruling was recorded wrongly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulingStepVoided {
    /// The ruling.
    pub ruling: RulingId,
    /// Position of the event that recorded the step.
    pub step: u32,
    /// Civil date on which the step was written down: from then on everybody went by it.
    pub since_on: NaiveDate,
    /// Civil date of the correction.
    pub voided_on: NaiveDate,
    /// Why.
    pub reason: String,
}

/// What was written down of a ruling's paper was wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulingAmended {
    /// What the paper says.
    pub ruling: Ruling,
    /// Civil date on which the mistake was written down: from then on everybody went by it.
    pub since_on: NaiveDate,
    /// Civil date of the correction.
    pub amended_on: NaiveDate,
    /// Why.
    pub reason: String,
}
