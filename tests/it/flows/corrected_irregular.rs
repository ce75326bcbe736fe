//! A correction, of a dose or of a paper before it, may say that a dose was given where none was to be: it stands, and a
//! physician looks at it.

use super::corrected::{dose, moved};
use super::merged::{found_in_the_other, merge};
use crate::support::world::{NewCase, World, day, story};
use chrono::TimeDelta;
use merzim::commands;
use merzim::domain::{
    event::{DoseGiven, IncidentKind},
    ids::CaseId,
};

#[test]
fn a_first_dose_moved_before_its_clearance_is_looked_at_by_a_physician() {
    for (opened, cleared, target, given, still_after, before) in [
        (
            "2026-03-02 09:00",
            "2026-03-10 09:00",
            "2026-03-14",
            "2026-03-14 10:00",
            "2026-03-10 11:00",
            "2026-03-08 10:00",
        ),
        (
            "2026-11-20 09:00",
            "2026-11-28 09:00",
            "2026-11-30",
            "2026-11-30 10:00",
            "2026-11-29 10:00",
            "2026-11-27 10:00",
        ),
    ] {
        story(opened, async |world| {
            let case = world.open(NewCase::default()).await;
            world.pass_until(cleared).await;
            world.prescribe(case, target).await.unwrap();
            world.pass_until(given).await;
            world.give(case).await.unwrap();

            let was = dose(world, case).await;
            world.amend("n1", case, &moved(&was, still_after)).await.unwrap();
            assert!(
                world.file(case).await.case.incidents.is_empty(),
                "cleared by then"
            );
            world.amend("n1", case, &moved(&was, before)).await.unwrap();
            let file = world.file(case).await;
            assert_eq!(
                file.case.doses.last().unwrap().content.given_on,
                day(&before[..10])
            );
            let [incident] = file.case.incidents.as_slice() else {
                panic!("{:?}", file.case.incidents)
            };
            assert_eq!(incident.content.kind, IncidentKind::IrregularDose);
            assert!(
                world.open_obligation(case, "review-incident").await.is_some(),
                "a physician looks at it"
            );
            // Moved once more it is the same incident.
            world.amend("n1", case, &moved(&was, still_after)).await.unwrap();
            world.amend("n1", case, &moved(&was, before)).await.unwrap();
            assert_eq!(world.file(case).await.case.incidents.len(), 1);
        });
    }
}

/// A dose of before a stop that is over, written down when it is: so it can still be corrected to any moment of that day.
async fn written_after_a_stop(world: &World, case: CaseId, (given, stopped): (&str, &str)) -> DoseGiven {
    world.pass_until(stopped).await;
    let hold = world.hold(case, None).await;
    world.clock.forward(TimeDelta::days(1)).unwrap();
    world.lift("fp", case, hold).await.unwrap();
    world.give_as_of(case, given).await.unwrap();
    dose(world, case).await
}

/// Recording would have been refused at that moment: the correction says the truth, and a physician looks at it.
#[test]
fn a_dose_moved_to_where_none_was_open_is_looked_at_by_a_physician() {
    for (opened, target, given, stopped, before, after, early) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-03-14 10:00",
            "2026-03-14 11:00",
            "2026-03-14 10:30",
            "2026-03-14 11:30",
            "2026-03-06 10:00",
        ),
        (
            "2026-11-20 09:00",
            "2026-11-30",
            "2026-11-30 10:00",
            "2026-11-30 23:00",
            "2026-11-30 22:30",
            "2026-11-30 23:30",
            "2026-11-22 10:00",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            let was = written_after_a_stop(world, case, (given, stopped)).await;
            let incidents = async || world.file(case).await.case.incidents;

            world.amend("n1", case, &moved(&was, before)).await.unwrap();
            assert_eq!(incidents().await, [], "the doses were not stopped yet");
            world.amend("n1", case, &moved(&was, after)).await.unwrap();
            let known = incidents().await;
            let [incident] = known.as_slice() else {
                panic!("{known:?}")
            };
            assert_eq!(incident.content.kind, IncidentKind::IrregularDose);
        });
        // Before the window opened it was nobody's dose either.
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(given).await;
            world.give(case).await.unwrap();
            let was = dose(world, case).await;
            world.clock.forward(TimeDelta::days(1)).unwrap();
            world.amend("n1", case, &moved(&was, early)).await.unwrap();
            assert_eq!(world.file(case).await.case.incidents.len(), 1);
            assert!(world.open_obligation(case, "review-incident").await.is_some());
        });
    }
}

/// The incidents about what was recorded, beside injections that were no dose.
async fn irregular(world: &World, case: CaseId) -> Vec<IncidentKind> {
    let incidents = world.file(case).await.case.incidents;
    let found = incidents.iter().filter(|entry| !entry.content.injected);
    found.map(|entry| entry.content.kind).collect()
}

/// What happened, or became known, after the dose does not hide that it is corrected into a hold.
#[test]
fn what_came_after_a_dose_does_not_hide_that_it_is_moved_into_a_hold() {
    for (opened, first, stopped, after) in [
        (
            "2026-03-02 09:00",
            "2026-03-09",
            "2026-03-09 11:00",
            "2026-03-09 11:30",
        ),
        (
            "2026-12-07 09:00",
            "2026-12-14",
            "2026-12-14 23:00",
            "2026-12-14 23:30",
        ),
    ] {
        // Another injection, on the next day: it counts from then on.
        story(opened, async |world| {
            let case = world.planned_for(first).await;
            let given = format!("{first} 10:00");
            let was = written_after_a_stop(world, case, (&given, stopped)).await;
            let form = commands::Incident {
                kind: Some(IncidentKind::Other),
                occurred_at: Some(world.desk.instant()),
                injected: true,
                words: "жоспарсыз".to_owned(),
                ..commands::Incident::default()
            };
            commands::report_incident(&world.desk, &world.actor("n1"), None, case, &form)
                .await
                .unwrap();
            world.amend("n1", case, &moved(&was, after)).await.unwrap();
            assert_eq!(irregular(world, case).await, [IncidentKind::IrregularDose]);
        });
        // What excludes the drug, and is known here only since the two cases were merged.
        story(opened, async |world| {
            let (case, other) = found_in_the_other(world, first, "meningioma").await;
            let record = dose(world, case).await.id;
            world.void("n1", case, record).await.unwrap();
            let given = format!("{first} 10:00");
            let was = written_after_a_stop(world, case, (&given, stopped)).await;
            merge(world, "clerk", (case, other)).await.unwrap();
            assert_eq!(irregular(world, case).await, []);
            world.amend("n1", case, &moved(&was, after)).await.unwrap();
            assert_eq!(irregular(world, case).await, [IncidentKind::IrregularDose]);
        });
    }
}

/// The papers of a first dose can turn out to be wrong when it has been given. The dose stands.
#[test]
fn a_paper_struck_out_after_the_first_dose_is_looked_at_by_a_physician() {
    for (opened, first, second, struck) in [
        (
            "2026-03-02 09:00",
            "2026-03-14 10:00",
            "2026-06-14 10:00",
            "2026-06-20 10:00",
        ),
        (
            "2026-11-20 09:00",
            "2026-11-30 10:00",
            "2027-02-28 10:00",
            "2027-03-04 10:00",
        ),
    ] {
        for told in [true, false] {
            story(opened, async |world| {
                let case = world.planned_for(&first[..10]).await;
                world.pass_until(first).await;
                world.give(case).await.unwrap();
                let given = dose(world, case).await;
                world.pass_until(second).await;
                world.give(case).await.unwrap();
                world.pass_until(struck).await;
                let file = world.file(case).await;
                let paper = if told {
                    file.case.informed[0].content.id
                } else {
                    file.case.clearances[0].content.id
                };
                world.void("fp", case, paper).await.unwrap();
                let known = world.file(case).await.case.incidents;
                let [incident] = known.as_slice() else {
                    panic!("{known:?}")
                };
                assert_eq!(
                    (
                        incident.content.kind,
                        incident.content.occurred_on,
                        incident.content.injected
                    ),
                    (IncidentKind::IrregularDose, given.given_on, false),
                    "only the first dose rests on it"
                );
                assert!(world.open_obligation(case, "review-incident").await.is_some());
                if told {
                    // Told anew, after the dose: the record is true, and the incident stays the one that it is.
                    world.inform(case).await.unwrap();
                    assert_eq!(world.file(case).await.case.incidents.len(), 1);
                }
            });
        }
    }
}

#[test]
fn doses_that_a_correction_puts_too_near_are_looked_at_by_a_physician() {
    for (opened, first, second, enough, near, nearer, first_near) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-06-14",
            "2026-06-10 10:00",
            "2026-04-20 10:00",
            "2026-03-17 10:00",
            "2026-03-16 10:00",
        ),
        (
            "2026-11-20 09:00",
            "2026-11-30",
            "2027-02-28",
            "2027-02-25 10:00",
            "2027-01-10 10:00",
            "2026-12-03 10:00",
            "2026-12-02 10:00",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first).await;
            world.pass_until(first_near).await;
            world.give_as_of(case, &format!("{first} 10:00")).await.unwrap();
            let anchor = dose(world, case).await;
            world.pass_until(&format!("{second} 10:00")).await;
            world.give(case).await.unwrap();
            let was = dose(world, case).await;
            let incidents = async || world.file(case).await.case.incidents;

            world.amend("n1", case, &moved(&was, enough)).await.unwrap();
            assert_eq!(incidents().await, [], "still far enough apart");
            world.amend("n1", case, &moved(&was, near)).await.unwrap();
            let known = incidents().await;
            let [incident] = known.as_slice() else {
                panic!("{known:?}")
            };
            assert_eq!(
                (incident.content.kind, incident.content.occurred_on),
                (IncidentKind::IrregularDose, day(&near[..10]))
            );
            assert!(
                world.open_obligation(case, "review-incident").await.is_some(),
                "a physician looks at it"
            );
            // Back, and moved there once more: the same incident.
            world.amend("n1", case, &moved(&was, enough)).await.unwrap();
            world.amend("n1", case, &moved(&was, near)).await.unwrap();
            assert_eq!(incidents().await.len(), 1);
            world.amend("n1", case, &moved(&was, nearer)).await.unwrap();
            assert_eq!(incidents().await.len(), 2, "three days are not five weeks");
            // It is the dose before it that moves.
            world
                .amend("n1", case, &moved(&anchor, first_near))
                .await
                .unwrap();
            assert_eq!(
                incidents().await.last().unwrap().content.occurred_on,
                day(&first_near[..10])
            );
        });
    }
}
