//! Amending and striking out.

use super::{Form, give, give_as_of, refuse};
use crate::support::{database::on_each, site::Site};
use merzim::commands::{self, Incident};
use merzim::domain::event::IncidentKind;

#[test]
fn a_dose_is_amended_and_the_old_value_stays_readable() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let record = give(&site, "nurse.prison", case, 1).await;
        let form = Form {
            path: format!("/cases/{case}/records/{record}/amend"),
            who: "nurse.prison",
            good: &[("reason", "misread"), ("lot", "L7-0043")],
            needed: &[
                ("reason", "reason"),
                ("lot", "lot"),
                ("occurred_on", "occurred_on"),
                ("expiry_on", "expiry_on"),
                ("site", "site"),
                ("volume_ml", "volume_ml"),
            ],
            verb: "amend-record",
        };
        let nurse = form.proves_itself(&site, case).await;
        let page = site.get(&nurse, &form.path).await;
        assert!(
            page.says("L7-0043") && page.says("Before: L7-0042"),
            "{}",
            page.text()
        );
        let timeline = site.get(&nurse, &format!("/cases/{case}?lang=en")).await;
        let said = timeline.text();
        assert!(
            said.contains("Reason for the correction: misread")
                && said.contains("was: | L7-0042")
                && said.contains("is now: | L7-0043"),
            "{said}"
        );
        let unchanged = site.send(&nurse, &form.path, &page, &[("reason", "none")]).await;
        assert_eq!(unchanged.status, 422);
        let wild = site
            .send(
                &nurse,
                &form.path,
                &page,
                &[("reason", "x"), ("volume_ml", "much")],
            )
            .await;
        assert_eq!(wild.problems(), ["volume_ml"]);
        site.end()
    });
}

/// The time of a dose moves, and that of its mixing with it: both stand in the form, and on the page of the case.
#[test]
fn a_dose_that_is_moved_is_asked_when_it_was_mixed() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let record = give(&site, "nurse.prison", case, 1).await;
        let nurse = site.sign_in("nurse.prison").await;
        let path = format!("/cases/{case}/records/{record}/amend");
        let page = site.get(&nurse, &path).await;
        let given = page.fields()["occurred_time"].clone();
        assert_eq!(page.fields().get("mixed_time"), Some(&given), "{}", page.text());
        let earlier = [("reason", "misread"), ("occurred_time", "00:30")];
        let after = site.send(&nurse, &path, &page, &earlier).await;
        assert_eq!(
            (after.status, after.problems()),
            (422, vec!["mixed_time".to_owned()]),
            "{}",
            after.text()
        );
        let wild = site.send(&nurse, &path, &after, &[("mixed_time", "25:00")]).await;
        assert_eq!(wild.problems(), ["mixed_time"], "{}", wild.text());
        let sound = site.send(&nurse, &path, &after, &[("mixed_time", "00:29")]).await;
        assert_eq!(sound.status, 303, "{:?} {}", sound.problems(), sound.text());
        let dose = site.file(case).await.case.doses[0].content.clone();
        let apart = dose.occurred_at - dose.mixed_at.unwrap();
        assert_eq!(apart, chrono::TimeDelta::minutes(1));
        let case_page = site.get(&nurse, &format!("/cases/{case}?lang=en")).await.text();
        assert!(
            case_page.contains("Mixed: ") && case_page.contains("00:29"),
            "{case_page}"
        );
        site.end()
    });
}

/// What was seen after a dose is added without a reason: the form says so, and the history asks for none.
#[test]
fn what_was_seen_after_a_dose_is_added_without_a_reason() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let record = give(&site, "nurse.prison", case, 1).await;
        let nurse = site.sign_in("nurse.prison").await;
        let path = format!("/cases/{case}/records/{record}/amend");
        let page = site.get(&nurse, &path).await;
        assert!(
            page.says("Not needed where only what was seen after the injection is added"),
            "{}",
            page.text()
        );
        let seen = [("observed", "left"), ("observed_words", "led away early")];
        let sent = site.send(&nurse, &path, &page, &seen).await;
        assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
        let case_page = site.get(&nurse, &format!("/cases/{case}")).await;
        assert!(
            !case_page.says("Reason for the correction"),
            "{}",
            case_page.text()
        );
        site.end()
    });
}

/// What was left open with a dose stands on the nurse's list, and leads to the record on which it is added.
#[test]
fn what_was_left_open_with_a_dose_is_asked_for_on_the_list_of_today() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        site.go_to("2026-12-02T05:00:00Z");
        let case = site.treated_case("prison").await;
        let dose = give(&site, "nurse.prison", case, 1).await;
        let way = format!("/cases/{case}/observation");
        site.go_to("2026-12-02T05:31:00Z");
        let nurse = site.sign_in("nurse.prison").await;
        let today = site.get(&nurse, "/today?lang=en").await;
        assert!(
            today.body.contains(&way) && today.says("Write down what was seen"),
            "{}",
            today.text()
        );
        let led = site.get(&nurse, &way).await;
        let record = format!("/cases/{case}/records/{dose}/amend");
        assert_eq!(
            (led.status, led.location),
            (303, Some(format!("{record}#observed")))
        );
        let page = site.get(&nurse, &record).await;
        assert!(page.body.contains("id=\"observed\""), "{}", page.text());
        let done = site.send(&nurse, &record, &page, &[("observed", "quiet")]).await;
        assert_eq!(done.status, 303, "{:?}", done.problems());
        let today = site.get(&nurse, "/today").await;
        assert!(!today.body.contains(&way), "{}", today.text());
        assert_eq!(site.get(&nurse, &way).await.status, 404);
        site.end()
    });
}

#[test]
fn a_correction_that_makes_a_dose_late_asks_why() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let given_at = site.clock.now();
        site.go_to("2026-07-06T05:00:00Z");
        let record = give_as_of(&site, "nurse.prison", (case, 1), given_at).await;
        let nurse = site.sign_in("nurse.prison").await;
        let path = format!("/cases/{case}/records/{record}/amend");
        let page = site.get(&nurse, &path).await;
        let moved = [("reason", "misread"), ("occurred_on_day", "5")];
        let asked = site.send(&nurse, &path, &page, &moved).await;
        assert_eq!(
            (asked.status, asked.problems()),
            (422, vec!["late_cause".to_owned()])
        );
        let told = site
            .send(&nurse, &path, &asked, &[("late_cause", "no-staff")])
            .await;
        assert_eq!(told.status, 303, "{}", told.text());
        let dose = site.file(case).await.case.doses[0].content.clone();
        assert_eq!(dose.late_cause.as_deref(), Some("no-staff"));
        site.end()
    });
}

#[test]
fn a_refusal_is_amended() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let record = refuse(&site, "nurse.prison", case, 1).await;
        let form = Form {
            path: format!("/cases/{case}/records/{record}/amend"),
            who: "nurse.prison",
            good: &[("reason", "was a misunderstanding"), ("cause", "no-usable-drug")],
            needed: &[
                ("reason", "reason"),
                ("cause", "cause"),
                ("occurred_on", "occurred_on"),
            ],
            verb: "amend-record",
        };
        form.proves_itself(&site, case).await;
        site.end()
    });
}

/// What was explained, and in which language, is corrected as it is recorded: the one without the other says nothing.
#[test]
fn what_was_explained_before_a_refusal_is_amended() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let record = refuse(&site, "nurse.prison", case, 1).await;
        let nurse = site.sign_in("nurse.prison").await;
        let path = format!("/cases/{case}/records/{record}/amend");
        let page = site.get(&nurse, &path).await;
        let ticked = [("reason", "forgotten"), ("explained_rights", "yes")];
        let asked = site.send(&nurse, &path, &page, &ticked).await;
        assert_eq!(
            (asked.status, asked.problems()),
            (422, vec!["told_in".to_owned()]),
            "{}",
            asked.text()
        );
        let told = site.send(&nurse, &path, &asked, &[("told_in", "kk")]).await;
        assert_eq!(told.status, 303, "{:?} {}", told.problems(), told.text());
        let known = site.file(case).await.case.not_given[0].content.clone();
        assert_eq!(known.explained, ["rights"]);
        assert_eq!(known.told_in.as_deref(), Some("kk"));

        // Both stand in the form again; the language changes, and what was explained stays.
        let page = site.get(&nurse, &path).await;
        let other = [("reason", "it was Russian"), ("told_in", "ru")];
        let changed = site.send(&nurse, &path, &page, &other).await;
        assert_eq!(changed.status, 303, "{:?} {}", changed.problems(), changed.text());
        let known = site.file(case).await.case.not_given[0].content.clone();
        assert_eq!((known.explained.len(), known.told_in.as_deref()), (1, Some("ru")));
        site.end()
    });
}

#[test]
fn a_record_is_struck_out_only_by_who_is_sure() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let record = give(&site, "nurse.prison", case, 1).await;
        let form = Form {
            path: format!("/cases/{case}/records/{record}/void"),
            who: "psychiatrist",
            good: &[("reason", "another person"), ("sure", "yes")],
            needed: &[("reason", "reason"), ("sure", "sure")],
            verb: "void-record",
        };
        let who = site.sign_in("nurse.prison").await;
        let page = site.get(&who, &form.path).await;
        assert!(page.says("The dose will be due again"), "{}", page.text());
        let who = form.proves_itself(&site, case).await;
        assert_eq!(site.get(&who, &form.path).await.status, 404, "struck out already");
        let nowhere = merzim::domain::ids::RecordId::fresh();
        for step in ["amend", "void"] {
            let absent = site
                .get(&who, &format!("/cases/{case}/records/{nowhere}/{step}"))
                .await;
            assert_eq!(absent.status, 404, "{step}");
        }
        site.end()
    });
}

#[test]
fn a_decision_and_an_incident_are_struck_out_and_never_amended() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.go_to("2026-07-24T05:00:00Z");
        let (desk, physician) = (&site.desk, site.actor("psychiatrist"));
        commands::decide_late_dose(
            desk,
            physician,
            None,
            case,
            1,
            Some(false),
            "not now",
            &merzim::domain::decide::FlareAnswer::default(),
        )
        .await
        .unwrap();
        let incident = Incident {
            kind: Some(IncidentKind::Other),
            occurred_at: Some(site.clock.now()),
            injected: true,
            words: "a needle broke".into(),
            ..Incident::default()
        };
        commands::report_incident(desk, physician, None, case, &incident)
            .await
            .unwrap();
        let file = site.file(case).await.case;
        let (decision, incident) = (file.late_decisions[0].content.id, file.incidents[0].content.id);
        let who = site.sign_in("psychiatrist").await;
        let case_page = site.get(&who, &format!("/cases/{case}")).await;
        for record in [decision, incident] {
            let path = format!("/cases/{case}/records/{record}");
            assert_eq!(site.get(&who, &format!("{path}/amend")).await.status, 404);
            assert!(case_page.says(&format!("{path}/void")) && !case_page.says(&format!("{path}/amend")));
            let path = format!("{path}/void");
            let page = site.get(&who, &path).await;
            let filled = [("reason", "wrong case"), ("sure", "yes")];
            assert_eq!(site.send(&who, &path, &page, &filled).await.status, 303);
        }
        let after = site.file(case).await.case;
        assert!(after.late_decisions[0].voided.is_some() && after.incidents[0].voided.is_some());
        let case_page = site.get(&who, &format!("/cases/{case}?done=void-record")).await;
        assert!(case_page.says("wrong case"), "{}", case_page.text());
        for nothing in ["list-cases", "no-such-verb", "%3Cb%3E"] {
            let page = site.get(&who, &format!("/cases/{case}?done={nothing}")).await;
            assert_eq!(page.status, 200, "{nothing}");
        }
        site.end()
    });
}
