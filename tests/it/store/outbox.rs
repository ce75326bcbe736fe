//! Messages: each delivered, tried again, or handed to a human.

use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use chrono::{DateTime, TimeDelta, Utc};
use merzim::{
    domain::{ids::MessageId, rules::Channel},
    jobs::{
        deliver::{Deliver, MOST_ATTEMPTS, Render, Tally},
        transport::{Letter, Transport},
    },
    store::{
        Store, StoreError,
        outbox::{self, NewMessage, State},
    },
};
use serde_json::{Map, Value, json};

use crate::support::{
    database::{on_each, sqlite},
    rows::at,
};

pub(super) const START: &str = "2026-07-03T09:00:00Z";

pub(super) async fn enqueue(store: &Store, reference: &str) -> MessageId {
    let id = MessageId::fresh();
    let mut arguments = Map::new();
    arguments.insert("reference".to_owned(), json!(reference));
    let new = NewMessage {
        id,
        at: at(START),
        run_at: at(START),
        recipient: None,
        channel: Channel::Email,
        address: "officer@example.kz",
        endpoint: None,
        template: "notice-missed",
        arguments,
        language: "kk",
        case: None,
        alert: None,
        notice: None,
    };
    let tx = store.begin_write().await.unwrap();
    outbox::enqueue(&tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

pub(super) fn plain(
    template: &str,
    arguments: &Map<String, Value>,
    language: &str,
) -> Result<Letter, String> {
    let reference = arguments["reference"].as_str().unwrap();
    Ok(Letter {
        subject: format!("{template} {reference}"),
        body: format!("Қайырлы күн, {reference} ({language})"),
        reference: reference.to_owned(),
        link: "https://merzim.example".to_owned(),
    })
}

async fn only(store: &Store) -> outbox::Message {
    let [message] = outbox::recent(store, 10).await.unwrap().try_into().unwrap();
    message
}

#[test]
fn three_workers_deliver_each_message_once() {
    on_each(async |fresh| {
        for n in 0..45 {
            enqueue(&fresh.store, &format!("K-{n}")).await;
        }
        let seen: Arc<Mutex<HashMap<String, u32>>> = Arc::default();
        let workers = ["a", "b", "c"].map(|worker| {
            let (store, seen) = (fresh.store.clone(), Arc::clone(&seen));
            tokio::spawn(async move {
                let render = move |template: &str, arguments: &Map<String, Value>, language: &str| {
                    let reference = arguments["reference"].as_str().unwrap().to_owned();
                    *seen.lock().unwrap().entry(reference).or_default() += 1;
                    plain(template, arguments, language)
                };
                let deliver = Deliver {
                    store: &store,
                    transport: &Transport::Training,
                    render: &render,
                    worker,
                };
                deliver.all_due(|| at(START)).await.unwrap()
            })
        });
        let mut delivered = 0;
        for worker in workers {
            let tally = worker.await.unwrap();
            assert_eq!(
                (tally.retried, tally.given_up, tally.lost),
                (0, 0, 0),
                "{}: {tally:?}",
                fresh.kind
            );
            delivered += tally.delivered;
        }
        assert_eq!(delivered, 45, "{}", fresh.kind);
        let seen = seen.lock().unwrap().clone();
        assert_eq!(seen.len(), 45, "{}", fresh.kind);
        assert!(seen.values().all(|times| *times == 1), "{}: {seen:?}", fresh.kind);
        let left = outbox::recent(&fresh.store, 50).await.unwrap();
        assert!(
            left.iter()
                .all(|message| message.state == State::Delivered(at(START))),
            "{}",
            fresh.kind
        );
        fresh
    });
}

#[test]
fn what_is_not_committed_is_not_sent_and_what_is_not_due_waits() {
    on_each(async |fresh| {
        let id = enqueue(&fresh.store, "K-1").await;
        let tx = fresh.store.begin_write().await.unwrap();
        let later = at(START) + TimeDelta::hours(1);
        let new = NewMessage {
            id: MessageId::fresh(),
            at: at(START),
            run_at: at(START),
            recipient: None,
            channel: Channel::Email,
            address: "x@example.kz",
            endpoint: None,
            template: "t",
            arguments: Map::new(),
            language: "ru",
            case: None,
            alert: None,
            notice: None,
        };
        outbox::enqueue(&tx, &new).await.unwrap();
        drop(tx);
        let before = at(START) - TimeDelta::seconds(1);
        assert_eq!(
            outbox::lease(
                &fresh.store,
                outbox::Due::any(Channel::Email, before),
                "a",
                before,
                later
            )
            .await
            .unwrap(),
            None,
            "{}",
            fresh.kind
        );
        let leased = outbox::lease(
            &fresh.store,
            outbox::Due::any(Channel::Email, at(START)),
            "a",
            at(START),
            later,
        )
        .await
        .unwrap()
        .unwrap();
        assert_eq!((leased.id, leased.attempts), (id, 1), "{}", fresh.kind);
        assert_eq!(
            outbox::lease(
                &fresh.store,
                outbox::Due::any(Channel::Email, at(START)),
                "b",
                at(START),
                later
            )
            .await
            .unwrap(),
            None,
            "{}",
            fresh.kind
        );
        fresh
    });
}

#[test]
fn the_lease_of_a_worker_that_died_passes_to_another() {
    on_each(async |fresh| {
        let id = enqueue(&fresh.store, "K-1").await;
        let later = at(START) + TimeDelta::minutes(5);
        outbox::lease(
            &fresh.store,
            outbox::Due::any(Channel::Email, at(START)),
            "a",
            at(START),
            later,
        )
        .await
        .unwrap()
        .unwrap();
        let leased = outbox::lease(
            &fresh.store,
            outbox::Due::any(Channel::Email, later),
            "b",
            later,
            later + TimeDelta::minutes(5),
        )
        .await
        .unwrap()
        .unwrap();
        assert_eq!((leased.id, leased.attempts), (id, 2), "{}", fresh.kind);
        let late = outbox::delivered(&fresh.store, id, "a", later).await;
        assert!(
            matches!(late, Err(StoreError::Stale(_))),
            "{}: {late:?}",
            fresh.kind
        );
        outbox::delivered(&fresh.store, id, "b", later).await.unwrap();
        assert_eq!(
            only(&fresh.store).await.state,
            State::Delivered(later),
            "{}",
            fresh.kind
        );
        fresh
    });
}

#[test]
fn a_server_that_cannot_be_reached_is_tried_again_and_then_a_human_is_asked() {
    on_each(async |fresh| {
        let id = enqueue(&fresh.store, "K-1").await;
        // A port nobody listens on any more.
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let transport =
            Transport::smtp(&format!("smtp://127.0.0.1:{port}"), "Merzim <m@example.kz>").unwrap();
        let render: &Render = &plain;
        let deliver = Deliver {
            store: &fresh.store,
            transport: &transport,
            render,
            worker: "a",
        };
        let mut now = at(START);
        for attempt in 1..MOST_ATTEMPTS {
            let tally = deliver.all_due(|| now).await.unwrap();
            assert_eq!(
                tally,
                Tally {
                    retried: 1,
                    ..Tally::default()
                },
                "{}: attempt {attempt}",
                fresh.kind
            );
            let message = only(&fresh.store).await;
            assert_eq!(
                (message.state, message.attempts),
                (State::Pending, attempt),
                "{}",
                fresh.kind
            );
            assert!(message.run_at > now, "{}: waits", fresh.kind);
            assert!(
                !message.last_error.unwrap().contains("officer"),
                "{}: no address in errors",
                fresh.kind
            );
            now = message.run_at;
        }
        let tally = deliver.all_due(|| now).await.unwrap();
        assert_eq!(
            tally,
            Tally {
                given_up: 1,
                ..Tally::default()
            },
            "{}",
            fresh.kind
        );
        assert_eq!(
            outbox::given_up(&fresh.store, 10).await.unwrap()[0].id,
            id,
            "{}",
            fresh.kind
        );

        let tx = fresh.store.begin_write().await.unwrap();
        assert!(
            outbox::send_again(&tx, id, "head@example.kz", now).await.unwrap(),
            "{}",
            fresh.kind
        );
        assert!(
            !outbox::send_again(&tx, id, "head@example.kz", now).await.unwrap(),
            "{}: once",
            fresh.kind
        );
        tx.commit().await.unwrap();
        let deliver = Deliver {
            transport: &Transport::Training,
            ..deliver
        };
        assert_eq!(
            deliver.all_due(|| now).await.unwrap().delivered,
            1,
            "{}",
            fresh.kind
        );
        let message = only(&fresh.store).await;
        assert_eq!(
            (message.address.as_str(), message.last_error),
            ("head@example.kz", None),
            "{}",
            fresh.kind
        );
        fresh
    });
}

/// A mail server for one connection after the other, that answers each `RCPT` in turn; what it was sent.
fn mail_server(answers: Vec<&'static str>) -> (u16, thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = thread::spawn(move || answers.iter().map(|answer| serve(&listener, answer)).collect());
    (port, server)
}

fn serve(listener: &TcpListener, answer: &str) -> String {
    let (stream, _) = listener.accept().unwrap();
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let say =
        |mut stream: &TcpStream, words: &str| stream.write_all(format!("{words}\r\n").as_bytes()).unwrap();
    let mut received = String::new();
    say(&stream, "220 test");
    while let Some(Ok(line)) = lines.next() {
        match line.split_whitespace().next().unwrap_or_default() {
            "RCPT" => say(&stream, answer),
            "DATA" => {
                say(&stream, "354 go on");
                for line in lines.by_ref().map(Result::unwrap).take_while(|line| line != ".") {
                    received += &format!("{line}\n");
                }
                say(&stream, "250 taken");
                break;
            }
            "QUIT" => break,
            _ => say(&stream, "250 ok"),
        }
    }
    received
}

#[tokio::test]
async fn a_mail_server_gets_text_in_every_language_and_the_id_of_the_message() {
    let fresh = sqlite().await;
    let (port, server) = mail_server(vec!["451 later", "550 no such user", "250 ok"]);
    let transport = Transport::smtp(&format!("smtp://127.0.0.1:{port}"), "Merzim <m@example.kz>").unwrap();
    let render: &Render = &plain;
    let deliver = Deliver {
        store: &fresh.store,
        transport: &transport,
        render,
        worker: "a",
    };

    let first = enqueue(&fresh.store, "K-1").await;
    assert_eq!(
        deliver.all_due(|| at(START)).await.unwrap().retried,
        1,
        "451 is put off"
    );
    let again: DateTime<Utc> = only(&fresh.store).await.run_at;
    assert_eq!(
        deliver.all_due(|| again).await.unwrap().given_up,
        1,
        "550 is for good"
    );
    let tx = fresh.store.begin_write().await.unwrap();
    outbox::send_again(&tx, first, "officer@example.kz", again)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(deliver.all_due(|| again).await.unwrap().delivered, 1);

    let received = tokio::task::spawn_blocking(|| server.join().unwrap())
        .await
        .unwrap()
        .pop()
        .unwrap();
    assert!(
        received.contains(&format!("Message-ID: <{first}@example.kz>")),
        "{received}"
    );
    assert!(received.contains("Auto-Submitted: auto-generated"), "{received}");
    assert!(received.contains("To: officer@example.kz"), "{received}");
    assert!(
        received.contains("Date: Fri, 03 Jul 2026 09:00:05 +0000"),
        "{received}"
    );
    // UTF-8, in a form that any relay passes on.
    assert!(received.to_lowercase().contains("charset=utf-8"), "{received}");
    assert!(received.is_ascii(), "{received}");
}

#[tokio::test]
async fn a_message_that_has_no_text_is_a_task_for_a_human_at_once() {
    let fresh = sqlite().await;
    enqueue(&fresh.store, "K-1").await;
    let render = |_: &str, _: &Map<String, Value>, _: &str| Err("no such text".to_owned());
    let deliver = Deliver {
        store: &fresh.store,
        transport: &Transport::Training,
        render: &render,
        worker: "a",
    };
    assert_eq!(deliver.all_due(|| at(START)).await.unwrap().given_up, 1);
    assert_eq!(
        only(&fresh.store).await.last_error.as_deref(),
        Some("no such text")
    );
    assert!(Transport::smtp("not an address", "m@example.kz").is_err());
    assert!(Transport::smtp("smtp://localhost:25", "nobody").is_err());
}

#[tokio::test]
async fn a_full_mailbox_is_tried_again_and_one_that_stays_full_is_a_task() {
    let fresh = sqlite().await;
    let full = ["452 4.2.2 mailbox full", "552 5.2.2 mailbox full"];
    let (port, server) = mail_server(full.to_vec());
    let transport = Transport::smtp(&format!("smtp://127.0.0.1:{port}"), "Merzim <m@example.kz>").unwrap();
    let render: &Render = &plain;
    let deliver = Deliver {
        store: &fresh.store,
        transport: &transport,
        render,
        worker: "a",
    };
    enqueue(&fresh.store, "K-1").await;
    assert_eq!(
        deliver.all_due(|| at(START)).await.unwrap().retried,
        1,
        "452 may pass"
    );
    let waiting = only(&fresh.store).await;
    assert_eq!(
        waiting.last_error.as_deref(),
        Some("the mail server put it off with code 452")
    );
    let again = waiting.run_at;
    assert_eq!(
        deliver.all_due(|| again).await.unwrap().given_up,
        1,
        "552 does not"
    );
    let message = only(&fresh.store).await;
    assert_eq!((message.state, message.attempts), (State::GivenUp, 2));
    assert_eq!(
        message.last_error.as_deref(),
        Some("the mail server refused with code 552")
    );
    tokio::task::spawn_blocking(|| server.join().unwrap())
        .await
        .unwrap();
}
