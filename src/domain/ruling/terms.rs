//! Versions of a ruling: what a court changed in it later. The old version stays readable.

use super::{RulingChange, RulingFile, RulingStep};
use crate::domain::ids::OrganisationId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a ruling says from a variation or an extension on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Last day of the term, as it now stands; `None` where the court set none.
    pub until_on: Option<NaiveDate>,
    /// The supervising body, where the court changed it.
    pub supervising: Option<OrganisationId>,
    /// What was changed, in words.
    pub words: String,
}

/// One version of a ruling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version<'a> {
    /// 1 is the paper itself.
    pub number: usize,
    /// First day on which it speaks; `None` for the paper itself while it is not in force.
    pub from_on: Option<NaiveDate>,
    /// Last day of the term it sets.
    pub until_on: Option<NaiveDate>,
    /// The step that made it; `None` for the paper itself.
    pub change: Option<&'a RulingChange>,
}

impl RulingFile {
    /// The paper and every variation and extension of it, by the day on which they take effect; on one day in the
    /// order they were recorded, so that the last paper speaks.
    #[must_use]
    pub fn versions(&self) -> Vec<Version<'_>> {
        let mut changes: Vec<_> = self.steps().filter(|change| change.terms.is_some()).collect();
        changes.sort_by_key(|change| change.effective_on);
        let first = Version {
            number: 1,
            from_on: self.in_force_on(),
            until_on: self.ruling.until_on,
            change: None,
        };
        let later = changes.into_iter().zip(2..).map(|(change, number)| Version {
            number,
            from_on: Some(change.effective_on),
            until_on: change.terms.as_ref().and_then(|terms| terms.until_on),
            change: Some(change),
        });
        std::iter::once(first).chain(later).collect()
    }

    /// The number of the version that speaks on a day; the paper itself while no other does.
    #[must_use]
    pub fn version_on(&self, day: NaiveDate) -> usize {
        let versions = self.versions();
        let mut later = versions.iter().skip(1);
        let speaking = later.rfind(|version| version.from_on.is_some_and(|from_on| from_on <= day));
        speaking.map_or(1, |version| version.number)
    }

    /// Last day of the term, seen from a day. A version that follows without a gap counts as soon as it is known: an
    /// extension recorded in time leaves no day on which the term seems to end.
    #[must_use]
    pub fn until_on(&self, day: NaiveDate) -> Option<NaiveDate> {
        let mut until_on = self.ruling.until_on;
        for version in self.versions().iter().skip(1) {
            let follows = until_on.is_none_or(|last| last.succ_opt() >= version.from_on);
            if !follows && version.from_on.is_some_and(|from_on| from_on > day) {
                break;
            }
            until_on = version.until_on;
        }
        until_on
    }

    /// How often a court extended it.
    #[must_use]
    pub fn extensions(&self) -> usize {
        let extended = |change: &&RulingChange| change.step == RulingStep::Extended;
        self.steps().filter(extended).count()
    }

    /// Was it announced, or is it a draft still?
    #[must_use]
    pub fn announced(&self) -> bool {
        self.announced_by(NaiveDate::MAX)
    }

    /// Was it announced by a day?
    #[must_use]
    pub fn announced_by(&self, day: NaiveDate) -> bool {
        !self.ruling.draft || self.latest(day, |step| step == RulingStep::Announced).is_some()
    }
}
