//! `/training`: the movable clock, the accounts to try, the messages that went out. In training only.

use super::place_in_list;
use super::sign_in::demo_accounts;
use crate::access::{Action, Resource};
use crate::commands::move_clock;
use crate::domain::ids::{SubmissionKey, fresh};
use crate::domain::refusal::Refusal;
use crate::domain::rules::Channel;
use crate::jobs::transport::{Outgoing, Transport};
use crate::jobs::{self, WayOut, messages, sms, webhook};
use crate::store::outbox::{Message as Waiting, State as Delivery};
use crate::store::reading::outbox::{Sent, part};
use crate::store::reading::{PART, due};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::house::{DemoDoor, PublicUrl};
use crate::web::refused::{button_refused, not_a_moment};
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::parts::{Moment, Status, Tone};
use crate::web::views::sign_in::DemoAccounts;
use crate::web::views::training::{Message, Outbox, Training};
use crate::web::views::{Form, Problem};
use crate::web::visit::{Html, Visit, done_or_refused};
use chrono::{DateTime, TimeDelta, Utc};
use rocket::response::Redirect;
use rocket::{Route, State, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![training, move_training_clock, outbox]
}

/// Outside training there is nothing here.
async fn permit(visit: &Visit<'_>, action: Action) -> Result<(), Fault> {
    if !visit.desk.training() {
        return Err(Fault::NotFound);
    }
    visit
        .desk
        .permit(visit.actor(), action, &Resource::System)
        .await
        .map(drop)
        .map_err(Fault::from)
}

#[get("/training?<moved>")]
async fn training(
    visit: Visit<'_>,
    demo: &State<Option<DemoDoor>>,
    moved: Option<&str>,
) -> Result<Html, Fault> {
    permit(&visit, Action::MoveClock).await?;
    let form = Form::new(SubmissionKey::fresh());
    let done = moved.map(|_| Words::key("training-moved"));
    visit.show(&page(&visit, demo, form, done).await?)
}

async fn page(
    visit: &Visit<'_>,
    demo: &Option<DemoDoor>,
    form: Form,
    done: Option<Words>,
) -> Result<Training, Fault> {
    let desk = visit.desk;
    let next_due = due::earliest(desk.store()).await?;
    let nobody = || DemoAccounts {
        password: String::new(),
        accounts: Vec::new(),
    };
    Ok(Training {
        done,
        form,
        now: Moment::new(desk.instant(), visit.who.zone),
        next_due: next_due.map(|at| Moment::new(at, visit.who.zone)),
        demo: demo
            .as_ref()
            .map_or_else(nobody, |door| demo_accounts(door, desk)),
    })
}

/// Moves the clock, and lets everything happen that has become due by then.
#[post("/training", data = "<typed>")]
async fn move_training_clock(
    visit: Visit<'_>,
    demo: &State<Option<DemoDoor>>,
    public: &State<PublicUrl>,
    typed: Checked<Typed>,
) -> Result<Result<Redirect, Html>, Fault> {
    let Checked(typed) = typed;
    permit(&visit, Action::MoveClock).await?;
    let desk = visit.desk;
    let Some(to) = destination(&visit, &typed).await? else {
        let wrong = not_a_moment("date", Some("time"), &typed);
        let mut form = typed.form();
        form.problems.push(wrong.unwrap_or_else(|| Problem {
            field: "date".to_owned(),
            words: Words::key("date-incomplete"),
        }));
        let page = page(&visit, demo, form, None).await?;
        return Ok(Err(visit.refuse(&page)?));
    };
    let outcome = move_clock(desk, visit.actor(), Some(visit.submission(&typed)), to).await;
    if let Err(refusals) = done_or_refused(outcome)? {
        let backwards = refusals
            .iter()
            .any(|refusal| matches!(refusal, Refusal::NotBefore { .. }));
        let key = if backwards {
            "training-backwards"
        } else {
            "training-too-far"
        };
        let form = typed.form().problem("date", button_refused(&refusals, key));
        let page = page(&visit, demo, form, None).await?;
        return Ok(Err(visit.refuse(&page)?));
    }
    let worker = format!("training-{}", fresh().as_simple());
    let way_out = WayOut {
        transport: Transport::Training,
        public_url: public.0.clone(),
    };
    jobs::once(desk, Some(&way_out), &worker).await?;
    Ok(Ok(Redirect::to("/training?moved=1")))
}

/// Where the clock is to go; `None` for what cannot be read as a moment.
async fn destination(visit: &Visit<'_>, typed: &Typed) -> Result<Option<DateTime<Utc>>, Fault> {
    let now = visit.desk.instant();
    Ok(match typed.text("to") {
        "day" => Some(now + TimeDelta::days(1)),
        "week" => Some(now + TimeDelta::weeks(1)),
        "next" => {
            let next = due::earliest(visit.desk.store()).await?;
            // What is overdue happens now.
            Some(next.map_or(now, |next| next.max(now)))
        }
        _ => typed.moment("date", "time", visit.who.zone),
    })
}

#[get("/training/outbox?<before>")]
async fn outbox(visit: Visit<'_>, public: &State<PublicUrl>, before: Option<&str>) -> Result<Html, Fault> {
    permit(&visit, Action::ReadTrainingOutbox).await?;
    let before = before.and_then(place_in_list::moment);
    let mut sent = part(visit.desk.store(), before).await?;
    let most = usize::try_from(PART).unwrap_or(usize::MAX);
    let more = sent.len() > most;
    sent.truncate(most);
    let next_href = sent.last().filter(|_| more).map(|last| {
        let message = &last.message;
        let micros = message.created_at.timestamp_micros();
        format!("/training/outbox?before={micros}_{}", message.id)
    });
    let page = Outbox {
        messages: sent.into_iter().map(|sent| fill(&visit, public, sent)).collect(),
        next_href,
        first_href: before.map(|_| "/training/outbox".to_owned()),
    };
    visit.show(&page)
}

fn fill(visit: &Visit<'_>, public: &PublicUrl, sent: Sent) -> Message {
    let Sent { message, recipient } = sent;
    let (tone, key) = match message.state {
        Delivery::Delivered(_) => (Tone::Good, "delivery-delivered"),
        Delivery::GivenUp => (Tone::Bad, "delivery-gave-up"),
        Delivery::Pending if message.attempts > 0 => (Tone::Warn, "delivery-retrying"),
        Delivery::Pending => (Tone::Info, "delivery-waiting"),
    };
    let (subject, body) = said(&message, &public.0);
    Message {
        recipient: recipient.map_or_else(|| Words::key("none"), Words::plain),
        address: message.address,
        channel: Words::key(format!("channel-{}", message.channel.code())),
        subject,
        body,
        at: Moment::new(message.created_at, visit.who.zone),
        state: Status::new(tone, Words::key(key)),
        fault: message.last_error,
    }
}

/// What a message is about, and its text as its receiver gets it: a telephone gets one sentence with the link, a system the data.
fn said(message: &Waiting, public_url: &str) -> (String, String) {
    let letter = messages::render(
        &message.template,
        &message.arguments,
        &message.language,
        public_url,
    );
    let Ok(letter) = letter else {
        // A message that has no words is given up by the delivery, which says why.
        return (message.template.clone(), String::new());
    };
    let subject = letter.subject.clone();
    let body = match message.channel {
        Channel::Email | Channel::Screen => letter.body,
        Channel::Sms => sms::text(&letter),
        Channel::Webhook => webhook::body(&Outgoing {
            id: message.id,
            address: message.address.clone(),
            endpoint: None,
            template: message.template.clone(),
            letter,
            written_at: message.created_at,
            at: message.created_at,
        }),
    };
    (subject, body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::MessageId;
    use serde_json::{Map, Value};

    #[test]
    fn each_channel_shows_what_its_receiver_gets() {
        let at = "2026-11-30T05:00:00Z".parse().unwrap();
        let by = |channel| {
            let message = Waiting {
                id: MessageId::fresh(),
                created_at: at,
                run_at: at,
                recipient: None,
                channel,
                address: "+77012345678".to_owned(),
                endpoint: None,
                template: "message-alert-climb".to_owned(),
                arguments: Map::from_iter([
                    ("reference".to_owned(), Value::from("2026-00017")),
                    ("alert".to_owned(), Value::from("0b7c")),
                ]),
                language: "en".to_owned(),
                state: Delivery::Pending,
                attempts: 0,
                last_error: None,
                case: None,
                alert: None,
                night: None,
            };
            said(&message, "https://merzim.example").1
        };
        let mail = by(Channel::Email);
        assert!(mail.lines().count() > 1, "{mail}");
        let short = by(Channel::Sms);
        assert!(short.ends_with("https://merzim.example/alerts/0b7c"), "{short}");
        assert_eq!(short.lines().count(), 1, "{short}");
        let data: Value = serde_json::from_str(&by(Channel::Webhook)).unwrap();
        assert_eq!(data["type"], "notice.climb");
        assert_eq!(data["data"]["reference"], "2026-00017");
    }
}
