//! Stock and parcels. These types have no field for a name, a diagnosis or a result: a person goes by the reference.

mod act;
mod find;
mod parcels;
mod recall;
mod stock;

pub use act::{ActField, Entry, SupplyAct};
pub use find::{FindLotPage, FoundRow};
pub use parcels::{HandRow, OwedRow, ParcelPage, ParcelRow, ParcelsPage};
pub use recall::{RecallCheck, RelyingRow};
pub use stock::{
    HeapRow, HeldRow, KeptRow, LotPage, NoticeRow, PackPage, PackRow, Past, Reach, ReachedRow, ReliedRow,
    StockPage,
};

use super::samples::words;
use crate::text::Words;

fn product() -> Words {
    words(
        "Трипторелин 11,25 мг",
        "Трипторелин 11,25 мг",
        "Triptorelin 11.25 mg",
    )
}
