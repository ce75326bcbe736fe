//! Messages that reached nobody.

use crate::domain::ids::SubmissionKey;
use crate::text::Words;
use crate::web::views::{
    Page,
    parts::{Banner, Link, Moment, Tone},
    samples::{moment, probation},
};
use serde::Serialize;

/// `/admin/messages`: what reached nobody. A row's button posts to its address, the last one to `/admin/messages`.
#[derive(Clone, Debug, Serialize)]
pub struct Undelivered {
    /// What was just done.
    pub done: Option<Words>,
    /// What could not be done.
    pub fault: Option<Words>,
    /// Channels that are not set up, and for which messages wait.
    pub held_up: Vec<Banner>,
    /// The messages, the oldest first.
    pub rows: Vec<UndeliveredRow>,
    /// More wait than are shown.
    pub more: bool,
    /// The submission key of the button for all of them.
    #[serde(serialize_with = "simple")]
    pub key: SubmissionKey,
}

/// One message. Neither its text nor the case it is about is here.
#[derive(Clone, Debug, Serialize)]
pub struct UndeliveredRow {
    /// Where its button posts to.
    pub href: String,
    /// To whom.
    pub recipient: Words,
    /// Where they work.
    pub organisation: Words,
    /// By which channel.
    pub channel: Words,
    /// When it was written.
    pub at: Moment,
    /// How often it was tried.
    pub attempts: Words,
    /// Why the last attempt failed, as the mail server or the program said it.
    pub reason: String,
    /// Where it would go now; nothing where nobody is there any more.
    pub address: Option<String>,
    /// The submission key of its button.
    #[serde(serialize_with = "simple")]
    pub key: SubmissionKey,
}

fn simple<S: serde::Serializer>(key: &SubmissionKey, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(key)
}

impl Undelivered {
    /// The line that stands on the first page of whoever answers for it.
    #[must_use]
    pub fn banner(waiting: i64) -> Banner {
        Banner {
            tone: Tone::Bad,
            title: Words::key("undelivered-waiting").number("n", waiting),
            words: Some(Words::key("undelivered-waiting-why")),
            link: Some(Link {
                href: "/admin/messages".into(),
                words: Words::key("undelivered-title"),
            }),
        }
    }

    /// That nothing leaves by a channel, and how many messages wait for it.
    #[must_use]
    pub fn held_up_by(channel: &str, waiting: i64) -> Banner {
        Banner {
            tone: Tone::Bad,
            title: Words::key("undelivered-held-up")
                .words("channel", Words::key(format!("channel-{channel}")))
                .number("n", waiting),
            words: Some(Words::key("undelivered-held-up-why")),
            link: None,
        }
    }
}

impl Page for Undelivered {
    const TEMPLATE: &'static str = "pages/accounts/undelivered.html";
    fn sample() -> Vec<Self> {
        let row = |address: Option<&str>| UndeliveredRow {
            href: "/admin/messages/1".into(),
            recipient: "Әлия Сәрсенова".into(),
            organisation: probation(),
            channel: Words::key("channel-email"),
            at: moment(2026, 6, 16, 9, 5),
            attempts: Words::key("undelivered-attempts").number("n", 10),
            reason: "550 5.1.1 mailbox unavailable".into(),
            address: address.map(str::to_owned),
            key: SubmissionKey::fresh(),
        };
        let full = Self {
            done: Some(Words::key("undelivered-sent").number("n", 2)),
            fault: None,
            held_up: vec![Self::held_up_by("sms", 2)],
            rows: vec![row(Some("probation@example.kz")), row(None)],
            more: true,
            key: SubmissionKey::fresh(),
        };
        let empty = Self {
            done: None,
            fault: Some(Words::key("undelivered-gone")),
            held_up: Vec::new(),
            rows: Vec::new(),
            more: false,
            key: SubmissionKey::fresh(),
        };
        vec![full, empty]
    }
}
