//! While treatment lasts: the examination, a laboratory's slip, a physician's decision about it.

use super::{Form, NO_CHOICE, begun, nothing_at, too_long};
use crate::support::{
    database::on_each,
    site::{Site, day},
};
use merzim::commands;
use merzim::demo::papers;
use merzim::domain::decide::{JudgeResult, RecordResults, TypedValue};
use merzim::domain::event::{Conclusion, Decided};
use merzim::domain::ids::{CaseId, RecordId};
use merzim::domain::results::unjudged;

#[test]
fn specialists_examine() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let (psychiatrist, long) = (site.account("psychiatrist"), too_long());
        let form = Form {
            path: format!("/cases/{case}/exam"),
            who: "psychiatrist",
            good: &[
                ("findings", "без особенностей"),
                ("examined_on_day", "3"),
                ("examined_on_month", "7"),
                ("examined_on_year", "2026"),
                ("member_endocrinologist", "Оспанова Р. С."),
                ("member_urologist", "Литвинов П. Г."),
                ("member_psychiatrist", &psychiatrist),
                ("member_therapist", "Ким В. А."),
                ("value_systolic", "120"),
                ("value_diastolic", "80"),
                ("value_weight", "78,5"),
                ("value_low-mood", "no"),
                ("value_suicide-risk", "no"),
                ("value_drive-returns", "yes"),
                ("value_counter-drug", "no"),
                ("reaction_1_words", "приливы"),
                ("reaction_1_severity", "mild"),
                ("reaction_1_began_on_day", "3"),
                ("reaction_1_began_on_month", "7"),
                ("reaction_1_began_on_year", "2026"),
                ("conclusion", "reconsider"),
                ("words", "к врачу"),
            ],
            needed: &[
                ("examined_on", "examined_on"),
                ("member_therapist", "member_therapist"),
                ("member_psychiatrist", "member_psychiatrist"),
                ("value_systolic", "value_systolic"),
                ("value_weight", "value_weight"),
                ("value_suicide-risk", "value_suicide-risk"),
                ("value_drive-returns", "value_drive-returns"),
                ("value_counter-drug", "value_counter-drug"),
                ("findings", "findings"),
                ("conclusion", "conclusion"),
                ("words", "words"),
                ("reaction_1_words", "reaction_1_words"),
                ("reaction_1_severity", "reaction_1_severity"),
                ("reaction_1_began_on", "reaction_1_began_on"),
            ],
            verb: "record-exam",
        };
        let who = form
            .proves_itself_against(
                &site,
                case,
                &[
                    (&[("examined_on_day", "31")], &["examined_on"]),
                    (&[("examined_on_day", "жеті")], &["examined_on"]),
                    (&[("examined_on_day", "4")], &["examined_on"]),
                    (&[("member_endocrinologist", &long)], &["member_endocrinologist"]),
                    (&[("member_psychiatrist", NO_CHOICE)], &["member_psychiatrist"]),
                    (&[("value_weight", "көп")], &["value_weight"]),
                    (&[("value_systolic", "1200")], &["value_systolic"]),
                    (&[("value_low-mood", NO_CHOICE)], &["value_low-mood"]),
                    (
                        &[("laboratory", &long), ("findings", &long)],
                        &["findings", "laboratory"],
                    ),
                    (&[("reaction_1_began_on_month", "x")], &["reaction_1_began_on"]),
                    (&[("reaction_1_began_on_day", "4")], &["reaction_1_began_on"]),
                    (&[("reaction_1_severity", NO_CHOICE)], &["reaction_1_severity"]),
                    (
                        &[("reaction_2_measures", "мазь")],
                        &["reaction_2_words", "reaction_2_severity", "reaction_2_began_on"],
                    ),
                    (&[("conclusion", NO_CHOICE)], &["conclusion"]),
                    (&[("words", &long)], &["words"]),
                ],
            )
            .await;
        let page = site.get(&who, &form.path).await;
        let nowhere = format!("/cases/{}/exam", CaseId::fresh());
        nothing_at(&site, &who, &page, &[nowhere]).await;
        let case = site.file(case).await.case;
        let weight = case.exams[0]
            .content
            .values
            .iter()
            .find(|known| known.item == "weight");
        assert_eq!(weight.unwrap().value, "78.5", "a comma is a point");
        assert_eq!(case.reactions.len(), 1);
        site.end()
    });
}

#[test]
fn a_slip_is_copied_as_it_stands() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let long = too_long();
        let form = Form {
            path: format!("/cases/{case}/results/new"),
            who: "nurse.prison",
            good: &[
                ("words", "натощак"),
                ("taken_on_day", "2"),
                ("taken_on_month", "7"),
                ("taken_on_year", "2026"),
                ("laboratory", "Областная лаборатория"),
                ("value_testosterone", "12,5"),
                ("unit_testosterone", "nmol/L"),
            ],
            needed: &[("taken_on", "taken_on"), ("laboratory", "laboratory")],
            verb: "record-results",
        };
        let unread = |value: &'static str| [("value_testosterone", value)];
        let typed = [
            "көп",
            "12,5 нмоль",
            "1.2.3",
            "1 2",
            "1e1",
            "0x1",
            "inf",
            "NaN",
            "<1",
            "--1",
        ];
        let typed = typed.map(unread);
        let (long_name, long_words) = ([("laboratory", &*long)], [("words", &*long)]);
        let testosterone: &[&str] = &["value_testosterone"];
        let unread = typed.iter().map(|value| (&value[..], testosterone));
        let slips: Vec<_> = unread
            .chain([
                (
                    &[("taken_on_day", "31"), ("taken_on_month", "2")][..],
                    &["taken_on"][..],
                ),
                (&[("taken_on_year", "26")], &["taken_on"]),
                (&[("taken_on_day", "екі")], &["taken_on"]),
                (&[("taken_on_day", "4")], &["taken_on"]),
                (&[("value_testosterone", "600")], &["value_testosterone"]),
                (&[("value_testosterone", "-1")], &["value_testosterone"]),
                (&[("unit_testosterone", NO_CHOICE)], &["unit_testosterone"]),
                (&[("value_testosterone", "")], &["taken_on"]),
                (&long_name, &["laboratory"]),
                (&long_words, &["words"]),
            ])
            .collect();
        let who = form.proves_itself_against(&site, case, &slips).await;

        // A point serves like a comma; a value that can hardly be is taken from whoever looked again.
        let page = site.get(&who, &form.path).await;
        let point = [("value_testosterone", "0.7"), ("unit_testosterone", "ng/mL")];
        let sent = site
            .send(&who, &form.path, &page, &[form.good, &point].concat())
            .await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let page = site.get(&who, &form.path).await;
        let hardly = [("value_testosterone", "600")];
        let asked = site
            .send(&who, &form.path, &page, &[form.good, &hardly].concat())
            .await;
        assert_eq!(asked.problems(), ["value_testosterone"]);
        let sure = site
            .send(&who, &form.path, &asked, &[("sure_testosterone", "yes")])
            .await;
        assert_eq!(sure.status, 303, "{}", sure.text());

        let slips = site.file(case).await.case.slips;
        let values: Vec<_> = slips.iter().map(|slip| &slip.content.values[0]).collect();
        let values: Vec<_> = values
            .into_iter()
            .map(|known| (known.value.as_str(), known.unit.as_deref().unwrap()))
            .collect();
        assert_eq!(values, [("12.5", "nmol/L"), ("0.7", "ng/mL"), ("600", "nmol/L")]);
        let nowhere = format!("/cases/{}/results/new", CaseId::fresh());
        nothing_at(&site, &who, &page, &[nowhere]).await;
        site.end()
    });
}

/// A slip with a value that a physician must decide about.
pub async fn alarming(site: &Site, case: CaseId) -> RecordId {
    let value = TypedValue {
        item: "alt".into(),
        value: "200".into(),
        ..TypedValue::default()
    };
    let slip = RecordResults {
        taken_on: Some(day(2026, 7, 2)),
        laboratory: "Областная лаборатория".into(),
        values: vec![value],
        words: String::new(),
    };
    commands::record_results(&site.desk, site.actor("nurse.prison"), None, case, &slip)
        .await
        .unwrap()
}

#[test]
fn a_physician_decides_about_a_result() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let slip = alarming(&site, case).await;
        let long = too_long();
        let form = Form {
            path: format!("/cases/{case}/judge"),
            who: "psychiatrist",
            good: &[
                ("words", "повторить через неделю"),
                ("decided", "repeat"),
                ("repeat_by_day", "10"),
                ("repeat_by_month", "7"),
                ("repeat_by_year", "2026"),
            ],
            needed: &[
                ("decided", "decided"),
                ("repeat_by", "repeat_by"),
                ("words", "words"),
            ],
            verb: "judge-result",
        };
        let elsewhere = RecordId::fresh().to_string();
        let who = site.sign_in(form.who).await;
        let page = form
            .refuses_gaps_and(
                &site,
                &who,
                case,
                &[
                    (
                        &[("repeat_by_month", "2"), ("repeat_by_day", "31")],
                        &["repeat_by"],
                    ),
                    (&[("repeat_by_day", "он")], &["repeat_by"]),
                    (&[("repeat_by_day", "2")], &["repeat_by"]),
                    // A date that nobody can read is not lost, whatever was decided.
                    (
                        &[("decided", "continue"), ("repeat_by_day", "32")],
                        &["repeat_by"],
                    ),
                    (&[("decided", NO_CHOICE)], &["decided"]),
                    (&[("words", &long)], &["words"]),
                    (&[("record", &elsewhere)], &[""]),
                ],
            )
            .await;
        form.acts_once(&site, &who, case, (&page, &format!("/cases/{case}")))
            .await;
        let judged = &site.file(case).await.case.judgements[0].content;
        assert_eq!((judged.record, judged.decided), (slip, Decided::Repeat));
        let gone = site.get(&who, &form.path).await;
        assert_eq!(gone.status, 404, "nothing waits any more");
        let page = site.get(&who, &format!("/cases/{case}/hold")).await;
        let nowhere = format!("/cases/{}/judge", CaseId::fresh());
        nothing_at(&site, &who, &page, &[nowhere]).await;
        site.end()
    });
}

/// What the specialists conclude stands on the page of the case as somebody's task. It cannot be measured again.
#[test]
fn a_physician_decides_about_a_conclusion() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let psychiatrist = site.actor("psychiatrist");
        let file = site.file(case).await;
        for waiting in unjudged(&file.case, site.desk.rules()) {
            let form = JudgeResult {
                record: Some(waiting.record),
                decided: Decided::Continue.code().into(),
                words: "до лечения".into(),
                ..JudgeResult::default()
            };
            commands::judge_result(&site.desk, psychiatrist, None, case, &form)
                .await
                .unwrap();
        }
        let account = psychiatrist.account_id().unwrap();
        let by = ("Әлиева Ж.", account);
        let mut exam = papers::examination(&file.case, site.desk.rules(), day(2026, 7, 3), by);
        exam.conclusion = Conclusion::Reconsider.code().into();
        exam.findings = "плотность кости снижена".into();
        exam.words = "обсудить другой препарат".into();
        commands::record_exam(&site.desk, psychiatrist, None, case, &exam)
            .await
            .unwrap();

        let who = site.sign_in("psychiatrist").await;
        let home = site.get(&who, &format!("/cases/{case}?lang=en")).await;
        assert!(
            home.says("Decide what follows from the examination"),
            "{}",
            home.text()
        );
        let results = site.get(&who, &format!("/cases/{case}/results?lang=en")).await;
        assert!(
            results.says("Harm speaks against going on as before"),
            "{}",
            results.text()
        );
        let form = Form {
            path: format!("/cases/{case}/judge"),
            who: "psychiatrist",
            good: &[("words", "кальций, контроль"), ("decided", "continue")],
            needed: &[("decided", "decided"), ("words", "words")],
            verb: "judge-result",
        };
        let slips: &[super::Slip<'_>] = &[(&[("decided", NO_CHOICE)], &["decided"])];
        let page = form.refuses_gaps_and(&site, &who, case, slips).await;
        // Nobody is offered to measure a conclusion again, nor by when; whoever sends it all the same is asked.
        assert!(!page.body.contains("name=\"repeat_by_day\""), "{}", page.text());
        let again = [
            ("words", "ещё раз"),
            ("decided", "repeat"),
            ("repeat_by_day", "10"),
            ("repeat_by_month", "7"),
            ("repeat_by_year", "2026"),
        ];
        let refused = site.send(&who, &form.path, &page, &again).await;
        assert_eq!(refused.problems(), ["decided"], "{}", refused.text());
        assert!(page.says("плотность кости снижена") && page.says("обсудить другой препарат"));
        assert!(!page.body.contains("value=\"repeat\""), "{}", page.text());
        form.acts_once(&site, &who, case, (&page, &format!("/cases/{case}")))
            .await;
        let home = site.get(&who, &format!("/cases/{case}?lang=en")).await;
        assert!(!home.says("Decide what follows from the examination"));
        site.end()
    });
}
