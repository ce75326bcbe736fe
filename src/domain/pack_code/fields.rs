//! The fields of a code: which are read, how long they are, and where one could begin.

use std::fmt;

/// A field that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 01: the product.
    Gtin,
    /// 10: the lot.
    Lot,
    /// 17: the last day of use.
    Expiry,
    /// 21: the serial number.
    Serial,
    /// 91: the key of the marking system.
    Key,
    /// 92: the cryptographic code.
    Code,
}

/// How long a field may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// So many digits.
    Digits(usize),
    /// From one sign up to so many; ends with a separator or with the text.
    UpTo(usize),
}

impl Field {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Gtin,
        Self::Lot,
        Self::Expiry,
        Self::Serial,
        Self::Key,
        Self::Code,
    ];

    /// Its number.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Gtin => "01",
            Self::Lot => "10",
            Self::Expiry => "17",
            Self::Serial => "21",
            Self::Key => "91",
            Self::Code => "92",
        }
    }

    /// The field that begins here, whatever follows.
    pub(super) fn at(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| text.starts_with(field.id()))
    }

    /// Could this field be the first that hides in the value before it, where other separators of the code came? Key and
    /// code could not: a pack marked with them is Kazakh and is cut by its lengths, and as almost whatever follows their two
    /// digits would fit, many a serial number of a pack abroad would seem to hold them.
    pub(super) fn could_be_lost(self) -> bool {
        matches!(self, Self::Gtin | Self::Lot | Self::Expiry | Self::Serial)
    }

    /// Its length by the standard.
    pub(super) fn length(self) -> Length {
        match self {
            Self::Gtin => Length::Digits(14),
            Self::Expiry => Length::Digits(6),
            Self::Lot | Self::Serial => Length::UpTo(20),
            Self::Key | Self::Code => Length::UpTo(90),
        }
    }

    /// Its length on packs marked in Kazakhstan (order ҚР ДСМ-11 of 27 January 2021); a lot has none.
    pub(super) fn national_length(self) -> Option<usize> {
        match self {
            Self::Gtin => Some(14),
            Self::Expiry => Some(6),
            Self::Serial => Some(13),
            Self::Key => Some(4),
            Self::Code => Some(44),
            Self::Lot => None,
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// May a sign stand in a field? GS1 calls these its character set 82.
pub(super) fn in_character_set(sign: char) -> bool {
    matches!(sign, '!' | '"' | '%'..='?' | 'A'..='Z' | '_' | 'a'..='z')
}

/// The numbers of fields that GS1 has given out, by their first two digits: digits of the number, least signs of the
/// value, and whether these are digits. Coarser than the standard, so that it sees too many fields rather than too few.
fn assigned(first_two: &str) -> Option<(usize, usize, bool)> {
    Some(match first_two {
        "00" => (2, 18, true),
        "01" | "02" | "03" => (2, 14, true),
        "11" | "12" | "13" | "15" | "16" | "17" => (2, 6, true),
        "20" => (2, 2, true),
        "30" | "37" => (2, 1, true),
        "10" | "21" | "22" => (2, 1, false),
        "23" | "24" | "25" | "40" | "42" | "71" => (3, 1, false),
        "41" => (3, 13, true),
        "31" | "32" | "33" | "34" | "35" | "36" => (4, 6, true),
        "39" => (4, 1, true),
        "43" | "70" | "72" | "80" | "81" | "82" => (4, 1, false),
        other if other.starts_with('9') && other.as_bytes()[1].is_ascii_digit() => (2, 1, false),
        _ => return None,
    })
}

/// The whole number of the field that begins here; nothing where none does.
pub(super) fn number_at(text: &str) -> Option<&str> {
    let (digits, ..) = assigned(text.get(..2)?)?;
    let number = text.get(..digits)?;
    number.bytes().all(|byte| byte.is_ascii_digit()).then_some(number)
}

/// Could a field, of whatever kind, begin inside this value?
pub(super) fn could_hide_another(value: &str) -> bool {
    (1..value.len()).any(|at| could_begin(&value[at..]))
}

fn could_begin(text: &str) -> bool {
    let Some(number) = number_at(text) else {
        return false;
    };
    let Some((_, least, digits)) = assigned(&number[..2]) else {
        return false;
    };
    let value = text.as_bytes().get(number.len()..number.len() + least);
    value.is_some_and(|value| !digits || value.iter().all(u8::is_ascii_digit))
}
