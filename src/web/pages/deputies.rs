//! `/alerts/deputies`: who stands in for whom while somebody is away.

use super::alerts::deputised;
use super::record::{Confirmed, just_done_elsewhere};
use crate::access::Action;
use crate::commands::{self, NameDeputy};
use crate::domain::ids::{AccountId, OrganisationId, SubmissionKey};
use crate::domain::refusal::Refusal;
use crate::domain::time::civil_date;
use crate::store::accounts::{self, Account};
use crate::store::organisations::Organisation;
use crate::store::reading::PART;
use crate::store::reading::accounts::{AccountRow, Of, part};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::refused::with_refusals;
use crate::web::security::Checked;
use crate::web::typed::{Typed, put_date};
use crate::web::views::Form;
use crate::web::views::accounts::{Deputies, DeputyRow, NameDeputy as Page};
use crate::web::views::parts::{Choice, Status, Tone};
use crate::web::visit::{Html, Visit, done_or_refused};
use chrono::NaiveDate;
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

/// What the list confirms.
const DONE: [Confirmed; 2] = [
    Confirmed {
        said: "1",
        action: Action::NameDeputy,
        what: Some("named"),
        words: "deputy-named",
    },
    Confirmed {
        said: "nobody",
        action: Action::NameDeputy,
        what: Some("nobody"),
        words: "deputy-none-saved",
    },
];

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![deputies, deputy, name_deputy]
}

#[get("/alerts/deputies?<after>&<done>")]
async fn deputies(visit: Visit<'_>, after: Option<&str>, done: Option<&str>) -> Result<Html, Fault> {
    let places = deputised(&visit).await?;
    if places.is_empty() {
        return Err(Fault::NotFound);
    }
    let store = visit.desk.store();
    let ids = ids(&places);
    let mut rows = part(store, Of::Organisations(&ids), after).await?;
    let most = usize::try_from(PART).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    let next = rows.last().filter(|_| more);
    let next_href = next.map(|row| format!("/alerts/deputies?after={}", row.sign_in_name));
    let today = civil_date(visit.desk.instant(), visit.who.zone);
    let page = Deputies {
        done: just_done_elsewhere(&visit, done, &DONE).await?,
        rows: rows.into_iter().map(|row| fill(&visit, row, today)).collect(),
        next_href,
        first_href: after.map(|_| "/alerts/deputies".to_owned()),
    };
    visit.show(&page)
}

fn ids(places: &[Organisation]) -> Vec<OrganisationId> {
    places.iter().map(|place| place.id).collect()
}

fn fill(visit: &Visit<'_>, row: AccountRow, today: NaiveDate) -> DeputyRow {
    let deputy = match row.deputy {
        Some(name) => Status::new(Tone::Good, Words::plain(name)),
        None => Status::new(Tone::Warn, Words::key("deputy-none")),
    };
    DeputyRow {
        href: format!("/alerts/deputies/{}", row.id),
        role: role_name(visit, &row.role),
        organisation: Words::Localised(row.organisation_name),
        presence: presence(row.away, today),
        name: row.name,
        deputy,
    }
}

/// Days away that are over say nothing any more.
fn presence(away: Option<(NaiveDate, Option<NaiveDate>)>, today: NaiveDate) -> Status {
    match away.filter(|(_, until)| until.is_none_or(|until| until >= today)) {
        None => Status::new(Tone::Good, Words::key("deputy-present")),
        Some((from, Some(until))) => Status::new(
            Tone::Warn,
            Words::key("deputy-away").date("from", from).date("until", until),
        ),
        Some((from, None)) => Status::new(Tone::Warn, Words::key("deputy-away-open").date("from", from)),
    }
}

fn role_name(visit: &Visit<'_>, role: &str) -> Words {
    let name = visit.desk.rules().places.role_name(role).cloned();
    name.map_or_else(|| Words::plain(role), Words::Localised)
}

/// The person whose deputy is named, where the reader may name it.
async fn person(visit: &Visit<'_>, id: &str) -> Result<Account, Fault> {
    let id: AccountId = id.parse().map_err(|_| Fault::NotFound)?;
    let account = accounts::find(visit.desk.store(), id).await?;
    let account = account.ok_or(Fault::NotFound)?;
    let places = deputised(visit).await?;
    let here = places.iter().any(|place| place.id == account.organisation);
    if here && account.disabled_at.is_none() {
        Ok(account)
    } else {
        Err(Fault::NotFound)
    }
}

#[get("/alerts/deputies/<id>")]
async fn deputy(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let account = person(&visit, id).await?;
    let mut form = Form::new(SubmissionKey::fresh());
    if let Some(deputy) = account.deputy {
        form = form.value("deputy", deputy.to_string());
    }
    for (name, day) in [
        ("from_on", account.absent_from),
        ("until_on", account.absent_until),
    ] {
        if let Some(day) = day {
            put_date(&mut form, name, day);
        }
    }
    visit.show(&page(&visit, &account, form).await?)
}

async fn page(visit: &Visit<'_>, account: &Account, form: Form) -> Result<Page, Fault> {
    let store = visit.desk.store();
    let colleagues = part(store, Of::Organisations(&[account.organisation]), None).await?;
    let current = match account.deputy {
        Some(id) => accounts::find(store, id).await?.map(|deputy| deputy.display_name),
        None => None,
    };
    Ok(Page {
        form,
        post: Words::key("ladder-who")
            .words("name", account.display_name.as_str())
            .words("organisation", role_name(visit, &account.role)),
        current: current.map(Words::plain),
        people: colleagues
            .into_iter()
            .filter(|colleague| colleague.id != account.id && !colleague.waits)
            .map(|colleague| Choice::new(colleague.id.to_string(), Words::plain(colleague.name)))
            .collect(),
    })
}

#[post("/alerts/deputies/<id>", data = "<typed>")]
async fn name_deputy(
    visit: Visit<'_>,
    id: &str,
    typed: Checked<Typed>,
) -> Result<Result<Redirect, Html>, Fault> {
    let Checked(typed) = typed;
    let account = person(&visit, id).await?;
    let refused = match read(&typed) {
        Ok(form) => {
            let submission = Some(visit.submission(&typed));
            let outcome =
                commands::name_deputy(visit.desk, visit.actor(), submission, account.id, &form).await;
            match done_or_refused(outcome)? {
                Ok(_) if form.deputy.is_none() => {
                    return Ok(Ok(Redirect::to("/alerts/deputies?done=nobody")));
                }
                Ok(_) => return Ok(Ok(Redirect::to("/alerts/deputies?done=1"))),
                Err(refusals) => refusals,
            }
        }
        Err(refusals) => refusals,
    };
    let form = with_refusals(typed.form(), &refused);
    let page = page(&visit, &account, form).await?;
    Ok(Err(visit.refuse(&page)?))
}

fn read(typed: &Typed) -> Result<NameDeputy, Vec<Refusal>> {
    let mut wrong = Vec::new();
    let mut date = |name: &'static str| match typed.date(name) {
        Some(Err(())) => {
            wrong.push(Refusal::NotUnderstood { field: name });
            None
        }
        Some(Ok(day)) => Some(day),
        None => None,
    };
    let (absent_from, absent_until) = (date("from_on"), date("until_on"));
    let deputy = typed.id("deputy");
    if deputy.is_none() && !typed.text("deputy").is_empty() {
        wrong.push(Refusal::NotUnderstood { field: "deputy" });
    }
    if wrong.is_empty() {
        Ok(NameDeputy {
            deputy,
            absent_from,
            absent_until,
        })
    } else {
        Err(wrong)
    }
}
