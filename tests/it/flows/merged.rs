//! One person registered twice: one case goes on, the other rests; and two persons who were taken for one.

use crate::support::world::{NewCase, RULES, World, at, day, refusals, story};
use merzim::access::Action;
use merzim::commands;
use merzim::demo::papers;
use merzim::domain::{
    decide::{JudgeResult, RecordResults, SettleWrongPerson, TypedValue},
    dosing::NoDose,
    event::IncidentKind,
    ids::{CaseId, RecordId},
    obligation::Kind,
    refusal::{MergeFirst, Refusal},
    results::unjudged,
    ruling::Standing,
};
use merzim::store::desk::Failure;

/// Opened; the first dose of the one; the first dose of the other, too near; found; a later look.
pub(super) const DAYS: [[&str; 5]; 2] = [
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

pub(super) async fn merge(
    world: &World,
    who: &str,
    (leading, resting): (CaseId, CaseId),
) -> Result<RecordId, Failure> {
    let words = "бір адам екі рет тіркелген";
    commands::merge_cases(&world.desk, &world.actor(who), None, (leading, resting), words).await
}

pub(super) async fn part(
    world: &World,
    who: &str,
    cases: (CaseId, CaseId),
    merging: RecordId,
) -> Result<RecordId, Failure> {
    let words = "фото сәйкес емес: екі адам";
    commands::part_cases(&world.desk, &world.actor(who), None, cases, merging, words).await
}

/// Two cases, each with a dose, the second too near to the first for one body.
pub(super) async fn twice(world: &World, first: &str, second: &str) -> (CaseId, CaseId) {
    let (k, q) = (world.planned_for(first).await, world.planned_for(second).await);
    world.pass_until(&format!("{first} 10:00")).await;
    world.give(k).await.unwrap();
    world.pass_until(&format!("{second} 10:00")).await;
    world.give(q).await.unwrap();
    judge_all(world, q).await;
    (k, q)
}

/// A physician has looked at every value that waits.
pub(super) async fn judge_all(world: &World, case: CaseId) {
    let file = world.file(case).await;
    for waiting in unjudged(&file.case, &RULES) {
        let form = JudgeResult {
            record: Some(waiting.record),
            items: Vec::new(),
            decided: "continue".to_owned(),
            repeat_by: None,
            words: "бақылау мерзімінде".to_owned(),
        };
        commands::judge_result(&world.desk, &world.actor("fp"), None, case, &form)
            .await
            .unwrap();
    }
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

/// A case under cyproterone with a dose, and one of the same person whose commission found a meningioma.
pub(super) async fn found_in_the_other(world: &World, first: &str, permanent: &str) -> (CaseId, CaseId) {
    let k = world.open(NewCase::default()).await;
    world.clear(k).await.unwrap();
    world.choose(k, "cyproterone-14d", first).await.unwrap();
    world.inform(k).await.unwrap();
    world.pass_until(&format!("{first} 10:00")).await;
    world.give(k).await.unwrap();
    let q = world.open(NewCase::default()).await;
    let mut form = world.clearance(q).await;
    for (asked, found) in &mut form.findings {
        *found = asked == permanent;
    }
    world.record_clearance(q, &form).await.unwrap();
    (k, q)
}

#[test]
fn what_only_the_resting_case_knows_stops_a_dose_in_the_living_one() {
    for (opened, first, merged, choose_by, from_on) in [
        (
            "2026-03-02 09:00",
            "2026-03-09",
            "2026-03-10 11:00",
            "2026-03-13",
            "2026-04-06",
        ),
        // Three working days over the holidays of December.
        (
            "2026-12-07 09:00",
            "2026-12-14",
            "2026-12-15 11:00",
            "2026-12-21",
            "2027-01-11",
        ),
    ] {
        story(opened, async |world| {
            let (k, q) = found_in_the_other(world, first, "meningioma").await;
            world.pass_until(merged).await;
            assert!(world.dose(k).await.is_ok(), "nothing stands in the way here");
            let id = merge(world, "clerk", (k, q)).await.unwrap();

            let lead = world.file(k).await;
            let excluded = NoDose::DrugExcluded {
                found: "meningioma".to_owned(),
                since_on: lead.now.today(),
            };
            assert_eq!(world.dose(k).await, Err(excluded.clone()));
            let given = world.give(k).await;
            assert_eq!(
                refusals(given),
                [Refusal::NoDose(excluded)],
                "at the chair as well"
            );
            let plan = world.plan(k).await;
            let choice = plan.obligations.iter().find(|owed| owed.kind == Kind::ChooseDrug);
            let choice = choice.expect("another drug is to be chosen: it is somebody's task");
            assert_eq!(choice.due_on, day(choose_by));
            let same = world.change(k, "cyproterone-14d", from_on).await;
            assert_eq!(
                refusals(same),
                [Refusal::Contraindicated {
                    contraindication: "meningioma".to_owned()
                }]
            );
            // What else stands there is beside it: its ruling, and when the commission looked.
            let beside = &lead.case.merges[0].merged.beside;
            let there = world.file(q).await.case;
            assert_eq!(beside.rulings.len(), 1);
            assert_eq!(beside.rulings[0].number, there.rulings[0].ruling.number);
            let looked = beside.clearance.as_ref().unwrap();
            assert_eq!(
                (looked.record, looked.cleared),
                (there.clearance().unwrap().id, true)
            );

            // Two persons after all: what was found belongs to the other body.
            part(world, "clerk", (k, q), id).await.unwrap();
            assert!(world.dose(k).await.is_ok(), "parted");
            merge(world, "clerk", (k, q)).await.unwrap();
            world.change(k, "triptorelin-12w", from_on).await.unwrap();
            assert!(world.dose(k).await.is_ok(), "another drug is not excluded");
            let plan = world.plan(k).await;
            assert!(plan.obligations.iter().all(|owed| owed.kind != Kind::ChooseDrug));
        });
    }
}

/// Of two commissions the later one is right, but for what never goes away; and a commission that says no is heard in the
/// case that goes on, as long as nothing was given there.
#[test]
fn of_two_commissions_the_later_one_is_heard() {
    story("2026-03-02 09:00", async |world| {
        let k = world.open(NewCase::default()).await;
        let q = world.open(NewCase::default()).await;
        let mut no = world.clearance(q).await;
        for (asked, found) in &mut no.findings {
            *found = asked == "wasting";
        }
        no.cleared = Some(false);
        no.again_on = Some(Ok(day("2026-04-20")));
        no.words = "«Салмағы аз»".to_owned();
        world.record_clearance(q, &no).await.unwrap();
        world.clear(k).await.unwrap();
        world.pass_until("2026-03-03 09:00").await;
        merge(world, "clerk", (k, q)).await.unwrap();
        let chosen = world.choose(k, "cyproterone-14d", "2026-03-09").await;
        assert!(
            refusals(chosen).contains(&Refusal::NotCleared),
            "two looks of one day: no"
        );
        let plan = world.plan(k).await;
        assert!(
            plan.obligations.iter().any(|owed| owed.kind == Kind::Clearance),
            "the commission looks again: {:?}",
            plan.obligations
        );
        world.pass_until("2026-03-05 09:00").await;
        world.clear(k).await.unwrap();
        world.choose(k, "cyproterone-14d", "2026-03-09").await.unwrap();
        world.inform(k).await.unwrap();
        assert!(world.dose(k).await.is_ok(), "the later look found nothing");
    });
}

/// A value that waits for a physician would wait for nobody in a case that rests.
#[test]
fn a_result_that_waits_is_judged_before_a_case_rests() {
    story("2026-03-02 09:00", async |world| {
        let (k, q) = (
            world.planned_for("2026-03-13").await,
            world.planned_for("2026-03-13").await,
        );
        let today = world.file(q).await.now.today();
        let alt = TypedValue {
            item: "alt".to_owned(),
            value: "200".to_owned(),
            ..TypedValue::default()
        };
        let slip = RecordResults {
            taken_on: Some(today),
            laboratory: "Орталық зертхана".to_owned(),
            values: vec![alt],
            words: String::new(),
        };
        let nurse = world.actor("n1");
        commands::record_results(&world.desk, &nurse, None, q, &slip)
            .await
            .unwrap();
        assert_eq!(
            refusals(merge(world, "clerk", (k, q)).await),
            [Refusal::MergeFirst(MergeFirst::Result)]
        );
        merge(world, "clerk", (q, k)).await.unwrap();
    });
}

#[test]
fn whoever_treated_the_person_under_the_other_case_does_not_review() {
    for [opened, first, _, found, _] in DAYS {
        story(opened, async |world| {
            let (k, q) = (
                world.planned_for(first).await,
                world.open(NewCase::default()).await,
            );
            let today = world.file(q).await.now.today();
            let dp = world.country.person("dp").id;
            let course = RULES.law_for(today).unwrap().course;
            let form = papers::clearance(course, today, ("dp", dp));
            commands::record_clearance(&world.desk, &world.actor("dp"), None, q, &form)
                .await
                .unwrap();
            world.pass_until(&format!("{first} 10:00")).await;
            world.give(k).await.unwrap();
            world.pass_until(found).await;
            assert!(!world.file(k).await.case.treated_by().contains(&dp));
            let id = merge(world, "clerk", (k, q)).await.unwrap();
            assert!(world.file(k).await.case.treated_by().contains(&dp));
            let with_dp = world.review_text(k, &["dp", "r2", "r3"], "continue").await;
            let refused = refusals(world.draft(k, &with_dp).await);
            let members = Some("members");
            assert_eq!(refused, [Refusal::TookPart { field: members }]);
            part(world, "clerk", (k, q), id).await.unwrap();
            assert!(
                !world.file(k).await.case.treated_by().contains(&dp),
                "another person"
            );
        });
    }
}
