//! `/admin/organisations`: which organisations work, and closing one that nobody needs any more.

use super::hanging;
use super::record::{Confirmed, fresh, just_done_elsewhere, known, refused};
use crate::access::Action;
use crate::commands;
use crate::domain::ids::OrganisationId;
use crate::store::organisations::{self, Organisation};
use crate::store::reading::PART;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::closing::{CloseOrganisation, OrganisationRow, Organisations};
use crate::web::views::parts::{Row, Status, Tone};
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::http::RawStr;
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

const LIST: &str = "/admin/organisations";

/// What the list confirms.
const DONE: [Confirmed; 1] = [Confirmed {
    said: "close-organisation",
    action: Action::CloseOrganisation,
    what: None,
    words: "done-close-organisation",
}];

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![list, one, close_organisation]
}

fn status(closed: bool) -> Status {
    if closed {
        Status::new(Tone::Quiet, Words::key("organisation-closed"))
    } else {
        Status::new(Tone::Good, Words::key("organisation-works"))
    }
}

fn kind_of(visit: &Visit<'_>, known: &Organisation) -> Words {
    let kind = visit.desk.rules().places.kind(&known.kind);
    kind.map_or_else(|| Words::key("none"), |kind| kind.name.clone().into())
}

fn region_of(visit: &Visit<'_>, known: &Organisation) -> Words {
    let region = visit.desk.rules().places.region(&known.region);
    region.map_or_else(|| Words::key("none"), |region| region.name.clone().into())
}

#[get("/admin/organisations?<after>&<done>")]
async fn list(visit: Visit<'_>, after: Option<&str>, done: Option<&str>) -> Result<Html, Fault> {
    let own = visit.own().ok_or(Fault::Forbidden)?;
    drop(
        visit
            .desk
            .permit(visit.actor(), Action::CloseOrganisation, &own)
            .await?,
    );
    let mut known = organisations::part(visit.desk.store(), after, PART).await?;
    let most = usize::try_from(PART).unwrap_or(usize::MAX);
    let more = known.len() > most;
    known.truncate(most);
    let next = known.last().filter(|_| more);
    let next_href =
        next.map(|(last, _)| format!("{LIST}?after={}", RawStr::new(&last.code).percent_encode()));
    let done = just_done_elsewhere(&visit, done, &DONE).await?;
    let rows = known.iter().map(|(known, closed)| OrganisationRow {
        href: format!("{LIST}/{}", known.id),
        name: Words::Localised(known.name.clone()),
        code: known.code.clone(),
        kind: kind_of(&visit, known),
        region: region_of(&visit, known),
        state: status(*closed),
    });
    visit.show(&Organisations {
        done,
        rows: rows.collect(),
        next_href,
        first_href: after.map(|_| LIST.to_owned()),
    })
}

async fn found(visit: &Visit<'_>, id: &str) -> Result<(Organisation, bool), Fault> {
    let id: OrganisationId = known(id)?;
    let known = organisations::find(visit.desk.store(), id).await?;
    let known = known.ok_or(Fault::NotFound)?;
    let resource = known.resource();
    let permit = visit
        .desk
        .permit(visit.actor(), Action::CloseOrganisation, &resource);
    drop(permit.await?);
    let closed = organisations::closed(visit.desk.store()).await?.contains(&id);
    Ok((known, closed))
}

/// Before one that works is closed it is said what hangs on it.
async fn view(
    visit: &Visit<'_>,
    known: &Organisation,
    closed: bool,
    form: Form,
) -> Result<CloseOrganisation, Fault> {
    let mut rows = vec![
        Row::new(
            Words::key("account-organisation"),
            Words::Localised(known.name.clone()),
        ),
        Row::new(Words::key("organisation-code"), known.code.clone()),
        Row::new(Words::key("organisation-kind"), kind_of(visit, known)),
        Row::new(Words::key("address-region"), region_of(visit, known)),
        Row::new(Words::key("column-state"), status(closed).words),
    ];
    if !closed {
        rows.extend(hanging::of_organisation(visit, known).await?);
    }
    Ok(CloseOrganisation { form, closed, rows })
}

#[get("/admin/organisations/<organisation>")]
async fn one(visit: Visit<'_>, organisation: &str) -> Result<Html, Fault> {
    let (known, closed) = found(&visit, organisation).await?;
    visit.show(&view(&visit, &known, closed, fresh()).await?)
}

/// What the page showed decides what is asked for: somebody else may have closed it meanwhile.
#[post("/admin/organisations/<organisation>", data = "<typed>")]
async fn close_organisation(
    visit: Visit<'_>,
    organisation: &str,
    typed: Checked<Typed>,
) -> Result<Result<Redirect, Html>, Fault> {
    let typed = typed.0;
    let (known, closed) = found(&visit, organisation).await?;
    let (submission, reason) = (Some(visit.submission(&typed)), typed.text("reason"));
    let close = typed.text("intent") != "open";
    let (desk, actor) = (visit.desk, visit.actor());
    let outcome = commands::close_organisation(desk, actor, submission, known.id, close, reason).await;
    match done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(Redirect::to(format!("{LIST}?done=close-organisation")))),
        Err(refusals) => {
            let form = refused(&typed, &refusals);
            Ok(Err(visit.refuse(&view(&visit, &known, closed, form).await?)?))
        }
    }
}
