//! Anybody who holds a paper checks it, and learns nothing else.

use super::letters::{code, signed, told};
use crate::support::{database::on_each, site::Site};

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
