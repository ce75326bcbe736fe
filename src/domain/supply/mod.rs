//! The drug on its way: where a pack can be, what a parcel knows, and what a case holds of both.
//!
//! A pack is stock and belongs to nobody's history; a parcel is bound to one person and one dose and is part of the
//! case ([ADR 11](../../../docs/adr/0011-packs-are-stock-parcels-belong-to-a-case.md)).

mod held;
mod parcel;
mod place;

pub use held::{Bound, BoundState, Held, Provision, RecallOn};
pub use parcel::{Hand, Parcel, ParcelState};
pub use place::Place;

use super::ids::{LotId, PackId};
use chrono::NaiveDate;

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
