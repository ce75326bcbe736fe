//! A case as it is loaded: whole, folded, with the people and organisations around it.

use super::entities::{account, case_file, event, organisation, person};
use super::{Store, StoreError, Tx, locks, reading};
use crate::access::CaseFacts;
use crate::domain::case::Case;
use crate::domain::event::{Event, Recorded, Recorder, Reviewer};
use crate::domain::ids::{AccountId, CaseId, OrganisationId, PersonId};
use crate::domain::localised::Localised;
use crate::domain::plan::{Plan, plan};
use crate::domain::roster::{Colleague, Roster, Site};
use crate::domain::rules::{Party, Places, Post, Rules};
use crate::domain::time::{Now, civil_date};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, JoinType, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use std::collections::BTreeSet;

/// The person treated, as registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Identity.
    pub id: PersonId,
    /// Name as in the ruling.
    pub name_cyrillic: String,
    /// Name in Latin script.
    pub name_latin: String,
    /// Individual identification number.
    pub iin: Option<String>,
    /// Another document, for a person without IIN.
    pub other_document: Option<String>,
    /// Date of birth.
    pub born_on: NaiveDate,
}

/// An organisation around a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Institution {
    /// Identity.
    pub id: OrganisationId,
    /// Kind, from the place rules.
    pub kind: String,
    /// Region, from the place rules.
    pub region: String,
    /// Name in three languages.
    pub name: Localised,
    /// Where to go.
    pub address: String,
    /// Whom to call.
    pub phone: String,
    /// Zone whose civil date counts there.
    pub zone: Tz,
    /// When its first pack was taken in.
    pub stock_since_at: Option<DateTime<Utc>>,
}

/// A user around a case: someone who recorded something, or who may be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Identity.
    pub id: AccountId,
    /// Name shown to others.
    pub name: String,
    /// Where.
    pub organisation: OrganisationId,
    /// In which role.
    pub role: String,
    /// Address for messages.
    pub email: Option<String>,
    /// Language of messages.
    pub language: String,
    deputy: Option<AccountId>,
    away: (Option<NaiveDate>, Option<NaiveDate>),
    disabled: bool,
}

/// A case with everything a decision or a page about it needs.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// The case.
    pub case: Case,
    /// Its history, oldest first.
    pub history: Vec<Recorded>,
    /// The person.
    pub person: Person,
    /// Organisations around it.
    pub institutions: Vec<Institution>,
    /// Users around it.
    pub members: Vec<Member>,
    /// Who is who today.
    pub roster: Roster,
    /// What the policies may know of it.
    pub facts: CaseFacts,
    /// The moment it was loaded for, in the zone of its place.
    pub now: Now,
    /// When it was opened.
    pub(in crate::store) opened_at: DateTime<Utc>,
}

impl CaseFile {
    /// What is owed now.
    #[must_use]
    pub fn plan(&self, rules: &Rules) -> Plan {
        plan(&self.case, rules, &self.roster, &self.now)
    }

    /// An organisation around the case.
    #[must_use]
    pub fn institution(&self, id: OrganisationId) -> Option<&Institution> {
        self.institutions.iter().find(|known| known.id == id)
    }

    /// A user around the case.
    #[must_use]
    pub fn member(&self, id: AccountId) -> Option<&Member> {
        self.members.iter().find(|known| known.id == id)
    }

    /// The kind of organisation in which the person is treated now.
    #[must_use]
    pub fn kind_of_place(&self) -> &str {
        self.institution(self.facts.responsible)
            .map_or("", |place| place.kind.as_str())
    }

    /// Is the person held where he is treated now?
    #[must_use]
    pub fn held(&self, places: &Places) -> bool {
        places
            .kind(self.kind_of_place())
            .is_some_and(|kind| kind.custody())
    }

    /// Everybody in the region who may sit on a reviewing commission: the holders of a post, wherever they work.
    #[must_use]
    pub fn reviewers(&self, post: Post, places: &Places) -> Vec<Reviewer> {
        let holds = |member: &&Member| {
            let place = self.institution(member.organisation);
            let place = place.filter(|place| place.region == self.facts.region);
            !member.disabled
                && place.is_some_and(|place| places.role(&place.kind, post) == Some(member.role.as_str()))
        };
        let members = self.members.iter().filter(holds);
        members
            .map(|member| Reviewer {
                account: member.id,
                name: member.name.clone(),
            })
            .collect()
    }

    /// The organisation that made a record, by its recorder.
    #[must_use]
    pub fn organisation_of(&self, recorder: &Recorder) -> Option<OrganisationId> {
        recorder
            .account()
            .and_then(|account| self.member(account))
            .map(|member| member.organisation)
    }
}

/// Loads a case for a page; nothing is locked.
pub(in crate::store) async fn read(
    store: &Store,
    id: CaseId,
    at: DateTime<Utc>,
    places: &Places,
) -> Result<CaseFile, StoreError> {
    // One question instead of two: every page of a case asks it.
    let found = case_file::Entity::find_by_id(id.0)
        .join(JoinType::InnerJoin, reading::worklist::to_person())
        .select_also(person::Entity)
        .one(store.reader())
        .await?;
    let Some((row, Some(person))) = found else {
        return Err(StoreError::Missing("case"));
    };
    assemble(store.reader(), row, person, at, places).await
}

/// Loads a case for a change: locked until the transaction ends.
pub(in crate::store) async fn lock(
    tx: &Tx,
    id: CaseId,
    at: DateTime<Utc>,
    places: &Places,
) -> Result<CaseFile, StoreError> {
    let row = locks::lock_case(tx, id)
        .await?
        .ok_or(StoreError::Missing("case"))?;
    let person = person::Entity::find_by_id(row.person_id).one(&tx.0).await?;
    let person = person.ok_or(StoreError::Missing("person"))?;
    assemble(&tx.0, row, person, at, places).await
}

async fn assemble<C: ConnectionTrait>(
    on: &C,
    row: case_file::Model,
    person: person::Model,
    at: DateTime<Utc>,
    places: &Places,
) -> Result<CaseFile, StoreError> {
    let id = CaseId(row.id);
    let rows = event::Entity::find()
        .filter(event::Column::CaseId.eq(id.0))
        .order_by_asc(event::Column::Seq)
        .all(on)
        .await?;
    let history = rows.iter().map(recorded).collect::<Result<Vec<_>, _>>()?;
    let case = Case::fold(id, &history).map_err(|misfit| StoreError::Corrupt {
        table: "event",
        row: format!("{id}: {misfit}"),
        column: "payload",
    })?;
    gather(on, case, history, person.into(), at, row.opened_at, places).await
}

/// Adds the organisations and people around a case.
pub(in crate::store) async fn gather<C: ConnectionTrait>(
    on: &C,
    case: Case,
    history: Vec<Recorded>,
    person: Person,
    at: DateTime<Utc>,
    opened_at: DateTime<Utc>,
    places: &Places,
) -> Result<CaseFile, StoreError> {
    let institutions = around(on, &case).await?;
    let zone = |id: Option<OrganisationId>| {
        institutions
            .iter()
            .find(|known| Some(known.id) == id)
            .map_or(Tz::UTC, |known| known.zone)
    };
    let last = case.places.last().map(|stay| stay.organisation);
    let now = Now {
        instant: at,
        zone: zone(last),
    };
    let now = Now {
        zone: zone(case.place_on(now.today())),
        ..now
    };
    let today = now.today();
    let facts = facts(&case, &institutions, today)?;
    let sites = sites(&case, &facts, &institutions, places);
    let doctors = doctors(&facts, &institutions, places);
    let members = members(on, &sites, doctors, &history).await?;
    let people = members
        .iter()
        .filter(|member| !member.disabled)
        .map(|member| member.colleague(today));
    let roster = Roster {
        people: people.collect(),
        sites,
        officer: case.officer_at(facts.supervising),
    };
    Ok(CaseFile {
        case,
        history,
        person,
        institutions,
        members,
        roster,
        facts,
        now,
        opened_at,
    })
}

impl Member {
    fn colleague(&self, today: NaiveDate) -> Colleague {
        let (from, until) = self.away;
        Colleague {
            account: self.id,
            organisation: self.organisation,
            role: self.role.clone(),
            deputy: self.deputy,
            absent: from.is_some_and(|from| from <= today) && until.is_none_or(|until| today <= until),
            reachable: self.email.is_some(),
        }
    }
}

/// The organisations a case ever named, and those of their regions that play a part by their kind.
async fn around<C: ConnectionTrait>(on: &C, case: &Case) -> Result<Vec<Institution>, StoreError> {
    let named: BTreeSet<_> = case
        .places
        .iter()
        .chain(&case.supervision)
        .map(|stay| stay.organisation.0)
        .chain(passage_names(case))
        .collect();
    let regions = sea_orm::QueryTrait::into_query(
        organisation::Entity::find()
            .select_only()
            .column(organisation::Column::Region)
            .filter(
                organisation::Column::Id.is_in(
                    // The region of whoever is asked to take over plays its part, too.
                    case.places
                        .iter()
                        .map(|stay| stay.organisation)
                        .chain(case.passage.offered_to())
                        .map(|id| id.0),
                ),
            ),
    );
    let rows = organisation::Entity::find()
        .filter(
            Condition::any()
                .add(organisation::Column::Id.is_in(named))
                .add(organisation::Column::Region.in_subquery(regions)),
        )
        .order_by_asc(organisation::Column::Code)
        .all(on)
        .await?;
    rows.into_iter().map(institution).collect()
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
    offers.chain(forwarded).chain(told).map(|id| id.0)
}

fn facts(case: &Case, institutions: &[Institution], today: NaiveDate) -> Result<CaseFacts, StoreError> {
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
/// several in the region the first by code does.
fn sites(
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
    let in_region = || institutions.iter().filter(|known| known.region == facts.region);
    let kind = |known: &Institution| places.kind(&known.kind);
    let fills = |known: &&Institution, post| kind(known).is_some_and(|kind| kind.posts.contains_key(&post));
    let supplies = |known: &&Institution| kind(known).is_some_and(|kind| kind.supplies);
    let responsible = by_id(facts.responsible);
    let passage = &case.passage;
    let live = passage.open_offer().or_else(|| passage.accepted_offer());
    let receiver = live.and_then(|(_, offer)| by_id(offer.content.to));
    let receiving = receiver.map(|known| known.region.as_str());
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
            institutions
                .iter()
                .find(|known| Some(known.region.as_str()) == receiving && fills(known, Post::Coordinator)),
        ),
    ];
    // Whoever packed a parcel, or is to receive it, answers for it, also where the person has moved on.
    let parcels = case.supply.parcels.iter();
    let hands = parcels.flat_map(|parcel| [parcel.prepared.from, parcel.to]);
    let hands = hands.map(|id| (Party::Supplier, by_id(id)));
    let mut sites: Vec<(Party, Site)> = Vec::new();
    for (part, known) in parts.into_iter().chain(hands) {
        let Some(known) = known else { continue };
        let extra = part == Party::Supplier && sites.iter().any(|(_, site)| site.organisation == known.id);
        let first = !sites.iter().any(|(other, _)| *other == part);
        if first || !extra {
            sites.push((part, site(known)));
        }
    }
    sites
}

/// Where physicians of the region work, with the role they have there: a commission is chosen among them.
fn doctors(facts: &CaseFacts, institutions: &[Institution], places: &Places) -> Condition {
    let in_region = institutions.iter().filter(|known| known.region == facts.region);
    let posts = in_region.filter_map(|known| Some((known.id.0, places.role(&known.kind, Post::Physician)?)));
    let (at, roles): (BTreeSet<_>, BTreeSet<_>) = posts.unzip();
    Condition::all()
        .add(account::Column::OrganisationId.is_in(at))
        .add(account::Column::Role.is_in(roles))
}

/// Everyone who works at one of the sites, the physicians of the region, and everyone who ever recorded something in the
/// case, sat on a commission or was complained about.
async fn members<C: ConnectionTrait>(
    on: &C,
    sites: &[(Party, Site)],
    doctors: Condition,
    history: &[Recorded],
) -> Result<Vec<Member>, StoreError> {
    let at: BTreeSet<_> = sites.iter().map(|(_, site)| site.organisation.0).collect();
    let recorders: BTreeSet<_> = history
        .iter()
        .filter_map(|recorded| recorded.by.account())
        .map(|id| id.0)
        .collect();
    let told: BTreeSet<_> = history
        .iter()
        .flat_map(|recorded| match &recorded.event {
            Event::NoticeSent { hop, .. } => hop.account.map(|id| id.0).into_iter().collect(),
            Event::ReviewDrafted(text) => text.members.iter().map(|member| member.account.0).collect(),
            Event::HandoverAccepted(accepted) => {
                let seen = accepted.appointment.map(|known| known.clinician.0);
                seen.into_iter().collect()
            }
            Event::AppointmentSet(set) => vec![set.appointment.clinician.0],
            Event::ComplaintLodged(complaint) => complaint.against.map(|id| id.0).into_iter().collect(),
            _ => Vec::new(),
        })
        .collect();
    let rows = account::Entity::find()
        .filter(
            Condition::any()
                .add(account::Column::OrganisationId.is_in(at))
                .add(doctors)
                .add(account::Column::Id.is_in(recorders.union(&told).copied())),
        )
        .order_by_asc(account::Column::CreatedAt)
        // Not the random id: who is asked first must not be a matter of chance.
        .order_by_asc(account::Column::SignInName)
        .all(on)
        .await?;
    Ok(rows.into_iter().map(member).collect())
}

fn member(row: account::Model) -> Member {
    Member {
        id: AccountId(row.id),
        name: row.display_name,
        organisation: OrganisationId(row.organisation_id),
        role: row.role,
        email: row.email,
        language: row.language,
        deputy: row.deputy_id.map(AccountId),
        away: (row.absent_from, row.absent_until),
        disabled: row.disabled_at.is_some(),
    }
}

pub(in crate::store) fn recorded(row: &event::Model) -> Result<Recorded, StoreError> {
    let corrupt = |column| StoreError::Corrupt {
        table: "event",
        row: format!("{}:{}", CaseId(row.case_id), row.seq),
        column,
    };
    Ok(Recorded {
        seq: u32::try_from(row.seq).map_err(|_| corrupt("seq"))?,
        event: serde_json::from_str(&row.payload).map_err(|_| corrupt("payload"))?,
        recorded_at: row.recorded_at,
        by: match (row.account_id, &row.job) {
            (Some(account), _) => Recorder::Account(AccountId(account)),
            (None, Some(job)) => Recorder::Job(job.clone()),
            (None, None) => return Err(corrupt("account_id")),
        },
    })
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
    })
}

impl From<person::Model> for Person {
    fn from(row: person::Model) -> Self {
        Self {
            id: PersonId(row.id),
            name_cyrillic: row.name_cyrillic,
            name_latin: row.name_latin,
            iin: row.iin,
            other_document: row.other_document,
            born_on: row.born_on,
        }
    }
}
