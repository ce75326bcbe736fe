//! A dose that begins treatment anew, after a long time without an agonist, in whichever degree of lateness it comes.

use crate::support::world::{M3, RULES, World, day, flare, refusals, story};
use merzim::commands;
use merzim::domain::decide::{FlareAnswer, Grounds, asked};
use merzim::domain::dosing::open_cycle;
use merzim::domain::ids::{CaseId, RecordId};
use merzim::domain::obligation::{Because, Kind};
use merzim::domain::plan::protocol;
use merzim::domain::refusal::Refusal;
use merzim::store::desk::Failure;

/// The days on which a physician's decision before the dose is owed, as the lists have them.
async fn to_decide(world: &World, case: CaseId) -> Vec<String> {
    let rows = world.obligations(case).await.into_iter();
    let open = rows.filter(|row| row.kind == Kind::DecideLateDose.code() && row.state == "open");
    open.map(|row| row.due_on.to_string()).collect()
}

/// A physician says that it is to be given, with an answer about cover.
async fn decide(world: &World, case: CaseId, cover: &FlareAnswer) -> Result<RecordId, Failure> {
    let cycle = open_cycle(&world.file(case).await.case);
    let fp = world.actor("fp");
    commands::decide_late_dose(&world.desk, &fp, None, case, cycle, Some(true), "болады", cover).await
}

/// Is the question about the decision asked at the chair today?
async fn chair_asks(world: &World, case: CaseId) -> bool {
    let file = world.file(case).await;
    let protocol = protocol(&file.case, &RULES).unwrap();
    let mut questions = asked(&file.case, protocol, &RULES, &file.now);
    questions.any(|check| check.id == "flare-cover")
}

/// The first dose comes a week early and keeps the series: by the day on which the gap is long enough the next one is not yet
/// so late that a physician would be asked for that alone.
#[test]
fn hardly_late_and_a_beginning_all_the_same() {
    for (opened, target, given, before, since, days) in [
        (
            "2026-03-02 09:00",
            "2026-03-16",
            "2026-03-09",
            "2026-07-06",
            "2026-07-07",
            21,
        ),
        (
            "2026-09-01 09:00",
            "2026-10-12",
            "2026-10-05",
            "2027-02-01",
            "2027-02-02",
            21,
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{given} 10:00")).await;
            world.give(case).await.unwrap();

            world.pass_until(&format!("{before} 10:00")).await;
            assert_eq!(to_decide(world, case).await, [""; 0]);
            assert!(!chair_asks(world, case).await);
            let nothing = decide(world, case, &flare()).await;
            assert_eq!(refusals(nothing), [Refusal::NothingToDo]);

            // The list grows by itself on the day.
            world.pass_until(&format!("{since} 10:00")).await;
            assert_eq!(to_decide(world, case).await, [since]);
            let plan = world.plan(case).await;
            let mut owed = plan.obligations.iter();
            let owed = owed.find(|owed| owed.kind == Kind::DecideLateDose).unwrap();
            let counted = Because::Clock {
                fact: "last-agonist".to_owned(),
                fact_on: day(given),
                distance: "120 days after".to_owned(),
            };
            assert_eq!(owed.why.because, [counted]);
            assert!(chair_asks(world, case).await);
            let refused = refusals(world.give_late(case, "no-usable-drug").await);
            assert_eq!(refused, [Refusal::DecisionNeeded { days }]);

            let silent = decide(world, case, &FlareAnswer::default()).await;
            let fields: Vec<_> = refusals(silent).iter().filter_map(Refusal::field).collect();
            assert_eq!(fields, ["unmeasured", "flare", "flare_words"]);
            world.measure(case).await;
            decide(world, case, &flare()).await.unwrap();
            assert_eq!(to_decide(world, case).await, [""; 0]);
            world.give_late(case, "no-usable-drug").await.unwrap();
        });
    }
}

/// So long after the last dose a physician who lets treatment go on knows what testosterone was within two weeks. To stop, he
/// needs nothing; before the first dose of all nothing wears off.
#[test]
fn who_goes_on_after_so_long_knows_a_recent_testosterone() {
    for (opened, first, measured, decided) in [
        ("2026-03-02 09:00", "2026-03-16", "2026-07-06", "2026-07-21"),
        ("2026-09-01 09:00", "2026-10-12", "2027-02-01", "2027-02-16"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first).await;
            world.pass_until(&format!("{first} 10:00")).await;
            world.give(case).await.unwrap();
            world.pass_until(&format!("{measured} 10:00")).await;
            world.measure(case).await;
            world.pass_until(&format!("{decided} 10:00")).await;
            let needed = refusals(decide(world, case, &flare()).await);
            assert!(
                matches!(&needed[..], [Refusal::MeasureFirst { valid_days: 14, .. }]),
                "{needed:?}"
            );
            world.measure(case).await;
            decide(world, case, &flare()).await.unwrap();

            let other = world.planned_for(decided).await;
            let late = day(decided) + chrono::Days::new(30);
            world.pass_until(&format!("{late} 10:00")).await;
            decide(world, other, &flare()).await.unwrap();
        });
    }
}

/// A place without a laboratory keeps nobody without cover for want of a paper: the physician says why, and that stands with his
/// decision. Where the result is there, there is nothing to say.
#[test]
fn who_goes_on_without_a_result_says_why() {
    for (opened, first, decided) in [
        ("2026-03-02 09:00", "2026-03-16", "2026-07-21"),
        ("2026-09-01 09:00", "2026-10-12", "2027-02-16"),
    ] {
        for measured in [false, true] {
            story(opened, async |world| {
                let case = world.planned_for(first).await;
                world.pass_until(&format!("{first} 10:00")).await;
                world.give(case).await.unwrap();
                world.pass_until(&format!("{decided} 10:00")).await;
                let cycle = open_cycle(&world.file(case).await.case);
                let fp = world.actor("fp");
                let say = async |unmeasured: &str| {
                    let grounds = Grounds {
                        words: "болады",
                        unmeasured,
                        despite_sum: "",
                    };
                    let flare = flare();
                    commands::decide_late_dose(
                        &world.desk,
                        &fp,
                        None,
                        case,
                        cycle,
                        Some(true),
                        grounds,
                        &flare,
                    )
                    .await
                };
                let silent = refusals(say(" ").await);
                assert!(
                    matches!(&silent[..], [Refusal::MeasureFirst { .. }]),
                    "{silent:?}"
                );
                assert_eq!(silent[0].field(), Some("unmeasured".into()));
                if measured {
                    world.measure(case).await;
                }
                say(" зертхана жоқ ").await.unwrap();
                let known = world.file(case).await.case.late_decisions[0].content.clone();
                let why = (!measured).then_some("зертхана жоқ");
                assert_eq!(known.unmeasured.as_deref(), why);
                world.give_late(case, "no-usable-drug").await.unwrap();
            });
        }
    }
}

#[test]
fn to_stop_nobody_waits_for_a_laboratory() {
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_for("2026-03-16").await;
        world.pass_until("2026-03-16 10:00").await;
        world.give(case).await.unwrap();
        world.pass_until("2026-07-21 10:00").await;
        world.decide(case, false).await.unwrap();
    });
}

/// What was decided before the gap was long enough says nothing about cover: it is decided once more.
#[test]
fn a_decision_from_before_the_gap_was_long_enough_is_made_again() {
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_for("2026-03-16").await;
        world.pass_until("2026-03-23 10:00").await;
        world.give(case).await.unwrap();
        // 29 days after the day it was meant for, and 114 after the last.
        world.pass_until("2026-07-15 10:00").await;
        world.measure(case).await;
        decide(world, case, &FlareAnswer::default()).await.unwrap();
        assert_eq!(to_decide(world, case).await, [""; 0]);

        world.pass_until("2026-07-21 10:00").await;
        assert_eq!(to_decide(world, case).await, ["2026-07-21"]);
        let refused = refusals(world.give_late(case, "no-usable-drug").await);
        assert_eq!(refused, [Refusal::DecisionNeeded { days: 35 }]);
        decide(world, case, &flare()).await.unwrap();
        world.give_late(case, "no-usable-drug").await.unwrap();
    });
}

/// From one agonist to another: whether the gap is long enough says the day of the dose, not the day planned for it.
#[test]
fn another_agonist_given_later_than_planned_is_a_beginning() {
    for (opened, first, planned, on_the_day, later) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-06-19",
            "2026-06-19 10:00",
            "2026-06-20 10:00",
        ),
        (
            "2026-09-01 09:00",
            "2026-10-12",
            "2027-01-17",
            "2027-01-17 10:00",
            "2027-01-18 10:00",
        ),
    ] {
        story(opened, async |world| {
            let in_time = world.planned_with("triptorelin-12w", first).await;
            let late = world.planned_with("triptorelin-12w", first).await;
            world.pass_until(&format!("{first} 10:00")).await;
            for case in [in_time, late] {
                world.give(case).await.unwrap();
                world.change(case, "goserelin-12w", planned).await.unwrap();
                world.inform(case).await.unwrap();
                let file = world.file(case).await;
                assert_eq!(
                    file.case.regimen().unwrap().flare_cover,
                    None,
                    "not asked: 97 days"
                );
            }
            world.pass_until(on_the_day).await;
            assert!(!chair_asks(world, in_time).await);
            world.give(in_time).await.unwrap();

            world.pass_until(later).await;
            let refused = refusals(world.give_late(late, "no-usable-drug").await);
            assert_eq!(refused, [Refusal::DecisionNeeded { days: 1 }]);
            world.measure(late).await;
            decide(world, late, &flare()).await.unwrap();
            world.give_late(late, "no-usable-drug").await.unwrap();
        });
    }
}

/// A drug that lets nothing rise asks for no cover, however long nothing was given.
#[test]
fn what_lets_nothing_rise_asks_for_nothing() {
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_for("2026-03-16").await;
        world.pass_until("2026-03-16 10:00").await;
        world.give(case).await.unwrap();
        world.pass_until("2026-09-01 10:00").await;
        assert_eq!(world.file(case).await.case.regimen().unwrap().protocol, M3);
        world.change(case, "cyproterone-14d", "2026-09-01").await.unwrap();
        world.inform(case).await.unwrap();
        assert_eq!(to_decide(world, case).await, [""; 0]);
        world.give(case).await.unwrap();
    });
}
