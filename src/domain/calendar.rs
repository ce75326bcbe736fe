//! Working days: holidays, days moved by law or by the Government, and overrides, all from data.
//!
//! A calendar is *complete* for the years its file lists (movable feasts and decrees known). Outside them only
//! weekends and the fixed holidays are known: counting still works, so that a plan for a distant end of term
//! never fails, and [`Counted::certain`] says that the date must be looked at again.

mod file;
#[cfg(test)]
mod tests;

pub use file::{CalendarFile, FeastDate, Holiday, MovableFeast, MovedDay, Override};

use crate::domain::localised::Localised;
use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Why a weekday is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayOffKind {
    /// A holiday on its own day.
    Holiday,
    /// A day freed by a holiday on a weekend, or moved by the Government.
    Moved,
    /// A single day set by an override.
    Override,
}

impl DayOffKind {
    /// The word used in files: `holiday`, `moved`, `override`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Holiday => "holiday",
            Self::Moved => "moved",
            Self::Override => "override",
        }
    }
}

/// A weekday that is not worked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayOff {
    /// The day.
    pub date: NaiveDate,
    /// What it is called.
    pub name: Localised,
    /// Why it is free.
    pub kind: DayOffKind,
}

/// A day that a count passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// The day.
    pub date: NaiveDate,
    /// Why it does not count.
    pub reason: SkipReason,
}

/// Why a day does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SkipReason {
    /// Saturday or Sunday.
    Weekend,
    /// A weekday off, by this name.
    DayOff(Localised),
}

/// The result of counting working days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Where the count ends.
    pub date: NaiveDate,
    /// The days passed over, in the order of counting.
    pub skipped: Vec<Skipped>,
    /// Whether every day counted lies in the years the calendar knows completely. If not, a decree or a
    /// movable feast may still shift the date.
    pub certain: bool,
}

/// The year is not one for which the calendar is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the calendar is complete for {from} to {until}, not for {year}")]
pub struct OutsideTable {
    /// The year asked for.
    pub year: i32,
    /// First complete year.
    pub from: i32,
    /// Last complete year.
    pub until: i32,
}

/// Working days of one country, ready to be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    /// Identity, such as `kz`.
    pub id: String,
    /// Name of the calendar.
    pub name: Localised,
    complete: (i32, i32),
    days_off: BTreeMap<NaiveDate, DayOff>,
    worked_weekends: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// Works out every day off of a calendar file.
    ///
    /// # Errors
    /// Everything that is wrong with the file, one sentence each.
    pub fn new(file: CalendarFile) -> Result<Self, Vec<String>> {
        let faults = file::faults(&file);
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut calendar = Self {
            id: file.id,
            name: file.name,
            complete: (file.complete_from_year, file.complete_until_year),
            days_off: BTreeMap::new(),
            worked_weekends: BTreeSet::new(),
        };
        calendar.add_holidays(&file.holidays, &file.movable_feasts);
        for moved in &file.moved_days {
            calendar.work_on(moved.from);
            calendar.rest_on(moved.to, &file.moved_day_name, DayOffKind::Moved);
        }
        for single in &file.overrides {
            if single.working {
                calendar.work_on(single.on);
            } else {
                calendar.worked_weekends.remove(&single.on);
                calendar.rest_on(single.on, &single.name, DayOffKind::Override);
            }
        }
        Ok(calendar)
    }

    /// Whether the day is worked in a five-day week.
    #[must_use]
    pub fn is_working(&self, date: NaiveDate) -> bool {
        self.skip_reason(date).is_none()
    }

    /// Counts `n` working days from `date`, starting on the next day (`n < 0`: backwards, on the previous day).
    /// `n = 0` is the day itself, worked or not. Stops at the ends of chrono's range.
    #[must_use]
    pub fn add_working_days(&self, date: NaiveDate, n: i64) -> Counted {
        let mut counted = Counted {
            date,
            skipped: Vec::new(),
            certain: self.knows(date),
        };
        let mut left = n.unsigned_abs();
        while left > 0 {
            let Some(next) = step(counted.date, n > 0) else {
                break;
            };
            counted.date = next;
            counted.certain &= self.knows(next);
            match self.skip_reason(next) {
                None => left -= 1,
                Some(reason) => counted.skipped.push(Skipped { date: next, reason }),
            }
        }
        counted
    }

    /// The day itself when it is worked, else the last working day before it: the safe reading of a
    /// calendar term that ends on a day off, for duties of the state.
    #[must_use]
    pub fn working_day_on_or_before(&self, date: NaiveDate) -> Counted {
        let mut counted = Counted {
            date,
            skipped: Vec::new(),
            certain: self.knows(date),
        };
        while let Some(reason) = self.skip_reason(counted.date) {
            counted.skipped.push(Skipped {
                date: counted.date,
                reason,
            });
            let Some(previous) = step(counted.date, false) else {
                break;
            };
            counted.date = previous;
            counted.certain &= self.knows(previous);
        }
        counted
    }

    /// The weekdays of a year that are not worked, in order.
    ///
    /// # Errors
    /// [`OutsideTable`] for a year whose movable feasts and decrees are not all listed.
    pub fn days_off(&self, year: i32) -> Result<Vec<DayOff>, OutsideTable> {
        let (from, until) = self.complete;
        if !(from..=until).contains(&year) {
            return Err(OutsideTable { year, from, until });
        }
        Ok(self
            .days_off
            .values()
            .filter(|day| day.date.year() == year)
            .cloned()
            .collect())
    }

    /// First and last year for which everything is listed.
    #[must_use]
    pub fn complete_years(&self) -> (i32, i32) {
        self.complete
    }

    fn knows(&self, date: NaiveDate) -> bool {
        (self.complete.0..=self.complete.1).contains(&date.year())
    }

    fn skip_reason(&self, date: NaiveDate) -> Option<SkipReason> {
        if self.worked_weekends.contains(&date) {
            None
        } else if is_weekend(date) {
            Some(SkipReason::Weekend)
        } else {
            self.days_off
                .get(&date)
                .map(|day| SkipReason::DayOff(day.name.clone()))
        }
    }

    /// Marks all holidays first, then finds a free day for each one that fell on a weekend: a transfer may
    /// land neither on a holiday nor on the landing place of an earlier transfer.
    fn add_holidays(&mut self, holidays: &[Holiday], feasts: &[MovableFeast]) {
        let mut to_move = BTreeMap::new();
        let fixed = holidays.iter().flat_map(|holiday| {
            let dates = holiday.dates();
            dates.map(move |date| (date, &holiday.name, holiday.moves_if_weekend))
        });
        let movable = feasts.iter().flat_map(|feast| {
            feast
                .dates
                .iter()
                .map(move |date| (date.on, &feast.name, feast.moves_if_weekend))
        });
        for (date, name, moves) in fixed.chain(movable) {
            if !is_weekend(date) {
                self.rest_on(date, name, DayOffKind::Holiday);
            } else if moves {
                to_move.insert(date, name);
            }
        }
        for (date, name) in to_move {
            let landing = self.add_working_days(date, 1).date;
            self.rest_on(landing, name, DayOffKind::Moved);
        }
    }

    /// Frees a weekday; a day that is already free keeps its first reason.
    fn rest_on(&mut self, date: NaiveDate, name: &Localised, kind: DayOffKind) {
        if !is_weekend(date) {
            self.days_off.entry(date).or_insert_with(|| DayOff {
                date,
                name: name.clone(),
                kind,
            });
        }
    }

    fn work_on(&mut self, date: NaiveDate) {
        self.days_off.remove(&date);
        if is_weekend(date) {
            self.worked_weekends.insert(date);
        }
    }
}

fn step(date: NaiveDate, forward: bool) -> Option<NaiveDate> {
    if forward { date.succ_opt() } else { date.pred_opt() }
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}
