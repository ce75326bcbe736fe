//! An incident does not lie in the file until somebody happens to read it: a physician has to look, and who does not is
//! reminded by the ladder of our own institutions.

use crate::support::world::{World, at, day, refusals, story};
use chrono::{DateTime, Utc};
use merzim::commands::{self, Incident};
use merzim::domain::event::IncidentKind;
use merzim::domain::ids::{CaseId, RecordId};
use merzim::domain::refusal::Refusal;
use merzim::store::desk::Failure;

async fn report(world: &World, case: CaseId, kind: IncidentKind, occurred_at: DateTime<Utc>) -> RecordId {
    let form = Incident {
        kind: Some(kind),
        occurred_at: Some(occurred_at),
        injected: true,
        words: "екі рет".into(),
        ..Incident::default()
    };
    commands::report_incident(&world.desk, &world.actor("n1"), None, case, &form)
        .await
        .unwrap()
}

async fn review(world: &World, who: &str, case: CaseId, incident: RecordId) -> Result<RecordId, Failure> {
    commands::review_incident(&world.desk, &world.actor(who), None, case, incident, "тексерілді").await
}

struct Dates {
    opened: &'static str,
    target: &'static str,
    reported: &'static str,
    due: &'static str,
    /// The first midnight after the day on which a physician should have looked.
    late: &'static str,
    /// Long after the last step of the ladder.
    much_later: &'static str,
}

const DATES: [Dates; 2] = [
    Dates {
        opened: "2026-05-11 09:00",
        target: "2026-06-20",
        reported: "2026-05-13 10:00",
        due: "2026-05-14",
        late: "2026-05-15 00:00",
        much_later: "2026-06-10 09:00",
    },
    // Reported on the Saturday before Republic Day.
    Dates {
        opened: "2026-10-19 09:00",
        target: "2026-11-30",
        reported: "2026-10-24 18:00",
        due: "2026-10-27",
        late: "2026-10-28 00:00",
        much_later: "2026-11-20 09:00",
    },
];

#[test]
fn an_incident_stands_on_the_physicians_list_until_looked_at() {
    for dates in DATES {
        for kind in IncidentKind::ALL {
            story(dates.opened, async |world| {
                let case = world.planned_for(dates.target).await;
                world.pass_until(dates.reported).await;
                let happened = at(dates.opened);
                let incident = report(world, case, kind, happened).await;
                let owed = world.open_obligation(case, "review-incident").await.unwrap();
                assert_eq!(
                    owed.due_on,
                    day(dates.due),
                    "counted from the report, not from the event"
                );
                assert_eq!(owed.owner_role, "psychiatrist");

                let nurse = review(world, "n1", case, incident).await;
                assert!(matches!(nurse, Err(Failure::Forbidden(_))), "{nurse:?}");
                review(world, "fp", case, incident).await.unwrap();
                assert_eq!(world.open_obligation(case, "review-incident").await, None);
                let all = world.obligations(case).await;
                let met = all.iter().find(|row| row.kind == "review-incident").unwrap();
                assert_eq!(met.state, "met");
                assert_eq!(
                    refusals(review(world, "fp", case, incident).await),
                    [Refusal::NothingToDo]
                );
                world.pass_until(dates.late).await;
                assert_eq!(world.alerts(case).await, []);
            });
        }
    }
}

#[test]
fn nobody_looked_and_the_ladder_asks_and_never_the_supervising_body() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.reported).await;
            let kind = IncidentKind::SecondInjection;
            let incident = report(world, case, kind, at(dates.reported)).await;
            world.pass_until(dates.late).await;
            let alerts = world.alerts(case).await;
            assert_eq!(alerts.len(), 1);
            assert_eq!(
                (alerts[0].kind.as_str(), alerts[0].raised_at),
                ("review-incident", at(dates.late))
            );
            assert!(!alerts[0].seen_by_supervision);

            world.pass_until(dates.much_later).await;
            let alert = &world.file(case).await.case.alerts[0];
            let told = alert.notices.iter();
            let told: Vec<_> = told
                .map(|notice| world.country.name_of(notice.hop.organisation))
                .collect();
            assert!(told.contains(&"health"), "{told:?}");
            assert!(!told.contains(&"probation"), "{told:?}");

            review(world, "fp", case, incident).await.unwrap();
            assert_eq!(world.alerts(case).await[0].state, "resolved");
        });
    }
}

#[test]
fn an_incident_struck_out_asks_nobody() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.reported).await;
            let incident = report(world, case, IncidentKind::Other, at(dates.reported)).await;
            let second = report(world, case, IncidentKind::IrregularDose, at(dates.reported)).await;
            world.void("n1", case, incident).await.unwrap();
            let open: Vec<_> = world.obligations(case).await;
            let open = open
                .iter()
                .filter(|row| row.kind == "review-incident" && row.state == "open");
            assert_eq!(open.count(), 1);
            review(world, "fp", case, second).await.unwrap();
            assert_eq!(world.open_obligation(case, "review-incident").await, None);
        });
    }
}
