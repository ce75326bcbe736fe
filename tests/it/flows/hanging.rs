//! A system that takes a message and says nothing: nobody waits for it but those who have something to tell it.

use super::told::DATES;
use crate::support::world::{World, at, story};
use chrono::TimeDelta;
use merzim::clock::Clock;
use merzim::commands::{self, AddWebhook, Secret};
use merzim::domain::rules::Channel;
use merzim::jobs::deliver::MOST_ATTEMPTS;
use merzim::jobs::transport::{Carried, Carrier, Failed, Outgoing, Transport};
use merzim::jobs::{self, WayOut};
use merzim::secrets::Keys;
use merzim::store::outbox::State;
use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{Semaphore, mpsc, oneshot};

const SILENT: &str = "https://silent.example.kz/in";
const SOUND: &str = "https://sound.example.kz/in";

impl World {
    /// Two systems of the place that is told first.
    async fn one_silent_one_sound(&self) {
        for url in [SILENT, SOUND] {
            let form = AddWebhook {
                organisation: Some(self.country.place("p1").id),
                url,
                allowed: &[],
            };
            let (keys, secret) = (Keys::derive(b"test"), Secret::make().unwrap());
            let admin = self.actor("admin");
            commands::add_webhook(&self.desk, &keys, &admin, None, &form, &secret)
                .await
                .unwrap();
        }
    }
}

fn by_every_way(carrier: &(impl Carrier + Clone + 'static)) -> WayOut {
    let boxed = || -> Box<dyn Carrier> { Box::new(carrier.clone()) };
    WayOut {
        transport: Transport::Ways(Channel::OUTWARD.map(|channel| (channel, boxed())).into()),
        public_url: "https://merzim.example".into(),
    }
}

/// Says whom it was to tell, and does not come back from the silent one until it may.
#[derive(Clone, Debug)]
struct Gated {
    gate: Arc<Semaphore>,
    told: mpsc::UnboundedSender<String>,
}

impl Carrier for Gated {
    fn carry(&self, message: Outgoing) -> Carried<'_> {
        Box::pin(async move {
            let silent = message.address == SILENT;
            self.told.send(message.address).unwrap();
            if silent {
                drop(self.gate.acquire().await.unwrap());
                return Err(Failed::ForNow("no answer in time".to_owned()));
            }
            Ok(())
        })
    }
}

/// Waits until somebody was told at each of these addresses.
async fn all_told(told: &mut mpsc::UnboundedReceiver<String>, addresses: &[&str]) {
    let mut missing = addresses.to_vec();
    while !missing.is_empty() {
        let address = told.recv().await.unwrap();
        missing.retain(|begins| !address.starts_with(*begins));
    }
}

/// The jobs as they run in a process. Nothing moves the clock but the story.
#[test]
fn a_system_that_hangs_stops_no_ladder_no_mail_and_no_telephone() {
    let dates = &DATES[0];
    story(dates.opened, async |world| {
        world.one_silent_one_sound().await;
        world.telephone_of("po").await;
        let case = world.planned_for(dates.target).await;
        let (told, mut hears) = mpsc::unbounded_channel();
        let gated = Gated {
            gate: Arc::new(Semaphore::new(0)),
            told,
        };
        let (stop, stopped) = oneshot::channel::<()>();
        let run = jobs::run(world.quick_desk(), Some(by_every_way(&gated)), async {
            stopped.await.unwrap();
        });
        let tale = async {
            world.at_instant(at(dates.closed));
            all_told(&mut hears, &[SILENT, SOUND]).await;
            // It is still silent when the officer is to be told: by the ladder, by mail and on the telephone.
            world.at_instant(at(dates.supervision) + TimeDelta::hours(10));
            all_told(&mut hears, &["po@", "+7"]).await;
            stop.send(()).unwrap();
            gated.gate.add_permits(1);
        };
        let both = async { tokio::join!(run, tale) };
        tokio::time::timeout(Duration::from_secs(60), both)
            .await
            .expect("nobody waits for the silent one");
        let mut hooks = world.by(case, Channel::Webhook).await;
        hooks.retain(|message| message.attempts > 0);
        let attempts = |url: &str| {
            let there = hooks.iter().filter(|message| message.address == url);
            there
                .map(|message| (message.attempts, message.state == State::Pending))
                .collect::<Vec<_>>()
        };
        assert_eq!(attempts(SILENT), [(1, true)], "one attempt, and it comes again");
        assert!(
            attempts(SOUND).iter().all(|attempt| *attempt == (1, false)),
            "{hooks:#?}"
        );
    });
}

/// Messages for the sound one in the first round.
const CASES: usize = 3;

/// Ten seconds pass before it is clear that the silent one says nothing. The sound one has answered by then.
#[derive(Clone, Debug)]
struct Patient {
    clock: Clock,
    tried: Arc<Mutex<Vec<String>>>,
    answered: Arc<Semaphore>,
}

impl Carrier for Patient {
    fn carry(&self, message: Outgoing) -> Carried<'_> {
        Box::pin(async move {
            let (silent, sound) = (message.address == SILENT, message.address == SOUND);
            self.tried.lock().unwrap().push(message.address);
            if silent {
                // Only in the first round has the sound one anything to answer.
                if let Ok(all) = self.answered.acquire_many(u32::try_from(CASES).unwrap()).await {
                    all.forget();
                    self.answered.close();
                }
                self.clock.set(self.clock.now() + TimeDelta::seconds(10)).unwrap();
                return Err(Failed::ForNow("no answer in time".to_owned()));
            }
            if sound {
                self.answered.add_permits(1);
            }
            Ok(())
        })
    }
}

#[test]
fn a_system_that_hangs_costs_a_round_one_attempt_and_is_given_up_in_the_end() {
    for dates in DATES {
        story(dates.opened, async |world| {
            world.one_silent_one_sound().await;
            let mut cases = Vec::new();
            for _ in 0..CASES {
                cases.push(world.planned_for(dates.target).await);
            }
            world.at_instant(at(dates.closed));
            let patient = Patient {
                clock: world.clock.clone(),
                tried: Arc::default(),
                answered: Arc::new(Semaphore::new(0)),
            };
            let way_out = by_every_way(&patient);
            let round = async || {
                world.round_into(&way_out).await;
                let tried = std::mem::take(&mut *patient.tried.lock().unwrap());
                let of = |url: &str| tried.iter().filter(|address| *address == url).count();
                (of(SILENT), of(SOUND))
            };
            assert_eq!(
                round().await,
                (1, CASES),
                "each window is told where somebody listens"
            );
            let waiting = async || {
                let mut waiting = HashSet::new();
                for case in &cases {
                    let hooks = world.by(*case, Channel::Webhook).await;
                    let silent = hooks.into_iter().filter(|message| message.address == SILENT);
                    for message in silent {
                        match message.state {
                            State::Pending => assert!(waiting.insert(message.id)),
                            State::GivenUp => assert_eq!(message.attempts, MOST_ATTEMPTS),
                            State::Delivered(_) => panic!("{message:?}"),
                        }
                    }
                }
                waiting.len()
            };
            assert_eq!(waiting().await, CASES, "one was tried, and all wait");
            // Most rounds have an attempt: there are more of these than waits that last longer than one.
            let most = 2 * CASES * usize::try_from(MOST_ATTEMPTS).unwrap();
            for _ in 0..most {
                if waiting().await == 0 {
                    return;
                }
                world.at_instant(world.clock.now() + TimeDelta::minutes(10));
                let (silent, _) = round().await;
                assert!(silent <= 1, "{silent} attempts in one round");
            }
            panic!("{} are still tried", waiting().await);
        });
    }
}
