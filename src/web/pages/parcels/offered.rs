//! The packs among which one chooses, lot by lot: the first of each lot, and behind a link all of that lot, part by part.

use super::custody::PackNames;
use crate::domain::event::Onward;
use crate::domain::ids::{LotId, OrganisationId};
use crate::domain::localised::Localised;
use crate::domain::plan::protocol;
use crate::domain::supply::{Pack, Parcel, ParcelState};
use crate::domain::time::civil_date;
use crate::store::file::CaseFile;
use crate::store::reading::PART;
use crate::store::reading::stock::{self, LOTS, LotOffered, Wanted};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::without_weekday;
use crate::web::pages::record::known;
use crate::web::pages::stock::pack_name;
use crate::web::views::parts::{Banner, Choice, Link, Tone};
use crate::web::views::supplies::ActField;
use crate::web::visit::Visit;
use chrono::NaiveDate;

/// So many packs of each lot are listed; the others of it behind a link.
const OF_EACH: u64 = 4;

/// Nobody has turned over more parts of a list than this.
const MOST_PARTS: u64 = 10_000;

/// Which packs a page lists: the first of each lot, or those of one lot on one shelf; and which part.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Listing {
    lot: Option<LotId>,
    at: Option<OrganisationId>,
    part: u64,
}

impl Listing {
    /// As the address says it.
    pub(super) fn read(lot: Option<&str>, at: Option<&str>, part: Option<u64>) -> Result<Self, Fault> {
        Ok(Self {
            lot: lot.map(known).transpose()?,
            at: at.map(known).transpose()?,
            part: part.unwrap_or_default().min(MOST_PARTS),
        })
    }
}

/// What a page offers, gathered shelf by shelf.
pub(super) struct Offer<'a> {
    path: String,
    listing: Listing,
    /// It is chosen for a parcel: what is kept for him already is offered, too, and it must be good still when that is there.
    by_parcel: bool,
    /// What is good until before this day is of no use to the dose.
    good_on: NaiveDate,
    file: &'a CaseFile,
    choices: Vec<Choice>,
    links: Vec<Link>,
    more_lots: bool,
}

impl<'a> Offer<'a> {
    /// Nothing yet, on the page of this address.
    pub(super) fn new(path: String, listing: Listing, by_parcel: bool, file: &'a CaseFile) -> Self {
        Self {
            path,
            listing,
            by_parcel,
            good_on: file.now.today(),
            file,
            choices: Vec::new(),
            links: Vec::new(),
            more_lots: false,
        }
    }

    /// Is there nothing to choose at all? That a later part, or a lot of which the last pack has gone, lists nothing says nothing of
    /// the others.
    pub(super) fn is_empty(&self) -> bool {
        self.choices.is_empty() && self.listing.lot.is_none() && self.listing.part == 0
    }

    /// With what a shelf offers; its place is named where it is not the one that is meant anyway.
    pub(super) async fn of_shelf(
        &mut self,
        visit: &Visit<'_>,
        at: OrganisationId,
        named: Option<&Localised>,
    ) -> Result<(), Fault> {
        if self.listing.lot.is_some() && self.listing.at.is_some_and(|only| only != at) {
            return Ok(());
        }
        let (rules, file) = (visit.desk.rules(), self.file);
        let Some(protocol) = protocol(&file.case, rules) else {
            return Ok(());
        };
        let today = file.now.today();
        let window = file.dose(rules).ok();
        let due_on = window.as_ref().map(|window| window.due_on);
        let wanted = Wanted {
            products: &protocol.products,
            at,
            case: file.case.id,
            day: due_on.unwrap_or(today),
            typed_lot: None,
        };
        // As the forecast asks: good until the dose can have been given, and still when it is there.
        let last_on = window.map_or(today, |window| window.lasts_until(today));
        let there_on = rules.supply.custody.there_by(today);
        self.good_on = if self.by_parcel {
            last_on.max(there_on)
        } else {
            last_on
        };
        match self.listing.lot {
            Some(lot) => self.one_lot(visit, &wanted, (lot, named)).await,
            None => self.each_lot(visit, &wanted, named).await,
        }
    }

    /// One part of the packs of one lot, with the way to the next part and back.
    async fn one_lot(
        &mut self,
        visit: &Visit<'_>,
        wanted: &Wanted<'_>,
        (lot, named): (LotId, Option<&Localised>),
    ) -> Result<(), Fault> {
        let part = self.listing.part;
        let range = (part.saturating_mul(PART), PART + 1);
        let mut packs =
            stock::packs_offered(visit.desk.store(), (wanted, self.by_parcel), lot, range).await?;
        let most = usize::try_from(PART).unwrap_or(usize::MAX);
        if packs.len() > most {
            packs.truncate(most);
            let next = format!("{}?lot={lot}&at={}&part={}", self.path, wanted.at, part + 1);
            self.links.push(Link::new(next, Words::key("packs-more-of-lot")));
        }
        self.choices
            .extend(packs.iter().map(|pack| pack_choice(pack, named, self.good_on)));
        self.links
            .push(Link::new(self.path.clone(), Words::key("packs-all-lots")));
        Ok(())
    }

    /// The first packs of each lot of one part, with the way to all of it.
    async fn each_lot(
        &mut self,
        visit: &Visit<'_>,
        wanted: &Wanted<'_>,
        named: Option<&Localised>,
    ) -> Result<(), Fault> {
        let (store, of) = (visit.desk.store(), (wanted, self.by_parcel));
        let mut lots = stock::lots_offered(store, of, self.good_on, self.listing.part).await?;
        let most = usize::try_from(LOTS).unwrap_or(usize::MAX);
        self.more_lots |= lots.len() > most;
        lots.truncate(most);
        for lot in &lots {
            let packs = stock::packs_offered(store, of, lot.lot(), (0, OF_EACH)).await?;
            self.choices
                .extend(packs.iter().map(|pack| pack_choice(pack, named, self.good_on)));
            let path = format!("{}?lot={}&at={}", self.path, lot.lot(), wanted.at);
            self.links.push(Link::new(path, lot_words(lot, named)));
        }
        Ok(())
    }

    /// The field with all of it.
    pub(super) fn into_field(mut self, field: ActField) -> ActField {
        if self.more_lots {
            let next = format!("{}?part={}", self.path, self.listing.part + 1);
            self.links.push(Link::new(next, Words::key("packs-more-lots")));
        }
        let by_lot = self.listing.lot.is_none() && !self.links.is_empty();
        ActField {
            hint: by_lot.then(|| Words::key("packs-by-lot-hint")),
            links: self.links,
            choices: self.choices,
            ..field
        }
    }
}

/// A pack to choose, and where it lies, if that is not here; and that it expires too early, where it does.
fn pack_choice(pack: &Pack, lies: Option<&Localised>, good_on: NaiveDate) -> Choice {
    let words = Words::key("pack-of-lot")
        .words("lot", pack.number.clone())
        .words("on", without_weekday(pack.expiry_on));
    let hint = lying(Words::plain(pack_name(pack)), lies);
    let hint = if pack.expiry_on < good_on {
        expires_before(hint, pack.expiry_on)
    } else {
        hint
    };
    Choice {
        hint: Some(hint),
        ..Choice::new(pack.id.to_string(), words)
    }
}

/// That a pack expires before it can be there and given.
fn expires_before(pack: Words, expiry_on: NaiveDate) -> Words {
    Words::key("pack-expires-before")
        .words("pack", pack)
        .words("on", without_weekday(expiry_on))
}

/// The same of the packs of a parcel on its way to the next dose: who scans a pack sees no list that could have said so.
pub(super) fn expiring(
    visit: &Visit<'_>,
    names: &PackNames,
    file: &CaseFile,
    parcel: &Parcel,
) -> Vec<Banner> {
    let (rules, today) = (visit.desk.rules(), file.now.today());
    let goes = matches!(parcel.state, ParcelState::Prepared | ParcelState::UnderWay);
    let returns = parcel
        .onward
        .last()
        .is_some_and(|last| last.onward == Onward::Return);
    let window = file.dose(rules).ok();
    let Some(window) = window.filter(|window| goes && !returns && window.cycle == parcel.prepared.cycle)
    else {
        return Vec::new();
    };
    let packed_on = civil_date(parcel.prepared.prepared_at, file.now.zone);
    let there_on = rules.supply.custody.there_by(packed_on);
    let good_on = window.lasts_until(today).max(there_on);
    let packs = parcel.prepared.packs.iter();
    let short = packs
        .filter(|named| named.expiry_on < good_on)
        .map(|named| Banner {
            tone: Tone::Warn,
            title: expires_before(names.line(named), named.expiry_on),
            words: None,
            link: None,
        });
    short.collect()
}

/// A lot with the number of its packs, and where they lie, if that is not here.
fn lot_words(lot: &LotOffered, lies: Option<&Localised>) -> Words {
    let words = Words::key("lot-with-packs")
        .words("lot", lot.number.clone())
        .words("on", without_weekday(lot.expiry_on))
        .number("n", lot.packs);
    lying(words, lies)
}

fn lying(words: Words, lies: Option<&Localised>) -> Words {
    match lies {
        Some(place) => Words::key("pack-lies-at")
            .words("pack", words)
            .words("place", Words::Localised(place.clone())),
        None => words,
    }
}
