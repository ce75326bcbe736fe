//! How much of a drug a body has had in a life, whatever the case or the number it came under.

use super::{CYPROTERONE, begun, value};
use crate::support::world::{M3, RULES, day, refusals, story};
use merzim::commands;
use merzim::demo::papers;
use merzim::domain::decide::{FlareAnswer, JudgeResult, TypedValue};
use merzim::domain::event::Decided;
use merzim::domain::refusal::Refusal;

/// The substance, as the course sums it.
const CYPROTERONE_LOAD: &str = "cyproterone";

#[test]
fn the_sum_of_a_lifetime_counts_every_regimen() {
    story("2026-01-12 08:00", async |world| {
        let case = begun(world, CYPROTERONE, "2026-01-12").await;
        let grams = async || {
            let file = world.file(case).await;
            let sums = merzim::domain::lifetime::summed(&file.case, &RULES, "cyproterone");
            sums.last().map_or(0, |sum| (sum.grams * 10.0).round() as i64)
        };
        assert_eq!(grams().await, 3, "one ampoule of 300 mg");
        world.choose(case, M3, "2026-01-26").await.unwrap();
        world.inform(case).await.unwrap();
        world.pass_until("2026-01-26 10:00").await;
        world.give(case).await.unwrap();
        assert_eq!(grams().await, 3, "another drug adds nothing");
        world.choose(case, CYPROTERONE, "2026-04-26").await.unwrap();
        world.inform(case).await.unwrap();
        world.pass_until("2026-04-26 10:00").await;
        world.give(case).await.unwrap();
        assert_eq!(grams().await, 6, "the same drug again counts on");
        let dose = world.file(case).await.case.doses.last().unwrap().content.id;
        world.void("n1", case, dose).await.unwrap();
        assert_eq!(grams().await, 3, "a dose that was struck out was not given");
    });
}

/// What he took before this case counts, in the unit in which it was told; a thousand times too much or too little is asked
/// about.
#[test]
fn the_sum_of_a_lifetime_begins_before_the_case() {
    for (typed, unit, slip, tenths) in [
        ("8900", "mg", ("8900", "g"), 89),
        ("12,5", "g", ("12,5", "mg"), 125),
        // True, and beyond what is likely: whoever is sure is believed.
        ("60", "g", ("60", "mg"), 600),
    ] {
        story("2026-01-12 08:00", async |world| {
            let case = world.open(Default::default()).await;
            let mut form = world.clearance(case).await;
            for wrong in [slip, (typed, "kg"), ("көп", unit), ("-3", unit)] {
                form.earlier = vec![value(CYPROTERONE_LOAD, wrong.0, wrong.1)];
                let refused = refusals(world.record_clearance(case, &form).await);
                assert!(
                    matches!(
                        refused[..],
                        [Refusal::ResultImpossible { .. }
                            | Refusal::UnitUnknown { .. }
                            | Refusal::ResultUnread { .. }]
                    ),
                    "{wrong:?}: {refused:?}"
                );
            }
            form.earlier = vec![TypedValue {
                sure: tenths > 500,
                ..value(CYPROTERONE_LOAD, typed, unit)
            }];
            world.record_clearance(case, &form).await.unwrap();
            let stored = world.file(case).await.case.clearance().unwrap().earlier.clone();
            assert_eq!(stored.len(), 1);
            assert_eq!(stored[0].value, typed.replace(',', "."), "as it was written down");
            assert_eq!(stored[0].unit.as_deref(), Some(unit));

            let sums = async || {
                let file = world.file(case).await;
                let sums = merzim::domain::lifetime::summed(&file.case, &RULES, CYPROTERONE_LOAD);
                let tenths = sums.last().map_or(0, |sum| (sum.grams * 10.0).round() as i64);
                (tenths, sums.iter().filter(|sum| sum.earlier).count())
            };
            assert_eq!(sums().await, (tenths, 1));
            world.choose(case, CYPROTERONE, "2026-01-12").await.unwrap();
            world.inform(case).await.unwrap();
            world.pass_until("2026-01-12 10:00").await;
            world.give(case).await.unwrap();
            assert_eq!(sums().await, (tenths + 3, 1), "one ampoule of 300 mg more");
        });
    }
}

/// Nobody chooses a drug past the caution without having looked at the sum: beyond it, and where the very next dose crosses it.
#[test]
fn a_drug_beyond_the_caution_of_a_lifetime_is_chosen_with_a_reason() {
    for (earlier, asked, reached_with) in [
        (Some("12,5"), true, None),
        (Some("9,1"), true, None),
        (Some("8,8"), true, Some(1)),
        (Some("8,7"), false, Some(2)),
        (None, false, Some(31)),
    ] {
        story("2026-01-12 08:00", async |world| {
            let case = world.open(Default::default()).await;
            let mut form = world.clearance(case).await;
            form.earlier = earlier
                .map(|grams| value(CYPROTERONE_LOAD, grams, "g"))
                .into_iter()
                .collect();
            world.record_clearance(case, &form).await.unwrap();
            let file = world.file(case).await;
            let product = RULES.protocol_on(CYPROTERONE, day("2026-01-12")).unwrap();
            let ahead = merzim::domain::lifetime::ahead(&file.case, product, &RULES, day("2026-01-12"));
            let ahead = ahead.unwrap();
            assert_eq!(ahead.reached_with(), reached_with, "{earlier:?}");
            let goserelin = RULES.protocol_on("goserelin-12w", day("2026-01-12")).unwrap();
            assert_eq!(
                merzim::domain::lifetime::ahead(&file.case, goserelin, &RULES, day("2026-01-12")),
                None
            );

            let doctor = world.actor("fp");
            let mut form = papers::prescription(CYPROTERONE, day("2026-01-12"), "комиссия");
            let why = std::mem::take(&mut form.despite_sum);
            let silent = commands::prescribe_regimen(&world.desk, &doctor, None, case, &form).await;
            if asked {
                let wrong = Refusal::Required { field: "despite_sum" };
                assert_eq!(refusals(silent), [wrong], "{earlier:?}");
                form.despite_sum = why.clone();
                commands::prescribe_regimen(&world.desk, &doctor, None, case, &form)
                    .await
                    .unwrap();
            } else {
                silent.unwrap();
            }
            let stored = world.file(case).await.case.regimen().unwrap().despite_sum.clone();
            assert_eq!(stored, asked.then_some(why), "{earlier:?}");
        });
    }
}

#[test]
fn the_sum_of_a_lifetime_counts_what_was_no_dose_and_what_rests() {
    story("2026-01-12 08:00", async |world| {
        let case = begun(world, CYPROTERONE, "2026-01-12").await;
        let grams = async |case| {
            let file = world.file(case).await;
            let sums = merzim::domain::lifetime::summed(&file.case, &RULES, "cyproterone");
            let days: Vec<_> = sums.iter().map(|sum| sum.on).collect();
            assert!(days.is_sorted(), "{days:?}");
            sums.last().map_or(0, |sum| (sum.grams * 10.0).round() as i64)
        };
        let n1 = world.actor("n1");
        let report = async |lot: &str, injected| {
            let form = commands::Incident {
                kind: Some(merzim::domain::event::IncidentKind::SecondInjection),
                occurred_at: Some(world.desk.instant()),
                injected,
                words: "екінші рет".to_owned(),
                lot: lot.to_owned(),
                ..commands::Incident::default()
            };
            commands::report_incident(&world.desk, &n1, None, case, &form)
                .await
                .unwrap()
        };
        world.pass_until("2026-01-13 10:00").await;
        let second = report("L8", true).await;
        assert_eq!(grams(case).await, 6, "the ampoule that was given twice");
        report("", true).await;
        assert_eq!(
            grams(case).await,
            9,
            "of an unknown lot it is what was prescribed"
        );
        report("", false).await;
        assert_eq!(grams(case).await, 9, "nothing entered the body");
        world.void("n1", case, second).await.unwrap();
        assert_eq!(grams(case).await, 6, "it was not so");

        // The same person under another number: what he was given there is in his body.
        world.pass_until("2026-01-26 08:00").await;
        let other = begun(world, CYPROTERONE, "2026-01-26").await;
        assert_eq!(grams(other).await, 3);
        for waiting in merzim::domain::results::unjudged(&world.file(case).await.case, &RULES) {
            let form = JudgeResult {
                record: Some(waiting.record),
                decided: Decided::Continue.code().to_owned(),
                words: "бақылауда".to_owned(),
                ..JudgeResult::default()
            };
            commands::judge_result(&world.desk, &world.actor("fp"), None, case, &form)
                .await
                .unwrap();
        }
        let words = "бір адам екі рет тіркелген";
        commands::merge_cases(&world.desk, &world.actor("clerk"), None, (other, case), words)
            .await
            .unwrap();
        assert_eq!(grams(other).await, 9);
    });
}

/// Tablets that cover the first weeks of an agonist are cyproterone, too: ordered with the choice of a drug, and with a dose that
/// begins treatment anew. A choice that is made again counts once.
#[test]
fn the_sum_of_a_lifetime_counts_the_cover_against_flare() {
    story("2026-01-12 08:00", async |world| {
        let case = world.open(Default::default()).await;
        world.clear(case).await.unwrap();
        let doctor = world.actor("fp");
        let sums = async || {
            let file = world.file(case).await;
            let sums = merzim::domain::lifetime::summed(&file.case, &RULES, CYPROTERONE_LOAD);
            let tenths = sums.last().map_or(0, |sum| (sum.grams * 10.0).round() as i64);
            (tenths, sums.iter().filter(|sum| sum.cover).count())
        };
        let mut form = papers::prescription(M3, day("2026-01-19"), "комиссия");
        for wrong in [("2800", "g"), ("2,8", "mg"), ("2,8", "kg"), ("көп", "g")] {
            form.flare.amounts = vec![value(CYPROTERONE_LOAD, wrong.0, wrong.1)];
            let refused = commands::prescribe_regimen(&world.desk, &doctor, None, case, &form).await;
            let fields: Vec<_> = refusals(refused).iter().filter_map(Refusal::field).collect();
            assert!(
                matches!(&*fields[0], "value_cyproterone" | "unit_cyproterone"),
                "{wrong:?}: {fields:?}"
            );
        }
        form.flare.amounts = vec![value(CYPROTERONE_LOAD, "2800", "mg")];
        for _ in 0..2 {
            commands::prescribe_regimen(&world.desk, &doctor, None, case, &form)
                .await
                .unwrap();
        }
        assert_eq!(sums().await, (28, 1), "chosen twice, begun once");
        let regimen = world.file(case).await.case.regimen().unwrap().clone();
        let stored = &regimen.flare_cover.unwrap().amounts[0];
        assert_eq!(
            (stored.value.as_str(), stored.unit.as_deref()),
            ("2800", Some("mg"))
        );

        world.inform(case).await.unwrap();
        world.pass_until("2026-01-19 10:00").await;
        world.give(case).await.unwrap();
        assert_eq!(sums().await, (28, 1), "the agonist itself brings none");
        world.pass_until("2026-06-01 10:00").await;
        let mut answer = form.flare.clone();
        let decide = async |answer: &FlareAnswer| {
            commands::decide_late_dose(&world.desk, &doctor, None, case, 2, Some(true), "болады", answer)
                .await
        };
        answer.amounts = vec![value(CYPROTERONE_LOAD, "1,4", "g")];
        world.measure(case).await;
        decide(&answer).await.unwrap();
        assert_eq!(sums().await, (42, 2));
        // Without cover there is nothing to count, whatever was typed before.
        answer.given = Some(false);
        decide(&answer).await.unwrap();
        assert_eq!(sums().await, (28, 1), "decided anew: the last word counts");
    });
}
