//! What is watched while treatment lasts: the catalogue of items, and which of them a protocol asks for, when.

use super::{Confirm, Owner};
use crate::domain::localised::Localised;
use serde::Deserialize;

/// Something that can be measured or asked: testosterone, blood pressure, thoughts of suicide.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Identity, such as `testosterone`.
    pub id: String,
    /// Name on screens.
    pub name: Localised,
    /// Name in a list, where the name is a whole question.
    pub short: Option<Localised>,
    /// Does a laboratory measure it?
    #[serde(default)]
    pub laboratory: bool,
    /// The item whose value on the same slip it always exceeds: the upper pressure the lower one.
    pub above: Option<String>,
    /// What kind of result it has.
    pub result: ResultKind,
    /// Where the range and the bounds come from.
    pub source: String,
    /// Who must still confirm them.
    pub confirm: Option<Confirm>,
}

/// The kind of result an item has.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum ResultKind {
    /// Yes or no.
    YesNo {
        /// The answer that needs no physician.
        normal: bool,
        /// A physician decides on the same day about the other answer.
        #[serde(default)]
        same_day: bool,
    },
    /// A measured number.
    Number {
        /// The units in use; results are compared in the first one.
        units: Vec<Unit>,
        /// Places after the point that a screen shows.
        #[serde(default)]
        decimals: u8,
        /// What is usual, in the first unit; none for what has no usual, such as weight.
        range: Option<Range>,
        /// What can be at all, in the first unit: anything beyond is a slip of the pen or the wrong unit.
        possible: Range,
    },
}

/// A unit of measurement.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Identity, such as `nmol/L`.
    pub id: String,
    /// As printed on a laboratory's slip.
    pub name: Localised,
    /// One of this unit is so many of the first one.
    pub factor: f64,
    /// Where the factor comes from; the first unit needs none.
    pub source: Option<String>,
}

/// From, to; at least one bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// Least value inside.
    pub low: Option<f64>,
    /// Greatest value inside.
    pub high: Option<f64>,
}

impl Range {
    /// Does a value lie inside?
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        self.low.is_none_or(|low| value >= low) && self.high.is_none_or(|high| value <= high)
    }

    /// Has it a bound, and a place between its bounds?
    #[must_use]
    pub fn sound(&self) -> bool {
        let bounded = self.low.is_some() || self.high.is_some();
        let finite = [self.low, self.high]
            .iter()
            .flatten()
            .all(|bound| bound.is_finite());
        bounded && finite && self.low.zip(self.high).is_none_or(|(low, high)| low < high)
    }
}

/// Who sees to it that items are measured in time.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonitoringRule {
    /// Who.
    pub owner: Owner,
    /// So many days before it is due a result counts for the turn, at the most half the way from the turn before.
    pub opens_before_days: u16,
    /// So many days after it the laboratory's answer is still in time.
    pub late_days: u16,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// A substance whose doses are summed over a lifetime.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Load {
    /// Identity, such as `cyproterone`.
    pub id: String,
    /// Name on screens.
    pub name: Localised,
    /// From so many grams on a physician looks at the sum. Nothing happens by itself.
    pub caution_grams: f64,
    /// Must whoever chooses a product say why, where its next dose lies beyond the caution?
    #[serde(default)]
    pub reason_beyond: bool,
    /// What is asked at the clearance about all of it before this case; its identity is that of the substance, its first
    /// unit the gram. None where it is not asked.
    pub before: Option<Item>,
    /// What is asked about all of it in the cover against flare that a physician orders; as `before`. None where it is not
    /// asked.
    pub in_cover: Option<Item>,
    /// Where the number comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// How much of a summed substance a product brings.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brings {
    /// The substance, by its identity in the course.
    pub load: String,
    /// Milligrams in one millilitre given.
    pub mg_per_ml: f64,
    /// Where the number comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// One item that a protocol asks for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Monitor {
    /// The item, by its identity in the course.
    pub item: String,
    /// Is it measured before the first dose?
    #[serde(default)]
    pub baseline: bool,
    /// First turns, in months from the first dose, ascending.
    #[serde(default)]
    pub first_months: Vec<u16>,
    /// After the last of them, or from the first dose on, every so many months.
    pub every_months: u16,
    /// For so many days a result counts: as a baseline, and on screens.
    pub valid_days: u16,
    /// What is aimed at under this treatment, in the item's first unit, where that differs from what is usual.
    pub target: Option<Target>,
    /// Where this comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// What is aimed at under treatment.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Least value aimed at.
    pub low: Option<f64>,
    /// Greatest value aimed at.
    pub high: Option<f64>,
    /// From so many days after the first dose.
    pub from_day: u16,
}

impl Target {
    /// The range aimed at.
    #[must_use]
    pub fn range(&self) -> Range {
        Range {
            low: self.low,
            high: self.high,
        }
    }
}

impl Item {
    /// Name in a list.
    #[must_use]
    pub fn in_lists(&self) -> &Localised {
        self.short.as_ref().unwrap_or(&self.name)
    }

    /// The unit with this identity; the first one where none is named.
    #[must_use]
    pub fn unit(&self, id: Option<&str>) -> Option<&Unit> {
        let ResultKind::Number { units, .. } = &self.result else {
            return None;
        };
        match id {
            Some(id) => units.iter().find(|unit| unit.id == id),
            None => units.first(),
        }
    }

    /// A number in the item's first unit.
    #[must_use]
    pub fn in_first_unit(&self, value: f64, unit: Option<&str>) -> Option<f64> {
        Some(value * self.unit(unit)?.factor)
    }

    /// Must a physician decide on the same day about an answer that is not normal?
    #[must_use]
    pub fn same_day(&self) -> bool {
        matches!(self.result, ResultKind::YesNo { same_day: true, .. })
    }

    /// What is usual; none for an answer.
    #[must_use]
    pub fn range(&self) -> Option<Range> {
        match self.result {
            ResultKind::Number { range, .. } => range,
            ResultKind::YesNo { .. } => None,
        }
    }
}

impl Monitor {
    /// Months from the first dose to a turn, from 0: the first turns, then one every so many months.
    #[must_use]
    pub fn month(&self, turn: usize) -> u32 {
        let last = self.first_months.last().copied().unwrap_or(0);
        self.first_months.get(turn).map_or_else(
            || {
                let more = turn.saturating_sub(self.first_months.len()).saturating_add(1);
                let more = u32::try_from(more).unwrap_or(u32::MAX);
                u32::from(last).saturating_add(more.saturating_mul(self.every_months.into()))
            },
            |month| u32::from(*month),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules::tests::RULES;
    use proptest::prelude::*;

    fn item(id: &str) -> &'static Item {
        let law = RULES.law_for("2026-11-01".parse().unwrap()).unwrap();
        law.course.item(id).unwrap()
    }

    #[test]
    fn units_are_those_of_the_textbooks() {
        let near = |id: &str, value, unit, wanted: f64| {
            let found = item(id).in_first_unit(value, Some(unit)).unwrap();
            assert!(
                (found - wanted).abs() < wanted * 0.01,
                "{id}: {found}, not {wanted}"
            );
        };
        near("testosterone", 50.0, "ng/dL", 1.73);
        near("testosterone", 5.0, "ng/mL", 17.35);
        near("glucose", 100.0, "mg/dL", 5.55);
        near("cholesterol", 200.0, "mg/dL", 5.17);
        near("haemoglobin", 14.0, "g/dL", 140.0);
        near("bilirubin", 1.0, "mg/dL", 17.1);
        assert_eq!(item("alt").in_first_unit(1.0, Some("mmol/L")), None);
    }

    #[test]
    fn turns_come_first_as_named_and_then_evenly() {
        let protocol = RULES.protocol("cyproterone-14d", 1).unwrap();
        let months = |id: &str| -> Vec<u32> {
            (0..5)
                .map(|turn| protocol.monitor(id).unwrap().month(turn))
                .collect()
        };
        assert_eq!(months("alt"), [1, 2, 3, 6, 9]);
        assert_eq!(months("glucose"), [6, 12, 18, 24, 30]);
        assert_eq!(months("testosterone"), [1, 3, 6, 9, 12]);
    }

    proptest! {
        /// A value written in any unit of its item stands to the range as the same value in the first unit does.
        #[test]
        fn no_unit_changes_how_a_value_stands(value in 0.01f64..5000.0) {
            let law = RULES.law_for("2026-11-01".parse().unwrap()).unwrap();
            for item in &law.course.items {
                let ResultKind::Number { units, .. } = &item.result else { continue };
                for unit in units {
                    let back = item.in_first_unit(value / unit.factor, Some(&unit.id)).unwrap();
                    prop_assert!((back - value).abs() < value * 1e-9, "{} in {}", item.id, unit.id);
                }
            }
        }
    }
}
