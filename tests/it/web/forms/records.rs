//! Forms of one page about a case.

use super::{Form, court::court, hold};
use crate::support::{
    database::on_each,
    site::{Site, day},
};
use chrono::TimeDelta;
use merzim::domain::ruling::RulingStep;

#[test]
fn a_dose_not_given_is_recorded() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let form = Form {
            path: format!("/cases/{case}/not-given"),
            who: "nurse.prison",
            good: &[
                ("words", "said no"),
                ("cause", "person-refused"),
                ("tried", "explained in Kazakh"),
                ("own_words", "«Қазір емес»"),
                ("explained_rights", "yes"),
                ("told_in", "kk"),
                ("next_attempt_on_day", "6"),
                ("next_attempt_on_month", "7"),
                ("next_attempt_on_year", "2026"),
            ],
            needed: &[
                ("cause", "cause"),
                ("words", "words"),
                ("tried", "tried"),
                ("explained_rights", "explained"),
                ("told_in", "told_in"),
                ("occurred_on", "occurred_on"),
                ("occurred_time", "occurred_time"),
            ],
            verb: "record-not-given",
        };
        let nurse = form.proves_itself(&site, case).await;
        let page = site.get(&nurse, &form.path).await;
        // Another cause: of the same one the same day says nothing new.
        let slips = [
            ("cause", "person-absent"),
            ("occurred_time", "23:00"),
            ("next_attempt_on_day", "1"),
            ("next_attempt_on_month", "7"),
            ("next_attempt_on_year", "2026"),
        ];
        let late = site
            .send(&nurse, &form.path, &page, &[form.good, &slips].concat())
            .await;
        assert_eq!(
            late.problems(),
            ["occurred_on", "next_attempt_on"],
            "tomorrow's refusal, yesterday's attempt"
        );
        // The same minute is the same visit, too.
        site.a_minute_later();
        let page = site.get(&nurse, &form.path).await;
        let slips = [
            ("cause", "person-absent"),
            ("explained_weather", "yes"),
            ("told_in", "tlh"),
        ];
        let odd = site
            .send(&nurse, &form.path, &page, &[form.good, &slips].concat())
            .await;
        assert_eq!(
            odd.problems(),
            ["explained", "told_in"],
            "nothing that the rules name"
        );
        let said = site.get(&nurse, &format!("/cases/{case}?lang=en")).await;
        assert!(
            said.says("Explained: Rights: to ask, to complain, to have a doctor stop it (Kazakh)"),
            "{}",
            said.text()
        );
        site.end()
    });
}

#[test]
fn a_physician_decides_about_a_late_dose() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.go_to("2026-07-24T05:00:00Z");
        let form = Form {
            path: format!("/cases/{case}/late-dose"),
            who: "psychiatrist",
            good: &[("words", "cover against flare"), ("give", "yes")],
            needed: &[("give", "give"), ("words", "words")],
            verb: "decide-late-dose",
        };
        let who = form.proves_itself(&site, case).await;
        assert!(site.get(&who, &form.path).await.says("21 days"));
        site.end()
    });
}

/// A court stopped the dose over its day, and its window is open again: nobody is late with it, and the page that asks a physician
/// says from which day the gap is counted.
#[test]
fn in_a_window_that_is_open_again_a_dose_is_said_to_be_late_by_nothing() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        court(&site, case, RulingStep::Suspended, day(2026, 7, 3)).await;
        site.go_to("2026-07-24T05:00:00Z");
        court(&site, case, RulingStep::Resumed, day(2026, 7, 24)).await;
        let window = site.file(case).await.dose(site.desk.rules()).unwrap();
        assert!(window.holds(day(2026, 7, 24)), "{window:?}");
        let who = site.sign_in("psychiatrist").await;
        let page = site.get(&who, &format!("/cases/{case}/late-dose?lang=en")).await;
        assert!(
            page.says("Meant for") && page.says("Since the day it was meant for") && page.says("21 days"),
            "{}",
            page.text()
        );
        assert!(!page.says("Late by"), "{}", page.text());
        // Once it has closed again, it is late.
        let closed_on = window.closes_on + TimeDelta::days(1);
        site.go_to(&format!("{closed_on}T05:00:00Z"));
        let who = site.sign_in("psychiatrist").await;
        let page = site.get(&who, &format!("/cases/{case}/late-dose?lang=en")).await;
        assert!(page.says("Meant for") && page.says("Late by"), "{}", page.text());
        site.end()
    });
}

/// The page has an address of its own: whoever opens it while nothing waits for him reads that nothing does.
#[test]
fn where_no_decision_is_demanded_the_page_says_so() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let path = format!("/cases/{case}/late-dose?lang=en");
        // The words stop before an apostrophe, which a page writes in its own way.
        let (demanded, none) = ("only after a physician", "No decision is demanded now");
        // Eleven days late is late, and no more.
        site.go_to("2026-07-14T05:00:00Z");
        let who = site.sign_in("psychiatrist").await;
        let page = site.get(&who, &path).await;
        assert!(page.says(none) && !page.says(demanded), "{}", page.text());
        site.go_to("2026-07-24T05:00:00Z");
        let who = site.sign_in("psychiatrist").await;
        let page = site.get(&who, &path).await;
        assert!(page.says(demanded) && !page.says(none), "{}", page.text());
        court(&site, case, RulingStep::Suspended, day(2026, 7, 24)).await;
        let page = site.get(&who, &path).await;
        assert!(page.says(none) && !page.says(demanded), "{}", page.text());
        site.end()
    });
}

/// Before a commission has cleared the person no drug is chosen: the page says so, and offers nothing that would fail.
#[test]
fn before_the_clearance_no_drug_is_chosen() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.open_case("prison").await;
        let who = site.sign_in("psychiatrist").await;
        let page = site.get(&who, &format!("/cases/{case}/regimen")).await;
        assert!(
            page.says("No commission has cleared this person yet")
                && !page.body.contains("name=\"protocol\""),
            "{}",
            page.text()
        );
        // A reason that is written is not chosen.
        let case = site.cleared_case("prison").await;
        let path = format!("/cases/{case}/regimen");
        let page = site.get(&who, &path).await;
        let sent = site.send(&who, &path, &page, &[("reason", "")]).await;
        assert!(sent.says("Enter the reason in words"), "{}", sent.text());
        site.end()
    });
}

#[test]
fn a_regimen_is_prescribed() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.cleared_case("prison").await;
        let form = Form {
            path: format!("/cases/{case}/regimen"),
            who: "psychiatrist",
            good: &[
                ("reason", "conclusion of the commission"),
                ("protocol", "degarelix-28d"),
                ("first_on_day", "10"),
                ("first_on_month", "7"),
                ("first_on_year", "2026"),
            ],
            needed: &[
                ("protocol", "protocol"),
                ("first_on", "first_on"),
                ("reason", "reason"),
            ],
            verb: "prescribe-regimen",
        };
        form.proves_itself(&site, case).await;
        assert_eq!(
            site.file(case).await.case.regimens[0].content.protocol,
            "degarelix-28d"
        );
        site.end()
    });
}

/// A year that was typed wrongly plans nothing for years.
#[test]
fn a_first_dose_far_ahead_is_asked_about() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.cleared_case("prison").await;
        let who = site.sign_in("psychiatrist").await;
        let path = format!("/cases/{case}/regimen");
        let page = site.get(&who, &path).await;
        let far = [
            ("reason", "conclusion of the commission"),
            ("protocol", "degarelix-28d"),
            ("first_on_day", "10"),
            ("first_on_month", "7"),
            ("first_on_year", "2029"),
        ];
        let asked = site.send(&who, &path, &page, &far).await;
        assert_eq!((asked.status, asked.problems()), (422, vec!["sure".to_owned()]));
        assert!(site.file(case).await.case.regimens.is_empty(), "asked, not kept");
        let sure = site.send(&who, &path, &asked, &[("sure", "yes")]).await;
        assert_eq!(sure.status, 303, "{}", sure.text());
        assert_eq!(site.file(case).await.case.regimens.len(), 1);
        site.end()
    });
}

#[test]
fn a_further_ruling_is_recorded_and_changed() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.open_case("prison").await;
        let hash = "0123456789abcdef".repeat(4);
        let form = Form {
            path: format!("/cases/{case}/rulings/new"),
            who: "clerk",
            good: &[
                ("court", "Городской суд"),
                ("ruling_number", "2-15/2026"),
                ("ruled_on_day", "1"),
                ("ruled_on_month", "7"),
                ("ruled_on_year", "2026"),
                ("in_force_on_day", "2"),
                ("in_force_on_month", "7"),
                ("in_force_on_year", "2026"),
                ("scan_sha256", &hash),
            ],
            needed: &[
                ("court", "court"),
                ("ruling_number", "ruling_number"),
                ("ruled_on", "ruled_on"),
            ],
            verb: "record-ruling",
        };
        let clerk = form.proves_itself(&site, case).await;
        let page = site.get(&clerk, &form.path).await;
        let slips = [
            ("scan_sha256", "abc"),
            ("until_on_day", "31"),
            ("in_force_on_year", "20xx"),
        ];
        let wrong = site
            .send(&clerk, &form.path, &page, &[form.good, &slips].concat())
            .await;
        assert_eq!(wrong.problems(), ["in_force_on", "until_on", "scan_sha256"]);
        let old = [
            ("offence_on_day", "1"),
            ("offence_on_month", "1"),
            ("offence_on_year", "2016"),
            ("ruling_number", "3"),
        ];
        let warned = site
            .send(&clerk, &form.path, &page, &[form.good, &old].concat())
            .await;
        assert_eq!(
            (warned.status, warned.problems()),
            (422, vec!["confirmed".to_owned()])
        );
        assert!(warned.says("1 January 2018"), "{}", warned.text());
        let sure = site
            .send(&clerk, &form.path, &warned, &[("confirmed", "yes")])
            .await;
        assert_eq!(sure.status, 303);

        site.go_to("2026-07-03T05:05:00Z");
        let ruling = site.file(case).await.case.rulings[0].ruling.id;
        let change = Form {
            path: format!("/cases/{case}/rulings/{ruling}"),
            who: "clerk",
            good: &[
                ("document", "Постановление 7"),
                ("step", "suspended"),
                ("effective_on_day", "3"),
                ("effective_on_month", "7"),
                ("effective_on_year", "2026"),
            ],
            needed: &[
                ("step", "step"),
                ("effective_on", "effective_on"),
                ("document", "document"),
            ],
            verb: "change-ruling",
        };
        let page = site.get(&clerk, &change.path).await;
        assert!(
            page.says("value=\"suspended\"") && !page.says("value=\"resumed\""),
            "only what can follow"
        );
        change.proves_itself(&site, case).await;
        let page = site.get(&clerk, &change.path).await;
        assert!(page.says("value=\"resumed\"") && !page.says("value=\"suspended\""));
        let nowhere = merzim::domain::ids::RulingId::fresh();
        assert_eq!(
            site.get(&clerk, &format!("/cases/{case}/rulings/{nowhere}"))
                .await
                .status,
            404
        );
        site.end()
    });
}

#[test]
fn place_and_supervision_move_only_to_those_who_may_answer() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.open_case("prison").await;
        let [clinic, hospital, police] =
            ["clinic", "hospital", "police"].map(|code| site.organisation(code).to_string());
        let supervision = Form {
            path: format!("/cases/{case}/supervision"),
            who: "clerk",
            good: &[("reason", "Решение суда 5"), ("supervising", &police)],
            needed: &[
                ("supervising", "supervising"),
                ("from_on", "from_on"),
                ("reason", "reason"),
            ],
            verb: "change-supervision",
        };
        let clerk = supervision.proves_itself(&site, case).await;
        site.go_to("2026-07-03T05:05:00Z");
        let place = Form {
            path: format!("/cases/{case}/place"),
            who: "clerk",
            good: &[("reason", "Госпитализирован"), ("place", &hospital)],
            needed: &[("place", "place"), ("from_on", "from_on"), ("reason", "reason")],
            verb: "change-place",
        };
        let page = site.get(&clerk, &place.path).await;
        assert!(
            page.says("far-prison (en) (Astana city)") && !page.says("police (en)"),
            "{}",
            page.text()
        );
        // Out of custody a clerk alone leads nobody, whatever the form says.
        assert!(!page.body.contains(&clinic), "{}", page.text());
        let out = site
            .send(
                &clerk,
                &place.path,
                &page,
                &[("place", &clinic), ("reason", "Освобождён")],
            )
            .await;
        assert_eq!(out.status, 422);
        assert!(out.says("Nobody has accepted to take over"), "{}", out.text());
        // Nobody treats at the police, whatever the form says.
        let nonsense = site
            .send(&clerk, &place.path, &page, &[("place", &police), ("reason", "x")])
            .await;
        assert_eq!(
            (nonsense.status, nonsense.problems()),
            (422, vec!["place".to_owned()])
        );
        let nowhere = merzim::domain::ids::OrganisationId::fresh().to_string();
        let unknown = site
            .send(
                &clerk,
                &place.path,
                &page,
                &[("place", &nowhere), ("reason", "x")],
            )
            .await;
        assert_eq!(unknown.problems(), ["place"]);
        let page = site.get(&clerk, &supervision.path).await;
        let prison = site.organisation("prison").to_string();
        let nonsense = site
            .send(
                &clerk,
                &supervision.path,
                &page,
                &[("supervising", &prison), ("reason", "x")],
            )
            .await;
        assert_eq!(nonsense.problems(), ["supervising"]);
        place.proves_itself(&site, case).await;
        site.end()
    });
}

/// Whoever moves somebody to another region is not led to a page that is not his any more.
#[test]
fn a_clerk_who_moves_somebody_out_of_the_region_comes_to_a_page_that_opens() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.open_case("prison").await;
        let clerk = site.sign_in("clerk").await;
        let path = format!("/cases/{case}/place");
        let far = site.organisation("far-prison").to_string();
        let page = site.get(&clerk, &path).await;
        let filled = [("place", far.as_str()), ("reason", "Этап")];
        let moved = site.send(&clerk, &path, &page, &filled).await;
        let location = moved.location.clone().unwrap_or_default();
        assert_eq!(location, "/cases", "{}", moved.text());
        assert_eq!(site.get(&clerk, &location).await.status, 200);
        site.end()
    });
}

#[test]
fn an_incident_is_taken_down_as_it_was() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        hold(&site, "nurse.prison", case).await;
        let form = Form {
            path: format!("/cases/{case}/incident"),
            who: "nurse.prison",
            good: &[
                ("words", "given during the hold"),
                ("kind", "irregular-dose"),
                ("injected", "yes"),
            ],
            needed: &[
                ("kind", "kind"),
                ("words", "words"),
                ("occurred_on", "occurred_on"),
            ],
            verb: "report-incident",
        };
        form.proves_itself(&site, case).await;
        assert!(site.file(case).await.case.incidents[0].content.injected);
        site.end()
    });
}
