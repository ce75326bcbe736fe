//! Training mode: the movable clock, the demo accounts, the messages that went out.

use super::{
    Form, Page,
    parts::{Moment, Status, Tone},
    samples::{form, moment},
    sign_in::{DemoAccounts, demo_accounts},
};
use crate::text::Words;
use serde::Serialize;

/// `/training`. The form sends `to` = `day`, `week`, `next` or `set`; with `set` also `date` (date) and `time`.
#[derive(Clone, Debug, Serialize)]
pub struct Training {
    /// What was just done.
    pub done: Option<Words>,
    /// The form.
    pub form: Form,
    /// The training clock in the zone of the reader's place.
    pub now: Moment,
    /// The next moment at which something is due by itself.
    pub next_due: Option<Moment>,
    /// The accounts to try.
    pub demo: DemoAccounts,
}

/// `/training/outbox`
#[derive(Clone, Debug, Serialize)]
pub struct Outbox {
    /// The messages, the newest first.
    pub messages: Vec<Message>,
    /// The next part, when there is more.
    pub next_href: Option<String>,
    /// The beginning, when this is not the first part.
    pub first_href: Option<String>,
}

/// One message.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    /// To whom.
    pub recipient: Words,
    /// Their address.
    pub address: String,
    /// How: desk, e-mail.
    pub channel: Words,
    /// The subject, in the recipient's language.
    pub subject: String,
    /// The text, in the recipient's language.
    pub body: String,
    /// When it was written.
    pub at: Moment,
    /// Whether it arrived.
    pub state: Status,
    /// Why not, when it did not.
    pub fault: Option<String>,
}

impl Page for Training {
    const TEMPLATE: &'static str = "pages/training/training.html";
    fn sample() -> Vec<Self> {
        let page = |form, next_due: Option<Moment>| Self {
            done: next_due.map(|_| Words::key("training-moved")),
            form,
            now: moment(2026, 7, 3, 8, 5),
            next_due,
            demo: DemoAccounts {
                password: "salem-merzim".into(),
                accounts: demo_accounts(),
            },
        };
        vec![
            page(form(), Some(moment(2026, 7, 4, 9, 0))),
            page(
                form()
                    .value("date_day", "31")
                    .problem("date", Words::key("training-backwards")),
                None,
            ),
        ]
    }
}

impl Page for Outbox {
    const TEMPLATE: &'static str = "pages/training/outbox.html";
    fn sample() -> Vec<Self> {
        let message = |state, fault: Option<&str>| {
            Message {
            recipient: "Әлия Сәрсенова".into(),
            address: "probation@example.kz".into(),
            channel: Words::key("channel-email"),
            subject: "KZ-0017: келу жоқ".into(),
            body: "KZ-0017 ісі бойынша адам 2026 жылғы 15 маусымда келмеді.\nЖауап беріңіз: https://example.kz/alerts/1"
                .into(),
            at: moment(2026, 6, 16, 9, 5),
            state,
            fault: fault.map(str::to_owned),
        }
        };
        let full = Self {
            messages: vec![
                message(Status::new(Tone::Good, Words::key("delivery-delivered")), None),
                message(
                    Status::new(Tone::Warn, Words::key("delivery-retrying")),
                    Some("connection refused"),
                ),
            ],
            next_href: Some("/training/outbox?after=x".into()),
            first_href: None,
        };
        let empty = Self {
            messages: Vec::new(),
            next_href: None,
            first_href: None,
        };
        vec![full, empty]
    }
}
