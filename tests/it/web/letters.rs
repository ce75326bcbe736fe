//! Letters on screen: drawn up, signed, fetched by whom they are for, and checked by anybody.

use super::forms::hold;
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
use merzim::domain::ruling::{RulingChange, RulingStep, Terms};
use merzim::jobs::{self, WayOut, transport::Transport};
use merzim::text::{self, Language};

/// A case whose first dose nobody recorded, and of which the supervising body was told.
async fn told(site: &Site) -> CaseId {
    let case = site.treated_case("prison").await;
    site.go_to("2026-07-20T05:00:00Z");
    jobs::sweep(&site.desk).await.unwrap();
    case
}

/// The address that an answer leads to, without its query.
fn led_to(page: &crate::support::page::Page) -> String {
    let to = page.location.clone();
    let to = to.unwrap_or_else(|| panic!("it leads on: {}", page.text()));
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

/// Once the records say something else, whoever opens the letter is told so: with the difference, who can draw it up again;
/// without it, whoever was sent it; and nobody, who only holds the paper.
#[test]
fn a_letter_that_the_records_left_behind_says_so() {
    const BEHIND: &str = "The records have changed since this was signed";
    const SINCE: &str = "What has changed since it was signed";
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = told(&site).await;
        let letter = signed(&site, case).await;
        let address = format!("{letter}?lang=en");
        let code = format!("/verify/{}?lang=en", code(&site, &letter).await);
        site.a_minute_later();
        let (doctor, officer) = (
            site.sign_in("psychiatrist").await,
            site.sign_in("probation").await,
        );
        for who in [&doctor, &officer] {
            let page = site.get(who, &address).await;
            assert!(!page.says(BEHIND), "{}", page.text());
        }
        hold(&site, "nurse.prison", case).await;
        site.a_minute_later();
        let page = site.get(&doctor, &address).await;
        assert!(page.says(BEHIND) && page.says(SINCE), "{}", page.text());
        let now = "did not take place, justified";
        assert!(page.says(now), "{}", page.text());
        let theirs = site.get(&officer, &address).await;
        assert!(theirs.says(BEHIND) && !theirs.says(SINCE), "{}", theirs.text());
        assert!(!theirs.says(now), "{}", theirs.text());
        let checked = site.get_as_stranger(&code).await;
        assert!(
            checked.says("issued here and stands") && !checked.says(BEHIND),
            "{}",
            checked.text()
        );

        let again = site.send(&doctor, &format!("{letter}/again"), &page, &[]).await;
        assert_eq!(led_to(&again), letter);
        let page = site.get(&doctor, &address).await;
        assert!(
            !page.says(BEHIND) && page.says("What the draft changes"),
            "{}",
            page.text()
        );
        // Whoever was sent it knows nothing of a draft, and the paper is still wrong.
        let theirs = site.get(&officer, &address).await;
        assert!(theirs.says(BEHIND), "{}", theirs.text());
        let sure = [("draft", "2"), ("sure", "yes")];
        let done = site.send(&doctor, &format!("{letter}/sign"), &page, &sure).await;
        assert_eq!(led_to(&done), letter);
        // What the second issue changed is shown to everybody who has both.
        let auditor = site.sign_in("auditor").await;
        for who in [&doctor, &auditor] {
            let page = site.get(who, &address).await;
            let shown = page.says("What the last issue changed") && page.says(now);
            assert!(shown && !page.says(SINCE), "{}", page.text());
        }
        let theirs = site.get(&officer, &address).await;
        assert!(!theirs.says(BEHIND) && theirs.says(now), "{}", theirs.text());
        let checked = site.get_as_stranger(&code).await;
        assert!(checked.says("was replaced by issue 2"), "{}", checked.text());
        site.end()
    });
}

/// The lists of the case say it, too: to those who write letters, and to whoever was sent them.
#[test]
fn a_list_says_which_letters_the_records_left_behind() {
    const STATES: [(&str, &str, &str); 3] = [
        (
            "en",
            "signed; the records have changed since",
            "signed; a newer draft waits",
        ),
        (
            "ru",
            "подписано; записи с тех пор изменились",
            "подписано; есть новый проект",
        ),
        (
            "kk",
            "қол қойылған; содан бері жазбалар өзгерді",
            "қол қойылған; жаңа жоба бар",
        ),
    ];
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = told(&site).await;
        let letter = signed(&site, case).await;
        site.a_minute_later();
        let (doctor, officer) = (
            site.sign_in("psychiatrist").await,
            site.sign_in("probation").await,
        );
        let (inside, outside) = (format!("/cases/{case}/letters"), format!("/cases/{case}"));
        for (who, list) in [(&doctor, &inside), (&officer, &outside)] {
            for (language, behind, _) in STATES {
                let page = site.get(who, &format!("{list}?lang={language}")).await;
                assert!(
                    page.body.contains(&letter) && !page.says(behind),
                    "{}",
                    page.text()
                );
            }
        }
        hold(&site, "nurse.prison", case).await;
        site.a_minute_later();
        for (who, list) in [(&doctor, &inside), (&officer, &outside)] {
            for (language, behind, _) in STATES {
                let page = site.get(who, &format!("{list}?lang={language}")).await;
                assert!(page.says(behind), "{language}: {}", page.text());
            }
        }
        // Drawn up again, it says inside that a draft waits, and outside what it said before.
        let page = site.get(&doctor, &letter).await;
        site.send(&doctor, &format!("{letter}/again"), &page, &[]).await;
        for (language, behind, newer) in STATES {
            let page = site.get(&doctor, &format!("{inside}?lang={language}")).await;
            assert!(page.says(newer) && !page.says(behind), "{}", page.text());
            let page = site.get(&officer, &format!("{outside}?lang={language}")).await;
            assert!(page.says(behind) && !page.says(newer), "{}", page.text());
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

async fn end_by_court(site: &Site, case: CaseId) {
    let file = site.file(case).await;
    let change = RulingChange {
        ruling: file.case.rulings[0].ruling.id,
        step: RulingStep::EndedByCourt,
        effective_on: file.now.today(),
        document: "қаулы № 9".to_owned(),
        terms: None,
    };
    commands::change_ruling(&site.desk, site.actor("clerk"), None, case, &change)
        .await
        .unwrap();
}

/// A court says from when the measure is ended; a term is over with its last day, and nobody ended it.
#[test]
fn the_banner_of_a_case_whose_term_is_over_names_its_last_day() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let file = site.file(case).await;
        let (today, last_on) = (file.now.today(), file.now.today() + Days::new(2));
        let change = RulingChange {
            ruling: file.case.rulings[0].ruling.id,
            step: RulingStep::Varied,
            effective_on: today,
            document: "қаулы № 8".to_owned(),
            terms: Some(Terms {
                until_on: Some(last_on),
                supervising: None,
                words: "мерзімі қысқартылды".to_owned(),
            }),
        };
        commands::change_ruling(&site.desk, site.actor("clerk"), None, case, &change)
            .await
            .unwrap();
        site.go_to(&format!("{}T05:00:00Z", last_on + Days::new(1)));
        let doctor = site.sign_in("psychiatrist").await;
        let page = site.get(&doctor, &format!("/cases/{case}?lang=en")).await;
        let over = format!(
            "The measure is over; its last day was {}",
            text::date_with_weekday(last_on, Language::En)
        );
        assert!(page.says(&over.replace('\u{a0}', " ")), "{}", page.text());
        assert!(!page.says("The measure ended on"), "{}", page.text());
        site.end()
    });
}

#[test]
fn after_the_end_only_what_still_makes_sense_is_offered_the_rest_says_why_not() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.offered_on_release(case).await;
        let doctor = site.sign_in("psychiatrist").await;
        let list = format!("/cases/{case}/letters?lang=en");
        let before = site.get(&doctor, &list).await;
        assert!(before.body.contains("release:supervising"), "{}", before.text());
        assert!(before.says("The measure goes on."), "{}", before.text());
        end_by_court(&site, case).await;
        let after = site.get(&doctor, &list).await;
        assert!(!after.body.contains("release:"), "{}", after.text());
        assert!(after.body.contains("ended:supervising"), "{}", after.text());
        let why = "The measure is over: nobody is to be told of this any more.";
        assert!(
            after.says(why) && !after.says("The measure goes on."),
            "{}",
            after.text()
        );
        // Whoever sends what the old page offered is refused, too.
        let filled = [("about", "release:supervising")];
        let sent = site.send(&doctor, &list, &before, &filled).await;
        assert_eq!(
            (sent.status, sent.problems()),
            (422, vec!["about".to_owned()]),
            "{}",
            sent.text()
        );
        site.end()
    });
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
        // The file itself; and the button pressed without one.
        let address = format!("/verify/{code}?lang=en");
        for (sent, status, said) in [
            (&b"another file"[..], 200, "is not the one"),
            (&b""[..], 422, "Choose a file"),
        ] {
            let answer = site.upload_as_stranger(&address, &genuine, sent).await;
            assert_eq!(answer.status, status, "{said}");
            assert!(answer.says(said), "{}", answer.text());
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

/// Whoever has no session has nowhere to keep what he typed: the form that only asks is asked again, in the other language.
#[test]
fn a_code_is_typed_once_in_whatever_language_it_is_checked() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let form = site.get_as_stranger("/verify?lang=en").await;
        let switch = "formaction=\"/verify?lang=kk\"";
        assert!(!form.body.contains(switch), "nothing is typed yet");
        let typed = [("code", "7K3QH-0MZ9X"), ("sha256", "abc")];
        let refused = site.send_as_stranger("/verify?lang=en", &form, &typed).await;
        assert!(refused.body.contains(switch), "{}", refused.body);
        let again = site.send_as_stranger("/verify?lang=kk", &form, &typed).await;
        assert_eq!(again.status, refused.status);
        let fields = again.fields();
        assert!(again.body.contains("lang=\"kk\""), "{}", again.body);
        assert_eq!((&*fields["code"], &*fields["sha256"]), ("7K3QH-0MZ9X", "abc"));
        // At the door a form that is sent signs somebody in.
        let door = site.get_as_stranger("/sign-in?lang=en").await;
        let wrong = [
            ("name", "nurse.prison"),
            ("password", "wrong"),
            ("code", "000000"),
        ];
        let door = site.send_as_stranger("/sign-in?lang=en", &door, &wrong).await;
        assert!(!door.body.contains("formaction"), "{}", door.body);
        site.end()
    });
}

/// A supervising body loses sight of a case that is closed; the letter that says so is the last that it reads of it.
#[test]
fn the_end_of_a_measure_is_told_on_paper_to_whoever_supervised_and_to_the_person() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let list = format!("/cases/{case}/letters");
        let clerk = site.sign_in("clerk").await;
        assert!(
            !site.get(&clerk, &list).await.body.contains("ended:"),
            "it goes on"
        );
        end_by_court(&site, case).await;
        let seen = site.get(&clerk, &format!("/cases/{case}?lang=en")).await;
        let way = "Tell on paper that the measure has ended";
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

        // Where the drug came from elsewhere its sender is told as well; then nobody is left to tell.
        let page = site.get(&clerk, &list).await;
        if page.body.contains("ended:supplier") {
            let about = [("about", "ended:supplier")];
            let letter = led_to(&site.send(&clerk, &list, &page, &about).await);
            sign(&site, &doctor, &letter).await;
        }
        let seen = site.get(&clerk, &format!("/cases/{case}?lang=en")).await;
        assert!(!seen.says(way), "{}", seen.text());
        site.end()
    });
}

async fn file_status(site: &Site, who: &Session, letter: &str) -> u16 {
    file(site, who, letter, "?language=kk").await
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
