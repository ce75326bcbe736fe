//! Tablets that cover the first rise of testosterone are the drug itself: what was found against it bars them, and they bring the
//! sum of a lifetime to its caution.

use crate::support::world::{M3, NewCase, day, refusals, story};
use merzim::commands;
use merzim::demo::papers;
use merzim::domain::decide::{ChangeRegimen, FlareAnswer, Grounds, TypedValue};
use merzim::domain::refusal::Refusal;

const SUBSTANCE: &str = "cyproterone";

fn tablets(grams: &str) -> Vec<TypedValue> {
    vec![TypedValue {
        item: SUBSTANCE.to_owned(),
        value: grams.to_owned(),
        unit: "g".to_owned(),
        sure: false,
    }]
}

#[test]
fn what_excludes_a_drug_excludes_its_tablets() {
    for found in ["meningioma", "liver-disease"] {
        story("2026-05-11 09:00", async |world| {
            let case = world.open(NewCase::default()).await;
            let mut looked = world.clearance(case).await;
            for (asked, is_found) in &mut looked.findings {
                *is_found = asked == found;
            }
            world.record_clearance(case, &looked).await.unwrap();
            let doctor = world.actor("fp");
            let excluded = Refusal::CoverExcluded {
                item: SUBSTANCE.to_owned(),
                contraindication: found.to_owned(),
            };
            let mut form = papers::prescription(M3, day("2026-05-18"), "комиссия");
            form.flare.amounts = tablets("3");
            let refused = commands::prescribe_regimen(&world.desk, &doctor, None, case, &form).await;
            assert_eq!(refusals(refused), std::slice::from_ref(&excluded));
            // Other cover, or none, is the physician's choice.
            form.flare.amounts.clear();
            commands::prescribe_regimen(&world.desk, &doctor, None, case, &form)
                .await
                .unwrap();

            // The same of a dose that begins treatment anew, and of another drug.
            world.inform(case).await.unwrap();
            world.pass_until("2026-05-18 10:00").await;
            world.give(case).await.unwrap();
            world.pass_until("2026-10-01 10:00").await;
            world.measure(case).await;
            let mut answer = form.flare.clone();
            answer.amounts = tablets("3");
            let late = commands::decide_late_dose(
                &world.desk,
                &doctor,
                None,
                case,
                2,
                Some(true),
                "болады",
                &answer,
            )
            .await;
            assert_eq!(refusals(late), std::slice::from_ref(&excluded));
            let change = ChangeRegimen {
                protocol: "goserelin-12w".to_owned(),
                first_on: Some(day("2026-10-05")),
                reason: "себеп".to_owned(),
                decided_by: "комиссия".to_owned(),
                reference: "хаттама № 5".to_owned(),
                flare: answer,
                ..ChangeRegimen::default()
            };
            assert_eq!(refusals(world.change_as(case, &change).await), [excluded]);
        });
    }
}

#[test]
fn cover_that_reaches_the_caution_of_a_lifetime_is_ordered_with_a_reason() {
    for (earlier, grams, asked) in [("8,0", "1,1", true), ("8,0", "1,0", false), ("9,5", "0,1", true)] {
        story("2026-01-12 08:00", async |world| {
            let case = world.open(NewCase::default()).await;
            let mut looked = world.clearance(case).await;
            looked.earlier = tablets(earlier);
            world.record_clearance(case, &looked).await.unwrap();
            let doctor = world.actor("fp");
            let mut form = papers::prescription(M3, day("2026-01-19"), "комиссия");
            form.flare.amounts = tablets(grams);
            let why = std::mem::take(&mut form.despite_sum);
            let silent = commands::prescribe_regimen(&world.desk, &doctor, None, case, &form).await;
            if asked {
                let missing = Refusal::Required { field: "despite_sum" };
                assert_eq!(refusals(silent), [missing], "{earlier} {grams}");
                form.despite_sum = why;
            } else {
                silent.unwrap();
            }
            // Chosen again before it was begun, it is not counted twice.
            for _ in 0..2 {
                commands::prescribe_regimen(&world.desk, &doctor, None, case, &form)
                    .await
                    .unwrap();
            }
            let regimen = world.file(case).await.case.regimen().unwrap().clone();
            assert_eq!(regimen.despite_sum.is_some(), asked, "{earlier} {grams}");
        });
    }
}

/// The same of cover for a dose that begins treatment anew; decided again, it is not counted twice.
#[test]
fn cover_of_a_late_dose_that_reaches_the_caution_has_a_reason_of_its_own() {
    for (grams, asked) in [("1,1", true), ("1,0", false)] {
        story("2026-01-12 08:00", async |world| {
            let case = world.open(NewCase::default()).await;
            let mut looked = world.clearance(case).await;
            looked.earlier = tablets("8,0");
            world.record_clearance(case, &looked).await.unwrap();
            world.choose(case, M3, "2026-01-19").await.unwrap();
            world.inform(case).await.unwrap();
            world.pass_until("2026-01-19 10:00").await;
            world.give(case).await.unwrap();
            world.pass_until("2026-06-01 10:00").await;
            world.measure(case).await;
            let fp = world.actor("fp");
            let answer = FlareAnswer {
                given: Some(true),
                words: "ципротерон".to_owned(),
                amounts: tablets(grams),
            };
            let say = async |despite_sum: &str| {
                let grounds = Grounds {
                    words: "болады",
                    unmeasured: "",
                    despite_sum,
                };
                let (desk, give) = (&world.desk, Some(true));
                commands::decide_late_dose(desk, &fp, None, case, 2, give, grounds, &answer).await
            };
            let silent = say(" ").await;
            if asked {
                assert_eq!(refusals(silent), [Refusal::Required { field: "despite_sum" }]);
            } else {
                silent.unwrap();
            }
            for _ in 0..2 {
                say("басқасы жарамайды").await.unwrap();
            }
            let file = world.file(case).await;
            let decided = file.case.late_decision(2).unwrap();
            assert_eq!(decided.despite_sum.is_some(), asked, "{grams}");
        });
    }
}
