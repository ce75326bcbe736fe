//! An administrator keeps the accounts; a new user enrols with a one-time link.

use crate::support::{
    database::on_each,
    page::Page,
    site::{Session, Site},
};
use merzim::commands::sign_in::{
    one_time_code::CodeSecret,
    throttle::{self, Wait},
};
use merzim::domain::ids::SubmissionKey;
use merzim::store::accounts;

pub(super) const PASSPHRASE: &str = "бес бұтақты бәйтерек";

pub(super) async fn add(site: &Site, admin: &Session, page: &Page, filled: &[(&str, &str)]) -> Page {
    let clinic = site.organisation("clinic").to_string();
    let mut fields = vec![
        ("name", "Сәуле Ермек"),
        ("sign_in_name", "saule"),
        ("email", "saule@merzim.example"),
        ("role", "clinic-nurse"),
        ("organisation", clinic.as_str()),
        ("language", "kk"),
    ];
    fields.retain(|(name, _)| !filled.iter().any(|(other, _)| other == name));
    fields.extend_from_slice(filled);
    site.send(admin, "/admin/accounts/new", page, &fields).await
}

/// The path of the link that a page shows.
pub(super) fn link(page: &Page) -> String {
    let (_, rest) = page
        .body
        .split_once("/enrol/")
        .unwrap_or_else(|| panic!("no link in {}", page.body));
    let token = rest.split(['<', '&', '"']).next().unwrap();
    format!("/enrol/{token}")
}

/// The secret that a page offers, as an authenticator keeps it.
pub(super) fn secret(page: &Page) -> CodeSecret {
    let (_, rest) = page.body.split_once("secret=").unwrap();
    let text: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    let mut bits = 0_u64;
    let (mut held, mut bytes) = (0, Vec::new());
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            _ => letter - b'2' + 26,
        };
        bits = (bits << 5 | u64::from(value)) & 0xFFFF;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xFF).unwrap());
        }
    }
    CodeSecret::from_bytes(&bytes).unwrap()
}

#[test]
fn an_account_is_made_enrolled_disabled_and_enabled() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let admin = site.sign_in("admin").await;
        let page = site.get(&admin, "/admin/accounts/new?lang=en").await;
        assert_eq!(page.status, 200);
        let made = add(&site, &admin, &page, &[]).await;
        assert_eq!(made.status, 200, "{}", made.body);
        let path = link(&made);
        let again = add(&site, &admin, &page, &[]).await;
        assert!(
            again.says("shown once already") && !again.says("/enrol/"),
            "{}",
            again.body
        );

        let offer = site.get_as_stranger(&path).await;
        assert_eq!(offer.status, 200, "{}", offer.body);
        let code = secret(&offer).code_at(site.clock.wall());
        let filled = |passphrase: &'static str, again: &'static str, code: &str| {
            [
                ("passphrase", passphrase.to_owned()),
                ("passphrase_again", again.to_owned()),
                ("code", code.to_owned()),
            ]
        };
        for (passphrase, again, typed, wrong) in [
            ("short", "short", code.as_str(), "passphrase"),
            (
                "P@ssw0rd 2026 2026",
                "P@ssw0rd 2026 2026",
                code.as_str(),
                "passphrase",
            ),
            (PASSPHRASE, "another thing", code.as_str(), "passphrase_again"),
            (PASSPHRASE, PASSPHRASE, "000000x", "code"),
        ] {
            let fields = filled(passphrase, again, typed);
            let fields: Vec<_> = fields
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            let refused = site.send_as_stranger(&path, &offer, &fields).await;
            assert_eq!(refused.status, 422);
            assert_eq!(refused.problems(), [wrong]);
            assert!(!refused.says(PASSPHRASE), "a passphrase is never sent back");
        }
        let fields = filled(PASSPHRASE, PASSPHRASE, &code);
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let done = site.send_as_stranger(&path, &offer, &fields).await;
        assert_eq!(done.location.as_deref(), Some("/enrol/done"), "{}", done.body);
        let twin = site.send_as_stranger(&path, &offer, &fields).await;
        assert_eq!(twin.location, done.location, "pressed twice: {}", twin.body);
        assert_eq!(site.get_as_stranger("/enrol/done").await.status, 200);
        assert_eq!(site.get_as_stranger(&path).await.status, 404, "a link works once");
        let unknown = site.get_as_stranger("/enrol/unknown").await;
        assert_eq!(unknown.alike(), site.get_as_stranger(&path).await.alike());

        let store = site.desk.store();
        let account = accounts::find_by_sign_in_name(store, "saule")
            .await
            .unwrap()
            .unwrap();
        assert!(account.password_hash.is_some() && account.language == "kk");
        let address = format!("/admin/accounts/{}", account.id);
        let list = site.get(&admin, "/admin/accounts").await;
        for (act, done) in [
            ("disable", "disabled"),
            ("enable", "enabled"),
            ("end-sessions", "sessions-ended"),
        ] {
            let answer = site
                .send(
                    &admin,
                    &format!("{address}/{act}"),
                    &list,
                    &[("key", &SubmissionKey::fresh().to_string())],
                )
                .await;
            let expected = format!("/admin/accounts?done={done}");
            assert_eq!(answer.location, Some(expected), "{}", answer.body);
        }
        let reset = site
            .send(
                &admin,
                &format!("{address}/reset"),
                &list,
                &[("key", &SubmissionKey::fresh().to_string())],
            )
            .await;
        assert_ne!(link(&reset), path);
        site.end()
    });
}

#[test]
fn what_is_wrong_with_an_account_is_said_at_its_field() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let admin = site.sign_in("admin").await;
        let page = site.get(&admin, "/admin/accounts/new?lang=en").await;
        for (filled, wrong) in [
            (("name", " "), "name"),
            (("sign_in_name", "Сәуле"), "sign_in_name"),
            (("sign_in_name", "probation"), "sign_in_name"),
            (("email", "saule"), "email"),
            (("role", ""), "role"),
            (("role", "prison-nurse"), "role"),
            (("organisation", ""), "organisation"),
            (("language", "de"), "language"),
        ] {
            let refused = add(&site, &admin, &page, &[filled]).await;
            assert_eq!(
                (refused.status, refused.problems()),
                (422, vec![wrong.to_owned()]),
                "{filled:?}"
            );
            if wrong != "name" {
                assert!(refused.says("value=\"Сәуле Ермек\""), "what was typed is kept");
            }
        }
        let own = site.actor("admin").account_id().unwrap();
        let refused = site
            .send(&admin, &format!("/admin/accounts/{own}/disable"), &page, &[])
            .await;
        assert_eq!(refused.status, 422);
        let absent = merzim::domain::ids::AccountId::fresh();
        let refused = site
            .send(
                &admin,
                &format!("/admin/accounts/{absent}/disable"),
                &page,
                &[("key", &SubmissionKey::fresh().to_string())],
            )
            .await;
        assert_eq!(refused.status, 404);
        let nurse = site.sign_in("nurse.prison").await;
        assert!(matches!(
            site.get(&nurse, "/admin/accounts").await.status,
            403 | 404
        ));
        site.end()
    });
}

#[test]
fn everything_that_an_account_lacks_is_said_at_once() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let admin = site.sign_in("admin").await;
        for (language, chosen) in [
            ("kk", "Біреуін таңдаңыз"),
            ("ru", "Выберите один вариант"),
            ("en", "Choose one"),
        ] {
            let page = site
                .get(&admin, &format!("/admin/accounts/new?lang={language}"))
                .await;
            assert_eq!(
                page.body.matches("<optgroup label=").count(),
                2,
                "each region once"
            );
            for place in ["prison", "far-clinic"] {
                let option = format!("<option value=\"{}\">", site.organisation(place));
                assert_eq!(page.body.matches(&option).count(), 1, "{place}");
            }
            let refused = site.send(&admin, "/admin/accounts/new", &page, &[]).await;
            assert_eq!(
                (refused.status, refused.problems()),
                (
                    422,
                    ["name", "sign_in_name", "role", "organisation", "language"]
                        .map(str::to_owned)
                        .to_vec()
                ),
                "{language}"
            );
            assert!(refused.says(chosen), "{language}: {}", refused.text());
        }
        site.end()
    });
}

/// The names to sign in with that a list shows.
fn listed(page: &Page) -> Vec<&str> {
    let rows = page.body.split("<small><code>").skip(1);
    rows.map(|row| row.split('<').next().unwrap()).collect()
}

#[test]
fn an_account_is_found_by_its_names_and_its_organisation() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let admin = site.sign_in("admin").await;
        let form = site.get(&admin, "/admin/accounts/new").await;
        assert_eq!(add(&site, &admin, &form, &[]).await.status, 200);
        for (language, other, label, nobody) in [
            ("kk", "ru", "Тіркелгіні табу", "Тіркелгі табылмады"),
            ("ru", "en", "Найти учётную запись", "Учётная запись не найдена"),
            ("en", "kk", "Find an account", "No account found"),
        ] {
            let list = site
                .get(&admin, &format!("/admin/accounts?lang={language}"))
                .await;
            assert!(list.says(label), "{}", list.text());
            assert_eq!(listed(&list).len(), 21);
            for (q, found) in [
                (" СӘУ", vec!["saule"]),
                ("ермек", vec!["saule"]),
                ("Ермек  Сәуле", vec!["saule"]),
                ("nurse.s", vec!["nurse.second"]),
                ("far-clinic", vec!["psychiatrist.far"]),
                ("Probation-2", vec!["probation.second"]),
                ("%", vec![]),
            ] {
                let page = site.send(&admin, "/admin/accounts", &list, &[("q", q)]).await;
                assert_eq!(
                    (page.status, listed(&page)),
                    (200, found.clone()),
                    "{language}: {q}"
                );
                assert_eq!(page.says(nobody), found.is_empty(), "{language}: {q}");
                // In another language it is asked again.
                let again = format!("/admin/accounts?lang={other}");
                assert!(page.body.contains(&format!("formaction=\"{again}\"")), "{q}");
            }
        }
        let list = site.get(&admin, "/admin/accounts").await;
        let whole = site.send(&admin, "/admin/accounts", &list, &[("q", " ")]).await;
        assert_eq!(whole.location.as_deref(), Some("/admin/accounts"));
        let nurse = site.sign_in("nurse.prison").await;
        let token = site.token(&nurse).await;
        let fields = [("csrf", token.as_str()), ("q", "nurse")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let refused = site.post(&nurse, "/admin/accounts", &fields.into()).await;
        assert_eq!(refused.status, 403);
        site.end()
    });
}

/// A key stands for one button of one row: nothing is said to be done that was not.
#[test]
fn a_button_sent_with_the_key_of_another_does_nothing_and_says_so() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let admin = site.sign_in("admin").await;
        let page = site.get(&admin, "/admin/accounts").await;
        let keys: Vec<&str> = page.body.split("name=\"key\" value=\"").skip(1).collect();
        let keys: Vec<_> = keys.iter().map(|rest| rest.split('"').next().unwrap()).collect();
        let mut different = keys.clone();
        different.sort_unstable();
        different.dedup();
        assert_eq!(different.len(), keys.len(), "each button has its own");
        let of = |name: &str| site.actor(name).account_id().unwrap();
        let key = [("key", keys[1])];
        let ended = format!("/admin/accounts/{}/end-sessions", of("nurse.prison"));
        assert_eq!(site.send(&admin, &ended, &page, &key).await.status, 303);
        for name in ["nurse.prison", "nurse.second"] {
            let path = format!("/admin/accounts/{}/disable", of(name));
            let sent = site.send(&admin, &path, &page, &key).await;
            assert_eq!(sent.status, 409, "{name}: {}", sent.text());
            // Nobody was shut out.
            let _ = site.sign_in(name).await;
        }
        site.end()
    });
}

/// A link is shown by the sending that made it, and by no other.
#[test]
fn a_link_asked_for_twice_with_one_form_is_shown_once_and_works() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let admin = site.sign_in("admin").await;
        let page = site.get(&admin, "/admin/accounts").await;
        let id = site.actor("nurse.prison").account_id().unwrap();
        let path = format!("/admin/accounts/{id}/reset");
        let first = site.send(&admin, &path, &page, &[]).await;
        let again = site.send(&admin, &path, &page, &[]).await;
        assert_eq!((first.status, again.status), (200, 200), "{}", again.text());
        assert!(!again.body.contains("/enrol/"), "{}", again.body);
        assert_eq!(site.get_as_stranger(&link(&first)).await.status, 200);
        site.end()
    });
}

#[test]
fn a_disabled_person_is_out_at_once() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let nurse = site.sign_in("nurse.prison").await;
        assert_eq!(site.get(&nurse, "/today").await.status, 200);
        let admin = site.sign_in("admin").await;
        let page = site.get(&admin, "/admin/accounts").await;
        let id = site.actor("nurse.prison").account_id().unwrap();
        let path = format!("/admin/accounts/{id}/disable");
        assert!(
            !page.body.contains(&format!("action=\"{path}\"")),
            "not at one click"
        );
        let asked = site.get(&admin, &path).await;
        assert_eq!(asked.status, 200);
        assert_eq!(
            site.get(&nurse, "/today").await.status,
            200,
            "asking shuts nobody out"
        );
        assert_eq!(site.send(&admin, &path, &asked, &[]).await.status, 303);
        let out = site.get(&nurse, "/today").await;
        assert_eq!(out.status, 303, "to the door");
        site.end()
    });
}

#[test]
fn a_locked_account_is_seen_by_its_owner_and_unlocked_by_an_administrator() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let store = site.desk.store();
        let nurse = site.sign_in("nurse.prison").await;
        let admin = site.sign_in("admin").await;
        let id = site.actor("nurse.prison").account_id().unwrap();
        let guess = async |failures: u32| {
            let now = site.clock.wall();
            let tx = store.begin_write().await.unwrap();
            for _ in 0..failures {
                let until = |count| match throttle::wait_after(count, now) {
                    Wait::Until(until) => Some(until),
                    Wait::None | Wait::Locked => None,
                };
                accounts::record_failure(&tx, id, until).await.unwrap();
            }
            tx.commit().await.unwrap();
        };
        let quiet = site.get(&nurse, "/today?lang=en").await;
        assert!(!quiet.says("wrong attempt"), "{}", quiet.body);

        guess(11).await;
        let told = site.get(&nurse, "/today?lang=en").await;
        assert!(
            told.says("There were 11 wrong attempts") && told.says("is locked until"),
            "{}",
            told.body
        );
        let list = site.get(&admin, "/admin/accounts?lang=en").await;
        assert!(list.says("sign-in locked until") && list.says("11 wrong attempts"));
        assert!(!list.says("a new enrolment link opens it"));
        let unlock = format!("/admin/accounts/{id}/unlock");
        let done = site
            .send(
                &admin,
                &unlock,
                &list,
                &[("key", &SubmissionKey::fresh().to_string())],
            )
            .await;
        assert_eq!(done.location.as_deref(), Some("/admin/accounts?done=unlocked"));
        let account = accounts::find(store, id).await.unwrap().unwrap();
        assert_eq!((account.failures, account.throttled_until), (0, None));
        let list = site.get(&admin, "/admin/accounts?lang=en").await;
        assert!(!list.says("locked until"), "{}", list.body);
        assert!(!site.get(&nurse, "/today?lang=en").await.says("wrong attempt"));

        // So many that only a new enrolment helps.
        guess(throttle::HARD_CAP).await;
        let list = site.get(&admin, "/admin/accounts?lang=en").await;
        assert!(list.says("a new enrolment link opens it") && !list.says(&unlock));
        let refused = site
            .send(
                &admin,
                &unlock,
                &list,
                &[("key", &SubmissionKey::fresh().to_string())],
            )
            .await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("only a new enrolment link"), "{}", refused.body);
        let told = site.get(&nurse, "/today?lang=en").await;
        assert!(told.says("is locked until the administrator"), "{}", told.body);
        site.end()
    });
}

/// What hangs on an account is said before it is disabled: how many cases, and their references, and nothing of any person.
#[test]
fn an_administrator_reads_what_hangs_on_an_account_before_it_is_disabled() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let offer = site.offered_on_release(case).await;
        site.taken_over(case, offer).await;
        let file = site.file(case).await;
        let hanging = format!("1: {}", file.case.reference);
        let admin = site.sign_in("admin").await;
        let (sees, accepted) = (
            "First appointments with this person",
            "Hand-overs on release accepted under this account",
        );
        for (name, said, unsaid) in [("psychiatrist", sees, accepted), ("nurse.clinic", accepted, sees)] {
            let id = site.actor(name).account_id().unwrap();
            let path = format!("/admin/accounts/{id}/disable?lang=en");
            let page = site.get(&admin, &path).await;
            assert!(page.says(said) && page.says(&hanging), "{}", page.text());
            assert!(!page.says(unsaid), "{}", page.text());
            assert!(page.says("Others who fill the same post"), "{}", page.text());
            assert!(!page.says(&file.person.name_cyrillic), "{}", page.text());
        }
        site.end()
    });
}
