//! Restrictions: what each asks, and where it is read that one stands against an appointment, a place, a visit.

use super::whereabouts::CURFEW;
use super::{Form, NO_CHOICE};
use crate::support::{database::on_each, site::Site, world::RULES};
use chrono::Datelike as _;

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
