//! Logging an injection, page by page.

use super::court::court;
use crate::support::{
    database::on_each,
    page::Page,
    site::{Session, Site, day},
};
use merzim::domain::ids::CaseId;
use merzim::domain::ruling::RulingStep;

/// The answers of one page each, all in order.
pub const IDENTITY: [(&str, &str); 2] = [("identified_by_name", "yes"), ("identified_by_born", "yes")];
pub(super) const CHECKS: [(&str, &str); 15] = [
    ("check_acute-illness", "no"),
    ("check_reaction-last-time", "no"),
    ("check_low-mood", "no"),
    ("check_site-healthy", "yes"),
    ("check_anticoagulant", "no"),
    ("check_bone-density", "yes"),
    ("check_bone-density_on_day", "1"),
    ("check_bone-density_on_month", "6"),
    ("check_bone-density_on_year", "2026"),
    ("check_qt-interval", "no"),
    ("check_flare-cover", "yes"),
    ("check_testosterone", "1,2"),
    ("check_testosterone_on_day", "1"),
    ("check_testosterone_on_month", "6"),
    ("check_testosterone_on_year", "2026"),
];
pub(super) const PRODUCT: [(&str, &str); 4] = [
    ("lot", "L7-0042"),
    ("expiry_on_day", "31"),
    ("expiry_on_month", "12"),
    ("expiry_on_year", "2027"),
];
pub(super) const INJECTION: [(&str, &str); 2] = [("site", "gluteal-left"), ("mixed_time", "10:00")];
pub(super) const PRESENCE: [(&str, &str); 1] = [("present", "Duty Controller")];

/// Goes through the wizard up to the page of answers; what it is then.
pub async fn walk(site: &Site, nurse: &Session, case: CaseId) -> (String, Page) {
    walk_with(site, nurse, case, (&CHECKS, &INJECTION)).await
}

/// Answers one page after the other, each of which leads to the next.
pub(super) async fn answered(
    site: &Site,
    nurse: &Session,
    mut page: Page,
    pages: &[&[(&str, &str)]],
) -> Page {
    for answers in pages {
        assert_eq!(page.status, 200, "{}: {}", page.path, page.text());
        let sent = site.send(nurse, &page.path, &page, answers).await;
        assert_eq!(
            sent.status,
            303,
            "{}: {:?} {}",
            page.path,
            sent.problems(),
            sent.text()
        );
        page = site.follow(nurse, &sent.location.unwrap()).await;
    }
    page
}

/// The same with other answers about the person and the injection.
pub(super) async fn walk_with(
    site: &Site,
    nurse: &Session,
    case: CaseId,
    (checks, injection): (&[(&str, &str)], &[(&str, &str)]),
) -> (String, Page) {
    let page = site.follow(nurse, &format!("/cases/{case}/dose")).await;
    let pages: [&[(&str, &str)]; 5] = [&IDENTITY, checks, &PRODUCT, injection, &PRESENCE];
    let page = answered(site, nurse, page, &pages).await;
    let base = page.path.strip_suffix("/answers").unwrap().to_owned();
    (base, page)
}

#[test]
fn a_dose_is_logged_page_by_page_and_once() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let nurse = site.sign_in("nurse.prison").await;
        let case = site.treated_case("prison").await;
        let (base, answers) = walk(&site, &nurse, case).await;
        for said in [
            "L7-0042",
            "Left gluteal",
            "Duty Controller",
            "The next dose is due on Friday 25 September 2026",
            "Not over yet: to be added when the time is over",
        ] {
            assert!(answers.says(said), "{said}: {}", answers.text());
        }
        let done = site.send(&nurse, &format!("{base}/save"), &answers, &[]).await;
        assert_eq!(
            done.location.as_deref(),
            Some(format!("{base}/recorded").as_str()),
            "{}",
            done.text()
        );
        let confirmed = site.get(&nurse, &format!("{base}/recorded")).await;
        assert_eq!(confirmed.status, 200, "{}", confirmed.text());
        assert!(confirmed.says("Friday 25 September 2026") && confirmed.says("L7-0042"));
        let dose = site.file(case).await.case.doses[0].content.id;
        let observe = format!("href=\"/cases/{case}/records/{dose}/amend#observed\"");
        assert!(
            confirmed.says("Not over yet: to be added") && confirmed.body.contains(&observe),
            "{}",
            confirmed.text()
        );

        // Back and save again: the same confirmation, one dose.
        let again = site.send(&nurse, &format!("{base}/save"), &answers, &[]).await;
        assert_eq!(again.location, done.location);
        let back = site.get(&nurse, &format!("{base}/answers")).await;
        assert_eq!(back.location, done.location);
        assert_eq!(
            site.get(&nurse, &format!("{base}/recorded")).await.alike(),
            confirmed.alike()
        );
        // Other content under the key of a recorded dose changes nothing, and leads to what is recorded.
        let changed = site
            .send(&nurse, &format!("{base}/product"), &answers, &[("lot", "L8")])
            .await;
        assert_eq!((changed.status, changed.location), (303, done.location));
        let file = site.file(case).await;
        assert_eq!(file.case.doses.len(), 1);
        assert_eq!(file.case.doses[0].content.lot, "L7-0042");
        assert_eq!(file.case.doses[0].content.checks.len(), 9);
        // Who reads the case later sees how the person was recognised and what was answered; supervision does not.
        let kept = [
            "Recognised by",
            "Date of birth",
            "Is the skin at the injection site healthy?",
            "1.2 nmol/L, Monday 1 June 2026",
        ];
        let page = site.get(&nurse, &format!("/cases/{case}?lang=en")).await;
        let observed = "After the injection: Not written down";
        assert!(page.says(observed), "{}", page.text());
        let officer = site.sign_in("probation").await;
        let seen = site.get(&officer, &format!("/cases/{case}?lang=en")).await;
        assert_eq!(seen.status, 200);
        for said in kept {
            assert!(page.says(said), "{said}: {}", page.text());
            assert!(
                said == "Date of birth" || !seen.says(said),
                "{said}: {}",
                seen.text()
            );
        }
        // What was recorded and what was typed belong to the nurse who typed it.
        let second = site.sign_in("nurse.second").await;
        assert_eq!(site.get(&second, &format!("{base}/recorded")).await.status, 404);
        site.end()
    });
}

#[test]
fn each_page_asks_for_what_it_needs_and_keeps_what_was_typed() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let nurse = site.sign_in("nurse.prison").await;
        let case = site.treated_case("prison").await;
        let page = site.follow(&nurse, &format!("/cases/{case}/dose")).await;
        let base = page.path.strip_suffix("/identity").unwrap().to_owned();
        let one = site
            .send(&nurse, &page.path, &page, &[("identified_by_name", "yes")])
            .await;
        assert_eq!(
            (one.status, one.problems()),
            (422, vec!["identified_by".to_owned()])
        );
        assert_eq!(one.fields()["identified_by_name"], "yes");
        // Skipping ahead leads back to the first open question.
        let ahead = site.get(&nurse, &format!("{base}/answers")).await;
        assert_eq!(ahead.location, Some(format!("{base}/identity")));
        let checks = site.send(&nurse, &page.path, &one, &IDENTITY).await;
        let checks = site.follow(&nurse, &checks.location.unwrap()).await;

        let path = format!("{base}/checks");
        let none = site.send(&nurse, &path, &checks, &[]).await;
        assert_eq!(
            (none.status, none.problems().len()),
            // Whether cover against the flare was decided is on record, and filled in.
            (422, 6),
            "{:?}",
            none.problems()
        );
        let mut wrong = CHECKS.to_vec();
        wrong.extend([
            ("check_acute-illness", "yes"),
            ("check_bone-density_on_year", "2020"),
        ]);
        let failed = site.send(&nurse, &path, &checks, &wrong).await;
        assert_eq!(
            failed.problems(),
            ["check_acute-illness", "check_bone-density_on"]
        );
        assert_eq!(failed.fields()["check_bone-density_on_year"], "2020");
        let product = site.send(&nurse, &path, &checks, &CHECKS).await;
        let product = site.follow(&nurse, &product.location.unwrap()).await;

        let path = format!("{base}/product");
        let none = site.send(&nurse, &path, &product, &[]).await;
        assert_eq!(none.problems(), ["lot", "expiry_on"]);
        let mut old = PRODUCT.to_vec();
        old.push(("expiry_on_year", "2025"));
        let expired = site.send(&nurse, &path, &product, &old).await;
        assert_eq!(expired.problems(), ["expiry_on"]);
        assert_eq!(expired.fields()["lot"], "L7-0042");
        let mut odd = PRODUCT.to_vec();
        odd.push(("lot", "L7\u{2605}0042"));
        let odd = site.send(&nurse, &path, &product, &odd).await;
        assert_eq!(odd.problems(), ["lot"]);
        assert!(odd.says("Type the lot again as it is printed"), "{}", odd.text());
        let injection = site.send(&nurse, &path, &product, &PRODUCT).await;
        let injection = site.follow(&nurse, &injection.location.unwrap()).await;
        let shown = injection.fields();
        assert_eq!(
            (shown["occurred_time"].as_str(), shown["volume_ml"].as_str()),
            ("", "2"),
            "nobody knows the time before the injection"
        );
        assert_eq!(shown["occurred_on_day"], "");
        assert!(injection.says("The next dose is due on Friday 25 September 2026"));

        let path = format!("{base}/injection");
        let slips = [("site", ""), ("volume_ml", "20"), ("occurred_time", "11:30")];
        let wrong = site.send(&nurse, &path, &injection, &slips).await;
        let mut problems = wrong.problems();
        problems.sort();
        assert_eq!(problems, ["mixed_time", "occurred_time", "site", "volume_ml"]);
        assert_eq!(wrong.fields()["volume_ml"], "20");
        let usual = "Usual for this drug is 2 ml, and more than 3 ml is not given. If it is a slip, correct the number";
        assert!(wrong.says(usual), "{}", wrong.text());
        let presence = site.send(&nurse, &path, &injection, &INJECTION).await;
        let presence = site.follow(&nurse, &presence.location.unwrap()).await;
        let none = site
            .send(&nurse, &format!("{base}/presence"), &presence, &[])
            .await;
        assert_eq!(none.problems(), ["present"]);
        for (present, words) in [
            ("жж", "Enter the family name and the given name"),
            ("Nurse P.", "This is your own name"),
        ] {
            let named = [("present", present)];
            let refused = site
                .send(&nurse, &format!("{base}/presence"), &presence, &named)
                .await;
            assert_eq!(refused.problems(), ["present"], "{present}");
            assert!(refused.says(words), "{}", refused.text());
        }
        assert!(site.file(case).await.case.doses.is_empty());
        site.end()
    });
}

#[test]
fn the_second_of_two_nurses_sees_who_and_when() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let first = site.sign_in("nurse.prison").await;
        let second = site.sign_in("nurse.second").await;
        let case = site.treated_case("prison").await;
        let (mine, page) = walk(&site, &first, case).await;
        let (theirs, other) = walk(&site, &second, case).await;
        assert_eq!(
            site.get(&second, &format!("{mine}/answers")).await.status,
            404,
            "another's draft"
        );
        assert_eq!(
            site.send(&first, &format!("{mine}/save"), &page, &[])
                .await
                .status,
            303
        );
        let taken = site.send(&second, &format!("{theirs}/save"), &other, &[]).await;
        assert_eq!(taken.status, 422);
        assert!(
            taken.says("nurse.prison") && taken.says("This dose is already recorded"),
            "{}",
            taken.text()
        );
        let path = format!("{theirs}/taken");
        let silent = site.send(&second, &path, &taken, &[]).await;
        assert_eq!(
            (silent.status, silent.problems()),
            (422, vec!["choice".to_owned()])
        );
        let incident = site
            .send(&second, &path, &taken, &[("choice", "second-injection")])
            .await;
        let incident = site.follow(&second, &incident.location.unwrap()).await;
        assert_eq!(incident.status, 200, "{}", incident.text());
        let fields = incident.fields();
        assert_eq!(fields["kind"], "second-injection");
        assert_eq!(fields["injected"], "yes");
        assert!(fields["words"].contains("L7-0042"), "{fields:?}");
        let discarded = site.send(&second, &path, &taken, &[("choice", "discard")]).await;
        assert_eq!(discarded.location, Some(format!("/cases/{case}")));
        assert_eq!(site.file(case).await.case.doses.len(), 1);
        site.end()
    });
}

#[test]
fn a_dose_that_may_not_be_given_is_stopped_and_an_earlier_one_is_not_lost() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        // Three weeks after the due day a physician must decide; the nurse gave it on the due day.
        site.go_to("2026-07-24T05:00:00Z");
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.follow(&nurse, &format!("/cases/{case}/dose")).await;
        assert!(
            page.says("21 days after the day the dose was meant for: a physician must decide"),
            "{}",
            page.text()
        );
        let path = page.path.replace("/identity", "/earlier");
        let unread = site
            .send(&nurse, &path, &page, &[("occurred_time", "later")])
            .await;
        assert_eq!(
            (unread.status, unread.problems()),
            (422, vec!["occurred_on".to_owned()])
        );
        let still = site
            .send(&nurse, &path, &page, &[("occurred_time", "09:00")])
            .await;
        assert_eq!(still.status, 422, "today is as late at nine as at ten");
        let earlier = [("occurred_on_day", "3"), ("occurred_time", "09:30")];
        let open = site.send(&nurse, &path, &page, &earlier).await;
        let open = site.follow(&nurse, &open.location.unwrap()).await;
        assert!(open.says("Step 1 of 6"), "{}", open.text());
        site.end()
    });
}

#[test]
fn a_late_dose_asks_why_and_says_what_changes() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.go_to("2026-07-06T05:00:00Z");
        let nurse = site.sign_in("nurse.prison").await;
        let mut page = site.follow(&nurse, &format!("/cases/{case}/dose")).await;
        for answers in [&IDENTITY[..], &CHECKS[..], &PRODUCT[..]] {
            let sent = site.send(&nurse, &page.path, &page, answers).await;
            page = site.follow(&nurse, &sent.location.unwrap()).await;
        }
        assert!(
            page.says("3 days after its date") && page.says("Monday 28 September 2026"),
            "{}",
            page.text()
        );
        let silent = site.send(&nurse, &page.path, &page, &INJECTION).await;
        assert_eq!(silent.problems(), ["late_cause"]);
        let said = [INJECTION[0], INJECTION[1], ("late_cause", "no-usable-drug")];
        assert_eq!(site.send(&nurse, &page.path, &page, &said).await.status, 303);
        site.end()
    });
}

/// Time that a court took away is asked of nobody, and what was sent along all the same is not written down.
#[test]
fn a_window_that_a_court_opened_anew_asks_for_no_reason() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.go_to("2026-07-04T05:00:00Z");
        court(&site, case, RulingStep::Suspended, day(2026, 7, 4)).await;
        site.go_to("2026-07-06T05:00:00Z");
        court(&site, case, RulingStep::Resumed, day(2026, 7, 6)).await;
        let nurse = site.sign_in("nurse.prison").await;
        let mut page = site.follow(&nurse, &format!("/cases/{case}/dose")).await;
        for answers in [&IDENTITY[..], &CHECKS[..], &PRODUCT[..]] {
            let sent = site.send(&nurse, &page.path, &page, answers).await;
            page = site.follow(&nurse, &sent.location.unwrap()).await;
        }
        assert!(!page.body.contains("late_cause"), "{}", page.text());
        let said = [INJECTION[0], INJECTION[1], ("late_cause", "person-refused")];
        let sent = site.send(&nurse, &page.path, &page, &said).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        site.end()
    });
}

#[test]
fn only_the_nurse_responsible_finds_the_wizard() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let nowhere = CaseId::fresh();
        for (who, status) in [
            ("nurse.prison", 303),
            ("nurse.clinic", 404),
            ("nurse.far", 404),
            ("psychiatrist", 403),
            ("pharmacist", 403),
            ("clerk", 403),
            ("probation", 403),
            ("probation.second", 404),
            ("controller", 404),
            ("admin", 404),
        ] {
            let session = site.sign_in(who).await;
            let page = site.get(&session, &format!("/cases/{case}/dose")).await;
            assert_eq!(page.status, status, "{who}");
            let absent = site.get(&session, &format!("/cases/{nowhere}/dose")).await;
            assert_eq!(absent.status, 404, "{who}");
            if status == 404 {
                assert_eq!(page.alike(), absent.alike(), "{who}");
                let nonsense = site.get(&session, "/cases/nonsense/dose").await;
                assert_eq!(nonsense.alike(), absent.alike(), "{who}");
            }
        }
        site.end()
    });
}

/// A time of today that has not come yet is wrong in its time, not in its day.
#[test]
fn a_time_that_has_not_come_is_said_at_the_time() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let nurse = site.sign_in("nurse.prison").await;
        let case = site.treated_case("prison").await;
        let page = site.follow(&nurse, &format!("/cases/{case}/dose")).await;
        let page = answered(&site, &nurse, page, &[&IDENTITY, &CHECKS, &PRODUCT]).await;
        let mut later = INJECTION.to_vec();
        later.push(("occurred_time", "23:50"));
        let sent = site.send(&nurse, &page.path, &page, &later).await;
        let problems = sent.problems();
        let at = |field: &str| problems.iter().any(|known| known == field);
        assert!(at("occurred_time") && !at("occurred_on"), "{problems:?}");
        site.end()
    });
}
