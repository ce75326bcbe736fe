//! A day on paper and a dose of another person, page by page.

use super::{begun, give};
use crate::support::{
    database::on_each,
    page::Page,
    site::{Session, Site, day},
};
use merzim::commands;
use merzim::demo::papers;
use merzim::domain::decide::SettleWrongPerson;
use merzim::domain::ruling::{RulingChange, RulingStep};
use std::collections::BTreeMap;

pub(super) const PAGES: [&[(&str, &str)]; 5] = [
    &[("identified_by_name", "yes"), ("identified_by_born", "yes")],
    &[
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
    ],
    &[
        ("lot", "L7-0042"),
        ("expiry_on_day", "31"),
        ("expiry_on_month", "12"),
        ("expiry_on_year", "2027"),
    ],
    &[("site", "gluteal-left"), ("mixed_time", "10:14")],
    &[("present", "Duty Controller")],
];

async fn post(site: &Site, who: &Session, path: &str, page: &Page, fields: &[(&str, &str)]) -> Page {
    let keys = ["csrf", "key"].map(|name| (name.to_owned(), page.fields().remove(name).unwrap_or_default()));
    let mut sent = BTreeMap::from(keys);
    sent.extend(
        fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    site.post(who, path, &sent).await
}

/// On the day without power nobody asks the screen.
#[test]
fn a_sheet_says_which_dose_waits_for_a_physician() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        begun(&site).await;
        let barred = "Do not inject: something must be done first";
        for (instant, day, says) in [
            ("2026-10-02T05:00:00Z", "2", false),
            ("2026-10-31T05:00:00Z", "31", true),
        ] {
            site.go_to(instant);
            site.round().await;
            let nurse = site.sign_in("nurse.prison").await;
            let desk = site.get(&nurse, "/sheets").await;
            let day = [
                ("sheet_on_day", day),
                ("sheet_on_month", "10"),
                ("sheet_on_year", "2026"),
            ];
            let made = post(&site, &nurse, "/sheets", &desk, &day).await;
            let printed = site.get(&nurse, &made.location.unwrap()).await;
            assert!(printed.body.contains("<svg"), "{}", printed.text());
            assert_eq!(printed.says(barred), says, "{instant}: {}", printed.text());
        }
        site.end()
    });
}

/// Neither stops the dose: whoever gives it reads them beside it, at the chair and on the day without power.
#[test]
fn a_complaint_and_an_appeal_are_read_beside_the_dose() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let nurse = site.sign_in("nurse.prison").await;
        let (complained, appealed) = ("Complaint open since", "under appeal since");
        let on_paper = "A complaint waits for an answer";
        let sheet = async || {
            let desk = site.get(&nurse, "/sheets").await;
            let day = [
                ("sheet_on_day", "3"),
                ("sheet_on_month", "7"),
                ("sheet_on_year", "2026"),
            ];
            let made = post(&site, &nurse, "/sheets", &desk, &day).await;
            site.get(&nurse, &made.location.unwrap()).await
        };
        let chair = format!("/cases/{case}/dose");
        let before = site.follow(&nurse, &chair).await;
        assert!(
            !before.says(complained) && !before.says(appealed),
            "{}",
            before.text()
        );
        assert!(!sheet().await.says(on_paper));

        let lodged = papers::complaint(day(2026, 7, 3), "treatment", "health-authority", "«Плохо»");
        let complaint = commands::lodge_complaint(&site.desk, site.actor("clerk"), None, case, &lodged)
            .await
            .unwrap();
        let change = RulingChange {
            ruling: site.file(case).await.case.rulings[0].ruling.id,
            step: RulingStep::Appealed,
            effective_on: day(2026, 7, 3),
            document: "жалоба 3".to_owned(),
            terms: None,
            answers: None,
        };
        commands::change_ruling(&site.desk, site.actor("clerk"), None, case, &change)
            .await
            .unwrap();
        let beside = site.follow(&nurse, &chair).await;
        assert!(
            beside.says(complained) && beside.says(appealed) && beside.says("the dose is not stopped by it"),
            "{}",
            beside.text()
        );
        assert!(sheet().await.says(on_paper));

        let answer = papers::answer(complaint, day(2026, 7, 3), "Управление", "разъяснено");
        commands::answer_complaint(&site.desk, site.actor("coordinator"), None, case, &answer)
            .await
            .unwrap();
        let after = site.follow(&nurse, &chair).await;
        assert!(
            !after.says(complained) && after.says(appealed),
            "{}",
            after.text()
        );
        assert!(!sheet().await.says(on_paper));
        site.end()
    });
}

#[test]
fn a_sheet_is_printed_typed_row_by_row_and_compared() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (case, other) = (
            site.treated_case("prison").await,
            site.treated_case("prison").await,
        );
        let nurse = site.sign_in("nurse.prison").await;
        let today = site.get(&nurse, "/today?lang=en").await;
        assert!(today.body.contains("href=\"/sheets\""), "{}", today.text());
        let desk = site.get(&nurse, "/sheets").await;
        assert_eq!(desk.status, 200, "{}", desk.text());
        let none = post(&site, &nurse, "/sheets", &desk, &[("sheet_on_day", "x")]).await;
        assert_eq!(
            (none.status, none.problems()),
            (422, vec!["sheet_on".to_owned()]),
            "{}",
            none.text()
        );
        let day = [
            ("sheet_on_day", "3"),
            ("sheet_on_month", "7"),
            ("sheet_on_year", "2026"),
        ];
        let made = post(&site, &nurse, "/sheets", &desk, &day).await;
        let paper = made.location.unwrap();
        let printed = site.get(&nurse, &paper).await;
        assert!(
            printed.says("Run sheet 2026-0001") && printed.body.contains("<svg"),
            "{}",
            printed.text()
        );
        let codes: Vec<String> = printed
            .body
            .split("</svg><strong>")
            .skip(1)
            .map(|rest| rest[..9].to_owned())
            .collect();
        assert_eq!(codes.len(), 2);
        let list = site.get(&nurse, "/sheets").await;
        assert!(
            list.says("2 rows: nothing recorded yet") && !list.says("rows: no record"),
            "the day is not over: {}",
            list.text()
        );
        let far = site.sign_in("nurse.far").await;
        assert_eq!(site.get(&far, &paper).await.status, 404, "another site's sheet");
        let officer = site.sign_in("probation").await;
        assert_eq!(site.get(&officer, "/sheets").await.status, 403);

        let wrong = post(&site, &nurse, "/sheets/code", &desk, &[("code", "7KM2-QXPX")]).await;
        assert_eq!((wrong.status, wrong.problems()), (422, vec!["code".to_owned()]));
        assert!(wrong.body.contains("7KM2-QXPX"), "what was typed is kept");
        let typed = codes[0].to_lowercase().replace('-', " ");
        let found = post(&site, &nurse, "/sheets/code", &desk, &[("code", &typed)]).await;
        let row = found.location.unwrap();
        site.go_to("2026-07-06T04:00:00Z");
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.get(&nurse, &row).await;
        let bare = site.send(&nurse, &row, &page, &[("occurred_time", "25")]).await;
        assert_eq!(bare.problems(), ["outcome", "occurred_time"], "{}", bare.text());
        let later = [
            ("outcome", "given"),
            ("occurred_time", "10:15"),
            ("occurred_on_day", "7"),
        ];
        assert_eq!(
            site.send(&nurse, &row, &page, &later).await.problems(),
            ["occurred_on"]
        );
        let hash = [
            ("outcome", "given"),
            ("occurred_time", "10:15"),
            ("scan_sha256", "xyz"),
        ];
        assert_eq!(
            site.send(&nurse, &row, &page, &hash).await.problems(),
            ["scan_sha256"]
        );
        let good = [("outcome", "given"), ("occurred_time", "10:15")];
        let sent = site.send(&nurse, &row, &page, &good).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let mut page = site.follow(&nurse, &sent.location.unwrap()).await;
        for answers in PAGES {
            let sent = site.send(&nurse, &page.path, &page, answers).await;
            assert_eq!(sent.status, 303, "{}: {:?}", page.path, sent.problems());
            page = site.follow(&nurse, &sent.location.unwrap()).await;
        }
        assert!(page.says("sheet 2026-0001, row"), "{}", page.text());
        let base = page.path.strip_suffix("/answers").unwrap().to_owned();
        let done = site.send(&nurse, &format!("{base}/save"), &page, &[]).await;
        assert_eq!(
            done.location.as_deref(),
            Some(format!("{base}/recorded").as_str()),
            "{}",
            done.text()
        );
        let given = if site.file(case).await.case.doses.is_empty() {
            other
        } else {
            case
        };
        let dose = site.file(given).await.case.doses[0].content.clone();
        assert_eq!(dose.occurred_at.to_rfc3339(), "2026-07-03T05:15:00+00:00");
        assert!(
            site.get(&nurse, &row).await.says("already"),
            "a row is typed once"
        );

        let sheet = site.get(&nurse, paper.strip_suffix("/paper").unwrap()).await;
        assert!(
            sheet.says("Due, no record") && sheet.says("not compared yet"),
            "{}",
            sheet.text()
        );
        let verify = format!("/cases/{given}/records/{}/verify", dose.id);
        assert_eq!(
            site.get(&nurse, &verify).await.status,
            403,
            "not by whoever typed it"
        );
        let second = site.sign_in("nurse.second").await;
        let desk = site.get(&second, "/sheets").await;
        assert!(desk.body.contains(&verify), "{}", desk.text());
        let page = site.get(&second, &verify).await;
        assert!(page.says("L7-0042"), "{}", page.text());
        assert_eq!(
            site.send(&second, &verify, &page, &[]).await.problems(),
            ["agrees"]
        );
        let agreed = site.send(&second, &verify, &page, &[("agrees", "yes")]).await;
        assert_eq!(agreed.status, 303, "{}", agreed.text());
        let seen = site.get(&second, &format!("/cases/{given}?lang=en")).await;
        assert!(
            seen.says("Typed from paper: sheet 2026-0001")
                && seen.says("Compared with the paper by: nurse.second")
        );
        let late = site.get(&second, "/today").await;
        assert!(late.says("Printed on sheet 2026-0001"), "{}", late.text());

        // The other row says that the dose was not given.
        let desk = site.get(&nurse, "/sheets").await;
        let found = post(&site, &nurse, "/sheets/code", &desk, &[("code", &codes[1])]).await;
        let row = found.location.unwrap();
        let page = site.get(&nurse, &row).await;
        let sent = site
            .send(
                &nurse,
                &row,
                &page,
                &[("outcome", "not-given"), ("occurred_time", "11:00")],
            )
            .await;
        let form = site.get(&nurse, sent.location.as_deref().unwrap()).await;
        let path = form.path.split('?').next().unwrap().to_owned();
        let refused = site.send(&nurse, &path, &form, &[]).await;
        assert_eq!(refused.problems(), ["cause", "words"], "{}", refused.text());
        let said = [
            ("cause", "person-refused"),
            ("words", "said no"),
            ("tried", "explained"),
        ];
        let sent = site.send(&nurse, &path, &refused, &said).await;
        assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
        assert!(sent.location.unwrap().ends_with("?done=transcribe-entry"));
        site.end()
    });
}

/// Whoever is about to give the next dose reads it where he looks: on the list of the day, on the paper, at the chair.
#[test]
fn a_dose_that_may_have_been_given_already_is_said_wherever_the_next_one_is_prepared() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (k, q) = (
            site.treated_case("prison").await,
            site.treated_case("prison").await,
        );
        let dose = give(&site, "nurse.prison", k, 1).await;
        let nurse = site.sign_in("nurse.prison").await;
        let doubt = "may have been given to this person";
        let before = site.get(&nurse, "/today?lang=en").await;
        assert!(!before.says(doubt), "{}", before.text());

        let by = site.actor("nurse.prison");
        commands::report_wrong_person(&site.desk, by, None, (k, dose), q, "the photo differs")
            .await
            .unwrap();
        let desk = site.get(&nurse, "/sheets").await;
        let day = [
            ("sheet_on_day", "3"),
            ("sheet_on_month", "7"),
            ("sheet_on_year", "2026"),
        ];
        let made = post(&site, &nurse, "/sheets", &desk, &day).await;
        let paper = made.location.unwrap();
        let chair = format!("/cases/{q}/dose");
        for path in ["/today", paper.as_str(), chair.as_str()] {
            let seen = site.follow(&nurse, path).await;
            assert!(seen.says(doubt), "{path}: {}", seen.text());
        }

        let report = site.file(q).await.case.mistakes[0].reported.id;
        let form = SettleWrongPerson {
            confirmed: Some(false),
            words: "packs counted".into(),
        };
        commands::cosign_wrong_person(&site.desk, site.actor("pharmacist"), None, (k, q), report, &form)
            .await
            .unwrap();
        for path in ["/today", paper.as_str(), chair.as_str()] {
            let seen = site.follow(&nurse, path).await;
            assert!(!seen.says(doubt), "{path}: {}", seen.text());
        }
        site.end()
    });
}

#[test]
fn a_dose_of_another_person_is_reported_by_one_and_signed_by_another() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (k, q) = (
            site.treated_case("prison").await,
            site.treated_case("prison").await,
        );
        let dose = give(&site, "nurse.prison", k, 1).await;
        let reference = site.file(q).await.case.reference.clone();
        let nurse = site.sign_in("nurse.prison").await;
        let path = format!("/cases/{k}/records/{dose}/wrong-person");
        let case = site.get(&nurse, &format!("/cases/{k}?lang=en")).await;
        assert!(case.body.contains(&path), "{}", case.text());
        let page = site.get(&nurse, &path).await;
        let unknown = site
            .send(&nurse, &path, &page, &[("other", "1999-00001"), ("sure", "yes")])
            .await;
        assert_eq!(
            (unknown.status, unknown.problems()),
            (422, vec!["other".to_owned()])
        );
        let fields = [("other", reference.as_str()), ("words", "the photo differs")];
        let asked = site.send(&nurse, &path, &page, &fields).await;
        assert_eq!(asked.problems(), ["sure"]);
        assert!(
            asked.says("the photo differs") && asked.says("The person who received it"),
            "{}",
            asked.text()
        );
        let sent = site.send(&nurse, &path, &asked, &[("sure", "yes")]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        for (case, words) in [
            (k, "may have been given to the person of case"),
            (q, "may have been given to this person"),
        ] {
            let seen = site.get(&nurse, &format!("/cases/{case}")).await;
            assert!(seen.says(words), "{}", seen.text());
        }
        let report = site.file(k).await.case.mistakes[0].reported.id;
        let sign = format!("/cases/{q}/wrong-person/{report}");
        assert_eq!(site.get(&nurse, &sign).await.status, 403);
        let pharmacist = site.sign_in("pharmacist").await;
        let seen = site.get(&pharmacist, &format!("/cases/{q}?lang=en")).await;
        assert!(seen.body.contains(&sign), "{}", seen.text());
        let page = site.get(&pharmacist, &sign).await;
        assert!(
            page.says("L7-0042") && !page.says("Ахметов"),
            "packs and cases, no person: {}",
            page.text()
        );
        assert_eq!(
            site.send(&pharmacist, &sign, &page, &[("words", "packs counted")])
                .await
                .problems(),
            ["confirmed"]
        );
        let signed = site
            .send(
                &pharmacist,
                &sign,
                &page,
                &[("words", "packs counted"), ("confirmed", "confirm")],
            )
            .await;
        assert_eq!(signed.status, 303, "{:?} {}", signed.problems(), signed.text());
        assert!(site.file(k).await.case.doses[0].voided.is_some());
        assert_eq!(site.file(q).await.case.doses.len(), 1);
        let struck = site.get(&nurse, &format!("/cases/{k}")).await;
        assert!(struck.says("It now stands in case"), "{}", struck.text());
        let moved = site.get(&nurse, &format!("/cases/{q}")).await;
        assert!(moved.says("It was first recorded in case"), "{}", moved.text());
        let officer = site.sign_in("probation").await;
        let seen = site.get(&officer, &format!("/cases/{k}")).await;
        assert!(!seen.says("the photo differs") && !seen.says("L7-0042"));
        assert_eq!(site.get(&officer, &sign).await.status, 403);
        site.end()
    });
}
