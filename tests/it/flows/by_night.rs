//! Quiet hours hold for every attempt, whatever brings it about.

use super::told::DATES;
use crate::support::sink::{Fault, Sink};
use crate::support::world::{at, story};
use chrono::{DateTime, TimeDelta, Utc};
use merzim::commands;
use merzim::domain::rules::Channel;
use merzim::jobs::WayOut;
use merzim::jobs::transport::Transport;
use merzim::store::outbox::State;

fn by_telephone(sink: &Sink) -> WayOut {
    WayOut {
        transport: Transport::Ways(vec![(Channel::Sms, Box::new(sink.clone()))]),
        public_url: "https://merzim.example".into(),
    }
}

fn met(sink: &Sink) -> u32 {
    sink.received.lock().unwrap().faults.values().sum()
}

/// `07:00` and the like, so many days after a day.
fn on(day: &str, days: i64, time: &str) -> DateTime<Utc> {
    at(&format!("{} {time}", &day[..10])) + TimeDelta::days(days)
}

#[test]
fn neither_late_jobs_nor_a_failure_nor_sending_again_wakes_anybody() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let day = dates.supervision;
            world.telephone_of("po").await;
            let case = world.planned_for(dates.target).await;
            world.pass_until(day).await;
            let id = world.by(case, Channel::Sms).await[0].id;
            let now = async || {
                let all = world.by(case, Channel::Sms).await;
                all.into_iter().find(|message| message.id == id).unwrap()
            };
            let (broken, sound) = (Sink::new(|_| vec![Fault::Drop; 1_000]), Sink::new(|_| Vec::new()));

            // The jobs stood still all day.
            world.at_instant(on(day, 0, "23:30"));
            world.round_into(&by_telephone(&broken)).await;
            let waits = now().await;
            assert_eq!((waits.attempts, waits.run_at), (0, on(day, 1, "07:00")));
            assert_eq!(met(&broken), 0, "nothing was attempted");

            // A failure just before the night.
            world.at_instant(on(day, 1, "22:00") - TimeDelta::seconds(2));
            world.round_into(&by_telephone(&broken)).await;
            let waits = now().await;
            assert_eq!((waits.attempts, waits.run_at), (1, on(day, 2, "07:00")));

            // Given up by day, sent again by night.
            for _ in 0..40 {
                let waits = now().await;
                if waits.state == State::GivenUp {
                    break;
                }
                world.at_instant(waits.run_at);
                world.round_into(&by_telephone(&broken)).await;
            }
            assert_eq!(now().await.state, State::GivenUp);
            world.at_instant(on(day, 2, "23:00"));
            let admin = world.actor("admin");
            commands::send_message_again(&world.desk, &admin, None, Some(id))
                .await
                .unwrap();
            world.round_into(&by_telephone(&sound)).await;
            let waits = now().await;
            assert_eq!((waits.attempts, waits.run_at), (0, on(day, 3, "07:00")));
            assert_eq!(waits.state, State::Pending);
            world.at_instant(on(day, 3, "07:00"));
            world.round_into(&by_telephone(&sound)).await;
            assert_eq!(now().await.state, State::Delivered(on(day, 3, "07:00")));
        });
    }
}
