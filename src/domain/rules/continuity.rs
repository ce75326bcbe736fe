//! From one organisation to the next: hand-overs, the first visit, absence, and who is told when nobody takes over.

use super::{Confirm, Offset, Track};
use crate::domain::localised::Localised;
use crate::domain::obligation::Kind;
use chrono::{NaiveDate, NaiveTime};
use serde::Deserialize;

/// One version of these rules.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Continuity {
    /// Identity; the file's name up to the first dot.
    pub id: String,
    /// Version; the file's name after the first dot.
    pub version: u32,
    /// First day on which it applies.
    pub valid_from: NaiveDate,
    /// Hand-overs on release.
    pub handover: HandoverRule,
    /// A move to another region.
    pub residence: ResidenceRule,
    /// The first visit after a release.
    pub visit: VisitRule,
    /// Absence asked for in advance.
    pub absence: AbsenceRule,
    /// Good reasons for which the person cannot come.
    pub unavailable: UnavailableRule,
    /// Nobody knows where the person is.
    pub lost: LostRule,
    /// Somebody comes to an organisation that does not treat him.
    pub turned_up: TurnedUpRule,
    /// Hours in which somebody must report.
    pub reporting: ReportingRule,
    /// Persons of other regions of whom a clerk hears who registers somebody.
    pub elsewhere: ElsewhereRule,
    /// Numbers about people.
    pub counting: CountingRule,
    /// Why a release date is what it is.
    #[serde(rename = "release_reason")]
    pub release_reasons: Vec<ListedReason>,
    /// Why somebody cannot come.
    #[serde(rename = "unavailability")]
    pub unavailabilities: Vec<ListedReason>,
    /// Under which restrictions somebody may live with which an appointment can collide.
    #[serde(rename = "restriction")]
    pub restrictions: Vec<RestrictionRule>,
    /// Who is told of an offer that nobody answered.
    pub silent: Track,
    /// Who is told of what only the registry can do.
    pub registry: Track,
}

/// Hand-overs on release.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandoverRule {
    /// So long before the release a receiver is looked for.
    pub opens_before: Offset,
    /// So long before it one must have accepted.
    pub accepted_before: Offset,
    /// An offer is answered within this time; then both sides are told.
    pub answer_within: Offset,
    /// An offer that nobody answered is over after this time.
    pub expires_after: Offset,
    /// So long after the day of the release it is written down that he went; then both sides are told.
    pub release_recorded_within: Offset,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// A move to another region.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResidenceRule {
    /// A clinic of the new region is asked within this time.
    pub offered_within: Offset,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// The first visit.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitRule {
    /// The latest first appointment, counted from the release or the move.
    pub within: Offset,
    /// So long after the appointment the visit still counts as made in time.
    pub closes_after: Offset,
    /// The earliest hour of an appointment.
    pub from: NaiveTime,
    /// The hour before which it must begin.
    pub until: NaiveTime,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// Absence asked for in advance.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AbsenceRule {
    /// It is answered within this time.
    pub answer_within: Offset,
    /// A longer one is a slip of the pen, or a move.
    pub longest: Offset,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// Good reasons for which the person cannot come.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnavailableRule {
    /// So long before its last day somebody looks at it again.
    pub look_before: Offset,
    /// The longest time that is written down at once.
    pub longest: Offset,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// Nobody knows where the person is.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LostRule {
    /// How often somebody looks again.
    pub look_every: Offset,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// Somebody comes to an organisation that does not treat him.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TurnedUpRule {
    /// So often one may ask whose he is.
    pub most_tries: u16,
    /// In so many minutes.
    pub within_minutes: u16,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// Hours in which somebody must report.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportingRule {
    /// More hours than these are asked about once more.
    pub ask_beyond_hours: u8,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// Persons of other regions of whom a clerk hears who registers somebody.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElsewhereRule {
    /// So many of them.
    pub most_persons: u16,
    /// In so many hours.
    pub within_hours: u16,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// Numbers about people.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountingRule {
    /// Smaller numbers about another region's people are not shown.
    pub least_shown: u16,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// One reason of a closed list.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedReason {
    /// Identity, as records keep it.
    pub id: String,
    /// Words on screens.
    pub name: Localised,
}

/// A kind of restriction.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestrictionRule {
    /// Identity, as records keep it.
    pub id: String,
    /// Words on screens.
    pub name: Localised,
    /// What it stands against.
    pub bars: RestrictionShape,
    /// Does a permission lift it for one appointment?
    #[serde(default)]
    pub lifted_by_leave: bool,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// What a kind of restriction stands against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RestrictionShape {
    /// Being anywhere but at home in certain hours.
    Home,
    /// Certain hours, on a day of the week or on every day.
    Hours,
    /// Being outside a region.
    Outside,
    /// Being near places that are named in words.
    Near,
}

impl RestrictionShape {
    /// Does one take the place of another of its shape, for the days it speaks of, and not stand beside it? Which of them
    /// counts the dates on their papers say.
    #[must_use]
    pub fn replaces(self) -> bool {
        matches!(self, Self::Home | Self::Outside)
    }
}

impl Continuity {
    /// Identity and version, as records cite it.
    #[must_use]
    pub fn rule(&self) -> String {
        format!("{}.{}", self.id, self.version)
    }

    /// The track that an obligation of these rules climbs.
    #[must_use]
    pub fn track(&self, kind: Kind) -> &Track {
        match kind {
            Kind::MoveSupervision => &self.registry,
            _ => &self.silent,
        }
    }

    /// A reason for a release date.
    #[must_use]
    pub fn release_reason(&self, id: &str) -> Option<&ListedReason> {
        self.release_reasons.iter().find(|reason| reason.id == id)
    }

    /// A kind of restriction.
    #[must_use]
    pub fn restriction(&self, id: &str) -> Option<&RestrictionRule> {
        self.restrictions.iter().find(|known| known.id == id)
    }

    /// What a restriction is called; its identity where these rules do not know it any more.
    #[must_use]
    pub fn restriction_name(&self, id: &str) -> Localised {
        let same = || Localised {
            kk: id.to_owned(),
            ru: id.to_owned(),
            en: id.to_owned(),
        };
        self.restriction(id).map_or_else(same, |known| known.name.clone())
    }

    /// A reason for which somebody cannot come.
    #[must_use]
    pub fn unavailability(&self, id: &str) -> Option<&ListedReason> {
        self.unavailabilities.iter().find(|reason| reason.id == id)
    }
}
