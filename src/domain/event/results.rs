//! What was measured and found while treatment lasts, and what a physician decided about it.

use super::Member;
use crate::domain::ids::RecordId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One value, as it was written down: the number with its own unit, so that it can be held against the slip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    /// Item, by its identity in the course.
    pub item: String,
    /// A number with a point, or `yes` or `no`.
    pub value: String,
    /// Unit of a number, by its identity in the item.
    pub unit: Option<String>,
}

impl Measured {
    /// The number, in the unit it was written in.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        self.value.parse().ok().filter(|value: &f64| value.is_finite())
    }

    /// The answer.
    #[must_use]
    pub fn answer(&self) -> Option<bool> {
        match self.value.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }
    }
}

/// A laboratory's slip, or values taken at the chair: what was measured on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// Identity.
    pub id: RecordId,
    /// Course whose items these are, with its version.
    pub course: String,
    /// Civil date on which the sample was taken.
    pub taken_on: NaiveDate,
    /// The laboratory; empty where the value was read at the chair.
    pub laboratory: String,
    /// The values.
    pub values: Vec<Measured>,
    /// Words to them.
    pub words: String,
    /// The question before a dose that was answered so, by its identity in the protocol.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
}

/// The specialists' examination of the effect on the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Examination {
    /// Identity.
    pub id: RecordId,
    /// Course whose questions were asked, with its version.
    pub course: String,
    /// Civil date.
    pub examined_on: NaiveDate,
    /// The examiners.
    pub examiners: Vec<Member>,
    /// What they found.
    pub findings: String,
    /// What was measured and asked.
    pub values: Vec<Measured>,
    /// The laboratory, where values came from one.
    pub laboratory: String,
    /// What they conclude.
    pub conclusion: Conclusion,
    /// Reasons.
    pub words: String,
}

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name {
            $($(#[$each])* $variant),+
        }

        impl $name {
            /// Every one, in the order screens offer them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Stable code, also the end of its text key.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code),+
                }
            }

            /// The one with this code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.code() == code)
            }
        }
    };
}

codes! {
    /// What the specialists conclude about the effect.
    Conclusion {
        /// The effect is as intended, and borne.
        Continue = "continue",
        /// The effect is too weak.
        TooWeak = "too-weak",
        /// Harm speaks against going on as before.
        Reconsider = "reconsider",
    }
}

impl Conclusion {
    /// Does a physician decide what follows from it? Whatever is not "go on" asks for that.
    #[must_use]
    pub fn asks(self) -> bool {
        self != Self::Continue
    }
}

codes! {
    /// What a physician decides about a result.
    Decided {
        /// Treatment goes on.
        Continue = "continue",
        /// The test is repeated by a day.
        Repeat = "repeat",
        /// The doses stop at once.
        Hold = "hold",
        /// Another drug is to be chosen.
        Change = "change",
    }
}

/// What a physician decided about the results of one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// Identity.
    pub id: RecordId,
    /// The slip or the examination.
    pub record: RecordId,
    /// Civil date.
    pub judged_on: NaiveDate,
    /// What.
    pub decided: Decided,
    /// The items it is about, by identity: those that were outside.
    pub items: Vec<String>,
    /// Items of the same record that were outside, too, and are still to be decided about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<String>,
    /// By when they are measured again.
    pub repeat_by: Option<NaiveDate>,
    /// Reasons.
    pub words: String,
}
