//! `/colleagues`: the accounts that wait until a second person vouches for their holders.

use super::record::{Confirmed, just_done_elsewhere};
use crate::access::{Action, Resource};
use crate::commands;
use crate::domain::ids::{AccountId, SubmissionKey};
use crate::domain::refusal::Refusal;
use crate::store::accounts::{self, Account};
use crate::store::desk::Failure;
use crate::store::sessions;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::refused::button_refused;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::accounts::{ColleagueRow, Colleagues};
use crate::web::views::parts::Moment;
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

const LIST: &str = "/colleagues";

/// What the list confirms.
const DONE: [Confirmed; 2] = [
    said("vouched", "vouch", "colleague-done-vouched"),
    said("refused", "refuse", "colleague-done-refused"),
];

const fn said(said: &'static str, what: &'static str, words: &'static str) -> Confirmed {
    Confirmed {
        said,
        action: Action::VouchForAccount,
        what: Some(what),
        words,
    }
}

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    routes![list, vouch, refuse]
}

#[get("/colleagues?<done>")]
async fn list(visit: Visit<'_>, done: Option<&str>) -> Result<Html, Fault> {
    let mut page = page(&visit).await?;
    page.done = just_done_elsewhere(&visit, done, &DONE).await?;
    visit.show(&page)
}

async fn page(visit: &Visit<'_>) -> Result<Colleagues, Fault> {
    let own = visit.own().ok_or(Fault::Forbidden)?;
    visit
        .desk
        .permit(visit.actor(), Action::VouchForAccount, &own)
        .await
        .map(drop)?;
    let mut rows = Vec::new();
    for known in waiting(visit).await? {
        rows.push(fill(visit, known).await?);
    }
    Ok(Colleagues {
        done: None,
        fault: None,
        rows,
    })
}

/// The accounts that wait for somebody like the reader. Those that he had wait himself he sees, too: not from him is it kept
/// that they wait.
///
/// # Errors
/// When the database does not answer.
pub async fn waiting(visit: &Visit<'_>) -> Result<Vec<Account>, Fault> {
    let Some(reader) = visit.actor().as_account() else {
        return Ok(Vec::new());
    };
    let mut waiting = accounts::waiting(visit.desk.store(), &reader.region).await?;
    waiting.retain(|known| visit.may(Action::VouchForAccount, &place(known)));
    Ok(waiting)
}

fn place(known: &Account) -> Resource {
    Resource::Organisation {
        id: known.organisation,
        kind: known.organisation_kind.clone(),
        region: known.region.clone(),
    }
}

async fn fill(visit: &Visit<'_>, known: Account) -> Result<ColleagueRow, Fault> {
    let (desk, zone) = (visit.desk, visit.who.zone);
    let by = match known.waits_by {
        Some(by) => accounts::find(desk.store(), by).await?,
        None => None,
    };
    let link = sessions::has_link(desk.store(), known.id, desk.clock().wall()).await?;
    let role = desk.rules().places.role_name(&known.role).cloned();
    Ok(ColleagueRow {
        href: format!("{LIST}/{}", known.id),
        role: role.map_or_else(|| Words::plain(known.role), Words::Localised),
        organisation: Words::Localised(known.organisation_name),
        since: Moment::new(known.waits_since.unwrap_or_else(|| desk.instant()), zone),
        by: by.map_or_else(|| Words::key("none"), |by| Words::plain(by.display_name)),
        enrolled: known.password_hash.is_some() && !link,
        name: known.display_name,
        sign_in_name: known.sign_in_name,
        keys: [(); 2].map(|()| SubmissionKey::fresh().to_string()),
    })
}

/// The account that is meant. To whoever may not vouch for it, it looks like one that is not there.
async fn meant(visit: &Visit<'_>, id: &str) -> Result<AccountId, Fault> {
    let id: AccountId = id.parse().map_err(|_| Fault::NotFound)?;
    let known = accounts::find(visit.desk.store(), id).await?;
    let known = known.filter(|known| visit.may(Action::VouchForAccount, &place(known)));
    known.map(|known| known.id).ok_or(Fault::NotFound)
}

#[post("/colleagues/<id>/vouch", data = "<typed>")]
async fn vouch(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Result<Result<Redirect, Html>, Fault> {
    let (account, submission) = (meant(&visit, id).await?, visit.submission(&typed.0));
    let outcome = commands::vouch_for_account(visit.desk, visit.actor(), Some(submission), account).await;
    answer(&visit, outcome, "vouched").await
}

#[post("/colleagues/<id>/refuse", data = "<typed>")]
async fn refuse(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Result<Result<Redirect, Html>, Fault> {
    let (account, submission) = (meant(&visit, id).await?, visit.submission(&typed.0));
    let outcome = commands::refuse_account(visit.desk, visit.actor(), Some(submission), account).await;
    answer(&visit, outcome, "refused").await
}

async fn answer(
    visit: &Visit<'_>,
    outcome: Result<AccountId, Failure>,
    done: &str,
) -> Result<Result<Redirect, Html>, Fault> {
    match done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(Redirect::to(format!("{LIST}?done={done}")))),
        Err(refusals) => {
            let own = refusals == [Refusal::SamePerson];
            let words = if own { "colleague-own" } else { "colleague-gone" };
            let mut page = page(visit).await?;
            page.fault = Some(button_refused(&refusals, words));
            Ok(Err(visit.refuse(&page)?))
        }
    }
}
