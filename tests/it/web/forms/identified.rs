//! By what a person is recognised, and what stands in his way, is chosen from what the form offers; nothing else that is
//! sent under such a name counts.

use super::dose::{CHECKS, IDENTITY, answered};
use crate::support::{database::on_each, site::Site};
use merzim::commands;
use merzim::domain::event::{Corrected, DoseGiven};
use merzim::domain::identifier::Identifier;

#[test]
fn invented_identifiers_identify_nobody() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.follow(&nurse, &format!("/cases/{case}/dose")).await;
        let base = page.path.strip_suffix("/identity").unwrap().to_owned();
        for wrong in [
            [("identified_by_zzz", "yes"), ("identified_by_<b>q", "yes")],
            [("identified_by_name", "yes"), ("identified_by_zzz", "yes")],
            // The number of a document and the IIN are one number.
            [("identified_by_iin", "yes"), ("identified_by_document", "yes")],
        ] {
            let sent = site.send(&nurse, &page.path, &page, &wrong).await;
            assert_eq!(
                (sent.status, sent.problems()),
                (422, vec!["identified_by".to_owned()]),
                "{wrong:?}: {}",
                sent.text()
            );
            let answers = site.get(&nurse, &format!("{base}/answers")).await;
            assert_eq!(
                answers.location,
                Some(format!("{base}/identity")),
                "{wrong:?}: nothing to be shown, and no fault"
            );
            let saved = site.send(&nurse, &format!("{base}/save"), &page, &[]).await;
            assert_eq!(saved.status, 422, "{wrong:?}: {}", saved.text());
        }
        assert!(site.file(case).await.case.doses.is_empty());

        // Beside two that are known an invented one says nothing.
        let also = [IDENTITY[0], IDENTITY[1], ("identified_by_<b>q", "yes")];
        let checks = answered(&site, &nurse, page, &[&also, &CHECKS]).await;
        assert!(checks.path.ends_with("/product"), "{}", checks.path);
        site.end()
    });
}

#[test]
fn what_an_old_record_names_as_an_identifier_is_still_read() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        super::give(&site, "nurse.prison", case, 1).await;
        let given = site.file(case).await.case.doses[0].content.clone();
        let known = [Identifier::Name, Identifier::Born].map(Identifier::code);
        assert_eq!(given.identified_by, known);
        let nurse = site.sign_in("nurse.prison").await;
        let path = format!("/cases/{case}?lang=en");
        let page = site.get(&nurse, &path).await;
        assert!(
            page.says("Full name") && page.says("Date of birth"),
            "{}",
            page.text()
        );
        let old = Corrected::Dose(DoseGiven {
            identified_by: vec!["born".to_owned(), "<b>q".to_owned()],
            ..given
        });
        commands::amend_record(
            &site.desk,
            site.actor("nurse.prison"),
            None,
            case,
            &old,
            "as it was",
        )
        .await
        .unwrap();
        let page = site.get(&nurse, &path).await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(page.says("&lt;b&gt;q") && !page.says("<b>q"), "{}", page.text());
        site.end()
    });
}

#[test]
fn an_invented_drug_is_no_drug_under_which_something_was_found() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.open_case("prison").await;
        let psychiatrist = site.account("psychiatrist");
        let who = site.sign_in("psychiatrist").await;
        let path = format!("/cases/{case}/clearance");
        let page = site.get(&who, &path).await;
        let filled = [
            ("words", "a rash after another drug"),
            ("examined_on_day", "2"),
            ("examined_on_month", "7"),
            ("examined_on_year", "2026"),
            ("member_endocrinologist", "Оспанова Р. С."),
            ("member_urologist", "Литвинов П. Г."),
            ("member_psychiatrist", &psychiatrist),
            ("member_therapist", "Ким В. А."),
            ("cleared", "yes"),
            ("found_hypersensitivity", "yes"),
            ("drugs_hypersensitivity_zzz", "yes"),
            ("drugs_hypersensitivity_triptorelin-12w", "yes"),
            ("found_severe-osteoporosis", "no"),
            ("found_liver-disease", "no"),
            ("found_meningioma", "no"),
            ("found_thromboembolism", "no"),
            ("found_severe-depression", "no"),
            ("found_sickle-cell", "no"),
            ("found_wasting", "no"),
        ];
        let sent = site.send(&who, &path, &page, &filled).await;
        assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
        let file = site.file(case).await.case;
        let clearance = file.clearance().unwrap();
        let found = clearance.findings.iter().find(|finding| finding.present).unwrap();
        assert_eq!(found.drugs, ["triptorelin-12w"]);
        site.end()
    });
}
