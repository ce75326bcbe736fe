//! The list of alerts: whatever waits for an answer of the reader, and what is over.

use super::{caseload, fill, gaps};
use crate::access::{Action, Context, Lens, Resource, Role, Scope};
use crate::domain::rules::Post;
use crate::domain::time::civil_date;
use crate::store::accounts;
use crate::store::reading::alerts::{About, Far, Place, Whose};
use crate::store::reading::{PART, alerts as reading};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::views::alerts::AlertsDesk;
use crate::web::visit::{Html, Visit};
use rocket::{Route, get, routes};
use std::collections::HashMap;

/// The routes of this page.
pub(super) fn routes() -> Vec<Route> {
    routes![alerts]
}

/// What the reader's desk is about: a supervising body answers for visits, a pharmacist for the drug's way.
pub(super) fn about(visit: &Visit<'_>) -> About {
    match visit.actor().role().map(Role::lens) {
        None | Some(Lens::Supervision) => About::Visits,
        Some(Lens::Supply) => About::Drug,
        Some(_) => About::All,
    }
}

/// How many alerts wait for an answer on the desk of a supervising body; nothing for others: theirs stand in the day's
/// work.
pub(in crate::web::pages) async fn waiting(visit: &Visit<'_>) -> Result<Option<i64>, Fault> {
    if about(visit) != About::Visits {
        return Ok(None);
    }
    let scope = visit.desk.list(visit.actor(), Action::ReadNotices).await?;
    Ok(Some(
        reading::waiting(visit.desk.store(), whose(visit, &scope, None)).await?,
    ))
}

/// The reader's own desk, as far as the policies let it be seen.
fn whose<'s>(visit: &Visit<'_>, scope: &'s Scope, far: Option<Far<'s>>) -> Whose<'s> {
    Whose {
        scope,
        now: visit.desk.instant(),
        about: about(visit),
        far,
    }
}

/// What a pharmacist, or whoever is asked after him, was told of about people elsewhere stands on the desk, too: as far as it opens
/// from the mail that said so.
fn far<'s>(visit: &'s Visit<'_>, needs: &'s Scope) -> Option<Far<'s>> {
    let account = visit.actor().as_account()?;
    let packed = Context {
        packed_at: Some(account.organisation),
        ..Context::default()
    };
    let access = visit.desk.access();
    let treats = visit.actor().role().map(Role::lens) == Some(Lens::Clinical);
    (treats || about(visit) == About::Drug).then(|| Far {
        organisation: account.organisation,
        region: &account.region,
        parcels: access.allows_anywhere(visit.actor(), Action::ReadParcel, &packed),
        needs,
    })
}

#[get("/alerts?<over>&<after>")]
async fn alerts(visit: Visit<'_>, over: Option<&str>, after: Option<&str>) -> Result<Html, Fault> {
    let desk = visit.desk;
    let scope = desk.list(visit.actor(), Action::ReadNotices).await?;
    let needs = desk.access().scope(visit.actor(), Action::ReadSupplySummary);
    let whose = whose(&visit, &scope, far(&visit, &needs));
    let supervision = whose.about == About::Visits;
    let after: Option<Place> = after.and_then(|place| place.parse().ok());
    let over = over == Some("yes");
    let mut rows = if over {
        reading::over(desk.store(), whose, after).await?
    } else {
        reading::part(desk.store(), whose, after).await?
    };
    let first = if over { "/alerts?over=yes&" } else { "/alerts?" };
    let part = usize::try_from(PART).unwrap_or(usize::MAX);
    let more = rows.len() > part;
    rows.truncate(part);
    let next = rows.last().filter(|_| more);
    let next_href = next.map(|row| format!("{first}after={}", row.place_in_list()));
    let today = civil_date(desk.instant(), visit.who.zone);
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let asked = match visit.actor().organisation() {
        Some(own) if !over => reading::last_asked(desk.store(), own, &ids).await?,
        _ => HashMap::new(),
    };
    let page = AlertsDesk {
        organisation: Words::Localised(visit.who.organisation_name.clone()),
        waiting: reading::waiting(desk.store(), whose).await?,
        late: reading::late(desk.store(), whose).await?,
        caseload_href: caseload::href(&visit).await?,
        gaps: if over { None } else { gaps::link(&visit).await? },
        deputy_href: names_deputies(&visit).then(|| "/alerts/deputies".to_owned()),
        lacks: if over { Vec::new() } else { lacks(&visit).await? },
        rows: rows
            .into_iter()
            .map(|row| {
                let name = asked.get(&row.id);
                fill::listed(&visit, (row, name), supervision, today)
            })
            .collect(),
        next_href,
        first_href: after.map(|_| first.trim_end_matches(['?', '&']).to_owned()),
        over,
        plainly: fill::plainly(&visit, supervision),
    };
    visit.show(&page)
}

/// May the reader name a deputy for anybody at the own organisation?
fn names_deputies(visit: &Visit<'_>) -> bool {
    let Some(account) = visit.actor().as_account() else {
        return false;
    };
    let own = Resource::Organisation {
        id: account.organisation,
        kind: account.organisation_kind.clone(),
        region: account.region.clone(),
    };
    visit.may(Action::NameDeputy, &own)
}

/// What keeps the reader's own alerts from arriving.
async fn lacks(visit: &Visit<'_>) -> Result<Vec<Words>, Fault> {
    let Some(actor) = visit.actor().as_account() else {
        return Ok(Vec::new());
    };
    let Some(own) = accounts::find(visit.desk.store(), actor.id).await? else {
        return Ok(Vec::new());
    };
    let places = &visit.desk.rules().places;
    // The ladder asks those who hold this post for their deputy.
    let officer = places.role(&actor.organisation_kind, Post::Officer) == Some(own.role.as_str());
    let lacks = [
        (own.email.is_none(), "desk-no-address"),
        (officer && own.deputy.is_none(), "desk-no-deputy"),
    ];
    Ok(lacks
        .into_iter()
        .filter(|(lacking, _)| *lacking)
        .map(|(_, key)| Words::key(key))
        .collect())
}
