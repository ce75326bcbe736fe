//! Whose step it is: the bar, the box and the button of a case's page say the same, to whoever reads them.

use crate::support::{database::on_each, page::Page, site::Site};

/// The box with what is next, as it stands in the page.
fn next_box(page: &Page) -> &str {
    let (_, rest) = page.body.split_once("<section class=\"merzim-next\"").unwrap();
    rest.split_once("</section>").unwrap().0
}

/// The organisation that the bar names.
fn bar(page: &Page) -> &str {
    let (_, rest) = page.body.split_once("<dt>Next step with</dt><dd>").unwrap();
    rest.split_once("</dd>").unwrap().0
}

#[test]
fn a_late_dose_is_the_physicians_step_in_every_place() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.go_to("2026-07-24T05:00:00Z");
        site.round().await;
        let path = format!("/cases/{case}");
        let (way, chair) = (
            format!("href=\"{path}/late-dose\""),
            format!("href=\"{path}/dose\""),
        );
        let mut said = Vec::new();
        for (who, may) in [
            ("psychiatrist", true),
            ("nurse.prison", false),
            ("auditor", false),
        ] {
            let session = site.sign_in(who).await;
            let page = site.get(&session, &path).await;
            let next = next_box(&page);
            assert!(
                next.contains("To be done first: <strong>Decide on the late dose"),
                "{who}: {next}"
            );
            assert!(next.contains("Psychiatrist"), "{who}: {next}");
            assert!(next.contains(bar(&page)), "{who}: {} in {next}", bar(&page));
            assert!(page.says("A physician must decide before the late dose"), "{who}");
            assert!(!next.contains(&chair), "{who} is sent to no chair: {next}");
            assert_eq!(next.contains(&way), may, "{who}: {next}");
            assert_eq!(next.contains("This step is not yours"), !may, "{who}: {next}");
            said.push(bar(&page).to_owned());
            if who == "nurse.prison" {
                let list = site.get(&session, "/today").await;
                assert!(
                    list.says("A physician must decide before the late dose"),
                    "{}",
                    list.text()
                );
                assert!(!list.body.contains(&chair), "{}", list.text());
            }
        }
        said.dedup();
        assert_eq!(said.len(), 1, "{said:?}");
        site.end()
    });
}

#[test]
fn before_the_first_dose_the_step_is_with_whoever_tells_the_person() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.cleared_case("prison").await;
        let today = site.clock.at(chrono_tz::Asia::Almaty).today();
        site.prescribe(case, today, ["grounds", "bicalutamide"]).await;
        let path = format!("/cases/{case}");
        let (way, chair) = (
            format!("href=\"{path}/information\""),
            format!("href=\"{path}/dose\""),
        );
        for (who, may) in [
            ("psychiatrist", true),
            ("nurse.prison", true),
            ("coordinator", false),
        ] {
            let session = site.sign_in(who).await;
            let page = site.get(&session, &path).await;
            let next = next_box(&page);
            assert!(
                next.contains("To be done first: <strong>Tell the person"),
                "{who}: {next}"
            );
            assert!(next.contains(bar(&page)), "{who}: {} in {next}", bar(&page));
            assert!(!next.contains(&chair), "{who} is sent to no chair: {next}");
            assert_eq!(next.contains(&way), may, "{who}: {next}");
            if who == "nurse.prison" {
                let list = site.get(&session, "/today").await;
                assert!(list.says("To be done first: Tell the person"), "{}", list.text());
                assert!(!list.body.contains(&chair), "{}", list.text());
            }
        }
        site.inform(case).await;
        site.a_minute_later();
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.get(&nurse, &path).await;
        let next = next_box(&page);
        assert!(
            next.contains(&chair) && !next.contains("To be done first"),
            "{next}"
        );
        assert!(next.contains(bar(&page)), "{} in {next}", bar(&page));
        site.end()
    });
}

/// No dose is planned before a ruling is in force, but papers are owed: the form that opens a case must not say otherwise.
#[test]
fn the_form_of_a_new_case_says_what_can_be_owed() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let clerk = site.sign_in("clerk").await;
        let form = site.get(&clerk, "/cases/new").await;
        assert!(
            form.says("papers can be owed from the first day"),
            "{}",
            form.text()
        );
        assert!(!form.says("Nothing is planned"), "{}", form.text());
        site.end()
    });
}
