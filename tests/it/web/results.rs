//! Results are for those who treat: nobody else opens a page that shows or takes one.

use super::forms::give;
use crate::support::{
    database::on_each,
    site::{Site, day},
};
use merzim::commands;
use merzim::domain::decide::{JudgeResult, RecordResults, TypedValue};
use merzim::domain::ids::RecordId;

#[test]
fn nobody_but_those_who_treat_sees_a_result() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let pages = ["results", "results/new", "exam", "judge", "reaction"];
        for name in ["probation", "police", "controller", "clerk", "pharmacist"] {
            let who = site.sign_in(name).await;
            for page in pages {
                let answer = site.get(&who, &format!("/cases/{case}/{page}")).await;
                assert!(
                    matches!(answer.status, 403 | 404),
                    "{name} {page}: {}",
                    answer.status
                );
                assert!(
                    !answer.says("testosterone") && !answer.says("estosteron"),
                    "{name} {page}"
                );
            }
        }
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.get(&nurse, &format!("/cases/{case}/results")).await;
        assert_eq!(page.status, 200, "{}", page.text());
        for page in ["exam", "judge"] {
            let answer = site.get(&nurse, &format!("/cases/{case}/{page}")).await;
            assert_eq!(answer.status, 403, "{page} is not a nurse's");
        }
        site.end()
    });
}

/// Thoughts of suicide lead the page of the case from the moment they are on record, decided about or not, until a later
/// answer says otherwise.
#[test]
fn an_alarming_answer_leads_the_case_until_a_later_one() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let answer = async |said: &str| -> RecordId {
            let form = RecordResults {
                taken_on: Some(day(2026, 7, 3)),
                laboratory: String::new(),
                values: vec![TypedValue {
                    item: "suicide-risk".into(),
                    value: said.into(),
                    ..TypedValue::default()
                }],
                words: String::new(),
            };
            let nurse = site.actor("nurse.prison");
            let recorded = commands::record_results(&site.desk, nurse, None, case, &form).await;
            site.a_minute_later();
            recorded.unwrap()
        };
        let psychiatrist = site.sign_in("psychiatrist").await;
        let path = format!("/cases/{case}?lang=en");
        assert!(!site.get(&psychiatrist, &path).await.says("suicide risk: Yes"));

        let record = answer("yes").await;
        let page = site.get(&psychiatrist, &path).await;
        let main = page.body.split("<main").nth(1).unwrap().to_owned();
        let banner = main
            .find("suicide risk: Yes")
            .unwrap_or_else(|| panic!("{}", page.text()));
        assert!(
            main.find("merzim-next").is_none_or(|next| banner < next),
            "it leads the page"
        );
        assert!(page.says("decides about it on the same day"));
        let judged = JudgeResult {
            record: Some(record),
            decided: "continue".into(),
            words: "осмотрен".into(),
            ..JudgeResult::default()
        };
        commands::judge_result(&site.desk, site.actor("psychiatrist"), None, case, &judged)
            .await
            .unwrap();
        let page = site.get(&psychiatrist, &path).await;
        assert!(
            page.says("suicide risk: Yes") && page.says("Decided on"),
            "{}",
            page.text()
        );
        let clerk = site.sign_in("clerk").await;
        assert!(!site.get(&clerk, &path).await.says("suicide"));

        answer("no").await;
        let page = site.get(&psychiatrist, &path).await;
        assert!(
            !page.says("until a later answer says otherwise"),
            "{}",
            page.text()
        );
        assert!(!page.says("decides about it on the same day"), "{}", page.text());
        site.end()
    });
}

/// Two laboratories, two units: each value stands as it was written, and in the unit in which it is compared and drawn.
#[test]
fn values_of_two_units_are_compared_in_one() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        for (taken_on, value, unit) in [(1, "350", "ng/dL"), (2, "12,5", "nmol/L"), (3, "250", "ng/dL")] {
            let form = RecordResults {
                taken_on: Some(day(2026, 7, taken_on)),
                laboratory: "Областная лаборатория".into(),
                values: vec![TypedValue {
                    item: "testosterone".into(),
                    value: value.into(),
                    unit: unit.into(),
                    ..TypedValue::default()
                }],
                words: String::new(),
            };
            commands::record_results(&site.desk, site.actor("nurse.prison"), None, case, &form)
                .await
                .unwrap();
        }
        let who = site.sign_in("psychiatrist").await;
        let page = site.get(&who, &format!("/cases/{case}/results?lang=en")).await;
        for said in ["350 ng/dL (= 12.13 nmol/L)", "250 ng/dL (= 8.67 nmol/L)"] {
            assert!(page.says(said), "{said}: {}", page.text());
        }
        assert!(!page.says("12.5 nmol/L (="), "its own unit is said once");
        // 8.67 and 12.5 lie inside 8.6 to 29: nothing waits, though 250 is far beyond the number 29.
        assert!(page.says("8.6–29.0 nmol/L"), "{}", page.text());
        let judge = site.get(&who, &format!("/cases/{case}/judge")).await;
        assert_eq!(judge.status, 404, "{}", judge.text());
        // The two of about the same height are drawn at about the same height.
        let drawn = page.body.split("id=\"chart-testosterone\"").nth(1).unwrap();
        let heights: Vec<i64> = drawn
            .split("<circle ")
            .skip(1)
            .take(3)
            .map(|point| {
                let from = point.split("cy=\"").nth(1).unwrap();
                from.split('"').next().unwrap().parse().unwrap()
            })
            .collect();
        let [first, second, third] = heights[..] else {
            panic!("{heights:?}")
        };
        assert!((first - second).abs() < (third - second).abs(), "{heights:?}");
        site.end()
    });
}

/// What was measured is drawn over time, with the doses marked.
#[test]
fn a_chart_marks_the_doses() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        for (taken_on, value) in [(1, "14"), (2, "12,5")] {
            let form = RecordResults {
                taken_on: Some(day(2026, 7, taken_on)),
                laboratory: "Областная лаборатория".into(),
                values: vec![TypedValue {
                    item: "testosterone".into(),
                    value: value.into(),
                    unit: "nmol/L".into(),
                    ..TypedValue::default()
                }],
                words: String::new(),
            };
            commands::record_results(&site.desk, site.actor("nurse.prison"), None, case, &form)
                .await
                .unwrap();
        }
        let marked = async || {
            let who = site.sign_in("psychiatrist").await;
            let page = site.get(&who, &format!("/cases/{case}/results?lang=en")).await;
            let chart = page
                .body
                .split("id=\"chart-testosterone\"")
                .nth(1)
                .unwrap()
                .to_owned();
            chart.split("</figure>").next().unwrap().contains("Dose given")
        };
        assert!(!marked().await, "none was given yet");
        site.a_minute_later();
        give(&site, "nurse.prison", case, 1).await;
        assert!(marked().await);
        site.end()
    });
}

/// What was to be decided on its day names that day once it has passed: "today" would be wrong ever after.
#[test]
fn a_decision_left_lying_names_the_day_it_was_due() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let form = RecordResults {
            taken_on: Some(day(2026, 7, 3)),
            laboratory: String::new(),
            values: vec![TypedValue {
                item: "suicide-risk".into(),
                value: "yes".into(),
                ..TypedValue::default()
            }],
            words: String::new(),
        };
        let nurse = site.actor("nurse.prison");
        commands::record_results(&site.desk, nurse, None, case, &form)
            .await
            .unwrap();
        let path = format!("/cases/{case}/judge?lang=en");
        let who = site.sign_in("psychiatrist").await;
        let page = site.get(&who, &path).await;
        assert!(page.says("This must be decided today."), "{}", page.text());
        site.go_to("2026-07-24T05:00:00Z");
        let who = site.sign_in("psychiatrist").await;
        let page = site.get(&who, &path).await;
        assert!(page.says("This was to be decided on"), "{}", page.text());
        site.end()
    });
}
