//! Whoever was told of an alert is told when it turns out otherwise, or is over: by the ways by which he was told, and once.

use super::told::DATES;
use crate::support::world::{World, ZONE, at, story};
use chrono::TimeDelta;
use merzim::access::Action;
use merzim::commands::{self, NameDeputy};
use merzim::domain::decide::PlaceHold;
use merzim::domain::ids::CaseId;
use merzim::domain::rules::Channel;
use merzim::domain::ruling::RulingStep;
use std::collections::BTreeSet;

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
