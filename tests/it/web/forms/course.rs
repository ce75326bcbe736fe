//! Before the first dose: the commission's form, and what the person is told.

use super::{Form, NO_CHOICE, nothing_at, too_long};
use crate::support::{
    database::on_each,
    site::{Site, day},
};
use merzim::commands;
use merzim::demo::papers;
use merzim::domain::event::Consent;
use merzim::domain::ids::CaseId;

/// Every question of the commission, answered with no.
const NOTHING_FOUND: [(&str, &str); 8] = [
    ("found_hypersensitivity", "no"),
    ("found_severe-osteoporosis", "no"),
    ("found_liver-disease", "no"),
    ("found_meningioma", "no"),
    ("found_thromboembolism", "no"),
    ("found_severe-depression", "no"),
    ("found_sickle-cell", "no"),
    ("found_wasting", "no"),
];

#[test]
fn a_commission_clears_a_person() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.open_case("prison").await;
        let (psychiatrist, long) = (site.account("psychiatrist"), too_long());
        let good = [
            &[
                ("words", "nothing was found"),
                ("examined_on_day", "2"),
                ("examined_on_month", "7"),
                ("examined_on_year", "2026"),
                ("member_endocrinologist", "Оспанова Р. С."),
                ("member_urologist", "Литвинов П. Г."),
                ("member_psychiatrist", &psychiatrist),
                ("member_therapist", "Ким В. А."),
                ("cleared", "yes"),
                ("value_cyproterone", "8900"),
                ("unit_cyproterone", "mg"),
            ],
            &NOTHING_FOUND[..],
        ]
        .concat();
        let form = Form {
            path: format!("/cases/{case}/clearance"),
            who: "psychiatrist",
            good: &good,
            needed: &[
                ("examined_on", "examined_on"),
                ("member_endocrinologist", "member_endocrinologist"),
                ("member_psychiatrist", "member_psychiatrist"),
                ("found_hypersensitivity", "found_hypersensitivity"),
                ("found_wasting", "found_wasting"),
                ("cleared", "cleared"),
            ],
            verb: "record-clearance",
        };
        let who = form
            .proves_itself_against(
                &site,
                case,
                &[
                    (
                        &[("examined_on_day", "31"), ("examined_on_month", "2")],
                        &["examined_on"],
                    ),
                    (&[("examined_on_month", "шілде")], &["examined_on"]),
                    (&[("examined_on_day", "4")], &["examined_on"]),
                    (&[("member_psychiatrist", NO_CHOICE)], &["member_psychiatrist"]),
                    (&[("member_urologist", &long)], &["member_urologist"]),
                    // One specialist is not two members.
                    (&[("member_urologist", "Ospanova R. S.")], &["member_urologist"]),
                    (&[("cleared", NO_CHOICE)], &["cleared"]),
                    (&[("found_meningioma", "yes"), ("words", " ")], &["words"]),
                    (&[("words", &long)], &["words"]),
                    // A thousand times too much, too little, no number, no unit.
                    (
                        &[("value_cyproterone", "9000"), ("unit_cyproterone", "g")],
                        &["value_cyproterone"],
                    ),
                    (
                        &[("value_cyproterone", "9"), ("unit_cyproterone", "mg")],
                        &["value_cyproterone"],
                    ),
                    (&[("value_cyproterone", "көп")], &["value_cyproterone"]),
                    (
                        &[("value_cyproterone", "9"), ("unit_cyproterone", NO_CHOICE)],
                        &["unit_cyproterone"],
                    ),
                    (&[("cleared", "no")], &["again_on"]),
                    (
                        &[("cleared", "no"), ("again_on_day", "31"), ("again_on_month", "2")],
                        &["again_on"],
                    ),
                    (
                        &[
                            ("cleared", "no"),
                            ("again_on_day", "3"),
                            ("again_on_month", "7"),
                            ("again_on_year", "2026"),
                        ],
                        &["again_on"],
                    ),
                ],
            )
            .await;
        let page = site.get(&who, &form.path).await;
        let nowhere = ["not-a-case".to_owned(), CaseId::fresh().to_string()];
        let nowhere = nowhere.map(|id| format!("/cases/{id}/clearance"));
        nothing_at(&site, &who, &page, &nowhere).await;
        let clearance = &site.file(case).await.case.clearances[0].content;
        assert_eq!(
            (clearance.examined_on, clearance.cleared),
            (day(2026, 7, 2), true)
        );
        // What was typed is read as it was typed, and in grams beside it.
        let home = site.get(&who, &format!("/cases/{case}?lang=en")).await;
        assert!(
            home.says("before this case: 8900 mg (= 8.90 g)"),
            "{}",
            home.text()
        );
        site.end()
    });
}

/// What excludes a drug is read beside it, not only once it was chosen.
#[test]
fn a_drug_that_something_excludes_is_marked_where_it_is_chosen() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.open_case("prison").await;
        let psychiatrist = site.actor("psychiatrist");
        let course = site.desk.rules().law_for(day(2026, 7, 3)).unwrap().course;
        let by = ("Әлиева Ж.", psychiatrist.account_id().unwrap());
        let mut looked = papers::clearance(course, day(2026, 7, 3), by);
        for (id, present) in &mut looked.findings {
            *present = id == "meningioma";
        }
        commands::record_clearance(&site.desk, psychiatrist, None, case, &looked)
            .await
            .unwrap();
        let who = site.sign_in("psychiatrist").await;
        let page = site.get(&who, &format!("/cases/{case}/regimen?lang=en")).await;
        let marks = page
            .text()
            .matches("Excluded for this person: Meningioma, now or ever")
            .count();
        assert_eq!(marks, 1, "{}", page.text());
        site.end()
    });
}

#[test]
fn a_person_is_told_about_the_drug() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.cleared_case("prison").await;
        site.prescribe(case, day(2026, 7, 3), ["grounds", "bicalutamide"])
            .await;
        let long = too_long();
        let form = Form {
            path: format!("/cases/{case}/information"),
            who: "nurse.prison",
            good: &[
                ("own_words", "«Түсіндім»"),
                ("told_on_day", "3"),
                ("told_on_month", "7"),
                ("told_on_year", "2026"),
                ("told_by", "Ахметова А."),
                ("language", "other"),
                ("other_language", "өзбек тілі"),
                ("interpreter", "Юлдашев"),
                ("topics_effect", "yes"),
                ("topics_side-effects", "yes"),
                ("topics_method", "yes"),
                ("topics_cycle", "yes"),
                ("topics_rights", "yes"),
                ("consent", "not-expressed"),
                ("signed", "no"),
            ],
            needed: &[
                ("told_on", "told_on"),
                ("told_by", "told_by"),
                ("language", "language"),
                ("other_language", "other_language"),
                ("interpreter", "interpreter"),
                ("topics", "topics"),
                ("topics_rights", "topics"),
                ("own_words", "own_words"),
                ("consent", "consent"),
                ("signed", "signed"),
            ],
            verb: "record-information",
        };
        let nurse = site.sign_in(form.who).await;
        let page = site.get(&nurse, &form.path).await;
        let mut lacking = form.good.to_vec();
        lacking.retain(|(field, _)| *field != "topics_rights");
        let refused = site.send(&nurse, &form.path, &page, &lacking).await;
        assert!(refused.says("Not explained yet:"), "{}", refused.text());
        site.a_minute_later();
        let who = form
            .proves_itself_against(
                &site,
                case,
                &[
                    (&[("told_on_day", "31"), ("told_on_month", "6")], &["told_on"]),
                    (&[("told_on_year", "биыл")], &["told_on"]),
                    (&[("told_on_day", "4")], &["told_on"]),
                    (&[("told_by", &long)], &["told_by"]),
                    (&[("interpreter", &long)], &["interpreter"]),
                    (&[("other_language", &long)], &["other_language"]),
                    (&[("own_words", &long)], &["own_words"]),
                    (
                        &[("language", NO_CHOICE), ("consent", NO_CHOICE)],
                        &["language", "consent"],
                    ),
                ],
            )
            .await;
        let page = site.get(&who, &form.path).await;
        let nowhere = format!("/cases/{}/information", CaseId::fresh());
        nothing_at(&site, &who, &page, &[nowhere]).await;
        let told = &site.file(case).await.case.informed[0].content;
        assert_eq!(
            (told.consent, told.interpreter.as_deref()),
            (Consent::NotExpressed, Some("Юлдашев"))
        );
        assert_eq!(told.other_language.as_deref(), Some("өзбек тілі"));
        let read = site.get(&who, &format!("/cases/{case}?lang=en")).await;
        assert!(read.says("language: өзбек тілі"), "{}", read.text());
        site.end()
    });
}
