//! Stock: what lies on a shelf, each lot, each pack and everywhere it was.

mod acts;
mod arrivals;
pub(in crate::web::pages) mod codes;
mod correct;
mod counted;
mod fill;
mod find;
mod held;
mod notices;
mod pack_acts;
mod reach;
mod recall;
mod recalled;
mod verdict;

use super::record::known;
use crate::access::Action;
use crate::domain::ids::{LotId, OrganisationId, PackId};
use crate::domain::supply::{Pack, Place};
use crate::store::organisations::{self, Organisation};
use crate::store::reading::parcels::{ends, shelves};
use crate::store::reading::{self, PART};
use crate::store::{Store, stock};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::views::parts::Link;
use crate::web::views::supplies::StockPage;
use crate::web::visit::{Html, Visit};
pub use acts::reasons;
pub(in crate::web::pages) use acts::{pack_fields, read as packs_read};
pub use fill::{BY_HAND, Names, pack_lines, pack_name, product, written};
pub use find::finding;
pub(in crate::web::pages) use pack_acts::back_to_dose;
pub(in crate::web::pages) use recalled::{recall_banners, recalls_among};
use rocket::{Route, get, routes};
use uuid::Uuid;

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    let mut routes = routes![shelf, lot, pack];
    routes.extend(acts::routes());
    routes.extend(pack_acts::routes());
    routes.extend(arrivals::routes());
    routes.extend(find::routes());
    routes
}

/// The shelf a page is about: the reader's own, or another of those that the reader may see.
pub(super) async fn place(
    visit: &Visit<'_>,
    action: Action,
    at: Option<&str>,
) -> Result<Organisation, Fault> {
    let id: OrganisationId = match at {
        Some(at) => known(at)?,
        None => visit.organisation()?,
    };
    let place = organisations::find(visit.desk.store(), id)
        .await?
        .ok_or(Fault::NotFound)?;
    if at.is_some() && !visit.may(Action::ReadStock, &place.resource()) {
        return Err(Fault::NotFound); // unseen looks absent
    }
    let _permit = visit
        .desk
        .permit(visit.actor(), action, &place.resource())
        .await?;
    Ok(place)
}

#[get("/stock?<at>")]
async fn shelf(visit: Visit<'_>, at: Option<&str>) -> Result<Html, Fault> {
    let place = place(&visit, Action::ReadStock, at).await?;
    let store = visit.desk.store();
    let heaps = reading::stock::heaps(store, place.id).await?;
    let today = place.today(visit.desk.instant());
    let mut others = Vec::new();
    for id in shelves(store, &place.region).await? {
        let Some(other) = organisations::find(store, id).await? else {
            continue;
        };
        if other.id != place.id && visit.may(Action::ReadStock, &other.resource()) {
            others.push(Link::new(format!("/stock?at={}", other.id), other.name.clone()));
        }
    }
    let counts = stock::counts(store, place.id).await?;
    let mut notes = fill::notes(&visit, &heaps, today);
    notes.extend(counted::note(&heaps, &counts));
    let may_take = visit.may(Action::TakeInPacks, &place.resource());
    visit.show(&StockPage {
        place: place.name.clone().into(),
        shelves: others,
        take_in_href: may_take.then(|| format!("/stock/take-in?at={}", place.id)),
        notes,
        rows: heaps
            .iter()
            .map(|heap| fill::heap(&visit, heap, place.id, today))
            .collect(),
    })
}

#[get("/stock/lots/<id>?<at>&<after>&<people>")]
async fn lot(
    visit: Visit<'_>,
    id: &str,
    at: Option<&str>,
    after: Option<&str>,
    people: Option<&str>,
) -> Result<Html, Fault> {
    let place = place(&visit, Action::ReadStock, at).await?;
    let id: LotId = known(id)?;
    let store = visit.desk.store();
    let lot = stock::lot(store, id).await?.ok_or(Fault::NotFound)?;
    let after: Option<PackId> = after.map(known).transpose()?;
    let people: Option<Uuid> = people.map(known).transpose()?;
    let mut packs = reading::stock::packs(store, (place.id, id), after).await?;
    let part = usize::try_from(PART).unwrap_or(usize::MAX);
    let more = packs.len() > part;
    packs.truncate(part);
    // What went missing here is found from here, and where the others went is asked here.
    let gone = if after.is_none() {
        reading::stock::off_shelf(store, (place.id, id)).await?
    } else {
        Vec::new()
    };
    let whereabouts = reading::stock::whereabouts(store, id).await?;
    let changes = stock::changes(store, id).await?;
    let heaps = reading::stock::heaps(store, place.id).await?;
    let mut counts = stock::counts(store, place.id).await?;
    counts.retain(|count| count.lot == id);
    let mut names = Names::new(&visit);
    for change in &changes {
        names.account(change.by).await?;
    }
    for count in &counts {
        names.account(count.by).await?;
    }
    for lying in &packs {
        names.case(lying.pack.place.case()).await?;
    }
    let reach = match lot.recall {
        Some(recall) => {
            let here = format!("/stock/lots/{id}?at={}", place.id);
            Some(reach::reach(&visit, &mut names, (id, recall), (&here, people)).await?)
        }
        None => None,
    };
    let mut page = fill::lot(
        &visit,
        &names,
        &lot,
        &place,
        (&packs, more),
        &whereabouts,
        (&changes, &counts),
        reach,
    );
    page.count = counted::banner(&heaps, &counts, id);
    page.gone = gone
        .iter()
        .map(|lying| fill::lying_row(&visit, &names, lying))
        .collect();
    visit.show(&page)
}

#[get("/stock/packs/<id>")]
async fn pack(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let id: PackId = known(id)?;
    // Whoever owes the verdict sees what he judges, also where the shelf is none of his.
    let seen = verdict::seen(&visit, id, Action::GiveVerdict).await?;
    let moves = stock::movements(visit.desk.store(), id).await?;
    let mut names = Names::new(&visit);
    for step in &moves {
        if let Some(by) = step.by {
            names.account(by).await?;
        }
        for at in [step.from.at(), step.to.at()].into_iter().flatten() {
            names.organisation(at).await?;
        }
        names.case(step.to.case()).await?;
    }
    let mut page = fill::pack(&visit, &names, &seen.pack, &seen.place, &moves);
    if let Some(parcel) = seen.sent_in {
        page.back_href = format!("/parcels/{parcel}");
        if matches!(seen.pack.place, Place::Quarantine { .. }) {
            let path = format!("/stock/packs/{id}/verdict");
            page.actions = vec![Link::new(path, Words::key("give-verdict-action"))];
        }
    }
    visit.show(&page)
}

/// A pack, for whoever may see the shelf it lies on, or by which it is known.
pub(super) async fn readable(visit: &Visit<'_>, id: PackId) -> Result<(Pack, Organisation), Fault> {
    let store = visit.desk.store();
    let pack = stock::find(store, id).await?.ok_or(Fault::NotFound)?;
    for at in known_at(store, &pack).await? {
        let place = organisations::find(store, at).await?.ok_or(Fault::NotFound)?;
        if visit.may(Action::ReadStock, &place.resource()) {
            let _permit = visit
                .desk
                .permit(visit.actor(), Action::ReadStock, &place.resource())
                .await?;
            return Ok((pack, place));
        }
    }
    Err(Fault::NotFound)
}

/// Where a pack lies. One that lies in nobody's rooms is known where its parcel was to go, to whoever sent that, and on the shelf
/// that it left last: there it may turn up.
async fn known_at(store: &Store, pack: &Pack) -> Result<Vec<OrganisationId>, Fault> {
    let moves = stock::movements(store, pack.id).await?;
    let way = std::iter::once(pack.place).chain(moves.iter().rev().map(|step| step.from));
    let mut known = Vec::new();
    for place in way {
        if let Place::Parcel { parcel, .. } = place {
            known.extend(ends(store, parcel).await?.into_iter().flatten());
        }
        if let Some(at) = place.at() {
            known.push(at);
            break;
        }
    }
    Ok(known)
}
