//! Which dose has its pack, which has none, and what could be done: from named doses and single packs, not averages.
//!
//! At each site the doses are gone through by the last day on which they are in time, and each takes the pack that
//! expires first among those still good on that day. No other way supplies more of them: whatever serves a later dose
//! serves an earlier one as well. What is kept for a person serves him only and is taken before free packs.

mod needs;
#[cfg(test)]
mod tests;

pub use needs::{NextDose, needs};

use super::ids::{CaseId, OrganisationId, PackId};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// A dose to come, with what it asks of the drug.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    /// The pack must be good until then: the last day on which the dose is in time, or today where that has passed.
    pub last_on: NaiveDate,
    /// The day by whose end a usable pack must lie at the site.
    pub needed_by: NaiveDate,
    /// The case.
    pub case: CaseId,
    /// Which dose.
    pub cycle: u32,
    /// What must lie there: the medicine, by the protocol that stands for it.
    pub product: String,
    /// Where it is to be given.
    pub site: OrganisationId,
    /// The day it is due.
    pub due_on: NaiveDate,
}

/// Where a pack lies, as far as a dose to come is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lies {
    /// On a shelf, for anybody.
    Free {
        /// Where.
        at: OrganisationId,
    },
    /// On a shelf, for one person.
    Kept {
        /// Where.
        at: OrganisationId,
        /// For whom.
        case: CaseId,
    },
    /// In a parcel for one person.
    OnTheWay {
        /// Where it goes.
        to: OrganisationId,
        /// For whom.
        case: CaseId,
    },
    /// Kept apart until a pharmacist has judged it.
    Quarantined {
        /// Where.
        at: OrganisationId,
        /// For whom it was kept; none where it was free.
        case: Option<CaseId>,
    },
}

/// A pack that can still be given: not recalled, not set aside.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stocked {
    /// Last day of use.
    pub expiry_on: NaiveDate,
    /// Which.
    pub pack: PackId,
    /// Product.
    pub product: String,
    /// Lot.
    pub lot: String,
    /// Where it lies.
    pub lies: Lies,
}

/// The pack of a dose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provided {
    /// Which.
    pub pack: PackId,
    /// Its lot.
    pub lot: String,
    /// Its last day of use.
    pub expiry_on: NaiveDate,
    /// Where it lies: this also says why it was taken.
    pub lies: Lies,
}

/// Why a dose has no pack, and what could be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// A free pack lies there, but is good until this day only, which is too early.
    pub too_short: Option<NaiveDate>,
    /// A pack there waits for a pharmacist that would be good for this dose: his own or a free one, and no dose before it
    /// waits for the same.
    pub quarantined: bool,
    /// What could be done.
    pub remedy: Remedy,
}

/// What could be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// His own pack lies elsewhere, or goes elsewhere.
    Fetch(Provided),
    /// A free pack of another site of the same region.
    MoveNear(Provided),
    /// A free pack of another region.
    MoveFar(Provided),
    /// There is none anywhere that would be good on the day.
    Order,
}

impl Remedy {
    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            // What a courier has lies nowhere yet.
            Self::Fetch(pack) if matches!(pack.lies, Lies::OnTheWay { .. }) => "under-way",
            Self::Fetch(_) => "fetch",
            Self::MoveNear(_) => "move-near",
            Self::MoveFar(_) => "move-far",
            Self::Order => "order",
        }
    }

    /// The pack it is about.
    #[must_use]
    pub fn pack(&self) -> Option<&Provided> {
        match self {
            Self::Fetch(pack) | Self::MoveNear(pack) | Self::MoveFar(pack) => Some(pack),
            Self::Order => None,
        }
    }
}

/// A dose with its pack, or with the reason why it has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// The dose.
    pub need: Need,
    /// Its pack.
    pub pack: Result<Provided, Missing>,
}

impl Outlook {
    /// Has it no pack?
    #[must_use]
    pub fn at_risk(&self) -> bool {
        self.pack.is_err()
    }
}

/// What is to come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forecast {
    /// Every dose, the one that is in time for the shortest first.
    pub doses: Vec<Outlook>,
    /// Free packs that no dose takes, the one that expires first in front.
    pub spare: Vec<Stocked>,
}

/// How a site stands with one product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteOutlook {
    /// Site.
    pub site: OrganisationId,
    /// Product.
    pub product: String,
    /// Doses to come.
    pub needed: usize,
    /// Those without a pack.
    pub at_risk: usize,
    /// The first day by which one of these packs must lie there.
    pub missing_by: Option<NaiveDate>,
    /// Free packs that no dose takes.
    pub spare: usize,
    /// Those of them that expire within the days looked at.
    pub wasted: usize,
}

impl Forecast {
    /// Free packs that no dose takes and that expire by a day.
    pub fn wasted(&self, until_on: NaiveDate) -> impl Iterator<Item = &Stocked> {
        self.spare.iter().filter(move |pack| pack.expiry_on <= until_on)
    }

    /// Doses without a pack.
    pub fn at_risk(&self) -> impl Iterator<Item = &Outlook> {
        self.doses.iter().filter(|outlook| outlook.at_risk())
    }

    /// Site by site and product by product, those that miss something soonest first.
    #[must_use]
    pub fn sites(&self, until_on: NaiveDate) -> Vec<SiteOutlook> {
        let mut sites: BTreeMap<(OrganisationId, &str), SiteOutlook> = BTreeMap::new();
        fn row<'a, 'b>(
            sites: &'b mut BTreeMap<(OrganisationId, &'a str), SiteOutlook>,
            site: OrganisationId,
            product: &'a str,
        ) -> &'b mut SiteOutlook {
            sites.entry((site, product)).or_insert_with(|| SiteOutlook {
                site,
                product: product.to_owned(),
                needed: 0,
                at_risk: 0,
                missing_by: None,
                spare: 0,
                wasted: 0,
            })
        }
        for outlook in &self.doses {
            let row = row(&mut sites, outlook.need.site, &outlook.need.product);
            row.needed += 1;
            if outlook.at_risk() {
                let by = outlook.need.needed_by;
                row.at_risk += 1;
                row.missing_by = Some(row.missing_by.map_or(by, |first| first.min(by)));
            }
        }
        for pack in &self.spare {
            let Lies::Free { at } = pack.lies else { continue };
            let row = row(&mut sites, at, &pack.product);
            row.spare += 1;
            row.wasted += usize::from(pack.expiry_on <= until_on);
        }
        let mut sites: Vec<_> = sites.into_values().collect();
        sites.sort_by_key(|row| (row.missing_by.is_none(), row.missing_by, row.at_risk == 0));
        sites
    }
}

/// Gives every dose its pack. The order in which doses and packs are named does not matter; no pack serves twice.
/// `regions` says in which region an organisation lies, and `there_on` by when a pack is elsewhere that leaves today: one that is
/// no longer good then is offered to no other place.
#[must_use]
pub fn forecast(
    needs: &[Need],
    packs: &[Stocked],
    regions: &BTreeMap<OrganisationId, String>,
    there_on: NaiveDate,
) -> Forecast {
    let mut needs: Vec<&Need> = needs.iter().collect();
    needs.sort();
    let mut shelves = Shelves::new(packs, regions);
    let mut doses: Vec<(&Need, Option<Provided>)> = needs
        .into_iter()
        .map(|need| (need, shelves.for_dose(need)))
        .collect();
    // Only when every site has taken its own is anything offered to others.
    let mut outlooks = Vec::with_capacity(doses.len());
    for (need, pack) in doses.drain(..) {
        outlooks.push(Outlook {
            need: need.clone(),
            pack: pack.ok_or_else(|| shelves.missing(need, there_on)),
        });
    }
    Forecast {
        doses: outlooks,
        spare: shelves.left(),
    }
}

/// Packs that can serve the same doses, the one that expires first in front.
type Shelf<'a> = BTreeMap<(NaiveDate, PackId), &'a Stocked>;

struct Shelves<'a> {
    regions: &'a BTreeMap<OrganisationId, String>,
    /// Free, by site and product.
    sites: BTreeMap<(OrganisationId, &'a str), Shelf<'a>>,
    /// The same, by region and product.
    near: BTreeMap<(&'a str, &'a str), Shelf<'a>>,
    /// The same, by product.
    anywhere: BTreeMap<&'a str, Shelf<'a>>,
    /// Kept for a person or on the way to him, by person, product and place.
    own: BTreeMap<(CaseId, &'a str, OrganisationId), Shelf<'a>>,
    /// Kept apart, by person where it was kept for one, product and site.
    quarantined: BTreeMap<(Option<CaseId>, &'a str, OrganisationId), Shelf<'a>>,
}

impl<'a> Shelves<'a> {
    fn new(packs: &'a [Stocked], regions: &'a BTreeMap<OrganisationId, String>) -> Self {
        let mut shelves = Self {
            regions,
            sites: BTreeMap::new(),
            near: BTreeMap::new(),
            anywhere: BTreeMap::new(),
            own: BTreeMap::new(),
            quarantined: BTreeMap::new(),
        };
        for pack in packs {
            let product = pack.product.as_str();
            let put = |shelf: &mut Shelf<'a>| {
                shelf.insert(key(pack), pack);
            };
            match pack.lies {
                Lies::Free { at } => {
                    put(shelves.sites.entry((at, product)).or_default());
                    put(shelves.anywhere.entry(product).or_default());
                    if let Some(region) = regions.get(&at) {
                        put(shelves.near.entry((region, product)).or_default());
                    }
                }
                Lies::Kept { at, case } | Lies::OnTheWay { to: at, case } => {
                    put(shelves.own.entry((case, product, at)).or_default());
                }
                Lies::Quarantined { at, case } => {
                    put(shelves.quarantined.entry((case, product, at)).or_default());
                }
            }
        }
        shelves
    }

    /// The pack of a dose at its own site.
    fn for_dose(&mut self, need: &'a Need) -> Option<Provided> {
        let own = self.own.get_mut(&(need.case, need.product.as_str(), need.site));
        if let Some(pack) = own.and_then(|shelf| take(shelf, need.last_on)) {
            return Some(provided(pack));
        }
        let pack = first(self.sites.get(&(need.site, need.product.as_str()))?, need.last_on)?;
        self.remove(pack);
        Some(provided(pack))
    }

    /// Why a dose has none, and what could be done. What is offered to one dose is offered to no other.
    fn missing(&mut self, need: &'a Need, there_on: NaiveDate) -> Missing {
        let here = (need.site, need.product.as_str());
        // Whatever is still free there is good for a shorter time than this dose needs, or it would have taken it.
        let shorter = self.sites.get(&here).and_then(|shelf| shelf.keys().next_back());
        Missing {
            too_short: shorter
                .map(|(expiry_on, _)| *expiry_on)
                .filter(|on| *on < need.last_on),
            quarantined: self.waits_for_verdict(need),
            remedy: self.remedy(need, there_on),
        }
    }

    /// Would a pack that waits for a pharmacist at its own site be good for a dose? It would serve one dose as any other does.
    fn waits_for_verdict(&mut self, need: &'a Need) -> bool {
        [Some(need.case), None].into_iter().any(|case| {
            let here = (case, need.product.as_str(), need.site);
            let shelf = self.quarantined.get_mut(&here);
            shelf.is_some_and(|shelf| take(shelf, need.last_on).is_some())
        })
    }

    /// What could be brought from elsewhere: it must be good for the dose, and still when it is there.
    fn remedy(&mut self, need: &'a Need, there_on: NaiveDate) -> Remedy {
        let good_on = need.last_on.max(there_on);
        let lowest = OrganisationId(uuid::Uuid::nil());
        let highest = OrganisationId(uuid::Uuid::max());
        let (from, to) = (
            (need.case, need.product.as_str(), lowest),
            (need.case, need.product.as_str(), highest),
        );
        let mut elsewhere = self.own.range_mut(from..=to);
        if let Some(pack) = elsewhere.find_map(|(_, shelf)| take(shelf, good_on)) {
            return Remedy::Fetch(provided(pack));
        }
        let region = self.regions.get(&need.site);
        let near = region.and_then(|region| self.near.get(&(region.as_str(), need.product.as_str())));
        if let Some(pack) = near.and_then(|shelf| first(shelf, good_on)) {
            self.remove(pack);
            return Remedy::MoveNear(provided(pack));
        }
        let far = self.anywhere.get(need.product.as_str());
        match far.and_then(|shelf| first(shelf, good_on)) {
            Some(pack) => {
                self.remove(pack);
                Remedy::MoveFar(provided(pack))
            }
            None => Remedy::Order,
        }
    }

    /// Takes a free pack from every list it stands in.
    fn remove(&mut self, pack: &'a Stocked) {
        let Lies::Free { at } = pack.lies else { return };
        let product = pack.product.as_str();
        let region = self.regions.get(&at);
        let shelves = [
            self.sites.get_mut(&(at, product)),
            self.anywhere.get_mut(product),
            region.and_then(|region| self.near.get_mut(&(region.as_str(), product))),
        ];
        for shelf in shelves.into_iter().flatten() {
            shelf.remove(&key(pack));
        }
    }

    /// The free packs that nobody took.
    fn left(self) -> Vec<Stocked> {
        let mut left: Vec<_> = self
            .sites
            .into_values()
            .flat_map(BTreeMap::into_values)
            .cloned()
            .collect();
        left.sort();
        left
    }
}

fn key(pack: &Stocked) -> (NaiveDate, PackId) {
    (pack.expiry_on, pack.pack)
}

/// The pack that expires first among those that are still good on a day.
fn first<'a>(shelf: &Shelf<'a>, good_on: NaiveDate) -> Option<&'a Stocked> {
    let mut good = shelf.range((good_on, PackId(uuid::Uuid::nil()))..);
    good.next().map(|(_, pack)| *pack)
}

fn take<'a>(shelf: &mut Shelf<'a>, good_on: NaiveDate) -> Option<&'a Stocked> {
    let pack = first(shelf, good_on)?;
    shelf.remove(&key(pack));
    Some(pack)
}

fn provided(pack: &Stocked) -> Provided {
    Provided {
        pack: pack.pack,
        lot: pack.lot.clone(),
        expiry_on: pack.expiry_on,
        lies: pack.lies,
    }
}
