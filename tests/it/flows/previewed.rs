//! A changed ladder is seen before it is anybody's: what it would have done, beside what was truly done.

use crate::support::world::{World, at, story};
use chrono::{DateTime, TimeDelta, Utc};
use merzim::domain::alert::NoticeKind;
use merzim::domain::ids::CaseId;
use merzim::domain::preview::{Compared, Taken, preview};
use merzim::domain::rules::{Channel, Delay, Ladder};

struct Dates {
    opened: &'static str,
    target: &'static str,
    /// The midnight after the window.
    closed: &'static str,
    /// One working day later.
    supervision: &'static str,
    /// The supervising body answers.
    answered: &'static str,
    /// A week after that, and a minute.
    week_on: &'static str,
}

const DATES: [Dates; 2] = [
    Dates {
        opened: "2026-11-09 09:00",
        target: "2026-11-13",
        closed: "2026-11-21 00:00",
        supervision: "2026-11-24 00:00",
        answered: "2026-11-24 10:00",
        week_on: "2026-12-01 10:01",
    },
    Dates {
        opened: "2027-01-11 09:00",
        target: "2027-01-21",
        closed: "2027-01-29 00:00",
        supervision: "2027-02-01 00:00",
        answered: "2027-02-01 08:00",
        week_on: "2027-02-08 08:01",
    },
];

/// The ladder of today.
async fn today(world: &World, case: CaseId) -> Ladder {
    let today = world.file(case).await.now.today();
    world.desk.rules().law_for(today).unwrap().ladder.clone()
}

/// The one alert of a case under the ladder of today and under another.
async fn compared(world: &World, case: CaseId, changed: &Ladder) -> Compared {
    let file = world.file(case).await;
    let mut found = preview(
        &file.case,
        &file.history,
        changed,
        world.desk.rules(),
        &file.now,
        90,
    );
    assert_eq!(found.len(), 1);
    found.remove(0)
}

fn steps(taken: &[Taken]) -> Vec<(&str, DateTime<Utc>)> {
    taken.iter().map(|step| (step.step.as_str(), step.at)).collect()
}

/// The moments at which somebody was truly asked.
async fn ran(world: &World, case: CaseId) -> Vec<DateTime<Utc>> {
    let alert = world
        .alert_about(case, merzim::domain::obligation::Kind::Dose)
        .await;
    let climbs = alert.notices.iter();
    let climbs = climbs.filter(|notice| notice.kind == NoticeKind::Climb);
    climbs.map(|notice| notice.hop.due_at).collect()
}

#[test]
fn a_changed_ladder_is_seen_before_it_is_anybodys() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.answered).await;
            let file = world.file(case).await;
            let rules = world.desk.rules();
            let same = today(world, case).await;
            let alert = compared(world, case, &same).await;
            assert!(!alert.differs(), "the ladder of today changes nothing");
            assert_eq!(
                steps(&alert.before),
                [
                    ("giving-site", at(dates.closed)),
                    ("officer", at(dates.supervision))
                ],
                "as it truly ran"
            );

            let mut slower = same.clone();
            slower.unexplained.steps[1].after = Delay::WorkingDays(5);
            let later = compared(world, case, &slower).await;
            assert!(later.differs());
            assert_eq!(later.supervision(), (Some(at(dates.supervision)), None));
            let last_day = preview(&file.case, &file.history, &slower, rules, &file.now, 1);
            assert!(last_day.len() <= 1, "only the last days");
            let mut leaking = same.clone();
            leaking.service.steps[0].to = same.unexplained.steps[1].to;
            assert!(
                !rules.faults_of_ladder(&leaking).is_empty(),
                "what may not be published is not tried"
            );
        });
    }
}

#[test]
fn other_channels_or_another_time_to_answer_are_a_difference() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.answered).await;
            let same = today(world, case).await;
            let messages = |taken: &[Taken]| taken.iter().map(Taken::messages).sum::<usize>();

            let mut quiet = same.clone();
            for step in &mut quiet.unexplained.steps {
                step.channels = vec![Channel::Screen];
            }
            let alert = compared(world, case, &quiet).await;
            assert!(alert.differs(), "by what they are told");
            assert_eq!(steps(&alert.before), steps(&alert.after));
            assert_eq!((messages(&alert.before), messages(&alert.after)), (6, 0));

            let mut short = same.clone();
            for step in &mut short.unexplained.steps {
                step.acknowledge_within = Some(Delay::ClockHours(1));
            }
            let alert = compared(world, case, &short).await;
            assert!(alert.differs(), "how long they have to answer");
            let by = alert.after[1].answer_by;
            assert_eq!(by, Some(at(dates.supervision) + TimeDelta::hours(1)));
        });
    }
}

/// Those who treat do not stop the way to the supervising body by answering, neither truly nor in a trial.
#[test]
fn an_answer_that_does_not_stop_the_ladder_does_not_stop_a_trial() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.closed).await;
            world.acknowledge("n1", case, 1, "talked").await.unwrap();
            world.pass_until(dates.answered).await;
            let same = today(world, case).await;
            let alert = compared(world, case, &same).await;
            let taken: Vec<_> = alert.before.iter().map(|step| step.at).collect();
            assert_eq!(taken, ran(world, case).await);
            assert_eq!(
                alert.supervision(),
                (Some(at(dates.supervision)), Some(at(dates.supervision)))
            );
        });
    }
}

#[test]
fn what_opens_again_after_an_answer_opens_again_in_a_trial() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.answered).await;
            world.acknowledge("po", case, 1, "evidence-asked").await.unwrap();
            world.pass_until(dates.week_on).await;
            let same = today(world, case).await;
            let alert = compared(world, case, &same).await;
            assert!(!alert.differs());
            let again = at(dates.answered) + TimeDelta::days(7);
            assert_eq!(
                steps(&alert.before),
                [
                    ("giving-site", at(dates.closed)),
                    ("officer", at(dates.supervision)),
                    ("officer", again),
                ]
            );
            let taken: Vec<_> = alert.before.iter().map(|step| step.at).collect();
            assert_eq!(taken, ran(world, case).await, "as it truly ran");

            let mut sooner = same.clone();
            sooner.unexplained.reopen_after_days = 1;
            let alert = compared(world, case, &sooner).await;
            assert!(alert.differs());
            let again = at(dates.answered) + TimeDelta::days(1);
            assert_eq!(steps(&alert.after)[2], ("officer", again));
            let deputy = again + TimeDelta::hours(24);
            assert_eq!(steps(&alert.after)[3], ("officer-deputy", deputy));
        });
    }
}
