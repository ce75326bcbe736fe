//! Whoever was written to in the invented country can open what the mail names, while its matter is open.

use super::unseen::{client, identities, session};
use crate::support::database::Fresh;
use merzim::{
    domain::rules::Channel,
    jobs::messages::render,
    secrets::Keys,
    store::{
        accounts,
        desk::Desk,
        outbox::{self, Message},
    },
};
use rocket::http::Cookie;
use std::collections::{BTreeMap, BTreeSet};

/// More messages than the country has.
const MOST: u64 = 50_000;

/// What a message is about: a later one about the same says what is so now.
fn matter(message: &Message) -> Option<String> {
    let named = ["letter", "lot", "parcel", "supply", "desk"];
    let named = named.into_iter().find_map(|name| message.arguments.get(name));
    let alert = message.alert.map(|alert| alert.to_string());
    alert.or_else(|| named.map(ToString::to_string))
}

pub async fn every_mail_leads_somewhere(fresh: &Fresh, desk: &Desk, keys: &Keys) {
    let ids = async |sql: &'static str| BTreeSet::from_iter(identities(fresh, sql).await);
    let live = ids("SELECT id FROM alert WHERE state <> 'resolved'").await;
    let open = ids("SELECT id FROM case_file WHERE open").await;
    let mut last = BTreeMap::new();
    // The newest is listed first.
    for message in outbox::recent(&fresh.store, MOST).await.unwrap() {
        let to = message.recipient.filter(|_| message.channel == Channel::Email);
        if let Some(about) = to.zip(matter(&message)) {
            last.entry(about).or_insert(message);
        }
    }
    let waits = |message: &&Message| match (message.alert, message.case) {
        (Some(alert), _) => live.contains(&alert.0),
        (None, case) => case.is_none_or(|case| open.contains(&case.0)),
    };
    let mut links = BTreeMap::new();
    for message in last.values().filter(waits) {
        let letter = render(&message.template, &message.arguments, "ru", "").unwrap();
        if let Some(to) = message.recipient.filter(|_| !letter.link.is_empty()) {
            links.insert((to, letter.link), &message.template);
        }
    }
    assert!(links.len() > 20, "{} links", links.len());
    let client = client(fresh, desk, keys).await;
    let everybody = accounts::all(&fresh.store).await.unwrap();
    for account in &everybody {
        let theirs: Vec<_> = links.iter().filter(|((to, _), _)| *to == account.id).collect();
        if theirs.is_empty() {
            continue;
        }
        let token = session(fresh, desk, account).await;
        for ((_, link), template) in theirs {
            let asked = client.get(link.clone());
            let answer = asked.cookie(Cookie::new("merzim", token.clone()));
            let status = answer.dispatch().await.status().code;
            assert_eq!(
                status, 200,
                "{} of {} follows {link} of {template}",
                account.role, account.sign_in_name
            );
        }
    }
}
