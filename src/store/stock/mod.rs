//! Lots and packs. A pack changes its place only here, by one movement, and only from where it is: whoever decided on
//! another place decided too late.

mod joined;
mod lots;
mod movements;
mod packs;

pub use joined::{join_lot, lock_shelved};
pub use lots::{
    Lot, LotChange, Said, change_lot, changes, lock_lot, lot, lot_and_recall, lot_in, lot_named, lots_alike,
    lots_read_as, recalled_with, recalls_of, register_lot, rename_lot, somebodys, standing_recall, twins,
};
pub(in crate::store) use lots::{alike, hold_named, named, recall_of, twins_on};
pub use movements::{Count, Movement, Mover, counts, last_mover, lie_since, moved_by, movements, note_count};
pub(in crate::store) use movements::{origins, received_at};
pub use packs::{NewPack, coded, find, lock, move_packs, several, take_in};
pub(in crate::store) use packs::{pack_of, to_lot};
