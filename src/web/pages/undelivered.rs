//! `/admin/messages`: what reached nobody, and sending it again.

use crate::access::{Action, Resource};
use crate::commands;
use crate::domain::ids::{MessageId, SubmissionKey};
use crate::store::given_up::{self, GivenUp};
use crate::store::reading::PART;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::refused::button_refused;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::accounts::{Undelivered, UndeliveredRow};
use crate::web::views::parts::{Banner, Moment};
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

const LIST: &str = "/admin/messages";
/// How many are counted at the most for the line on the first page.
const MOST_COUNTED: u64 = 500;

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    routes![list, send_again, send_all_again]
}

/// The line about them for the first page of whoever answers for delivery; none where none waits.
///
/// # Errors
/// When the database does not answer.
pub async fn banner(visit: &Visit<'_>) -> Result<Option<Banner>, Fault> {
    if !visit.may(Action::SendMessageAgain, &Resource::System) {
        return Ok(None);
    }
    let waiting = given_up::count(visit.desk.store(), MOST_COUNTED).await?;
    let waiting = i64::try_from(waiting).unwrap_or(i64::MAX);
    Ok((waiting > 0).then(|| Undelivered::banner(waiting)))
}

/// A line for each channel that is not set up and for which messages wait: nobody else would look after them.
///
/// # Errors
/// When the database does not answer.
pub async fn held_up(visit: &Visit<'_>) -> Result<Vec<Banner>, Fault> {
    let mut lines = Vec::new();
    if !visit.may(Action::SendMessageAgain, &Resource::System) {
        return Ok(lines);
    }
    let (store, now) = (visit.desk.store(), visit.desk.instant());
    for channel in &visit.outside.closed {
        let waiting = given_up::held_up(store, *channel, now, MOST_COUNTED).await?;
        let waiting = i64::try_from(waiting).unwrap_or(i64::MAX);
        if waiting > 0 {
            lines.push(Undelivered::held_up_by(channel.code(), waiting));
        }
    }
    Ok(lines)
}

#[get("/admin/messages?<sent>")]
async fn list(visit: Visit<'_>, sent: Option<i64>) -> Result<Html, Fault> {
    let mut page = page(&visit).await?;
    page.done = sent
        .filter(|sent| *sent > 0)
        .map(|sent| Words::key("undelivered-sent").number("n", sent));
    visit.show(&page)
}

async fn page(visit: &Visit<'_>) -> Result<Undelivered, Fault> {
    let desk = visit.desk;
    desk.permit(visit.actor(), Action::SendMessageAgain, &Resource::System)
        .await
        .map(drop)?;
    let mut rows = given_up::oldest(desk.store(), PART + 1).await?;
    let most = usize::try_from(PART).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    Ok(Undelivered {
        done: None,
        fault: None,
        held_up: held_up(visit).await?,
        rows: rows.into_iter().map(|row| fill(visit, row)).collect(),
        more,
        key: SubmissionKey::fresh(),
    })
}

fn fill(visit: &Visit<'_>, row: GivenUp) -> UndeliveredRow {
    let (recipient, organisation) = match row.recipient {
        Some((name, place, _)) => (Words::plain(name), Words::Localised(place)),
        None => (Words::key("none"), Words::plain("")),
    };
    UndeliveredRow {
        href: format!("{LIST}/{}", row.id),
        recipient,
        organisation,
        channel: Words::key(format!("channel-{}", row.channel.code())),
        at: Moment::new(row.created_at, visit.who.zone),
        attempts: Words::key("undelivered-attempts").number("n", row.attempts.into()),
        reason: row.reason.unwrap_or_default(),
        address: row.address,
        key: SubmissionKey::fresh(),
    }
}

#[post("/admin/messages/<id>", data = "<typed>")]
async fn send_again(
    visit: Visit<'_>,
    id: &str,
    typed: Checked<Typed>,
) -> Result<Result<Redirect, Html>, Fault> {
    let id: MessageId = id.parse().map_err(|_| Fault::NotFound)?;
    send(&visit, &typed.0, Some(id)).await
}

#[post("/admin/messages", data = "<typed>")]
async fn send_all_again(visit: Visit<'_>, typed: Checked<Typed>) -> Result<Result<Redirect, Html>, Fault> {
    send(&visit, &typed.0, None).await
}

async fn send(
    visit: &Visit<'_>,
    typed: &Typed,
    which: Option<MessageId>,
) -> Result<Result<Redirect, Html>, Fault> {
    let submission = Some(visit.submission(typed));
    let outcome = commands::send_message_again(visit.desk, visit.actor(), submission, which).await;
    match done_or_refused(outcome)? {
        Ok(sent) => Ok(Ok(Redirect::to(format!("{LIST}?sent={sent}")))),
        Err(refusals) => {
            let mut page = page(visit).await?;
            page.fault = Some(button_refused(&refusals, "undelivered-gone"));
            Ok(Err(visit.refuse(&page)?))
        }
    }
}
