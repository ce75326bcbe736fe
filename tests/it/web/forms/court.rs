//! What a court does to a ruling, and where it is seen.

use super::{Form, NO_CHOICE, begun, nothing_at, reviews::concluded, too_long};
use crate::support::{
    database::on_each,
    site::{Site, day, ruling},
};
use merzim::commands;
use merzim::domain::decide::SubmitToCourt;
use merzim::domain::ids::{CaseId, RulingId};
use merzim::domain::ruling::{Ruling, RulingChange, RulingStep, Terms};

/// With effect from the day after.
pub(super) const FROM_TOMORROW: [(&str, &str); 3] = [
    ("effective_on_day", "4"),
    ("effective_on_month", "7"),
    ("effective_on_year", "2026"),
];

#[test]
fn a_new_version_of_a_ruling_says_what_it_changes() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.open_case("prison").await;
        let ruling = site.file(case).await.case.rulings[0].ruling.id;
        let (police, long) = (site.organisation("police").to_string(), too_long());
        let good = [
            &[
                ("document", "Постановление 8"),
                ("step", "varied"),
                ("words", "раз в месяц"),
                ("until_on_day", "1"),
                ("until_on_month", "7"),
                ("until_on_year", "2027"),
                ("supervising", &police),
            ],
            &FROM_TOMORROW[..],
        ]
        .concat();
        let varied = Form {
            path: format!("/cases/{case}/rulings/{ruling}"),
            who: "clerk",
            good: &good,
            needed: &[
                ("step", "step"),
                ("effective_on", "effective_on"),
                ("document", "document"),
                ("words", "words"),
            ],
            verb: "change-ruling",
        };
        let clerk = varied
            .proves_itself_against(
                &site,
                case,
                &[
                    (
                        &[("effective_on_day", "31"), ("effective_on_month", "2")],
                        &["effective_on"],
                    ),
                    (&[("effective_on_year", "x")], &["effective_on"]),
                    (&[("until_on_day", "31"), ("until_on_month", "6")], &["until_on"]),
                    (&[("until_on_year", "биыл")], &["until_on"]),
                    (&[("until_on_year", "2025")], &["until_on"]),
                    (&[("step", NO_CHOICE)], &["step"]),
                    (&[("supervising", NO_CHOICE)], &["supervising"]),
                    (&[("document", &long), ("words", &long)], &["document", "words"]),
                ],
            )
            .await;
        let known = site.file(case).await.case;
        assert_eq!(known.rulings[0].until_on(day(2026, 7, 4)), Some(day(2027, 7, 1)));
        assert_eq!(
            known.supervising_on(day(2026, 7, 4)),
            Some(site.organisation("police"))
        );

        site.a_minute_later();
        let good = [
            &[
                ("document", "Постановление 9"),
                ("step", "extended"),
                ("until_on_day", "1"),
                ("until_on_month", "7"),
                ("until_on_year", "2028"),
            ],
            &FROM_TOMORROW[..],
        ]
        .concat();
        let extended = Form {
            good: &good,
            needed: &[("until_on", "until_on"), ("document", "document")],
            ..varied
        };
        extended
            .proves_itself_against(
                &site,
                case,
                &[
                    (&[("until_on_year", "2027")], &["until_on"]),
                    (&[("until_on_day", "32")], &["until_on"]),
                ],
            )
            .await;

        // A ruling that is none, or that of somebody else, answers like one that is not there.
        let other = site.open_case("prison").await;
        let others = site.file(other).await.case.rulings[0].ruling.id;
        let page = site.get(&clerk, &extended.path).await;
        let absent = [RulingId::fresh().to_string(), others.to_string(), "7".to_owned()];
        let mut absent: Vec<_> = absent
            .iter()
            .map(|id| format!("/cases/{case}/rulings/{id}"))
            .collect();
        absent.push(format!("/cases/{}/rulings/{ruling}", CaseId::fresh()));
        nothing_at(&site, &clerk, &page, &absent).await;
        let sent = site.send(&clerk, &absent[1], &page, extended.good).await;
        assert_eq!(sent.status, 404, "{}", sent.text());
        site.end()
    });
}

#[test]
fn a_step_without_a_new_version_needs_its_day_and_document_only() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        for step in [
            "appealed",
            "appealed-suspended",
            "suspended",
            "ended-by-court",
            "quashed",
        ] {
            let case = site.open_case("prison").await;
            let ruling = site.file(case).await.case.rulings[0].ruling.id;
            let good = [
                // What ends the measure is asked about once more; nobody is hurt by a tick that was not asked for.
                &[
                    ("document", "Постановление 8"),
                    ("step", step),
                    ("confirmed", "yes"),
                ],
                &FROM_TOMORROW[..],
            ]
            .concat();
            let form = Form {
                path: format!("/cases/{case}/rulings/{ruling}"),
                who: "clerk",
                good: &good,
                needed: &[
                    ("step", "step"),
                    ("effective_on", "effective_on"),
                    ("document", "document"),
                ],
                verb: "change-ruling",
            };
            form.proves_itself_against(
                &site,
                case,
                &[
                    (&[("effective_on_day", "32")], &["effective_on"]),
                    (&[("until_on_day", "жоқ")], &["until_on"]),
                ],
            )
            .await;
            site.a_minute_later();
        }
        site.end()
    });
}

/// One click ends nothing, and no term reaches into the next century by a slip of the finger.
#[test]
fn what_cannot_be_undone_is_asked_about_once_more() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let clerk = site.sign_in("clerk").await;
        let case = site.open_case("prison").await;
        let ruling = site.file(case).await.case.rulings[0].ruling.id;
        let path = format!("/cases/{case}/rulings/{ruling}");
        let far = [
            ("step", "varied"),
            ("words", "срок"),
            ("until_on_day", "1"),
            ("until_on_month", "7"),
            ("until_on_year", "2099"),
        ];
        for (step, asked) in [
            (&[("step", "ended-by-court")][..], "This ends the measure"),
            (&far, "The term ends years from now"),
        ] {
            let page = site.get(&clerk, &format!("{path}?lang=en")).await;
            assert!(!page.body.contains("name=\"confirmed\""));
            let filled = [&[("document", "Постановление 9")], &FROM_TOMORROW[..], step].concat();
            let before = site.file(case).await.case;
            let doubted = site.send(&clerk, &path, &page, &filled).await;
            assert_eq!(
                (doubted.status, doubted.problems()),
                (422, vec!["confirmed".to_owned()])
            );
            assert!(doubted.says(asked), "{}", doubted.text());
            assert_eq!(site.file(case).await.case, before, "nothing happened yet");
        }
        let page = site.get(&clerk, &path).await;
        let end = [
            &[
                ("document", "Постановление 9"),
                ("step", "quashed"),
                ("confirmed", "yes"),
            ],
            &FROM_TOMORROW[..],
        ]
        .concat();
        assert_eq!(site.send(&clerk, &path, &page, &end).await.status, 303);
        site.go_to("2026-07-05T05:00:00Z");
        // Nothing can follow: no form without choices, but the way to a new ruling.
        let clerk = site.sign_in("clerk").await;
        let over = site.get(&clerk, &format!("{path}?lang=en")).await;
        assert!(
            !over.body.contains("name=\"step\"") && over.says("Record a new ruling"),
            "{}",
            over.text()
        );
        site.end()
    });
}

/// A step of the case's first ruling, with its day, as the court's paper says.
pub async fn court(site: &Site, case: CaseId, step: RulingStep, effective_on: chrono::NaiveDate) {
    let terms = step.makes_version().then(|| Terms {
        until_on: None,
        supervising: None,
        words: "раз в месяц".into(),
    });
    let change = RulingChange {
        ruling: site.file(case).await.case.rulings[0].ruling.id,
        step,
        effective_on,
        document: "Постановление 12".into(),
        terms,
        answers: None,
    };
    commands::change_ruling(&site.desk, site.actor("clerk"), None, case, &change)
        .await
        .unwrap();
}

/// A step that is sent once more with another day, from the page that Back shows, is nobody else's doing: it is said so, with the
/// way to the case.
#[test]
fn a_step_sent_again_with_another_day_is_said_to_have_been_sent_already() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let ruling = site.file(case).await.case.rulings[0].ruling.id;
        let clerk = site.sign_in("clerk").await;
        let path = format!("/cases/{case}/rulings/{ruling}");
        let page = site.get(&clerk, &path).await;
        let mut step = vec![
            ("step", "appealed"),
            ("effective_on_day", "3"),
            ("effective_on_month", "7"),
            ("effective_on_year", "2026"),
            ("document", "Жалоба 4"),
        ];
        let sent = site.send(&clerk, &path, &page, &step).await;
        assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
        step.push(("effective_on_day", "2"));
        let again = site.send(&clerk, &path, &page, &step).await;
        assert_eq!(again.status, 409, "{}", again.text());
        assert!(
            again.says("You sent this form already") && !again.says("Somebody saved first"),
            "{}",
            again.text()
        );
        assert!(
            again.body.contains(&format!("href=\"/cases/{case}\"")),
            "{}",
            again.text()
        );
        assert_eq!(site.file(case).await.case.rulings[0].changes.len(), 1);
        site.end()
    });
}

/// What was done before the minute of a stop goes on citing the ruling. The papers themselves and the opening cite it whether
/// it is in force or not.
#[test]
fn what_was_done_cites_the_ruling_that_spoke_at_its_minute() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let later = Ruling {
            in_force_on: Some(day(2026, 12, 1)),
            ..ruling()
        };
        let waits = site.case_under(later, "prison").await;
        let case = begun(&site).await;
        let today = site.file(case).await.now.today();
        let doctor = site.sign_in("psychiatrist").await;
        let cites = async |case: CaseId| {
            let page = site.get(&doctor, &format!("/cases/{case}/history?lang=en")).await;
            assert_eq!(page.status, 200, "{}", page.text());
            let body = page.body.replace('\u{a0}', " ");
            body.matches("Under ruling No. 1-214/2026, version 1").count()
        };
        assert_eq!(cites(waits).await, 2, "the opening and the ruling");
        let before = cites(case).await;
        assert!(
            before >= 6,
            "opened, ruled, cleared, chosen, told, given: {before}"
        );
        site.a_minute_later();
        court(&site, case, RulingStep::Suspended, today).await;
        assert_eq!(cites(case).await, before + 1, "and the suspension itself");
        // From before the day it came into force it covers nothing that was done.
        court(&site, case, RulingStep::Quashed, day(2026, 6, 16)).await;
        assert_eq!(cites(case).await, 4, "the opening and the three papers");
        site.end()
    });
}

#[test]
fn a_suspension_is_seen_in_red_and_by_those_who_supervise() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let (nurse, officer) = (
            site.sign_in("nurse.prison").await,
            site.sign_in("probation").await,
        );
        let (path, chair) = (
            format!("/cases/{case}?lang=en"),
            format!("href=\"/cases/{case}/dose\""),
        );
        let red = "merzim-banner--bad";
        let page = site.get(&nurse, &path).await;
        assert!(
            page.body.contains(&chair) && !page.body.contains(red),
            "{}",
            page.text()
        );
        let seen = site.get(&officer, &path).await;
        assert!(!seen.says("suspended by court"), "{}", seen.text());

        court(&site, case, RulingStep::Suspended, day(2026, 7, 3)).await;
        let page = site.get(&nurse, &path).await;
        assert!(
            page.body.contains(red) && page.says("Suspended by the court since"),
            "{}",
            page.text()
        );
        assert!(
            !page.body.contains(&chair),
            "nothing leads to the chair: {}",
            page.text()
        );
        let seen = site.get(&officer, &path).await;
        assert!(seen.says("suspended by court"), "{}", seen.text());
        let list = site.get(&nurse, "/today?lang=en").await;
        assert!(!list.body.contains(&chair), "{}", list.text());
        site.end()
    });
}

/// What a step let begin and the end of the measure overtook is not shown as begun: nobody waits for that dose.
#[test]
fn nothing_is_shown_as_begun_that_the_end_overtook() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let (path, dose) = (format!("/cases/{case}?lang=en"), "Began: Dose");
        site.a_minute_later();
        court(&site, case, RulingStep::Suspended, day(2026, 7, 3)).await;
        court(&site, case, RulingStep::Resumed, day(2026, 7, 3)).await;
        let doctor = site.sign_in("psychiatrist").await;
        let page = site.get(&doctor, &path).await;
        assert!(page.says(dose), "{}", page.text());

        site.go_to("2026-07-05T05:00:00Z");
        court(&site, case, RulingStep::EndedByCourt, day(2026, 7, 5)).await;
        let doctor = site.sign_in("psychiatrist").await;
        let page = site.get(&doctor, &path).await;
        assert!(page.says("Stopped: Dose") && !page.says(dose), "{}", page.text());
        site.end()
    });
}

/// Each entry cites the ruling under which it was made, in the version that spoke on its day.
#[test]
fn the_timeline_cites_the_version_of_the_ruling() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let nurse = site.sign_in("nurse.prison").await;
        let path = format!("/cases/{case}?lang=en");
        let cited = |page: &crate::support::page::Page, version: u32| {
            let words = format!("1-214/2026, version {version}.");
            page.body.replace('\u{a0}', " ").matches(&words).count()
        };
        let page = site.get(&nurse, &path).await;
        // Opened, ruled, cleared, chosen, told, measured, given.
        assert_eq!((cited(&page, 1), cited(&page, 2)), (7, 0), "{}", page.text());

        court(&site, case, RulingStep::Varied, day(2026, 7, 4)).await;
        site.go_to("2026-07-05T05:00:00Z");
        super::hold(&site, "nurse.prison", case).await;
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.get(&nurse, &path).await;
        assert_eq!(cited(&page, 1), 7, "what was before: {}", page.text());
        assert_eq!(
            cited(&page, 2),
            2,
            "the paper itself, and what came after: {}",
            page.text()
        );
        site.end()
    });
}

/// A variation while something waits at the court: whether it answers that is asked, and what is wrong with the answer is said by
/// the name of the question.
#[test]
fn a_variation_that_says_not_whether_it_answers_is_told_so_by_name() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        concluded(&site, case, "extend").await;
        let sent = SubmitToCourt {
            review: 1,
            sent_on: Some(day(2026, 7, 3)),
            court: "Городской суд".into(),
            reference: "исх. 5".into(),
        };
        commands::submit_to_court(&site.desk, site.actor("clerk"), None, case, &sent)
            .await
            .unwrap();
        let ruling = site.file(case).await.case.rulings[0].ruling.id;
        let clerk = site.sign_in("clerk").await;
        let path = format!("/cases/{case}/rulings/{ruling}");
        let page = site.get(&clerk, &format!("{path}?lang=en")).await;
        let varied = [
            &[
                ("document", "Постановление 8"),
                ("step", "varied"),
                ("words", "раз в месяц"),
            ],
            &FROM_TOMORROW[..],
        ]
        .concat();
        let refused = site.send(&clerk, &path, &page, &varied).await;
        assert_eq!(
            (refused.status, refused.problems()),
            (422, vec!["answers".to_owned()])
        );
        assert!(
            refused.says("Answer to what the commission sent: Choose one"),
            "{}",
            refused.text()
        );
        let answered = [&varied[..], &[("answers", "no")]].concat();
        assert_eq!(site.send(&clerk, &path, &page, &answered).await.status, 303);
        site.end()
    });
}
