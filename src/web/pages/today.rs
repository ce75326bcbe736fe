//! `/today`: what this role owes, the first to leave its window first.

mod heard;
mod next_action;
mod row;

pub(super) use next_action::next_actions;
pub(super) use row::tone;

use super::passage::link_to_ask;
use super::{alerts, colleagues, letters, place_in_list, reviews};
use crate::access::{Action, Lens, Resource};
use crate::commands::own_site;
use crate::domain::ids::CaseId;
use crate::domain::obligation::Kind;
use crate::domain::time::civil_date;
use crate::store::reading::PART;
use crate::store::reading::mistakes::open_mistakes;
use crate::store::reading::run_sheets;
use crate::store::reading::worklist::{self, Counted, Narrowed, Urgency, Whose, WorkRow};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::parts::{Choice, Link, Moment};
use crate::web::views::today::{Count, Filter, Today, TodayRow};
use crate::web::visit::{Html, Visit};
use chrono::NaiveDate;
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};
use row::{doubts, fill, not_returned};
use uuid::Uuid;

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    routes![today, find_today]
}

#[get("/today?<kind>&<urgency>&<after>")]
async fn today(
    visit: Visit<'_>,
    kind: Option<&str>,
    urgency: Option<&str>,
    after: Option<&str>,
) -> Result<Result<Html, Redirect>, Fault> {
    // Who has no list of this kind has a desk of his own.
    if !visit.may(Action::ReadWorklist, &Resource::System) {
        return Ok(Err(Redirect::to(visit.first_page())));
    }
    let narrowed = Narrowed {
        kind: kind.and_then(Kind::from_code),
        urgency: urgency.and_then(Urgency::from_code),
        q: None,
        after: after.and_then(place_in_list::day),
    };
    show(&visit, &narrowed).await.map(Ok)
}

/// Narrows the list. What somebody searches for may be a name: it never stands in an address.
#[post("/today", data = "<typed>")]
async fn find_today(visit: Visit<'_>, typed: Checked<Typed>) -> Result<Result<Html, Redirect>, Fault> {
    let Checked(typed) = typed;
    visit.desk.list(visit.actor(), Action::ReadWorklist).await?;
    let (kind, urgency) = (
        Kind::from_code(typed.text("kind")),
        Urgency::from_code(typed.text("urgency")),
    );
    let q = super::cases::within(typed.text("q"));
    if q.is_empty() {
        return Ok(Err(Redirect::to(href(kind, urgency, None))));
    }
    visit.desk.note(visit.actor(), "search-cases").await?;
    show(
        &visit,
        &Narrowed {
            kind,
            urgency,
            q: Some(q),
            after: None,
        },
    )
    .await
    .map(Ok)
}

async fn show(visit: &Visit<'_>, narrowed: &Narrowed<'_>) -> Result<Html, Fault> {
    let desk = visit.desk;
    let scope = desk.list(visit.actor(), Action::ReadWorklist).await?;
    let role = visit.actor().role().ok_or(Fault::Forbidden)?;
    // Whoever answers for a region sees what everyone in it owes.
    let now = desk.instant();
    let whose = Whose {
        scope: &scope,
        now,
        role: Some(role.as_str()).filter(|_| role.lens() != Lens::Coordination),
    };
    let today = civil_date(now, visit.who.zone);
    let mut rows = worklist::part(desk.store(), &whose, narrowed, today).await?;
    let counts = worklist::counts(desk.store(), &whose, today).await?;
    let part = usize::try_from(PART).unwrap_or(usize::MAX);
    let more = rows.len() > part;
    rows.truncate(part);
    let listed = listed(visit, &whose, (narrowed, more), &rows).await?;
    let next_href = rows
        .last()
        .filter(|_| more && narrowed.q.is_none())
        .map(|row| href(narrowed.kind, narrowed.urgency, Some((row.closes_on, row.id))));
    let doses = || rows.iter().filter(|row| row.kind() == Some(Kind::Dose));
    let before = worklist::before_the_dose(desk.store(), doses().map(WorkRow::case)).await?;
    let mistakes = open_mistakes(desk.store(), doses().map(WorkRow::case)).await?;
    let printed = doses().filter(|row| row.due_on <= today);
    let printed: Vec<CaseId> = printed.map(WorkRow::case).collect();
    let missing = run_sheets::not_returned(desk.store(), &printed, today).await?;
    // Within one urgency the doses come first: a paper can wait for an hour, a person in the corridor does not.
    rows.sort_by_key(|row| {
        let urgency = Urgency::of(row.opens_on, row.closes_on, today);
        let place = Urgency::ALL.iter().position(|known| *known == urgency);
        (place, row.kind() != Some(Kind::Dose))
    });
    let (signatures, more_signatures) = reviews::to_sign(visit).await?;
    let (letters, more_letters) = letters::to_sign(visit).await?;
    let chairs = alerts::gaps::tasks(visit).await?;
    let heard = heard::heard(visit, (&whose, narrowed), today).await?;
    let filling = i64::try_from(chairs.len()).unwrap_or(i64::MAX);
    let filling = (filling > 0).then(|| Count {
        words: Words::key("today-chairs"),
        number: filling.to_string(),
        href: "#chairs".to_owned(),
        current: false,
    });
    let waiting = alerts::waiting(visit).await?.filter(|waiting| *waiting > 0);
    let waiting = waiting.map(|waiting| Count {
        words: Words::key("today-alerts"),
        number: waiting.to_string(),
        href: "/alerts".to_owned(),
        current: false,
    });
    let unvouched = unvouched(visit).await?;
    let counted = waiting.is_some() || filling.is_some() || unvouched.is_some();
    let page = Today {
        also: counted || !signatures.is_empty() || !letters.is_empty() || !heard.is_empty(),
        organisation: Words::Localised(visit.who.organisation_name.clone()),
        today,
        counts: waiting
            .into_iter()
            .chain(filling)
            .chain(unvouched)
            .chain(
                counts
                    .into_iter()
                    .map(|(urgency, counted)| count(urgency, counted, narrowed)),
            )
            .collect(),
        filter: filter(narrowed, &listed),
        chairs,
        signatures,
        more_signatures,
        letters,
        more_letters,
        heard,
        narrow: narrowed.q.filter(|_| more).map(|_| super::cases::narrow(part)),
        rows: rows
            .iter()
            .map(|row| TodayRow {
                doubts: doubts(visit, row, &mistakes),
                not_returned: not_returned(row, &missing),
                ..fill(visit, row, today, &before)
            })
            .collect(),
        next_href,
        first_href: narrowed
            .after
            .map(|_| href(narrowed.kind, narrowed.urgency, None)),
        made_at: Moment::new(now, visit.who.zone),
        sheets: own_site(visit.actor())
            .filter(|site| visit.may(Action::PrintRunSheet, site))
            .map(|_| Link::new("/sheets", Words::key("sheets-link"))),
        turned_up: link_to_ask(visit).map(|href| Link::new(href, Words::key("report-turned-up-title"))),
    };
    visit.show(&page)
}

/// Accounts that wait until somebody like the reader vouches for their holders.
async fn unvouched(visit: &Visit<'_>) -> Result<Option<Count>, Fault> {
    let waiting = colleagues::waiting(visit).await?.len();
    Ok((waiting > 0).then(|| Count {
        words: Words::key("today-colleagues"),
        number: waiting.to_string(),
        href: "/colleagues".to_owned(),
        current: false,
    }))
}

fn count(urgency: Urgency, counted: Counted, narrowed: &Narrowed<'_>) -> Count {
    let more = if counted.or_more { "+" } else { "" };
    Count {
        words: Words::key(format!("urgency-{}", urgency.code())),
        number: format!("{}{more}", counted.number),
        href: href(narrowed.kind, Some(urgency), None),
        current: narrowed.urgency == Some(urgency),
    }
}

/// The kinds that occur on the list of a post. One that is shown whole need not be looked through again to know them.
async fn listed(
    visit: &Visit<'_>,
    whose: &Whose<'_>,
    (narrowed, more): (&Narrowed<'_>, bool),
    rows: &[WorkRow],
) -> Result<Vec<Kind>, Fault> {
    match whose.role {
        None => Ok(Kind::ALL.to_vec()),
        Some(_) if narrowed.leaves_nothing_out() && !more => Ok(worklist::kinds_among(rows)),
        Some(_) => Ok(worklist::kinds(visit.desk.store(), whose).await?),
    }
}

/// Only what occurs on the list can narrow it: to whoever supervises no other kind is named.
fn filter(narrowed: &Narrowed<'_>, listed: &[Kind]) -> Filter {
    let choice = |prefix: &str, code: &str| Choice::new(code, Words::key(format!("{prefix}-{code}")));
    Filter {
        q: narrowed.q.unwrap_or_default().to_owned(),
        kind: narrowed.kind.map_or("", Kind::code).to_owned(),
        urgency: narrowed.urgency.map_or("", Urgency::code).to_owned(),
        kinds: listed.iter().map(|kind| choice("kind", kind.code())).collect(),
        urgencies: Urgency::ALL
            .iter()
            .map(|urgency| choice("urgency", urgency.code()))
            .collect(),
    }
}

fn href(kind: Option<Kind>, urgency: Option<Urgency>, after: Option<(NaiveDate, Uuid)>) -> String {
    let after = after.map(|(closes_on, id)| format!("{closes_on}_{}", id.as_simple()));
    let pairs = [
        kind.map(|kind| format!("kind={}", kind.code())),
        urgency.map(|urgency| format!("urgency={}", urgency.code())),
        after.map(|after| format!("after={after}")),
    ];
    let query: Vec<String> = pairs.into_iter().flatten().collect();
    if query.is_empty() {
        "/today".to_owned()
    } else {
        format!("/today?{}", query.join("&"))
    }
}
