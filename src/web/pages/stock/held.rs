//! Who holds packs of a recalled lot, and what is to be done with them.

use super::fill::Names;
use crate::access::Action;
use crate::domain::ids::LotId;
use crate::domain::supply::ParcelState;
use crate::store::organisations;
use crate::store::reading::parcels::{ParcelRow, holding};
use crate::store::reading::recall_ahead::{Lies, lying_of};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::parcels::around;
use crate::web::views::parts::{Link, Status, Tone};
use crate::web::views::supplies::HeldRow;
use crate::web::visit::Visit;

/// Who holds packs of the lot, and what is to be done with them; and how many lie where the reader does not see the stock.
pub(super) async fn held(
    visit: &Visit<'_>,
    names: &mut Names<'_>,
    lot: LotId,
) -> Result<(Vec<HeldRow>, i64), Fault> {
    let store = visit.desk.store();
    let (mut rows, mut unseen) = (Vec::new(), 0);
    for mut lies in lying_of(store, lot).await? {
        if lies.place == PARCEL {
            for (parcel, packs) in parcels(visit, lot).await? {
                names.organisation(parcel.from()).await?;
                names.organisation(parcel.to()).await?;
                rows.push(in_parcel(names, &parcel, packs));
                lies.packs -= packs;
            }
            if lies.packs == 0 {
                continue;
            }
        }
        let holder = match lies.at() {
            Some(at) => {
                let place = organisations::find(store, at).await?;
                if !place.is_some_and(|place| visit.may(Action::ReadStock, &place.resource())) {
                    unseen += lies.packs;
                    continue;
                }
                names.organisation(at).await?;
                names.of_organisation(at)
            }
            None => Words::key("none"),
        };
        rows.push(row(holder, &lies));
    }
    Ok((rows, unseen))
}

/// Code of the place of what is in a parcel.
const PARCEL: &str = "parcel";

/// The parcels with packs of the lot that the reader finds among the parcels, too.
async fn parcels(visit: &Visit<'_>, lot: LotId) -> Result<Vec<(ParcelRow, i64)>, Fault> {
    match around(visit) {
        Some(around) => Ok(holding(visit.desk.store(), around, lot).await?),
        None => Ok(Vec::new()),
    }
}

/// What lies in a parcel. Whoever has it is called by those who see this: his name and his telephone stand in the custody line of
/// the parcel and in no list.
fn in_parcel(names: &Names<'_>, parcel: &ParcelRow, packs: i64) -> HeldRow {
    let words = Words::key("recall-holder-parcel")
        .words("code", parcel.code.clone())
        .words("from", names.of_organisation(parcel.from()))
        .words("to", names.of_organisation(parcel.to()));
    let next = if parcel.state == ParcelState::Prepared.code() {
        "recall-next-packed"
    } else {
        "recall-next-call"
    };
    HeldRow {
        holder: words.clone(),
        parcel: Some(Link::new(format!("/parcels/{}", parcel.id()), words)),
        place: Status::new(Tone::Quiet, Words::key("place-parcel")),
        packs: Words::key("packs").number("n", packs),
        next: Words::key(next),
        state: Status::new(Tone::Warn, Words::key("recall-open")),
    }
}

fn row(holder: Words, lies: &Lies) -> HeldRow {
    let (next, done) = match lies.place.as_str() {
        "stock" => ("recall-next-stock", false),
        "quarantine" => ("recall-next-quarantine", false),
        PARCEL => ("recall-next-parcel", false),
        "set-aside" => ("recall-next-set-aside", false),
        "lost" => ("recall-next-lost", false),
        "used" => ("recall-next-used", true),
        _ => ("recall-next-none", true),
    };
    HeldRow {
        holder,
        parcel: None,
        place: Status::new(Tone::Quiet, Words::key(format!("place-{}", lies.place))),
        packs: Words::key("packs").number("n", lies.packs),
        next: Words::key(next),
        state: if done {
            Status::new(Tone::Good, Words::key("recall-done"))
        } else {
            Status::new(Tone::Warn, Words::key("recall-open"))
        },
    }
}
