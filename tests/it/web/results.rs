//! Results are for those who treat: nobody else opens a page that shows or takes one.

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
