//! Letters about the installation: the dossier on a breach of personal data.

use super::fill;
use crate::access::{Action, Context, Resource};
use crate::commands::{self, DraftBreach};
use crate::domain::letter::LetterKind;
use crate::domain::refusal::Refusal;
use crate::store::letters;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::record::{Answer, fresh, refused};
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::letters::{DraftBreach as BreachView, HouseLetters};
use crate::web::views::parts::Link;
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

pub(super) fn routes() -> Vec<Route> {
    routes![of_house, breach, draw_up_breach]
}

fn may_draw(visit: &Visit<'_>) -> bool {
    let context = Context {
        letter: Some(LetterKind::BreachDossier.code()),
        ..Context::default()
    };
    visit
        .desk
        .allows(visit.actor(), Action::DraftLetter, &Resource::System, &context)
}

#[get("/letters")]
async fn of_house(visit: Visit<'_>) -> Result<Html, Fault> {
    let _permit = visit
        .desk
        .permit(visit.actor(), Action::ReadHouseLetter, &Resource::System)
        .await?;
    let letters = letters::of_kind(visit.desk.store(), LetterKind::BreachDossier).await?;
    let rows = letters
        .iter()
        .map(|letter| fill::row(letter, visit.who.zone, false));
    visit.show(&HouseLetters {
        rows: rows.collect(),
        breach: may_draw(&visit).then(|| Link::new("/letters/breach", Words::key("letter-breach-action"))),
    })
}

#[get("/letters/breach")]
fn breach(visit: Visit<'_>) -> Result<Html, Fault> {
    if !may_draw(&visit) {
        return Err(Fault::Forbidden);
    }
    visit.show(&view(fresh()))
}

fn view(form: Form) -> BreachView {
    BreachView { form }
}

#[post("/letters/breach", data = "<typed>")]
async fn draw_up_breach(visit: Visit<'_>, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let unread = ["from_on", "until_on", "found_on"]
        .into_iter()
        .filter(|field| matches!(typed.date(field), Some(Err(()))))
        .map(|field| Refusal::NotUnderstood { field });
    let unread: Vec<_> = unread.collect();
    if !unread.is_empty() && may_draw(&visit) {
        return Ok(Err(visit.refuse(&view(refused(&typed, &unread)))?));
    }
    let form = DraftBreach {
        sign_in_name: typed.text("sign_in_name").to_owned(),
        from_on: typed.needed_date("from_on"),
        until_on: typed.needed_date("until_on"),
        found_on: typed.needed_date("found_on"),
        words: typed.text("words").to_owned(),
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::draft_breach_dossier(visit.desk, visit.actor(), submission, &form).await;
    match done_or_refused(outcome)? {
        Ok(letter) => Ok(Ok(Redirect::to(format!("/letters/{letter}?done=drawn")))),
        Err(refusals) => Ok(Err(visit.refuse(&view(refused(&typed, &refusals)))?)),
    }
}
