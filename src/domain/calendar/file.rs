//! A calendar as it is written down by hand.

use super::is_weekend;
use crate::domain::{localised::Localised, rules::Confirm};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

/// Years for which holidays are worked out in advance; far beyond any sentence.
const COMPUTED_YEARS: std::ops::RangeInclusive<i32> = 1990..=2150;

/// The file of one calendar, as written.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarFile {
    /// Identity; equals the file's name.
    pub id: String,
    /// Name of the calendar.
    pub name: Localised,
    /// First year for which everything is listed.
    pub complete_from_year: i32,
    /// Last year for which everything is listed.
    pub complete_until_year: i32,
    /// What to call a day off that the Government moved.
    pub moved_day_name: Localised,
    /// Holidays on a fixed day of the year.
    #[serde(rename = "holiday")]
    pub holidays: Vec<Holiday>,
    /// Holidays whose day differs each year.
    #[serde(rename = "movable_feast", default)]
    pub movable_feasts: Vec<MovableFeast>,
    /// Days off exchanged with working days by the Government.
    #[serde(rename = "moved_day", default)]
    pub moved_days: Vec<MovedDay>,
    /// Single days that differ from all rules, in either direction.
    #[serde(rename = "override", default)]
    pub overrides: Vec<Override>,
}

/// A holiday on a fixed day of the year, in force for some years.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// Its name.
    pub name: Localised,
    /// Month, 1 to 12.
    pub month: u32,
    /// Days of that month; each is a holiday of its own.
    pub days: Vec<u32>,
    /// First year in force; none means always.
    pub from_year: Option<i32>,
    /// Last year in force; none means still.
    pub until_year: Option<i32>,
    /// Whether a Saturday or Sunday makes the next working day free.
    pub moves_if_weekend: bool,
    /// Where the rule comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// A feast whose civil date is announced or computed year by year.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MovableFeast {
    /// Its name.
    pub name: Localised,
    /// Whether a Saturday or Sunday makes the next working day free.
    pub moves_if_weekend: bool,
    /// Its dates.
    pub dates: Vec<FeastDate>,
}

/// One date of a movable feast.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeastDate {
    /// The date.
    pub on: NaiveDate,
    /// Where it comes from.
    pub source: String,
    /// Who must still confirm it; forecasts always carry one.
    pub confirm: Option<Confirm>,
}

/// The Government exchanged a day off: `from` is worked, `to` is free.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MovedDay {
    /// The day off that becomes a working day.
    pub from: NaiveDate,
    /// The working day that becomes free.
    pub to: NaiveDate,
    /// The decree.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// A single day that differs from all rules.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// The day.
    pub on: NaiveDate,
    /// Whether it is worked.
    pub working: bool,
    /// Its name.
    pub name: Localised,
    /// Where it comes from, and who entered it.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

impl Holiday {
    /// Every date of the holiday in the computed years.
    pub(super) fn dates(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        COMPUTED_YEARS
            .filter(move |year| self.from_year.is_none_or(|from| *year >= from))
            .filter(move |year| self.until_year.is_none_or(|until| *year <= until))
            .flat_map(move |year| {
                self.days
                    .iter()
                    .filter_map(move |day| NaiveDate::from_ymd_opt(year, self.month, *day))
            })
    }
}

/// What is wrong with a file, one sentence each.
pub(super) fn faults(file: &CalendarFile) -> Vec<String> {
    let mut faults = Vec::new();
    let complete = file.complete_from_year..=file.complete_until_year;
    if complete.is_empty()
        || !COMPUTED_YEARS.contains(complete.start())
        || !COMPUTED_YEARS.contains(complete.end())
    {
        faults.push(format!(
            "complete years must run forward within {COMPUTED_YEARS:?}"
        ));
        return faults;
    }
    for holiday in &file.holidays {
        for day in &holiday.days {
            // 2024 is a leap year: a holiday on 29 February would be a real one.
            if NaiveDate::from_ymd_opt(2024, holiday.month, *day).is_none() {
                faults.push(format!(
                    "{}: there is no day {day} in month {}",
                    holiday.name.en, holiday.month
                ));
            }
        }
        if holiday
            .from_year
            .zip(holiday.until_year)
            .is_some_and(|(from, until)| from > until)
        {
            faults.push(format!("{}: ends before it begins", holiday.name.en));
        }
    }
    for feast in &file.movable_feasts {
        for year in complete.clone() {
            if !feast.dates.iter().any(|date| date.on.year() == year) {
                faults.push(format!("{}: no date for {year}", feast.name.en));
            }
        }
    }
    for moved in &file.moved_days {
        if is_weekend(moved.to) {
            faults.push(format!(
                "the day off moved from {} lands on a weekend, {}",
                moved.from, moved.to
            ));
        }
    }
    faults
}
