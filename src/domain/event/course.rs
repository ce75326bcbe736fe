//! What happens around the doses: clearance before the first one, and what the person was told.

use super::Measured;
use crate::domain::ids::{AccountId, RecordId};
use crate::domain::rules::{Excludes, Protocol};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A specialist on a commission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Speciality, by its identity in the course.
    pub speciality: String,
    /// Name, as written on the commission's paper.
    pub name: String,
    /// The account, where this specialist has one.
    pub account: Option<AccountId>,
}

/// Whether a contraindication was found. Those not found are recorded too: it shows that they were looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Its identity in the course.
    pub contraindication: String,
    /// Found?
    pub present: bool,
    /// The products it was found under, where the course names them; none where that is not known, or means nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drugs: Vec<String>,
}

/// What a medical commission found before the first dose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clearance {
    /// Identity.
    pub id: RecordId,
    /// Course whose questions were asked, with its version.
    pub course: String,
    /// Civil date of the examination; the recommendation counts as received on it.
    pub examined_on: NaiveDate,
    /// The members.
    pub members: Vec<Member>,
    /// Every contraindication that was asked about.
    pub findings: Vec<Finding>,
    /// What entered the body before this case of a substance that is summed over a lifetime, as it was written down; the item
    /// is the substance. None where nothing is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Measured>,
    /// May treatment begin, with a drug that nothing found excludes?
    pub cleared: bool,
    /// When the commission looks again; always where treatment may not begin.
    pub again_on: Option<NaiveDate>,
    /// The commission's words.
    pub words: String,
}

impl Clearance {
    /// What was found and excludes a drug.
    #[must_use]
    pub fn excludes<'p>(&self, protocol: &'p Protocol) -> Option<&'p Excludes> {
        protocol
            .contraindications
            .iter()
            .find(|excluded| self.found(excluded))
    }

    /// Was found what an exclusion names?
    #[must_use]
    pub fn found(&self, excluded: &Excludes) -> bool {
        let mut findings = self.findings.iter().filter(|finding| finding.present);
        findings.any(|finding| {
            let drugs = finding.drugs.iter().map(String::as_str);
            excluded.by(&finding.contraindication, drugs)
        })
    }
}

/// Whether the person agreed. Named plainly: the ruling does not depend on it, the record does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Consent {
    /// Agreed.
    Given,
    /// Did not agree.
    Refused,
    /// Said nothing about it.
    NotExpressed,
}

impl Consent {
    /// Every answer, in the order screens offer them.
    pub const ALL: [Self; 3] = [Self::Given, Self::Refused, Self::NotExpressed];

    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Refused => "refused",
            Self::NotExpressed => "not-expressed",
        }
    }

    /// The answer with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|consent| consent.code() == code)
    }
}

/// What the person was told before the first dose of a drug.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Information {
    /// Identity.
    pub id: RecordId,
    /// The regimen it was about.
    pub regimen: RecordId,
    /// Civil date.
    pub told_on: NaiveDate,
    /// Who told it.
    pub told_by: String,
    /// Language, by its identity in the course.
    pub language: String,
    /// Which language it was, where the course names none: what was told through an interpreter.
    #[serde(default)]
    pub other_language: Option<String>,
    /// The interpreter, where the language asks for one.
    pub interpreter: Option<String>,
    /// Topics explained, by their identity in the course.
    pub topics: Vec<String>,
    /// The person's own words.
    pub own_words: String,
    /// Consent or its absence.
    pub consent: Consent,
    /// Did the person sign that this was explained? Refusing to sign is noted, and stops nothing.
    pub signed: bool,
}
