//! A paper that comes late is true all the same. Whether it counts its own date says, and not the day on which somebody
//! wrote it down.

use crate::support::world::{NewCase, World, day, refusals, story};
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use merzim::commands;
use merzim::domain::decide::passage::{SetCurfew, SetReleaseDate};
use merzim::domain::ids::CaseId;
use merzim::domain::refusal::Refusal;

/// Opened, the dates on an older and on a newer paper, when the newer is written down, and when the older.
const DAYS: [[&str; 5]; 2] = [
    [
        "2026-03-02 09:00",
        "2026-05-04",
        "2026-05-20",
        "2026-05-25 10:00",
        "2026-05-28 10:00",
    ],
    [
        "2026-10-05 09:00",
        "2026-12-01",
        "2026-12-20",
        "2026-12-28 10:00",
        "2026-12-30 10:00",
    ],
];

/// What the newer paper says, and the older.
const SOONER: &str = "2027-12-27";
const LATER: &str = "2027-12-30";

async fn release_on(world: &World, case: CaseId) -> Option<NaiveDate> {
    world.file(case).await.case.release_on()
}

#[test]
fn the_newest_paper_names_the_day_of_release_whenever_an_older_one_comes() {
    for [opened, older, newer, typed, late] in DAYS {
        story(opened, async |world| {
            let (case, other) = (
                world.open(NewCase::default()).await,
                world.open(NewCase::default()).await,
            );
            world.pass_until(typed).await;
            let named = async |case: CaseId, dated_on: NaiveDate, on: &str| {
                world.release_by_paper_of(case, dated_on, on, "amnesty").await
            };
            let first = named(case, day(newer), SOONER).await.unwrap();
            named(other, day(older), LATER).await.unwrap();
            world.pass_until(late).await;
            let before = world.plan(case).await.obligations;
            let second = named(case, day(older), LATER).await.unwrap();
            assert_eq!(release_on(world, case).await, Some(day(SOONER)));
            assert_eq!(world.plan(case).await.obligations, before, "nothing moved");
            named(other, day(newer), SOONER).await.unwrap();
            assert_eq!(release_on(world, other).await, Some(day(SOONER)));
            let both = world.file(case).await.case.passage.release_dates.len();
            assert_eq!(both, 2, "the older one is kept");

            // One of the day between them is outdated, too; a newer one that names the same day confirms it, once.
            let between = day(newer) - TimeDelta::days(1);
            named(case, between, LATER).await.unwrap();
            assert_eq!(release_on(world, case).await, Some(day(SOONER)));
            let again = named(case, day(newer), SOONER).await;
            assert_eq!(refusals(again), [Refusal::NothingToDo]);
            let known_at = world.file(case).await.case.release_known_at();
            let confirmed = named(case, day(newer) + TimeDelta::days(1), SOONER).await;
            let confirmed = confirmed.unwrap();
            assert!(known_at.is_some());
            let since = world.file(case).await.case.release_known_at();
            assert_eq!(since, known_at, "known since the first paper that named it");

            // Struck out, none of them counts.
            for record in [confirmed, first] {
                assert_eq!(release_on(world, case).await, Some(day(SOONER)));
                world.void("clerk", case, record).await.unwrap();
            }
            assert_eq!(release_on(world, case).await, Some(day(LATER)));
            world.void("clerk", case, second).await.unwrap();
            assert_eq!(
                release_on(world, case).await,
                Some(day(LATER)),
                "of the day between"
            );
        });
    }
}

#[test]
fn a_paper_without_a_date_or_of_a_day_to_come_is_refused() {
    for [opened, ..] in DAYS {
        story(opened, async |world| {
            let case = world.open(NewCase::default()).await;
            let today = world.file(case).await.now.today();
            let (field, tomorrow) = ("dated_on", today + TimeDelta::days(1));
            for (dated_on, wrong) in [
                (None, Refusal::NotUnderstood { field }),
                (Some(tomorrow), Refusal::InFuture { field }),
            ] {
                let release = SetReleaseDate {
                    on: Some(day(SOONER)),
                    because: "amnesty".to_owned(),
                    paper: "№ 7".to_owned(),
                    dated_on,
                };
                let actor = world.actor("clerk");
                let refused = commands::set_release_date(&world.desk, &actor, None, case, &release).await;
                assert_eq!(refusals(refused), std::slice::from_ref(&wrong));
                for form in [home(dated_on, "22:00", "06:00"), within(dated_on, "almaty")] {
                    let refused = commands::set_curfew(&world.desk, &actor, None, case, &form).await;
                    assert_eq!(refusals(refused), std::slice::from_ref(&wrong), "{}", form.kind);
                }
            }
        });
    }
}

fn restriction(kind: &str, dated_on: Option<NaiveDate>) -> SetCurfew {
    SetCurfew {
        kind: kind.to_owned(),
        from_on: Some(day("2027-01-04")),
        paper: "сот шешімі".to_owned(),
        dated_on,
        ..SetCurfew::default()
    }
}

fn home(dated_on: Option<NaiveDate>, begins: &str, ends: &str) -> SetCurfew {
    let hour = |text| NaiveTime::parse_from_str(text, "%H:%M").ok();
    SetCurfew {
        begins: hour(begins),
        ends: hour(ends),
        ..restriction("home-hours", dated_on)
    }
}

fn within(dated_on: Option<NaiveDate>, region: &str) -> SetCurfew {
    SetCurfew {
        region: region.to_owned(),
        ..restriction("within-region", dated_on)
    }
}

#[test]
fn hours_at_home_and_a_region_are_what_the_newest_paper_says() {
    for [opened, older, newer, typed, late] in DAYS {
        story(opened, async |world| {
            let (older, newer) = (Some(day(older)), Some(day(newer)));
            let papers = [
                [home(newer, "22:00", "06:00"), within(newer, "almaty")],
                [home(older, "20:00", "11:00"), within(older, "karaganda")],
            ];
            let (case, other) = (
                world.open(NewCase::default()).await,
                world.open(NewCase::default()).await,
            );
            let [new, old] = &papers;
            for (moment, told) in [
                (typed, [(case, new), (other, old)]),
                (late, [(case, old), (other, new)]),
            ] {
                world.pass_until(moment).await;
                for (case, papers) in told {
                    for form in papers {
                        let actor = world.actor("clerk");
                        commands::set_curfew(&world.desk, &actor, None, case, form)
                            .await
                            .unwrap();
                    }
                }
            }
            for case in [case, other] {
                let file = world.file(case).await;
                let barred = |hour, region| {
                    let at = NaiveTime::from_hms_opt(hour, 30, 0).unwrap();
                    let when = (day("2027-01-12"), at);
                    file.case.passage.barred(when, Some(region), false).len()
                };
                assert_eq!(barred(10, "almaty"), 0, "at ten he is free");
                assert_eq!(barred(22, "almaty"), 1, "at night at home");
                assert_eq!(barred(10, "karaganda"), 1, "one region alone");
            }
        });
    }
}
