//! Where messages go besides mail: systems of organisations, telephones of accounts.

use super::{
    Form, Page,
    parts::{Choice, Moment},
    samples::{clinic, form, moment, probation},
};
use crate::{domain::ids::SubmissionKey, text::Words};
use serde::Serialize;

/// `/admin/channels`. The first form posts `organisation` and `url` to `/admin/channels/webhooks`, the second
/// `sign_in_name` and `number` to `/admin/channels/telephones`; a row's button to its address.
#[derive(Clone, Debug, Serialize)]
pub struct Channels {
    /// What was just done.
    pub done: Option<Words>,
    /// What could not be done.
    pub fault: Option<Words>,
    /// The key of an address just entered; shown once.
    pub secret: Option<String>,
    /// The addresses in use, the newest first.
    pub rows: Vec<ChannelRow>,
    /// The form for a system.
    pub webhook: Form,
    /// The form for a telephone.
    pub telephone: Form,
    /// The organisations.
    pub organisations: Vec<Choice>,
    /// Whether short messages leave the house at all.
    pub gateway: bool,
    /// The next part, when there is more.
    pub next_href: Option<String>,
    /// The beginning, when this is not the first part.
    pub first_href: Option<String>,
}

/// One address in use.
#[derive(Clone, Debug, Serialize)]
pub struct ChannelRow {
    /// Where its button posts to.
    pub href: String,
    /// Which channel.
    pub channel: Words,
    /// Whose: the organisation.
    pub organisation: Words,
    /// Whose: the person, for a telephone.
    pub person: Option<String>,
    /// URL or telephone number.
    pub address: String,
    /// Since when.
    pub since: Moment,
    /// The submission key of its button.
    pub key: String,
}

impl Page for Channels {
    const TEMPLATE: &'static str = "pages/accounts/channels.html";
    fn sample() -> Vec<Self> {
        let row = |channel: &str, organisation, person: Option<&str>, address: &str| ChannelRow {
            href: "/admin/channels/1".into(),
            channel: Words::key(format!("channel-{channel}")),
            organisation,
            person: person.map(str::to_owned),
            address: address.into(),
            since: moment(2026, 6, 16, 9, 5),
            key: SubmissionKey::fresh().to_string(),
        };
        let long = "https://kezekshi-zhuiesi.probatsiia.example.kz/merzim/habarlamalar/qabyldau?nusqa=1";
        let full = Self {
            done: Some(Words::key("channels-withdrawn")),
            fault: None,
            secret: Some("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=".into()),
            rows: vec![
                row("webhook", probation(), None, long),
                row(
                    "sms",
                    clinic(),
                    Some("Төлегенқызы-Нұрмағамбетова Гүлжәмила"),
                    "+77012345678",
                ),
            ],
            webhook: form(),
            telephone: form(),
            organisations: vec![Choice::new("1", probation()), Choice::new("2", clinic())],
            gateway: true,
            next_href: Some("/admin/channels?before=x".into()),
            first_href: None,
        };
        let wrong = Self {
            done: None,
            fault: Some(Words::key("channels-gone")),
            secret: None,
            rows: Vec::new(),
            webhook: form()
                .value("url", "http://10.0.0.1/")
                .problem("url", Words::key("channels-url-wrong")),
            telephone: form().problem("number", Words::key("channels-number-wrong")),
            gateway: false,
            next_href: None,
            ..full.clone()
        };
        vec![full, wrong]
    }
}
