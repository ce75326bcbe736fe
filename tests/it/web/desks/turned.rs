//! What turned out to lie with an institution: the body that was asked before reads so, and is asked nothing.

use super::{listed, refuse};
use crate::support::{database::on_each, site::Site};
use merzim::commands;
use merzim::domain::event::{Corrected, DoseNotGiven};

#[test]
fn what_lies_with_us_is_not_asked_of_the_body_that_was_asked_before() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        refuse(&site, "nurse.prison", case).await;
        site.go_to("2026-08-03T05:00:00Z");
        site.round().await;
        let officer = site.sign_in("probation").await;
        let address = format!("/alerts/{}?lang=en", listed(&site, "probation").await[0].id);
        let before = site.get(&officer, &address).await;
        let (form, unasked) = ("Answer the alert", "nothing is asked of you");
        assert!(before.says(form) && !before.says(unasked), "{}", before.text());

        let last = site
            .file(case)
            .await
            .case
            .not_given
            .last()
            .unwrap()
            .content
            .clone();
        let record = Corrected::NotGiven(DoseNotGiven {
            cause: "no-staff".to_owned(),
            ..last
        });
        let nurse = site.actor("nurse.prison");
        commands::amend_record(&site.desk, nurse, None, case, &record, "the wrong line")
            .await
            .unwrap();
        let page = site.get(&officer, &address).await;
        assert!(page.says(unasked) && !page.says(form), "{}", page.text());
        assert!(!page.says("If nobody answers, next:"), "{}", page.text());
        let desk = site.get(&officer, "/alerts?lang=en").await;
        assert!(desk.says(unasked), "{}", desk.text());
        assert!(!desk.says("Waiting for an answer: 1"), "{}", desk.text());
        let today = site.get(&officer, "/today?lang=en").await;
        assert!(!today.says("Alerts without an answer"), "{}", today.text());

        // The form that was open before is refused, and says why.
        let filled = [("action", "evidence-asked"), ("words", "asked for a paper")];
        let path = address.trim_end_matches("?lang=en");
        let sent = site.send(&officer, path, &before, &filled).await;
        assert_eq!(sent.status, 422, "{}", sent.text());
        assert!(sent.says("The records have changed"), "{}", sent.text());
        site.end()
    });
}
