//! By what a person is recognised before a dose, or found.

use super::supply::lot_reads;

/// What somebody is asked for, or shows. The list is closed: whatever else a form says identifies nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identifier {
    /// The full name.
    Name,
    /// The date of birth.
    Born,
    /// The individual identification number.
    Iin,
    /// The number of a document, of a person without an IIN.
    Document,
    /// The photograph in the personal file.
    Photo,
}

impl Identifier {
    /// Every identifier, in the order screens offer them.
    pub const ALL: [Self; 5] = [Self::Name, Self::Born, Self::Iin, Self::Document, Self::Photo];

    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Born => "born",
            Self::Iin => "iin",
            Self::Document => "document",
            Self::Photo => "photo",
        }
    }

    /// The identifier with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }

    /// The one as which it counts. The IIN stands in the document, and is read off together with its number: the two
    /// are one number.
    fn counted(self) -> Self {
        match self {
            Self::Document => Self::Iin,
            other => other,
        }
    }
}

/// Do these say twice, and differently, who it is?
#[must_use]
pub fn are_two(used: &[Identifier]) -> bool {
    let mut used = used.iter().map(|one| one.counted());
    used.next().is_some_and(|first| used.any(|other| other != first))
}

/// What the number of a document reads as: whoever types it from a document sees neither its spaces and dashes nor in which
/// alphabet its letters are, no more than on a pack.
#[must_use]
pub fn document_reads(number: &str) -> String {
    lot_reads(number)
}

#[cfg(test)]
mod tests {
    use super::{Identifier, are_two};
    use Identifier::{Born, Document, Iin, Name, Photo};

    #[test]
    fn two_identifiers_are_two_different_ones() {
        for enough in [&[Name, Born][..], &[Iin, Photo], &[Document, Iin, Name]] {
            assert!(are_two(enough), "{enough:?}");
        }
        for wanting in [&[][..], &[Name], &[Born, Born], &[Iin, Document]] {
            assert!(!are_two(wanting), "{wanting:?}");
        }
    }

    #[test]
    fn an_identifier_is_known_by_its_code_alone() {
        for known in Identifier::ALL {
            assert_eq!(Identifier::from_code(known.code()), Some(known));
        }
        for unknown in ["", "Name", "zzz", "<b>q", "birth-date"] {
            assert_eq!(Identifier::from_code(unknown), None, "{unknown}");
        }
    }
}
