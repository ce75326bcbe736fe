//! Letters on screen: drawn up, signed, fetched by whom they are for, and checked by anybody.

use crate::support::{
    database::on_each,
    sink::{Fault, Sink},
    site::{Session, Site},
};
use chrono::Days;
use merzim::commands;
use merzim::domain::decide::passage::SetReleaseDate;
use merzim::domain::ids::CaseId;
use merzim::domain::rules::Channel;
use merzim::domain::ruling::{RulingChange, RulingStep};
use merzim::jobs::{self, WayOut, transport::Transport};

/// A case whose first dose nobody recorded, and of which the supervising body was told.
pub(super) async fn told(site: &Site) -> CaseId {
    let case = site.treated_case("prison").await;
    site.go_to("2026-07-20T05:00:00Z");
    jobs::sweep(&site.desk).await.unwrap();
    case
}

/// The address that an answer leads to, without its query.
pub(super) fn led_to(page: &crate::support::page::Page) -> String {
    let to = page.location.clone();
    let to = to.unwrap_or_else(|| panic!("it leads on: {}", page.text()));
    to.split('?').next().unwrap().to_owned()
}

/// The psychiatrist draws up what the first choice offers and signs it; the address of the letter.
pub(super) async fn signed(site: &Site, case: CaseId) -> String {
    let doctor = site.sign_in("psychiatrist").await;
    let list = format!("/cases/{case}/letters");
    let page = site.get(&doctor, &list).await;
    let alert = format!("alert:{}", merzim::domain::ids::AlertId::of(case, "dose", 1));
    assert!(page.body.contains(&alert), "the alert is offered");
    let letter = led_to(&site.send(&doctor, &list, &page, &[("about", &alert)]).await);
    sign(site, &doctor, &letter).await;
    letter
}

/// The psychiatrist signs a letter that was drawn up once.
pub(super) async fn sign(site: &Site, doctor: &Session, letter: &str) {
    let page = site.get(doctor, letter).await;
    let sign = format!("{letter}/sign");
    let unsure = site.send(doctor, &sign, &page, &[("draft", "1")]).await;
    assert_eq!(unsure.status, 422, "nobody signs by mistake");
    let done = site
        .send(doctor, &sign, &page, &[("draft", "1"), ("sure", "yes")])
        .await;
    assert_eq!(led_to(&done), letter);
}

pub(super) async fn code(site: &Site, letter: &str) -> String {
    let id = letter.rsplit('/').next().unwrap().parse().unwrap();
    let letter = merzim::store::letters::find(site.desk.store(), id).await.unwrap();
    letter.issues[0].code.clone()
}

pub(super) async fn file(site: &Site, who: &Session, letter: &str, query: &str) -> u16 {
    site.get(who, &format!("{letter}.pdf{query}")).await.status
}

#[test]
fn a_letter_is_signed_once_and_fetched_by_whom_it_is_for() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = told(&site).await;
        let letter = signed(&site, case).await;
        let officer = site.sign_in("probation").await;
        let page = site.get(&officer, &format!("/cases/{case}")).await;
        assert!(page.body.contains(&letter), "the officer finds it at the case");
        let page = site.get(&officer, &letter).await;
        assert_eq!(page.status, 200);
        for language in ["kk", "ru", "en"] {
            assert_eq!(
                file(&site, &officer, &letter, &format!("?language={language}&issue=1")).await,
                200
            );
        }
        assert_eq!(file(&site, &officer, &letter, "?language=xx").await, 404);
        assert_eq!(file(&site, &officer, &letter, "?issue=2").await, 404);
        for stranger in [
            "probation.second",
            "police",
            "controller",
            "pharmacist",
            "nurse.far",
            "admin",
        ] {
            let session = site.sign_in(stranger).await;
            assert_eq!(site.get(&session, &letter).await.status, 404, "{stranger}");
            assert_eq!(file(&site, &session, &letter, "").await, 404, "{stranger}");
        }
        site.end()
    });
}

#[test]
fn a_signed_letter_says_who_was_told_of_it_and_what_came_of_each_attempt() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = told(&site).await;
        let letter = signed(&site, case).await;
        let address = format!("{letter}?lang=en");
        let reader = site.sign_in("psychiatrist.second").await;
        let before = site.get(&reader, &address).await;
        for words in ["Who was told", "probation, probation (en)", "waiting"] {
            assert!(before.says(words), "{words}: {}", before.text());
        }
        let sink = Sink::new(|_| vec![Fault::ServerError]);
        let way_out = WayOut {
            transport: Transport::Ways(vec![(Channel::Email, Box::new(sink))]),
            public_url: "https://merzim.example".into(),
        };
        for _ in 0..2 {
            jobs::once(&site.desk, Some(&way_out), "test").await.unwrap();
            site.a_minute_later();
        }
        let after = site.get(&reader, &address).await;
        for words in ["not delivered, to be tried again", "answered with code 503"] {
            assert!(after.says(words), "{words}: {}", after.text());
        }
        assert!(
            after.body.contains("datetime=\"2026-07-20T10:0") && !after.says("will be tried again"),
            "{}",
            after.text()
        );
        let officer = site.sign_in("probation").await;
        let theirs = site.get(&officer, &address).await;
        assert!(!theirs.says("Who was told"), "{}", theirs.text());
        site.end()
    });
}

#[test]
fn a_draft_is_nothing_to_those_outside() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = told(&site).await;
        let nurse = site.sign_in("nurse.prison").await;
        let list = format!("/cases/{case}/letters");
        let page = site.get(&nurse, &list).await;
        let alert = format!("alert:{}", merzim::domain::ids::AlertId::of(case, "dose", 1));
        let letter = led_to(&site.send(&nurse, &list, &page, &[("about", &alert)]).await);
        let draft = site.get(&nurse, &letter).await;
        assert!(!draft.body.contains("/sign\""), "a nurse does not sign");
        assert_eq!(file(&site, &nurse, &letter, "?language=kk").await, 200);
        let officer = site.sign_in("probation").await;
        assert_eq!(site.get(&officer, &letter).await.status, 404);
        assert_eq!(file(&site, &officer, &letter, "").await, 404);
        assert!(
            !site
                .get(&officer, &format!("/cases/{case}"))
                .await
                .body
                .contains(&letter)
        );
        site.end()
    });
}

/// The nurse draws up the notice of the missed dose; its address.
async fn drafted(site: &Site, case: CaseId) -> String {
    let nurse = site.sign_in("nurse.prison").await;
    let list = format!("/cases/{case}/letters");
    let page = site.get(&nurse, &list).await;
    let alert = format!("alert:{}", merzim::domain::ids::AlertId::of(case, "dose", 1));
    led_to(&site.send(&nurse, &list, &page, &[("about", &alert)]).await)
}

#[test]
fn what_waits_for_a_signature_stands_on_the_desk_of_whoever_signs_it() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = told(&site).await;
        let letter = drafted(&site, case).await;
        site.a_minute_later();
        for (name, listed) in [
            ("psychiatrist", true),
            ("nurse.prison", false),
            ("psychiatrist.far", false),
            ("coordinator", false),
            ("clerk", false),
            ("probation", false),
        ] {
            let who = site.sign_in(name).await;
            let today = site.get(&who, "/today?lang=en").await;
            assert_eq!(today.body.contains(&letter), listed, "{name}: {}", today.text());
            assert_eq!(today.says("Letters that wait for a signature"), listed, "{name}");
        }
        // The letter itself says who is to sign, and that nobody has been told yet.
        site.a_minute_later();
        let nurse = site.sign_in("nurse.prison").await;
        let draft = site.get(&nurse, &format!("{letter}?lang=en")).await;
        for words in [
            "psychiatrist, clinic (en)",
            "does not go to: probation (en)",
            "Whose signature is missing",
        ] {
            assert!(draft.says(words), "{words}: {}", draft.text());
        }
        let doctor = site.sign_in("psychiatrist").await;
        let page = site.get(&doctor, &letter).await;
        let sure = [("draft", "1"), ("sure", "yes")];
        site.send(&doctor, &format!("{letter}/sign"), &page, &sure).await;
        let today = site.get(&doctor, "/today").await;
        assert!(!today.body.contains(&letter), "{}", today.text());
        let signed = site.get(&nurse, &format!("{letter}?lang=en")).await;
        assert!(!signed.says("Whose signature is missing"), "{}", signed.text());
        site.end()
    });
}

#[test]
fn a_supervising_body_finds_what_it_was_sent_in_one_list() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = told(&site).await;
        let list = "/letters/received?lang=en";
        let officer = site.sign_in("probation").await;
        let menu = site.get(&officer, "/alerts?lang=en").await;
        assert!(
            menu.body.contains("href=\"/letters/received\""),
            "{}",
            menu.text()
        );
        let letter = drafted(&site, case).await;
        let empty = site.get(&officer, list).await;
        assert!(
            empty.says("No letter was sent to this office yet"),
            "a draft is nothing to those outside: {}",
            empty.text()
        );
        let doctor = site.sign_in("psychiatrist").await;
        sign(&site, &doctor, &letter).await;
        let page = site.get(&officer, list).await;
        let reference = site.file(case).await.case.reference;
        assert!(
            page.body.contains(&letter) && page.says("KZ/2026/00001") && page.says(&reference),
            "{}",
            page.text()
        );
        site.a_minute_later();
        for (name, status) in [
            ("probation.head", 200),
            ("probation.second", 200),
            ("police", 200),
            ("nurse.prison", 404),
            ("psychiatrist", 404),
        ] {
            let who = site.sign_in(name).await;
            let page = site.get(&who, list).await;
            assert_eq!(page.status, status, "{name}");
            let own = name == "probation.head";
            assert_eq!(page.body.contains(&letter), own, "{name}: {}", page.text());
        }

        // Of a case that is closed it keeps the letter that says so, and nothing else.
        end_by_court(&site, case).await;
        site.a_minute_later();
        let doctor = site.sign_in("psychiatrist").await;
        let all = format!("/cases/{case}/letters");
        let page = site.get(&doctor, &all).await;
        let last = led_to(
            &site
                .send(&doctor, &all, &page, &[("about", "ended:supervising")])
                .await,
        );
        let page = site.get(&doctor, &last).await;
        let sure = [("draft", "1"), ("sure", "yes")];
        site.send(&doctor, &format!("{last}/sign"), &page, &sure).await;
        let page = site.get(&officer, list).await;
        assert!(
            page.body.contains(&last) && !page.body.contains(&letter),
            "{}",
            page.text()
        );
        site.end()
    });
}

pub(super) async fn end_by_court(site: &Site, case: CaseId) {
    let file = site.file(case).await;
    let change = RulingChange {
        ruling: file.case.rulings[0].ruling.id,
        step: RulingStep::EndedByCourt,
        effective_on: file.now.today(),
        document: "қаулы № 9".to_owned(),
        terms: None,
        answers: None,
    };
    commands::change_ruling(&site.desk, site.actor("clerk"), None, case, &change)
        .await
        .unwrap();
}

/// About what there is a letter nothing else is offered; whoever still has the old page is led to it; and the notice of a
/// release that was signed stands beside what is owed of it.
#[test]
fn what_was_drawn_up_is_offered_no_more_and_the_old_page_leads_to_it() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let today = site.file(case).await.now.today();
        let release = SetReleaseDate {
            on: today.checked_add_days(Days::new(30)),
            because: "early-release".into(),
            paper: "постановление 7".into(),
            dated_on: Some(today),
        };
        commands::set_release_date(&site.desk, site.actor("clerk"), None, case, &release)
            .await
            .unwrap();
        let doctor = site.sign_in("psychiatrist").await;
        let list = format!("/cases/{case}/letters?lang=en");
        let (page, old) = (site.get(&doctor, &list).await, site.get(&doctor, &list).await);
        let about = [("about", "release:supervising")];
        let letter = led_to(&site.send(&doctor, &list, &page, &about).await);
        sign(&site, &doctor, &letter).await;
        let after = site.get(&doctor, &list).await;
        assert!(!after.body.contains("release:supervising"), "{}", after.text());
        for words in ["is not offered here", "probation (en)", "KZ/2026/00001"] {
            assert!(after.says(words), "{words}: {}", after.text());
        }
        let known = site.send(&doctor, &list, &old, &about).await;
        assert_eq!(known.status, 422, "{}", known.text());
        assert!(
            known.says("This letter has been drawn up already: KZ/2026/00001.")
                && known.body.contains(&letter),
            "{}",
            known.text()
        );
        assert!(known.problems().is_empty(), "{}", known.text());
        let release = site.get(&doctor, &format!("/cases/{case}/release?lang=en")).await;
        for words in [
            "Signed letters:",
            "KZ/2026/00001",
            "Write down that the notice was sent.",
        ] {
            assert!(release.says(words), "{words}: {}", release.text());
        }
        assert!(release.body.contains(&letter), "{}", release.text());
        site.end()
    });
}

#[test]
fn whoever_may_sign_a_dossier_is_not_told_that_nobody_may() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let auditor = site.sign_in("auditor").await;
        let form = site.get(&auditor, "/letters/breach").await;
        let today = [("day", "3"), ("month", "7"), ("year", "2026")];
        let mut fields: Vec<(String, String)> = ["from_on", "until_on", "found_on"]
            .iter()
            .flat_map(|field| today.map(|(part, value)| (format!("{field}_{part}"), value.to_owned())))
            .collect();
        fields.push(("sign_in_name".to_owned(), "nurse.prison".to_owned()));
        fields.push(("words".to_owned(), "құпиясөз белгілі болды".to_owned()));
        let fields: Vec<_> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        let letter = led_to(&site.send(&auditor, "/letters/breach", &form, &fields).await);
        let page = site.get(&auditor, &format!("{letter}?lang=en")).await;
        assert!(page.body.contains(&format!("{letter}/sign")), "{}", page.text());
        assert!(!page.says("a post is empty"), "{}", page.text());
        site.end()
    });
}
