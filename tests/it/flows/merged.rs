//! One person registered twice: one case goes on, the other rests; and two persons who were taken for one.

use crate::support::world::{NewCase, World, at, day, refusals, story};
use merzim::access::Action;
use merzim::commands;
use merzim::domain::{
    decide::SettleWrongPerson,
    dosing::NoDose,
    event::IncidentKind,
    ids::{CaseId, RecordId},
    refusal::{MergeFirst, Refusal},
    ruling::Standing,
};
use merzim::store::desk::Failure;

/// Opened; the first dose of the one; the first dose of the other, too near; found; a later look.
const DAYS: [[&str; 5]; 2] = [
    [
        "2026-03-02 09:00",
        "2026-03-13",
        "2026-03-20",
        "2026-03-23 09:00",
        "2026-07-20 09:00",
    ],
    [
        "2026-11-20 09:00",
        "2026-11-30",
        "2026-12-15",
        "2026-12-18 15:00",
        "2027-04-20 09:00",
    ],
];

async fn merge(world: &World, who: &str, (leading, resting): (CaseId, CaseId)) -> Result<RecordId, Failure> {
    let words = "бір адам екі рет тіркелген";
    commands::merge_cases(&world.desk, &world.actor(who), None, (leading, resting), words).await
}

async fn part(
    world: &World,
    who: &str,
    cases: (CaseId, CaseId),
    merging: RecordId,
) -> Result<RecordId, Failure> {
    let words = "фото сәйкес емес: екі адам";
    commands::part_cases(&world.desk, &world.actor(who), None, cases, merging, words).await
}

/// Two cases, each with a dose, the second too near to the first for one body.
async fn twice(world: &World, first: &str, second: &str) -> (CaseId, CaseId) {
    let (k, q) = (world.planned_for(first).await, world.planned_for(second).await);
    world.pass_until(&format!("{first} 10:00")).await;
    world.give(k).await.unwrap();
    world.pass_until(&format!("{second} 10:00")).await;
    world.give(q).await.unwrap();
    (k, q)
}

#[test]
fn one_case_goes_on_and_sees_what_was_given_under_the_other() {
    for [opened, first, second, found, later] in DAYS {
        story(opened, async |world| {
            let (k, q) = twice(world, first, second).await;
            world.pass_until(found).await;
            let (k_before, q_before) = (world.file(k).await, world.file(q).await);
            let alone = world.dose(k).await.unwrap();
            assert!(matches!(
                merge(world, "n1", (k, q)).await,
                Err(Failure::Forbidden(_))
            ));
            assert_eq!(
                refusals(merge(world, "clerk", (k, k)).await),
                [Refusal::NotUnderstood { field: "other" }]
            );
            let id = merge(world, "clerk", (k, q)).await.unwrap();

            let (lead, rest) = (world.file(k).await, world.file(q).await);
            assert_eq!(lead.case.doses, k_before.case.doses, "nothing is moved");
            assert_eq!(rest.case.doses, q_before.case.doses, "nothing is deleted");
            assert!(!rest.facts.open && lead.facts.open);
            let today = lead.now.today();
            assert_eq!(
                world.dose(q).await,
                Err(NoDose::NotInForce(Standing::Rests { on: today }))
            );
            assert_eq!(world.plan(q).await.obligations, [], "nothing is owed there");
            let window = world.dose(k).await.unwrap();
            assert_eq!(window.target_on, alone.target_on, "the series stays");
            assert!(window.opens_on >= alone.opens_on);
            let incidents: Vec<_> = lead.case.incidents.iter().map(|entry| &entry.content).collect();
            assert_eq!(incidents.len(), 1, "two doses nearer than the least interval");
            assert_eq!(incidents[0].kind, IncidentKind::SecondInjection);
            assert_eq!(incidents[0].occurred_at, at(&format!("{second} 10:00")));
            assert!(
                world.open_obligation(k, "review-incident").await.is_some(),
                "a physician looks at it"
            );

            // What is to be written belongs to the case that goes on.
            let given = world.injection(k).await;
            let refused = world.log("n1", q, &given).await;
            assert!(refused.is_err(), "{refused:?}");
            let (by, dose) = (world.actor("n1"), q_before.case.doses[0].content.id);
            let void = commands::void_record(&world.desk, &by, None, q, dose, "қате");
            assert_eq!(
                refusals(void.await),
                [Refusal::RestsIn {
                    reference: lead.case.reference.clone()
                }]
            );
            assert_eq!(
                refusals(merge(world, "clerk", (k, q)).await.map_err(forbidden_is_nothing)),
                [Refusal::NothingToDo],
                "what rests is closed"
            );
            world.pass_until(later).await;
            let told = world.alerts(q).await;
            assert!(
                told.iter().all(|alert| alert.state == "resolved"),
                "nobody is called missing in a case that rests: {told:?}"
            );

            part(world, "clerk", (k, q), id).await.unwrap();
            let (lead, rest) = (world.file(k).await, world.file(q).await);
            assert!(lead.case.incidents[0].voided.is_some(), "no finding any more");
            assert!(rest.facts.open);
            assert_eq!(rest.case.doses, q_before.case.doses);
            assert!(world.dose(q).await.is_ok(), "each goes on by itself");
            assert_eq!(world.dose(k).await.unwrap().opens_on, alone.opens_on);
            assert_eq!(rest.case.incidents, [], "nothing was given meanwhile");
            let again = part(world, "clerk", (k, q), id).await;
            assert_eq!(refusals(again), [Refusal::NothingToDo]);
        });
    }
}

/// What is not permitted on a closed case, as the one thing that a test can compare.
fn forbidden_is_nothing(failure: Failure) -> Failure {
    match failure {
        Failure::Forbidden(_) => Refusal::NothingToDo.into(),
        other => other,
    }
}

/// Taken for one, a dose, and told apart again.
#[test]
fn two_persons_taken_for_one_are_told_apart_after_a_new_dose() {
    for [opened, first, _, _, _] in DAYS {
        story(opened, async |world| {
            let (k, q) = (world.planned_for(first).await, world.planned_for(first).await);
            let id = merge(world, "clerk", (k, q)).await.unwrap();
            world.pass_until(&format!("{first} 10:00")).await;
            let dose = world.give(k).await.unwrap().record;
            world.pass_until(&format!("{first} 15:00")).await;
            part(world, "clerk", (k, q), id).await.unwrap();

            let (lead, rest) = (world.file(k).await, world.file(q).await);
            assert_eq!(
                lead.case.doses[0].content.id, dose,
                "it stays where it was recorded"
            );
            let incident = &rest.case.incidents[0];
            assert_eq!(incident.content.kind, IncidentKind::UnclearWhose);
            assert_eq!(incident.content.occurred_at, at(&format!("{first} 10:00")));
            let window = world.dose(q).await.unwrap();
            assert_eq!(window.cycle, 1, "asked for");
            assert!(
                window.opens_on > day(first),
                "and not on the heels of an injection that may be in this body"
            );
            let given = world.give(q).await;
            assert!(
                refusals(given)
                    .iter()
                    .any(|refusal| matches!(refusal, Refusal::TooEarly { .. }))
            );

            // The psychiatrist finds out: it was the other one.
            let words = "мейіргер суреттен таныды";
            let by = world.actor("fp");
            let report = commands::report_wrong_person(&world.desk, &by, None, (k, dose), q, words)
                .await
                .unwrap();
            let form = SettleWrongPerson {
                confirmed: Some(true),
                words: "қағаздар салыстырылды".to_owned(),
            };
            let incident = incident.content.id;
            let clerk = world.actor("clerk");
            commands::void_record(&world.desk, &clerk, None, q, incident, words)
                .await
                .unwrap();
            let by = world.actor("ph");
            commands::cosign_wrong_person(&world.desk, &by, None, (k, q), report, &form)
                .await
                .unwrap();
            let (k_now, q_now) = (world.dose(k).await.unwrap(), world.dose(q).await.unwrap());
            assert_eq!((k_now.cycle, q_now.cycle), (1, 2), "K is due, Q is not");
            let (lead, rest) = (world.file(k).await, world.file(q).await);
            assert!(lead.case.doses[0].voided.is_some());
            assert_eq!(
                rest.case.doses[0].content.occurred_at,
                at(&format!("{first} 10:00"))
            );
        });
    }
}

#[test]
fn what_must_not_be_forgotten_is_carried_over_first() {
    story("2026-03-02 09:00", async |world| {
        let (k, q) = (
            world.planned_for("2026-03-13").await,
            world.planned_for("2026-03-13").await,
        );
        let hold = world.hold(q, None).await;
        assert_eq!(
            refusals(merge(world, "clerk", (k, q)).await),
            [Refusal::MergeFirst(MergeFirst::Hold)]
        );
        world.lift("fp", q, hold).await.unwrap();
        let id = merge(world, "clerk", (k, q)).await.unwrap();
        let third = world.open(NewCase::default()).await;
        assert_eq!(
            refusals(merge(world, "clerk", (third, k)).await),
            [Refusal::MergeFirst(MergeFirst::Leads)],
            "no chains"
        );
        assert!(
            world.sees("n1", Action::ReadClinicalFile, q).await,
            "history stays readable"
        );
        part(world, "clerk", (k, q), id).await.unwrap();
        merge(world, "clerk", (q, k)).await.unwrap();
    });
}
