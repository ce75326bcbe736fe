//! Who opens an alert, what he reads in it, and what he may answer; to everybody else it is not there.

use super::alerts::AFTER_THE_WINDOW;
use super::{listed, refuse};
use crate::support::{
    database::on_each,
    sink::{Fault, Sink},
    site::Site,
};
use crate::web::forms::supply::taken_in;
use merzim::commands;
use merzim::domain::ids::{AlertId, CaseId};
use merzim::domain::obligation::Kind;
use merzim::domain::rules::Channel;
use merzim::jobs::{self, WayOut, transport::Transport};

/// The case itself says what was sent, when, and what came of each attempt: to those who read its ladder.
#[test]
fn every_attempt_at_a_message_stands_with_its_step_at_the_case() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        refuse(&site, "nurse.prison", case).await;
        let (failed, arrived) = ("not delivered, to be tried again", "answered with code 503");
        let address = format!("/cases/{case}?sent=yes&lang=en");
        let doctor = site.sign_in("psychiatrist").await;
        let before = site.get(&doctor, &address).await;
        assert!(
            !before.says(failed) && !before.says(arrived),
            "nothing was sent yet"
        );

        site.go_to(AFTER_THE_WINDOW);
        let sink = Sink::new(|_| vec![Fault::ServerError]);
        let way_out = WayOut {
            transport: Transport::Ways(vec![(Channel::Email, Box::new(sink))]),
            public_url: "https://merzim.example".into(),
        };
        for _ in 0..2 {
            jobs::once(&site.desk, Some(&way_out), "test").await.unwrap();
            site.a_minute_later();
        }
        for (name, told) in [
            ("psychiatrist", true),
            ("coordinator", true),
            ("auditor", true),
            ("clerk", false),
            ("probation", false),
        ] {
            let who = site.sign_in(name).await;
            let page = site.get(&who, &address).await;
            assert_eq!(page.status, 200, "{name}: {}", page.text());
            let seen = page.says(failed) && page.says(arrived) && page.says("datetime=\"2026-08-03T10:0");
            assert_eq!(seen, told, "{name}: {}", page.text());
            assert!(told || !page.says(arrived), "{name}: {}", page.text());
            // At a glance nothing is asked of the messages; a link does.
            let glance = site.get(&who, &format!("/cases/{case}?lang=en")).await;
            assert!(!glance.says(failed), "{name}: {}", glance.text());
            let link = format!("/cases/{case}?sent=yes#ladder");
            assert_eq!(glance.says(&link), told, "{name}: {}", glance.text());
            // What the mail said can be read, too, with its link and in its own language.
            let said = page.says("What was sent") && page.says("/alerts/");
            assert_eq!(said, told, "{name}: {}", page.text());
            assert!(!glance.says("<summary>What was sent"), "{name}");
        }
        site.end()
    });
}

#[test]
fn each_side_reads_and_answers_in_its_own_words() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        refuse(&site, "nurse.prison", case).await;
        site.go_to(AFTER_THE_WINDOW);
        site.round().await;
        let row = listed(&site, "probation").await.remove(0);
        let address = format!("/alerts/{}", row.id);

        // Whoever came and refused did attend: only supervision, which may not know, reads otherwise.
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.get(&nurse, &format!("{address}?lang=en")).await;
        let desk = site.get(&nurse, "/alerts?lang=en").await;
        for seen in [&page, &desk] {
            assert!(seen.says("Refused or stayed away"), "{}", seen.text());
            assert!(!seen.says("did not attend"), "{}", seen.text());
        }
        // What a nurse of a prison can answer is not what an officer can.
        assert!(page.says("Spoke with the person"), "{}", page.text());
        for officers in ["visited", "summoned"] {
            assert!(!page.says(&format!("value=\"{officers}\"")), "{officers}");
            let filled = [("action", officers), ("words", "x")];
            let refused = site.send(&nurse, &address, &page, &filled).await;
            assert_eq!(
                (refused.status, refused.problems()),
                (422, vec!["action".to_owned()])
            );
        }
        let officer = site.sign_in("probation").await;
        let today = site.get(&officer, "/today?lang=en").await;
        assert!(today.says("Alerts without an answer"), "{}", today.text());
        let page = site.get(&officer, &format!("{address}?lang=en")).await;
        assert!(
            page.says("did not attend") && page.says("Asked for a document or an explanation"),
            "{}",
            page.text()
        );
        // Nobody visits the residence of somebody who is held.
        assert!(
            !page.says("Visited at the residence") && !page.says("Summoned the person"),
            "{}",
            page.text()
        );
        assert!(
            !page.says("Refused") && !page.says("The record is made"),
            "{}",
            page.text()
        );

        // Closed, it leaves the desk and stands among the closed ones.
        let over = site.get(&officer, "/alerts?over=yes&lang=en").await;
        assert!(!over.says(&address), "{}", over.text());
        let hold = merzim::domain::decide::PlaceHold {
            reason: "fever".into(),
            until_on: None,
        };
        merzim::commands::place_hold(&site.desk, site.actor("nurse.prison"), None, case, &hold)
            .await
            .unwrap();
        let desk = site.get(&officer, "/alerts?lang=en").await;
        let over = site.get(&officer, "/alerts?over=yes&lang=en").await;
        assert!(!desk.says(&address), "{}", desk.text());
        assert!(over.says(&address), "{}", over.text());
        site.end()
    });
}

/// Whoever writes down what was done is told who reads his words. What can be done stands in the ladder of November.
#[test]
fn the_form_for_an_act_says_who_reads_its_words() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        refuse(&site, "nurse.prison", case).await;
        site.go_to(AFTER_THE_WINDOW);
        site.round().await;
        let row = listed(&site, "probation").await.remove(0);
        site.go_to("2026-11-02T05:00:00Z");
        let officer = site.sign_in("probation").await;
        let form = site
            .get(&officer, &format!("/alerts/{}/act?lang=en", row.id))
            .await;
        let readers =
            "read by your organisation, by the institutions that carry the measure out, by the coordinator";
        assert!(form.says(readers), "{}", form.text());
        site.end()
    });
}

/// The window closed without a record, and everybody was asked; then the nurse writes down that he had refused, and the dose is so
/// late that a physician must decide. The new climb passes over supervision: its desk asks it nothing, and counts nothing.
#[test]
fn a_climb_that_passes_over_supervision_asks_it_nothing() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let at = site.desk.instant();
        for day in ["2026-07-10T05:00:00Z", "2026-07-20T05:00:00Z"] {
            site.go_to(day);
            site.round().await;
        }
        let row = listed(&site, "probation").await.remove(0);
        assert!(!row.asks_others, "asked, and nobody answered");
        let officer = site.sign_in("probation").await;
        let desk = site.get(&officer, "/alerts?lang=en").await;
        assert!(
            desk.says("Waiting for an answer: 1 · <strong>Not answered in time: 1"),
            "{}",
            desk.text()
        );

        let form = merzim::domain::decide::NotGiven {
            cycle: 1,
            occurred_at: Some(at),
            cause: "person-refused".into(),
            words: "written down late".into(),
            tried: "explained twice".into(),
            ..merzim::domain::decide::NotGiven::default()
        };
        commands::record_not_given(&site.desk, site.actor("nurse.prison"), None, case, &form)
            .await
            .unwrap();
        site.go_to("2026-07-21T05:00:00Z");
        site.round().await;
        let row = listed(&site, "probation").await.remove(0);
        assert!(row.asks_others);
        let officer = site.sign_in("probation").await;
        let desk = site.get(&officer, "/alerts?lang=en").await;
        assert!(
            desk.says("nothing is asked of you now") && desk.says("Waiting for an answer: 0"),
            "{}",
            desk.text()
        );
        assert!(!desk.says("Not answered in time"), "{}", desk.text());
        let page = site.get(&officer, &format!("/alerts/{}?lang=en", row.id)).await;
        assert!(page.says("nothing is asked of you now"), "{}", page.text());
        site.end()
    });
}

#[test]
fn nobody_else_finds_it() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        refuse(&site, "nurse.prison", case).await;
        site.go_to(AFTER_THE_WINDOW);
        site.round().await;
        let id = listed(&site, "probation").await[0].id;
        for name in [
            "probation.second",
            "police",
            "nurse.far",
            "psychiatrist.far",
            "controller",
            "admin",
        ] {
            let who = site.sign_in(name).await;
            let mut pairs = vec![(format!("/alerts/{id}"), format!("/alerts/{}", AlertId::fresh()))];
            // A controller has the person on the attendance list, and is told plainly that the case is not for him.
            if name != "controller" {
                pairs.push((format!("/cases/{case}"), format!("/cases/{}", CaseId::fresh())));
            }
            for (there, absent) in pairs {
                let found = site.get(&who, &there).await;
                let absent = site.get(&who, &absent).await;
                assert_eq!((found.status, absent.status), (404, 404), "{name} {there}");
                assert_eq!(found.alike(), absent.alike(), "{name} {there}");
            }
            let desk = site.get(&who, "/alerts").await;
            assert!(!desk.says(&id.to_string()), "{name}");
        }
        let officer = site.sign_in("probation").await;
        for path in ["/alerts/x", "/alerts/../cases", "/cases/x"] {
            assert_eq!(site.get(&officer, path).await.status, 404, "{path}");
        }
        site.end()
    });
}

#[test]
fn a_missing_drug_is_nobodys_breach() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let form = merzim::domain::decide::NotGiven {
            cycle: 1,
            occurred_at: Some(site.desk.instant()),
            cause: "no-usable-drug".into(),
            words: "the parcel is late".into(),
            tried: "called the clinic".into(),
            own_words: String::new(),
            next_attempt_on: None,
            ..merzim::domain::decide::NotGiven::default()
        };
        merzim::commands::record_not_given(&site.desk, site.actor("nurse.prison"), None, case, &form)
            .await
            .unwrap();
        site.go_to("2026-09-03T05:00:00Z");
        site.round().await;
        assert!(
            listed(&site, "probation").await.is_empty(),
            "supervision is not told"
        );
        assert!(
            !listed(&site, "psychiatrist").await.is_empty(),
            "our own institutions are"
        );
        let officer = site.sign_in("probation").await;
        let page = site.get(&officer, &format!("/cases/{case}?lang=en")).await;
        assert_eq!(page.status, 200);
        assert!(page.says("justified"), "{}", page.body);
        assert!(!page.says("did not attend"), "{}", page.body);
        let psychiatrist = site.sign_in("psychiatrist").await;
        let rows = listed(&site, "psychiatrist").await;
        let id = rows.iter().find(|row| row.kind == "dose").unwrap().id;
        let page = site.get(&psychiatrist, &format!("/alerts/{id}?lang=en")).await;
        assert_eq!(page.status, 200);
        let cause = &site.desk.rules().causes.reason("no-usable-drug").unwrap().name.en;
        assert!(
            page.says(cause),
            "the treating side sees the cause: {}",
            page.body
        );
        site.end()
    });
}

#[test]
fn who_handed_the_person_over_opens_what_he_was_told_and_finds_nothing_more() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.go_to(AFTER_THE_WINDOW);
        site.round().await;
        let nurse = site.sign_in("nurse.prison").await;
        let [row] = &listed(&site, "nurse.prison").await[..] else {
            panic!("the giving site is told");
        };
        let address = format!("/alerts/{}?lang=en", row.id);
        assert_eq!(site.get(&nurse, &address).await.status, 200);

        site.released_to_clinic(case).await;
        refuse(&site, "nurse.clinic", case).await;
        assert_eq!(
            site.get(&nurse, &address).await.status,
            200,
            "the correction that reached the former facility can be read there"
        );
        assert!(
            listed(&site, "nurse.prison").await.is_empty(),
            "but it is not theirs to answer"
        );
        site.end()
    });
}

/// The ladder of supply asks a pharmacist first: what is asked can be opened and answered, and nothing else can.
#[test]
fn a_pharmacist_answers_for_the_drug_and_for_nothing_else() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        taken_in(&site, "clinic", 1).await;
        refuse(&site, "nurse.prison", case).await;
        site.go_to(AFTER_THE_WINDOW);
        site.round().await;
        let alerts = site.file(case).await.case.alerts;
        let of = |kind| alerts.iter().find(|alert| alert.kind == kind).unwrap().id;
        let (drug, dose) = (of(Kind::SupplyDose), of(Kind::Dose));

        let pharmacist = site.sign_in("pharmacist").await;
        let rows = listed(&site, "pharmacist").await;
        assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [drug]);
        let desk = site.get(&pharmacist, "/alerts?lang=en").await;
        assert!(desk.says(&format!("/alerts/{drug}")) && !desk.says("did not attend"));
        assert_eq!(
            site.get(&pharmacist, &format!("/alerts/{dose}")).await.status,
            404
        );
        let address = format!("/alerts/{drug}");
        let page = site.get(&pharmacist, &address).await;
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(page.says(&format!("href=\"/cases/{case}\"")), "{}", page.body);
        let filled = [
            ("action", "own-cause"),
            ("words", "ordered today, comes on Friday"),
        ];
        let done = site.send(&pharmacist, &address, &page, &filled).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(
            site.send(&pharmacist, &format!("/alerts/{dose}"), &page, &filled)
                .await
                .status,
            404
        );
        site.end()
    });
}
