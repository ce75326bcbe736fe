//! A case as it is loaded: whole, folded, with the people and organisations around it.

mod around;
mod commission;
mod left;
mod many;

pub(in crate::store) use many::read_all;

use super::entities::{case_file, event, person};
use super::{Store, StoreError, Tx, locks, reading};
use crate::access::CaseFacts;
use crate::domain::case::Case;
use crate::domain::dosing::{DoseWindow, NoDose, planned_dose};
use crate::domain::event::{Identity, Recorded, Recorder};
use crate::domain::ids::{AccountId, CaseId, OrganisationId, PersonId};
use crate::domain::localised::Localised;
use crate::domain::plan::{Plan, dose_site, plan, protocol};
use crate::domain::roster::{Roster, Site};
use crate::domain::rules::{Party, PlaceKind, Places, Rules};
use crate::domain::time::Now;
use around::{People, accounts, facts, institutions, sites};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, JoinType, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, SelectTwo,
};

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

impl Person {
    /// As the papers name him.
    #[must_use]
    pub fn new(id: PersonId, identity: &Identity) -> Self {
        Self {
            id,
            name_cyrillic: identity.name_cyrillic.clone(),
            name_latin: identity.name_latin.clone(),
            iin: identity.iin.as_ref().map(|iin| iin.as_str().to_owned()),
            other_document: identity.other_document.clone(),
            born_on: identity.born_on,
        }
    }
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
    /// Was it closed? It plays no part for its kind alone any more.
    pub closed: bool,
}

/// A user around a case: someone who recorded something, or who may be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Identity.
    pub id: AccountId,
    /// Name to sign in with.
    pub sign_in_name: String,
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
    /// The account is open, and waits for nobody who vouches for it.
    there: bool,
}

impl Member {
    /// Is the account open, and does it wait for nobody?
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.there
    }
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
    /// Read as an organisation left it that treats him no more: its moment is that of the hand-over.
    pub as_left: bool,
    /// When it was opened.
    pub(in crate::store) opened_at: DateTime<Utc>,
    /// Its row as it was read; none once something was written.
    pub(in crate::store) stored: Option<case_file::Model>,
}

impl CaseFile {
    /// What is owed now.
    #[must_use]
    pub fn plan(&self, rules: &Rules) -> Plan {
        plan(&self.case, rules, &self.roster, &self.now)
    }

    /// The open dose alone, or the reason for none: a small part of [`Self::plan`].
    ///
    /// # Errors
    /// The reason.
    pub fn dose(&self, rules: &Rules) -> Result<DoseWindow, NoDose> {
        planned_dose(&self.case, protocol(&self.case, rules), &self.now)
    }

    /// The case as it was recorded at a moment, and what was owed then; who works where is taken as it is now. Nothing
    /// where it was not open yet.
    #[must_use]
    pub fn recorded_until(&self, at: DateTime<Utc>, rules: &Rules) -> Option<(Case, Plan)> {
        let until_then = self
            .history
            .iter()
            .take_while(|recorded| recorded.recorded_at <= at);
        let case = Case::fold(self.case.id, until_then).ok()?;
        let now = Now {
            instant: at,
            ..self.now
        };
        let roster = Roster {
            held: case.held_on(now.today(), |id| self.kind_of(id, &rules.places)),
            ..self.roster.clone()
        };
        let plan = plan(&case, rules, &roster, &now);
        Some((case, plan))
    }

    /// Who was who on a day around the case as it was recorded then: who treated, and whether he was held. Who works where is taken
    /// as it is now.
    #[must_use]
    pub fn roster_then(&self, case: &Case, day: NaiveDate, places: &Places) -> Roster {
        let known = facts(case, &self.institutions, day).ok();
        let then = known.map(|facts| sites(case, &facts, &self.institutions, places));
        Roster {
            sites: then.unwrap_or_else(|| self.roster.sites.clone()),
            held: case.held_on(day, |id| self.kind_of(id, places)),
            ..self.roster.clone()
        }
    }

    /// Where the open dose will be given; where the person is treated, while none is planned.
    #[must_use]
    pub fn site_of_dose(&self, plan: &Plan) -> OrganisationId {
        let window = plan.dose.as_ref().ok();
        let site = window.and_then(|window| dose_site(&self.case, window, self.now.today()));
        site.unwrap_or(self.facts.responsible)
    }

    /// An organisation around the case.
    #[must_use]
    pub fn institution(&self, id: OrganisationId) -> Option<&Institution> {
        self.institutions.iter().find(|known| known.id == id)
    }

    /// The region of an organisation around the case.
    #[must_use]
    pub fn region_of(&self, id: OrganisationId) -> Option<&str> {
        self.institution(id).map(|known| known.region.as_str())
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

    /// Is the person held now, in custody or in a bed to which he was brought from there?
    #[must_use]
    pub fn held(&self) -> bool {
        self.roster.held
    }

    /// The kind of an organisation around the case.
    #[must_use]
    pub fn kind_of<'p>(&self, id: OrganisationId, places: &'p Places) -> Option<&'p PlaceKind> {
        kind_of(&self.institutions, id, places)
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

fn kind_of<'p>(
    institutions: &[Institution],
    id: OrganisationId,
    places: &'p Places,
) -> Option<&'p PlaceKind> {
    let known = institutions.iter().find(|known| known.id == id)?;
    places.kind(&known.kind)
}

/// Loads a case for a page; nothing is locked. None where there is no such case.
pub(in crate::store) async fn read(
    store: &Store,
    id: CaseId,
    at: DateTime<Utc>,
    places: &Places,
) -> Result<Option<CaseFile>, StoreError> {
    let found = with_person(id).one(store.reader()).await?;
    assemble(store.reader(), id, found, at, places).await
}

/// A case with its person. One question instead of two: every page and every act of a case asks it.
fn with_person(id: CaseId) -> SelectTwo<case_file::Entity, person::Entity> {
    case_file::Entity::find_by_id(id.0)
        .join(JoinType::InnerJoin, reading::worklist::to_person())
        .select_also(person::Entity)
}

/// Loads a case for a change: locked until the transaction ends. None where there is no such case.
pub(in crate::store) async fn lock(
    tx: &Tx,
    id: CaseId,
    at: DateTime<Utc>,
    places: &Places,
) -> Result<Option<CaseFile>, StoreError> {
    let found = locks::locking(with_person(id), case_file::Entity)
        .one(&tx.0)
        .await?;
    assemble(&tx.0, id, found, at, places).await
}

/// The case that goes on for one that rests; nothing is locked. None where it does not rest.
pub(in crate::store) async fn leading(tx: &Tx, id: CaseId) -> Result<Option<CaseId>, StoreError> {
    let rows = history(&tx.0, id).await?;
    let case = folded(id, &rows)?.0;
    Ok(case.rests().map(|known| known.merged.other))
}

/// Asks what a case that is there would have asked, in vain: the statements sent must not say whether there is one. What it
/// takes to read and fold what is there remains, some milliseconds.
async fn in_vain<C: ConnectionTrait>(on: &C, id: CaseId, places: &Places) -> Result<(), StoreError> {
    history(on, id).await?;
    around::in_vain(on, places).await
}

async fn history<C: ConnectionTrait>(on: &C, id: CaseId) -> Result<Vec<event::Model>, StoreError> {
    let rows = event::Entity::find()
        .filter(event::Column::CaseId.eq(id.0))
        .order_by_asc(event::Column::Seq);
    Ok(rows.all(on).await?)
}

fn folded(id: CaseId, rows: &[event::Model]) -> Result<(Case, Vec<Recorded>), StoreError> {
    let history = rows.iter().map(recorded).collect::<Result<Vec<_>, _>>()?;
    let case = Case::fold(id, &history).map_err(|misfit| StoreError::Corrupt {
        table: "event",
        row: format!("{id}: {misfit}"),
        column: "payload",
    })?;
    Ok((case, history))
}

async fn assemble<C: ConnectionTrait>(
    on: &C,
    id: CaseId,
    found: Option<(case_file::Model, Option<person::Model>)>,
    at: DateTime<Utc>,
    places: &Places,
) -> Result<Option<CaseFile>, StoreError> {
    let Some((row, Some(person))) = found else {
        in_vain(on, id, places).await?;
        return Ok(None);
    };
    let rows = history(on, id).await?;
    let (case, history) = folded(id, &rows)?;
    let file = gather(on, case, history, person.into(), at, row.opened_at, places).await?;
    Ok(Some(CaseFile {
        stored: Some(row),
        ..file
    }))
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
    let institutions = institutions(on, &case, places).await?;
    let placed = Placed::of(&case, &history, institutions, at, places)?;
    let members = placed.people.among(&accounts(on, &[&placed.people]).await?);
    Ok(placed.with(case, history, person, members, opened_at, places))
}

/// A case between the two questions after what is around it: its organisations are known, its people are to be asked for.
struct Placed {
    institutions: Vec<Institution>,
    now: Now,
    facts: CaseFacts,
    sites: Vec<(Party, Site)>,
    people: People,
}

impl Placed {
    fn of(
        case: &Case,
        history: &[Recorded],
        institutions: Vec<Institution>,
        at: DateTime<Utc>,
        places: &Places,
    ) -> Result<Self, StoreError> {
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
        let facts = facts(case, &institutions, now.today())?;
        let sites = sites(case, &facts, &institutions, places);
        let people = People::of((&facts, &institutions), &sites, history, places);
        Ok(Self {
            institutions,
            now,
            facts,
            sites,
            people,
        })
    }

    fn with(
        self,
        case: Case,
        history: Vec<Recorded>,
        person: Person,
        members: Vec<Member>,
        opened_at: DateTime<Utc>,
        places: &Places,
    ) -> CaseFile {
        let (now, institutions, facts) = (self.now, self.institutions, self.facts);
        let today = now.today();
        let people = members.iter().filter(|member| member.there);
        let roster = Roster {
            people: people.map(|member| member.colleague(today)).collect(),
            sites: self.sites,
            officer: case.officer_at(facts.supervising),
            held: case.held_on(today, |id| kind_of(&institutions, id, places)),
        };
        CaseFile {
            case,
            history,
            person,
            institutions,
            members,
            roster,
            facts,
            now,
            as_left: false,
            opened_at,
            stored: None,
        }
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
