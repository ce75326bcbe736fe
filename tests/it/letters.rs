//! Every kind of letter, printed in every language, opened with other tools: sound, tagged, in its language, readable,
//! and where outsiders hold it without a word of treatment.
#![allow(clippy::unwrap_used)] // clippy does not count the helpers of tests as tests

use crate::support::paper;
use merzim::domain::letter::{Addressee, Content, LetterKind, Paper};
use merzim::domain::ruling::RulingState;
use merzim::letters::{Dated, Press, difference, said, samples};
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
    // An address out of a browser: it must not run off the page.
    let long = format!("https://example.org/?{}", "абв12345xyz_".repeat(16));
    for (typed, read) in [
        (&*long, &*long),
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
    assert_eq!(difference(dated(first), dated(first)), []);
    let changes = difference(dated(first), dated(second));
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
            Some("did not take place, for a reason that lies with the person".to_owned()),
            Some("the earlier record was withdrawn".to_owned())
        )),
        "{said:?}"
    );
    assert!(!said.iter().any(|(field, ..)| field == "Place"), "{said:?}");
}

fn dated(paper: &Paper) -> Dated<'_> {
    Dated {
        sheet: &paper.sheet,
        on: paper.dated_on,
    }
}

/// A paper that was signed when the time to answer was over never named a day to answer by, and is not said to have.
#[test]
fn what_differs_quotes_what_the_paper_said_on_its_day() {
    let mut first = sample(LetterKind::MissedNotice);
    let Content::MissedNotice(absence) = &mut first.sheet.content else {
        panic!("a notice")
    };
    absence.answer_by = Some("2026-07-01".parse().unwrap());
    let mut second = first.clone();
    let Content::MissedNotice(absence) = &mut second.sheet.content else {
        panic!("a notice")
    };
    absence.answer_by = Some("2026-07-08".parse().unwrap());
    let say = |words: &merzim::text::Words| words.say(Language::En).unwrap();
    let before: Vec<_> = difference(dated(&first), dated(&second))
        .iter()
        .filter_map(|change| change.before.as_ref().map(say))
        .collect();
    let over = "the time for an answer to the alert ended on";
    assert!(before.iter().any(|said| said.contains(over)), "{before:?}");
    assert!(
        !before.iter().any(|said| said.contains("Please let us know by")),
        "{before:?}"
    );
}

fn sample(kind: LetterKind) -> Paper {
    let mut samples = samples::samples().into_iter();
    let of_kind = samples.find(|paper| paper.sheet.content.kind() == kind);
    of_kind.unwrap()
}

fn words_of(paper: &Paper, language: Language) -> String {
    let said = serde_json::to_string(&said(paper, language, "x").unwrap()).unwrap();
    said.replace('\u{a0}', " ")
}

#[test]
fn a_dossier_names_what_was_done_and_not_its_code() {
    let dossier = sample(LetterKind::BreachDossier);
    for (language, named) in [
        (Language::En, ["List of cases: 14", "Signed in: 9"]),
        (Language::Ru, ["Список дел: 14", "Вход: 9"]),
    ] {
        let said = words_of(&dossier, language);
        for named in named {
            assert!(said.contains(named), "{named}: {said}");
        }
    }
    for language in Language::ALL {
        let said = words_of(&dossier, language);
        assert!(
            !said.contains("list-cases") && !said.contains("sign-in"),
            "{said}"
        );
    }
}

#[test]
fn a_later_issue_says_which_one_it_replaces() {
    let mut paper = sample(LetterKind::MissedNotice);
    assert!(words_of(&paper, Language::En).contains("\"Issue 1\""));
    let seal = paper.seal.as_mut().unwrap();
    seal.issue = 2;
    seal.replaces = Some((1, chrono::NaiveDate::from_ymd_opt(2026, 7, 2).unwrap()));
    for (language, said) in [
        (Language::En, "Issue 2, replaces issue 1 of 2 July 2026"),
        (Language::Ru, "Редакция 2, заменяет редакцию 1 от 2 июля 2026 г."),
        (
            Language::Kk,
            "2-редакция, 1-редакцияны ауыстырады (2026 жылғы 2 шілде)",
        ),
    ] {
        let words = words_of(&paper, language);
        assert!(words.contains(said), "{said}: {words}");
    }
}

#[test]
fn whoever_signs_a_conclusion_without_having_sat_on_it_issues_it() {
    let mut paper = sample(LetterKind::ReviewConclusion);
    let issued = "Issued by: psychiatrist";
    let said = words_of(&paper, Language::En);
    assert!(said.contains(issued), "{said}");
    assert!(
        said.contains("Ткаченко, psychiatrist"),
        "the members have their posts: {said}"
    );
    paper.seal.as_mut().unwrap().signer = "Ольга Ивановна Ткаченко".to_owned();
    let said = words_of(&paper, Language::En);
    assert!(!said.contains(issued), "{said}");
}

#[test]
fn what_is_not_known_of_a_release_is_said_in_words() {
    let mut paper = sample(LetterKind::ReleaseNotice);
    let Content::ReleaseNotice(notice) = &mut paper.sheet.content else {
        panic!("a notice of a release")
    };
    notice.residence = None;
    notice.first_visit = None;
    notice.rulings.clear();
    for language in Language::ALL {
        let said = words_of(&paper, language);
        assert!(!said.contains('—'), "{said}");
    }
    let said = words_of(&paper, Language::En);
    assert!(
        said.contains("not stated yet") && said.contains("not set yet"),
        "{said}"
    );
}

/// The sign for a number is printed once, also where somebody typed it; and of a ruling whose term is over each version has
/// one row.
#[test]
fn a_ruling_is_named_once_and_its_number_has_one_sign() {
    let mut paper = sample(LetterKind::MeasureEnded);
    let Content::MeasureEnded(ended) = &mut paper.sheet.content else {
        panic!("the end of a measure")
    };
    let ruling = &mut ended.rulings[0];
    ruling.number = "№ 1-204/25".to_owned();
    (ruling.ended_on, ruling.state) = (None, Some(RulingState::EndedByTerm));
    let versions = ruling.versions.len();
    for (language, number, over) in [
        (Language::En, ", No. 1-204/25, ", "ended on 4 June 2027"),
        (Language::Ru, ", № 1-204/25, ", "истёк 4 июня 2027 г."),
        (Language::Kk, ", № 1-204/25, ", "2027 жылғы 4 маусым күні өтті"),
    ] {
        let said = words_of(&paper, language);
        assert_eq!(said.matches(number).count(), versions, "{said}");
        assert_eq!(said.matches(over).count(), 1, "{said}");
    }
}

/// On whichever page the signature stands, something that it is put under stands there, too.
#[test]
fn a_signature_never_stands_below_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("letter.pdf");
    let kind = LetterKind::HandoverAct;
    for entries in 1..=14 {
        let paper = Paper {
            sheet: samples::long(samples::sheet(kind), entries),
            ..sample(kind)
        };
        fs::write(&file, press().at_once(&paper, Language::Ru).unwrap()).unwrap();
        let Some(text) = paper::read(&file, "-layout") else {
            return;
        };
        let mut pages = text.split('\u{c}');
        let page = pages
            .find(|page| page.contains("Подписано в электронном виде"))
            .unwrap();
        assert!(page.contains("Подписи сторон"), "{entries} entries: {page}");
    }
}

/// On whichever page a letter ends, the way to check it stands beside the signature that is checked.
#[test]
fn how_to_check_a_paper_never_fills_a_page_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("letter.pdf");
    let kind = LetterKind::TreatmentCertificate;
    let signed = sample(kind);
    for entries in 1..=10 {
        let paper = Paper {
            sheet: samples::long(samples::sheet(kind), entries),
            ..signed.clone()
        };
        fs::write(&file, press().at_once(&paper, Language::Ru).unwrap()).unwrap();
        let Some(text) = paper::read(&file, "-layout") else {
            return;
        };
        let mut pages = text.split('\u{c}');
        let page = pages
            .find(|page| page.contains("7K3QH-0MZ9X-VB2RT-4WNPC"))
            .unwrap();
        let signer = &paper.seal.as_ref().unwrap().signer;
        assert!(page.contains(signer.as_str()), "{entries} entries: {page}");
    }
}

/// Whoever copies the code out of the file pastes it as it is: no gap beside a narrow sign.
#[test]
fn a_check_code_is_copied_whole() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("letter.pdf");
    let mut paper = sample(LetterKind::TreatmentCertificate);
    paper.seal.as_mut().unwrap().code = "7J3QJ0MJ9XJB2RJ4WJPC".to_owned();
    fs::write(&file, press().at_once(&paper, Language::Ru).unwrap()).unwrap();
    for how in ["-raw", "-layout"] {
        if let Some(text) = paper::read(&file, how) {
            assert!(text.contains("7J3QJ-0MJ9X-JB2RJ-4WJPC"), "{how}: {text}");
        }
    }
}
