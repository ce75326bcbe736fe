//! When the next visit is, as a supervising body reads it: the same day on its list, in its calendar and on the page of the
//! case, a good reason without its name, and the first appointment after a release.

use crate::support::world::{NewCase, RULES, World, day, story};
use merzim::access::{Action, Scope};
use merzim::commands;
use merzim::domain::decide::NotGiven;
use merzim::domain::ids::CaseId;
use merzim::domain::supervision::{Next, Required, Summary};
use merzim::store::reading::cases;
use merzim::store::reading::visits::{self, What, Whose};

/// The summary, after its next visit was found to be that of the list and of the calendar.
async fn expected(world: &World, case: CaseId) -> Summary {
    let file = world.file(case).await;
    let summary = Summary::of(&file.case, &file.plan(&RULES), &RULES, &file.now);
    let scope = world.desk.access().scope(&world.actor("po"), Action::ListCases);
    let store = world.desk.store();
    let rows = cases::part(store, &scope, None, None, world.desk.instant()).await;
    let rows = rows.unwrap();
    let row = rows.iter().find(|row| row.case() == case).unwrap();
    let listed = Next::seen_from(file.now.today(), &row.expected());
    assert_eq!(listed, summary.next, "the list and the page say the same");
    let today = file.now.today();
    let in_calendar = match summary.next {
        Some(Next::On(on)) => Some((What::Visit, on)),
        Some(Next::AtOnce) => Some((What::VisitAtOnce, today)),
        Some(Next::After(_) | Next::Named) | None => None,
    };
    assert_eq!(feed(world, case).await, in_calendar, "and so does the calendar");
    summary
}

/// What stands in the calendar of an officer about a case, and on which day.
async fn feed(world: &World, case: CaseId) -> Option<(What, chrono::NaiveDate)> {
    let whose = Whose {
        scope: &world
            .desk
            .access()
            .scope(&world.actor("po"), Action::ReadWorklist),
        offers: &Scope::default(),
        role: None,
        now: world.desk.instant(),
        today: world.file(case).await.now.today(),
    };
    let entries = visits::entries(world.desk.store(), whose).await.unwrap();
    let mut entries = entries.into_iter().filter(|entry| entry.case == case);
    let shown = entries.next().map(|entry| (entry.what, entry.on));
    assert!(entries.next().is_none(), "a case has one next visit");
    shown
}

#[test]
fn a_further_attempt_that_was_agreed_is_the_next_visit_everywhere() {
    for (opened, target, refused, again) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-03-20 10:00", "2026-03-21"),
        ("2027-01-11 09:00", "2027-01-21", "2027-01-27 10:00", "2027-01-28"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(refused).await;
            let form = NotGiven {
                cycle: 1,
                occurred_at: Some(world.desk.instant()),
                cause: "person-refused".to_owned(),
                words: "сөзбен".to_owned(),
                tried: "түсіндірілді".to_owned(),
                own_words: "«Ертең»".to_owned(),
                next_attempt_on: Some(Ok(day(again))),
                ..NotGiven::default()
            };
            commands::record_not_given(&world.desk, &world.actor("n1"), None, case, &form)
                .await
                .unwrap();
            let summary = expected(world, case).await;
            assert_eq!(summary.next, Some(Next::On(day(again))));
            assert_eq!(summary.required, Required::Yes);
            world.pass_until(&format!("{again} 23:59")).await;
            assert_eq!(expected(world, case).await.next, Some(Next::On(day(again))));
        });
    }
}

#[test]
fn who_cannot_come_for_a_good_reason_is_justified_until_its_last_day() {
    for (opened, first_on, away_from, until, after) in [
        (
            "2026-01-20 09:00",
            "2026-02-05",
            "2026-05-02",
            "2026-06-20",
            "2026-06-21 09:00",
        ),
        (
            "2026-06-01 09:00",
            "2026-06-15",
            "2026-09-14",
            "2026-10-30",
            "2026-10-31 09:00",
        ),
    ] {
        story(opened, async |world| {
            let case = world
                .open(NewCase {
                    place: "oc1",
                    first_on: Some(first_on),
                    ..NewCase::default()
                })
                .await;
            world.pass_until(&format!("{first_on} 10:00")).await;
            let form = world.injection(case).await;
            world.log("cn1", case, &form).await.unwrap();
            assert_eq!(expected(world, case).await.required, Required::Yes);
            world.pass_until(&format!("{away_from} 15:00")).await;
            world
                .cannot_come("cn1", case, "detention", (away_from, until))
                .await
                .unwrap();
            for moment in [format!("{away_from} 16:00"), format!("{until} 22:00")] {
                world.pass_until(&moment).await;
                let summary = expected(world, case).await;
                let justified = Required::Justified {
                    until_on: Some(day(until)),
                };
                assert_eq!(summary.required, justified, "{moment}");
                assert_eq!(summary.next, Some(Next::After(day(until))), "{moment}");
            }
            world.pass_until(after).await;
            let summary = expected(world, case).await;
            assert_eq!(summary.required, Required::Awaited, "so late a physician decides");
            assert_eq!(summary.next, Some(Next::Named));
            world.decide(case, true).await.unwrap();
            let summary = expected(world, case).await;
            assert_eq!(summary.required, Required::Yes);
            assert_eq!(summary.next, Some(Next::AtOnce));
        });
    }
}

#[test]
fn a_hold_is_justified_and_the_appointment_after_a_release_is_the_next_visit() {
    for (opened, release_on, visit_on) in [
        ("2028-12-20 09:00", "2028-12-30", "2029-01-03"),
        ("2026-03-02 09:00", "2026-03-26", "2026-03-27"),
    ] {
        story(opened, async |world| {
            let case = world.open(NewCase::default()).await;
            world.release_on(case, release_on, "term").await.unwrap();
            let offer = world.offer_release(case, "oc1").await.unwrap();
            assert_eq!(expected(world, case).await.next, None);
            let visit = Some(("fp", visit_on, "10:30"));
            world.accept("cn1", case, offer, visit).await.unwrap();
            let summary = expected(world, case).await;
            let clinic = world.country.place("oc1").id;
            assert_eq!(
                (summary.next, summary.next_at),
                (Some(Next::On(day(visit_on))), Some(clinic)),
                "where he is expected, though he is still held"
            );
            world.hold(case, None).await;
            let held = expected(world, case).await.required;
            assert_eq!(held, Required::Justified { until_on: None });
            world.pass_until(&format!("{release_on} 08:00")).await;
            world.release(case, &format!("{release_on} 08:00")).await.unwrap();
            let summary = expected(world, case).await;
            assert_eq!(
                (summary.next, summary.place),
                (Some(Next::On(day(visit_on))), Some(clinic))
            );
        });
    }
}
