//! `/turned-up`: somebody stands before a nurse who does not treat him. What she learns is whom to call; what was typed about
//! him stands in no address, and the answer on no other page.

use crate::access::Action;
use crate::commands::{self, WhoTreats, own_site};
use crate::domain::decide::passage::ReportTurnedUp;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::record::{fresh, refused};
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::parts::{Banner, Tone};
use crate::web::views::passage::{Asked, Entry, Field, TurnedUpForm};
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::{Route, get, post, routes};

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    routes![turned_up, report_turned_up]
}

/// Where one asks, for those who may.
pub(in crate::web::pages) fn link_to_ask(visit: &Visit<'_>) -> Option<String> {
    let site = own_site(visit.actor())?;
    let may = visit.may(Action::ReportTurnedUp, &site);
    may.then(|| "/turned-up".to_owned())
}

fn page(form: Form, answer: Option<Banner>) -> TurnedUpForm {
    let asked = Asked {
        title: Words::key("report-turned-up-title"),
        words: Some(Words::key("report-turned-up-words")),
        facts: Vec::new(),
        fields: vec![
            Field::new("number", "turned-up-number", Entry::Text).hint(Words::key("turned-up-number-hint")),
            Field::new("born_on", "turned-up-born-on", Entry::Date),
            Field::new("name", "turned-up-name", Entry::Text).hint(Words::key("turned-up-name-hint")),
        ],
        action: Words::key("report-turned-up-action"),
        cancel: "/cases".to_owned(),
    };
    TurnedUpForm {
        form: asked.named(form),
        asked,
        answer,
    }
}

fn answer(found: &WhoTreats) -> Banner {
    let (tone, title, words) = match found {
        WhoTreats::Call { name, phone } => (
            Tone::Good,
            Words::key("turned-up-call")
                .words("place", name.clone())
                .words("phone", Words::plain(phone.clone())),
            Some(Words::key("turned-up-call-words")),
        ),
        WhoTreats::Nobody => (
            Tone::Info,
            Words::key("turned-up-nobody"),
            Some(Words::key("turned-up-nobody-words")),
        ),
        WhoTreats::Later { minutes } => (
            Tone::Warn,
            Words::key("turned-up-later").number("n", i64::from(*minutes)),
            None,
        ),
    };
    Banner {
        tone,
        title,
        words,
        link: None,
    }
}

#[get("/turned-up")]
async fn turned_up(visit: Visit<'_>) -> Result<Html, Fault> {
    let site = own_site(visit.actor()).ok_or(Fault::Forbidden)?;
    // Looking uses nothing up.
    drop(
        visit
            .desk
            .permit(visit.actor(), Action::ReportTurnedUp, &site)
            .await?,
    );
    visit.show(&page(fresh(), None))
}

#[post("/turned-up", data = "<typed>")]
async fn report_turned_up(visit: Visit<'_>, typed: Checked<Typed>) -> Result<Html, Fault> {
    let typed = typed.0;
    let form = ReportTurnedUp {
        number: typed.text("number").to_owned(),
        born_on: typed.date("born_on"),
        name: typed.text("name").to_owned(),
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::report_turned_up(visit.desk, visit.actor(), submission, &form).await;
    match done_or_refused(outcome)? {
        Ok(found) => visit.show(&page(fresh(), Some(answer(&found)))),
        Err(refusals) => visit.refuse(&page(refused(&typed, &refusals), None)),
    }
}
