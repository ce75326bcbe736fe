//! Responsibility moves: the place of treatment, the supervising body.

use super::case_head::{case_head, organisation};
use super::organisations::{choice, of_kind};
use super::record::{Answer, done, fresh, known, open, refused};
use crate::access::Action;
use crate::commands;
use crate::domain::ids::{CaseId, OrganisationId};
use crate::domain::refusal::Refusal;
use crate::domain::rules::PlaceKind;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::security::Checked;
use crate::web::typed::{Typed, put_date};
use crate::web::views::Form;
use crate::web::views::case_changes::{ChangePlace, ChangeSupervision};
use crate::web::views::parts::Choice;
use crate::web::visit::{Html, Visit, done_or_refused};
use chrono::NaiveDate;
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![place, change_place, supervision, change_supervision]
}

#[get("/cases/<id>/place")]
async fn place(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::ChangePlace, id).await?;
    let form = from_today(&file);
    visit.show(&place_view(&visit, &file, form).await?)
}

#[post("/cases/<id>/place", data = "<typed>")]
async fn change_place(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    let reason = typed.text("reason");
    let outcome = match read(&typed, "place") {
        Ok((place, from_on)) => {
            let (desk, actor, submission) = (visit.desk, visit.actor(), Some(visit.submission(&typed)));
            let moved = commands::change_place(desk, actor, submission, case, place, from_on, reason);
            done_or_refused(moved.await)?
        }
        Err(wrong) => Err(wrong),
    };
    match outcome {
        Ok(_) => Ok(Ok(after_move(&visit, case).await?)),
        Err(refusals) => {
            let file = open(&visit, Action::ChangePlace, id).await?;
            let form = refused(&typed, &refusals);
            Ok(Err(visit.refuse(&place_view(&visit, &file, form).await?)?))
        }
    }
}

/// Where the clerk goes on: back to the case or, where it lies in another region now, to the list.
async fn after_move(visit: &Visit<'_>, case: CaseId) -> Result<Redirect, Fault> {
    let (desk, actor) = (visit.desk, visit.actor());
    let back = desk.leads_back(actor, Action::ReadRegistryFile, case).await?;
    Ok(if back {
        done(case, Action::ChangePlace)
    } else {
        Redirect::to("/cases")
    })
}

async fn place_view(visit: &Visit<'_>, file: &CaseFile, form: Form) -> Result<ChangePlace, Fault> {
    // Out of custody leads the release, and nothing else.
    let fits = |kind: &PlaceKind| kind.treats && (!file.held() || kind.keeps_held());
    let (here, today) = (file.facts.responsible, file.now.today());
    let to_come = file.case.stays_to_come(today);
    // Whoever is out without a receiver can be taken into custody again where he was. A move to come is taken back by naming
    // the place where he is from the day on which he was to leave.
    let settled = to_come.is_empty() && !file.case.released_without(here, today);
    let now = settled.then_some(here);
    let planned = to_come.iter().map(|stay| {
        Words::key("place-to-come")
            .words("to", organisation(file, stay.organisation))
            .date("on", stay.from_on)
    });
    Ok(ChangePlace {
        head: case_head(visit, file),
        to_come: planned.collect(),
        form,
        places: others(visit, file, now, fits).await?,
    })
}

#[get("/cases/<id>/supervision")]
async fn supervision(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::ChangeSupervision, id).await?;
    let form = from_today(&file);
    visit.show(&supervision_view(&visit, &file, form).await?)
}

#[post("/cases/<id>/supervision", data = "<typed>")]
async fn change_supervision(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    let reason = typed.text("reason");
    let outcome = match read(&typed, "supervising") {
        Ok((body, from_on)) => {
            let (desk, actor, submission) = (visit.desk, visit.actor(), Some(visit.submission(&typed)));
            let moved = commands::change_supervision(desk, actor, submission, case, body, from_on, reason);
            done_or_refused(moved.await)?
        }
        Err(wrong) => Err(wrong),
    };
    match outcome {
        Ok(_) => Ok(Ok(done(case, Action::ChangeSupervision))),
        Err(refusals) => {
            let file = open(&visit, Action::ChangeSupervision, id).await?;
            let form = refused(&typed, &refusals);
            Ok(Err(visit.refuse(&supervision_view(&visit, &file, form).await?)?))
        }
    }
}

async fn supervision_view(
    visit: &Visit<'_>,
    file: &CaseFile,
    form: Form,
) -> Result<ChangeSupervision, Fault> {
    let now = file.facts.supervising;
    Ok(ChangeSupervision {
        head: case_head(visit, file),
        form,
        current: organisation(file, now),
        supervising: others(visit, file, Some(now), |kind| kind.supervises).await?,
    })
}

/// A fresh form of a move that begins today.
fn from_today(file: &CaseFile) -> Form {
    let mut form = fresh();
    put_date(&mut form, "from_on", file.now.today());
    form
}

/// Where to and from when; or everything that is missing.
fn read(typed: &Typed, field: &'static str) -> Result<(OrganisationId, NaiveDate), Vec<Refusal>> {
    let (id, from_on) = (typed.id(field), typed.needed_date("from_on"));
    let (Some(id), Some(from_on)) = (id, from_on) else {
        let wrong = [
            (id.is_none(), Refusal::Required { field }),
            (from_on.is_none(), Refusal::NotUnderstood { field: "from_on" }),
            (
                typed.text("reason").is_empty(),
                Refusal::Required { field: "reason" },
            ),
        ];
        return Err(wrong
            .into_iter()
            .filter(|(wrong, _)| *wrong)
            .map(|(_, refusal)| refusal)
            .collect());
    };
    Ok((id, from_on))
}

/// The organisations that could take over.
async fn others(
    visit: &Visit<'_>,
    file: &CaseFile,
    now: Option<OrganisationId>,
    plays: impl Fn(&PlaceKind) -> bool,
) -> Result<Vec<Choice>, Fault> {
    let region = &file.facts.region;
    let found = of_kind(visit, region, plays).await?;
    let others = found.iter().filter(|known| Some(known.id) != now);
    Ok(others
        .map(|known| choice(known, region, &visit.desk.rules().places))
        .collect())
}
