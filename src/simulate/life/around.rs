//! Who is around a life: the organisations, and the people in them.

use chrono::{Datelike as _, NaiveDate};
use uuid::Uuid;

use crate::domain::case::Case;
use crate::domain::ids::{AccountId, OrganisationId};
use crate::domain::roster::{Colleague, Roster, Site};
use crate::domain::rules::{Party, Post, Rules};
use crate::domain::time::Now;

/// A penal facility, where a life begins.
pub const PRISON: OrganisationId = OrganisationId(Uuid::from_u128(1));
/// The office that supervises at first.
pub const PROBATION: OrganisationId = OrganisationId(Uuid::from_u128(2));
/// Chooses and supplies the drug, and treats outside.
pub const CLINIC: OrganisationId = OrganisationId(Uuid::from_u128(3));
/// Answers for the region.
pub const DEPARTMENT: OrganisationId = OrganisationId(Uuid::from_u128(4));
/// May take over the supervision. Nobody works there: a ladder must find its way around it.
pub const POLICE: OrganisationId = OrganisationId(Uuid::from_u128(5));
/// Where somebody may have to stay for a while.
pub const HOSPITAL: OrganisationId = OrganisationId(Uuid::from_u128(6));
/// Treats outside, in another region.
pub const FAR_CLINIC: OrganisationId = OrganisationId(Uuid::from_u128(9));
/// Supervises whoever lives in that other region.
pub const FAR_PROBATION: OrganisationId = OrganisationId(Uuid::from_u128(10));
/// Keeps the court's papers.
pub const REGISTRY: OrganisationId = OrganisationId(Uuid::from_u128(8));

/// The physician who clears and prescribes, and therefore never reviews.
pub const DOCTOR: AccountId = AccountId(Uuid::from_u128(7));
/// A physician who had no part in the treatment.
pub const SECOND_DOCTOR: AccountId = AccountId(Uuid::from_u128(30));
/// Gives and writes down inside.
pub const NURSE: AccountId = AccountId(Uuid::from_u128(11));
/// Has a case at the probation office.
pub const OFFICER: AccountId = AccountId(Uuid::from_u128(13));
/// Heads the probation office.
pub const HEAD: AccountId = AccountId(Uuid::from_u128(14));

/// The region in which everything of a life lies.
pub const HOME: &str = "almaty";

/// Each organisation with its kind.
const KINDS: [(OrganisationId, &str); 9] = [
    (PRISON, "penal-facility"),
    (PROBATION, "probation-office"),
    (FAR_PROBATION, "probation-office"),
    (CLINIC, "outpatient-clinic"),
    (FAR_CLINIC, "outpatient-clinic"),
    (DEPARTMENT, "health-department"),
    (POLICE, "police-department"),
    (HOSPITAL, "hospital"),
    (REGISTRY, "court-registry"),
];

/// Who works where, and in which post. The facility has no physician of its own.
const PEOPLE: [(AccountId, OrganisationId, Post); 11] = [
    (DOCTOR, CLINIC, Post::Physician),
    (NURSE, PRISON, Post::Giver),
    (AccountId(Uuid::from_u128(12)), CLINIC, Post::Giver),
    (OFFICER, PROBATION, Post::Officer),
    (HEAD, PROBATION, Post::Head),
    (AccountId(Uuid::from_u128(15)), DEPARTMENT, Post::Coordinator),
    (AccountId(Uuid::from_u128(16)), REGISTRY, Post::Clerk),
    (AccountId(Uuid::from_u128(17)), CLINIC, Post::Pharmacist),
    (AccountId(Uuid::from_u128(18)), FAR_CLINIC, Post::Giver),
    (AccountId(Uuid::from_u128(19)), FAR_CLINIC, Post::Physician),
    (AccountId(Uuid::from_u128(22)), FAR_PROBATION, Post::Officer),
];

/// The kind of an organisation, as the policies name it.
#[must_use]
pub fn kind_of(organisation: OrganisationId) -> &'static str {
    let mut kinds = KINDS.iter();
    kinds
        .find(|(known, _)| *known == organisation)
        .map_or("", |(_, kind)| kind)
}

/// Another region than the one in which nearly everything lies.
#[must_use]
pub fn elsewhere(rules: &Rules) -> &str {
    let other = rules.places.regions.iter().find(|region| region.id != HOME);
    other.map_or(HOME, |region| region.id.as_str())
}

/// The region in which an organisation lies.
#[must_use]
pub fn region_of(organisation: OrganisationId, rules: &Rules) -> &str {
    match organisation {
        FAR_CLINIC | FAR_PROBATION => elsewhere(rules),
        _ => HOME,
    }
}

/// Who is around: the officer is away in every second month, and has a deputy in every third.
pub(super) fn roster(
    case: &Case,
    rules: &Rules,
    now: &Now,
    (steady, since_on): (bool, Option<NaiveDate>),
) -> Roster {
    let today = now.today();
    let site = |organisation| Site {
        organisation,
        kind: kind_of(organisation).to_owned(),
        region: region_of(organisation, rules).to_owned(),
        stock_since_on: since_on.filter(|_| organisation == CLINIC),
    };
    let month = today.month();
    let person = |(account, organisation, post)| {
        let role = rules.places.role(kind_of(organisation), post)?.to_owned();
        let officer = account == OFFICER;
        Some(Colleague {
            account,
            name: String::new(),
            organisation,
            role,
            deputy: (officer && (steady || month.is_multiple_of(3))).then_some(HEAD),
            absent: officer && !steady && month.is_multiple_of(2),
            reachable: true,
        })
    };
    let place = case.place_on(today).unwrap_or(PRISON);
    let body = case.supervising_on(today).unwrap_or(PROBATION);
    let receiver = case.passage.offered_to().last().copied();
    let receiver = receiver.into_iter().flat_map(|to| {
        [
            (Party::Receiver, site(to)),
            (Party::ReceiverRegion, site(DEPARTMENT)),
        ]
    });
    let mut sites = vec![
        (Party::Responsible, site(place)),
        (Party::Supervising, site(body)),
        // A clinic supplies itself; whoever packed a parcel answers for it all the same.
        (
            Party::Supplier,
            site(if place == FAR_CLINIC { place } else { CLINIC }),
        ),
        (Party::Region, site(DEPARTMENT)),
        (Party::Registry, site(REGISTRY)),
    ];
    sites.extend(receiver);
    // Whoever has agreed for the day of release, while another is asked to have him until then.
    let agreed = case.passage.accepted_offer();
    sites.extend(agreed.map(|(_, offer)| (Party::Receiver, site(offer.content.to))));
    if place == FAR_CLINIC && !case.supply.parcels.is_empty() {
        sites.push((Party::Supplier, site(CLINIC)));
    }
    Roster {
        sites,
        people: PEOPLE.into_iter().filter_map(person).collect(),
        officer: case.officer_at(body),
        held: case.held_on(today, |place| rules.places.kind(kind_of(place))),
    }
}
