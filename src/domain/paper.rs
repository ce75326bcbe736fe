//! A day on paper: the code of a printed row, and entries that were typed from it.

use super::case::{Case, Stay};
use super::event::{EntryTranscribed, Recorder};
use super::ids::{OrganisationId, RecordId, fresh};
use super::refusal::Refusal;
use chrono::{DateTime, NaiveDate, Utc};
use std::{fmt, str::FromStr};
use thiserror::Error;

/// What a code is written with: no sign that is taken for another, and a prime number of them.
const SIGNS: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// Signs that a person types without looking: Cyrillic capitals of the same shape.
const LOOK_ALIKE: [(char, char); 12] = [
    ('А', 'A'),
    ('В', 'B'),
    ('С', 'C'),
    ('Е', 'E'),
    ('Н', 'H'),
    ('К', 'K'),
    ('М', 'M'),
    ('Р', 'P'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Ү', 'Y'),
    ('Х', 'X'),
];
/// Signs of a code: seven that are random, and one that follows from them.
const LENGTH: usize = 8;

/// The code of one row of a run sheet: `7KM2-QXPA`. Random, so it says nothing about the person; one wrong sign, or two
/// neighbours in the wrong order, never make another code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RowCode([u8; LENGTH]);

/// Largest scan of one sheet, in bytes: a few pages, or a photograph.
pub const MOST_SCAN_BYTES: usize = 2_000_000;
/// Most scans of one sheet: its pages, and some that had to be taken again.
pub const MOST_SCANS: usize = 20;

/// What a scan is a file of: papers and pictures. What is opened by another program is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanKind {
    /// A document.
    Pdf,
    /// A picture without loss.
    Png,
    /// A photograph.
    Jpeg,
}

impl ScanKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Png, Self::Jpeg];

    /// By how the file begins: what it is called says nothing.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let begins = |kind: &Self| {
            let mark: &[u8] = match kind {
                Self::Pdf => b"%PDF-",
                Self::Png => b"\x89PNG\r\n\x1a\n",
                Self::Jpeg => b"\xff\xd8\xff",
            };
            bytes.starts_with(mark)
        };
        Self::ALL.into_iter().find(begins)
    }

    /// Stable code, also the end of a file's name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpeg",
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What was typed is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not the code of a row")]
pub struct NotACode;

impl RowCode {
    /// A new code, never used before as far as chance can promise; the key of its table does the rest.
    #[must_use]
    pub fn fresh() -> Self {
        Self::of(fresh().as_u128())
    }

    fn of(number: u128) -> Self {
        let (mut number, mut sum, mut code) = (number, 0, [0; LENGTH]);
        let count = SIGNS.len() as u128;
        let weights = 1_usize..;
        for (sign, weight) in code.iter_mut().zip(weights).take(LENGTH - 1) {
            let value = usize::try_from(number % count).unwrap_or_default();
            number /= count;
            sum += weight * value;
            *sign = SIGNS.get(value).copied().unwrap_or_default();
        }
        if let Some(last) = code.last_mut() {
            *last = SIGNS.get(check(sum)).copied().unwrap_or_default();
        }
        Self(code)
    }

    /// Without the hyphen, as a scanner reads it.
    #[must_use]
    pub fn plain(&self) -> String {
        self.0.iter().copied().map(char::from).collect()
    }
}

/// The value that brings the weighted sum of all signs, the last one with its weight, to a multiple of their number.
fn check(sum: usize) -> usize {
    let count = SIGNS.len();
    (0..count)
        .find(|value| (sum + LENGTH * value).is_multiple_of(count))
        .unwrap_or_default()
}

impl fmt::Display for RowCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, sign) in self.0.iter().enumerate() {
            if place == LENGTH / 2 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(*sign))?;
        }
        Ok(())
    }
}

impl FromStr for RowCode {
    type Err = NotACode;

    fn from_str(typed: &str) -> Result<Self, NotACode> {
        let mut code = [0; LENGTH];
        let mut sum = 0;
        let signs = typed.chars().filter(|sign| !sign.is_whitespace() && *sign != '-');
        let mut count = 0;
        for sign in signs.flat_map(char::to_uppercase) {
            let alike = LOOK_ALIKE.iter().find(|(theirs, _)| *theirs == sign);
            let sign = alike.map_or(sign, |(_, ours)| *ours);
            let value = SIGNS.iter().position(|known| char::from(*known) == sign);
            let value = value.ok_or(NotACode)?;
            *code.get_mut(count).ok_or(NotACode)? = SIGNS.get(value).copied().ok_or(NotACode)?;
            count += 1;
            sum += count * value;
        }
        if count == LENGTH && sum.is_multiple_of(SIGNS.len()) {
            Ok(Self(code))
        } else {
            Err(NotACode)
        }
    }
}

/// An entry that was typed from paper, and whether a second person has compared it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcription {
    /// From which row of which sheet.
    pub from: EntryTranscribed,
    /// Who typed it.
    pub by: Recorder,
    /// Who wrote it as it stands: typed it, or corrected it since.
    pub last_by: Recorder,
    /// Who compared it with the paper as it stands, and when.
    pub verified: Option<(Recorder, DateTime<Utc>)>,
}

impl Case {
    /// The paper from which a record was typed.
    #[must_use]
    pub fn transcription(&self, record: RecordId) -> Option<&Transcription> {
        self.transcribed.iter().find(|entry| entry.from.record == record)
    }

    /// Where a dose was given that stands on a sheet: at the site of the sheet, if the person was treated there that day.
    #[must_use]
    pub fn given_where_printed(&self, site: OrganisationId, on: Option<NaiveDate>) -> bool {
        on.and_then(|on| self.place_on(on)) == Some(site)
    }

    /// Why a site may not type a day from its own sheet: the person was not treated there then.
    #[must_use]
    pub fn not_treated_there(&self, site: OrganisationId, on: NaiveDate) -> Option<Refusal> {
        if self.place_on(on) == Some(site) {
            return None;
        }
        let field = "occurred_on";
        Some(match last_stay(&self.places, site)? {
            (_, Some(left)) if left <= on => Refusal::NotAfter {
                field,
                latest_on: left.pred_opt().unwrap_or(left),
            },
            (earliest_on, _) => Refusal::NotBefore { field, earliest_on },
        })
    }

    /// The site whose sheet a record was typed from. Of old entries it is not known: what happened while somebody was treated
    /// at a site, stands on its paper.
    #[must_use]
    pub fn sheet_site(&self, record: RecordId) -> Option<OrganisationId> {
        let typed = self.transcription(record)?;
        let doses = self
            .doses
            .iter()
            .map(|entry| (entry.content.id, entry.content.place));
        let not_given = self.not_given.iter();
        let not_given = not_given.map(|entry| (entry.content.id, entry.content.place));
        let mut places = doses.chain(not_given);
        let place = places.find(|(id, _)| *id == record).map(|(_, place)| place);
        typed.from.site.or(place)
    }

    /// Who compared a record with its paper did not compare what it says since: it waits again, for somebody else than whoever
    /// corrected it. What was noticed after the dose is not on the paper.
    pub(in crate::domain) fn corrected_since(&mut self, record: RecordId, by: &Recorder) {
        let mut typed = self.transcribed.iter_mut();
        if let Some(typed) = typed.find(|typed| typed.from.record == record) {
            typed.last_by = by.clone();
            typed.verified = None;
        }
    }

    /// Was this row typed already, and does the record stand?
    #[must_use]
    pub fn returned(&self, row: &str) -> bool {
        let stands = |record| self.record(record).is_some_and(|record| !record.voided);
        let mut typed = self.transcribed.iter().filter(|entry| entry.from.row == row);
        typed.any(|entry| stands(entry.from.record))
    }
}

/// From when the person was last treated at a site, and when he left it. A move that is written down late stands behind those
/// that came after it.
fn last_stay(places: &[Stay], site: OrganisationId) -> Option<(NaiveDate, Option<NaiveDate>)> {
    let mut places: Vec<_> = places.iter().collect();
    places.sort_by_key(|stay| stay.from_on);
    let came = places.iter().rposition(|stay| stay.organisation == site)?;
    let left = places.get(came + 1).map(|next| next.from_on);
    Some((places.get(came)?.from_on, left))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    proptest! {
        #[test]
        fn a_code_is_read_as_it_was_written(number: u128) {
            let code = RowCode::of(number);
            prop_assert_eq!(code.to_string().parse(), Ok(code));
            prop_assert_eq!(code.plain().to_lowercase().parse(), Ok(code));
            prop_assert_eq!(format!(" {} ", code.to_string().replace('-', " ")).parse(), Ok(code));
        }

        #[test]
        fn one_wrong_sign_is_no_code(number: u128, place in 0..LENGTH, by in 1..SIGNS.len()) {
            let mut code = RowCode::of(number).0;
            let value = SIGNS.iter().position(|known| *known == code[place]).unwrap();
            code[place] = SIGNS[(value + by) % SIGNS.len()];
            prop_assert_eq!(RowCode(code).plain().parse::<RowCode>(), Err(NotACode));
        }

        #[test]
        fn two_signs_in_the_wrong_order_are_no_code(number: u128, place in 0..LENGTH - 1) {
            let mut code = RowCode::of(number).0;
            prop_assume!(code[place] != code[place + 1]);
            code.swap(place, place + 1);
            prop_assert_eq!(RowCode(code).plain().parse::<RowCode>(), Err(NotACode));
        }

        #[test]
        fn whatever_is_typed_is_read_or_refused(typed: String) {
            if let Ok(code) = typed.parse::<RowCode>() {
                prop_assert_eq!(code.plain().parse(), Ok(code));
            }
        }
    }

    #[test]
    fn a_stay_ends_with_the_next_move_by_day_in_whatever_order_they_were_written_down() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        let [first, second, third] = [1, 2, 3].map(|number| OrganisationId(Uuid::from_u128(number)));
        let stay = |organisation, from_on, seq| Stay {
            organisation,
            from_on,
            known_at: DateTime::UNIX_EPOCH,
            seq,
        };
        // That he was at the second in between was written down last.
        let places = [
            stay(first, day(1), 1),
            stay(third, day(20), 2),
            stay(second, day(10), 3),
        ];
        assert_eq!(last_stay(&places, first), Some((day(1), Some(day(10)))));
        assert_eq!(last_stay(&places, second), Some((day(10), Some(day(20)))));
        assert_eq!(last_stay(&places, third), Some((day(20), None)));
    }

    #[test]
    fn cyrillic_letters_of_the_same_shape_are_meant() {
        let code = RowCode::of(1_000_000_007);
        let cyrillic = |sign: char| {
            let alike = LOOK_ALIKE.iter().find(|(_, ours)| *ours == sign);
            alike.map_or(sign, |(theirs, _)| *theirs)
        };
        let typed: String = code.to_string().chars().map(cyrillic).collect();
        assert_eq!(typed.parse(), Ok(code));
        assert_eq!("".parse::<RowCode>(), Err(NotACode));
        assert_eq!("2222-22220".parse::<RowCode>(), Err(NotACode));
    }
}
