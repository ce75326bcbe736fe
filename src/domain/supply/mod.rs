//! The drug on its way: where a pack can be, what a parcel knows, and what a case holds of both.
//!
//! A pack is stock and belongs to nobody's history; a parcel is bound to one person and one dose and is part of the
//! case ([ADR 11](../../../docs/adr/0011-packs-are-stock-parcels-belong-to-a-case.md)).

mod held;
mod lot_number;
mod on_the_way;
mod parcel;
mod place;
mod replace;

pub use held::{Bound, BoundState, Held, Provision, RecallOn};
pub use lot_number::{lot_passes_for, lot_reads, lot_typed, same_lot};
pub use on_the_way::OnTheWay;
pub use parcel::{Explained, Gap, Hand, Note, Noted, Parcel, ParcelState};
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

/// So many signs of an identity tell the packs of a shelf apart.
const SHORT: usize = 8;

impl Pack {
    /// What it is called: its serial number, or the beginning of its identity.
    #[must_use]
    pub fn name(&self) -> String {
        let short = || self.id.to_string().chars().take(SHORT).collect();
        self.serial.clone().unwrap_or_else(short)
    }

    /// Could this be the beginning of an identity, by which a pack without a serial number is called? A code that a scanner
    /// reads is longer.
    #[must_use]
    pub fn is_short_name(typed: &str) -> bool {
        typed.len() == SHORT && typed.bytes().all(|sign| sign.is_ascii_hexdigit())
    }

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
    /// Other products that are the same medicine, where whoever asked knows them.
    pub also: Vec<String>,
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
    /// The same, said of every product of the medicine, where these are its products.
    #[must_use]
    pub fn of_medicine(mut self, products: &[String]) -> Self {
        if products.contains(&self.product) {
            let others = products.iter().filter(|other| **other != self.product);
            self.also = others.cloned().collect();
        }
        self
    }

    /// What the case of a person is told who turns out to have received the lot: the same that the recall itself would
    /// have told it.
    #[must_use]
    pub fn reaches(&self, zone: Tz) -> Event {
        Event::Supply(SupplyFact::RecallReached(RecallReached {
            recall: self.recall,
            product: self.product.clone(),
            also: self.also.clone(),
            lot: self.lot.clone(),
            notice: self.notice.clone(),
            recalled_on: civil_date(self.since_at, zone),
            relied: None,
        }))
    }
}
