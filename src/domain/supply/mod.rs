//! The drug on its way: where a pack can be, what a parcel knows, and what a case holds of both.
//!
//! A pack is stock and belongs to nobody's history; a parcel is bound to one person and one dose and is part of the
//! case ([ADR 11](../../../docs/adr/0011-packs-are-stock-parcels-belong-to-a-case.md)).

mod held;
mod parcel;
mod place;
mod replace;

pub use held::{Bound, BoundState, Held, Provision, RecallOn};
pub use parcel::{Hand, Note, Noted, Parcel, ParcelState};
pub use place::Place;
pub use replace::{Free, Lost, replacements};

use super::event::{Event, RecallReached, SupplyFact};
use super::ids::{AccountId, LotId, PackId, RecordId};
use super::time::civil_date;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// A pack as stock knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// Identity.
    pub id: PackId,
    /// Its lot.
    pub lot: LotId,
    /// Product id of the lot. Strengths are products of their own: they are not interchangeable.
    pub product: String,
    /// Number of the lot as printed.
    pub number: String,
    /// Last day of use, as last corrected.
    pub expiry_on: NaiveDate,
    /// Is the lot recalled now?
    pub recalled: bool,
    /// Trade item number, where the code was read.
    pub gtin: Option<String>,
    /// Serial number, where the code was read.
    pub serial: Option<String>,
    /// Where it is.
    pub place: Place,
    /// How often it moved so far: whoever moves it must know.
    pub moves: i32,
}

impl Pack {
    /// May it be given on a day, wherever it lies?
    #[must_use]
    pub fn sound_on(&self, day: NaiveDate) -> bool {
        !self.recalled && day <= self.expiry_on
    }
}

/// The recall of a lot that stands, as whoever takes down a dose of it must know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingRecall {
    /// Which.
    pub recall: RecordId,
    /// Product id of the lot.
    pub product: String,
    /// Number of the lot.
    pub lot: String,
    /// The notice it rests on.
    pub notice: String,
    /// Who recalled it.
    pub by: AccountId,
    /// Since when it is known here.
    pub since_at: DateTime<Utc>,
}

impl StandingRecall {
    /// What the case of a person is told who turns out to have received the lot: the same that the recall itself would
    /// have told it.
    #[must_use]
    pub fn reaches(&self, zone: Tz) -> Event {
        Event::Supply(SupplyFact::RecallReached(RecallReached {
            recall: self.recall,
            product: self.product.clone(),
            lot: self.lot.clone(),
            notice: self.notice.clone(),
            recalled_on: civil_date(self.since_at, zone),
            relied: None,
        }))
    }
}

/// What the number of a lot reads as: its letters and digits, raised, with Latin letters for the Cyrillic ones that look
/// the same. Whoever types a number from a pack does not see which dash or which alphabet it was printed in, and a recalled
/// lot must not pass for another because of it. The digit 0 and the letter O stay apart: both may be meant.
#[must_use]
pub fn lot_reads(number: &str) -> String {
    let letters = number.chars().flat_map(char::to_uppercase);
    let latin = letters.map(|letter| match letter {
        'А' => 'A',
        'В' => 'B',
        'Е' => 'E',
        'К' => 'K',
        'М' => 'M',
        'Н' => 'H',
        'О' => 'O',
        'Р' => 'P',
        'С' => 'C',
        'Т' => 'T',
        'У' => 'Y',
        'Х' => 'X',
        'І' => 'I',
        other => other,
    });
    latin.filter(|letter| letter.is_alphanumeric()).collect()
}

#[cfg(test)]
mod lot_tests {
    use super::lot_reads;

    #[test]
    fn a_lot_reads_the_same_however_it_is_typed() {
        for typed in [
            "TR2611-C",
            "tr2611-c",
            " TR 2611 C ",
            "TR2611C",
            "TR2611–C",
            "TR2611-С",
            "ТР2611-С".replace('Р', "R").as_str(),
        ] {
            assert_eq!(lot_reads(typed), "TR2611C", "{typed}");
        }
        assert_eq!(lot_reads("АВЕКМНОРСТУХІ"), "ABEKMHOPCTYXI");
        assert_ne!(lot_reads("L7-0042"), lot_reads("L7-OO42"));
        assert_eq!(lot_reads("—"), "");
    }
}
