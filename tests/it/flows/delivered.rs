//! Receivers that are not as they should be: a system that takes a message and never answers, a mailbox that is full.

use crate::support::sink::{Fault, Sink};
use crate::support::world::{World, at, story};
use chrono::TimeDelta;
use merzim::commands::{self, AddWebhook, Secret};
use merzim::domain::rules::Channel;
use merzim::jobs::transport::{Carried, Carrier, Failed, Outgoing, Transport};
use merzim::jobs::{self, WayOut};
use merzim::secrets::Keys;
use merzim::store::outbox::{self, State};
use std::sync::{Arc, Mutex};

/// A target, and the midnight after its window.
const DATES: [(&str, &str, &str); 2] = [
    ("2026-11-09 09:00", "2026-11-13", "2026-11-21 00:00"),
    ("2027-01-11 09:00", "2027-01-21", "2027-01-29 00:00"),
];

impl World {
    async fn listens(&self, place: &str) {
        let form = AddWebhook {
            organisation: Some(self.country.place(place).id),
            url: "https://system.example.kz/in",
            allowed: &[],
        };
        let (keys, secret) = (Keys::derive(b"test"), Secret::make().unwrap());
        let admin = self.actor("admin");
        commands::add_webhook(&self.desk, &keys, &admin, None, &form, &secret)
            .await
            .unwrap();
    }

    async fn rounds(&self, way_out: &WayOut, minutes: i64, many: usize) {
        for _ in 0..many {
            self.at_instant(self.clock.now() + TimeDelta::minutes(minutes));
            jobs::once(&self.desk, Some(way_out), "test").await.unwrap();
        }
    }
}

/// The system has acted, and the answer was lost on the way: three times in a row.
#[test]
fn a_system_that_acts_and_never_answers_is_told_again_and_acts_once() {
    for (opened, target, closed) in DATES {
        story(opened, async |world| {
            world.listens("p1").await;
            let case = world.planned_for(target).await;
            world.at_instant(at(closed));
            let sink = Sink::new(|_| vec![Fault::TimeoutAfterEffect; 3]);
            let way_out = WayOut {
                transport: Transport::Ways(vec![(Channel::Webhook, Box::new(sink.clone()))]),
                public_url: "https://merzim.example".into(),
            };
            world.rounds(&way_out, 1, 5).await;
            let sent: Vec<_> = world.mail(case).await.into_iter().collect();
            let sent: Vec<_> = sent
                .into_iter()
                .filter(|message| message.channel == Channel::Webhook)
                .collect();
            assert_eq!(sent.len(), 1);
            assert!(
                matches!(sent[0].state, State::Delivered(_)),
                "{:?}",
                sent[0].state
            );
            let received = sink.received.lock().unwrap();
            assert_eq!(received.copies[&sent[0].id], 4, "the same id in every attempt");
            assert_eq!(received.effects.len(), 1, "acted upon once");
        });
    }
}

/// A mail server that says that one mailbox is full, and remembers what it took for the others.
#[derive(Clone, Debug, Default)]
struct FullMailbox {
    full: &'static str,
    taken: Arc<Mutex<Vec<String>>>,
}

impl Carrier for FullMailbox {
    fn carry(&self, message: Outgoing) -> Carried<'_> {
        Box::pin(async move {
            if message.address.starts_with(self.full) {
                return Err(Failed::ForNow("452 4.2.2 mailbox full".to_owned()));
            }
            self.taken.lock().unwrap().push(message.address);
            Ok(())
        })
    }
}

#[test]
fn a_full_mailbox_becomes_a_task_and_the_ladder_goes_past_it() {
    for (opened, target, closed) in DATES {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.at_instant(at(closed) + TimeDelta::days(2));
            let server = FullMailbox {
                full: "po@",
                ..FullMailbox::default()
            };
            let way_out = WayOut {
                transport: Transport::Ways(vec![(Channel::Email, Box::new(server.clone()))]),
                public_url: "https://merzim.example".into(),
            };
            world.rounds(&way_out, 30, 5 * 48).await;
            let asked = world.climbs_to(case, "probation").await;
            assert!(
                asked.iter().any(|row| row.who == Some("ps")),
                "the next one was asked in time: {asked:#?}"
            );
            let given_up = outbox::given_up(&world.fresh.store, 100).await.unwrap();
            let of_officer = given_up
                .iter()
                .filter(|message| message.recipient == Some(world.country.person("po").id));
            assert!(
                of_officer.count() >= 1,
                "what the officer did not get is a task: {given_up:#?}"
            );
            assert!(
                given_up.iter().all(|message| message.case == Some(case)),
                "and nothing else is"
            );
            let taken = server.taken.lock().unwrap();
            assert!(
                taken.iter().any(|address| address.starts_with("ps@")),
                "{taken:?}"
            );
        });
    }
}
