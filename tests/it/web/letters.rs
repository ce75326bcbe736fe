//! Letters on screen: drawn up, signed, fetched by whom they are for, and checked by anybody.

use crate::support::{
    database::on_each,
    site::{Session, Site},
};
use merzim::commands;
use merzim::domain::ids::CaseId;
use merzim::domain::ruling::{RulingChange, RulingStep};
use merzim::jobs;

/// A case whose first dose nobody recorded, and of which the supervising body was told.
async fn told(site: &Site) -> CaseId {
    let case = site.treated_case("prison").await;
    site.go_to("2026-07-20T05:00:00Z");
    jobs::sweep(&site.desk).await.unwrap();
    case
}

/// The address that an answer leads to, without its query.
fn led_to(page: &crate::support::page::Page) -> String {
    let to = page.location.clone().expect("it leads on");
    to.split('?').next().unwrap().to_owned()
}

/// The psychiatrist draws up what the first choice offers and signs it; the address of the letter.
async fn signed(site: &Site, case: CaseId) -> String {
    let doctor = site.sign_in("psychiatrist").await;
    let list = format!("/cases/{case}/letters");
    let page = site.get(&doctor, &list).await;
    let alert = format!("alert:{}", merzim::domain::ids::AlertId::of(case, "dose", 1));
    assert!(page.body.contains(&alert), "the alert is offered");
    let letter = led_to(&site.send(&doctor, &list, &page, &[("about", &alert)]).await);
    let page = site.get(&doctor, &letter).await;
    let sign = format!("{letter}/sign");
    let unsure = site.send(&doctor, &sign, &page, &[("draft", "1")]).await;
    assert_eq!(unsure.status, 422, "nobody signs by mistake");
    let done = site
        .send(&doctor, &sign, &page, &[("draft", "1"), ("sure", "yes")])
        .await;
    assert_eq!(led_to(&done), letter);
    letter
}

async fn code(site: &Site, letter: &str) -> String {
    let id = letter.rsplit('/').next().unwrap().parse().unwrap();
    let letter = merzim::store::letters::find(site.desk.store(), id).await.unwrap();
    letter.issues[0].code.clone()
}

async fn file(site: &Site, who: &Session, letter: &str, query: &str) -> u16 {
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

#[test]
fn anybody_checks_a_paper_and_learns_nothing_else() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = told(&site).await;
        let letter = signed(&site, case).await;
        let code = code(&site, &letter).await;
        let file = site.file(case).await;

        let genuine = site
            .get_as_stranger(&format!("/verify/{}?lang=en", code.to_lowercase()))
            .await;
        assert_eq!(genuine.status, 200);
        assert!(genuine.body.contains("KZ/2026/00001") && genuine.body.contains("issued here and stands"));
        for secret in [
            &file.case.reference,
            &file.person.name_cyrillic,
            &"psychiatrist".to_owned(),
        ] {
            assert!(!genuine.body.contains(secret.as_str()), "{secret} is told");
        }
        // The very file, by its digest.
        let sum = {
            let id = letter.rsplit('/').next().unwrap().parse().unwrap();
            let bytes = merzim::store::letters::file(site.desk.store(), id, 1, "ru")
                .await
                .unwrap();
            merzim::secrets::hex(&merzim::secrets::digest(&bytes))
        };
        let form = site.get_as_stranger("/verify?lang=en").await;
        let asked = |sum: String| [("code", code.clone()), ("sha256", sum)];
        for (sum, status, said) in [
            (sum.to_uppercase(), 200, "The file is the one"),
            ("0".repeat(64), 200, "is not the one"),
            ("abc".to_owned(), 422, "issued here and stands"),
        ] {
            let fields = asked(sum);
            let filled: Vec<_> = fields
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            let answer = site.send_as_stranger("/verify?lang=en", &form, &filled).await;
            assert_eq!(answer.status, status, "{said}");
            assert!(answer.body.contains(said), "{said}");
        }
        // A code that nobody has, and what is no code, are told alike.
        let unknown = site.get_as_stranger("/verify/77777777777777777777?lang=en").await;
        let nonsense = site.get_as_stranger("/verify/x?lang=en").await;
        assert_eq!((unknown.status, nonsense.status), (404, 404));
        let said = |page: &str| {
            page.split("<form")
                .next()
                .unwrap()
                .split("<main")
                .nth(1)
                .unwrap()
                .to_owned()
        };
        assert_eq!(said(&unknown.body), said(&nonsense.body));
        // Whoever guesses waits.
        let mut last = 404;
        for _ in 0..70 {
            last = site.get_as_stranger("/verify/77777777777777777777").await.status;
        }
        assert_eq!(last, 429);
        site.end()
    });
}

/// A supervising body loses sight of a case that is closed; the letter that says so is the last that it reads of it.
#[test]
fn the_end_of_a_measure_is_told_on_paper_to_whoever_supervised_and_to_the_person() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let file = site.file(case).await;
        let change = RulingChange {
            ruling: file.case.rulings[0].ruling.id,
            step: RulingStep::EndedByCourt,
            effective_on: file.now.today(),
            document: "қаулы № 9".to_owned(),
            terms: None,
        };
        let list = format!("/cases/{case}/letters");
        let clerk = site.sign_in("clerk").await;
        assert!(
            !site.get(&clerk, &list).await.body.contains("ended:"),
            "it goes on"
        );
        commands::change_ruling(&site.desk, site.actor("clerk"), None, case, &change)
            .await
            .unwrap();
        let seen = site.get(&clerk, &format!("/cases/{case}?lang=en")).await;
        let way = "Tell the supervising body and the person on paper";
        assert!(seen.says(way), "whoever closed it is led there: {}", seen.text());
        let page = site.get(&clerk, &list).await;
        for slip in ["", "ended", "ended:nobody", "ended:person:x"] {
            let refused = site.send(&clerk, &list, &page, &[("about", slip)]).await;
            assert_eq!(
                (refused.status, refused.problems()),
                (422, vec!["about".to_owned()]),
                "{slip}"
            );
        }
        let doctor = site.sign_in("psychiatrist").await;
        let officer = site.sign_in("probation").await;
        let mut strangers = Vec::new();
        for name in ["probation.second", "police", "controller", "pharmacist", "admin"] {
            strangers.push((name, site.sign_in(name).await));
        }
        for (to, read, number) in [
            ("ended:supervising", 200, "KZ/2026/00001"),
            ("ended:person", 404, "KZ/2026/00002"),
        ] {
            let page = site.get(&clerk, &list).await;
            let letter = led_to(&site.send(&clerk, &list, &page, &[("about", to)]).await);
            let drawn = site.get(&clerk, &letter).await;
            assert_eq!(drawn.status, 200, "{}", drawn.text());
            assert!(!drawn.body.contains("/sign\""), "a clerk does not sign it");
            assert_eq!(site.get(&officer, &letter).await.status, 404, "a draft");
            let page = site.get(&doctor, &letter).await;
            let sure = [("draft", "1"), ("sure", "yes")];
            let done = site.send(&doctor, &format!("{letter}/sign"), &page, &sure).await;
            assert_eq!(led_to(&done), letter, "{}", done.text());
            let seen = site.get(&officer, &letter).await;
            assert_eq!(seen.status, read, "{to}");
            assert_eq!(seen.says(number), read == 200, "{to}: {}", seen.text());
            assert_eq!(file_status(&site, &officer, &letter).await, read, "{to}");
            assert!(
                site.get(&clerk, &letter).await.says(number),
                "its number is on its page"
            );
            for (name, stranger) in &strangers {
                assert_eq!(site.get(stranger, &letter).await.status, 404, "{name}");
            }
            // Sent to be signed, it shows whoever only receives it no more than it does when read.
            let fields = [
                ("csrf", site.token(&officer).await),
                ("key", merzim::domain::ids::SubmissionKey::fresh().to_string()),
                ("draft", "1".to_owned()),
            ];
            let fields = fields.map(|(name, value)| (name.to_owned(), value)).into();
            let sent = site.post(&officer, &format!("{letter}/sign"), &fields).await;
            assert!(matches!(sent.status, 403 | 404), "{to}: {}", sent.text());
            assert!(!sent.says("Responsible now"), "{to}: {}", sent.text());
        }
        let gone = site.get(&officer, &format!("/cases/{case}")).await;
        assert_eq!(gone.status, 404, "of the case itself nothing is left");
        site.end()
    });
}

async fn file_status(site: &Site, who: &Session, letter: &str) -> u16 {
    file(site, who, letter, "?language=kk").await
}
