//! The person's complaints: taken down, and answered.

use super::{Form, NO_CHOICE, begun, nothing_at, too_long};
use crate::support::{
    database::on_each,
    site::{Site, day},
};
use merzim::commands;
use merzim::demo::papers;
use merzim::domain::ids::{AccountId, CaseId, RecordId};

#[test]
fn a_complaint_is_taken_down() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let dose = site.file(case).await.case.doses[0].content.id.to_string();
        let (nurse, long) = (site.account("nurse.prison"), too_long());
        let (nobody, nothing) = (AccountId::fresh().to_string(), RecordId::fresh().to_string());
        let stranger = site.account("nurse.far");
        let form = Form {
            path: format!("/cases/{case}/complaint"),
            who: "nurse.second",
            good: &[
                ("own_words", "«Мне не объяснили»"),
                ("subject", "conduct"),
                ("addressee", "prosecutor"),
                ("against", &nurse),
                ("about", &dose),
                ("document", "вх. 7"),
            ],
            needed: &[
                ("received_on", "received_on"),
                ("subject", "subject"),
                ("addressee", "addressee"),
                ("own_words", "own_words"),
            ],
            verb: "lodge-complaint",
        };
        let who = form
            .proves_itself_against(
                &site,
                case,
                &[
                    (
                        &[("received_on_day", "31"), ("received_on_month", "2")],
                        &["received_on"],
                    ),
                    (&[("received_on_month", "шілде")], &["received_on"]),
                    (&[("received_on_day", "4")], &["received_on"]),
                    (&[("received_on_day", "1")], &["received_on"]),
                    (&[("subject", NO_CHOICE)], &["subject"]),
                    (&[("addressee", NO_CHOICE)], &["addressee"]),
                    (&[("own_words", &long)], &["own_words"]),
                    (&[("document", &long)], &["document"]),
                ],
            )
            .await;
        // Whom and what he complains about is never lost on the way.
        for (field, value) in [
            ("against", NO_CHOICE),
            ("against", &nobody),
            ("against", &stranger),
            ("about", NO_CHOICE),
            ("about", &nothing),
        ] {
            let page = site.get(&who, &form.path).await;
            let sent = site
                .send(&who, &form.path, &page, &[form.good, &[(field, value)]].concat())
                .await;
            assert_eq!(
                (sent.status, sent.problems()),
                (422, vec![field.to_owned()]),
                "{field}={value}"
            );
            assert!(sent.says("«Мне не объяснили»"));
        }
        let page = site.get(&who, &form.path).await;
        nothing_at(
            &site,
            &who,
            &page,
            &[format!("/cases/{}/complaint", CaseId::fresh())],
        )
        .await;
        let complaint = &site.file(case).await.case.complaints[0].content;
        assert_eq!(complaint.against.unwrap().to_string(), nurse);
        assert_eq!(complaint.about.unwrap().to_string(), dose);
        site.end()
    });
}

#[test]
fn a_complaint_is_answered() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let lodged = papers::complaint(day(2026, 7, 3), "treatment", "health-authority", "«Плохо»");
        let complaint = commands::lodge_complaint(&site.desk, site.actor("clerk"), None, case, &lodged)
            .await
            .unwrap()
            .to_string();
        site.go_to("2026-07-06T05:00:00Z");
        let (long, elsewhere) = (too_long(), RecordId::fresh().to_string());
        let form = Form {
            path: format!("/cases/{case}/complaints/answer"),
            who: "coordinator",
            good: &[
                ("words", "разъяснено письменно"),
                ("complaint", &complaint),
                ("answered_on_day", "6"),
                ("answered_on_month", "7"),
                ("answered_on_year", "2026"),
                ("answered_by", "Управление"),
                ("outcome", "explained"),
            ],
            needed: &[
                ("complaint", "complaint"),
                ("answered_on", "answered_on"),
                ("answered_by", "answered_by"),
                ("outcome", "outcome"),
                ("words", "words"),
            ],
            verb: "answer-complaint",
        };
        let who = form
            .proves_itself_against(
                &site,
                case,
                &[
                    (
                        &[("answered_on_day", "31"), ("answered_on_month", "2")],
                        &["answered_on"],
                    ),
                    (&[("answered_on_day", "алты")], &["answered_on"]),
                    (&[("answered_on_day", "7")], &["answered_on"]),
                    (&[("answered_on_day", "2")], &["answered_on"]),
                    (&[("complaint", NO_CHOICE)], &["complaint"]),
                    (&[("outcome", NO_CHOICE)], &["outcome"]),
                    (&[("answered_by", &long)], &["answered_by"]),
                    (&[("document", &long), ("words", &long)], &["words", "document"]),
                ],
            )
            .await;
        let page = site.get(&who, &form.path).await;
        assert!(page.says("No complaint waits for an answer"), "{}", page.text());
        let page = site.get(&who, "/training").await;
        for id in [&elsewhere, &complaint] {
            let again = [form.good, &[("complaint", id)]].concat();
            let again = site.send(&who, &form.path, &page, &again).await;
            assert_eq!(again.status, 422, "{}", again.text());
        }
        let nowhere = format!("/cases/{}/complaints/answer", CaseId::fresh());
        nothing_at(&site, &who, &page, &[nowhere]).await;
        site.end()
    });
}
