//! `/alerts/gaps`: the chairs to which a ladder leads and that cannot do what they are for, before anybody is missed.

use super::deputised;
use crate::domain::alert::Gap;
use crate::domain::chairs::{Chair, lacking};
use crate::domain::roster::{Colleague, Site};
use crate::domain::time::civil_date;
use crate::store::accounts;
use crate::store::organisations::Organisation;
use crate::store::reading::chairs::cases_of;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::views::caseload::{Gaps, GapsRow};
use crate::web::views::parts::{Link, Status, Tone};
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
    /// Whoever sits there, where somebody does.
    holder: Option<String>,
    cases: i64,
}

/// What the organisations lack for whose people the reader may name a deputy. One that answers for no open case owes no
/// chair, but for the region itself.
async fn found(visit: &Visit<'_>) -> Result<Vec<Lacking>, Fault> {
    let places = deputised(visit).await?;
    let ids: Vec<_> = places.iter().map(|place| place.id).collect();
    let (store, rules) = (visit.desk.store(), visit.desk.rules());
    let (people, cases) = if ids.is_empty() {
        Default::default()
    } else {
        let people = accounts::at(store, &ids).await?;
        (people, cases_of(store, &ids, visit.desk.instant()).await?)
    };
    let mut found = Vec::new();
    for place in places {
        let cases = cases.get(&place.id).copied().unwrap_or(0);
        let kind = rules.places.kind(&place.kind);
        let watches = kind.is_some_and(|kind| !kind.treats && !kind.supervises);
        if cases == 0 && !watches {
            continue;
        }
        let today = civil_date(visit.desk.instant(), visit.who.zone);
        let here = people.iter().filter(|known| known.organisation == place.id);
        let here = here.filter(|known| known.disabled_at.is_none());
        let colleagues: Vec<_> = here.clone().map(|known| colleague(known, today)).collect();
        let site = Site {
            organisation: place.id,
            kind: place.kind.clone(),
            region: place.region.clone(),
            stock_since_on: None,
        };
        for chair in lacking(&site, &colleagues, rules, today) {
            let holder = here.clone().find(|known| Some(known.id) == chair.holder);
            found.push(Lacking {
                holder: holder.map(|known| known.display_name.clone()),
                place: place.clone(),
                chair,
                cases,
            });
        }
    }
    Ok(found)
}

fn colleague(known: &accounts::Account, today: NaiveDate) -> Colleague {
    Colleague {
        account: known.id,
        organisation: known.organisation,
        role: known.role.clone(),
        deputy: known.deputy,
        absent: known.is_away(today),
        reachable: known.email.is_some(),
    }
}

/// The way to what is missing, for those who can do something about it; nothing where nothing is.
pub(super) async fn link(visit: &Visit<'_>) -> Result<Option<Link>, Fault> {
    let many = found(visit).await?.len();
    let words = Words::key("gaps-many").number("n", i64::try_from(many).unwrap_or(i64::MAX));
    Ok((many > 0).then(|| Link::new(LIST, words)))
}

#[get("/alerts/gaps")]
async fn gaps(visit: Visit<'_>) -> Result<Html, Fault> {
    if deputised(&visit).await?.is_empty() {
        return Err(Fault::NotFound);
    }
    let rows = found(&visit).await?.into_iter().map(|known| row(&visit, known));
    visit.show(&Gaps { rows: rows.collect() })
}

fn row(visit: &Visit<'_>, known: Lacking) -> GapsRow {
    let role = visit.desk.rules().places.role_name(&known.chair.role).cloned();
    let repair = match (known.chair.gap, known.chair.holder) {
        (Gap::NoDeputy | Gap::Absent, Some(holder)) => Some(Link::new(
            format!("/alerts/deputies/{holder}"),
            Words::key("name-deputy-action"),
        )),
        _ => None,
    };
    GapsRow {
        organisation: Words::Localised(known.place.name),
        post: role.map_or_else(|| Words::plain(known.chair.role), Words::Localised),
        holder: known.holder.map(Words::plain),
        lacks: Status::new(Tone::Warn, Words::key(format!("gap-{}", known.chair.gap.code()))),
        cases: known.cases,
        by_administrator: repair.is_none(),
        repair,
    }
}
