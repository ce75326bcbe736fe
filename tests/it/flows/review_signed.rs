//! Who sits on a commission, and what its signatures stand under.

use super::reviewed::{DATES, late_review};
use crate::support::world::{COMMISSION, RULES, World, day, flare, refusals, story, submission};
use merzim::commands;
use merzim::demo::papers;
use merzim::domain::{
    case::Case,
    decide::{
        ChangeRegimen, FindContraindication, FlareAnswer, JudgeResult, PlaceHold, RecordResults, SignReview,
        TypedValue,
    },
    dosing::open_cycle,
    event::Follows,
    ids::{CaseId, SubmissionKey},
    refusal::Refusal,
};
use merzim::store::desk::Failure;

#[test]
fn whoever_cleared_or_prescribed_does_not_review() {
    let dates = &DATES[0];
    story(dates.opened, async |world| {
        let case = late_review(world, dates).await;
        let with_fp = world.review_text(case, &["fp", "r2", "r3"], "continue").await;
        let refused = refusals(world.draft(case, &with_fp).await);
        let members = Some("members");
        assert_eq!(refused, [Refusal::TookPart { field: members }]);

        let two = world.review_text(case, &["r1", "r2"], "continue").await;
        let refused = refusals(world.draft(case, &two).await);
        assert_eq!(refused, [Refusal::TooFewMembers { least: 3 }]);
        let nurse = world
            .review_text(case, &["r1", "r2", "r3", "n1"], "continue")
            .await;
        let refused = refusals(world.draft(case, &nurse).await);
        assert_eq!(refused, [Refusal::NotUnderstood { field: "members" }]);

        // A member who prescribes after the text was written may not sign it any more; the policies say so, too.
        let with_dp = world
            .review_text(case, &["dp", "r1", "r2", "r3"], "continue")
            .await;
        world.draft(case, &with_dp).await.unwrap();
        let change = ChangeRegimen {
            protocol: "goserelin-12w".to_owned(),
            first_on: Some(day("2026-11-01")),
            reason: "смена".to_owned(),
            decided_by: "комиссия".to_owned(),
            reference: "№ 7".to_owned(),
            flare: flare(),
            ..ChangeRegimen::default()
        };
        commands::change_regimen(&world.desk, &world.actor("dp"), None, case, &change)
            .await
            .unwrap();
        let forbidden = world.sign("dp", case).await;
        assert!(matches!(forbidden, Err(Failure::Forbidden(_))), "{forbidden:?}");
        // Nor does whoever treated the person overwrite what the commission wrote.
        for treated in ["fp", "dp"] {
            let over = world.review_text(case, &["r1", "r2", "r3"], "stop").await;
            let overwritten =
                commands::draft_review(&world.desk, &world.actor(treated), None, case, &over).await;
            assert!(
                matches!(overwritten, Err(Failure::Forbidden(_))),
                "{treated}: {overwritten:?}"
            );
        }
        let stranger = world.sign("fp", case).await;
        assert!(matches!(stranger, Err(Failure::Forbidden(_))), "{stranger:?}");
    });
}

/// What makes somebody one of those who treat: each is done by DP, or names him.
#[derive(Clone, Copy)]
enum Treats {
    Confirms,
    Lifts,
    Examines,
    ExaminesByName,
    Judges,
    DecidesLateDose,
}

async fn treat(world: &World, case: CaseId, how: Treats) {
    let (desk, dp) = (&world.desk, world.actor("dp"));
    let file = world.file(case).await;
    let today = file.now.today();
    match how {
        Treats::Confirms | Treats::Lifts => {
            let hold = world.hold(case, None).await;
            let confirms = if matches!(how, Treats::Confirms) {
                "dp"
            } else {
                "fp"
            };
            world.confirm(confirms, case, hold).await.unwrap();
            if matches!(how, Treats::Lifts) {
                world.lift("dp", case, hold).await.unwrap();
            }
        }
        Treats::Examines => {
            let account = world.country.person("dp").id;
            let form = papers::examination(&file.case, &RULES, today, ("dp", account));
            commands::record_exam(desk, &dp, None, case, &form).await.unwrap();
        }
        Treats::ExaminesByName => {
            let account = world.country.person("fp").id;
            let mut form = papers::examination(&file.case, &RULES, today, ("fp", account));
            let typed = form.examiners.iter_mut().find(|(.., account)| account.is_none());
            typed.unwrap().1 = "DP".to_owned();
            commands::record_exam(desk, &world.actor("fp"), None, case, &form)
                .await
                .unwrap();
        }
        Treats::Judges => {
            let high = TypedValue {
                item: "glucose".to_owned(),
                value: "15".to_owned(),
                unit: "mmol/L".to_owned(),
                sure: true,
            };
            let slip = RecordResults {
                taken_on: Some(today),
                laboratory: "Орталық зертхана".to_owned(),
                values: vec![high],
                words: String::new(),
            };
            let slip = commands::record_results(desk, &world.actor("n1"), None, case, &slip)
                .await
                .unwrap();
            let judged = JudgeResult {
                record: Some(slip),
                items: Vec::new(),
                decided: "continue".to_owned(),
                repeat_by: None,
                words: "негіздеме".to_owned(),
            };
            commands::judge_result(desk, &dp, None, case, &judged)
                .await
                .unwrap();
        }
        Treats::DecidesLateDose => {
            world.pass_until("2026-12-10 10:00").await;
            world.measure(case).await;
            let cycle = open_cycle(&world.file(case).await.case);
            commands::decide_late_dose(desk, &dp, None, case, cycle, Some(true), "болады", &flare())
                .await
                .unwrap();
        }
    }
}

/// A stop costs nobody his place on the commission: neither a no to a late dose nor what was found against the drug.
#[test]
fn whoever_only_stopped_a_dose_reviews() {
    let dates = &DATES[0];
    for finds in [false, true] {
        story(dates.opened, async |world| {
            let case = late_review(world, dates).await;
            let (desk, dp) = (&world.desk, world.actor("dp"));
            if finds {
                let found = FindContraindication {
                    contraindication: "severe-osteoporosis".to_owned(),
                    found_on: Some(world.file(case).await.now.today()),
                    follows: Some(Follows::ChangeDrug),
                    words: "МРТ".to_owned(),
                };
                commands::record_contraindication(desk, &dp, None, case, &found)
                    .await
                    .unwrap();
            } else {
                world.pass_until("2026-12-10 10:00").await;
                let cycle = open_cycle(&world.file(case).await.case);
                let flare = FlareAnswer::default();
                commands::decide_late_dose(desk, &dp, None, case, cycle, Some(false), "жоқ", &flare)
                    .await
                    .unwrap();
            }
            let account = world.country.person("dp").id;
            assert!(!world.file(case).await.case.treated_by().contains(&account));
            let text = world.review_text(case, &["dp", "r1", "r2"], "stop").await;
            world.draft(case, &text).await.unwrap();
            world.sign("dp", case).await.unwrap();
        });
    }
}

#[test]
fn whoever_decided_about_the_treatment_does_not_review() {
    let dates = &DATES[0];
    for how in [
        Treats::Confirms,
        Treats::Lifts,
        Treats::Examines,
        Treats::ExaminesByName,
        Treats::Judges,
        Treats::DecidesLateDose,
    ] {
        story(dates.opened, async |world| {
            let case = late_review(world, dates).await;
            let members = ["dp", "r1", "r2"];
            let before = world.review_text(case, &members, "continue").await;
            world.draft(case, &before).await.unwrap();
            treat(world, case, how).await;
            let signed = world.sign("dp", case).await;
            assert!(matches!(signed, Err(Failure::Forbidden(_))), "{signed:?}");
            let after = world.review_text(case, &members, "stop").await;
            let field = Some("members");
            assert_eq!(
                refusals(world.draft(case, &after).await),
                [Refusal::TookPart { field }]
            );
        });
    }
}

/// Whoever signs first and treats then is no reviewer either: nobody concludes that version, and it is written anew.
#[test]
fn a_signature_of_somebody_who_treated_since_concludes_nothing() {
    let dates = &DATES[0];
    story(dates.opened, async |world| {
        let case = late_review(world, dates).await;
        let with_dp = world.review_text(case, &["dp", "r1", "r2"], "continue").await;
        world.draft(case, &with_dp).await.unwrap();
        world.sign("dp", case).await.unwrap();
        world.sign("r1", case).await.unwrap();
        treat(world, case, Treats::DecidesLateDose).await;
        let last = refusals(world.sign("r2", case).await);
        assert_eq!(last, [Refusal::TookPart { field: None }]);
        assert_eq!(world.review(case).await, 1, "not concluded");
        let without = world.review_text(case, &COMMISSION, "continue").await;
        world.draft(case, &without).await.unwrap();
        for member in COMMISSION {
            world.sign(member, case).await.unwrap();
        }
        assert_eq!(world.review(case).await, 2);
    });
}

#[test]
fn whoever_only_stopped_the_doses_may_review() {
    let dates = &DATES[0];
    story(dates.opened, async |world| {
        let case = late_review(world, dates).await;
        let stop = PlaceHold {
            reason: "биохимия".to_owned(),
            until_on: None,
        };
        commands::place_hold(&world.desk, &world.actor("dp"), None, case, &stop)
            .await
            .unwrap();
        let text = world.review_text(case, &["dp", "r1", "r2"], "continue").await;
        world.draft(case, &text).await.unwrap();
        world.sign("dp", case).await.unwrap();
    });
}

#[test]
fn a_correction_asks_for_the_signatures_again_and_the_signed_text_is_final() {
    let dates = &DATES[0];
    story(dates.opened, async |world| {
        let case = late_review(world, dates).await;
        let text = world.review_text(case, &COMMISSION, "extend").await;
        world.draft(case, &text).await.unwrap();
        let shown = world.signature(case).await;
        world.sign("r1", case).await.unwrap();
        world.sign("r2", case).await.unwrap();

        let mut over = world.review_text(case, &COMMISSION, "continue").await;
        world.draft(case, &over).await.unwrap();
        let waiting = |case: &Case| case.review(1).unwrap().waiting().count();
        assert_eq!(waiting(&world.file(case).await.case), 3, "all of them again");
        let stale = commands::sign_review(&world.desk, &world.actor("r3"), None, case, &shown).await;
        assert_eq!(
            refusals(stale),
            [Refusal::TextChanged],
            "nobody signs what he has not read"
        );
        // Somebody else corrected meanwhile.
        over.findings = "дополнено".to_owned();
        let overtaken = world.draft(case, &over).await;
        assert_eq!(refusals(overtaken), [Refusal::TextChanged]);

        for member in COMMISSION {
            world.sign(member, case).await.unwrap();
        }
        over.over = 2;
        assert_eq!(
            refusals(world.draft(case, &over).await),
            [Refusal::NothingToDo],
            "final"
        );
        assert_eq!(world.review(case).await, 2);
        let late = world.file_paper("n1", case, "statement").await;
        assert!(late.is_ok(), "from now on papers are for the next one");
    });
}

#[test]
fn a_dissent_stands_with_its_reasons() {
    let dates = &DATES[0];
    story(dates.opened, async |world| {
        let case = late_review(world, dates).await;
        let text = world.review_text(case, &COMMISSION, "continue").await;
        world.draft(case, &text).await.unwrap();
        world.sign("r1", case).await.unwrap();
        world.sign("r2", case).await.unwrap();
        let mut form = SignReview {
            dissents: Some(true),
            ..world.signature(case).await
        };
        let r3 = world.actor("r3");
        let wordless = commands::sign_review(&world.desk, &r3, None, case, &form).await;
        assert_eq!(refusals(wordless), [Refusal::Required { field: "dissent" }]);
        form.dissent = "считаю меру излишней".to_owned();
        commands::sign_review(&world.desk, &r3, None, case, &form)
            .await
            .unwrap();
        let file = world.file(case).await;
        let review = file.case.review(1).unwrap();
        assert!(
            review.concluded().is_some(),
            "a dissent is an opinion, not a veto"
        );
        let signed = review.signature(world.country.person("r3").id).unwrap();
        assert_eq!(signed.content.dissent.as_deref(), Some("считаю меру излишней"));
    });
}

#[test]
fn a_member_signs_once_however_often_he_sends() {
    let dates = &DATES[0];
    story(dates.opened, async |world| {
        let case = late_review(world, dates).await;
        let text = world.review_text(case, &COMMISSION, "continue").await;
        world.draft(case, &text).await.unwrap();
        let (form, r1) = (world.signature(case).await, world.actor("r1"));
        let sent = Some(submission(SubmissionKey::fresh(), "body"));
        for _ in 0..2 {
            let signed = commands::sign_review(&world.desk, &r1, sent, case, &form).await;
            assert_eq!(signed.unwrap(), 1, "Back and Save again: the same answer");
        }
        assert_eq!(refusals(world.sign("r1", case).await), [Refusal::NothingToDo]);

        // The two others at the same moment: both count, and the review is concluded once.
        let other = world.another_desk().await;
        let (r2, r3) = (world.actor("r2"), world.actor("r3"));
        let (one, two) = tokio::join!(
            commands::sign_review(&world.desk, &r2, None, case, &form),
            commands::sign_review(&other, &r3, None, case, &form)
        );
        one.unwrap();
        two.unwrap();
        let file = world.file(case).await;
        assert_eq!(file.case.review(1).unwrap().signatures.len(), 3);
        assert!(file.case.review(1).unwrap().concluded().is_some());
        other.store().clone().close().await.unwrap();
    });
}
