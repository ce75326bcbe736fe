//! A refusal climbs: the giving site at once, probation when the window has closed, until somebody answers.

use crate::support::world::{World, at, refusals, story};
use merzim::commands;
use merzim::domain::{decide::NotGiven, event::Event, ids::CaseId, refusal::Refusal};

/// Who of the supervising body was asked to answer, on which step, due when, and what was missing.
async fn asked(world: &World, case: CaseId) -> Vec<(i32, Option<&'static str>, String, Option<String>)> {
    let climbs = world.climbs_to(case, "probation").await;
    let local = |notice: &crate::support::world::NoticeRow| {
        notice
            .due_at
            .with_timezone(&crate::support::world::ZONE)
            .format("%m-%d %H:%M")
            .to_string()
    };
    climbs
        .iter()
        .map(|notice| (notice.step, notice.who, local(notice), notice.gap.clone()))
        .collect()
}

struct Dates {
    opened: &'static str,
    target: &'static str,
    first: &'static str,
    second: &'static str,
    last_day: &'static str,
    officer: &'static str,
    head: &'static str,
    answered: &'static str,
    before_reopening: &'static str,
    reopened: &'static str,
    given: &'static str,
}

const SPRING: Dates = Dates {
    opened: "2026-03-02 09:00",
    target: "2026-03-14",
    first: "2026-03-14 10:00",
    second: "2026-03-16 11:00",
    last_day: "2026-03-21 23:59",
    officer: "2026-03-22 00:00",
    head: "2026-03-23 00:00",
    answered: "2026-03-23 09:10",
    before_reopening: "2026-03-30 09:09",
    reopened: "2026-03-30 09:10",
    given: "2026-03-30 12:00",
};

/// Over the New Year, the second refusal on the last day of the window.
const WINTER: Dates = Dates {
    opened: "2026-12-20 09:00",
    target: "2026-12-31",
    first: "2026-12-28 10:00",
    second: "2027-01-07 15:00",
    last_day: "2027-01-07 23:59",
    officer: "2027-01-08 00:00",
    head: "2027-01-09 00:00",
    answered: "2027-01-09 00:01",
    before_reopening: "2027-01-16 00:00",
    reopened: "2027-01-16 00:01",
    given: "2027-01-17 08:00",
};

/// S7, the first step: what was explained is ticked, with its language; the one without the other says nothing.
#[test]
fn what_was_explained_is_ticked_with_its_language() {
    for dates in [SPRING, WINTER] {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.first).await;
            let form = |explained: &[&str], told_in: &str| NotGiven {
                cycle: 1,
                occurred_at: Some(world.desk.instant()),
                cause: "person-refused".to_owned(),
                words: "сөзбен".to_owned(),
                tried: "екі рет ұсынылды".to_owned(),
                own_words: "«Жоқ»".to_owned(),
                explained: explained.iter().map(|&topic| topic.to_owned()).collect(),
                told_in: told_in.to_owned(),
                ..NotGiven::default()
            };
            let n1 = world.actor("n1");
            let record =
                async |form: NotGiven| commands::record_not_given(&world.desk, &n1, None, case, &form).await;
            for (explained, told_in, wrong) in [
                (&["rights"][..], "", Refusal::Required { field: "told_in" }),
                (&[][..], "kk", Refusal::Required { field: "explained" }),
                (
                    &["rights", "weather"][..],
                    "kk",
                    Refusal::NotUnderstood { field: "explained" },
                ),
                (
                    &["rights"][..],
                    "tlh",
                    Refusal::NotUnderstood { field: "told_in" },
                ),
            ] {
                assert_eq!(refusals(record(form(explained, told_in)).await), [wrong]);
            }
            // A person who is not there can be told nothing.
            record(form(&[], "")).await.unwrap();
            world.clock.forward(chrono::TimeDelta::days(1)).unwrap();
            record(form(&["rights", "effect"], "kk")).await.unwrap();
            let records = world.file(case).await.case.not_given;
            let said: Vec<_> = records
                .iter()
                .map(|entry| (entry.content.explained.clone(), entry.content.told_in.as_deref()))
                .collect();
            let topics = |topics: &[&str]| topics.iter().map(|&id| id.to_owned()).collect::<Vec<_>>();
            assert_eq!(
                said,
                [(topics(&[]), None), (topics(&["effect", "rights"]), Some("kk"))],
                "in the order of the rules"
            );
        });
    }
}

/// Only somebody who refused or did not come was to be persuaded: what was tried is asked once he is said to be the cause.
#[test]
fn what_was_tried_is_asked_of_a_cause_that_needs_it() {
    for dates in [SPRING, WINTER] {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.first).await;
            let n1 = world.actor("n1");
            let record = async |cause: &str, words: &str| {
                let form = NotGiven {
                    cycle: 1,
                    occurred_at: Some(world.desk.instant()),
                    cause: cause.to_owned(),
                    words: words.to_owned(),
                    ..NotGiven::default()
                };
                commands::record_not_given(&world.desk, &n1, None, case, &form).await
            };
            let required = |field| Refusal::Required { field };
            assert_eq!(
                refusals(record("", "").await),
                [required("cause"), required("words")]
            );
            assert_eq!(
                refusals(record("person-refused", "").await),
                [required("words"), required("tried")]
            );
            // One that says everything by itself asks for neither.
            record("check-expired", "").await.unwrap();
        });
    }
}

/// An answer is older than what is written down after it: whoever answered has not heard of that.
#[test]
fn a_refusal_after_an_answer_is_told_at_once() {
    for dates in [SPRING, WINTER] {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.first).await;
            world.refuse(case).await;
            world.pass_until(dates.answered).await;
            world.acknowledge("ps", case, 1, "evidence-asked").await.unwrap();
            world.pass_until(dates.before_reopening).await;
            assert_eq!(world.dose_alerts(case).await[0].state, "acknowledged");
            let before = world.climbs_to(case, "probation").await.len();

            world.refuse(case).await;
            let alert = &world.dose_alerts(case).await[0];
            let by = at(dates.before_reopening) + chrono::TimeDelta::hours(24);
            assert_eq!(
                (alert.state.as_str(), alert.acknowledge_by),
                ("climbing", Some(by))
            );
            for (place, who) in [("p1", "n1"), ("probation", "po")] {
                let asked = world.climbs_to(case, place).await;
                let last = asked.last().map(|row| (row.who, row.due_at));
                assert_eq!(last, Some((Some(who), at(dates.before_reopening))), "{place}");
            }
            world.pass_until(dates.reopened).await;
            assert_eq!(world.climbs_to(case, "probation").await.len(), before + 1, "once");
            world.acknowledge("po", case, 1, "evidence-asked").await.unwrap();
            assert_eq!(world.dose_alerts(case).await[0].state, "acknowledged");
        });
    }
}

#[test]
fn a_refusal_climbs_to_a_named_human() {
    for dates in [SPRING, WINTER] {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            world.away("po", (&dates.opened[..10], "2027-02-28"), None).await;

            world.pass_until(dates.first).await;
            world.refuse(case).await;
            let site = world.climbs_to(case, "p1").await;
            assert_eq!(
                (site.len(), site[0].who, site[0].due_at),
                (1, Some("n1"), at(dates.first))
            );
            let repair = |row: &crate::support::world::ObligationRow| {
                row.kind == "repair-ladder" && row.state == "open"
            };
            assert!(
                world.obligations(case).await.iter().any(repair),
                "the missing deputy is a task since step one"
            );

            world.pass_until(dates.second).await;
            world.refuse(case).await;
            world.pass_until(dates.last_day).await;
            assert_eq!(
                asked(world, case).await,
                [],
                "until the window closes the person can still come"
            );

            world.pass_until(dates.officer).await;
            let hour = |text: &str| text[5..].to_owned();
            let absent = (1, Some("po"), hour(dates.officer), Some("absent".to_owned()));
            assert_eq!(asked(world, case).await, std::slice::from_ref(&absent));

            world.pass_until(dates.head).await;
            let no_deputy = (2, None, hour(dates.head), Some("no-deputy".to_owned()));
            let head = (3, Some("ps"), hour(dates.head), None);
            assert_eq!(
                asked(world, case).await,
                [absent, no_deputy, head],
                "an empty chair costs no time"
            );
            let mailed = world.climbs_to(case, "probation").await;
            assert_eq!(
                mailed.iter().map(|notice| notice.mailed).collect::<Vec<_>>(),
                [true, false, true]
            );

            world.pass_until(dates.answered).await;
            world.acknowledge("ps", case, 1, "evidence-asked").await.unwrap();
            world.pass_until(dates.before_reopening).await;
            assert_eq!(asked(world, case).await.len(), 3, "who answered is left in peace");

            world.pass_until(dates.reopened).await;
            let again = asked(world, case).await;
            assert_eq!(again.len(), 4);
            assert_eq!(
                again[3],
                (3, Some("ps"), hour(dates.reopened), None),
                "unresolved, it re-opens with its last step"
            );

            // No breach by itself: the legal step carries a human's name.
            let history = world.file(case).await.history;
            let answers = history
                .iter()
                .filter(|event| matches!(event.event, Event::NoticeAcknowledged { .. }));
            let by: Vec<_> = answers.map(|event| event.by.account()).collect();
            assert_eq!(by, [Some(world.country.person("ps").id)]);

            world.pass_until(dates.given).await;
            world.give_late(case, "person-refused").await.unwrap();
            assert_eq!(world.dose_alerts(case).await[0].state, "resolved");
            let told: Vec<_> = world
                .corrections_to(case, "probation")
                .await
                .iter()
                .map(|notice| notice.who)
                .collect();
            assert_eq!(
                told,
                [Some("po"), Some("ps")],
                "whoever was told is told that it is over, once"
            );
        });
    }
}

/// When a case is opened, its dose due and refused, the officer goes away, and the window is closed.
const AWAY: [[&str; 5]; 2] = [
    [
        "2026-03-02 09:00",
        "2026-03-14",
        "2026-03-14 10:00",
        "2026-03-15 09:00",
        "2026-03-22 00:00",
    ],
    [
        "2026-05-02 09:00",
        "2026-05-20",
        "2026-05-14 10:00",
        "2026-05-27 09:00",
        "2026-05-28 00:00",
    ],
];

#[test]
fn the_deputy_of_an_officer_who_is_away_is_told_with_him() {
    for [opened, target, refused, named, closed] in AWAY {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(refused).await;
            world.refuse(case).await;
            world.pass_until(named).await;
            world.away("po", (&named[..10], "2026-12-31"), Some("ps")).await;
            world.sweep().await;
            let open = world.obligations(case).await;
            let repair = open.iter().find(|row| row.kind == "repair-ladder").unwrap();
            assert_eq!(repair.state, "met", "naming the deputy does the task");

            world.pass_until(closed).await;
            let told = |step, who, gap: Option<&str>| {
                (step, Some(who), closed[5..].to_owned(), gap.map(str::to_owned))
            };
            let both = [told(1, "po", Some("absent")), told(2, "ps", None)];
            assert_eq!(asked(world, case).await, both, "no day is lost");
        });
    }
}

#[test]
fn a_deputy_who_is_named_while_the_officer_is_away_is_told_at_once() {
    for [opened, target, refused, named, closed] in AWAY {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(refused).await;
            world.refuse(case).await;
            world.pass_until(named).await;
            let days = (&named[..10], "2026-12-31");
            world.away("po", days, None).await;
            let noon = format!("{} 12:00", &closed[..10]);
            world.pass_until(&noon).await;
            assert_eq!(asked(world, case).await.len(), 1, "nobody stands in yet");
            world.away("po", days, Some("ps")).await;
            world.sweep().await;
            let all = asked(world, case).await;
            assert_eq!(all.len(), 2);
            assert_eq!(all[1], (2, Some("ps"), noon[5..].to_owned(), None));
        });
    }
}

#[test]
fn without_an_answer_the_region_is_asked_again_and_again() {
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_for("2026-03-14").await;
        world.pass_until("2026-03-14 10:00").await;
        world.refuse(case).await;
        world.pass_until("2026-03-27 12:00").await;
        let region: Vec<_> = world
            .climbs_to(case, "health")
            .await
            .iter()
            .map(|notice| notice.due_at)
            .collect();
        let days = [
            "2026-03-24 00:00",
            "2026-03-25 00:00",
            "2026-03-26 00:00",
            "2026-03-27 00:00",
        ];
        assert_eq!(region, days.map(at));
        world.acknowledge("co", case, 1, "evidence-asked").await.unwrap();
        world.pass_until("2026-04-03 11:59").await;
        assert_eq!(world.climbs_to(case, "health").await.len(), 4);
    });
}
