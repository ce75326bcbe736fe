//! Who finds a pack that somebody acts on. What waits in quarantine far away is found by whoever sent it: he owes the verdict,
//! and its shelf is none of his.

use super::readable;
use crate::access::Action;
use crate::commands::about_pack;
use crate::domain::ids::{CaseId, PackId, ParcelId};
use crate::domain::supply::{Pack, Place};
use crate::domain::time::civil_date;
use crate::store::file::CaseFile;
use crate::store::organisations::{self, Organisation};
use crate::store::stock;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::parcels::{absent, readings_row};
use crate::web::views::parts::Row;
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

/// The last parcel a pack came in, and whose.
async fn came(visit: &Visit<'_>, id: PackId) -> Result<Option<(ParcelId, CaseId)>, Fault> {
    let moves = stock::movements(visit.desk.store(), id).await?;
    Ok(moves.iter().rev().find_map(|step| match step.from {
        Place::Parcel { parcel, case } => Some((parcel, case)),
        _ => None,
    }))
}

/// What whoever judges a pack goes by: what the logger of its parcel showed, and between what it must be kept.
pub(super) async fn temperatures(visit: &Visit<'_>, pack: &Pack) -> Result<Vec<Row>, Fault> {
    let today = civil_date(visit.desk.instant(), visit.who.zone);
    let kept = visit.desk.rules().protocol_on(&pack.product, today);
    let limits = kept.map(|protocol| {
        let degrees = |celsius: i16| Words::decimal(celsius.to_string());
        Row::new(
            Words::key("storage-limits"),
            Words::key("storage-limits-are")
                .words("low", degrees(protocol.storage.min_celsius))
                .words("high", degrees(protocol.storage.max_celsius)),
        )
    });
    let mut rows = Vec::new();
    if let Some((parcel, case)) = came(visit, pack.id).await? {
        let about = |file: &CaseFile| Ok(about_pack(&file.case, pack.id));
        let looked = visit
            .desk
            .look_when(visit.actor(), Action::GiveVerdict, case, about)
            .await;
        // Whoever may not see the case by now goes by the limits alone.
        let file = looked.ok();
        let parcel = file.as_ref().and_then(|file| file.case.supply.parcel(parcel));
        let received = parcel.and_then(|known| known.received.as_ref());
        rows.extend(received.map(|(received, ..)| match received.readings {
            Some(read) => readings_row(read),
            None => Row::new(Words::key("parcel-readings"), Words::key("no-readings")),
        }));
    }
    rows.extend(limits);
    Ok(rows)
}

async fn sent(visit: &Visit<'_>, id: PackId) -> Result<Seen, Fault> {
    let store = visit.desk.store();
    let pack = stock::find(store, id).await?.ok_or(Fault::NotFound)?;
    let (parcel, case) = came(visit, id).await?.ok_or(Fault::NotFound)?;
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
