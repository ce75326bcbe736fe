//! Severe osteoporosis excludes one drug by its label; under the others it warns, and nobody contradicts the commission.

use crate::support::world::{M3, NewCase, RULES, day, refusals, story};
use merzim::domain::decide::to_heed;
use merzim::domain::refusal::Refusal;

#[test]
fn a_drug_that_severe_osteoporosis_does_not_exclude_is_given_with_a_warning() {
    for product in [
        "goserelin-12w",
        "degarelix-28d",
        "leuprorelin-12w",
        "leuprorelin-gel-3m",
    ] {
        story("2026-03-02 09:00", async |world| {
            let case = world.open(NewCase::default()).await;
            let mut looked = world.clearance(case).await;
            for (asked, found) in &mut looked.findings {
                *found = asked == "severe-osteoporosis";
            }
            world.record_clearance(case, &looked).await.unwrap();
            let excluded = Refusal::Contraindicated {
                contraindication: "severe-osteoporosis".to_owned(),
            };
            assert_eq!(refusals(world.choose(case, M3, "2026-03-16").await), [excluded]);
            world.choose(case, product, "2026-03-16").await.unwrap();
            world.inform(case).await.unwrap();
            world.pass_until("2026-03-16 10:00").await;

            let file = world.file(case).await;
            let mut form = world.injection(case).await;
            for answer in ["yes", "no"] {
                let mut answers = form.checks.iter_mut();
                let bones = answers.find(|answer| answer.check == "bone-density").unwrap();
                answer.clone_into(&mut bones.answer);
                let heed = to_heed(&file.case, &form, &RULES, day("2026-03-16"));
                let heed: Vec<_> = heed.iter().map(|check| check.id.as_str()).collect();
                assert!(heed.contains(&"bone-density"), "{product} {answer}: {heed:?}");
            }
            // The honest answer stops nobody.
            world.log("n1", case, &form).await.unwrap();
        });
    }
}
