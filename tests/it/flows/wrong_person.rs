//! A dose recorded in one case and given to the person of another: reported by one, signed by a second person.

use crate::support::world::{NewCase, World, at, day, refusals, story};
use merzim::commands::{self};
use merzim::domain::{
    decide::SettleWrongPerson,
    event::{Event, IncidentKind, Mistaken},
    ids::{CaseId, RecordId},
    refusal::Refusal,
};
use merzim::store::desk::Failure;

/// Opened, due for both, the day the mistake is found.
const DAYS: [[&str; 4]; 2] = [
    [
        "2026-03-02 09:00",
        "2026-03-13",
        "2026-03-13 10:00",
        "2026-03-14 09:00",
    ],
    [
        "2026-11-20 09:00",
        "2026-11-30",
        "2026-11-30 23:40",
        "2026-12-01 00:20",
    ],
];

/// Why it is said to be another person's.
const WORDS: &str = "фото және туған жылы сәйкес емес";

async fn report(
    world: &World,
    who: &str,
    (k, dose): (CaseId, RecordId),
    q: CaseId,
) -> Result<RecordId, Failure> {
    commands::report_wrong_person(&world.desk, &world.actor(who), None, (k, dose), q, WORDS).await
}

async fn sign(
    world: &World,
    who: &str,
    cases: (CaseId, CaseId),
    report: RecordId,
    confirmed: bool,
) -> Result<RecordId, Failure> {
    let form = SettleWrongPerson {
        confirmed: Some(confirmed),
        words: "қағаздар салыстырылды".to_owned(),
    };
    commands::cosign_wrong_person(&world.desk, &world.actor(who), None, cases, report, &form).await
}

/// S16: recorded for one, given to his namesake.
#[test]
fn the_dose_moves_to_the_person_who_received_it_and_both_dates_are_made_anew() {
    for [opened, due, given, found] in DAYS {
        story(opened, async |world| {
            let (k, q) = (world.planned_for(due).await, world.planned_for(due).await);
            world.pass_until(given).await;
            let dose = world.give(k).await.unwrap().record;
            world.pass_until(found).await;
            let (k_before, q_before) = (world.dose(k).await.unwrap(), world.dose(q).await.unwrap());
            let id = report(world, "n1", (k, dose), q).await.unwrap();
            // Until it is signed, it is visible in both and changes neither.
            assert_eq!(world.dose(k).await.unwrap(), k_before);
            assert_eq!(world.dose(q).await.unwrap(), q_before);
            for (case, here) in [(k, Mistaken::RecordedHere), (q, Mistaken::GivenHere)] {
                let file = world.file(case).await;
                assert_eq!(file.case.mistakes[0].reported.here, here);
            }
            assert_eq!(
                refusals(report(world, "n2", (k, dose), q).await),
                [Refusal::NothingToDo]
            );
            let same = sign(world, "n1", (k, q), id, true).await;
            assert!(
                matches!(same, Err(Failure::Forbidden(_))),
                "a nurse does not sign"
            );
            let swapped = sign(world, "ph", (q, k), id, true).await;
            assert_eq!(refusals(swapped), [Refusal::NothingToDo]);
            sign(world, "ph", (k, q), id, true).await.unwrap();
            assert_eq!(
                refusals(sign(world, "fp", (k, q), id, true).await),
                [Refusal::NothingToDo]
            );

            let (k_file, q_file) = (world.file(k).await, world.file(q).await);
            let struck = &k_file.case.doses[0];
            let reason = struck.voided.as_deref();
            assert_eq!(reason, Some(WORDS), "struck out with its reason, and still there");
            assert_eq!(struck.content.occurred_at, at(given), "nothing is deleted");
            assert_eq!(k_file.case.mistake_of(dose).unwrap().reported.other, q);
            let moved = &q_file.case.doses[0];
            assert_eq!(moved.content.occurred_at, at(given), "the true time");
            assert_eq!(moved.recorded_at, at(found), "and when it was written down");
            assert!(
                moved.content.identified_by.is_empty(),
                "nobody recognised this person"
            );
            assert_eq!(
                q_file.case.mistake_of(moved.content.id).unwrap().reported.other,
                k
            );
            let (k_now, q_now) = (world.dose(k).await.unwrap(), world.dose(q).await.unwrap());
            assert_eq!((k_now.cycle, k_now.due_on), (1, day(due)), "K is due again");
            assert_eq!(q_now.cycle, 2, "Q is not");
            assert_eq!(q_now.due_on, k_before.due_on, "the date that K had");
        });
    }
}

#[test]
fn a_dose_that_the_other_case_does_not_allow_becomes_an_incident() {
    for [opened, due, given, found] in DAYS {
        story(opened, async |world| {
            let (k, q) = (world.planned_for(due).await, world.planned_for(due).await);
            let bare = world.open(NewCase::default()).await;
            world.pass_until(given).await;
            world.give(q).await.unwrap();
            world.clock.forward(chrono::TimeDelta::minutes(5)).unwrap();
            let dose = world.give(k).await.unwrap().record;
            world.pass_until(found).await;
            let before = world.dose(q).await.unwrap();
            let id = report(world, "n1", (k, dose), q).await.unwrap();
            sign(world, "fp", (k, q), id, true).await.unwrap();
            let file = world.file(q).await;
            let [incident] = &file.case.incidents[..] else {
                panic!("{:?}", file.case.incidents)
            };
            assert_eq!(incident.content.kind, IncidentKind::SecondInjection);
            assert!(incident.content.injected);
            assert_eq!(file.case.doses.len(), 1, "no second dose");
            let after = world.dose(q).await.unwrap();
            assert_eq!(after.cycle, before.cycle);
            assert!(
                file.plan(&crate::support::world::RULES)
                    .obligations
                    .iter()
                    .any(|owed| { owed.kind == merzim::domain::obligation::Kind::ReviewIncident }),
                "a physician must look at it"
            );

            // Nothing is prescribed there at all.
            let dose = world.give(k).await.unwrap().record;
            let id = report(world, "n1", (k, dose), bare).await.unwrap();
            sign(world, "ph", (k, bare), id, true).await.unwrap();
            let file = world.file(bare).await;
            assert_eq!(file.case.incidents[0].content.kind, IncidentKind::IrregularDose);
        });
    }
}

/// So late a dose needs the leave of a physician, in the case to which it belongs, before it was given.
#[test]
fn a_very_late_dose_of_another_is_his_dose_only_where_a_physician_had_allowed_it() {
    for (opened, late, due, given, found) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-04-20",
            "2026-04-20 10:00",
            "2026-04-20 15:00",
        ),
        (
            "2026-12-01 09:00",
            "2026-12-05",
            "2027-01-20",
            "2027-01-20 10:00",
            "2027-01-21 00:20",
        ),
    ] {
        for allowed in [true, false] {
            story(opened, async |world| {
                let (k, q) = (world.planned_for(due).await, world.planned_for(late).await);
                if allowed {
                    world.pass_until(&format!("{due} 09:00")).await;
                    world.decide(q, true).await.unwrap();
                }
                world.pass_until(given).await;
                let dose = world.give(k).await.unwrap().record;
                world.pass_until(found).await;
                if !allowed {
                    world.decide(q, true).await.unwrap();
                }
                let id = report(world, "n1", (k, dose), q).await.unwrap();
                sign(world, "ph", (k, q), id, true).await.unwrap();
                let file = world.file(q).await;
                assert_eq!(file.case.doses.len(), usize::from(allowed));
                let kinds: Vec<_> = file
                    .case
                    .incidents
                    .iter()
                    .map(|entry| entry.content.kind)
                    .collect();
                let irregular: &[_] = if allowed {
                    &[]
                } else {
                    &[IncidentKind::IrregularDose]
                };
                assert_eq!(kinds, irregular);
            });
        }
    }
}

#[test]
fn a_report_that_is_declined_leaves_everything_as_it_was() {
    let [opened, due, given, found] = DAYS[0];
    story(opened, async |world| {
        let (k, q) = (world.planned_for(due).await, world.planned_for(due).await);
        world.pass_until(given).await;
        let dose = world.give(k).await.unwrap().record;
        world.pass_until(found).await;
        let before = (world.dose(k).await.unwrap(), world.dose(q).await.unwrap());
        let fp = world.actor("fp");
        let silent = commands::report_wrong_person(&world.desk, &fp, None, (k, dose), q, " ").await;
        assert_eq!(refusals(silent), [Refusal::Required { field: "words" }]);
        assert_eq!(
            refusals(report(world, "fp", (k, dose), k).await),
            [Refusal::NotUnderstood { field: "other" }]
        );
        let id = report(world, "fp", (k, dose), q).await.unwrap();
        let own = sign(world, "fp", (k, q), id, true).await;
        assert!(matches!(own, Err(Failure::Forbidden(_))), "never the same person");
        sign(world, "dp", (k, q), id, false).await.unwrap();
        assert_eq!(
            (world.dose(k).await.unwrap(), world.dose(q).await.unwrap()),
            before
        );
        // It may be reported again, and is then another report.
        report(world, "n1", (k, dose), q).await.unwrap();
    });
}

#[test]
fn probation_that_was_told_is_told_again() {
    story("2026-03-02 09:00", async |world| {
        let (k, q) = (
            world.planned_for("2026-03-13").await,
            world.planned_for("2026-03-13").await,
        );
        world.pass_until("2026-03-13 10:00").await;
        let dose = world.give(k).await.unwrap().record;
        // Nobody recorded anything for Q: the window closes, and supervision hears of it.
        world.pass_until("2026-04-03 12:00").await;
        let told = |notices: &[crate::support::world::NoticeRow], kind: &str| {
            notices
                .iter()
                .filter(|notice| notice.kind == kind && notice.place == "probation")
                .count()
        };
        assert!(told(&world.notices(q).await, "climb") > 0);
        let id = report(world, "n1", (k, dose), q).await.unwrap();
        sign(world, "ph", (k, q), id, true).await.unwrap();
        let file = world.file(q).await;
        assert_eq!(file.case.doses.len(), 1, "the dose that was due there");
        assert!(
            told(&world.notices(q).await, "correction") > 0,
            "whoever was told is told again"
        );
        let events = file.history.iter().map(|recorded| &recorded.event);
        assert!(
            events
                .into_iter()
                .any(|event| matches!(event, Event::WrongPersonSettled(_)))
        );
        assert!(
            world
                .file(k)
                .await
                .case
                .alerts
                .iter()
                .any(merzim::domain::alert::Alert::live),
            "K is late"
        );
    });
}
