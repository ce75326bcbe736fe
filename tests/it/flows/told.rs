//! Notices that arrive: by mail, to systems, to telephones; late, twice, or as somebody's task, and never not at all.

use crate::support::sink::{Fault, Sink};
use crate::support::world::{World, at, refusals, story};
use chrono::{DateTime, TimeDelta, Utc};
use merzim::commands::{self, AddTelephone, AddWebhook, Secret};
use merzim::domain::ids::{CaseId, EndpointId, MessageId};
use merzim::domain::refusal::Refusal;
use merzim::domain::rules::Channel;
use merzim::jobs::transport::{Carrier, Transport};
use merzim::jobs::{self, WayOut};
use merzim::secrets::Keys;
use merzim::store::endpoints::{self, Endpoint};
use merzim::store::outbox::{Message, State};

/// The day on which the ladder with more channels takes effect has passed in both.
pub(super) const DATES: [Dates; 2] = [
    Dates {
        opened: "2026-11-09 09:00",
        target: "2026-11-13",
        closed: "2026-11-21 00:00",
        supervision: "2026-11-24 00:00",
        inside: "2026-11-18 11:00",
        recorded: "2026-11-24 10:00",
    },
    Dates {
        opened: "2027-01-11 09:00",
        target: "2027-01-21",
        closed: "2027-01-29 00:00",
        supervision: "2027-02-01 00:00",
        inside: "2027-01-28 23:50",
        recorded: "2027-02-01 08:00",
    },
];

pub(super) struct Dates {
    pub(super) opened: &'static str,
    pub(super) target: &'static str,
    /// The midnight after the window.
    pub(super) closed: &'static str,
    /// One working day later.
    pub(super) supervision: &'static str,
    /// A moment inside the window.
    pub(super) inside: &'static str,
    /// When somebody writes down that the dose was given then.
    pub(super) recorded: &'static str,
}

impl World {
    /// A system of an organisation.
    pub(super) async fn system_of(&self, place: &str) -> EndpointId {
        let form = AddWebhook {
            organisation: Some(self.country.place(place).id),
            url: "https://system.example.kz/in",
            allowed: &[],
        };
        let (keys, secret) = (Keys::derive(b"test"), Secret::make().unwrap());
        let admin = self.actor("admin");
        let entered = commands::add_webhook(&self.desk, &keys, &admin, None, &form, &secret).await;
        entered.unwrap().0
    }

    pub(super) async fn telephone_of(&self, who: &str) -> EndpointId {
        let form = AddTelephone {
            sign_in_name: who,
            number: "+7 701 234 56 78",
        };
        let admin = self.actor("admin");
        commands::add_telephone(&self.desk, &admin, None, &form)
            .await
            .unwrap()
    }

    /// One round of the jobs, with everything that leaves going into a sink.
    pub(super) async fn round_into(&self, way_out: &WayOut) {
        jobs::once(&self.desk, Some(way_out), "test").await.unwrap();
    }

    pub(super) async fn by(&self, case: CaseId, channel: Channel) -> Vec<Message> {
        let mut all = self.mail(case).await;
        all.retain(|message| message.channel == channel);
        all
    }
}

fn into(sink: &Sink) -> WayOut {
    let boxed = || -> Box<dyn Carrier> { Box::new(sink.clone()) };
    WayOut {
        transport: Transport::Ways(
            Channel::OUTWARD
                .into_iter()
                .map(|channel| (channel, boxed()))
                .collect(),
        ),
        public_url: "https://merzim.example".into(),
    }
}

fn delivered_at(message: &Message) -> DateTime<Utc> {
    match message.state {
        State::Delivered(at) => at,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_closed_window_is_told_within_a_minute_whatever_the_first_attempts_meet() {
    for dates in DATES {
        story(dates.opened, async |world| {
            world.system_of("p1").await;
            let mut cases = Vec::new();
            for _ in 0..6 {
                cases.push(world.planned_for(dates.target).await);
            }
            world.at_instant(at(dates.closed) - TimeDelta::minutes(2));
            world.sweep().await;
            // The clock of the process is nobody's midnight.
            world.at_instant(world.clock.now() + TimeDelta::milliseconds(1_700));
            let sink = Sink::new(|id: MessageId| {
                let failing = [Fault::Drop, Fault::ServerError, Fault::TimeoutAfterEffect];
                let number = usize::from(id.0.as_bytes()[15]);
                failing
                    .into_iter()
                    .cycle()
                    .skip(number % 3)
                    .take(number % 4)
                    .collect()
            });
            let way_out = into(&sink);
            for _ in 0..40 {
                world.at_instant(world.clock.now() + TimeDelta::seconds(5));
                world.round_into(&way_out).await;
            }
            let mut told = 0;
            for case in cases {
                for channel in [Channel::Email, Channel::Webhook] {
                    for message in world.by(case, channel).await {
                        let waited = delivered_at(&message) - at(dates.closed);
                        assert!(
                            waited >= TimeDelta::zero() && waited <= TimeDelta::seconds(60),
                            "{channel:?} came {waited} after the window closed"
                        );
                        told += 1;
                    }
                }
            }
            assert_eq!(told, 12, "six windows, by mail and to the system");
            let received = sink.received.lock().unwrap();
            assert_eq!(received.effects.len(), 12);
            assert!(received.faults.len() > 1, "{:?}", received.faults);
        });
    }
}

/// A refusal that becomes known turns the alert: in one moment what was said is corrected, and asked anew.
#[test]
fn a_system_can_put_what_it_hears_of_one_moment_in_order() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let endpoint = world.system_of("p1").await;
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.supervision).await;
            world.at(dates.recorded);
            let late = world.system_of("probation").await;
            world.refuse(case).await;
            let mut heard = world.by(case, Channel::Webhook).await;
            heard.retain(|message| message.endpoint == Some(endpoint));
            heard.sort_by_key(|message| message.created_at);
            let said: Vec<_> = heard.iter().map(|message| message.template.as_str()).collect();
            let asked = "message-alert-climb";
            assert_eq!(said, [asked, "message-alert-correction", asked]);
            assert!(
                heard[1].created_at < heard[2].created_at
                    && heard[2].created_at - heard[1].created_at < TimeDelta::milliseconds(1),
                "{heard:?}"
            );

            // Whoever was not there when it was asked is asked now, and corrected only afterwards.
            let to_late = async || {
                let mut heard = world.by(case, Channel::Webhook).await;
                heard.retain(|message| message.endpoint == Some(late));
                heard.sort_by_key(|message| message.created_at);
                let said = heard.into_iter().map(|message| message.template);
                said.collect::<Vec<_>>()
            };
            assert_eq!(to_late().await, [asked]);
            world.clock.forward(TimeDelta::hours(1)).unwrap();
            world.give_as_of(case, dates.inside).await.unwrap();
            assert_eq!(to_late().await, [asked, "message-alert-correction"]);
        });
    }
}

#[test]
fn short_messages_wake_nobody() {
    for dates in DATES {
        story(dates.opened, async |world| {
            world.telephone_of("po").await;
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.supervision).await;
            let short = world.by(case, Channel::Sms).await;
            let morning = at(&format!("{} 07:00", &dates.supervision[..10]));
            assert_eq!(
                short.iter().map(|message| message.run_at).collect::<Vec<_>>(),
                [morning],
                "told at midnight, heard in the morning"
            );
            let mail = world.by(case, Channel::Email).await;
            assert!(mail.iter().any(|message| message.run_at == at(dates.supervision)));
        });
    }
}

#[test]
fn a_mail_server_gone_for_two_days_is_a_task_and_holds_up_nothing_else() {
    for dates in DATES {
        story(dates.opened, async |world| {
            world.system_of("probation").await;
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.closed).await;
            let (broken, sound) = (Sink::new(|_| vec![Fault::Drop; 1_000]), Sink::new(|_| Vec::new()));
            let way_out = WayOut {
                transport: Transport::Ways(vec![
                    (Channel::Email, Box::new(broken.clone())),
                    (Channel::Webhook, Box::new(sound.clone())),
                ]),
                public_url: "https://merzim.example".into(),
            };
            let back = at(dates.closed) + TimeDelta::days(5);
            while world.clock.now() < back {
                world.at_instant(world.clock.now() + TimeDelta::minutes(20));
                world.round_into(&way_out).await;
            }
            let asked = world.climbs_to(case, "probation").await;
            assert!(
                asked.len() >= 2,
                "the ladder did not wait for the mail: {asked:?}"
            );
            let given_up = merzim::store::outbox::given_up(&world.fresh.store, 100)
                .await
                .unwrap();
            assert!(!given_up.is_empty(), "what could not be delivered is a task");
            assert!(given_up.iter().all(|message| message.channel == Channel::Email));
            for message in world.by(case, Channel::Webhook).await {
                delivered_at(&message);
            }

            // The server is back: what still waits goes by itself, the rest when somebody sends it again.
            let way_out = into(&sound);
            let admin = world.actor("admin");
            let again = commands::send_message_again(&world.desk, &admin, None, None)
                .await
                .unwrap();
            assert_eq!(again, u64::try_from(given_up.len()).unwrap());
            let end = world.clock.now() + TimeDelta::hours(2);
            while world.clock.now() < end {
                world.at_instant(world.clock.now() + TimeDelta::minutes(20));
                world.round_into(&way_out).await;
            }
            let left = merzim::store::outbox::given_up(&world.fresh.store, 100)
                .await
                .unwrap();
            assert_eq!(left, []);
            let received = sound.received.lock().unwrap();
            assert!(
                given_up.iter().all(|message| received.copies[&message.id] == 1),
                "each arrived once"
            );
        });
    }
}

/// However it is written; and one that was kept twice before that was looked for rings once, too.
#[test]
fn a_telephone_entered_twice_rings_once() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let first = world.telephone_of("po").await;
            let admin = world.actor("admin");
            let form = AddTelephone {
                sign_in_name: "po",
                number: "+77012345678",
            };
            let again = commands::add_telephone(&world.desk, &admin, None, &form).await;
            assert_eq!(refusals(again), [Refusal::NothingToDo]);
            let twin = Endpoint {
                id: EndpointId::fresh(),
                channel: Channel::Sms,
                organisation: world.country.place("probation").id,
                account: Some(world.country.person("po").id),
                address: "+77012345678".to_owned(),
                secret: None,
                created_at: world.desk.instant(),
                withdrawn_at: None,
            };
            let tx = world.desk.store().begin_write().await.unwrap();
            endpoints::create(&tx, &twin).await.unwrap();
            tx.commit().await.unwrap();

            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.supervision).await;
            assert_eq!(world.by(case, Channel::Sms).await.len(), 1);
            for known in [first, twin.id] {
                commands::withdraw_endpoint(&world.desk, &admin, None, known)
                    .await
                    .unwrap();
            }
            world.telephone_of("po").await;
        });
    }
}

#[test]
fn a_withdrawn_address_gets_nothing_and_its_successor_gets_what_waits() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let old = world.system_of("p1").await;
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.closed).await;
            let admin = world.actor("admin");
            commands::withdraw_endpoint(&world.desk, &admin, None, old)
                .await
                .unwrap();
            assert!(
                commands::withdraw_endpoint(&world.desk, &admin, None, old)
                    .await
                    .is_err(),
                "once"
            );
            let sink = Sink::new(|_| Vec::new());
            let way_out = into(&sink);
            world.round_into(&way_out).await;
            let message = &world.by(case, Channel::Webhook).await[0];
            assert_eq!(message.state, State::GivenUp, "{message:?}");
            assert_eq!(message.last_error.as_deref(), Some("the address was withdrawn"));

            world.system_of("p1").await;
            commands::send_message_again(&world.desk, &admin, None, Some(message.id))
                .await
                .unwrap();
            world.round_into(&way_out).await;
            delivered_at(&world.by(case, Channel::Webhook).await[0]);
            for who in ["n1", "po", "co"] {
                let nobody = world.actor(who);
                assert!(
                    commands::withdraw_endpoint(&world.desk, &nobody, None, old)
                        .await
                        .is_err(),
                    "{who}"
                );
            }
        });
    }
}

/// A short message lies until the morning, a mail until the server answers: who holds the account may be another by then.
#[test]
fn nothing_that_asks_leaves_to_an_account_that_waits_and_that_it_is_over_does() {
    for dates in DATES {
        story(dates.opened, async |world| {
            world.telephone_of("po").await;
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.supervision).await;
            let (door, admin) = (world.door(), world.actor("admin"));
            let officer = world.country.person("po").id;
            let link = door.make_link().unwrap();
            commands::issue_enrolment(&world.desk, &door, &admin, None, officer, &link)
                .await
                .unwrap();
            let way_out = into(&Sink::new(|_| Vec::new()));
            world.at_instant(at(dates.supervision) + TimeDelta::minutes(450));
            world.round_into(&way_out).await;
            let to_officer = async || {
                let mut all = world.mail(case).await;
                all.retain(|message| message.recipient == Some(officer));
                all
            };
            let asked = to_officer().await;
            assert_eq!(asked.len(), 2, "by mail and by telephone");
            for message in asked {
                assert_eq!(message.state, State::GivenUp, "{message:?}");
                let which = Some(message.id);
                let again = commands::send_message_again(&world.desk, &admin, None, which).await;
                assert_eq!(refusals(again), [Refusal::NothingToDo], "while it waits");
            }
            world.at(dates.recorded);
            world.give_as_of(case, dates.inside).await.unwrap();
            world.round_into(&way_out).await;
            let over = to_officer().await.into_iter();
            let over = over.filter(|message| message.template != "message-alert-climb");
            let over: Vec<_> = over.collect();
            assert_eq!(over.len(), 2, "by mail and by telephone");
            over.iter().map(delivered_at).for_each(drop);

            world.enrolled(&door, &link).await;
            world.vouches(&world.actor("ps"), officer).await.unwrap();
            let again = commands::send_message_again(&world.desk, &admin, None, None).await;
            assert_eq!(again.unwrap(), 2);
            world.round_into(&way_out).await;
            to_officer().await.iter().map(delivered_at).for_each(drop);
        });
    }
}
