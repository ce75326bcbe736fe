//! The code on a pack: a GS1 element string as a scanner types it.
//!
//! Kazakhstan marks medicines with a GS1 DataMatrix of four fields: product (01), serial (21, 13 characters), key (91, 4)
//! and code (92, 44). Lot (10) and expiry (17) are read where they stand; on most packs they are printed beside the
//! code only. Fields of variable length end with a separator, and many scanners lose it on the way through a browser.
//! It is put back only where the national lengths leave one reading; everything else is refused by name. How, and how
//! it is tested: `docs/gs1.md`.

mod fields;
mod split;
#[cfg(test)]
mod tests;

pub use fields::Field;

use chrono::{Datelike as _, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;
use thiserror::Error;

/// Longest text that is looked at, in characters. Every field that is read at its greatest length, with separators and
/// the scanner's prefix, is shorter.
pub const LONGEST: usize = 300;
/// The separator (FNC1) as scanners send it.
pub const SEPARATOR: char = '\u{1d}';
/// What stands for the separator: itself, its picture, and a sign that no field may hold, for scanners that are set to
/// send it because browsers swallow the first.
const SEPARATORS: [char; 3] = [SEPARATOR, '\u{241d}', '|'];
/// Prefixes by which a scanner says that it read a GS1 code: DataMatrix, Code 128, DataBar, QR, DotCode.
const GS1_PREFIXES: [&str; 5] = ["]d2", "]C1", "]e0", "]Q3", "]J1"];

/// What stands in the code of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackCode {
    /// The product's number.
    pub gtin: Gtin,
    /// The serial number of this pack.
    pub serial: Option<String>,
    /// The lot, where the code names it.
    pub lot: Option<String>,
    /// Last day of use, where the code names it.
    pub expiry_on: Option<NaiveDate>,
    /// The key of the marking system (91).
    pub key: Option<String>,
    /// The cryptographic code of the marking system (92).
    pub code: Option<String>,
    /// Were separators put back by the national lengths?
    pub restored: bool,
    /// The text as it was scanned. Nobody keeps it: product and serial number name the pack.
    pub raw: String,
}

impl PackCode {
    /// Reads what a scanner typed. `today` settles the century of a two-digit year.
    ///
    /// # Errors
    /// [`Unread`]: what is wrong with the text, or that a separator is missing and more than one reading is possible.
    pub fn read(scanned: &str, today: NaiveDate) -> Result<Self, Unread> {
        let raw = scanned.trim_matches(|c: char| c.is_whitespace() && c != SEPARATOR);
        let text = prepared(raw)?;
        let split::Split { elements, restored } = split::split(&text)?;
        let value = |field: Field| {
            let found = elements.iter().find(|element| element.field == field);
            found.map(|element| element.value)
        };
        let own = |field: Field| value(field).map(str::to_owned);
        Ok(Self {
            gtin: Gtin::parse(value(Field::Gtin).ok_or(Unread::GtinMissing)?)?,
            serial: own(Field::Serial),
            lot: own(Field::Lot),
            expiry_on: value(Field::Expiry).map(|text| expiry(text, today)).transpose()?,
            key: own(Field::Key),
            code: own(Field::Code),
            restored,
            raw: raw.to_owned(),
        })
    }
}

/// The text without the scanner's prefix, every separator written alike.
fn prepared(raw: &str) -> Result<String, Unread> {
    if raw.chars().count() > LONGEST {
        return Err(Unread::TooLong { most: LONGEST });
    }
    let body = match GS1_PREFIXES.iter().find_map(|prefix| raw.strip_prefix(prefix)) {
        Some(body) => body,
        None if raw.starts_with(']') => {
            return Err(Unread::NotGs1 {
                symbology: raw.chars().skip(1).take(2).collect(),
            });
        }
        None => raw,
    };
    let mut text = String::with_capacity(body.len());
    for (number, sign) in body.chars().enumerate() {
        if SEPARATORS.contains(&sign) {
            text.push(SEPARATOR);
        } else if fields::in_character_set(sign) {
            text.push(sign);
        } else if ('\u{400}'..='\u{52f}').contains(&sign) {
            return Err(Unread::Layout);
        } else {
            return Err(Unread::Character {
                found: sign,
                position: number + 1,
            });
        }
    }
    // The sign that opens every GS1 code is sent by some scanners as a separator.
    let text = text.trim_start_matches(SEPARATOR);
    if text.is_empty() {
        return Err(Unread::Empty);
    }
    Ok(text.to_owned())
}

/// The day of a field `YYMMDD`; day 00 is the last of the month.
fn expiry(text: &str, today: NaiveDate) -> Result<NaiveDate, Unread> {
    let number = |from: usize| text.get(from..from + 2).and_then(|two| two.parse::<u32>().ok());
    let read = || {
        let (year, month, day) = (number(0)?, number(2)?, number(4)?);
        let year = full_year(i32::try_from(year).ok()?, today.year());
        if day == 0 {
            let first = NaiveDate::from_ymd_opt(year, month, 1)?;
            return first.checked_add_months(Months::new(1))?.pred_opt();
        }
        NaiveDate::from_ymd_opt(year, month, day)
    };
    read().ok_or(Unread::DateImpossible {
        written: text.to_owned(),
    })
}

/// The year that two digits mean: from 49 years before this one to 50 after it (GS1 General Specifications, 7.12).
fn full_year(two_digits: i32, this_year: i32) -> i32 {
    let year = this_year - this_year.rem_euclid(100) + two_digits;
    match two_digits - this_year.rem_euclid(100) {
        51..=99 => year - 100,
        -99..=-50 => year + 100,
        _ => year,
    }
}

/// A product's number in trade, 14 digits with a right check digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Gtin(String);

impl Gtin {
    /// Reads fourteen digits.
    ///
    /// # Errors
    /// [`Unread`]: not fourteen digits, or a wrong check digit.
    pub fn parse(text: &str) -> Result<Self, Unread> {
        if text.len() != 14 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Unread::NotDigits { field: Field::Gtin });
        }
        if text.as_bytes()[13] != check_digit(&text.as_bytes()[..13]) {
            return Err(Unread::CheckDigit);
        }
        Ok(Self(text.to_owned()))
    }

    /// The number of which these are the first thirteen digits.
    ///
    /// # Errors
    /// [`Unread::NotDigits`].
    pub fn completed(thirteen: &str) -> Result<Self, Unread> {
        if thirteen.len() != 13 || !thirteen.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Unread::NotDigits { field: Field::Gtin });
        }
        Ok(Self(format!(
            "{thirteen}{}",
            char::from(check_digit(thirteen.as_bytes()))
        )))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Gtin {
    type Error = Unread;
    fn try_from(text: String) -> Result<Self, Unread> {
        Self::parse(&text)
    }
}

impl From<Gtin> for String {
    fn from(gtin: Gtin) -> Self {
        gtin.0
    }
}

/// The last digit of a number in trade: weights 3 and 1 from the right.
fn check_digit(digits: &[u8]) -> u8 {
    let weighted = |(place, digit): (usize, &u8)| {
        let value = u32::from(digit - b'0');
        if place % 2 == 0 { value * 3 } else { value }
    };
    let sum: u32 = digits.iter().rev().enumerate().map(weighted).sum();
    b'0' + u8::try_from((10 - sum % 10) % 10).unwrap_or_default()
}

/// Why the code of a pack was not read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unread {
    /// Nothing was scanned.
    #[error("nothing was scanned")]
    Empty,
    /// Longer than any code of a pack.
    #[error("longer than {most} characters")]
    TooLong {
        /// Most characters.
        most: usize,
    },
    /// The scanner says that this is a code of another kind.
    #[error("not a GS1 code: {symbology}")]
    NotGs1 {
        /// What the scanner calls it.
        symbology: String,
    },
    /// Kazakh or Russian letters: the keyboard is switched to another language.
    #[error("typed with another keyboard layout")]
    Layout,
    /// A sign that no field may hold.
    #[error("sign {position} may not stand in a code")]
    Character {
        /// The sign.
        found: char,
        /// Its number, from 1.
        position: usize,
    },
    /// Where a field must begin stands no number of a field.
    #[error("no field begins at sign {position}")]
    NotAField {
        /// The number of the sign, from 1, without the scanner's prefix.
        position: usize,
    },
    /// A field that is not read here.
    #[error("field {id} is not read")]
    UnknownField {
        /// Its number.
        id: String,
    },
    /// A field stands there twice.
    #[error("field {field} stands there twice")]
    Repeated {
        /// Which.
        field: Field,
    },
    /// A field ends before it is complete.
    #[error("field {field} is cut short")]
    Cut {
        /// Which.
        field: Field,
    },
    /// A field is longer than it may be.
    #[error("field {field} is too long")]
    FieldTooLong {
        /// Which.
        field: Field,
    },
    /// A field of digits holds something else.
    #[error("field {field} must be digits")]
    NotDigits {
        /// Which.
        field: Field,
    },
    /// The number of the product contradicts its check digit.
    #[error("the product's number has a wrong check digit")]
    CheckDigit,
    /// No day.
    #[error("no such day")]
    DateImpossible {
        /// What is written.
        written: String,
    },
    /// The code names no product.
    #[error("the code names no product")]
    GtinMissing,
    /// A separator is missing, and more than one reading is possible.
    #[error("a separator is missing")]
    SeparatorMissing,
}

impl Unread {
    /// The name by which texts know it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong { .. } => "too-long",
            Self::NotGs1 { .. } => "not-gs1",
            Self::Layout => "layout",
            Self::Character { .. } => "character",
            Self::NotAField { .. } => "not-a-field",
            Self::UnknownField { .. } => "unknown-field",
            Self::Repeated { .. } => "repeated",
            Self::Cut { .. } => "cut",
            Self::FieldTooLong { .. } => "field-too-long",
            Self::NotDigits { .. } => "not-digits",
            Self::CheckDigit => "check-digit",
            Self::DateImpossible { .. } => "date-impossible",
            Self::GtinMissing => "gtin-missing",
            Self::SeparatorMissing => "separator-missing",
        }
    }
}
