//! Nothing happens to a ruling, or under it, before a court made it: what is dated earlier is a slip, and says so at the
//! day.

use crate::support::world::{NewCase, World, at, day, refusals, story};
use chrono::{DateTime, Utc};
use merzim::commands::{self, Incident};
use merzim::domain::event::IncidentKind;
use merzim::domain::ids::{CaseId, RecordId};
use merzim::domain::refusal::Refusal;
use merzim::domain::ruling::{RulingStep, Terms};
use merzim::store::desk::Failure;

/// The day on which the case is opened and its ruling made, and the day before.
const DAYS: [(&str, &str, &str); 2] = [
    ("2026-03-02 09:00", "2026-03-02", "2026-03-01"),
    ("2026-10-19 09:00", "2026-10-19", "2026-10-18"),
];

#[test]
fn no_step_of_a_court_is_older_than_its_ruling() {
    for (opened, ruled, before) in DAYS {
        story(opened, async |world| {
            let case = world.open(NewCase::default()).await;
            let early = [Refusal::NotBefore {
                field: "effective_on",
                earliest_on: day(ruled),
            }];
            for step in RulingStep::ALL {
                for on in [before, "1926-03-01", "1000-01-01"] {
                    let terms = Terms {
                        until_on: Some(day("2030-01-01")),
                        supervising: None,
                        words: "айына бір рет".to_owned(),
                    };
                    let said = world.court_says(case, step, on, terms).await;
                    assert_eq!(refusals(said), early, "{step:?} on {on}");
                }
            }
            let unchanged = world.file(case).await.case;
            assert_eq!(unchanged.rulings[0].steps().count(), 0);
            world.court(case, RulingStep::Appealed, ruled).await.unwrap();
        });
    }
}

async fn report(world: &World, case: CaseId, occurred_at: DateTime<Utc>) -> Result<RecordId, Failure> {
    let form = Incident {
        kind: Some(IncidentKind::Other),
        occurred_at: Some(occurred_at),
        injected: false,
        words: "ине сынды".into(),
        ..Incident::default()
    };
    commands::report_incident(&world.desk, &world.actor("n1"), None, case, &form).await
}

#[test]
fn no_incident_is_older_than_the_first_ruling() {
    for (opened, ruled, before) in DAYS {
        story(opened, async |world| {
            let case = world.open(NewCase::default()).await;
            for moment in [
                format!("{before} 23:59"),
                "1926-03-01 10:00".to_owned(),
                "1000-01-01 10:00".to_owned(),
            ] {
                let said = report(world, case, at(&moment)).await;
                let early = [Refusal::NotBefore {
                    field: "occurred_on",
                    earliest_on: day(ruled),
                }];
                assert_eq!(refusals(said), early, "{moment}");
            }
            assert!(world.file(case).await.case.incidents.is_empty());
            // The whole first day counts: nobody knows at what hour the court sat.
            report(world, case, at(&format!("{ruled} 00:05"))).await.unwrap();
        });
    }
}

/// A case from before the program: its ruling is older than the day it was opened here.
#[test]
fn what_happened_under_a_ruling_before_the_case_was_opened_here_is_taken_down() {
    story("2026-03-02 09:00", async |world| {
        let case = world
            .open(NewCase {
                in_force_on: Some("2026-01-12"),
                ..NewCase::default()
            })
            .await;
        report(world, case, at("2026-02-10 11:00")).await.unwrap();
        let said = report(world, case, at("2026-01-11 11:00")).await;
        assert!(matches!(refusals(said)[..], [Refusal::NotBefore { .. }]));
    });
}
