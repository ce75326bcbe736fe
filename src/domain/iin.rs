//! IIN (ЖСН / ИИН): the individual identification number of Kazakhstan, twelve digits.
//!
//! The check digit is a hard rule. Birth date and sex are not: since 2013 the digits are lawfully untied from
//! personal data, so a mismatch is only pointed out, and nothing is ever derived from the number.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

const FIRST_WEIGHTS: [u32; 11] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const SECOND_WEIGHTS: [u32; 11] = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];

/// A number whose check digit is right. `Debug` and `Display` mask it, so that it cannot slip into a log or a list.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Iin(String);

/// Why a text is no IIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IinFault {
    /// Not twelve characters.
    #[error("an IIN has twelve digits")]
    Length,
    /// Something other than a digit.
    #[error("an IIN has only digits")]
    NotDigits,
    /// The last digit does not follow from the others: a slip of the pen.
    #[error("the check digit of the IIN is wrong")]
    CheckDigit,
}

/// A number as somebody typed it, without the spaces and dashes by which it is printed in groups.
#[must_use]
pub fn iin_typed(text: &str) -> String {
    let between = |sign: char| sign.is_whitespace() || matches!(sign, '-' | '\u{2010}'..='\u{2015}');
    text.chars().filter(|sign| !between(*sign)).collect()
}

impl Iin {
    /// Reads a number; spaces and dashes around it and in it are forgiven.
    ///
    /// # Errors
    /// [`IinFault`], in the order length, digits, check digit.
    pub fn parse(text: &str) -> Result<Self, IinFault> {
        let text = iin_typed(text);
        if text.chars().count() != 12 {
            return Err(IinFault::Length);
        }
        let digits: Vec<u32> = text
            .chars()
            .map(|c| c.is_ascii().then(|| c.to_digit(10)).flatten())
            .collect::<Option<_>>()
            .ok_or(IinFault::NotDigits)?;
        if check_digit(&digits) == digits.last().copied() {
            Ok(Self(text))
        } else {
            Err(IinFault::CheckDigit)
        }
    }

    /// The whole number, for the record itself and for an exact search.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its last four digits, for lists and identity bars.
    #[must_use]
    pub fn masked(&self) -> String {
        let shown = self.0.len().saturating_sub(4);
        format!("••••••••{}", self.0.get(shown..).unwrap_or_default())
    }

    /// Whether the first six digits differ from a date of birth (YYMMDD). Lawful; worth a second look.
    #[must_use]
    pub fn differs_from_birth(&self, born_on: NaiveDate) -> bool {
        let expected = format!(
            "{:02}{:02}{:02}",
            born_on.year().rem_euclid(100),
            born_on.month(),
            born_on.day()
        );
        !self.0.starts_with(&expected)
    }
}

/// The twelfth digit for the first eleven. None when both weights give ten: such a number is never issued.
fn check_digit(digits: &[u32]) -> Option<u32> {
    [FIRST_WEIGHTS, SECOND_WEIGHTS]
        .iter()
        .map(|weights| {
            digits
                .iter()
                .zip(weights)
                .map(|(digit, weight)| digit * weight)
                .sum::<u32>()
                % 11
        })
        .find(|sum| *sum < 10)
}

impl FromStr for Iin {
    type Err = IinFault;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Iin {
    type Error = IinFault;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Iin> for String {
    fn from(iin: Iin) -> Self {
        iin.0
    }
}

impl fmt::Display for Iin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Debug for Iin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Iin({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // Births in 1899 or 2099: no living person has these numbers.
    #[test]
    fn the_check_digit_is_a_hard_rule() {
        for valid in [
            "991231100010",
            "991231500016",
            "991231100109",
            "991231500707",
            " 991231100010 ",
        ] {
            assert!(Iin::parse(valid).is_ok(), "{valid}");
        }
        for wrong in ["991231100011", "991231500706"] {
            assert_eq!(Iin::parse(wrong), Err(IinFault::CheckDigit), "{wrong}");
        }
    }

    #[test]
    fn a_number_whose_sums_both_give_ten_is_never_issued() {
        for stem in ["99123110016", "99123150077"] {
            for last in 0..10 {
                assert_eq!(Iin::parse(&format!("{stem}{last}")), Err(IinFault::CheckDigit));
            }
        }
    }

    #[test]
    fn shape_comes_first() {
        assert_eq!(Iin::parse("99123110001"), Err(IinFault::Length));
        assert_eq!(Iin::parse(""), Err(IinFault::Length));
        for grouped in ["991231 100010", " 991231-1-00010", "991231\u{a0}10\u{2013}0010"] {
            let read = Iin::parse(grouped).map(|iin| iin.as_str().to_owned());
            assert_eq!(read, Ok("991231100010".to_owned()), "{grouped}");
        }
        assert_eq!(Iin::parse("9912311000I0"), Err(IinFault::NotDigits));
        assert_eq!(Iin::parse("٩٩١٢٣١١٠٠٠١٠"), Err(IinFault::NotDigits));
    }

    #[test]
    fn a_mismatch_with_the_birth_date_is_only_noticed() {
        let iin = Iin::parse("991231100010").unwrap();
        assert!(!iin.differs_from_birth("1899-12-31".parse().unwrap()));
        assert!(iin.differs_from_birth("1970-01-01".parse().unwrap()));
    }

    #[test]
    fn it_never_shows_itself_by_accident() {
        let iin = Iin::parse("991231100010").unwrap();
        assert_eq!(iin.masked(), "••••••••0010");
        assert_eq!(format!("{iin} {iin:?}"), "••••••••0010 Iin(••••••••0010)");
        assert_eq!(serde_json::to_string(&iin).unwrap(), "\"991231100010\"");
        assert!(serde_json::from_str::<Iin>("\"991231100011\"").is_err());
    }

    proptest! {
        #[test]
        fn at_most_one_last_digit_is_right(stem in "[0-9]{11}") {
            let valid = (0..10).filter(|last| Iin::parse(&format!("{stem}{last}")).is_ok()).count();
            prop_assert!(valid <= 1);
        }

        #[test]
        fn any_text_is_answered(text in ".*") {
            let _ = Iin::parse(&text);
        }
    }
}
