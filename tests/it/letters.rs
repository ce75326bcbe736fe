//! Every kind of letter, printed in every language, opened with other tools: sound, tagged, in its language, readable,
//! and where outsiders hold it without a word of treatment.
#![allow(clippy::unwrap_used)] // clippy does not count the helpers of tests as tests

use crate::support::paper;
use merzim::domain::letter::{Addressee, LetterKind, Paper};
use merzim::letters::{Press, said, samples};
use merzim::text::Language;
use std::fs;

/// Words that no supervising body and no court may find in a letter to it.
const CLINICAL: [&str; 20] = [
    "injection",
    "drug",
    "dose",
    "treatment",
    "regimen",
    "androgen",
    "triptorelin",
    "diagnos",
    "инъекц",
    "препарат",
    "доза",
    "дозы",
    "введен",
    "лечен",
    "терапи",
    "трипторелин",
    "диагноз",
    "екпе",
    "енгізу",
    "дәрі-дәрмек",
];

fn press() -> Press {
    Press::new("https://merzim.example/")
}

struct Printed {
    name: String,
    paper: Paper,
    language: Language,
    bytes: Vec<u8>,
}

fn printed() -> Vec<Printed> {
    let press = press();
    let mut printed = Vec::new();
    for (number, paper) in samples::samples().into_iter().enumerate() {
        for language in Language::ALL {
            let kind = paper.sheet.content.kind().code();
            printed.push(Printed {
                name: format!("{number:02}-{kind}-{}", language.code()),
                bytes: press
                    .at_once(&paper, language)
                    .unwrap_or_else(|fault| panic!("{kind}: {fault}")),
                paper: paper.clone(),
                language,
            });
        }
    }
    printed
}

/// One test, because printing is most of it. `MERZIM_LETTERS=folder` keeps the files, to be looked at.
#[test]
fn every_letter_is_a_sound_tagged_and_readable_file() {
    let own = tempfile::tempdir().unwrap();
    let kept = std::env::var("MERZIM_LETTERS").ok().map(std::path::PathBuf::from);
    let folder = kept.unwrap_or_else(|| own.path().to_owned());
    fs::create_dir_all(&folder).unwrap();
    for letter in printed() {
        let file = folder.join(format!("{}.pdf", letter.name));
        fs::write(&file, &letter.bytes).unwrap();
        paper::sound(&letter.name, &file, letter.language, "Жақсыбек");
        if let Some(text) = paper::read(&file, "-layout") {
            readable(&letter, &text);
        }
    }
}

fn readable(letter: &Printed, text: &str) {
    let name = &letter.name;
    let flat: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(person) = &letter.paper.sheet.person {
        // What others read as markup stays what it is, sign by sign.
        let squeezed: String = flat.split_whitespace().collect();
        let hostile: String = person.name.split_whitespace().collect();
        assert!(
            squeezed.contains(&hostile),
            "{name}: the name is not there: {flat}"
        );
    }
    if letter.language == Language::Kk {
        for sign in paper::KAZAKH {
            assert!(text.to_lowercase().contains(sign), "{name}: no {sign}");
        }
    }
    assert_eq!(
        letter.paper.seal.is_none(),
        // Said in the title, too: the mark across the page comes out letter by letter, in any order.
        ["draft", "проект", "жоба"]
            .iter()
            .any(|mark| flat.to_lowercase().contains(mark)),
        "{name}: the draft's mark"
    );
    if let Some(seal) = &letter.paper.seal {
        assert!(
            flat.contains(&seal.number) && flat.contains("7K3QH-0MZ9X-VB2RT-4WNPC"),
            "{name}: {flat}"
        );
        assert!(
            flat.contains("https://merzim.example/verify/7K3QH0MZ9XVB2RT4WNPC"),
            "{name}: {flat}"
        );
    }
    if letter.paper.sheet.content.kind().open_to_outsiders() {
        let low = flat.to_lowercase();
        let found = CLINICAL.iter().find(|word| low.contains(**word));
        assert_eq!(found, None, "{name}");
    }
}

/// The longer a record, the later its tables go over the page: wherever that is, a draft with its mark across every page
/// and a signed letter can be set.
#[test]
fn no_letter_is_too_short_or_too_long_to_be_set() {
    let press = press();
    for kind in LetterKind::ALL {
        for entries in [0, 1, 2, 13, 27, 90] {
            let sheet = samples::long(samples::sheet(kind), entries);
            let signed = samples::samples().remove(0);
            for seal in [None, signed.seal.clone()] {
                let paper = Paper {
                    sheet: sheet.clone(),
                    seal,
                    ..signed.clone()
                };
                let set = press.at_once(&paper, Language::Ru);
                assert!(set.is_ok(), "{kind:?} with {entries} entries: {:?}", set.err());
            }
        }
    }
}

/// What people type into a record must not make its paper impossible.
#[test]
fn whatever_was_typed_can_be_set() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("letter.pdf");
    for (typed, read) in [
        ("L7 → L8", "L7 › L8"),
        ("≥ 5,2 ≤ 7", ">= 5,2 <= 7"),
        ("✓ 漢字 😀 ая", "¤ ¤¤ ¤ ая"),
        ("Андреи\u{306} боле\u{301}ет", "Андрей болеет"),
        ("a\tb\nc", "a b c"),
    ] {
        let mut paper = samples::samples().remove(0);
        paper.sheet.addressee = Addressee::Named(typed.to_owned());
        let set = press().at_once(&paper, Language::Kk);
        fs::write(&file, set.unwrap_or_else(|fault| panic!("{typed}: {fault}"))).unwrap();
        paper::sound(typed, &file, Language::Kk, "Жақсыбек");
        if let Some(text) = paper::read(&file, "-raw") {
            let (text, read) = (paper::squeezed(&text), paper::squeezed(read));
            assert!(text.contains(&read), "{typed}: {text}");
        }
    }
}

#[test]
fn the_search_for_clinical_words_finds_them_where_they_are() {
    let paper = samples::samples()
        .into_iter()
        .find(|paper| paper.sheet.content.kind() == LetterKind::OwnRecord);
    let said = serde_json::to_string(&said(&paper.unwrap(), Language::Ru, "x").unwrap())
        .unwrap()
        .to_lowercase();
    assert!(CLINICAL.iter().any(|word| said.contains(word)));
}

#[test]
fn the_same_facts_give_the_same_bytes_and_other_facts_do_not() {
    let press = press();
    let paper = samples::samples().remove(0);
    let first = press.at_once(&paper, Language::Kk).unwrap();
    assert_eq!(first, press.at_once(&paper, Language::Kk).unwrap());
    let mut other = paper.clone();
    other.sheet.addressee = Addressee::Named("Басқа".to_owned());
    assert_ne!(first, press.at_once(&other, Language::Kk).unwrap());
}

#[test]
fn what_differs_is_told_field_by_field() {
    let all = samples::samples();
    let first = all
        .iter()
        .find(|paper| paper.sheet.content.kind() == LetterKind::MissedNotice)
        .unwrap();
    let second = all
        .iter()
        .rfind(|paper| paper.sheet.content.kind() == LetterKind::MissedNotice)
        .unwrap();
    assert_eq!(merzim::letters::difference(&first.sheet, &first.sheet), []);
    let changes = merzim::letters::difference(&first.sheet, &second.sheet);
    let said: Vec<_> = changes
        .iter()
        .map(|change| {
            let say = |words: &merzim::text::Words| words.say(Language::En).unwrap();
            (
                say(&change.field),
                change.before.as_ref().map(say),
                change.after.as_ref().map(say),
            )
        })
        .collect();
    assert!(
        said.contains(&(
            "What is known".to_owned(),
            Some("did not attend".to_owned()),
            Some("the earlier record was withdrawn".to_owned())
        )),
        "{said:?}"
    );
    assert!(!said.iter().any(|(field, ..)| field == "Place"), "{said:?}");
}
