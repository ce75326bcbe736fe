//! Where somebody is: hours at home and what they do to an appointment, a person whom nobody finds, and one who comes by
//! habit to where he was treated before.

use super::dose::{CHECKS, IDENTITY, INJECTION, answered};
use super::{Form, NO_CHOICE, too_long};
use crate::support::{
    database::on_each,
    site::{Site, day},
    world::RULES,
};
use chrono::Datelike as _;

const CURFEW: [(&str, &str); 9] = [
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
fn a_restriction_stands_where_the_appointment_is_named_and_a_permission_lifts_it() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let offer = site.offered_on_release(case).await;
        let restriction = Form {
            path: format!("/cases/{case}/curfew?kind=within-region"),
            who: "probation",
            good: &[
                ("paper", "Постановление 12"),
                ("dated_on_day", "2"),
                ("dated_on_month", "7"),
                ("dated_on_year", "2026"),
                ("region", "astana"),
                // Neither does he live there nor is he treated there: that is asked about.
                ("confirmed", "yes"),
                ("from_on_day", "3"),
                ("from_on_month", "7"),
                ("from_on_year", "2026"),
            ],
            needed: &[
                ("region", "region"),
                ("from_on", "from_on"),
                ("paper", "paper"),
                ("dated_on", "dated_on"),
            ],
            verb: "set-curfew",
        };
        restriction
            .proves_itself_against(&site, case, &[(&[("confirmed", "")], &["confirmed"])])
            .await;

        let nurse = site.sign_in("nurse.clinic").await;
        let name = "Not leave the region without permission";
        let page = site.get(&nurse, &format!("/cases/{case}/release")).await;
        assert!(page.says(name) && !page.says("not outside"), "{}", page.text());
        let clerk = site.sign_in("clerk").await;
        let page = site.get(&clerk, &format!("/cases/{case}")).await;
        let way = format!("href=\"/cases/{case}/curfew\"");
        assert!(page.says(name) && page.says(&way), "{}", page.text());
        let path = format!("/cases/{case}/handover/{offer}/accept");
        let form = site.get(&nurse, &path).await;
        assert!(
            form.says(name) && form.says("A permission lifts only this restriction"),
            "{}",
            form.text()
        );
        let clinician = site.account("psychiatrist");
        let visit: &[(&str, &str)] = &[
            ("visit_time", "10:30"),
            ("clinician", &clinician),
            ("visit_on_day", "7"),
            ("visit_on_month", "7"),
            ("visit_on_year", "2026"),
        ];
        let refused = site.send(&nurse, &path, &form, visit).await;
        assert_eq!(
            (refused.status, refused.problems()),
            (422, vec!["leave_number".to_owned()]),
            "{}",
            refused.text()
        );
        assert!(
            refused.says("the appointment lies in another region"),
            "{}",
            refused.text()
        );
        let leave: &[(&str, &str)] = &[
            ("leave_number", "17/3"),
            ("leave_on_day", "3"),
            ("leave_on_month", "7"),
            ("leave_on_year", "2026"),
        ];
        let form = site.get(&nurse, &path).await;
        let older = [visit, leave, &[("leave_on_day", "2")]].concat();
        let refused = site.send(&nurse, &path, &form, &older).await;
        assert_eq!(
            (refused.status, refused.problems()),
            (422, vec!["leave_on".to_owned()]),
            "older than the restriction: {}",
            refused.text()
        );
        let form = site.get(&nurse, &path).await;
        let sent = site.send(&nurse, &path, &form, &[visit, leave].concat()).await;
        assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
        let page = site.get(&nurse, &format!("/cases/{case}/release")).await;
        assert!(page.says("With permission 17/3"), "{}", page.text());
        assert!(!page.says("stands against a restriction"), "{}", page.text());

        // Another appointment begins without a permission, and the old one is refused.
        let path = format!("/cases/{case}/handover/appointment");
        let form = site.get(&nurse, &path).await;
        let fields = form.fields();
        assert_eq!(fields["visit_time"], "10:30");
        for empty in ["leave_number", "leave_on_day", "leave_on_month", "leave_on_year"] {
            assert_eq!(fields.get(empty).map_or("", String::as_str), "", "{empty}");
        }
        let later = [visit, &[("visit_time", "11:30")]].concat();
        let again = [&later[..], leave, &[("leave_number", "№ 17 / 3")]].concat();
        let refused = site.send(&nurse, &path, &form, &again).await;
        assert_eq!(
            (refused.status, refused.problems()),
            (422, vec!["leave_number".to_owned()]),
            "{}",
            refused.text()
        );
        assert!(
            refused.says("was given for another appointment"),
            "{}",
            refused.text()
        );
        let another = [&later[..], leave, &[("leave_number", "18/3")]].concat();
        let form = site.get(&nurse, &path).await;
        let sent = site.send(&nurse, &path, &form, &another).await;
        assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
        site.end()
    });
}

/// What lies near a place no program knows: the words stand where a place is chosen, and nothing is saved before whoever names an
/// appointment says that he has read them.
#[test]
fn the_places_to_keep_away_from_are_read_where_a_place_is_chosen_and_before_an_appointment_is_saved() {
    const PLACES: &str = "schools and playgrounds of Qostanay";
    const SAID: [(&str, &str); 3] = [
        ("kk", "Адамға мына орындарда болуға болмайды: "),
        ("ru", "Человеку нельзя находиться: "),
        ("en", "He must keep away from: "),
    ];
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let officer = site.sign_in("probation").await;
        let path = format!("/cases/{case}/curfew?kind=keep-away");
        let form = site.get(&officer, &path).await;
        let near = [
            ("places", PLACES),
            ("paper", "Постановление 12"),
            ("from_on_day", "3"),
            ("from_on_month", "7"),
            ("from_on_year", "2026"),
        ];
        let sent = site.send(&officer, &path, &form, &near).await;
        assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
        let (doctor, nurse) = (
            site.sign_in("psychiatrist").await,
            site.sign_in("nurse.clinic").await,
        );
        let offered = format!("/cases/{case}/handover");
        for (language, words) in SAID {
            let page = site.get(&doctor, &format!("{offered}?lang={language}")).await;
            assert!(page.says(&format!("{words}{PLACES}")), "{}", page.text());
        }

        let offer = site.offered_on_release(case).await;
        let clinician = site.account("psychiatrist");
        let visit: &[(&str, &str)] = &[
            ("visit_time", "10:30"),
            ("clinician", &clinician),
            ("visit_on_day", "7"),
            ("visit_on_month", "7"),
            ("visit_on_year", "2026"),
        ];
        let accepted = format!("/cases/{case}/handover/{offer}/accept");
        let later = format!("/cases/{case}/handover/appointment");
        for (path, time) in [(&accepted, "10:30"), (&later, "11:30")] {
            for (language, words) in SAID {
                let page = site.get(&nurse, &format!("{path}?lang={language}")).await;
                assert!(page.says(&format!("{words}{PLACES}")), "{}", page.text());
            }
            let form = site.get(&nurse, path).await;
            let named = [visit, &[("visit_time", time)]].concat();
            let unread = site.send(&nurse, path, &form, &named).await;
            assert_eq!(
                (unread.status, unread.problems()),
                (422, vec!["keep_away_read".to_owned()]),
                "{}",
                unread.text()
            );
            let read = [&named[..], &[("keep_away_read", "yes")]].concat();
            let sent = site.send(&nurse, path, &unread, &read).await;
            assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
        }
        site.end()
    });
}

/// Each kind asks for its own, and for nothing that would be left aside.
#[test]
fn the_kind_of_a_restriction_is_asked_before_what_it_needs() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let officer = site.sign_in("probation").await;
        let path = format!("/cases/{case}/curfew");
        let first = site.get(&officer, &path).await;
        assert!(
            first.says("name=\"kind\"") && !first.says("name=\"paper\""),
            "{}",
            first.text()
        );
        let unknown = site.get(&officer, &format!("{path}?kind={NO_CHOICE}")).await;
        assert!(unknown.says("name=\"kind\""), "asked again: {}", unknown.text());
        for wrong in [&[][..], &[("kind", NO_CHOICE)]] {
            let refused = site.send(&officer, &path, &first, wrong).await;
            assert_eq!(
                (refused.status, refused.problems()),
                (422, vec!["kind".to_owned()]),
                "{}",
                refused.text()
            );
        }
        for (kind, own, lacking) in [
            (
                "home-hours",
                &["begins", "ends", "dated_on_day"][..],
                &["from_on", "begins", "ends", "paper", "dated_on"][..],
            ),
            (
                "report-hours",
                &["begins", "ends", "weekday"][..],
                &["from_on", "begins", "ends", "paper"][..],
            ),
            (
                "within-region",
                &["region", "dated_on_day"][..],
                &["from_on", "region", "paper", "dated_on"][..],
            ),
            ("keep-away", &["places"][..], &["from_on", "places", "paper"][..]),
        ] {
            let sent = site.send(&officer, &path, &first, &[("kind", kind)]).await;
            let second = format!("{path}?kind={kind}");
            assert_eq!(sent.location.as_deref(), Some(second.as_str()), "{}", sent.text());
            let page = site.get(&officer, &second).await;
            for field in [
                "begins",
                "ends",
                "weekday",
                "region",
                "places",
                "kind",
                "dated_on_day",
            ] {
                let asked = page.says(&format!("name=\"{field}\""));
                assert_eq!(asked, own.contains(&field), "{kind} {field}: {}", page.text());
            }
            let refused = site.send(&officer, &second, &page, &[]).await;
            assert_eq!(
                (refused.status, refused.problems()),
                (422, owned(lacking)),
                "{kind}"
            );
        }
        let same = [&CURFEW[..], &[("ends", "09:00")]].concat();
        let second = format!("{path}?kind=home-hours");
        let page = site.get(&officer, &second).await;
        let refused = site.send(&officer, &second, &page, &same).await;
        assert!(
            refused.says("The hours end when they begin") && !refused.says("is no time of day"),
            "{}",
            refused.text()
        );
        site.end()
    });
}

fn owned(fields: &[&str]) -> Vec<String> {
    fields.iter().map(|field| (*field).to_owned()).collect()
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
        for words in ["Transferred to clinic (en) on", "Next there: ", "7 July 2026"] {
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

/// He may not leave another region than the one in which he is treated: both sides read it, in their own words.
#[test]
fn a_region_that_stands_against_the_next_visit_is_read_on_both_sides() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("clinic").await;
        let (officer, nurse) = (
            site.sign_in("probation").await,
            site.sign_in("nurse.clinic").await,
        );
        let home = format!("/cases/{case}");
        let said = "stands against a restriction: Not leave the region without permission";
        for who in [&officer, &nurse] {
            let page = site.get(who, &home).await;
            assert!(!page.says("stands against a restriction"), "{}", page.text());
        }
        let path = format!("/cases/{case}/curfew?kind=within-region");
        let form = site.get(&officer, &path).await;
        let astana = [
            ("region", "astana"),
            ("confirmed", "yes"),
            ("paper", "Постановление 12"),
            ("dated_on_day", "2"),
            ("dated_on_month", "7"),
            ("dated_on_year", "2026"),
            ("from_on_day", "3"),
            ("from_on_month", "7"),
            ("from_on_year", "2026"),
        ];
        let sent = site.send(&officer, &path, &form, &astana).await;
        assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
        let page = site.get(&officer, &home).await;
        assert!(
            page.says(said) && page.says("expects him on that day"),
            "{}",
            page.text()
        );
        for path in [home.clone(), format!("{home}/release")] {
            let page = site.get(&nurse, &path).await;
            assert!(
                page.says(said) && page.says("ask a clinic of that region to take over"),
                "{}",
                page.text()
            );
        }

        // It is the physician's to get a permission for a day, and then nothing stands against it any more.
        let physician = site.sign_in("psychiatrist").await;
        let today = site.get(&physician, "/today").await;
        let task = "Agree on a day for the dose: a restriction stands against the one planned";
        assert!(today.says(task), "{}", today.text());
        let answer = format!("{home}/absence/answer");
        let page = site.get(&physician, &home).await;
        assert!(page.says(&answer), "{}", page.text());
        let form = site.get(&physician, &answer).await;
        assert!(form.says("No day is free inside the window"), "{}", form.text());
        let file = site.file(case).await;
        let (window, today) = (file.dose(&RULES).unwrap(), file.now.today());
        let calendar = RULES.law_for(today).unwrap().calendar;
        let mut days = window.opens_on.max(today).iter_days();
        let on = days.find(|on| calendar.is_working(*on)).unwrap();
        let on = [on.day(), on.month(), on.year().unsigned_abs()].map(|part| part.to_string());
        let agreed = [
            ("dose_on_day", on[0].as_str()),
            ("dose_on_month", on[1].as_str()),
            ("dose_on_year", on[2].as_str()),
            ("words", "The officer permits it"),
        ];
        let refused = site.send(&physician, &answer, &form, &agreed).await;
        assert_eq!(
            (refused.status, refused.problems()),
            (422, vec!["leave_number".to_owned()]),
            "{}",
            refused.text()
        );
        let leave = [
            ("leave_number", "17/3"),
            ("leave_on_day", "3"),
            ("leave_on_month", "7"),
            ("leave_on_year", "2026"),
        ];
        let form = site.get(&physician, &answer).await;
        // Back and saved once more, it is answered as it was, though nothing is owed any more.
        for _ in 0..2 {
            let sent = site
                .send(&physician, &answer, &form, &[&agreed[..], &leave].concat())
                .await;
            assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
        }
        let page = site.get(&physician, &format!("{home}/release")).await;
        assert!(page.says("With permission 17/3"), "{}", page.text());
        for who in [&officer, &nurse] {
            let page = site.get(who, &home).await;
            assert!(!page.says("stands against a restriction"), "{}", page.text());
        }
        let page = site.get(&officer, &home).await;
        assert!(!page.says("The officer permits it"), "{}", page.text());
        site.end()
    });
}
