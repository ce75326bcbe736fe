//! The words of outgoing messages: a subject and a few lines, with the reference of a case and nothing else
//! about a person.

use serde_json::{Map, Value};

use super::transport::Letter;
use crate::text::{self, Args, Language};

/// The letter of a template in a language. What it may say lies under the template's key, with `-subject` and
/// `-body`. Its link leads to the alert, the case, the letter, the lot, the shelf or the parcel it is about, or to the desk where its reader finds many of them, where
/// its reader may open that; whoever follows it has to sign in first.
///
/// # Errors
/// A text that is missing, by its key.
pub fn render(
    template: &str,
    arguments: &Map<String, Value>,
    language: &str,
    public_url: &str,
) -> Result<Letter, String> {
    let language = Language::parse(language).unwrap_or_default();
    let named = |what: &str| arguments.get(what).and_then(Value::as_str);
    let pages = [
        ("letter", "/letters/"),
        ("alert", "/alerts/"),
        ("case", "/cases/"),
        ("lot", "/stock/lots/"),
        ("supply", "/stock/"),
        ("parcel", "/parcels/"),
        ("desk", "/"),
    ];
    let mut pages = pages
        .into_iter()
        .filter_map(|(name, page)| Some((page, named(name)?)));
    let link = pages
        .next()
        .map_or_else(String::new, |(page, of)| format!("{public_url}{page}{of}"));
    let reference = named("reference").unwrap_or_default().to_owned();
    let arguments: Args<'_> = arguments
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().into(), value.as_str()?.to_owned().into())))
        .chain([("link".into(), link.clone().into())])
        .collect();
    let say = |part: &str| {
        text::text(language, &format!("{template}-{part}"), &arguments).map_err(|missing| missing.to_string())
    };
    Ok(Letter {
        subject: say("subject")?,
        body: say("body")?,
        reference,
        link,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::reach::sms_parts;

    #[test]
    fn every_message_has_its_words_in_every_language_and_no_medical_one() {
        let arguments = Map::from_iter([
            ("reference".to_owned(), Value::from("2026-00017")),
            ("alert".to_owned(), Value::from("0b7c")),
        ]);
        let of_letter = Map::from_iter([
            ("reference".to_owned(), Value::from("2026-00017")),
            ("letter".to_owned(), Value::from("0b7c")),
        ]);
        let mut all = Vec::new();
        let templates = [
            ("message-alert-climb", &arguments, "alerts"),
            ("message-alert-correction", &arguments, "alerts"),
            ("message-alert-entrusted", &arguments, "alerts"),
            ("message-letter", &of_letter, "letters"),
            ("message-letter-again", &of_letter, "letters"),
            ("message-letter-withdrawn", &of_letter, "letters"),
        ];
        for (template, arguments, page) in templates {
            for language in Language::ALL {
                let letter = render(template, arguments, language.code(), "https://merzim.example").unwrap();
                assert!(letter.subject.contains("2026-00017"), "{letter:?}");
                assert!(
                    letter
                        .body
                        .contains(&format!("https://merzim.example/{page}/0b7c")),
                    "{letter:?}"
                );
                assert!(
                    !letter.subject.contains('\n') && letter.body.lines().count() > 1,
                    "{letter:?}"
                );
                let long = "https://merzim.example.kz/alerts/0b7c0b7c0b7c0b7c0b7c0b7c0b7c0b7c";
                let short = crate::jobs::sms::text(&Letter {
                    link: long.to_owned(),
                    ..letter.clone()
                });
                assert!(short.ends_with(long) && sms_parts(&short) <= 3, "{short}");
                let words = format!("{} {}", letter.subject, letter.body).to_lowercase();
                for medical in [
                    "dose",
                    "drug",
                    "inject",
                    "доз",
                    "препарат",
                    "инъекц",
                    "укол",
                    "дәрі",
                    "екпе",
                ] {
                    assert!(!words.contains(medical), "{medical} in {letter:?}");
                }
                all.push(letter);
            }
        }
        let over = Map::from_iter([("reference".to_owned(), Value::from("2026-00017"))]);
        for template in [
            "message-alert-closed",
            "message-alert-passed",
            "message-alert-left",
            "message-letter-left",
        ] {
            for language in Language::ALL {
                let letter = render(template, &over, language.code(), "https://merzim.example").unwrap();
                assert!(letter.subject.contains("2026-00017"), "{letter:?}");
                assert!(
                    letter.link.is_empty() && !letter.body.contains("://"),
                    "{letter:?}"
                );
                let short = crate::jobs::sms::text(&letter);
                assert!(
                    sms_parts(&short) <= 3 && !short.contains("..") && !short.ends_with(' '),
                    "{short}"
                );
                all.push(letter);
            }
        }
        let until = Map::from_iter([("until".to_owned(), Value::from("09:15"))]);
        for template in ["message-sign-in-waits", "message-sign-in-locked"] {
            for language in Language::ALL {
                let letter = render(template, &until, language.code(), "").unwrap();
                assert_eq!(
                    letter.subject.contains("09:15"),
                    template.ends_with("waits"),
                    "{letter:?}"
                );
                all.push(letter);
            }
        }
        let account = Map::from_iter(
            [
                ("name", "A. Nurse"),
                ("role", "nurse"),
                ("organisation", "clinic"),
                ("desk", "colleagues"),
            ]
            .map(|(name, value)| (name.to_owned(), Value::from(value))),
        );
        for language in Language::ALL {
            let url = "https://merzim.example";
            let letter = render("message-vouch", &account, language.code(), url).unwrap();
            assert!(
                letter.body.contains("A. Nurse")
                    && letter.body.contains("https://merzim.example/colleagues\n"),
                "{letter:?}"
            );
            all.push(letter);
        }
        let ends = Map::from_iter([
            ("reference".to_owned(), Value::from("2026-00017")),
            ("days".to_owned(), Value::from("30")),
        ]);
        for language in Language::ALL {
            let letter = render("message-term-ends", &ends, language.code(), "").unwrap();
            assert!(
                letter.subject.contains("2026-00017") && letter.body.contains("30"),
                "{letter:?}"
            );
            all.push(letter);
        }
        let gathered = Map::from_iter([
            ("number".to_owned(), Value::from("31")),
            ("desk".to_owned(), Value::from("alerts")),
        ]);
        for language in Language::ALL {
            let url = "https://merzim.example";
            let letter = render("message-import-late", &gathered, language.code(), url).unwrap();
            assert!(
                letter.subject.contains("31")
                    && letter.body.contains("31")
                    && letter.body.contains("https://merzim.example/alerts\n"),
                "{letter:?}"
            );
            all.push(letter);
        }
        let lot = Map::from_iter([("lot".to_owned(), Value::from("0b7c"))]);
        for template in [
            "message-recall",
            "message-recall-lifted",
            "message-pack-missing",
            "message-shelf-count",
            "message-shelf-arrival",
            "message-shelf-lack",
            "message-shelf-verdict",
        ] {
            for language in Language::ALL {
                let letter = render(template, &lot, language.code(), "https://merzim.example").unwrap();
                assert!(
                    letter.body.contains("https://merzim.example/stock/lots/0b7c"),
                    "{letter:?}"
                );
                all.push(letter);
            }
        }
        let parcel = Map::from_iter([("parcel".to_owned(), Value::from("0b7c"))]);
        for language in Language::ALL {
            let url = "https://merzim.example";
            let letter = render("message-lost-alone", &parcel, language.code(), url).unwrap();
            assert!(
                letter.body.contains("https://merzim.example/parcels/0b7c"),
                "{letter:?}"
            );
            all.push(letter);
        }
        let written = Map::from_iter([("letter".to_owned(), Value::from("0b7c"))]);
        for language in Language::ALL {
            let url = "https://merzim.example";
            for template in ["message-recall-letter", "message-recall-letter-withdrawn"] {
                let letter = render(template, &written, language.code(), url).unwrap();
                assert!(
                    letter.body.contains("https://merzim.example/letters/0b7c"),
                    "{letter:?}"
                );
                all.push(letter);
            }
        }
        let different: std::collections::BTreeSet<_> = all.iter().map(|letter| &letter.body).collect();
        assert_eq!(
            different.len(),
            all.len(),
            "each language and each template says its own"
        );
        assert!(render("no-such-message", &arguments, "en", "").is_err());
    }
}
