//! What is answered before an injection: looked at again, forbidding, too old, alarming.

use super::dose::{CHECKS, IDENTITY, walk_with};
use crate::support::{database::on_each, site::Site};

#[test]
fn an_answer_to_look_at_again_is_said_before_the_drug_is_drawn_up() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let nurse = site.sign_in("nurse.prison").await;
        let case = site.treated_case("prison").await;
        let page = site.follow(&nurse, &format!("/cases/{case}/dose")).await;
        let sent = site.send(&nurse, &page.path, &page, &IDENTITY).await;
        let page = site.follow(&nurse, &sent.location.unwrap()).await;
        let warned = "Outside what is expected: Is there a testosterone result";
        assert!(!page.says(warned), "{}", page.text());
        let mut high = CHECKS.to_vec();
        high.push(("check_testosterone", "9,9"));
        let again = site.send(&nurse, &page.path, &page, &high).await;
        assert_eq!(again.status, 200, "{:?} {}", again.problems(), again.text());
        assert!(again.says(warned), "{}", again.text());
        // Another answer to look at is said, too; the same ones, read, let the nurse go on.
        let another = [("check_site-healthy", "no")];
        let both = site.send(&nurse, &page.path, &again, &another).await;
        assert_eq!(both.status, 200, "{}", both.text());
        let on = site.send(&nurse, &page.path, &both, &[]).await;
        assert_eq!(on.status, 303, "{}", on.text());
        assert!(on.location.unwrap().ends_with("/product"));
        site.end()
    });
}

/// An answer that forbids the dose is the only verdict of the page: that another answer does not stop it is said once
/// the first is put right, and only then taken as read.
#[test]
fn where_an_answer_forbids_the_dose_nothing_says_that_it_goes_on() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let nurse = site.sign_in("nurse.prison").await;
        let case = site.treated_case("prison").await;
        let page = site.follow(&nurse, &format!("/cases/{case}/dose")).await;
        let sent = site.send(&nurse, &page.path, &page, &IDENTITY).await;
        let page = site.follow(&nurse, &sent.location.unwrap()).await;
        let goes_on = "The dose is not stopped by this";
        let mut fever = CHECKS.to_vec();
        fever.extend([("check_acute-illness", "yes"), ("check_site-healthy", "no")]);
        let stopped = site.send(&nurse, &page.path, &page, &fever).await;
        assert_eq!(stopped.problems(), ["check_acute-illness"]);
        assert!(
            stopped.says("With this answer no dose may be given"),
            "{}",
            stopped.text()
        );
        assert!(!stopped.says(goes_on), "{}", stopped.text());
        let returned = site.get(&nurse, &page.path).await;
        assert!(!returned.says(goes_on), "{}", returned.text());

        let well = [("check_acute-illness", "no")];
        let warned = site.send(&nurse, &page.path, &stopped, &well).await;
        assert_eq!(warned.status, 200, "{}", warned.text());
        assert!(warned.says(goes_on) && warned.says("Is the skin at the injection site healthy?"));
        let on = site.send(&nurse, &page.path, &warned, &[]).await;
        assert!(on.location.unwrap().ends_with("/product"));
        site.end()
    });
}

/// A bone density counts for two years: filled in ten minutes before midnight it does, sent ten minutes after no more.
#[test]
fn what_was_answered_before_midnight_is_judged_by_the_moment_of_the_dose() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.go_to("2026-07-03T18:50:00Z");
        let nurse = site.sign_in("nurse.prison").await;
        let mut checks = CHECKS.to_vec();
        checks.extend([
            ("check_bone-density_on_day", "2"),
            ("check_bone-density_on_month", "7"),
            ("check_bone-density_on_year", "2024"),
        ]);
        let evening = [("site", "gluteal-left"), ("mixed_time", "23:49")];
        let (base, answers) = walk_with(&site, &nurse, case, (&checks, &evening)).await;

        // A page is read on the stroke of midnight, or the session would have ended by then.
        site.go_to("2026-07-03T19:00:00Z");
        assert_eq!(site.get(&nurse, &answers.path).await.status, 200);
        site.go_to("2026-07-03T19:10:00Z");
        let injection = site.get(&nurse, &format!("{base}/injection")).await;
        let after_midnight = [
            ("occurred_on_day", "4"),
            ("occurred_time", "00:10"),
            ("mixed_time", "00:09"),
            // The first dose was due on the day before.
            ("late_cause", "no-usable-drug"),
            ("late_words", "-"),
        ];
        let path = format!("{base}/injection");
        let sent = site.send(&nurse, &path, &injection, &after_midnight).await;
        assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
        let led = site.follow(&nurse, &sent.location.unwrap()).await;
        assert_eq!(led.path, format!("{base}/checks"), "back to what counts no more");
        let save = format!("{base}/save");
        let expired = site.send(&nurse, &save, &answers, &[]).await;
        assert_eq!(
            (expired.status, expired.problems()),
            (422, vec!["check_bone-density_on".to_owned()]),
            "{}",
            expired.text()
        );
        assert!(site.file(case).await.case.doses.is_empty());

        let before_midnight = [
            ("occurred_on_day", "3"),
            ("occurred_time", "23:50"),
            ("mixed_time", "23:49"),
        ];
        let sent = site.send(&nurse, &path, &injection, &before_midnight).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let saved = site.send(&nurse, &save, &answers, &[]).await;
        assert_eq!(saved.status, 303, "{}", saved.text());
        let doses = site.file(case).await.case.doses;
        assert_eq!(
            doses[0].content.given_on,
            crate::support::site::day(2026, 7, 3),
            "given in time, written down later"
        );
        site.end()
    });
}

#[test]
fn thoughts_of_suicide_heard_at_the_chair_go_on_record_though_no_dose_is_given() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let nurse = site.sign_in("nurse.prison").await;
        let identity = site.follow(&nurse, &format!("/cases/{case}/dose")).await;
        let sent = site.send(&nurse, &identity.path, &identity, &IDENTITY).await;
        let checks = site.follow(&nurse, &sent.location.unwrap()).await;
        let mut alarming = CHECKS.to_vec();
        alarming.push(("check_low-mood", "yes"));
        for time in ["once", "twice"] {
            let refused = site.send(&nurse, &checks.path, &checks, &alarming).await;
            assert_eq!(refused.problems(), ["check_low-mood"], "{time}");
            assert!(
                refused.says("On record, whatever becomes of the dose"),
                "{time}: {}",
                refused.text()
            );
            let known = site.file(case).await.case;
            assert_eq!((known.slips.len(), known.doses.len()), (1, 0), "{time}");
        }
        let psychiatrist = site.sign_in("psychiatrist").await;
        let page = site.get(&psychiatrist, &format!("/cases/{case}/judge")).await;
        assert!(
            page.says("Marked low mood or thoughts of suicide?"),
            "the question as it was asked: {}",
            page.text()
        );

        // Another answer on the same form does not take it back, and nobody is led to the dose.
        let stopped = site.send(&nurse, &checks.path, &checks, &CHECKS).await;
        assert!(
            stopped.status == 422
                && stopped.says("until a physician has decided about it")
                && stopped.says("It was marked by mistake"),
            "{}",
            stopped.text()
        );
        let first = site.get(&nurse, &format!("/cases/{case}?lang=en")).await;
        let way = format!("href=\"/cases/{case}/dose\"");
        assert!(
            !first.body.contains(&way) && first.says("until a physician has decided about it"),
            "{}",
            first.text()
        );

        // It was marked by mistake: struck out, with the reason, and the dose goes on.
        let record = site.file(case).await.case.slips[0].content.id;
        let path = format!("/cases/{case}/records/{record}/void");
        assert!(stopped.body.contains(&path), "{}", stopped.text());
        let page = site.get(&nurse, &path).await;
        let fields = [("reason", "the wrong line was ticked"), ("sure", "yes")];
        let sent = site.send(&nurse, &path, &page, &fields).await;
        assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
        let sent = site.send(&nurse, &checks.path, &checks, &CHECKS).await;
        assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
        site.end()
    });
}
