//! `/alerts/gaps`: the chairs to which a ladder leads and that cannot do what they are for, before anybody is missed. Each is
//! the task of one person, who finds it first on the own desk and is rid of it when the chair is filled.

use super::deputised;
use crate::access::{Account, Action, Actor, Lens, Resource, Role};
use crate::domain::alert::Gap;
use crate::domain::chairs::{Chair, Whose, lacking};
use crate::domain::roster::{Colleague, Site};
use crate::domain::rules::Post;
use crate::domain::time::civil_date;
use crate::store::accounts;
use crate::store::organisations::{self, Organisation};
use crate::store::reading::caseload;
use crate::store::reading::chairs::cases_of;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::views::caseload::{Gaps, GapsRow};
use crate::web::views::parts::{Banner, Link, Status, Tone};
use crate::web::visit::{Html, Visit};
use chrono::NaiveDate;
use rocket::{Route, get, routes};

const LIST: &str = "/alerts/gaps";

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    routes![gaps]
}

/// An organisation with what it lacks.
struct Lacking {
    place: Organisation,
    chair: Chair,
    /// Whoever sits there, where somebody does, or has left.
    holder: Option<String>,
    cases: i64,
    whose: Whose,
}

/// What some organisations lack. One that answers for no open case owes no chair, but for the region itself. However many
/// there are, five questions are asked.
async fn found(visit: &Visit<'_>, places: Vec<Organisation>) -> Result<Vec<Lacking>, Fault> {
    let (store, rules) = (visit.desk.store(), visit.desk.rules());
    let ids: Vec<_> = places.iter().map(|place| place.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let cases = cases_of(store, &ids, visit.desk.instant()).await?;
    let of = |place: &Organisation| cases.get(&place.id).copied().unwrap_or(0);
    let watches = |place: &Organisation| {
        let kind = rules.places.kind(&place.kind);
        kind.is_some_and(|kind| !kind.treats && !kind.supervises)
    };
    let asked = places.into_iter().filter(|place| of(place) > 0 || watches(place));
    let asked: Vec<_> = asked.collect();
    let ids: Vec<_> = asked.iter().map(|place| place.id).collect();
    let people = accounts::at(store, &ids).await?;
    let loads = caseload::loads(store, &ids, visit.desk.instant()).await?;
    let today = civil_date(visit.desk.instant(), visit.who.zone);
    let mut found = Vec::new();
    for place in asked {
        let here = people.iter().filter(|known| known.organisation == place.id);
        let here = here.filter(|known| known.is_there());
        let colleagues: Vec<_> = here.map(|known| colleague(known, today)).collect();
        let site = Site {
            organisation: place.id,
            kind: place.kind.clone(),
            region: place.region.clone(),
            stock_since_on: None,
        };
        let head = has_head(visit, &place, &colleagues);
        let officers = loads.iter().filter(|load| load.organisation == place.id);
        let officers: Vec<_> = officers.map(|load| load.officer).collect();
        for chair in lacking(&site, &colleagues, &officers, rules, today) {
            let named = chair.left.or(chair.holder);
            let holder = people.iter().find(|known| Some(known.id) == named);
            found.push(Lacking {
                holder: holder.map(|known| known.display_name.clone()),
                cases: of(&place),
                whose: chair.whose(head),
                place: place.clone(),
                chair,
            });
        }
    }
    Ok(found)
}

fn colleague(known: &accounts::Account, today: NaiveDate) -> Colleague {
    Colleague {
        account: known.id,
        name: known.display_name.clone(),
        organisation: known.organisation,
        role: known.role.clone(),
        deputy: known.deputy,
        absent: known.is_away(today),
        reachable: known.email.is_some(),
    }
}

/// Does somebody sit at the head of a place today who may name deputies there? The policies say who may.
fn has_head(visit: &Visit<'_>, place: &Organisation, people: &[Colleague]) -> bool {
    let rules = visit.desk.rules();
    let at_the_head = rules.places.role(&place.kind, Post::Head);
    let Some(role) = at_the_head.and_then(|role| Role::parse(role).ok()) else {
        return false;
    };
    people
        .iter()
        .filter(|person| person.role == role.as_str() && !person.absent)
        .any(|person| {
            let head = Actor::account(Account {
                id: person.account,
                role,
                organisation: place.id,
                organisation_kind: place.kind.clone(),
                region: place.region.clone(),
            });
            let context = crate::access::Context::default();
            visit
                .desk
                .allows(&head, Action::NameDeputy, &place.resource(), &context)
        })
}

/// Does the reader keep the accounts of the country?
fn keeps_accounts(visit: &Visit<'_>) -> bool {
    visit.may(Action::ManageAccounts, &Resource::System)
}

/// What is the reader's own task among the chairs, for the top of the own desk.
pub(in crate::web::pages) async fn tasks(visit: &Visit<'_>) -> Result<Vec<GapsRow>, Fault> {
    // Others name no deputies: nothing is asked for them.
    let lens = visit.actor().role().map(Role::lens);
    if !matches!(lens, Some(Lens::Supervision | Lens::Coordination)) {
        return Ok(Vec::new());
    }
    let places = deputised(visit).await?;
    let own = visit.actor().organisation();
    let found = found(visit, places).await?;
    let mine = found.into_iter().filter(|known| match known.whose {
        Whose::Head => own == Some(known.place.id),
        Whose::Region => lens == Some(Lens::Coordination),
        Whose::Administrator => false,
    });
    Ok(mine.map(|known| row(visit, known)).collect())
}

/// What waits for an administrator, in the whole country.
async fn for_administrators(visit: &Visit<'_>) -> Result<Vec<Lacking>, Fault> {
    let places = organisations::all(visit.desk.store()).await?;
    let mut found = found(visit, places).await?;
    found.retain(|known| known.whose == Whose::Administrator);
    Ok(found)
}

/// The same as one line above the accounts; nothing where nothing waits.
pub(in crate::web::pages) async fn banner(visit: &Visit<'_>) -> Result<Option<Banner>, Fault> {
    let many = for_administrators(visit).await?.len();
    Ok((many > 0).then(|| Banner {
        tone: Tone::Warn,
        title: many_words(many),
        words: Some(Words::key("gaps-hint")),
        link: Some(Link::new(LIST, Words::key("gaps-title"))),
    }))
}

fn many_words(many: usize) -> Words {
    Words::key("gaps-many").number("n", i64::try_from(many).unwrap_or(i64::MAX))
}

/// The way to what is missing, for those who can do something about it; nothing where nothing is.
pub(super) async fn link(visit: &Visit<'_>) -> Result<Option<Link>, Fault> {
    let many = found(visit, deputised(visit).await?).await?.len();
    Ok((many > 0).then(|| Link::new(LIST, many_words(many))))
}

#[get("/alerts/gaps")]
async fn gaps(visit: Visit<'_>) -> Result<Html, Fault> {
    let (found, back_href) = if keeps_accounts(&visit) {
        (for_administrators(&visit).await?, "/admin/accounts")
    } else {
        let places = deputised(&visit).await?;
        if places.is_empty() {
            return Err(Fault::NotFound);
        }
        (found(&visit, places).await?, "/alerts")
    };
    visit.show(&Gaps {
        rows: found.into_iter().map(|known| row(&visit, known)).collect(),
        back_href: back_href.to_owned(),
    })
}

fn row(visit: &Visit<'_>, known: Lacking) -> GapsRow {
    let role = visit.desk.rules().places.role_name(&known.chair.role).cloned();
    let gap = match known.chair.gap {
        Gap::OfficerGone => "chair-officer-gone".to_owned(),
        gap => format!("gap-{}", gap.code()),
    };
    let repair = match (
        known.whose,
        known.chair.gap,
        known.chair.left.or(known.chair.holder),
    ) {
        (Whose::Administrator, ..) if !keeps_accounts(visit) => None,
        (Whose::Administrator, Gap::NoAddress, Some(holder)) => Some(Link::new(
            format!("/admin/accounts/{holder}/address"),
            Words::key("set-address-title"),
        )),
        (Whose::Administrator, ..) => Some(Link::new("/admin/accounts/new", Words::key("account-add"))),
        (_, Gap::OfficerGone, Some(left)) => Some(Link::new(
            format!("/alerts/caseload/{}/{left}", known.place.id),
            Words::key("caseload-hand-over"),
        )),
        (_, _, Some(holder)) => Some(Link::new(
            format!("/alerts/deputies/{holder}"),
            Words::key("name-deputy-action"),
        )),
        (_, _, None) => None,
    };
    GapsRow {
        organisation: Words::Localised(known.place.name),
        post: role.map_or_else(|| Words::plain(known.chair.role), Words::Localised),
        holder: known.holder.map(Words::plain),
        lacks: Status::new(Tone::Warn, Words::key(gap)),
        cases: known.cases,
        by_administrator: repair.is_none(),
        repair,
    }
}
