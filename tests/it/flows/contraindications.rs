//! Contraindications found in mid-course: which drugs they bar, and when they are over.

use crate::support::world::{M3, World, day, refusals, story};
use merzim::commands;
use merzim::domain::case::Case;
use merzim::domain::decide::{EndContraindication, LiftHold};
use merzim::domain::dosing::NoDose;
use merzim::domain::event::{Event, Follows};
use merzim::domain::ids::{CaseId, RecordId};
use merzim::domain::obligation::Kind;
use merzim::domain::refusal::Refusal;
use merzim::store::desk::Failure;

const CYPROTERONE: &str = "cyproterone-14d";

/// Cyproterone since a day, its first dose given.
pub(super) async fn on_cyproterone(world: &World, first_on: &str) -> CaseId {
    let case = world.open(crate::support::world::NewCase::default()).await;
    world.clear(case).await.unwrap();
    world.choose(case, CYPROTERONE, first_on).await.unwrap();
    world.inform(case).await.unwrap();
    world.pass_until(&format!("{first_on} 10:00")).await;
    world.give(case).await.unwrap();
    case
}

#[test]
fn meningioma_under_cyproterone_is_never_the_way_back() {
    for (opened, first, found_at) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-03-20 10:00"),
        ("2026-09-01 09:00", "2026-10-12", "2026-10-20 10:00"),
    ] {
        story(opened, async |world| {
            let case = on_cyproterone(world, first).await;
            world.pass_until(found_at).await;
            world
                .found(case, "meningioma", Follows::ChangeDrug)
                .await
                .unwrap();
            let hold = world.file(case).await.case.holds[0].placed.id;
            let barred = Refusal::BarredForGood {
                contraindication: "meningioma".to_owned(),
            };
            assert_eq!(refusals(world.lift("fp", case, hold).await), [barred]);
            let plan = world.plan(case).await;
            assert!(plan.obligations.iter().any(|owed| owed.kind == Kind::ChooseDrug));
            let today = &found_at[..10];
            let back = world.change(case, CYPROTERONE, today).await;
            let excluded = Refusal::Contraindicated {
                contraindication: "meningioma".to_owned(),
            };
            assert_eq!(refusals(back), [excluded]);

            world.change(case, "goserelin-12w", today).await.unwrap();
            assert_eq!(world.open_obligation(case, "choose-drug").await, None);
            world.lift("dp", case, hold).await.unwrap();
            assert!(world.dose(case).await.is_ok());
            let back = world.change(case, CYPROTERONE, today).await;
            assert!(matches!(back, Err(Failure::Refused(_))), "not later either");
        });
    }
}

/// What passes was found first; what never passes bars the drug all the same, and another one is owed because of it.
#[test]
fn what_passes_does_not_hide_what_bars_for_good() {
    story("2026-03-02 09:00", async |world| {
        let case = on_cyproterone(world, "2026-03-14").await;
        world.pass_until("2026-03-20 10:00").await;
        for (what, follows) in [
            ("liver-disease", Follows::ProposeStop),
            ("meningioma", Follows::ChangeDrug),
        ] {
            world.found(case, what, follows).await.unwrap();
        }
        assert!(world.open_obligation(case, "choose-drug").await.is_some());
        let hold = world.file(case).await.case.holds[0].placed.id;
        let barred = Refusal::BarredForGood {
            contraindication: "meningioma".to_owned(),
        };
        let lifted = world.lift_saying("fp", case, hold, &["liver-disease"]).await;
        assert_eq!(refusals(lifted), [barred]);
        assert!(matches!(world.dose(case).await, Err(NoDose::Held { .. })));
    });
}

/// Found while a drug is given, hypersensitivity concerns that drug and its relatives, not all of them.
#[test]
fn hypersensitivity_concerns_the_drug_in_use() {
    story("2026-03-02 09:00", async |world| {
        let case = on_cyproterone(world, "2026-03-14").await;
        world.pass_until("2026-03-20 10:00").await;
        world
            .found(case, "hypersensitivity", Follows::ChangeDrug)
            .await
            .unwrap();
        let file = world.file(case).await.case;
        let found = file.found_later().next().unwrap();
        assert_eq!(found.drug.as_deref(), Some(CYPROTERONE));
        assert!(matches!(world.dose(case).await, Err(NoDose::Held { .. })));
        assert!(world.open_obligation(case, "choose-drug").await.is_some());
        let back = world.change(case, CYPROTERONE, "2026-03-20").await;
        let excluded = Refusal::Contraindicated {
            contraindication: "hypersensitivity".to_owned(),
        };
        assert_eq!(refusals(back), [excluded]);
        world.change(case, "goserelin-12w", "2026-03-20").await.unwrap();
        assert_eq!(world.open_obligation(case, "choose-drug").await, None);
        let hold = file.holds[0].placed.id;
        world.lift("dp", case, hold).await.unwrap();
        assert!(world.dose(case).await.is_ok());
    });
}

#[test]
fn what_is_not_permanent_ends_with_the_hold() {
    story("2026-03-02 09:00", async |world| {
        let case = on_cyproterone(world, "2026-03-14").await;
        world.pass_until("2026-03-20 10:00").await;
        world
            .found(case, "severe-depression", Follows::ProposeStop)
            .await
            .unwrap();
        assert_eq!(
            world.open_obligation(case, "choose-drug").await,
            None,
            "the court is asked instead"
        );
        let early = world.open_obligation(case, "review").await.unwrap();
        assert_eq!(early.due_on, day("2026-04-03"));
        let hold = world.file(case).await.case.holds[0].placed.id;
        // Nobody resumes the drug without having looked at what was found.
        assert_eq!(
            refusals(world.lift("fp", case, hold).await),
            [Refusal::StillBarred]
        );
        world
            .lift_saying("fp", case, hold, &["severe-depression"])
            .await
            .unwrap();
        let in_turn = world.open_obligation(case, "review").await.unwrap();
        assert_eq!(
            in_turn.due_on,
            day("2026-09-14"),
            "nothing is to be stopped any more"
        );
        world.change(case, CYPROTERONE, "2026-04-01").await.unwrap();
    });
}

/// Whoever looked at the liver did not look at the bones: what is not named as over goes on to bar its own drugs.
#[test]
fn lifting_a_hold_ends_what_it_names_and_nothing_else() {
    for (opened, first, found_at) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-03-20 10:00"),
        ("2026-09-01 09:00", "2026-10-12", "2026-10-20 10:00"),
    ] {
        story(opened, async |world| {
            let case = on_cyproterone(world, first).await;
            world.pass_until(found_at).await;
            let today = &found_at[..10];
            for what in ["liver-disease", "severe-osteoporosis"] {
                world.found(case, what, Follows::ChangeDrug).await.unwrap();
            }
            let file = world.file(case).await.case;
            let [hold] = file.holds.as_slice() else {
                panic!("{:?}", file.holds)
            };
            let hold = hold.placed.id;
            let over = [Refusal::StillBarred];
            let bones = ["severe-osteoporosis"];
            let other = world.lift_saying("fp", case, hold, &bones).await;
            assert_eq!(refusals(other), over, "the liver is what stops the present drug");

            world
                .lift_saying("fp", case, hold, &["liver-disease"])
                .await
                .unwrap();
            assert!(world.dose(case).await.is_ok());
            let file = world.file(case).await;
            let left: Vec<_> = file.case.found_later().collect();
            assert_eq!(left.len(), 1);
            assert_eq!(left[0].contraindication, "severe-osteoporosis");
            let barred = Refusal::Contraindicated {
                contraindication: "severe-osteoporosis".to_owned(),
            };
            assert_eq!(refusals(world.change(case, M3, today).await), [barred]);

            // What was written down before it was asked still means what the form said then: all of it was over.
            let asked_nothing = file.history.iter().map(|recorded| {
                let mut before = recorded.clone();
                if let Event::HoldLifted { over, .. } = &mut before.event {
                    *over = None;
                }
                before
            });
            let before: Vec<_> = asked_nothing.collect();
            let stored = before
                .iter()
                .map(|recorded| serde_json::to_value(&recorded.event).unwrap())
                .find(|event| event.to_string().contains("lifted_on"))
                .unwrap();
            assert!(!stored.to_string().contains("\"over\""), "{stored}");
            let folded = Case::fold(case, &before).unwrap();
            assert_eq!(folded.found_later().count(), 0);

            // It can be named at a later lifting, and only once.
            let hold = world.hold(case, None).await;
            world.lift_saying("fp", case, hold, &bones).await.unwrap();
            assert_eq!(world.file(case).await.case.found_later().count(), 0);
            let hold = world.hold(case, None).await;
            let unknown = LiftHold {
                words: "қалыпты".to_owned(),
                over: vec![left[0].id],
            };
            let fp = world.actor("fp");
            let again = commands::lift_hold(&world.desk, &fp, None, case, hold, &unknown).await;
            assert_eq!(refusals(again), [Refusal::NothingToDo]);
        });
    }
}

async fn say_over(
    world: &World,
    who: &str,
    case: CaseId,
    (over, words): (&[RecordId], &str),
) -> Result<(), Failure> {
    let form = EndContraindication {
        words: words.to_owned(),
        over: over.to_vec(),
    };
    commands::end_contraindication(&world.desk, &world.actor(who), None, case, &form).await
}

/// No dose was ever stopped by it, or its hold is long lifted: a physician says all the same that it is over.
#[test]
fn what_may_pass_is_said_to_be_over_without_a_hold() {
    for (opened, first, found_at, over_at) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-03-20 10:00",
            "2026-03-24 10:00",
        ),
        (
            "2026-09-01 09:00",
            "2026-10-12",
            "2026-10-20 10:00",
            "2026-10-23 10:00",
        ),
    ] {
        story(opened, async |world| {
            let case = on_cyproterone(world, first).await;
            world.pass_until(found_at).await;
            let bones = world
                .found(case, "severe-osteoporosis", Follows::ChangeDrug)
                .await
                .unwrap();
            assert!(
                world.file(case).await.case.holds.is_empty(),
                "it bars another drug than his"
            );
            world.pass_until(over_at).await;
            let today = &over_at[..10];
            let barred = Refusal::Contraindicated {
                contraindication: "severe-osteoporosis".to_owned(),
            };
            assert_eq!(refusals(world.change(case, M3, today).await), [barred]);

            let nurse = say_over(world, "n1", case, (&[bones], "қалыпты")).await;
            assert!(matches!(nurse, Err(Failure::Forbidden(_))), "{nurse:?}");
            let silent = refusals(say_over(world, "fp", case, (&[], "")).await);
            let fields: Vec<_> = silent.iter().filter_map(Refusal::field).collect();
            assert_eq!(fields, ["over", "words"]);
            say_over(world, "fp", case, (&[bones], "қалыпты")).await.unwrap();
            let file = world.file(case).await;
            assert_eq!(file.case.found_later().count(), 0);
            assert!(world.dose(case).await.is_ok(), "no dose waits for it");
            let again = say_over(world, "fp", case, (&[bones], "қалыпты")).await;
            assert_eq!(refusals(again), [Refusal::NothingToDo]);

            // What never goes away is never over.
            let tumour = world
                .found(case, "meningioma", Follows::ChangeDrug)
                .await
                .unwrap();
            let over = say_over(world, "fp", case, (&[tumour], "қалыпты")).await;
            let for_good = Refusal::BarredForGood {
                contraindication: "meningioma".to_owned(),
            };
            assert_eq!(refusals(over), [for_good]);
            world.change(case, M3, today).await.unwrap();
        });
    }
}

#[test]
fn where_the_court_is_to_be_asked_the_commission_does_not_wait_for_its_turn() {
    for (opened, first, found_at, due, next) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-03-20 10:00",
            "2026-04-03",
            "2026-09-20",
        ),
        (
            "2026-09-01 09:00",
            "2026-10-12",
            "2026-10-20 10:00",
            "2026-11-03",
            "2027-04-20",
        ),
    ] {
        story(opened, async |world| {
            let case = on_cyproterone(world, first).await;
            world.pass_until(found_at).await;
            world
                .found(case, "meningioma", Follows::ProposeStop)
                .await
                .unwrap();
            assert_eq!(world.open_obligation(case, "choose-drug").await, None);
            let review = world.open_obligation(case, "review").await.unwrap();
            assert_eq!(review.due_on, day(due));
            // And its papers: nobody is late with one on the day on which he learns of it.
            let least_on = day(&found_at[..10]) + chrono::Days::new(3);
            let mut papers = world.obligations(case).await;
            papers.retain(|row| row.kind == "review-paper" && row.state == "open");
            assert!(!papers.is_empty());
            assert!(papers.iter().all(|row| row.due_on >= least_on));
            assert!(papers.iter().any(|row| row.due_on == least_on));
            world.hold_review(case, "stop").await;
            assert!(
                world.open_obligation(case, "submit-to-court").await.is_some(),
                "the court is asked"
            );
            let review = world.open_obligation(case, "review").await.unwrap();
            assert_eq!(review.due_on, day(next), "from then on the turns go on");
        });
    }
}
