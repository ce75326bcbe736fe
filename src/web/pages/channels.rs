//! `/admin/channels`: where messages go besides mail.

use super::place_in_list;
use super::record::{Confirmed, just_done_elsewhere};
use crate::access::{Action, Resource};
use crate::commands::{self, AddTelephone, AddWebhook, Secret};
use crate::domain::ids::{EndpointId, SubmissionKey};
use crate::domain::refusal::Refusal;
use crate::secrets::Keys;
use crate::store::endpoints::{self, Listed};
use crate::store::organisations;
use crate::store::reading::PART;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::house::Outside;
use crate::web::refused::{button_refused, with_refusals};
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::channels::{ChannelRow, Channels};
use crate::web::views::parts::{Choice, Moment};
use crate::web::views::{Form, Problem};
use crate::web::visit::{Html, Visit, done_or_refused};
use chrono::{DateTime, Utc};
use rocket::response::Redirect;
use rocket::{Route, State, get, post, routes};
use uuid::Uuid;

const LIST: &str = "/admin/channels";
const WEBHOOKS: &str = "/admin/channels/webhooks";
const TELEPHONES: &str = "/admin/channels/telephones";

/// What the list confirms.
const DONE: [Confirmed; 2] = [
    Confirmed {
        said: "added",
        action: Action::ManageChannels,
        what: Some("add-endpoint"),
        words: "channels-added",
    },
    Confirmed {
        said: "withdrawn",
        action: Action::ManageChannels,
        what: Some("withdraw-endpoint"),
        words: "channels-withdrawn",
    },
];

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    routes![list, add_webhook, add_telephone, withdraw_endpoint]
}

#[get("/admin/channels?<before>&<done>")]
async fn list(
    visit: Visit<'_>,
    outside: &State<Outside>,
    before: Option<&str>,
    done: Option<&str>,
) -> Result<Html, Fault> {
    let mut page = page(&visit, outside, before.and_then(place_in_list::moment)).await?;
    page.done = just_done_elsewhere(&visit, done, &DONE).await?;
    visit.show(&page)
}

fn empty(action: &str) -> Form {
    Form {
        action: action.to_owned(),
        ..Form::new(SubmissionKey::fresh())
    }
}

async fn page(
    visit: &Visit<'_>,
    outside: &Outside,
    before: Option<(DateTime<Utc>, Uuid)>,
) -> Result<Channels, Fault> {
    let desk = visit.desk;
    desk.permit(visit.actor(), Action::ManageChannels, &Resource::System)
        .await
        .map(drop)?;
    let mut rows = endpoints::part(desk.store(), before, PART).await?;
    let most = usize::try_from(PART).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    let next_href = rows.last().filter(|_| more).map(|row| {
        let (at, id) = row.place();
        format!("{LIST}?before={}_{}", at.timestamp_micros(), id.as_simple())
    });
    let places = organisations::all(desk.store()).await?;
    Ok(Channels {
        done: None,
        fault: None,
        secret: None,
        rows: rows.into_iter().map(|row| fill(visit, row)).collect(),
        webhook: empty(WEBHOOKS),
        telephone: empty(TELEPHONES),
        organisations: places
            .into_iter()
            .map(|place| Choice::new(place.id.to_string(), Words::Localised(place.name)))
            .collect(),
        gateway: outside.gateway || desk.training(),
        next_href,
        first_href: before.map(|_| LIST.to_owned()),
    })
}

fn fill(visit: &Visit<'_>, row: Listed) -> ChannelRow {
    ChannelRow {
        href: format!("{LIST}/{}", row.id),
        channel: Words::key(format!("channel-{}", row.channel.code())),
        organisation: Words::Localised(row.organisation),
        person: row.user,
        address: row.address,
        since: Moment::new(row.created_at, visit.who.zone),
        key: SubmissionKey::fresh().to_string(),
    }
}

/// Enters a system. The answer shows its key, this once: it is kept sealed, so there is no page to go to.
#[post("/admin/channels/webhooks", data = "<typed>")]
async fn add_webhook(
    visit: Visit<'_>,
    keys: &State<Keys>,
    outside: &State<Outside>,
    typed: Checked<Typed>,
) -> Result<Html, Fault> {
    let Checked(typed) = typed;
    let form = AddWebhook {
        organisation: typed.id("organisation"),
        url: typed.text("url"),
        allowed: &outside.webhook_hosts,
    };
    let secret = Secret::make().map_err(Fault::internal)?;
    let submission = Some(visit.submission(&typed));
    let outcome = commands::add_webhook(visit.desk, keys, visit.actor(), submission, &form, &secret).await;
    match done_or_refused(outcome)? {
        Ok((_, signs)) => {
            let mut page = page(&visit, outside, None).await?;
            if signs {
                page.secret = Some(secret.shown());
            } else {
                page.done = Some(Words::key("channels-added-before"));
            }
            visit.show(&page)
        }
        Err(refusals) => {
            let mut page = page(&visit, outside, None).await?;
            page.webhook = again(&typed, &refusals, WEBHOOKS);
            visit.refuse(&page)
        }
    }
}

#[post("/admin/channels/telephones", data = "<typed>")]
async fn add_telephone(
    visit: Visit<'_>,
    outside: &State<Outside>,
    typed: Checked<Typed>,
) -> Result<Result<Redirect, Html>, Fault> {
    let Checked(typed) = typed;
    let form = AddTelephone {
        sign_in_name: typed.text("sign_in_name"),
        number: typed.text("number"),
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::add_telephone(visit.desk, visit.actor(), submission, &form).await;
    match done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(Redirect::to("/admin/channels?done=added"))),
        Err(refusals) => {
            let mut page = page(&visit, outside, None).await?;
            page.telephone = again(&typed, &refusals, TELEPHONES);
            if refusals == [Refusal::NothingToDo] {
                let known = Words::key("channels-number-known");
                page.telephone.problems = vec![Problem {
                    field: "number".to_owned(),
                    words: known,
                }];
            }
            Ok(Err(visit.refuse(&page)?))
        }
    }
}

fn again(typed: &Typed, refusals: &[Refusal], action: &str) -> Form {
    let mut form = with_refusals(typed.form(), refusals);
    action.clone_into(&mut form.action);
    for Problem { field, words } in &mut form.problems {
        // What these fields want is more than "not understood".
        let wrong = refusals
            .iter()
            .any(|refusal| matches!(refusal, Refusal::NotUnderstood { field: named } if named == field));
        let key = match field.as_str() {
            "url" => "channels-url-wrong",
            "number" => "channels-number-wrong",
            "sign_in_name" => "channels-nobody",
            _ => continue,
        };
        if wrong {
            *words = Words::key(key);
        }
    }
    form
}

#[post("/admin/channels/<id>", data = "<typed>", rank = 2)]
async fn withdraw_endpoint(
    visit: Visit<'_>,
    outside: &State<Outside>,
    id: &str,
    typed: Checked<Typed>,
) -> Result<Result<Redirect, Html>, Fault> {
    let id: EndpointId = id.parse().map_err(|_| Fault::NotFound)?;
    let submission = Some(visit.submission(&typed.0));
    let outcome = commands::withdraw_endpoint(visit.desk, visit.actor(), submission, id).await;
    match done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(Redirect::to("/admin/channels?done=withdrawn"))),
        Err(refusals) => {
            let mut page = page(&visit, outside, None).await?;
            page.fault = Some(button_refused(&refusals, "channels-gone"));
            Ok(Err(visit.refuse(&page)?))
        }
    }
}
