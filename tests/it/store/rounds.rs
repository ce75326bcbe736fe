//! A round of deliveries has an end.

use super::outbox::{START, enqueue, plain};
use crate::support::{database::on_each, rows::at};
use chrono::TimeDelta;
use merzim::clock::Clock;
use merzim::domain::rules::Channel;
use merzim::jobs::deliver::{Deliver, Render, Tally};
use merzim::jobs::transport::{Carried, Carrier, Failed, Outgoing, Transport};

/// Takes a minute to fail: by then, what it failed with is due again.
#[derive(Debug)]
struct Tiresome(Clock);

impl Carrier for Tiresome {
    fn carry(&self, _: Outgoing) -> Carried<'_> {
        Box::pin(async move {
            self.0.set(self.0.now() + TimeDelta::minutes(1)).unwrap();
            Err(Failed::ForNow(
                "the mail server did not answer in time".to_owned(),
            ))
        })
    }
}

#[test]
fn a_round_attempts_each_message_once_however_long_it_takes() {
    on_each(async |fresh| {
        for reference in ["K-1", "K-2"] {
            enqueue(&fresh.store, reference).await;
        }
        let clock = Clock::frozen(at(START));
        let server: Box<dyn Carrier> = Box::new(Tiresome(clock.clone()));
        let render: &Render = &plain;
        let deliver = Deliver {
            store: &fresh.store,
            transport: &Transport::Ways(vec![(Channel::Email, server)]),
            render,
            worker: "a",
        };
        let once_each = Tally {
            retried: 2,
            ..Tally::default()
        };
        for round in 1..=3 {
            let tally = deliver.all_due(|| clock.now()).await.unwrap();
            assert_eq!(tally, once_each, "{}: round {round}", fresh.kind);
            clock.set(clock.now() + TimeDelta::minutes(1)).unwrap();
        }
        fresh
    });
}
