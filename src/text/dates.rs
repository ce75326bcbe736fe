//! Dates and times as they are said in each language. The weekday is said back wherever a date decides something:
//! it is the part of a date in which people notice a slip.

use super::Language;
use chrono::{Datelike, NaiveDate, NaiveDateTime};

const MONTHS_KK: [&str; 12] = [
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
];
/// In the genitive, as after a day's number.
const MONTHS_RU: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS_KK: [&str; 7] = [
    "дүйсенбі",
    "сейсенбі",
    "сәрсенбі",
    "бейсенбі",
    "жұма",
    "сенбі",
    "жексенбі",
];
const WEEKDAYS_RU: [&str; 7] = [
    "понедельник",
    "вторник",
    "среда",
    "четверг",
    "пятница",
    "суббота",
    "воскресенье",
];
const WEEKDAYS_EN: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// A civil date in words: `2026 жылғы 3 шілде`, `3 июля 2026 г.`, `3 July 2026`. A day stays with its month and a year with
/// the word for it, wherever a line breaks.
#[must_use]
pub fn date(on: NaiveDate, language: Language) -> String {
    let (day, month, year) = (on.day(), on.month0() as usize, on.year());
    match language {
        Language::Kk => format!("{year}\u{a0}жылғы {day}\u{a0}{}", MONTHS_KK[month]),
        Language::Ru => format!("{day}\u{a0}{} {year}\u{a0}г.", MONTHS_RU[month]),
        Language::En => format!("{day}\u{a0}{} {year}", MONTHS_EN[month]),
    }
}

/// A civil date with its weekday: `2026 жылғы 3 шілде, жұма`, `пятница, 3 июля 2026 г.`, `Friday 3 July 2026`.
#[must_use]
pub fn date_with_weekday(on: NaiveDate, language: Language) -> String {
    let weekday = on.weekday().num_days_from_monday() as usize;
    match language {
        Language::Kk => format!("{}, {}", date(on, language), WEEKDAYS_KK[weekday]),
        Language::Ru => format!("{}, {}", WEEKDAYS_RU[weekday], date(on, language)),
        Language::En => format!("{} {}", WEEKDAYS_EN[weekday], date(on, language)),
    }
}

/// A civil date for narrow columns: `03.07.2026`, in English `3 Jul 2026` (no day-month confusion).
#[must_use]
pub fn date_compact(on: NaiveDate, language: Language) -> String {
    match language {
        Language::Kk | Language::Ru => on.format("%d.%m.%Y").to_string(),
        Language::En => on.format("%-d %b %Y").to_string(),
    }
}

/// A local date and time with the weekday, 24-hour clock: `Friday 3 July 2026, 14:05`.
#[must_use]
pub fn moment(at: NaiveDateTime, language: Language) -> String {
    format!(
        "{}, {}",
        date_with_weekday(at.date(), language),
        at.format("%H:%M")
    )
}

/// A local date and time for narrow columns: `03.07.2026, 14:05`.
#[must_use]
pub fn moment_compact(at: NaiveDateTime, language: Language) -> String {
    format!("{}, {}", date_compact(at.date(), language), at.format("%H:%M"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_said_with_its_weekday() {
        let on = NaiveDate::from_ymd_opt(2026, 7, 3).unwrap();
        assert_eq!(
            date_with_weekday(on, Language::Kk),
            "2026\u{a0}жылғы 3\u{a0}шілде, жұма"
        );
        assert_eq!(
            date_with_weekday(on, Language::Ru),
            "пятница, 3\u{a0}июля 2026\u{a0}г."
        );
        assert_eq!(date_with_weekday(on, Language::En), "Friday 3\u{a0}July 2026");
        assert_eq!(date_compact(on, Language::Ru), "03.07.2026");
        let at = on.and_hms_opt(14, 5, 59).unwrap();
        assert_eq!(moment(at, Language::En), "Friday 3\u{a0}July 2026, 14:05");
        assert_eq!(moment_compact(at, Language::En), "3 Jul 2026, 14:05");
    }
}
