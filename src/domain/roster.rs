//! Who is who around a case today: the organisations it names and the people who answer in them.

use super::alert::Gap;
use super::ids::{AccountId, OrganisationId};
use super::obligation::Owner;
use super::rules::{Party, Person, Places, Post, Recipient};
use chrono::NaiveDate;

/// An organisation as the rules see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Identity.
    pub organisation: OrganisationId,
    /// Kind, as the policies name it.
    pub kind: String,
    /// Region, as the policies name it.
    pub region: String,
    /// The day on which its first pack was taken in: from then on its drug is followed.
    pub stock_since_on: Option<NaiveDate>,
}

/// A person who may be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// Account.
    pub account: AccountId,
    /// Name shown to others; empty where nobody reads it.
    pub name: String,
    /// Organisation.
    pub organisation: OrganisationId,
    /// Role, as the policies name it.
    pub role: String,
    /// Deputy, where one is named.
    pub deputy: Option<AccountId>,
    /// Away today.
    pub absent: bool,
    /// Has an address a message can be sent to.
    pub reachable: bool,
}

/// The people and organisations around one case, people in a fixed order (oldest account first).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    /// The organisations, each by the part it plays.
    pub sites: Vec<(Party, Site)>,
    /// Everyone in them.
    pub people: Vec<Colleague>,
    /// The officer to whom the supervising body has given this case; none where anybody in the post has it.
    pub officer: Option<AccountId>,
    /// Is the person held today, in custody or in a bed to which he was brought from there?
    pub held: bool,
}

/// A recipient as found: the office always, the person where there is one, and what was missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Organisation.
    pub organisation: OrganisationId,
    /// Role.
    pub role: String,
    /// Person.
    pub account: Option<AccountId>,
    /// What was missing.
    pub gap: Option<Gap>,
}

impl Roster {
    /// The same for a look back at a day: whose drug is followed only since later owed nothing about it then.
    #[must_use]
    pub fn looking_back_at(&self, day: NaiveDate) -> Self {
        let mut then = self.clone();
        for (_, site) in &mut then.sites {
            site.stock_since_on = site.stock_since_on.filter(|since_on| *since_on <= day);
        }
        then
    }

    /// The organisation that plays a part.
    #[must_use]
    pub fn site(&self, party: Party) -> Option<&Site> {
        self.sites
            .iter()
            .find(|(part, _)| *part == party)
            .map(|(_, site)| site)
    }

    /// The region in which an organisation around the case lies.
    #[must_use]
    pub fn region_of(&self, organisation: OrganisationId) -> Option<&str> {
        let mut sites = self.sites.iter().map(|(_, site)| site);
        let site = sites.find(|site| site.organisation == organisation)?;
        Some(site.region.as_str())
    }

    /// The office that coordinates the region of an organisation to which the person goes.
    #[must_use]
    pub fn region_office(&self, organisation: OrganisationId) -> Option<OrganisationId> {
        let region = self.region_of(organisation)?;
        let mut offices = self.sites.iter();
        let office =
            offices.find(|(party, site)| *party == Party::ReceiverRegion && site.region == region)?;
        Some(office.1.organisation)
    }

    /// Who supplies a place with the drug: the place itself where it supplies others, else the supplier of the case.
    #[must_use]
    pub fn supplier_of(&self, place: OrganisationId, places: &Places) -> Option<&Site> {
        let mut sites = self.sites.iter().map(|(_, site)| site);
        let own = sites.find(|site| site.organisation == place);
        own.filter(|site| places.kind(&site.kind).is_some_and(|kind| kind.supplies))
            .or_else(|| self.site(Party::Supplier))
    }

    /// Does the drug come from somebody else than who treats the person?
    #[must_use]
    pub fn sent_from_elsewhere(&self) -> bool {
        let at = |party| self.site(party).map(|site| site.organisation);
        let supplier = at(Party::Supplier);
        supplier.is_some() && supplier != at(Party::Responsible)
    }

    /// Who holds a post at an organisation around the case; none for one that is not.
    #[must_use]
    pub fn owner_at(&self, organisation: OrganisationId, post: Post, places: &Places) -> Option<Owner> {
        let mut sites = self.sites.iter().map(|(_, site)| site);
        let site = sites.find(|site| site.organisation == organisation)?;
        let role = places.role(&site.kind, post)?.to_owned();
        Some(Owner { organisation, role })
    }

    /// Who owes something: the post in the organisation the rule names, and the region's coordinator where
    /// no such organisation or post exists, so that an obligation never belongs to nobody.
    #[must_use]
    pub fn owner(&self, party: Party, post: Post, places: &Places) -> Option<Owner> {
        let owner = |party, post| {
            let site = self.site(party)?;
            let role = places.role(&site.kind, post)?.to_owned();
            Some(Owner {
                organisation: site.organisation,
                role,
            })
        };
        owner(party, post)
            .or_else(|| owner(Party::Region, Post::Coordinator))
            .or_else(|| owner(Party::Responsible, Post::Giver))
    }

    /// The recipient of a step of a ladder. Somebody present if there is one, else the one who is away, named
    /// as such; a missing organisation, post or deputy is a gap, never a silence.
    #[must_use]
    pub fn recipient(&self, to: Recipient, places: &Places) -> Option<Found> {
        let site = self
            .site(to.organisation)
            .or_else(|| self.site(Party::Responsible))?;
        Some(self.found_at(site, to, places))
    }

    /// The recipient of a step at an organisation around the case, whatever part it plays; none for one that is not.
    #[must_use]
    pub fn recipient_at(
        &self,
        organisation: OrganisationId,
        to: Recipient,
        places: &Places,
    ) -> Option<Found> {
        let mut sites = self.sites.iter().map(|(_, site)| site);
        let site = sites.find(|site| site.organisation == organisation)?;
        Some(self.found_at(site, to, places))
    }

    fn found_at(&self, site: &Site, to: Recipient, places: &Places) -> Found {
        let Some(role) = places.role(&site.kind, to.post) else {
            return Found {
                organisation: site.organisation,
                role: String::new(),
                account: None,
                gap: Some(Gap::NobodyInRole),
            };
        };
        let holders = || {
            self.people
                .iter()
                .filter(move |person| person.organisation == site.organisation && person.role == role)
        };
        let officer = self.officer.filter(|_| Self::is_officer(to));
        let named = officer.and_then(|id| {
            let mut there = self.people.iter();
            there.find(|person| person.account == id && person.organisation == site.organisation)
        });
        let mut found = match to.person {
            Person::Holder => {
                let anybody = || holders().find(|person| !person.absent).or(holders().next());
                Self::found(site, role, named.or_else(anybody), Gap::NobodyInRole)
            }
            Person::Deputy => {
                let deputy = match named {
                    Some(person) => person.deputy,
                    None => holders().find_map(|person| person.deputy),
                };
                let person = deputy.and_then(|id| self.people.iter().find(|person| person.account == id));
                Self::found(site, role, person, Gap::NoDeputy)
            }
        };
        // Somebody else of the post is told in the place of one who has left; that nobody was named is a task.
        let gone = officer.is_some() && named.is_none() && to.person == Person::Holder;
        found.gap = found.gap.or(gone.then_some(Gap::OfficerGone));
        found
    }

    /// Whom a message to a post reaches: everybody present who holds it; where nobody is, those who stand in for them; where
    /// nobody does, the head of the organisation. Nobody where that chair is empty, too.
    #[must_use]
    pub fn reached(&self, post: &Owner, places: &Places) -> Vec<AccountId> {
        let of = |role: &str| {
            let people = self.people.iter();
            let there =
                people.filter(|person| person.organisation == post.organisation && person.role == role);
            there.collect::<Vec<_>>()
        };
        let heard = |people: Vec<&Colleague>| -> Vec<AccountId> {
            let heard = people.iter().filter(|person| !person.absent && person.reachable);
            heard.map(|person| person.account).collect()
        };
        let holders = of(&post.role);
        let deputies = holders.iter().filter_map(|person| person.deputy);
        let deputies = deputies.filter_map(|id| self.people.iter().find(|person| person.account == id));
        let deputies = deputies.collect();
        let mut sites = self.sites.iter().map(|(_, site)| site);
        let site = sites.find(|site| site.organisation == post.organisation);
        let head = site.and_then(|site| places.role(&site.kind, Post::Head));
        let heads = head.map(of).unwrap_or_default();
        let mut asked = [holders, deputies, heads].into_iter().map(heard);
        asked.find(|heard| !heard.is_empty()).unwrap_or_default()
    }

    /// Does a step lead to the officer who has the case?
    #[must_use]
    pub fn is_officer(to: Recipient) -> bool {
        to.organisation == Party::Supervising && to.post == Post::Officer
    }

    /// The officer who has the case, while he is there.
    #[must_use]
    pub fn officer_in_office(&self) -> Option<AccountId> {
        let body = self.site(Party::Supervising)?.organisation;
        let there = |id: &AccountId| {
            let mut people = self.people.iter();
            people.any(|person| person.account == *id && person.organisation == body)
        };
        self.officer.filter(there)
    }

    /// Has this person named somebody who is still there?
    #[must_use]
    pub fn has_deputy(&self, account: AccountId) -> bool {
        let named = self
            .people
            .iter()
            .find(|person| person.account == account)
            .and_then(|person| person.deputy);
        named.is_some_and(|deputy| self.people.iter().any(|person| person.account == deputy))
    }

    fn found(site: &Site, role: &str, person: Option<&Colleague>, missing: Gap) -> Found {
        let gap = match person {
            None => Some(missing),
            Some(person) if person.absent => Some(Gap::Absent),
            Some(person) if !person.reachable => Some(Gap::NoAddress),
            Some(_) => None,
        };
        Found {
            organisation: site.organisation,
            role: person.map_or(role, |person| &person.role).to_owned(),
            account: person.map(|person| person.account),
            gap,
        }
    }
}
