//! Another regimen in mid-course: shown beside the old one, then recorded.

use super::{Form, NO_CHOICE, Slip, begun, nothing_at, too_long};
use crate::support::{database::on_each, site::Site};
use merzim::commands;
use merzim::demo::papers;
use merzim::domain::decide::TypedValue;
use merzim::domain::ids::CaseId;

#[test]
fn another_regimen_is_shown_beside_the_old_one_before_it_is_recorded() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let long = too_long();
        let good = [
            ("reason", "әсері жеткіліксіз"),
            ("protocol", "degarelix-28d"),
            ("first_on_day", "10"),
            ("first_on_month", "7"),
            ("first_on_year", "2026"),
            ("decided_by", "комиссия"),
            ("reference", "хаттама № 5"),
        ];
        let form = Form {
            path: format!("/cases/{case}/regimen/change"),
            who: "psychiatrist",
            good: &good,
            needed: &[
                ("protocol", "protocol"),
                ("first_on", "first_on"),
                ("reason", "reason"),
                ("decided_by", "decided_by"),
                ("reference", "reference"),
            ],
            verb: "change-regimen",
        };
        let who = site.sign_in(form.who).await;
        let page = form
            .refuses_gaps_and(
                &site,
                &who,
                case,
                &[
                    (&[("first_on_day", "31"), ("first_on_month", "2")], &["first_on"]),
                    (&[("first_on_day", "он")], &["first_on"]),
                    (&[("first_on_day", "2")], &["first_on"]),
                    (&[("protocol", NO_CHOICE)], &["protocol"]),
                    (&[("reason", &long)], &["reason"]),
                    (
                        &[("decided_by", &long), ("reference", &long)],
                        &["decided_by", "reference"],
                    ),
                    // Said to be confirmed, and still wrong: the form comes back with everything.
                    (&[("confirmed", "yes"), ("decided_by", "")], &["decided_by"]),
                ],
            )
            .await;
        let before = site.file(case).await.case;
        let shown = site.send(&who, &form.path, &page, form.good).await;
        assert_eq!(shown.status, 200, "{}", shown.text());
        assert!(shown.says("The two overlap for 78 days"), "{}", shown.text());
        assert!(
            shown.says("хаттама № 5") && shown.says("10 July 2026"),
            "{}",
            shown.text()
        );
        assert_eq!(site.file(case).await.case, before, "shown, not recorded");
        let confirmed = Form {
            good: &good[..1],
            needed: &[],
            ..form
        };
        confirmed
            .acts_once(&site, &who, case, (&shown, &format!("/cases/{case}")))
            .await;
        let nowhere = format!("/cases/{}/regimen/change", CaseId::fresh());
        nothing_at(&site, &who, &page, &[nowhere]).await;
        site.end()
    });
}

#[test]
fn after_a_long_gap_the_change_asks_about_cover_against_flare() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        site.go_to("2026-12-01T05:00:00Z");
        let long = too_long();
        let form = Form {
            path: format!("/cases/{case}/regimen/change"),
            who: "psychiatrist",
            good: &[
                ("reason", "үзілістен кейін"),
                ("protocol", "goserelin-12w"),
                ("first_on_day", "5"),
                ("first_on_month", "12"),
                ("first_on_year", "2026"),
                ("decided_by", "комиссия"),
                ("reference", "хаттама № 6"),
                ("flare", "yes"),
                ("flare_words", "ципротерон 100 мг"),
                ("value_cyproterone", "2,8"),
                ("unit_cyproterone", "g"),
            ],
            needed: &[("flare_words", "flare_words")],
            verb: "change-regimen",
        };
        let who = site.sign_in(form.who).await;
        let page = form
            .refuses_gaps_and(
                &site,
                &who,
                case,
                &[
                    (&[("flare", "")], &["flare"]),
                    (&[("flare", NO_CHOICE)], &["flare"]),
                    (&[("flare_words", &long)], &["flare_words"]),
                    (&[("value_cyproterone", "2800")], &["value_cyproterone"]),
                ],
            )
            .await;
        let shown = site.send(&who, &form.path, &page, form.good).await;
        assert!(shown.says("There is a gap of 70 days"), "{}", shown.text());
        assert!(shown.says("Cyproterone in this cover"), "{}", shown.text());
        let sent = site.send(&who, &form.path, &shown, &[]).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let read = site.get(&who, &format!("/cases/{case}?lang=en")).await;
        assert!(read.says("In the cover: cyproterone, 2.8 g"), "{}", read.text());
        let case = site.file(case).await.case;
        let cover = case.regimen().unwrap().flare_cover.clone().unwrap();
        assert!(cover.given && cover.words == "ципротерон 100 мг");
        assert_eq!(cover.amounts[0].value, "2.8");
        site.end()
    });
}

/// Whoever chooses sees what the sum of a lifetime is, when it reaches the caution and where the number comes from; beyond
/// it he says why, and both stand on the page of the case.
#[test]
fn the_choice_of_a_drug_shows_the_sum_of_a_lifetime() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let plain = site.cleared_case("prison").await;
        let case = site.open_case("prison").await;
        let today = site.clock.at(chrono_tz::Asia::Almaty).today();
        let course = site.desk.rules().law_for(today).unwrap().course;
        let doctor = site.actor("psychiatrist");
        let mut cleared = papers::clearance(course, today, ("Дәрігер", doctor.account_id().unwrap()));
        cleared.earlier = vec![TypedValue {
            item: "cyproterone".to_owned(),
            value: "12,5".to_owned(),
            unit: "g".to_owned(),
            sure: false,
        }];
        commands::record_clearance(&site.desk, doctor, None, case, &cleared)
            .await
            .unwrap();

        let long = too_long();
        let form = Form {
            path: format!("/cases/{case}/regimen"),
            who: "psychiatrist",
            good: &[
                ("reason", "қорытынды"),
                ("protocol", "cyproterone-14d"),
                ("first_on_day", "3"),
                ("first_on_month", "7"),
                ("first_on_year", "2026"),
                ("despite_sum", "басқасы жарамайды"),
            ],
            needed: &[("despite_sum", "despite_sum")],
            verb: "prescribe-regimen",
        };
        let slips: [Slip<'_>; 1] = [(&[("despite_sum", &long)], &["despite_sum"])];
        let who = site.sign_in(form.who).await;
        let untreated = site.get(&who, &format!("/cases/{plain}/regimen")).await;
        assert!(untreated.says("0.0 g of cyproterone so far, one dose adds 0.3 g"));
        assert!(
            untreated.says("Dose 31 from now reaches 9.1 g"),
            "{}",
            untreated.text()
        );
        assert!(
            !untreated.fields().contains_key("despite_sum"),
            "nothing asks for it"
        );
        let page = form.refuses_gaps_and(&site, &who, case, &slips).await;
        for words in [
            "12.5 g of cyproterone so far",
            "The sum has reached 9.1 g",
            "the risk of meningioma grows with the sum",
        ] {
            assert!(page.says(words), "{words}: {}", page.text());
        }
        form.acts_once(&site, &who, case, (&page, &format!("/cases/{case}")))
            .await;
        let told = site.get(&who, &format!("/cases/{case}")).await;
        assert!(told.says("Chosen beyond the caution of a lifetime: басқасы жарамайды"));

        // Summed, and drawn against the line of the caution.
        let results = site.get(&who, &format!("/cases/{case}/results?lang=en")).await;
        let chart = results.body.split("id=\"chart-cyproterone\"").nth(1);
        let chart = chart.unwrap_or_else(|| panic!("{}", results.text()));
        let drawn = chart.split("</svg>").next().unwrap();
        assert!(drawn.contains("stroke-dasharray"), "no line of the caution");
        for words in ["From 9.1 g on a physician looks at the sum", "Before this case"] {
            assert!(results.says(words), "{words}: {}", results.text());
        }
        site.end()
    });
}

#[test]
fn the_first_dose_of_an_agonist_asks_about_cover_and_the_chair_shows_the_answer() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.cleared_case("prison").await;
        let long = too_long();
        let form = Form {
            path: format!("/cases/{case}/regimen"),
            who: "psychiatrist",
            good: &[
                ("reason", "қорытынды"),
                ("protocol", "triptorelin-12w"),
                ("first_on_day", "3"),
                ("first_on_month", "7"),
                ("first_on_year", "2026"),
                ("flare", "no"),
                ("flare_words", "тестостерон төмен"),
            ],
            needed: &[("flare_words", "flare_words")],
            verb: "prescribe-regimen",
        };
        let slips: [Slip<'_>; 3] = [
            (&[("flare", "")], &["flare"]),
            (&[("flare", NO_CHOICE)], &["flare"]),
            (&[("flare_words", &long)], &["flare_words"]),
        ];
        form.proves_itself_against(&site, case, &slips).await;
        site.inform(case).await;

        let nurse = site.sign_in("nurse.prison").await;
        let identity = site.follow(&nurse, &format!("/cases/{case}/dose")).await;
        let known = [("identified_by_name", "yes"), ("identified_by_born", "yes")];
        let sent = site.send(&nurse, &identity.path, &identity, &known).await;
        let chair = site.follow(&nurse, &sent.location.unwrap()).await;
        assert!(
            chair.says("Not covered against flare: тестостерон төмен"),
            "{}",
            chair.text()
        );
        let answered = chair.fields().get("check_flare-cover").cloned();
        assert_eq!(
            answered.as_deref(),
            Some("yes"),
            "decided, and nobody types it again"
        );
        site.end()
    });
}
