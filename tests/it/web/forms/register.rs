//! What the registry wrote down wrongly, put right through its forms.

use super::{Form, begun, nothing_at, too_long};
use crate::support::{
    database::on_each,
    site::{Site, day, ruling, some_iin},
};
use merzim::commands;
use merzim::domain::ids::{CaseId, RulingId};
use merzim::domain::iin::Iin;
use merzim::domain::ruling::{Ruling, RulingChange, RulingStep};

/// A step of the case's first ruling that counts from today; the ruling, and the step's place in the history.
async fn step(site: &Site, case: CaseId, step: RulingStep) -> (RulingId, u32) {
    let change = RulingChange {
        ruling: site.file(case).await.case.rulings[0].ruling.id,
        step,
        effective_on: day(2026, 7, 3),
        document: "Постановление 9".into(),
        terms: None,
        answers: None,
    };
    commands::change_ruling(&site.desk, site.actor("clerk"), None, case, &change)
        .await
        .unwrap();
    let seq = site.file(case).await.case.rulings[0].changes.last().unwrap().seq;
    (change.ruling, seq)
}

#[test]
fn a_step_in_the_wrong_case_is_struck_out_and_the_case_opens_again() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let (ruling, number) = step(&site, case, RulingStep::Quashed).await;
        let officer = site.sign_in("probation").await;
        assert_eq!(site.get(&officer, &format!("/cases/{case}")).await.status, 404);

        let rulings = format!("/cases/{case}/rulings/{ruling}");
        let form = Form {
            path: format!("{rulings}/steps/{number}/void"),
            who: "clerk",
            good: &[("reason", "не то дело"), ("sure", "yes")],
            needed: &[("reason", "reason"), ("sure", "sure")],
            verb: "void-ruling-step",
        };
        let long = too_long();
        let clerk = form
            .proves_itself_against(&site, case, &[(&[("reason", &long)], &["reason"])])
            .await;
        // The clerk reads it as struck out, on the ruling's page and in the history, and is not asked for it again.
        for path in [rulings.clone(), format!("/cases/{case}")] {
            let page = site.get(&clerk, &format!("{path}?lang=en")).await;
            assert!(
                page.says("не то дело") && page.says("merzim-void") && !page.says(&form.path),
                "{path}: {}",
                page.text()
            );
        }
        let page = site.get(&clerk, &format!("{rulings}/amend")).await;
        let absent = [
            form.path.clone(),
            format!("{rulings}/steps/1/void"),
            format!("{rulings}/steps/9999/void"),
            format!("/cases/{case}/rulings/{}/steps/{number}/void", RulingId::fresh()),
        ];
        nothing_at(&site, &clerk, &page, &absent).await;

        // The officer has the case again, and learns nothing of the mistake.
        let seen = site.get(&officer, &format!("/cases/{case}")).await;
        assert_eq!(seen.status, 200);
        assert!(
            !seen.says("не то дело") && !seen.says("merzim-void"),
            "{}",
            seen.text()
        );
        // Whoever treats reads it, and cannot do it.
        let nurse = site.sign_in("nurse.prison").await;
        let seen = site.get(&nurse, &format!("/cases/{case}")).await;
        assert!(seen.says("не то дело"), "{}", seen.text());
        assert_eq!(site.get(&nurse, &form.path).await.status, 403);
        site.end()
    });
}

#[test]
fn the_details_of_a_ruling_are_amended_and_the_old_ones_stay_readable() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let ruling = site.file(case).await.case.rulings[0].ruling.id;
        let path = format!("/cases/{case}/rulings/{ruling}");
        let form = Form {
            path: format!("{path}/amend"),
            who: "clerk",
            good: &[
                ("reason", "опечатка"),
                ("ruling_number", "1-241/2026"),
                ("ruled_on_day", "2"),
                ("until_on_day", "16"),
                ("until_on_month", "6"),
                ("until_on_year", "2027"),
            ],
            needed: &[
                ("court", "court"),
                ("ruling_number", "ruling_number"),
                ("ruled_on", "ruled_on"),
                ("reason", "reason"),
            ],
            verb: "amend-ruling",
        };
        let clerk = form
            .proves_itself_against(
                &site,
                case,
                &[
                    (&[("in_force_on_month", "5")], &["in_force_on"]),
                    (&[("until_on_day", "31")], &["until_on"]),
                    (&[("ruled_on_year", "2027")], &["ruled_on", "in_force_on"]),
                ],
            )
            .await;
        let page = site.get(&clerk, &format!("/cases/{case}?lang=en")).await;
        let said = page.text();
        assert!(
            said.contains("Reason for the correction: опечатка")
                && said.contains("was: | 1-214/2026")
                && said.contains("is now: | 1-241/2026"),
            "{said}"
        );
        let page = site.get(&clerk, &form.path).await;
        let unchanged = site
            .send(&clerk, &form.path, &page, &[("reason", "ничего")])
            .await;
        assert_eq!(unchanged.status, 422);
        // A term that reaches into the next century is asked about.
        let far = [("reason", "год"), ("until_on_year", "2097")];
        let doubted = site.send(&clerk, &form.path, &page, &far).await;
        assert_eq!(
            (doubted.status, doubted.problems()),
            (422, vec!["confirmed".to_owned()])
        );
        nothing_at(
            &site,
            &clerk,
            &page,
            &[format!("/cases/{case}/rulings/{}/amend", RulingId::fresh())],
        )
        .await;
        site.end()
    });
}

#[test]
fn who_the_person_is_is_corrected_and_supervision_learns_nothing_more() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let was = site.file(case).await.person.iin.unwrap();
        let (right, other) = (some_iin(), site.open_case("prison").await);
        let taken = site.file(other).await.person.iin.unwrap();
        let mut broken = right.clone();
        let last = if broken.pop() == Some('0') { '1' } else { '0' };
        broken.push(last);
        let good = [
            ("reason", "по удостоверению"),
            ("name_cyrillic", "Ахметов Берік Болатұлы"),
            ("iin", right.as_str()),
        ];
        let form = Form {
            path: format!("/cases/{case}/person"),
            who: "clerk",
            good: &good,
            needed: &[
                ("name_cyrillic", "name_cyrillic"),
                ("name_latin", "name_latin"),
                ("born_on", "born_on"),
                ("reason", "reason"),
            ],
            verb: "correct-person",
        };
        let clerk = form
            .proves_itself_against(
                &site,
                case,
                &[
                    (&[("iin", &broken)], &["iin"]),
                    (&[("name_cyrillic", "Akhmetov Berik 1")], &["name_cyrillic"]),
                    (&[("name_latin", "Ахметов Берік")], &["name_latin"]),
                    (&[("iin", &taken)], &["iin"]),
                    (&[("iin", "")], &["iin"]),
                    (
                        &[("iin", ""), ("other_document", "N 1")],
                        &["other_document_reason"],
                    ),
                    (&[("born_on_year", "2030")], &["born_on"]),
                    (&[("born_on_day", "18")], &["confirmed"]),
                ],
            )
            .await;
        // Whoever keeps the register reads what stood there; the whole number, too.
        let page = site.get(&clerk, &format!("/cases/{case}?lang=en")).await;
        assert!(
            page.says("Ахметов Серік Болатұлы") && page.says(&was) && page.says("Берік"),
            "{}",
            page.text()
        );
        // Whoever treats sees that it was corrected, and of the number what is seen of any.
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.get(&nurse, &format!("/cases/{case}")).await;
        assert!(
            page.says("Ахметов Серік Болатұлы") && !page.says(&was),
            "{}",
            page.text()
        );
        // Whoever supervises sees who the person is, and nothing of what stood there.
        let officer = site.sign_in("probation").await;
        let page = site.get(&officer, &format!("/cases/{case}")).await;
        assert!(page.says("Берік"), "{}", page.text());
        for hidden in ["Серік", "по удостоверению", was.as_str(), right.as_str()] {
            assert!(!page.says(hidden), "{hidden}: {}", page.text());
        }
        for who in [&nurse, &officer] {
            assert_eq!(site.get(who, &form.path).await.status, 403);
        }
        // And he is found by what he is called now.
        let found = |page: crate::support::page::Page| page.says(&format!("/cases/{case}"));
        let token = site.token(&clerk).await;
        for (q, is) in [(right.as_str(), true), (was.as_str(), false), ("Ахметов Б", true)] {
            let fields = [("csrf", token.as_str()), ("q", q)];
            let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let page = site.post(&clerk, "/cases", &fields.into()).await;
            assert_eq!(found(page), is, "{q}");
        }
        site.end()
    });
}

/// Whoever turns out to have been under age is under the measure by a reason in law: a tick is not enough.
#[test]
fn a_birth_date_that_makes_somebody_under_age_asks_for_the_reason_in_law() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.open_case("prison").await;
        let clerk = site.sign_in("clerk").await;
        let path = format!("/cases/{case}/person");
        let page = site.get(&clerk, &path).await;
        assert!(!page.fields().contains_key("under_age_reason"));
        let born = [("born_on_year", "2008"), ("reason", "по удостоверению")];
        let asked = site.send(&clerk, &path, &page, &born).await;
        let problems = asked.problems();
        assert!(problems.contains(&"under_age_reason".to_owned()), "{problems:?}");
        let ticked = site.send(&clerk, &path, &asked, &[("confirmed", "yes")]).await;
        assert_eq!(
            (ticked.status, ticked.problems()),
            (422, vec!["under_age_reason".to_owned()])
        );
        let why = [("confirmed", "yes"), ("under_age_reason", "қаулыда айтылған")];
        let done = site.send(&clerk, &path, &ticked, &why).await;
        assert_eq!(done.status, 303, "{:?}", done.problems());
        let file = site.get(&clerk, &format!("/cases/{case}?lang=en")).await;
        assert!(file.says("қаулыда айтылған"), "{}", file.text());
        site.end()
    });
}

/// A number of somebody born on 17 May 2000.
fn iin_of_2000() -> String {
    let numbers = (0..100).flat_map(|number| (0..10).map(move |last| format!("000517500{number:02}{last}")));
    let mut valid = numbers.filter(|iin| Iin::parse(iin).is_ok());
    valid.next().unwrap()
}

/// The first ruling says nothing against the new birth date; a further one, of an offence long before, does. Nothing else is
/// doubtful: the question stands on the page by itself, and can be answered.
#[test]
fn the_reason_in_law_is_asked_under_each_ruling_of_the_person() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.open_case("prison").await;
        let earlier = Ruling {
            number: "1-9/2026".into(),
            offence_on: Some(day(2017, 6, 1)),
            ..ruling()
        };
        commands::record_ruling(&site.desk, site.actor("clerk"), None, case, &earlier)
            .await
            .unwrap();
        let clerk = site.sign_in("clerk").await;
        let path = format!("/cases/{case}/person");
        let page = site.get(&clerk, &path).await;
        let iin = iin_of_2000();
        let born = [
            ("iin", iin.as_str()),
            ("born_on_year", "2000"),
            ("reason", "по удостоверению"),
        ];
        let asked = site.send(&clerk, &path, &page, &born).await;
        let mut problems = asked.problems();
        problems.sort();
        assert_eq!(
            (asked.status, problems),
            (422, vec!["confirmed".to_owned(), "under_age_reason".to_owned()])
        );
        assert!(
            asked.fields().contains_key("under_age_reason"),
            "{}",
            asked.text()
        );
        let why = [("confirmed", "yes"), ("under_age_reason", "қаулыда айтылған")];
        let done = site.send(&clerk, &path, &asked, &why).await;
        assert_eq!(done.status, 303, "{:?}", done.problems());
        site.end()
    });
}

/// A date that is none does not cost the reason in law that was typed with it.
#[test]
fn the_reason_in_law_survives_a_broken_date() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.open_case("prison").await;
        let ruling = site.file(case).await.case.rulings[0].ruling.id;
        let clerk = site.sign_in("clerk").await;
        let why = "қаулыда айтылған";
        let forms = [
            ("person".to_owned(), "born_on"),
            ("rulings/new".to_owned(), "ruled_on"),
            (format!("rulings/{ruling}/amend"), "ruled_on"),
        ];
        for (form, date) in forms {
            let path = format!("/cases/{case}/{form}");
            let page = site.get(&clerk, &path).await;
            let [day, month, year] = ["day", "month", "year"].map(|part| format!("{date}_{part}"));
            let typed = [
                (day.as_str(), "31"),
                (month.as_str(), "2"),
                (year.as_str(), "2001"),
                ("under_age_reason", why),
            ];
            let refused = site.send(&clerk, &path, &page, &typed).await;
            assert_eq!(refused.status, 422, "{path}");
            let kept = refused.fields();
            let kept = kept.get("under_age_reason").map(String::as_str);
            assert_eq!(kept, Some(why), "{path}: {}", refused.text());
        }
        site.end()
    });
}
