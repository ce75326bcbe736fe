//! A protocol: how one product is given. Written by a pharmacist, read by a nurse, versioned for a judge.
//!
//! Days are counted from the *target*, the day the next dose is due. The window is
//! `target - early_days ..= target + late_days`; lateness bands begin the day after it closes.

use super::{Brings, Confirm, Monitor, PreDoseCheck};
use crate::domain::{localised::Localised, schedule::Interval};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// One version of one product's protocol. A changed number is a new version, never an edit.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protocol {
    /// Identity; the file's name up to the first dot.
    pub id: String,
    /// Version; the file's name after the first dot.
    pub version: u32,
    /// First day on which new cycles use this version.
    pub valid_from: NaiveDate,
    /// The protocol whose packs it is given from, where that is another one: two ways of giving one medicine. A pack, a lot and
    /// a trade item number of one are those of both.
    pub medicine: Option<String>,
    /// Every product of this medicine, its own first; known once all files are read.
    #[serde(skip)]
    pub products: Vec<String>,
    /// Name on screens.
    pub name: Localised,
    /// Active substance.
    pub substance: Localised,
    /// Strength as printed on the pack, such as `11.25 mg`.
    pub strength: Localised,
    /// Pharmaceutical form.
    pub form: Localised,
    /// Route of administration.
    pub route: Localised,
    /// What differs at the very first dose, if anything.
    pub first_dose: Option<FirstDose>,
    /// Before which age it is not given; none where the label sets no age.
    pub minimum_age: Option<MinimumAge>,
    /// Time from one target to the next.
    pub interval: DoseInterval,
    /// Days around the target that are in time.
    pub window: Window,
    /// Fewest days between two doses without a physician's decision.
    pub minimum: Minimum,
    /// How long one dose works.
    pub cover: Cover,
    /// What becomes of the series when a dose is given off its target.
    pub reanchor: Reanchor,
    /// When the dose is due after a hold or a suspension ends.
    pub restart: Restart,
    /// The rise of testosterone after the first dose, or one after a long gap; only agonists have it.
    pub flare: Option<Flare>,
    /// For how long the person is observed after the injection.
    pub observation: Option<ObservedFor>,
    /// What must have been measured before a physician decides to go on so long after the last dose.
    pub before_decision: Option<BeforeDecision>,
    /// For how long a physician's yes to a very late dose allows it.
    pub late_decision: LateDecision,
    /// Bands of lateness, ascending. The last demands a physician's decision.
    #[serde(rename = "band")]
    pub bands: Vec<Band>,
    /// Questions before every dose.
    #[serde(rename = "check")]
    pub checks: Vec<PreDoseCheck>,
    /// Conditions under which it must not be given, by their identity in the course.
    #[serde(rename = "contraindication")]
    pub contraindications: Vec<Excludes>,
    /// Places on the body where it may be given.
    #[serde(rename = "site")]
    pub sites: Vec<Site>,
    /// Volume injected.
    pub volume: Volume,
    /// How the product is kept.
    pub storage: Storage,
    /// Time limit after mixing; none for a product that is not mixed.
    pub mixing: Option<Mixing>,
    /// What is watched while it is given.
    #[serde(rename = "monitor")]
    pub monitors: Vec<Monitor>,
    /// How much of a substance that is summed over a lifetime it brings.
    pub brings: Option<Brings>,
}

/// The age before which a product is not given.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MinimumAge {
    /// Completed years.
    pub years: u16,
    /// Where the number comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// Time from one target to the next.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoseInterval {
    /// The step.
    pub every: Interval,
    /// Where the number comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// Days around the target that are in time.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// Days before the target on which the window opens.
    pub early_days: u16,
    /// Days after the target on which it closes; 0 means the target is the last day in time.
    pub late_days: u16,
    /// Where the numbers come from.
    pub source: String,
    /// Who must still confirm them.
    pub confirm: Option<Confirm>,
}

/// Fewest days between two completed doses without a physician's decision.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Minimum {
    /// Days from one dose to the next.
    pub days: u16,
    /// Where the number comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// How long one dose works.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cover {
    /// From the day of the dose; the last covered day is `lasts.after(given_on)`.
    pub lasts: Interval,
    /// Where the number comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// What the next target is counted from. A dose given outside the window always becomes the anchor.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reanchor {
    /// For a dose inside the window and before the target.
    pub early: Keep,
    /// For a dose inside the window, on the target or after it.
    pub in_time: Keep,
    /// Where the rule comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// What the next target is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Keep {
    /// The series keeps its anchor.
    Target,
    /// The given date becomes the new anchor.
    Given,
}

/// When the dose is due after a hold or a suspension ends.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restart {
    /// Days from the end of the hold, that day not counted.
    pub within_days: u16,
    /// Where the number comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// When an agonist lets testosterone rise again.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flare {
    /// Days since the last dose of any agonist from which on cover is asked about.
    pub gap_days: u16,
    /// Where the number comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// The time of observation after an injection.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObservedFor {
    /// Minutes from the injection.
    pub minutes: u16,
    /// Days after the day on which they are over by which what was seen stands on the record; 0 is that day.
    #[serde(default)]
    pub within_days: u16,
    /// The first day of doses of which that is owed: before it nobody was asked to write it down later. None: it is owed of no
    /// dose, as in files that were written before this was asked.
    pub owed_from: Option<NaiveDate>,
    /// Where the numbers come from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// A result without which nobody decides about a dose that comes long after the last one.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BeforeDecision {
    /// The item of the course.
    pub item: String,
    /// For so many days a result counts for the decision.
    pub valid_days: u16,
    /// Where the number comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// For how long a physician's yes to a dose that is so late allows it. What he judged changes with every week.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LateDecision {
    /// Days after that of the decision on which the dose may still be given.
    pub valid_days: u16,
    /// Where the number comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

impl LateDecision {
    /// The first day on which a yes allows the dose no more.
    #[must_use]
    pub fn lapses_on(&self, decided_on: NaiveDate) -> NaiveDate {
        Interval::Days(self.valid_days.saturating_add(1)).after(decided_on)
    }
}

/// A degree of lateness.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Identity inside the protocol, such as `late`.
    pub id: String,
    /// Name on screens.
    pub name: Localised,
    /// First day of the band, counted from the target.
    pub from_day: u16,
    /// What must be recorded before the dose is given.
    pub demands: Vec<Demand>,
    /// Where the number comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

impl Band {
    /// Whether a dose in this band needs this.
    #[must_use]
    pub fn demands(&self, demand: Demand) -> bool {
        self.demands.contains(&demand)
    }
}

/// What a band asks for before the dose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Demand {
    /// Why it is late, from the closed list of causes.
    LateReason,
    /// A physician decided that and how treatment goes on.
    PhysicianDecision,
}

/// A condition under which the product must not be given.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Excludes {
    /// Identity in the course.
    pub id: String,
    /// The products under which it must have been found to exclude this one; none: whichever it was found under.
    #[serde(default)]
    pub found_under: Vec<String>,
    /// Where it comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

impl Excludes {
    /// Does a finding exclude the drug? `drugs` are those it was found under; where nobody knows which, it excludes
    /// every drug that could be meant.
    pub fn by<'d>(&self, contraindication: &str, mut drugs: impl Iterator<Item = &'d str>) -> bool {
        if self.id != contraindication {
            return false;
        }
        let Some(first) = drugs.next().filter(|_| !self.found_under.is_empty()) else {
            return true;
        };
        let listed = |drug: &str| self.found_under.iter().any(|known| known == drug);
        listed(first) || drugs.any(listed)
    }
}

/// A place on the body.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Identity, such as `gluteal-left`.
    pub id: String,
    /// Name on screens.
    pub name: Localised,
}

/// Volume injected, in millilitres.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Volume {
    /// What one dose usually is; 0 for an implant.
    pub usual_ml: f64,
    /// More than this is refused as a slip of the pen; 0 for an implant.
    pub max_ml: f64,
    /// What is done where more is drawn up, and whose decision a larger dose is.
    pub beyond: Option<Localised>,
    /// Where the numbers come from.
    pub source: String,
    /// Who must still confirm them.
    pub confirm: Option<Confirm>,
}

/// How the product is kept.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Storage {
    /// Lowest temperature, degrees Celsius.
    pub min_celsius: i16,
    /// Highest temperature, degrees Celsius.
    pub max_celsius: i16,
    /// What was colder than this is never given, whoever says what of it: the label forbids frost. None where it says nothing.
    pub never_below_celsius: Option<i16>,
    /// The longest time between making and last day of use: a pack that claims to be good for longer was misread.
    pub shelf_life_months: u16,
    /// Where the numbers come from.
    pub source: String,
    /// Who must still confirm them.
    pub confirm: Option<Confirm>,
}

impl Storage {
    /// Was it so cold, in tenths of a degree, that it is never given?
    #[must_use]
    pub fn spoiled_by(&self, lowest: i32) -> bool {
        self.never_below_celsius
            .is_some_and(|least| lowest < i32::from(least) * 10)
    }

    /// Do these temperatures, in tenths of a degree, lie inside the limits?
    #[must_use]
    pub fn holds(&self, lowest: i32, highest: i32) -> bool {
        i32::from(self.min_celsius) * 10 <= lowest && highest <= i32::from(self.max_celsius) * 10
    }
}

/// Time limit between mixing and injecting.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mixing {
    /// Minutes.
    pub within_minutes: u16,
    /// What is done where they have passed and nothing was given.
    pub too_long: Option<Localised>,
    /// Where the number comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// What differs at the very first dose.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstDose {
    /// Said to the nurse before the first dose.
    pub instruction: Localised,
    /// Volume of the first dose.
    pub volume: Volume,
}

impl Volume {
    /// An implant has no volume to measure, and none is asked for.
    #[must_use]
    pub fn measured(&self) -> bool {
        self.max_ml > 0.0
    }
}

impl Protocol {
    /// What it gives, as a thing: the identity of the protocol that stands for all that are given from the same packs.
    #[must_use]
    pub fn medicine(&self) -> &str {
        self.medicine.as_deref().unwrap_or(&self.id)
    }

    /// Is a product the same thing as its own?
    #[must_use]
    pub fn gives(&self, product: &str) -> bool {
        self.id == product || self.products.iter().any(|own| own == product)
    }

    /// Identity and version, as records cite it.
    #[must_use]
    pub fn rule(&self) -> String {
        format!("{}.{}", self.id, self.version)
    }

    /// First day on which a dose with this target is in time.
    #[must_use]
    pub fn opens_on(&self, target: NaiveDate) -> NaiveDate {
        target
            .checked_sub_days(Days::new(self.window.early_days.into()))
            .unwrap_or(NaiveDate::MIN)
    }

    /// Last day on which a dose with this target is in time.
    #[must_use]
    pub fn closes_on(&self, target: NaiveDate) -> NaiveDate {
        target
            .checked_add_days(Days::new(self.window.late_days.into()))
            .unwrap_or(NaiveDate::MAX)
    }

    /// The band of lateness a dose falls into, `days_after_target` days after its target (negative: before).
    /// None while it is in time.
    #[must_use]
    pub fn band(&self, days_after_target: i64) -> Option<&Band> {
        self.bands
            .iter()
            .rev()
            .find(|band| i64::from(band.from_day) <= days_after_target)
    }

    /// Last day on which a dose given on this day still works.
    #[must_use]
    pub fn covered_until(&self, given_on: NaiveDate) -> NaiveDate {
        self.cover.lasts.after(given_on)
    }

    /// What the target after a dose is counted from. A dose outside the window, on either side, is the new anchor.
    #[must_use]
    pub fn anchor_after(&self, target: NaiveDate, given_on: NaiveDate) -> Keep {
        if given_on < self.opens_on(target) || given_on > self.closes_on(target) {
            Keep::Given
        } else if given_on < target {
            self.reanchor.early
        } else {
            self.reanchor.in_time
        }
    }

    /// The volume of a dose; the very first one may differ.
    #[must_use]
    pub fn volume_of(&self, first: bool) -> &Volume {
        match &self.first_dose {
            Some(first_dose) if first => &first_dose.volume,
            _ => &self.volume,
        }
    }

    /// The age that somebody born on a day must have reached and has not on another; none where he is old enough.
    #[must_use]
    pub fn too_young(&self, born_on: NaiveDate, day: NaiveDate) -> Option<u16> {
        let years = self.minimum_age.as_ref()?.years;
        let of_age_on = Interval::Months(years.saturating_mul(12)).after(born_on);
        (day < of_age_on).then_some(years)
    }

    /// How an item is watched.
    #[must_use]
    pub fn monitor(&self, item: &str) -> Option<&Monitor> {
        self.monitors.iter().find(|known| known.item == item)
    }

    /// The words of a site.
    #[must_use]
    pub fn site(&self, id: &str) -> Option<&Site> {
        self.sites.iter().find(|site| site.id == id)
    }
}
