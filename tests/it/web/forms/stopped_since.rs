//! The doses are stopped while the form of a dose is open: the nurse is shown it, and says whether the dose was given before.

use super::court::court;
use super::dose::{CHECKS, IDENTITY, PRODUCT, answered, walk};
use super::hold;
use crate::support::{
    database::{Fresh, on_each},
    site::{Site, day},
};
use merzim::domain::event::IncidentKind;
use merzim::domain::ruling::RulingStep;

#[test]
fn a_court_s_stop_that_came_while_the_form_was_open_is_shown_and_asked_about() {
    on_each(|fresh| shown_and_asked_about(fresh, true));
}

#[test]
fn a_physician_s_stop_that_came_while_the_form_was_open_is_shown_and_asked_about() {
    on_each(|fresh| shown_and_asked_about(fresh, false));
}

async fn shown_and_asked_about(fresh: Fresh, suspended: bool) -> Fresh {
    let site = Site::new(fresh).await;
    let case = site.treated_case("prison").await;
    let nurse = site.sign_in("nurse.prison").await;
    let (base, answers) = walk(&site, &nurse, case).await;
    let (injection, save) = (format!("{base}/injection"), format!("{base}/save"));

    site.go_to("2026-07-03T05:05:00Z");
    let (stop, incident) = if suspended {
        court(&site, case, RulingStep::Suspended, day(2026, 7, 3)).await;
        ("A court has suspended the ruling", "Постановление 12")
    } else {
        hold(&site, "nurse.second", case).await;
        ("A medical hold stops the dose", "liver values")
    };
    site.go_to("2026-07-03T05:12:00Z");
    // Loaded after the stop, the last page leads to where it is said.
    let led = site.follow(&nurse, &format!("{base}/answers")).await;
    assert_eq!((led.status, led.path.as_str()), (200, injection.as_str()));
    assert!(led.says(stop), "{}", led.text());
    assert_eq!(led.problems(), ["given_before"], "{}", led.text());
    // Loaded before it and sent after it, nothing is recorded; nor without the answer.
    let silent = site.send(&nurse, &save, &answers, &[]).await;
    assert_eq!(
        (silent.status, silent.problems()),
        (422, vec!["given_before".to_owned()])
    );
    assert!(silent.says(stop), "{}", silent.text());
    let silent = site.send(&nurse, &injection, &led, &[]).await;
    assert_eq!(
        (silent.status, silent.problems()),
        (422, vec!["given_before".to_owned()])
    );
    // Said of another stop it counts for nothing.
    let other = [("given_before", "yes"), ("stop_seen", "died")];
    let refused = site.send(&nurse, &injection, &led, &other).await;
    assert_eq!(refused.status, 422);
    assert!(!refused.fields().contains_key("given_before"));
    assert!(site.file(case).await.case.doses.is_empty());

    let said = [("given_before", "yes")];
    let sent = site.send(&nurse, &injection, &led, &said).await;
    assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
    let check = site.get(&nurse, &format!("{base}/answers")).await;
    assert_eq!(check.status, 200, "{}", check.text());
    assert!(
        check.says("Your record will be an incident as well"),
        "{}",
        check.text()
    );
    let saved = site.send(&nurse, &save, &check, &[]).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    let done = site.get(&nurse, &format!("{base}/recorded")).await;
    assert!(
        done.says("your record is an incident as well") && done.says(incident),
        "{}",
        done.text()
    );
    let known = site.file(case).await.case;
    assert_eq!(known.doses.len(), 1);
    assert_eq!(known.incidents[0].content.kind, IncidentKind::WrittenWhileHeld);
    site.end()
}

/// Where a stop stands already, the page that says so asks for an earlier time: that is the same answer, asked once.
#[test]
fn an_earlier_time_said_on_the_page_of_the_stop_is_not_asked_about_again() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let nurse = site.sign_in("nurse.prison").await;
        site.go_to("2026-07-03T05:05:00Z");
        hold(&site, "nurse.second", case).await;
        site.go_to("2026-07-03T05:12:00Z");
        let page = site.follow(&nurse, &format!("/cases/{case}/dose")).await;
        assert!(page.says("No dose may be given now"), "{}", page.text());
        let path = page.path.replace("/identity", "/earlier");
        let sent = site
            .send(&nurse, &path, &page, &[("occurred_time", "10:00")])
            .await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let page = site.follow(&nurse, &sent.location.unwrap()).await;
        let page = answered(&site, &nurse, page, &[&IDENTITY, &CHECKS, &PRODUCT]).await;
        assert!(
            page.says("A medical hold stops the dose") && page.problems().is_empty(),
            "{}",
            page.text()
        );
        assert_eq!(page.fields()["given_before"], "yes");
        assert_eq!(page.fields()["occurred_time"], "10:00");
        site.end()
    });
}

/// A time left empty is the minute in which the page of the injection is sent, not the one in which it was opened.
#[test]
fn a_time_left_empty_is_the_minute_in_which_the_page_is_sent() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.follow(&nurse, &format!("/cases/{case}/dose")).await;
        let page = answered(&site, &nurse, page, &[&IDENTITY, &CHECKS, &PRODUCT]).await;
        assert_eq!(page.fields()["occurred_time"], "");
        site.go_to("2026-07-03T05:07:00Z");
        let given = [("site", "gluteal-left"), ("mixed_time", "10:06")];
        let sent = site.send(&nurse, &page.path, &page, &given).await;
        assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
        let back = site.get(&nurse, &page.path).await.fields();
        assert_eq!(
            (back["occurred_time"].as_str(), back["occurred_on_day"].as_str()),
            ("10:07", "3")
        );
        site.end()
    });
}

/// A sending that is refused is not the one that counts: the next one has a minute of its own.
#[test]
fn a_refused_sending_leaves_no_minute_behind() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.follow(&nurse, &format!("/cases/{case}/dose")).await;
        let page = answered(&site, &nurse, page, &[&IDENTITY, &CHECKS, &PRODUCT]).await;
        site.go_to("2026-07-03T05:07:00Z");
        let refused = site
            .send(&nurse, &page.path, &page, &[("mixed_time", "10:06")])
            .await;
        assert_eq!(
            (refused.status, refused.problems()),
            (422, vec!["site".to_owned()])
        );
        // Loaded again, the page blames nobody for the time.
        let loaded = site.get(&nurse, &page.path).await;
        assert_eq!(loaded.problems(), ["site"], "{}", loaded.text());
        for shown in [&refused, &loaded] {
            let fields = shown.fields();
            for name in ["occurred_time", "occurred_on_day", "occurred_on_month"] {
                assert_eq!(fields[name], "", "{name}");
            }
        }
        site.go_to("2026-07-03T05:08:00Z");
        let given = [("site", "gluteal-left")];
        let sent = site.send(&nurse, &page.path, &refused, &given).await;
        assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
        let back = site.get(&nurse, &page.path).await.fields();
        assert_eq!(
            (back["occurred_time"].as_str(), back["occurred_on_day"].as_str()),
            ("10:08", "3")
        );
        site.end()
    });
}

/// Whoever types a day before a result that is needed is led back to that result, and told why.
#[test]
fn whoever_is_led_back_to_a_page_reads_what_is_wrong_there() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.go_to("2026-07-06T05:00:00Z");
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.follow(&nurse, &format!("/cases/{case}/dose")).await;
        let mut checks = CHECKS.to_vec();
        checks.extend([
            ("check_bone-density_on_day", "5"),
            ("check_bone-density_on_month", "7"),
        ]);
        let page = answered(&site, &nurse, page, &[&IDENTITY, &checks, &PRODUCT]).await;
        let earlier = [
            ("site", "gluteal-left"),
            ("occurred_on_day", "4"),
            ("occurred_on_month", "7"),
            ("occurred_on_year", "2026"),
            ("occurred_time", "10:00"),
            ("mixed_time", "09:59"),
            ("late_cause", "no-usable-drug"),
        ];
        let sent = site.send(&nurse, &page.path, &page, &earlier).await;
        assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
        let led = site.follow(&nurse, &sent.location.unwrap()).await;
        assert!(
            led.status == 200 && led.path.ends_with("/checks"),
            "{}: {}",
            led.path,
            led.text()
        );
        let problems = led.problems();
        assert!(
            problems
                .iter()
                .any(|field| field.starts_with("check_bone-density")),
            "{problems:?}: {}",
            led.text()
        );
        // A page that was never answered blames nobody.
        let fresh = site.follow(&nurse, &format!("/cases/{case}/dose")).await;
        assert!(fresh.problems().is_empty(), "{}", fresh.text());
        site.end()
    });
}
