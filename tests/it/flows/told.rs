//! Notices that arrive: by mail, to systems, to telephones; late, twice, or as somebody's task, and never not at all.

use crate::support::sink::{Fault, Sink};
use crate::support::world::{World, ZONE, at, refusals, story};
use chrono::{DateTime, TimeDelta, Utc};
use merzim::access::Action;
use merzim::commands::{self, AddTelephone, AddWebhook, NameDeputy, Secret};
use merzim::domain::decide::PlaceHold;
use merzim::domain::ids::{CaseId, EndpointId, MessageId};
use merzim::domain::refusal::Refusal;
use merzim::domain::rules::Channel;
use merzim::domain::ruling::RulingStep;
use merzim::jobs::transport::{Carrier, Transport};
use merzim::jobs::{self, WayOut};
use merzim::secrets::Keys;
use merzim::store::endpoints::{self, Endpoint};
use merzim::store::outbox::{Message, State};
use std::collections::BTreeSet;

/// The day on which the ladder with more channels takes effect has passed in both.
const DATES: [Dates; 2] = [
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

struct Dates {
    opened: &'static str,
    target: &'static str,
    /// The midnight after the window.
    closed: &'static str,
    /// One working day later.
    supervision: &'static str,
    /// A moment inside the window.
    inside: &'static str,
    /// When somebody writes down that the dose was given then.
    recorded: &'static str,
}

impl World {
    /// A system of an organisation.
    async fn system_of(&self, place: &str) -> EndpointId {
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

    async fn telephone_of(&self, who: &str) -> EndpointId {
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
    async fn round_into(&self, way_out: &WayOut) {
        jobs::once(&self.desk, Some(way_out), "test").await.unwrap();
    }

    async fn by(&self, case: CaseId, channel: Channel) -> Vec<Message> {
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

#[test]
fn a_dose_recorded_late_is_told_to_everyone_who_was_told_it_was_missing() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let endpoint = world.system_of("probation").await;
            world.telephone_of("po").await;
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.supervision).await;
            assert_eq!(world.climbs_to(case, "probation").await.len(), 1);
            for channel in Channel::OUTWARD {
                let first = world.by(case, channel).await;
                let to_officer = first.iter().filter(|message| {
                    message.recipient == Some(world.country.person("po").id)
                        || message.endpoint == Some(endpoint)
                });
                assert_eq!(to_officer.count(), 1, "{channel:?}");
            }
            world.at(dates.recorded);
            world.give_as_of(case, dates.inside).await.unwrap();
            for channel in Channel::OUTWARD {
                let all = world.by(case, channel).await;
                let corrected = all
                    .iter()
                    .filter(|message| message.template == "message-alert-correction")
                    .filter(|message| {
                        message.recipient == Some(world.country.person("po").id)
                            || message.endpoint == Some(endpoint)
                    });
                assert_eq!(corrected.count(), 1, "{channel:?}");
                for message in all {
                    let mut keys: Vec<_> = message.arguments.keys().cloned().collect();
                    keys.sort_unstable();
                    assert_eq!(keys, ["alert", "reference"], "{channel:?} says no more");
                }
            }
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
fn a_system_that_never_heard_of_an_alert_hears_of_no_correction() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.supervision).await;
            let late = world.system_of("probation").await;
            world.at(dates.recorded);
            world.give_as_of(case, dates.inside).await.unwrap();
            let heard = world.by(case, Channel::Webhook).await;
            assert!(
                heard.iter().all(|message| message.endpoint != Some(late)),
                "{heard:?}"
            );
        });
    }
}

/// Hours after a moment, by the clock on the wall.
fn hours_after(moment: &str, hours: i64) -> String {
    let then = at(moment) + TimeDelta::hours(hours);
    then.with_timezone(&ZONE).format("%Y-%m-%d %H:%M").to_string()
}

/// The officer was asked, then his deputy, then the head, each by mail and telephone, and the system of their office. Then the
/// officer leaves, and the dose turns out to have been given: everybody hears of it, once, by each way by which he was asked;
/// whoever left, without a link that would lead him nowhere.
#[test]
fn a_correction_reaches_the_officer_his_deputy_and_the_head_once_by_every_way_they_were_told() {
    for dates in DATES {
        story(dates.opened, async |world| {
            world.system_of("probation").await;
            let (officer, head) = (world.country.person("po").id, world.actor("ps"));
            let deputy = world.newcomer("probation-officer", "probation").await;
            let form = NameDeputy {
                deputy: deputy.account_id(),
                ..NameDeputy::default()
            };
            commands::name_deputy(&world.desk, &head, None, officer, &form)
                .await
                .unwrap();
            for who in ["po", "newcomer", "ps"] {
                world.telephone_of(who).await;
            }
            let case = world.planned_for(dates.target).await;
            world.pass_until(&hours_after(dates.supervision, 49)).await;
            let asked = world.climbs_to(case, "probation").await;
            let asked: Vec<_> = asked.iter().map(|notice| notice.who).collect();
            assert_eq!(asked, [Some("po"), Some("newcomer"), Some("ps")]);
            let first = reached(world, case, &["message-alert-climb"]).await;
            assert_eq!(
                first.len(),
                8,
                "three by mail and telephone, their system, and the nurse: {first:?}"
            );

            commands::disable_account(&world.desk, &world.actor("admin"), None, officer)
                .await
                .unwrap();
            world.give_as_of(case, dates.inside).await.unwrap();
            let corrected = ["message-alert-correction", "message-alert-left"];
            assert_eq!(reached(world, case, &corrected).await, first);
            let mut all = world.mail(case).await;
            all.retain(|message| corrected.contains(&message.template.as_str()));
            assert_eq!(all.len(), first.len(), "once");
            for message in all {
                let left = message.recipient == Some(officer);
                let mut keys: Vec<_> = message.arguments.keys().map(String::as_str).collect();
                keys.sort_unstable();
                let (template, holds) = if left {
                    (corrected[1], &["reference"][..])
                } else {
                    (corrected[0], &["alert", "reference"][..])
                };
                assert_eq!((message.template.as_str(), &keys[..]), (template, holds));
            }
        });
    }
}

/// The person is brought to another region after the coordinator of this one was asked.
#[test]
fn who_has_nothing_to_do_with_the_case_any_more_is_told_that_it_has_changed_and_led_nowhere() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            world.pass_until(&hours_after(dates.supervision, 49)).await;
            assert_eq!(world.climbs_to(case, "health").await.len(), 1);
            let first = reached(world, case, &["message-alert-climb"]).await;
            let today = world.file(case).await.now.today();
            let (clerk, p2) = (world.actor("clerk"), world.country.place("p2").id);
            commands::change_place(&world.desk, &clerk, None, case, p2, today, "этап")
                .await
                .unwrap();
            let form = PlaceHold {
                reason: "биохимия".to_owned(),
                until_on: None,
            };
            commands::place_hold(&world.desk, &world.actor("fp2"), None, case, &form)
                .await
                .unwrap();
            assert!(!world.sees("co", Action::ReadNotices, case).await);
            let corrected = ["message-alert-correction", "message-alert-left"];
            assert_eq!(reached(world, case, &corrected).await, first);
            let coordinator = world.country.person("co").id;
            for message in world.mail(case).await {
                let left = message.template == "message-alert-left";
                let his = message.recipient == Some(coordinator) && message.template != "message-alert-climb";
                assert_eq!(left, his, "{message:?}");
                assert!(!left || !message.arguments.contains_key("alert"), "{message:?}");
            }
        });
    }
}

/// Whoever supervised loses the case with the measure: he is told that, and not to look at what he cannot open.
#[test]
fn when_the_measure_ends_nobody_is_sent_to_a_page_that_is_closed_to_him() {
    for dates in DATES {
        story(dates.opened, async |world| {
            world.system_of("probation").await;
            world.telephone_of("po").await;
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.supervision).await;
            world.at(dates.recorded);
            let today = &dates.recorded[..10];
            world.court(case, RulingStep::Quashed, today).await.unwrap();
            assert!(!world.sees("po", Action::ReadNotices, case).await);
            for channel in Channel::OUTWARD {
                let all = world.by(case, channel).await;
                let over: Vec<_> = all
                    .iter()
                    .filter(|message| message.template == "message-alert-closed")
                    .collect();
                assert_eq!(over.len(), 1, "{channel:?} tells the officer once: {all:?}");
                let keys: Vec<_> = over[0].arguments.keys().collect();
                assert_eq!(keys, ["reference"], "{channel:?} leads nowhere");
            }
            let nurse = world.country.person("n1").id;
            for message in world.mail(case).await {
                let corrected = message.template == "message-alert-correction";
                assert_eq!(
                    corrected,
                    corrected && message.recipient == Some(nurse),
                    "only who still sees the case is sent there"
                );
            }
        });
    }
}

/// Who got messages with one of these texts, and by which channel.
async fn reached(world: &World, case: CaseId, templates: &[&str]) -> BTreeSet<String> {
    let all = world.mail(case).await.into_iter();
    let of = all.filter(|message| templates.contains(&message.template.as_str()));
    of.map(|message| {
        let who = message.recipient.map(|id| world.country.name_of_account(id));
        let (channel, to) = (message.channel.code(), message.endpoint);
        format!("{channel} {who:?} {to:?}")
    })
    .collect()
}

/// Another case goes on for the person: what was said of the one that rests is no matter of anybody any more.
#[test]
fn when_a_case_comes_to_rest_everyone_who_was_told_of_it_is_told_that_it_is_over() {
    for dates in DATES {
        story(dates.opened, async |world| {
            world.system_of("probation").await;
            world.telephone_of("po").await;
            let leads = world.planned_for(dates.target).await;
            let rests = world.planned_for(dates.target).await;
            world.pass_until(dates.supervision).await;
            let first = reached(world, rests, &["message-alert-climb"]).await;
            assert!(
                first.len() > 2,
                "by mail, to the system and to a telephone: {first:?}"
            );
            world.at(dates.recorded);
            let clerk = world.actor("clerk");
            commands::merge_cases(&world.desk, &clerk, None, (leads, rests), "бір адам")
                .await
                .unwrap();
            let over = ["message-alert-correction", "message-alert-closed"];
            assert_eq!(reached(world, rests, &over).await, first);
            assert_eq!(
                reached(world, leads, &over).await,
                BTreeSet::new(),
                "that one goes on"
            );
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
