//! A parcel that came without notice for nobody known: how it came, and what whoever is said to have sent it says of it.

use super::fill::{Names, product, written};
use crate::access::Action;
use crate::commands;
use crate::domain::ids::ShelfDutyId;
use crate::domain::shelf_duty::DutyKind;
use crate::store::organisations;
use crate::store::shelf_duties::{self, Waiting};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::on;
use crate::web::pages::record::{Answer, fresh, known, refused};
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::parts::Row;
use crate::web::views::supplies::{ActField, Entry, SupplyAct};
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

pub(super) fn routes() -> Vec<Route> {
    routes![arrival, explain_arrival]
}

/// One of them, for whoever answers for who is said to have sent it.
async fn open(visit: &Visit<'_>, id: &str) -> Result<Waiting, Fault> {
    let id: ShelfDutyId = known(id)?;
    let store = visit.desk.store();
    let found = shelf_duties::find(store, id).await?;
    let waiting = found
        .filter(|found| found.duty.kind == DutyKind::Arrival)
        .ok_or(Fault::NotFound)?;
    let owner = organisations::find(store, waiting.duty.owner)
        .await?
        .ok_or(Fault::NotFound)?;
    let (action, here) = (Action::ExplainArrival, owner.resource());
    if !visit.may(action, &here) {
        return Err(Fault::NotFound); // unseen looks absent
    }
    let _permit = visit.desk.permit(visit.actor(), action, &here).await?;
    Ok(waiting)
}

async fn view(visit: &Visit<'_>, waiting: &Waiting, form: Form) -> Result<SupplyAct, Fault> {
    let duty = &waiting.duty;
    let mut names = Names::new(visit);
    names.organisation(duty.place).await?;
    names.organisation(duty.said_from()).await?;
    let today = visit.desk.instant().with_timezone(&visit.who.zone).date_naive();
    let mut facts = vec![
        Row::new(
            Words::key("arrival-from"),
            names.of_organisation(duty.said_from()),
        ),
        Row::new(Words::key("place"), names.of_organisation(duty.place)),
        Row::new(Words::key("product"), product(visit, &waiting.product, today)),
        Row::new(Words::key("lot"), waiting.number.clone()),
        Row::new(
            Words::key("pack-count"),
            Words::key("packs").number("n", duty.packs.into()),
        ),
        Row::new(Words::key("supply-due"), on(duty.due_on)),
    ];
    if let Some(came) = &duty.arrival {
        let hands = Words::key("hand-received")
            .words("deliverer", came.deliverer.clone())
            .words("receiver", came.receiver.clone());
        facts.push(Row::new(Words::key("parcel-custody"), hands));
        facts.push(Row::new(Words::key("happened-on"), written(visit, came.at)));
        facts.push(Row::new(
            Words::key("arrival-words"),
            Words::plain(came.words.clone()),
        ));
    }
    Ok(SupplyAct {
        title: Words::key("explain-arrival-title"),
        caption: waiting.number.clone(),
        back_href: "/stock/desk".to_owned(),
        banners: Vec::new(),
        facts,
        warning: duty.settled_at.map(|_| Words::key("explain-arrival-done")),
        form,
        fields: vec![ActField::new(Entry::Area, "words", "explain-arrival-words")],
        button: Words::key("explain-arrival-action"),
    }
    .named())
}

#[get("/stock/arrivals/<id>")]
async fn arrival(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let waiting = open(&visit, id).await?;
    visit.show(&view(&visit, &waiting, fresh()).await?)
}

#[post("/stock/arrivals/<id>", data = "<typed>")]
async fn explain_arrival(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let Checked(typed) = typed;
    let waiting = open(&visit, id).await?;
    let sent = Some(visit.submission(&typed));
    let (duty, words) = (waiting.duty.id, typed.text("words"));
    let outcome = commands::explain_arrival(visit.desk, visit.actor(), sent, duty, words).await;
    match done_or_refused(outcome)? {
        Ok(()) => Ok(Ok(Redirect::to("/stock/desk"))),
        Err(refusals) => {
            let waiting = open(&visit, id).await?;
            let page = view(&visit, &waiting, refused(&typed, &refusals)).await?;
            Ok(Err(visit.refuse(&page)?))
        }
    }
}
