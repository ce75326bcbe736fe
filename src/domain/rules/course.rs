//! The clinical course around the doses: commissions, what they look for, what the person is told.

use super::{ComplaintRule, Confirm, Item, Load, MonitoringRule, Offset, Owner, Post};
use crate::domain::localised::Localised;
use chrono::NaiveDate;
use serde::Deserialize;

/// One version of the course. A changed rule is a new version, never an edit.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Course {
    /// Identity; the file's name up to the first dot.
    pub id: String,
    /// Version; the file's name after the first dot.
    pub version: u32,
    /// First day on which new records use this version.
    pub valid_from: NaiveDate,
    /// Specialities that may sit on a commission.
    #[serde(rename = "speciality")]
    pub specialities: Vec<Speciality>,
    /// Clearance before the first dose.
    pub clearance: ClearanceRule,
    /// What is looked for at the clearance, each asked of everyone.
    #[serde(rename = "contraindication")]
    pub contraindications: Vec<Contraindication>,
    /// What becomes of the person's complaints.
    pub complaint: ComplaintRule,
    /// What the person is told.
    pub information: InformationRule,
    /// The review by a commission of psychiatrists.
    pub review: ReviewRule,
    /// What can be measured or asked while treatment lasts.
    #[serde(rename = "item")]
    pub items: Vec<Item>,
    /// Who sees to it.
    pub monitoring: MonitoringRule,
    /// The specialists' examination.
    pub examination: ExaminationRule,
    /// Substances whose doses are summed over a lifetime.
    #[serde(rename = "load", default)]
    pub loads: Vec<Load>,
}

/// A medical speciality.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speciality {
    /// Identity, such as `urologist`.
    pub id: String,
    /// Name on screens.
    pub name: Localised,
    /// The post whose holders are specialists of this kind and have accounts; others are named in writing.
    pub post: Option<Post>,
}

/// Who must clear a person before the first dose.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClearanceRule {
    /// The specialities, each with one named member.
    pub specialities: Vec<String>,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// Who examines the effect on the body, and what they can conclude.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExaminationRule {
    /// The specialities, each with one named examiner.
    pub specialities: Vec<String>,
    /// Items that are asked at every examination, whatever the protocol.
    pub always: Vec<String>,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// A condition under which a drug must not be given. The protocols say which drug.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contraindication {
    /// Identity, such as `meningioma`.
    pub id: String,
    /// Name on screens.
    pub name: Localised,
    /// Once found it never goes away: the drug is changed or stopped, never taken up again.
    #[serde(default)]
    pub permanent: bool,
    /// It concerns the drug it was found under, which is therefore named with it.
    #[serde(default)]
    pub names_drug: bool,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// What the person is told before the first dose of a drug.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InformationRule {
    /// The topics, all of them required.
    #[serde(rename = "topic")]
    pub topics: Vec<Topic>,
    /// The languages in which it can be told.
    #[serde(rename = "language")]
    pub languages: Vec<ToldIn>,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// One thing to tell.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Identity, such as `side-effects`.
    pub id: String,
    /// Name on screens.
    pub name: Localised,
}

/// A language in which a person can be told.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToldIn {
    /// Identity, such as `kk`.
    pub id: String,
    /// Name on screens.
    pub name: Localised,
    /// Whether an interpreter must be named.
    #[serde(default)]
    pub interpreter: bool,
}

/// The review by a commission of psychiatrists.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewRule {
    /// Fewest members.
    pub members: usize,
    /// The post whose holders may sit on it, in any organisation of the region.
    pub post: Post,
    /// So many days whoever owes a paper has from the day on which what brought the review forward was written down.
    #[serde(default)]
    pub paper_least_days: u16,
    /// What is laid before it.
    #[serde(rename = "paper")]
    pub papers: Vec<PaperRule>,
    /// What it may propose.
    #[serde(rename = "proposal")]
    pub proposals: Vec<Proposal>,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// A paper that is laid before the commission.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperRule {
    /// Identity, such as `statement`.
    pub id: String,
    /// Number within the list, 1 to 99, for ever: an obligation is known by it.
    pub number: u32,
    /// Name on screens.
    pub name: Localised,
    /// The program holds it itself: nobody files it.
    #[serde(default)]
    pub from_record: bool,
    /// Kinds of organisation in which it is asked for; none means wherever the person is treated.
    #[serde(default)]
    pub at: Vec<String>,
    /// Who sees to it. Never a supervising body or custody.
    pub owner: Owner,
    /// How long before the review it is due.
    pub due_before: Offset,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// Something a commission may propose.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// Identity, such as `stop`.
    pub id: String,
    /// Words on screens.
    pub name: Localised,
    /// Does it need the court?
    #[serde(default)]
    pub to_court: bool,
    /// Would it end the measure?
    #[serde(default)]
    pub ends: bool,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

impl ReviewRule {
    /// The paper with this identity.
    #[must_use]
    pub fn paper(&self, id: &str) -> Option<&PaperRule> {
        self.papers.iter().find(|known| known.id == id)
    }

    /// The papers asked for where the person is treated in this kind of organisation.
    pub fn papers_at<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a PaperRule> {
        let asked = move |paper: &&PaperRule| paper.at.is_empty() || paper.at.iter().any(|at| at == kind);
        self.papers.iter().filter(asked)
    }

    /// The proposal with this identity.
    #[must_use]
    pub fn proposal(&self, id: &str) -> Option<&Proposal> {
        self.proposals.iter().find(|known| known.id == id)
    }
}

impl Course {
    /// Identity and version, as records cite it.
    #[must_use]
    pub fn rule(&self) -> String {
        format!("{}.{}", self.id, self.version)
    }

    /// The speciality with this identity.
    #[must_use]
    pub fn speciality(&self, id: &str) -> Option<&Speciality> {
        self.specialities.iter().find(|known| known.id == id)
    }

    /// The specialities that the clearance needs, in the order of the file.
    pub fn clearing(&self) -> impl Iterator<Item = &Speciality> {
        let needed = self.clearance.specialities.iter();
        needed.filter_map(|id| self.speciality(id))
    }

    /// The specialities that examine, in the order of the file.
    pub fn examining(&self) -> impl Iterator<Item = &Speciality> {
        let needed = self.examination.specialities.iter();
        needed.filter_map(|id| self.speciality(id))
    }

    /// The item with this identity.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|known| known.id == id)
    }

    /// The summed substance with this identity.
    #[must_use]
    pub fn load(&self, id: &str) -> Option<&Load> {
        self.loads.iter().find(|known| known.id == id)
    }

    /// The contraindication with this identity.
    #[must_use]
    pub fn contraindication(&self, id: &str) -> Option<&Contraindication> {
        self.contraindications.iter().find(|known| known.id == id)
    }

    /// The language with this identity.
    #[must_use]
    pub fn told_in(&self, id: &str) -> Option<&ToldIn> {
        self.information.languages.iter().find(|known| known.id == id)
    }
}
