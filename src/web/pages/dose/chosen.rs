//! Which pack was scanned or chosen for a dose.

use crate::domain::ids::PackId;
use crate::domain::supply::Pack;
use crate::store::{Store, reading, stock};
use crate::web::faults::Fault;
use crate::web::pages::stock::{BY_HAND, codes};
use crate::web::typed::Typed;
use chrono::NaiveDate;

/// Which pack was scanned or chosen.
pub(in crate::web::pages) enum Chosen {
    /// None: it is written down by hand.
    Nothing,
    /// One of the list.
    Pack(PackId),
    /// By its code: trade item number and serial number.
    Code(String, String),
    /// A code that is none.
    Unread,
}

impl Chosen {
    /// As it was typed. Whoever says that it is in no list writes it down by hand.
    pub(in crate::web::pages) fn of(typed: &Typed, today: NaiveDate) -> Self {
        match (typed.text("pack"), typed.text("code")) {
            (BY_HAND | "", "") => Self::Nothing,
            (id, "") => id.parse().map_or(Self::Unread, Self::Pack),
            (_, code) => match codes::read(code, today) {
                Ok(scanned) => Self::Code(scanned.gtin, scanned.serial),
                Err(_) => Self::Unread,
            },
        }
    }

    /// The pack, wherever it lies now.
    pub(in crate::web::pages) async fn find(&self, store: &Store) -> Result<Option<Pack>, Fault> {
        Ok(match self {
            Self::Pack(id) => stock::find(store, *id).await?,
            Self::Code(gtin, serial) => reading::stock::by_code(store, gtin, serial).await?,
            Self::Nothing | Self::Unread => None,
        })
    }

    /// Is it the code of no pack, but of one where upper and lower case are exchanged?
    pub(in crate::web::pages) async fn caps_locked(&self, store: &Store) -> Result<bool, Fault> {
        Ok(match self {
            Self::Code(gtin, serial) => reading::stock::caps_locked(store, gtin, serial).await?,
            _ => false,
        })
    }
}
