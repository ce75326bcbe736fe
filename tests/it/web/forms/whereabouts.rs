//! Where somebody is: hours at home and what they do to an appointment, a person whom nobody finds, and one who comes by
//! habit to where he was treated before.

use super::dose::{CHECKS, IDENTITY, INJECTION, answered};
use super::{Form, NO_CHOICE, give, too_long};
use crate::support::{
    database::on_each,
    site::{Site, day},
};

/// Hours at home, as an officer writes them down.
pub(super) const CURFEW: [(&str, &str); 9] = [
    ("paper", "Постановление 12"),
    ("dated_on_day", "2"),
    ("dated_on_month", "7"),
    ("dated_on_year", "2026"),
    ("from_on_day", "3"),
    ("from_on_month", "7"),
    ("from_on_year", "2026"),
    ("begins", "09:00"),
    ("ends", "11:00"),
];

#[test]
fn hours_at_home_are_written_down_and_the_appointment_in_them_is_moved_by_the_clinic() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let offer = site.offered_on_release(case).await;
        site.taken_over(case, offer).await;
        let curfew = Form {
            path: format!("/cases/{case}/curfew?kind=home-hours"),
            who: "probation",
            good: &CURFEW,
            needed: &[
                ("from_on", "from_on"),
                ("begins", "begins"),
                ("ends", "ends"),
                ("paper", "paper"),
                ("dated_on", "dated_on"),
            ],
            verb: "set-curfew",
        };
        let long = too_long();
        let until = |day| {
            [
                ("until_on_day", day),
                ("until_on_month", "6"),
                ("until_on_year", "2026"),
            ]
        };
        let officer = curfew
            .proves_itself_against(
                &site,
                case,
                &[
                    (&[("from_on_day", "31"), ("from_on_month", "6")], &["from_on"]),
                    (&[("begins", "25:00")], &["begins"]),
                    (&[("ends", "soon")], &["ends"]),
                    (&[("ends", "09:00")], &["ends"]),
                    (&[("begins", "00:00"), ("ends", "23:59")], &["confirmed"]),
                    (&until("31"), &["until_on"]),
                    (&until("30"), &["until_on"]),
                    (&[("paper", &long)], &["paper"]),
                    (&[("dated_on_day", "4")], &["dated_on"]),
                    (&[("dated_on_day", "31"), ("dated_on_month", "6")], &["dated_on"]),
                ],
            )
            .await;
        let told = format!("/cases/{case}?done=set-curfew");
        let told = site.get(&officer, &told).await;
        assert!(
            told.says("Another day or hour is named by clinic (en)"),
            "{}",
            told.text()
        );

        // The appointment at half past ten is somebody's task, and stands above everything.
        let nurse = site.sign_in("nurse.clinic").await;
        let task = "Move the first appointment: it falls into hours at home";
        let today = site.get(&nurse, "/today").await;
        assert!(today.says(task), "{}", today.text());
        for page in ["", "/release"] {
            let page = site.get(&nurse, &format!("/cases/{case}{page}")).await;
            assert!(page.says("10:30 falls into hours at home"), "{}", page.text());
            assert!(
                page.says(&format!("/cases/{case}/handover/appointment")),
                "{}",
                page.text()
            );
        }
        let giver = site.sign_in("nurse.prison").await;
        let page = site.get(&giver, &format!("/cases/{case}")).await;
        assert!(page.says("10:30 falls into hours at home"), "the giver sees it");
        assert!(
            !page.says("/handover/appointment\""),
            "and moves nothing: {}",
            page.text()
        );

        let (clinician, stranger) = (site.account("psychiatrist"), site.account("nurse.prison"));
        let visit = site
            .file(case)
            .await
            .case
            .passage
            .accepted_offer()
            .unwrap()
            .1
            .appointment;
        assert_eq!(visit.unwrap().on, day(2026, 7, 7), "the 6th is a holiday");
        let appointment = Form {
            path: format!("/cases/{case}/handover/appointment"),
            who: "nurse.clinic",
            good: &[
                ("visit_time", "11:30"),
                ("clinician", &clinician),
                ("visit_on_day", "7"),
                ("visit_on_month", "7"),
                ("visit_on_year", "2026"),
            ],
            needed: &[
                ("clinician", "clinician"),
                ("visit_on", "visit_on"),
                ("visit_time", "visit_time"),
            ],
            verb: "set-appointment",
        };
        let form = site.get(&nurse, &appointment.path).await;
        let not_there = [appointment.good, &[("clinician", &*stranger)]].concat();
        let not_there = site.send(&nurse, &appointment.path, &form, &not_there).await;
        assert_eq!(
            (not_there.status, not_there.problems()),
            (422, vec!["clinician".to_owned()])
        );
        let barred = [appointment.good, &[("visit_time", "10:30")]].concat();
        let barred = site.send(&nurse, &appointment.path, &form, &barred).await;
        assert!(
            barred.says("ask the supervising body to change the hours at home"),
            "{}",
            barred.text()
        );
        let home = format!("/cases/{case}/release");
        site.a_minute_later();
        appointment
            .proves_itself_at(
                &site,
                case,
                &home,
                &[
                    (&[("visit_time", "10:30")], &["visit_time"]),
                    (&[("visit_time", "20:00")], &["visit_time"]),
                    (&[("visit_time", "half past")], &["visit_time"]),
                    (&[("visit_on_day", "6")], &["visit_on"]),
                    (&[("visit_on_day", "2")], &["visit_on"]),
                    (&[("visit_on_month", "10")], &["visit_on"]),
                    (&[("clinician", NO_CHOICE)], &["clinician"]),
                ],
            )
            .await;
        let today = site.get(&nurse, "/today").await;
        assert!(!today.says(task), "{}", today.text());
        let page = site.get(&nurse, &format!("/cases/{case}")).await;
        assert!(!page.says("falls into hours at home"), "{}", page.text());
        site.end()
    });
}

#[test]
fn who_cannot_be_found_after_the_release_is_reported_and_looked_for_until_he_is_found() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.released_to_clinic(case).await;
        let long = too_long();
        let lost = Form {
            path: format!("/cases/{case}/lost"),
            who: "probation",
            good: &[
                ("tried", "called twice, went to his house"),
                ("since_on_day", "3"),
                ("since_on_month", "7"),
                ("since_on_year", "2026"),
            ],
            needed: &[("since_on", "since_on"), ("tried", "tried")],
            verb: "report-lost",
        };
        let slips: &[super::Slip<'_>] = &[
            (&[("since_on_day", "31"), ("since_on_month", "6")], &["since_on"]),
            (&[("since_on_day", "x")], &["since_on"]),
            (&[("since_on_day", "4")], &["since_on"]),
            (&[("since_on_year", "2025")], &["since_on"]),
            (&[("tried", &long)], &["tried"]),
            (&[("tried", ""), ("since_on_day", "4")], &["since_on", "tried"]),
        ];
        let officer = lost.proves_itself_against(&site, case, slips).await;
        let again = site.get(&officer, &lost.path).await;
        let again = site.send(&officer, &lost.path, &again, lost.good).await;
        assert_eq!(
            (again.status, again.problems()),
            (422, vec![String::new()]),
            "known already"
        );
        let supervised = site.get(&officer, &format!("/cases/{case}")).await;
        for words in ["Whereabouts unknown since", "Not found yet"] {
            assert!(supervised.says(words), "{words} in {}", supervised.text());
        }

        let nurse = site.sign_in("nurse.clinic").await;
        let today = site.get(&nurse, "/today").await;
        let searched = format!("/cases/{case}/lost/search");
        assert!(today.says(&searched), "{}", today.text());
        let page = site.get(&nurse, &format!("/cases/{case}")).await;
        assert!(page.says("Whereabouts unknown since"), "{}", page.text());

        let search = Form {
            path: format!("/cases/{case}/lost/search"),
            who: "nurse.clinic",
            good: &[("words", "neighbours have not seen him"), ("found", "no")],
            needed: &[("found", "found"), ("words", "words")],
            verb: "report-search",
        };
        let slips: &[super::Slip<'_>] = &[
            (&[("found", NO_CHOICE)], &["found"]),
            (&[("words", &long)], &["words"]),
            (&[("found", NO_CHOICE), ("words", "")], &["found", "words"]),
        ];
        let home = format!("/cases/{case}/release");
        site.a_minute_later();
        search.proves_itself_at(&site, case, &home, slips).await;
        let page = site.get(&nurse, &format!("/cases/{case}")).await;
        assert!(
            page.says("Whereabouts unknown since"),
            "not found yet: {}",
            page.text()
        );
        let supervised = site.get(&officer, &format!("/cases/{case}")).await;
        assert!(
            supervised.says("Not found yet; last looked for on"),
            "{}",
            supervised.text()
        );
        for words in ["neighbours have not seen him", "called twice"] {
            assert!(!supervised.says(words), "{words} in {}", supervised.text());
        }

        // Found by whoever supervises; nothing is looked for any more.
        let form = site.get(&officer, &search.path).await;
        let found = [("found", "yes"), ("words", "at his brother's")];
        let found = site.send(&officer, &search.path, &form, &found).await;
        let done = format!("/cases/{case}?done=report-search");
        assert_eq!(found.location.as_deref(), Some(done.as_str()), "{}", found.text());
        let supervised = site.get(&officer, &format!("/cases/{case}")).await;
        assert!(
            supervised.says("Found on") && !supervised.says("Not found yet"),
            "{}",
            supervised.text()
        );
        let page = site.get(&nurse, &format!("/cases/{case}")).await;
        assert!(!page.says("Whereabouts unknown since"), "{}", page.text());
        let today = site.get(&nurse, "/today").await;
        assert!(!today.says(&searched), "{}", today.text());
        let form = site.get(&nurse, &search.path).await;
        let late = site.send(&nurse, &search.path, &form, search.good).await;
        assert_eq!(
            (late.status, late.problems()),
            (422, vec![String::new()]),
            "nobody is missing"
        );
        assert_eq!(site.file(case).await.case.passage.searches.len(), 2);
        site.end()
    });
}

/// He was transferred, and comes by habit: the former site is told where he went, says why it gives the dose, and gives
/// it as always.
#[test]
fn who_comes_to_the_wrong_place_is_given_his_dose_there_for_a_reason() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.released_to_clinic(case).await;
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.get(&nurse, &format!("/cases/{case}")).await;
        for words in [
            "This page shows the case as it stood on",
            "Transferred to clinic (en) on",
            "Next there: ",
            "7 July 2026",
        ] {
            assert!(page.says(words), "{words} in {}", page.text());
        }
        let path = format!("/cases/{case}/elsewhere");
        assert!(page.says(&path), "{}", page.text());
        assert_eq!(
            site.get(&nurse, &format!("/cases/{case}/dose")).await.status,
            403,
            "not by the usual way"
        );

        let form = site.get(&nurse, &path).await;
        let long = too_long();
        for wrong in ["", "  ", long.as_str()] {
            let refused = site
                .send(&nurse, &path, &form, &[("elsewhere_reason", wrong)])
                .await;
            assert_eq!(refused.status, 422, "{}", refused.text());
            assert_eq!(refused.problems(), ["elsewhere_reason"]);
        }
        let reason = [("elsewhere_reason", "came by habit")];
        let begun = site.send(&nurse, &path, &form, &reason).await;
        assert_eq!(begun.status, 303, "{}", begun.text());
        let page = site.follow(&nurse, &begun.location.unwrap()).await;
        let product: &[(&str, &str)] = &[
            ("lot", "L7-0042"),
            ("expiry_on_day", "31"),
            ("expiry_on_month", "12"),
            ("expiry_on_year", "2027"),
        ];
        // He is not held any more: nobody has to be present.
        let answers: [&[(&str, &str)]; 4] = [&IDENTITY, &CHECKS, product, &INJECTION];
        let page = answered(&site, &nurse, page, &answers).await;
        let base = page.path.strip_suffix("/answers").unwrap().to_owned();
        let sent = site.send(&nurse, &format!("{base}/save"), &page, &[]).await;
        assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
        let file = site.file(case).await;
        assert_eq!(file.case.doses[0].content.place, site.organisation("prison"));
        assert_eq!(
            file.facts.responsible,
            site.organisation("clinic"),
            "who has him is still the clinic"
        );

        // The clinic finds it as an incident of its own, and plans no second dose.
        let clinic = site.sign_in("psychiatrist").await;
        let page = site.get(&clinic, &format!("/cases/{case}")).await;
        assert!(
            page.says("Dose given where the person was treated before"),
            "{}",
            page.text()
        );
        assert_eq!(file.case.incidents.len(), 1);
        site.end()
    });
}

/// No dose is due when he comes by habit. What was given all the same the former site cannot report: it reads whom to call.
#[test]
fn the_former_site_reads_whom_to_call_where_no_dose_may_be_given() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        give(&site, "nurse.prison", case, 1).await;
        site.released_to_clinic(case).await;
        let nurse = site.sign_in("nurse.prison").await;
        let path = format!("/cases/{case}/elsewhere");
        let form = site.get(&nurse, &path).await;
        let reason = [("elsewhere_reason", "came by habit")];
        let begun = site.send(&nurse, &path, &form, &reason).await;
        let page = site.follow(&nurse, &begun.location.unwrap()).await;
        assert!(page.says("call clinic (en), "), "{}", page.text());
        let incident = format!("/cases/{case}/incident");
        assert!(!page.body.contains(&incident), "a link that answers 403");
        assert_eq!(site.get(&nurse, &incident).await.status, 403);

        // Where he is treated it is reported as ever.
        let clinic = site.sign_in("nurse.clinic").await;
        let page = site.follow(&clinic, &format!("/cases/{case}/dose")).await;
        assert!(page.body.contains(&incident), "{}", page.text());
        site.end()
    });
}
