//! The organisations and the people around a case: who plays which part in it today.

use super::{Institution, Member};
use crate::access::CaseFacts;
use crate::domain::case::Case;
use crate::domain::event::{Event, Recorded};
use crate::domain::ids::{AccountId, OrganisationId};
use crate::domain::localised::Localised;
use crate::domain::roster::{Colleague, Site};
use crate::domain::rules::{Party, Places, Post};
use crate::domain::time::civil_date;
use crate::store::StoreError;
use crate::store::entities::{account, organisation};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DerivePartialModel, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use std::collections::BTreeSet;

impl Member {
    pub(super) fn colleague(&self, today: NaiveDate) -> Colleague {
        let (from, until) = self.away;
        Colleague {
            account: self.id,
            name: self.name.clone(),
            organisation: self.organisation,
            role: self.role.clone(),
            deputy: self.deputy,
            absent: from.is_some_and(|from| from <= today) && until.is_none_or(|until| today <= until),
            reachable: self.email.is_some(),
        }
    }
}

/// The organisations a case ever named, and those of their regions that play a part by their kind.
pub(super) async fn institutions<C: ConnectionTrait>(
    on: &C,
    case: &Case,
    places: &Places,
) -> Result<Vec<Institution>, StoreError> {
    let (named, treating) = names(case);
    among(on, named, treating, places).await
}

/// The same of many cases at once.
pub(super) async fn institutions_of_all<C: ConnectionTrait>(
    on: &C,
    cases: &[&Case],
    places: &Places,
) -> Result<Vec<Institution>, StoreError> {
    let (mut named, mut treating) = (BTreeSet::new(), Vec::new());
    for case in cases {
        let (more, treated) = names(case);
        named.extend(more);
        treating.extend(treated);
    }
    among(on, named, treating, places).await
}

/// Those of one case among those of many.
pub(super) fn institutions_of(known: &[Institution], case: &Case, places: &Places) -> Vec<Institution> {
    let (named, treating) = names(case);
    let there = known.iter().filter(|known| treating.contains(&known.id.0));
    let regions: BTreeSet<_> = there.map(|known| known.region.as_str()).collect();
    let kinds: BTreeSet<_> = places.with_a_part_in_their_region().collect();
    let belongs = |known: &&Institution| {
        let part = regions.contains(known.region.as_str()) && kinds.contains(known.kind.as_str());
        part || named.contains(&known.id.0)
    };
    known.iter().filter(belongs).cloned().collect()
}

/// The organisations that a case ever named, and those whose regions play a part.
fn names(case: &Case) -> (BTreeSet<uuid::Uuid>, Vec<uuid::Uuid>) {
    let named: BTreeSet<_> = case
        .places
        .iter()
        .chain(&case.supervision)
        .map(|stay| stay.organisation.0)
        .chain(passage_names(case))
        .chain(sender_names(case))
        .collect();
    // The region of whoever is asked to take over plays its part, too.
    let treating = case.places.iter().map(|stay| stay.organisation);
    let treating = treating.chain(case.passage.offered_to()).map(|id| id.0);
    (named, treating.collect())
}

/// The organisations of these names, and those in the regions of some that play a part by their kind.
async fn among<C: ConnectionTrait>(
    on: &C,
    named: BTreeSet<uuid::Uuid>,
    treating: Vec<uuid::Uuid>,
    places: &Places,
) -> Result<Vec<Institution>, StoreError> {
    let regions = sea_orm::QueryTrait::into_query(
        organisation::Entity::find()
            .select_only()
            .column(organisation::Column::Region)
            .filter(organisation::Column::Id.is_in(treating)),
    );
    let rows = organisation::Entity::find()
        .filter(
            Condition::any().add(organisation::Column::Id.is_in(named)).add(
                Condition::all()
                    .add(organisation::Column::Region.in_subquery(regions))
                    .add(organisation::Column::Kind.is_in(places.with_a_part_in_their_region())),
            ),
        )
        .order_by_asc(organisation::Column::Code)
        .all(on)
        .await?;
    rows.into_iter().map(institution).collect()
}

/// Asks for what is around a case, in vain.
pub(super) async fn in_vain<C: ConnectionTrait>(on: &C, places: &Places) -> Result<(), StoreError> {
    among(on, BTreeSet::new(), Vec::new(), places).await?;
    accounts(on, &[&People::default()]).await.map(drop)
}

/// The organisations that the passage of the person names.
fn passage_names(case: &Case) -> impl Iterator<Item = uuid::Uuid> + '_ {
    let passage = &case.passage;
    let offers = passage
        .offers
        .iter()
        .flat_map(|offer| [offer.content.from, offer.content.to]);
    let forwarded = passage.forwarded.iter().map(|entry| entry.content.to);
    let told = passage
        .notices
        .iter()
        .flat_map(|entry| [entry.content.health, entry.content.supervising]);
    let seen = passage.turned_up.iter().map(|entry| entry.content.at);
    offers.chain(forwarded).chain(told).chain(seen).map(|id| id.0)
}

/// From whose shelf a parcel came, and who answers for it.
fn sender_names(case: &Case) -> impl Iterator<Item = uuid::Uuid> + '_ {
    let prepared = case.supply.parcels.iter().map(|parcel| &parcel.prepared);
    prepared.flat_map(|prepared| [prepared.from.0, prepared.answers().0])
}

pub(super) fn facts(
    case: &Case,
    institutions: &[Institution],
    today: NaiveDate,
) -> Result<CaseFacts, StoreError> {
    let missing = StoreError::Missing("organisation");
    let (Some(responsible), Some(supervising)) = (case.place_on(today), case.supervising_on(today)) else {
        return Err(missing);
    };
    let place = institutions
        .iter()
        .find(|known| known.id == responsible)
        .ok_or(missing)?;
    // A place to come (a transfer with a later day) is neither former nor responsible yet.
    let begun = case.places.iter().filter(|stay| stay.from_on <= today);
    let mut former: Vec<_> = begun
        .map(|stay| stay.organisation)
        .filter(|id| *id != responsible)
        .collect();
    former.sort_unstable();
    former.dedup();
    let begun = case.supervision.iter().filter(|stay| stay.from_on <= today);
    let mut former_supervising: Vec<_> = begun
        .map(|stay| stay.organisation)
        .filter(|id| *id != supervising)
        .collect();
    former_supervising.sort_unstable();
    former_supervising.dedup();
    let offered_to = case.passage.offered_to();
    let mut offered_regions: Vec<_> = institutions
        .iter()
        .filter(|known| offered_to.contains(&known.id))
        .map(|known| known.region.clone())
        .collect();
    offered_regions.sort_unstable();
    offered_regions.dedup();
    Ok(CaseFacts {
        id: case.id,
        responsible,
        former,
        former_supervising,
        offered_to,
        offered_regions,
        supervising,
        region: place.region.clone(),
        open: !case.ended_on(today),
    })
}

/// Which organisation plays which part today. A kind that fills a post only one kind has plays that part; of
/// several in the region the first by code does. One that was closed plays only the parts for which the case names it.
pub(super) fn sites(
    case: &Case,
    facts: &CaseFacts,
    institutions: &[Institution],
    places: &Places,
) -> Vec<(Party, Site)> {
    let site = |known: &Institution| Site {
        organisation: known.id,
        kind: known.kind.clone(),
        region: known.region.clone(),
        stock_since_on: known.stock_since_at.map(|at| civil_date(at, known.zone)),
    };
    let by_id = |id| institutions.iter().find(|known| known.id == id);
    let works_in = |region: &str| {
        let there = institutions.iter().filter(|known| !known.closed);
        there.filter(|known| known.region == region).collect::<Vec<_>>()
    };
    let here = works_in(&facts.region);
    let in_region = || here.iter().copied();
    let kind = |known: &Institution| places.kind(&known.kind);
    let fills = |known: &&Institution, post| kind(known).is_some_and(|kind| kind.posts.contains_key(&post));
    let supplies = |known: &&Institution| kind(known).is_some_and(|kind| kind.supplies);
    let responsible = by_id(facts.responsible);
    let passage = &case.passage;
    let live = passage.open_offer().or_else(|| passage.accepted_offer());
    let receiver = live.and_then(|(_, offer)| by_id(offer.content.to));
    let coordinates = |region: &str| {
        let mut offices = works_in(region).into_iter();
        offices.find(|known| fills(known, Post::Coordinator))
    };
    let parts = [
        (Party::Responsible, responsible),
        (Party::Supervising, by_id(facts.supervising)),
        (
            Party::Supplier,
            responsible
                .filter(supplies)
                .or_else(|| in_region().find(supplies)),
        ),
        (
            Party::Region,
            in_region().find(|known| fills(known, Post::Coordinator)),
        ),
        (
            Party::Registry,
            in_region().find(|known| {
                fills(known, Post::Clerk) && kind(known).is_some_and(|kind| !kind.treats && !kind.supplies)
            }),
        ),
        (Party::Receiver, receiver),
        (
            Party::ReceiverRegion,
            receiver.and_then(|known| coordinates(&known.region)),
        ),
    ];
    // Whoever has agreed for the day of release answers for it and for the first appointment, and so does his region, also
    // while another is asked to have him until then.
    let agreed = passage.accepted_offer();
    let agreed = agreed.and_then(|(_, offer)| by_id(offer.content.to));
    let agreed = agreed.filter(|known| receiver.is_none_or(|receiver| receiver.id != known.id));
    let agreed = agreed.into_iter().flat_map(|known| {
        let office = coordinates(&known.region);
        [(Party::Receiver, Some(known)), (Party::ReceiverRegion, office)]
    });
    // Whoever packed a parcel, or is to receive it, answers for it, also where the person has moved on. One that was closed does
    // only while it is on its way: else a parcel of years ago would leave it the supplier of the case.
    let hands = case.supply.parcels.iter().flat_map(|parcel| {
        let answers = |known: &&Institution| !known.closed || parcel.open();
        [parcel.prepared.answers(), parcel.to].map(|id| (Party::Supplier, by_id(id).filter(answers)))
    });
    let mut sites: Vec<(Party, Site)> = Vec::new();
    for (part, known) in parts.into_iter().chain(agreed).chain(hands) {
        let Some(known) = known else { continue };
        let extra = part == Party::Supplier && sites.iter().any(|(_, site)| site.organisation == known.id);
        let first = !sites.iter().any(|(other, _)| *other == part);
        if first || !extra {
            sites.push((part, site(known)));
        }
    }
    sites
}

/// Whose accounts belong to a case: everyone who works at one of the sites, the physicians of the region, and everyone who ever
/// recorded something in the case, sat on a commission or was complained about.
#[derive(Default)]
pub(super) struct People {
    at: BTreeSet<uuid::Uuid>,
    /// Where physicians of the region work, and the roles that they have there: a commission is chosen among them.
    doctors: (BTreeSet<uuid::Uuid>, BTreeSet<String>),
    named: BTreeSet<uuid::Uuid>,
}

impl People {
    pub(super) fn of(
        (facts, institutions): (&CaseFacts, &[Institution]),
        sites: &[(Party, Site)],
        history: &[Recorded],
        places: &Places,
    ) -> Self {
        let in_region = institutions.iter().filter(|known| known.region == facts.region);
        let posts = in_region.filter_map(|known| {
            let role = places.role(&known.kind, Post::Physician)?;
            Some((known.id.0, role.to_owned()))
        });
        let recorders = history.iter().filter_map(|recorded| recorded.by.account());
        let told = history.iter().flat_map(|recorded| match &recorded.event {
            Event::NoticeSent { hop, .. } => hop.account.into_iter().collect(),
            Event::ReviewDrafted(text) => text.members.iter().map(|member| member.account).collect(),
            Event::HandoverAccepted(accepted) => {
                let seen = accepted.appointment.map(|known| known.clinician);
                seen.into_iter().collect()
            }
            Event::AppointmentSet(set) => vec![set.appointment.clinician],
            Event::ComplaintLodged(complaint) => complaint.against.into_iter().collect(),
            _ => Vec::new(),
        });
        Self {
            at: sites.iter().map(|(_, site)| site.organisation.0).collect(),
            doctors: posts.unzip(),
            named: recorders.chain(told).map(|id| id.0).collect(),
        }
    }

    fn condition(&self) -> Condition {
        let (at, roles) = &self.doctors;
        let doctors = Condition::all()
            .add(account::Column::OrganisationId.is_in(at.iter().copied()))
            .add(account::Column::Role.is_in(roles.iter().map(String::as_str)));
        Condition::any()
            .add(account::Column::OrganisationId.is_in(self.at.iter().copied()))
            .add(doctors)
            .add(account::Column::Id.is_in(self.named.iter().copied()))
    }

    fn include(&self, row: &Someone) -> bool {
        let (at, roles) = &self.doctors;
        let doctor = at.contains(&row.organisation_id) && roles.contains(&row.role);
        doctor || self.at.contains(&row.organisation_id) || self.named.contains(&row.id)
    }

    /// Them among the accounts of many.
    pub(super) fn among(&self, rows: &[Someone]) -> Vec<Member> {
        let theirs = rows.iter().filter(|row| self.include(row));
        theirs.cloned().map(member).collect()
    }
}

/// What a case needs of an account: not its passphrase, its codes and what lists search by, which are half of its row.
#[derive(Clone, DerivePartialModel)]
#[sea_orm(entity = "account::Entity")]
pub(super) struct Someone {
    id: uuid::Uuid,
    sign_in_name: String,
    display_name: String,
    organisation_id: uuid::Uuid,
    role: String,
    email: Option<String>,
    language: String,
    deputy_id: Option<uuid::Uuid>,
    absent_from: Option<NaiveDate>,
    absent_until: Option<NaiveDate>,
    disabled_at: Option<DateTime<Utc>>,
    waits_since: Option<DateTime<Utc>>,
}

/// The accounts of all of them.
pub(super) async fn accounts<C: ConnectionTrait>(
    on: &C,
    people: &[&People],
) -> Result<Vec<Someone>, StoreError> {
    let mut any = Condition::any();
    for known in people {
        any = any.add(known.condition());
    }
    let rows = account::Entity::find()
        .filter(any)
        .order_by_asc(account::Column::CreatedAt)
        // Not the random id: who is asked first must not be a matter of chance.
        .order_by_asc(account::Column::SignInName);
    Ok(rows.into_partial_model::<Someone>().all(on).await?)
}

fn member(row: Someone) -> Member {
    Member {
        id: AccountId(row.id),
        sign_in_name: row.sign_in_name,
        name: row.display_name,
        organisation: OrganisationId(row.organisation_id),
        role: row.role,
        email: row.email,
        language: row.language,
        deputy: row.deputy_id.map(AccountId),
        away: (row.absent_from, row.absent_until),
        there: row.disabled_at.is_none() && row.waits_since.is_none(),
    }
}

fn institution(row: organisation::Model) -> Result<Institution, StoreError> {
    let zone = row.zone.parse().map_err(|_| StoreError::Corrupt {
        table: "organisation",
        row: row.code.clone(),
        column: "zone",
    })?;
    Ok(Institution {
        id: OrganisationId(row.id),
        kind: row.kind,
        region: row.region,
        name: Localised {
            kk: row.name_kk,
            ru: row.name_ru,
            en: row.name_en,
        },
        address: row.address,
        phone: row.phone,
        zone,
        stock_since_at: row.stock_since_at,
        closed: row.closed_at.is_some(),
    })
}
