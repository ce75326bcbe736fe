//! Who finds a pack that somebody acts on. What waits in quarantine far away is found by whoever sent it: he owes the verdict,
//! and its shelf is none of his.

use super::readable;
use crate::access::Action;
use crate::commands::about_pack;
use crate::domain::ids::{PackId, ParcelId};
use crate::domain::supply::{Pack, Place};
use crate::store::file::CaseFile;
use crate::store::organisations::{self, Organisation};
use crate::store::stock;
use crate::web::faults::Fault;
use crate::web::pages::parcels::absent;
use crate::web::visit::Visit;

/// A pack, and where it lies.
pub(super) struct Seen {
    pub pack: Pack,
    pub place: Organisation,
    /// The parcel by which its sender finds it; none for whoever sees the shelf.
    pub sent_in: Option<ParcelId>,
}

impl Seen {
    /// The page that leads to the act and follows it.
    pub(super) fn page(&self) -> String {
        match self.sent_in {
            Some(parcel) => format!("/parcels/{parcel}"),
            None => format!("/stock/packs/{}", self.pack.id),
        }
    }
}

/// A pack, for whoever may see the shelf it lies on; one that came in a parcel is judged by whoever may judge it, wherever it
/// lies.
pub(super) async fn seen(visit: &Visit<'_>, id: PackId, action: Action) -> Result<Seen, Fault> {
    match readable(visit, id).await {
        Err(Fault::NotFound) if action == Action::GiveVerdict => sent(visit, id).await,
        found => found.map(|(pack, place)| Seen {
            pack,
            place,
            sent_in: None,
        }),
    }
}

async fn sent(visit: &Visit<'_>, id: PackId) -> Result<Seen, Fault> {
    let store = visit.desk.store();
    let pack = stock::find(store, id).await?.ok_or(Fault::NotFound)?;
    let moves = stock::movements(store, id).await?;
    let came = moves.iter().rev().find_map(|step| match step.from {
        Place::Parcel { parcel, case } => Some((parcel, case)),
        _ => None,
    });
    let (parcel, case) = came.ok_or(Fault::NotFound)?;
    let about = |file: &CaseFile| Ok(about_pack(&file.case, id));
    let looked = visit
        .desk
        .look_when(visit.actor(), Action::GiveVerdict, case, about)
        .await;
    looked.map_err(absent)?;
    let at = pack.place.at().ok_or(Fault::NotFound)?;
    let place = organisations::find(store, at).await?.ok_or(Fault::NotFound)?;
    Ok(Seen {
        pack,
        place,
        sent_in: Some(parcel),
    })
}
