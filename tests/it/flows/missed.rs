//! A window closes and nobody recorded anything: first the clinic explains, then the supervising body is told in
//! neutral words; what becomes known later turns the alert, and whoever was told is told.

use crate::support::world::{NewCase, World, ZONE, at, day, story};
use chrono::TimeDelta;
use merzim::access::Action;
use merzim::domain::ids::CaseId;
use merzim::store::reading::alerts::{self as reading, About, Whose};

struct Dates {
    opened: &'static str,
    target: &'static str,
    /// The day after the window, at midnight.
    closed: &'static str,
    /// One working day later.
    supervision: &'static str,
    /// Some hours after that.
    later: &'static str,
    /// A moment inside the window.
    inside: &'static str,
    much_later: &'static str,
}

const DATES: [Dates; 2] = [
    Dates {
        opened: "2026-05-11 09:00",
        target: "2026-05-13",
        closed: "2026-05-21 00:00",
        supervision: "2026-05-22 00:00",
        later: "2026-05-22 11:00",
        inside: "2026-05-20 23:40",
        much_later: "2026-06-20 10:00",
    },
    // The window closes on the Friday before Republic Day, a Sunday whose day off is Monday: the working day of the
    // clinic is Tuesday.
    Dates {
        opened: "2026-10-05 09:00",
        target: "2026-10-16",
        closed: "2026-10-24 00:00",
        supervision: "2026-10-28 00:00",
        later: "2026-10-28 08:30",
        inside: "2026-10-09 10:00",
        much_later: "2026-11-20 10:00",
    },
];

/// A case whose window closed in silence, at the hour after the supervising body was told of it.
async fn told(world: &World, dates: &Dates) -> CaseId {
    let case = world.planned_for(dates.target).await;
    world.pass_until(dates.later).await;
    assert_eq!(world.climbs_to(case, "probation").await.len(), 1);
    case
}

#[test]
fn the_clinic_first_then_the_supervising_body() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.closed).await;
            let alert = &world.dose_alerts(case).await[0];
            assert_eq!(
                (alert.cause.as_str(), alert.raised_at),
                ("unexplained", at(dates.closed))
            );
            let site = world.climbs_to(case, "p1").await;
            assert_eq!(
                (site.len(), site[0].due_at, site[0].mailed),
                (1, at(dates.closed), true)
            );
            assert_eq!(world.climbs_to(case, "probation").await, []);

            world.pass_until(dates.supervision).await;
            let officer = world.climbs_to(case, "probation").await;
            assert_eq!(
                (officer.len(), officer[0].who, officer[0].due_at),
                (1, Some("po"), at(dates.supervision))
            );
            // No message carries more than the reference of the case and the address of the alert.
            for message in world.mail(case).await {
                let mut keys: Vec<_> = message.arguments.keys().map(String::as_str).collect();
                keys.sort_unstable();
                assert_eq!(keys, ["alert", "reference"]);
            }
        });
    }
}

/// The alerts on a reader's desk that wait for an answer and did not get it in time.
async fn late(world: &World, who: &str) -> i64 {
    let actor = world.actor(who);
    let scope = world.desk.list(&actor, Action::ReadNotices).await.unwrap();
    let whose = Whose {
        scope: &scope,
        now: world.clock.now(),
        about: About::Visits,
        far: None,
    };
    reading::late(world.desk.store(), whose).await.unwrap()
}

/// The ladder goes on to others and sets them times of their own: whoever did not answer has none the more for it.
#[test]
fn what_was_not_answered_in_time_stays_so_until_somebody_answers() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = told(world, &dates).await;
            let by = at(dates.supervision) + TimeDelta::hours(24);
            assert_eq!(world.dose_alerts(case).await[0].acknowledge_by, Some(by));
            assert_eq!((late(world, "po").await, late(world, "ps").await), (0, 0));

            // Every step between is to be answered within a time that has not passed yet.
            for hours in [1, 25, 49, 24 * 12] {
                let then = by + TimeDelta::hours(hours);
                let said = then.with_timezone(&ZONE).format("%Y-%m-%d %H:%M").to_string();
                world.pass_until(&said).await;
                let alert = &world.dose_alerts(case).await[0];
                assert_eq!(
                    (alert.state.as_str(), alert.acknowledge_by),
                    ("climbing", Some(by))
                );
                assert_eq!(
                    (late(world, "po").await, late(world, "ps").await),
                    (1, 1),
                    "{said}"
                );
            }
            world.acknowledge("ps", case, 1, "evidence-asked").await.unwrap();
            assert_eq!(late(world, "ps").await, 0);
        });
    }
}

#[test]
fn the_clinics_own_answer_does_not_stop_the_way_to_supervision() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.closed).await;
            world.acknowledge("n1", case, 1, "talked").await.unwrap();
            assert!(
                world.acknowledge("po", case, 1, "evidence-asked").await.is_err(),
                "who was not told cannot answer"
            );
            world.pass_until(dates.supervision).await;
            assert_eq!(world.climbs_to(case, "probation").await.len(), 1);
            world.acknowledge("po", case, 1, "evidence-asked").await.unwrap();
            assert_eq!(world.dose_alerts(case).await[0].state, "acknowledged");
        });
    }
}

#[test]
fn a_cause_on_our_side_turns_the_alert_away_from_the_person() {
    for dates in DATES {
        for cause in [
            "no-usable-drug",
            "contraindication",
            "person-not-brought",
            "no-staff",
        ] {
            story(dates.opened, async |world| {
                let case = told(world, &dates).await;
                world.not_given("n1", case, cause).await.unwrap();
                let alert = &world.dose_alerts(case).await[0];
                assert_eq!(alert.state, "climbing", "the dose is still owed, by us");
                let told = world.corrections_to(case, "probation").await;
                assert_eq!(
                    (told.len(), told[0].who, told[0].mailed),
                    (1, Some("po"), true),
                    "told it is justified"
                );

                world.pass_until(dates.much_later).await;
                assert_eq!(
                    world.climbs_to(case, "probation").await.len(),
                    1,
                    "and never asked about it again"
                );
                let services = world.notices(case).await;
                let places: Vec<_> = services
                    .iter()
                    .filter(|row| row.due_at >= at(dates.later))
                    .map(|row| row.place)
                    .collect();
                assert!(places.contains(&"p1") && places.contains(&"health"), "{places:?}");
            });
        }
    }
}

#[test]
fn causes_on_our_side_never_reach_the_supervising_body() {
    for dates in DATES {
        for (cause, family) in [
            ("contraindication", "clinical"),
            ("check-expired", "clinical"),
            ("drug-spoiled", "supply"),
            ("drug-not-delivered", "transport"),
            ("nobody-present", "staff"),
            ("court-suspended", "law"),
        ] {
            story(dates.opened, async |world| {
                let case = world.planned_for(dates.target).await;
                world.pass_until(&format!("{} 10:00", dates.target)).await;
                world.not_given("n1", case, cause).await.unwrap();
                world.pass_until(dates.much_later).await;
                let alert = &world.dose_alerts(case).await[0];
                assert_eq!((alert.cause.as_str(), alert.seen_by_supervision), (family, false));
                let notices = world.notices(case).await;
                assert!(notices.len() > 3 && notices.iter().all(|notice| notice.place != "probation"));
            });
        }
    }
}

#[test]
fn a_refusal_found_out_later_goes_on_at_the_supervising_body() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = told(world, &dates).await;
            world.not_given("n1", case, "person-refused").await.unwrap();
            assert_eq!(world.corrections_to(case, "probation").await.len(), 1);
            let officer = world.climbs_to(case, "probation").await;
            assert_eq!(
                (officer.len(), officer[1].step, officer[1].who),
                (2, 1, Some("po"))
            );
        });
    }
}

#[test]
fn a_dose_recorded_after_supervision_was_told_is_corrected_everywhere() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = told(world, &dates).await;
            let recorded = world.give_as_of(case, dates.inside).await.unwrap();
            assert_eq!(recorded.cycle, 1);
            assert_eq!(world.dose_rows(case).await, [(1, day(&dates.inside[..10]))]);
            assert_eq!(world.dose_alerts(case).await[0].state, "resolved");
            for place in ["p1", "probation"] {
                let told = world.corrections_to(case, place).await;
                assert_eq!(
                    (told.len(), told[0].mailed),
                    (1, true),
                    "{place} is told once that it was given in time"
                );
            }
            world.pass_until(dates.much_later).await;
            assert_eq!(world.climbs_to(case, "probation").await.len(), 1);
        });
    }
}

#[test]
fn police_stand_where_a_court_put_them() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let new = NewCase {
                supervising: "police",
                first_on: Some(dates.target),
                ..NewCase::default()
            };
            let case = world.open(new).await;
            world.pass_until(dates.supervision).await;
            assert_eq!(world.climbs_to(case, "probation").await, []);
            assert_eq!(world.climbs_to(case, "police").await[0].who, Some("cop"));
        });
    }
}
