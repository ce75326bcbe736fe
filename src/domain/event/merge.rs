//! Two cases that turn out to be about one person, and what it takes to tell them apart again.

use super::Measured;
use crate::domain::ids::{AccountId, CaseId, RecordId, RulingId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Which of the two cases this one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Merged {
    /// It goes on, for both.
    Leads,
    /// It rests: nothing is owed in it, and nothing of the treatment is written into it.
    Rests,
}

/// An injection that stands in the other case, as it stood there when this was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoseElsewhere {
    /// The record there.
    pub record: RecordId,
    /// When.
    pub occurred_at: DateTime<Utc>,
    /// Civil date there.
    pub given_on: NaiveDate,
    /// Product id.
    pub product: String,
}

/// What a commission found under the case that rests: it speaks about the same body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundElsewhere {
    /// The contraindication, by its identity in the course.
    pub contraindication: String,
    /// The products it was found under, where the course names them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drugs: Vec<String>,
    /// It never goes away, as the course said on the day of the merging.
    pub permanent: bool,
}

/// The commission's last look under the case that rests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearanceElsewhere {
    /// The record there.
    pub record: RecordId,
    /// Civil date of the examination.
    pub examined_on: NaiveDate,
    /// May treatment begin?
    pub cleared: bool,
    /// What was found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<FoundElsewhere>,
}

/// A ruling under which the other case stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulingElsewhere {
    /// The ruling there.
    pub ruling: RulingId,
    /// The court.
    pub court: String,
    /// The court's own number.
    pub number: String,
    /// Date of the ruling.
    pub ruled_on: NaiveDate,
    /// First day in legal force, as known then.
    pub in_force_on: Option<NaiveDate>,
    /// Last day of its term, as known then.
    pub until_on: Option<NaiveDate>,
}

/// The latest value of an item under the case that rests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultElsewhere {
    /// The record there.
    pub record: RecordId,
    /// The day it was taken.
    pub taken_on: NaiveDate,
    /// The value.
    pub measured: Measured,
}

/// An adverse reaction that was recorded under the case that rests: the same body had it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReactionElsewhere {
    /// The record there.
    pub record: RecordId,
    /// Civil date there.
    pub occurred_on: NaiveDate,
    /// Severity, by its identity in the reaction rules.
    pub severity: String,
    /// The suspected product, by identity; none where another drug or cause was suspected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspected: Option<String>,
    /// What happened.
    pub words: String,
}

/// A physician decided under the case that rests that another drug is needed, and none has been chosen there since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeElsewhere {
    /// The decision there.
    pub record: RecordId,
    /// Its day.
    pub judged_on: NaiveDate,
    /// The drug that is to be given no more, by product id.
    pub product: String,
    /// Reasons.
    pub words: String,
}

/// What else stands in the case that rests and concerns the person, whichever case is written in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// Its rulings, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rulings: Vec<RulingElsewhere>,
    /// The commission's last look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clearance: Option<ClearanceElsewhere>,
    /// The latest value of each item.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<ResultElsewhere>,
    /// Its adverse reactions, in the order of reporting.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<ReactionElsewhere>,
    /// Accounts that treated the person there: they do not review what they did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub treated_by: Vec<AccountId>,
    /// Names of those who did so without an account being named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub treated_by_name: Vec<String>,
    /// Another drug that is still to be chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<ChangeElsewhere>,
}

impl Beside {
    /// Is there nothing?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rulings.is_empty()
            && self.clearance.is_none()
            && self.results.is_empty()
            && self.reactions.is_empty()
            && self.treated_by.is_empty()
            && self.treated_by_name.is_empty()
            && self.change.is_none()
    }
}

/// Somebody found that two cases are about one person. Both histories stay as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasesMerged {
    /// Identity, the same in both cases.
    pub id: RecordId,
    /// Which case this one is.
    pub here: Merged,
    /// The other case.
    pub other: CaseId,
    /// Its reference.
    pub other_reference: String,
    /// Why they are one.
    pub words: String,
    /// Civil date.
    pub merged_on: NaiveDate,
    /// What the person was given under the case that rests; empty in that case itself.
    pub doses: Vec<DoseElsewhere>,
    /// What else stands there; empty in the case that rests, and in cases merged before this was taken down.
    #[serde(default, skip_serializing_if = "Beside::is_empty")]
    pub beside: Beside,
}

/// They are two persons after all: each case goes on by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasesParted {
    /// Which merging.
    pub merging: RecordId,
    /// Why.
    pub words: String,
    /// Civil date.
    pub parted_on: NaiveDate,
}
