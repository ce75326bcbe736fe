//! What passes between organisations, as its pages say it: an offer stands in one list, and whoever writes something down
//! finds it again.

use crate::support::{
    database::on_each,
    site::{Site, day},
};
use chrono::Days;
use merzim::commands;
use merzim::domain::decide::passage::{
    AcceptHandover, AskAbsence, OfferHandover, RulingSent, SetReleaseDate,
};
use merzim::domain::event::HandoverReason;

#[test]
fn an_offer_within_one_region_stands_once_on_the_desk_of_its_coordinator() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.offered_on_release(case).await;
        let reference = site.file(case).await.case.reference;
        let coordinator = site.sign_in("coordinator").await;
        let desk = site.get(&coordinator, "/handovers?lang=en").await;
        assert_eq!(desk.status, 200, "{}", desk.body);
        assert_eq!(desk.body.matches(&reference).count(), 1, "{}", desk.text());
        assert!(
            desk.says("Offered by organisations of your region"),
            "{}",
            desk.text()
        );
        let nurse = site.sign_in("nurse.clinic").await;
        let desk = site.get(&nurse, "/handovers?lang=en").await;
        assert_eq!(desk.body.matches(&reference).count(), 1, "{}", desk.text());
        site.end()
    });
}

/// Whoever is asked to take over is not told to ask somebody.
#[test]
fn whoever_is_asked_to_take_over_is_told_so() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.offered_on_release(case).await;
        let (asks, asked) = (
            "One offer waits for an answer: press for its answer",
            "Your organisation is the one that is asked",
        );
        for (who, says, not) in [("nurse.prison", asks, asked), ("nurse.clinic", asked, asks)] {
            let session = site.sign_in(who).await;
            let page = site
                .get(&session, &format!("/cases/{case}/release?lang=en"))
                .await;
            assert_eq!(page.status, 200, "{who}: {}", page.text());
            assert!(page.says(says) && !page.says(not), "{who}: {}", page.text());
        }
        site.end()
    });
}

/// S12: the sheet says in his language where to go, when, and whom to call; of the treatment it says nothing.
#[test]
fn the_sheet_of_a_release_says_where_and_when_and_nothing_of_the_treatment() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let offer = site.offered_on_release(case).await;
        let nurse = site.sign_in("nurse.prison").await;
        let address = format!("/cases/{case}/release/sheet/en");
        let moved = "If you cannot come, call beforehand";
        let unsettled = site.get(&nurse, &address).await;
        assert!(
            unsettled.says("The place is not settled yet") && !unsettled.says(moved),
            "{}",
            unsettled.text()
        );
        site.taken_over(case, offer).await;
        assert!(site.get(&nurse, &address).await.says(moved));
        for language in ["kk", "ru"] {
            let sheet = site
                .get(&nurse, &format!("/cases/{case}/release/sheet/{language}"))
                .await;
            assert_eq!(sheet.status, 200, "{}", sheet.body);
            for words in ["10:30", "+7 727 000 00 00", &format!("clinic ({language})")] {
                assert!(sheet.says(words), "{words} in {}", sheet.text());
            }
            assert!(
                !sheet.text().to_lowercase().contains("triptorelin"),
                "{}",
                sheet.text()
            );
        }
        site.end()
    });
}

#[test]
fn a_request_to_be_away_is_confirmed_and_found_again_on_the_page_of_supervision() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("clinic").await;
        let officer = site.sign_in("probation").await;
        let page = site.get(&officer, &format!("/cases/{case}?lang=en")).await;
        assert!(!page.says("Requests to be away"), "{}", page.text());
        let form = AskAbsence {
            from_on: Some(day(2026, 7, 20)),
            until_on: Some(day(2026, 7, 24)),
            words: "to his father in hospital".to_owned(),
        };
        commands::ask_absence(&site.desk, site.actor("probation"), None, case, &form)
            .await
            .unwrap();
        let page = site
            .get(&officer, &format!("/cases/{case}?done=ask-absence&lang=en"))
            .await;
        for words in [
            "The request is written down",
            "Requests to be away",
            "Waits for an answer",
        ] {
            assert!(page.says(words), "{words} in {}", page.text());
        }
        assert!(!page.says("his father"), "why stays with those who treat");
        let idle = site
            .get(&officer, &format!("/cases/{case}?done=log-injection&lang=en"))
            .await;
        assert!(
            !idle.says("The request is written down")
                && !idle.says(
                    "The dose is recorded
The dose is recorded"
                ),
            "no other act is confirmed here: {}",
            idle.text()
        );
        site.end()
    });
}

#[test]
fn whatever_a_clerk_is_offered_to_strike_out_can_be_struck_out() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.offered_on_release(case).await;
        let form = RulingSent {
            ruling: Some(site.file(case).await.case.rulings[0].ruling.id),
            to: Some(site.organisation("clinic")),
            sent_on: Some(day(2026, 7, 3)),
            paper: "out 1".to_owned(),
        };
        let sent = commands::forward_ruling(&site.desk, site.actor("clerk"), None, case, &form)
            .await
            .unwrap();
        let clerk = site.sign_in("clerk").await;
        let page = site.get(&clerk, &format!("/cases/{case}?lang=en")).await;
        let offered: Vec<_> = page
            .body
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|href| href.contains("/records/") && href.ends_with("/void"))
            .collect();
        let path = format!("/cases/{case}/records/{sent}/void");
        assert!(offered.contains(&path.as_str()), "{offered:?}");
        for href in &offered {
            assert_eq!(site.get(&clerk, href).await.status, 200, "{href}");
        }
        let asked = site.get(&clerk, &path).await;
        let struck = [("reason", "the wrong clinic"), ("sure", "yes")];
        let done = site.send(&clerk, &path, &asked, &struck).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let because = site
            .file(case)
            .await
            .case
            .passage
            .struck_because(sent)
            .map(str::to_owned);
        assert_eq!(because.as_deref(), Some("the wrong clinic"));
        site.end()
    });
}

/// While an offer waits for its answer, whoever looks for a receiver is led to it, and to no form that could only be refused.
#[test]
fn whoever_has_asked_somebody_is_led_to_the_offer_and_not_to_another_one() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let offer = site.offered_on_release(case).await;
        let nurse = site.sign_in("nurse.prison").await;
        let asks = format!("href=\"/cases/{case}/handover\"");
        let today = site.get(&nurse, "/today?lang=en").await;
        let waits = "Press for an answer: a receiver was asked";
        assert!(today.says(waits), "{}", today.text());
        assert!(!today.body.contains(&asks), "{}", today.text());
        assert!(today.body.contains(&format!("href=\"/cases/{case}/release\"")));

        commands::reject_handover(
            &site.desk,
            site.actor("nurse.clinic"),
            None,
            case,
            offer,
            "басқа аудан",
        )
        .await
        .unwrap();
        let today = site.get(&nurse, "/today?lang=en").await;
        assert!(!today.says(waits), "{}", today.text());
        assert!(
            today.body.contains(&asks),
            "another can be asked: {}",
            today.text()
        );
        site.end()
    });
}

/// What was done is answered as it was when the same form comes again, also where the act took the case from its sender.
#[test]
fn a_release_and_a_rejection_that_are_sent_twice_have_one_answer() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let first = site.offered_on_release(case).await;
        let clinic = site.sign_in("nurse.clinic").await;
        let path = format!("/cases/{case}/handover/{first}/reject");
        let page = site.get(&clinic, &path).await;
        let words = [("words", "басқа аудан")];
        for _ in 0..2 {
            let answer = site.send(&clinic, &path, &page, &words).await;
            assert_eq!(answer.status, 303, "{}", answer.text());
            assert_eq!(answer.location.as_deref(), Some("/handovers"));
        }

        let form = OfferHandover {
            reason: Some(HandoverReason::Release),
            to: Some(site.organisation("clinic")),
            ..OfferHandover::default()
        };
        let second = commands::offer_handover(&site.desk, site.actor("nurse.prison"), None, case, &form)
            .await
            .unwrap();
        site.taken_over(case, second).await;
        let prison = site.sign_in("nurse.prison").await;
        let path = format!("/cases/{case}/release/record");
        let page = site.get(&prison, &path).await;
        let said = [("released_time", "00:30"), ("paper", "справка 9")];
        let before = site.file(case).await.case.passage.releases.len();
        let done = format!("/cases/{case}/release?done=record-release");
        for _ in 0..2 {
            let answer = site.send(&prison, &path, &page, &said).await;
            assert_eq!(answer.status, 303, "{}", answer.text());
            assert_eq!(answer.location.as_deref(), Some(done.as_str()));
        }
        let after = site.file(case).await.case.passage.releases.len();
        assert_eq!(after, before + 1, "released once");
        let other = site
            .send(
                &prison,
                &path,
                &page,
                &[("released_time", "00:31"), ("paper", "справка 9")],
            )
            .await;
        assert_eq!(
            other.status,
            403,
            "another content is another form: {}",
            other.text()
        );
        site.end()
    });
}

/// The printed act says of a release what the letter says: nothing of somebody who is free, and of somebody who is held that the
/// day is not known yet.
#[test]
fn the_printed_act_speaks_of_a_release_only_where_he_is_held() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let today = site.clock.at(chrono_tz::Asia::Almaty).today();
        for (from, to, held) in [
            (("prison", "nurse.prison"), ("far-prison", "nurse.far"), true),
            (
                ("clinic", "nurse.clinic"),
                ("far-clinic", "psychiatrist.far"),
                false,
            ),
        ] {
            let case = site.treated_case(from.0).await;
            let form = OfferHandover {
                reason: Some(HandoverReason::Transfer),
                to: Some(site.organisation(to.0)),
                from_on: Some(today),
                ..OfferHandover::default()
            };
            let asks = site.actor(from.1);
            let offer = commands::offer_handover(&site.desk, asks, None, case, &form)
                .await
                .unwrap();
            let form = AcceptHandover::default();
            commands::accept_handover(&site.desk, site.actor(to.1), None, case, offer, &form)
                .await
                .unwrap();
            let nurse = site.sign_in(to.1).await;
            let act = format!("/cases/{case}/release/act?lang=en");
            let act = site.get(&nurse, &act).await;
            assert_eq!(act.status, 200, "{}", act.text());
            assert_eq!(act.says("Day of release"), held, "{}", act.text());
            assert_eq!(act.says("not known yet"), held, "{}", act.text());
        }
        site.end()
    });
}

/// A transfer says who holds him, and not where to come once he is free.
#[test]
fn the_sheet_of_a_release_names_no_place_that_holds_him() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let today = site.clock.at(chrono_tz::Asia::Almaty).today();
        let case = site.treated_case("prison").await;
        let paper = SetReleaseDate {
            on: Some(today + Days::new(60)),
            because: "early-release".into(),
            paper: "постановление 6".into(),
            dated_on: Some(today),
        };
        commands::set_release_date(&site.desk, site.actor("clerk"), None, case, &paper)
            .await
            .unwrap();
        let form = OfferHandover {
            reason: Some(HandoverReason::Transfer),
            to: Some(site.organisation("far-prison")),
            from_on: Some(today),
            ..OfferHandover::default()
        };
        let offer = commands::offer_handover(&site.desk, site.actor("nurse.prison"), None, case, &form)
            .await
            .unwrap();
        let form = AcceptHandover::default();
        commands::accept_handover(&site.desk, site.actor("nurse.far"), None, case, offer, &form)
            .await
            .unwrap();
        let nurse = site.sign_in("nurse.far").await;
        let sheet = site.get(&nurse, &format!("/cases/{case}/release/sheet/en")).await;
        assert_eq!(sheet.status, 200, "{}", sheet.text());
        assert!(sheet.says("The place is not settled yet"), "{}", sheet.text());
        assert!(
            sheet.body.contains("<dd>far-prison (en),"),
            "until then whoever has him is asked: {}",
            sheet.text()
        );
        site.end()
    });
}

/// Of somebody who is free and was not let go from custody the way out says nothing of a release.
#[test]
fn nothing_is_said_of_the_release_of_somebody_who_is_free() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        for (place, who, held) in [
            ("prison", "nurse.prison", true),
            ("clinic", "nurse.clinic", false),
        ] {
            let case = site.treated_case(place).await;
            let nurse = site.sign_in(who).await;
            let page = site.get(&nurse, &format!("/cases/{case}/release?lang=en")).await;
            assert_eq!(page.status, 200, "{}", page.text());
            assert_eq!(page.says("Day of release"), held, "{}", page.text());
            let asks = site.get(&nurse, &format!("/cases/{case}/handover?lang=en")).await;
            assert_eq!(asks.says("Day of release"), held, "{}", asks.text());
        }
        site.end()
    });
}
