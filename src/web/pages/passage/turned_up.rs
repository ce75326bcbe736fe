//! `/turned-up`: somebody stands before a nurse who does not treat him. What she learns is whom to call; what was typed about
//! him stands in no address. The answer is shown under the key of the form that got it: loaded again, and in another language,
//! it is the same answer to the same person, and no other try.

use crate::access::Action;
use crate::commands::{self, WhoTreats, own_site};
use crate::domain::decide::passage::ReportTurnedUp;
use crate::domain::ids::SubmissionKey;
use crate::store::{StoreError, kept_forms, submissions};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::record::{Answer, fresh, refused};
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::parts::{Banner, Tone};
use crate::web::views::passage::{Asked, Entry, Field, TurnedUpForm};
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::response::Redirect;
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

fn said(found: &WhoTreats) -> Banner {
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

/// The answer that a form of the reader's got; none under a key of another's, or of another form.
async fn answered(visit: &Visit<'_>, key: &str) -> Result<Option<WhoTreats>, Fault> {
    let account = visit.actor().account_id().ok_or(Fault::Forbidden)?;
    let Ok(key) = key.parse::<SubmissionKey>() else {
        return Ok(None);
    };
    match submissions::answer_of(visit.desk.store(), key, account).await {
        Ok(found) => Ok(found),
        Err(StoreError::Missing(_) | StoreError::Corrupt { .. }) => Ok(None),
        Err(fault) => Err(fault.into()),
    }
}

#[get("/turned-up?<answer>")]
async fn turned_up(visit: Visit<'_>, answer: Option<&str>) -> Result<Html, Fault> {
    let site = own_site(visit.actor()).ok_or(Fault::Forbidden)?;
    // Looking uses nothing up.
    drop(
        visit
            .desk
            .permit(visit.actor(), Action::ReportTurnedUp, &site)
            .await?,
    );
    let found = match answer {
        Some(key) => answered(&visit, key).await?,
        None => None,
    };
    visit.show(&page(fresh(), found.as_ref().map(said)))
}

/// Where the answer to a form is shown. Where nobody was found, what was typed stands there again, to be compared with the
/// document and put right.
async fn shown(
    visit: &Visit<'_>,
    typed: &Typed,
    key: SubmissionKey,
    found: &WhoTreats,
) -> Result<Redirect, Fault> {
    let answer = format!("/turned-up?answer={key}");
    if matches!(found, WhoTreats::Call { .. }) {
        return Ok(Redirect::to(answer));
    }
    let account = visit.actor().account_id().ok_or(Fault::Forbidden)?;
    let (store, at) = (visit.desk.store(), visit.desk.clock().wall());
    let kept = SubmissionKey::fresh();
    kept_forms::keep(store, kept, account, &typed.fields(), at).await?;
    Ok(Redirect::to(format!("{answer}&kept={kept}")))
}

#[post("/turned-up", data = "<typed>")]
async fn report_turned_up(visit: Visit<'_>, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let form = ReportTurnedUp {
        number: typed.text("number").to_owned(),
        born_on: typed.date("born_on"),
        name: typed.text("name").to_owned(),
    };
    let submission = visit.submission(&typed);
    let outcome = commands::report_turned_up(visit.desk, visit.actor(), Some(submission), &form).await;
    match done_or_refused(outcome)? {
        Ok(found) => {
            // A form without a key does nothing, and is refused.
            let key = submission.key.ok_or(Fault::NotFound)?;
            Ok(Ok(shown(&visit, &typed, key, &found).await?))
        }
        Err(refusals) => Ok(Err(visit.refuse(&page(refused(&typed, &refusals), None))?)),
    }
}
