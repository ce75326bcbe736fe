//! `merzim calendar`: the working days of a country, for whoever wants to check ours against theirs.

use crate::domain::{
    calendar::{Calendar, OutsideTable},
    rules::Rules,
};
use chrono::NaiveDate;
use std::io::{self, Write};

/// The calendar that the command line shows.
const CALENDAR: &str = "kz";

/// More working days than this (some forty years) are a slip of the pen.
const MOST_WORKING_DAYS: u64 = 10_000;

/// Why the calendar could not answer.
#[derive(Debug, thiserror::Error)]
pub enum CalendarFault {
    /// The rules hold no such calendar.
    #[error("there is no calendar \"{CALENDAR}\" in the rules")]
    NoCalendar,
    /// The year is not fully known.
    #[error(transparent)]
    Outside(#[from] OutsideTable),
    /// The count leaves the years that are fully known, so its result could still change.
    #[error("the count ends on {date}, outside {from} to {until}, for which the calendar is complete")]
    Uncertain {
        /// Where the count ends.
        date: NaiveDate,
        /// First complete year.
        from: i32,
        /// Last complete year.
        until: i32,
    },
    /// Too far to be meant.
    #[error("count at most {MOST_WORKING_DAYS} working days in either direction")]
    TooFar,
    /// The output could not be written.
    #[error("cannot write the answer: {0}")]
    Output(#[from] io::Error),
    /// The output could not be written.
    #[error("cannot write the answer: {0}")]
    Csv(#[from] csv::Error),
}

/// `calendar days --year Y`: CSV `date,name,kind` of all weekdays of the year that are not worked.
///
/// # Errors
/// [`CalendarFault`]; nothing is written for a year that is not fully known.
pub fn days(rules: &Rules, year: i32, out: impl Write) -> Result<(), CalendarFault> {
    let days = calendar(rules)?.days_off(year)?;
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(["date", "name", "kind"])?;
    for day in days {
        csv.write_record([day.date.to_string().as_str(), &day.name.en, day.kind.as_str()])?;
    }
    csv.flush()?;
    Ok(())
}

/// `calendar add DATE N`: the date `n` working days after `date` (before it, if negative).
///
/// # Errors
/// [`CalendarFault`]; no date is printed that a later decree could change unnoticed.
pub fn add(rules: &Rules, date: NaiveDate, n: i64, mut out: impl Write) -> Result<(), CalendarFault> {
    if n.unsigned_abs() > MOST_WORKING_DAYS {
        return Err(CalendarFault::TooFar);
    }
    let calendar = calendar(rules)?;
    let counted = calendar.add_working_days(date, n);
    if !counted.certain {
        let (from, until) = calendar.complete_years();
        return Err(CalendarFault::Uncertain {
            date: counted.date,
            from,
            until,
        });
    }
    writeln!(out, "{}", counted.date)?;
    Ok(())
}

fn calendar(rules: &Rules) -> Result<&Calendar, CalendarFault> {
    rules.calendar(CALENDAR).ok_or(CalendarFault::NoCalendar)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(run: impl FnOnce(&Rules, &mut Vec<u8>) -> Result<(), CalendarFault>) -> Result<String, String> {
        let rules = crate::policies::load(None).unwrap();
        let mut out = Vec::new();
        run(&rules, &mut out).map_err(|fault| fault.to_string())?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn days_of_a_year() {
        let csv = said(|rules, out| days(rules, 2027, out)).unwrap();
        assert!(csv.starts_with("date,name,kind\n2027-01-01,New Year,holiday\n2027-01-04,New Year,moved\n"));
        assert!(csv.contains("2027-03-15,Constitution Day,holiday\n"));
        assert!(
            said(|rules, out| days(rules, 2031, out))
                .unwrap_err()
                .contains("2018 to 2030")
        );
    }

    #[test]
    fn one_date_and_nothing_doubtful() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(
            said(|rules, out| add(rules, day("2026-05-06"), 3, out)).unwrap(),
            "2026-05-13\n"
        );
        assert_eq!(
            said(|rules, out| add(rules, day("2026-05-12"), -5, out)).unwrap(),
            "2026-04-30\n"
        );
        assert!(said(|rules, out| add(rules, day("2030-12-31"), 1, out)).is_err());
        assert!(said(|rules, out| add(rules, day("2026-01-01"), i64::MAX, out)).is_err());
    }
}
