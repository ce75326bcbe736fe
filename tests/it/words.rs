//! The page that explains the words uses the terms of the glossary, in each language, and nothing of medicine reaches a
//! reader who may not read it.

use crate::support::{database::on_each, site::Site, world::RULES};
use merzim::text::{Args, Language, text};
use merzim::web::views::rules::{TERMS_OF_LAW, TERMS_OF_TREATMENT};
use std::{collections::BTreeMap, fs, path::Path};

/// The glossary, as it is written.
fn glossary_text() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/glossary.md")).unwrap()
}

/// English, then Russian and Kazakh, as the tables of the glossary have them: the first of several words for one thing.
/// Only words that say how sure they are.
fn glossary() -> BTreeMap<String, [String; 2]> {
    let text = glossary_text();
    // A variant is told in English, in brackets.
    let first = |cell: &str| {
        let cell = cell.split([';', ',']).next().unwrap_or_default();
        cell.split(" (a ").next().unwrap_or_default().trim().to_owned()
    };
    let plain = |cell: &str| first(cell.split(" (").next().unwrap_or_default());
    let mut known = BTreeMap::new();
    let marked = |line: &&str| {
        line.rsplit(" | ")
            .next()
            .is_some_and(|mark| mark.contains(['✔', '◑', '?']))
    };
    for line in text.lines().filter(|line| line.starts_with("| ")).filter(marked) {
        let cells: Vec<_> = line.trim_matches('|').split(" | ").collect();
        // The first table has a column more: the name in the code.
        let words = if cells.len() == 5 {
            [cells[2], cells[3]]
        } else {
            [cells[1], cells[2]]
        };
        known.insert(plain(cells[0]), words.map(first));
    }
    known
}

#[test]
fn the_words_are_those_of_the_glossary() {
    let known = glossary();
    let said = |language, id| text(language, &format!("term-{id}"), &Args::default()).unwrap();
    for id in TERMS_OF_LAW.into_iter().chain(TERMS_OF_TREATMENT) {
        let word = said(Language::En, id);
        let [russian, kazakh] = known
            .get(&word)
            .unwrap_or_else(|| panic!("{word}: not in the glossary, or without a mark"));
        assert_eq!(&said(Language::Ru, id), russian, "{id}");
        assert_eq!(&said(Language::Kk, id), kazakh, "{id}");
    }
}

/// Screens that speak of a ladder call it what the glossary calls it.
#[test]
fn a_ladder_has_one_name_on_every_screen() {
    const SCREENS: [&str; 9] = [
        "gaps-title",
        "gaps-none",
        "kind-repair-ladder",
        "preview-now",
        "preview-changed",
        "preview-ladder",
        "preview-text",
        "ladder-key-id",
        "term-ladder",
    ];
    // The words bend: what stays the same of them in every case of the grammar.
    for (language, stems) in [
        (Language::Ru, ["поряд", "извещения"]),
        (Language::Kk, ["хабарлау", "тәртіб"]),
    ] {
        for key in SCREENS {
            let said = text(language, key, &Args::default()).unwrap().to_lowercase();
            assert!(stems.iter().all(|stem| said.contains(stem)), "{key}: {said}");
        }
    }
}

/// The first two cells of each row of the table under a heading of the glossary.
fn rows<'a>(glossary: &'a str, heading: &str) -> Vec<(&'a str, &'a str)> {
    let section = glossary.split(heading).nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| ")?.split(" | ");
        cells.next().zip(cells.next())
    });
    rows.collect()
}

/// The beginnings of words that the glossary rejects, each with its language.
fn rejected(glossary: &str) -> Vec<(&str, &str)> {
    let rows = rows(glossary, "## Words that are not used").into_iter();
    let rows = rows.filter(|(language, _)| ["kk", "ru", "en"].contains(language));
    rows.flat_map(|(language, words)| words.split(", ").map(move |word| (language, word)))
        .collect()
}

/// Does a word of a line begin so?
fn begins(line: &str, word: &str) -> bool {
    let mut found = line.match_indices(word);
    found.any(|(at, _)| !line[..at].chars().next_back().is_some_and(char::is_alphabetic))
}

#[test]
fn no_text_says_what_the_glossary_rejects() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let glossary = glossary_text();
    let rejected = rejected(&glossary);
    assert!(rejected.len() > 8, "{rejected:?}");
    let mut said = Vec::new();
    for (language, word) in rejected {
        for file in fs::read_dir(root.join("templates/locales").join(language)).unwrap() {
            let text = fs::read_to_string(file.unwrap().path()).unwrap().to_lowercase();
            let lines = text.lines().filter(|line| !line.starts_with('#'));
            let lines = lines.filter(|line| begins(line, word));
            said.extend(lines.map(|line| format!("{language}, {word}: {line}")));
        }
    }
    assert!(said.is_empty(), "{said:#?}");
}

/// What a native is asked to read: the file, and the name of each sentence.
fn to_be_read(glossary: &str) -> Vec<(&str, &str)> {
    let rows = rows(glossary, "## Kazakh sentences to be read by a native").into_iter();
    let rows = rows.filter(|(_, keys)| keys.starts_with('`'));
    rows.flat_map(|(file, keys)| keys.split(' ').map(move |key| (file, key.trim_matches('`'))))
        .collect()
}

#[test]
fn the_sentences_to_be_read_by_a_native_exist() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/locales/kk");
    let glossary = glossary_text();
    let asked = to_be_read(&glossary);
    assert!(asked.len() > 40, "{asked:?}");
    for (file, key) in asked {
        let path = folder.join(format!("{file}.ftl"));
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{file}: {error}"));
        let named = format!("{key} =");
        assert!(text.lines().any(|line| line.starts_with(&named)), "{file}: {key}");
    }
}

/// One name for the program in each language: a mail that has two looks like a mail from two senders.
#[test]
fn the_program_has_one_name_in_each_language() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/locales");
    let mut said = Vec::new();
    for (language, other) in [("kk", "Merzim"), ("ru", "Merzim"), ("en", "Мерзім")] {
        for file in fs::read_dir(root.join(language)).unwrap() {
            let text = fs::read_to_string(file.unwrap().path()).unwrap();
            let lines = text.lines().filter(|line| !line.starts_with('#'));
            let lines = lines.filter(|line| line.contains(other));
            said.extend(lines.map(|line| format!("{language}: {line}")));
        }
    }
    assert!(said.is_empty(), "{said:#?}");
}

/// What explains each item that is measured, and each contraindication that is asked about.
const EXPLAINED: [(&str, &str); 33] = [
    ("testosterone", "testosterone"),
    ("alt", "liver-values"),
    ("ast", "liver-values"),
    ("bilirubin", "liver-values"),
    ("glucose", "glucose"),
    ("cholesterol", "blood-fats"),
    ("triglycerides", "blood-fats"),
    ("haemoglobin", "haemoglobin"),
    ("calcium", "calcium"),
    ("bone-density", "bone-density"),
    ("lh", "pituitary-hormones"),
    ("fsh", "pituitary-hormones"),
    ("phosphate", "phosphate"),
    ("vitamin-d", "vitamin-d"),
    ("creatinine", "kidney-values"),
    ("qtc", "qt"),
    ("waist", "body-mass"),
    ("prolactin", "prolactin"),
    ("systolic", "blood-pressure"),
    ("diastolic", "blood-pressure"),
    ("weight", "body-mass"),
    ("low-mood", "low-mood"),
    ("suicide-risk", "low-mood"),
    ("drive-returns", "escape-signs"),
    ("counter-drug", "escape-signs"),
    ("meningioma-signs", "meningioma"),
    ("hypersensitivity", "hypersensitivity"),
    ("severe-osteoporosis", "osteoporosis"),
    ("liver-disease", "dubin-rotor"),
    ("thromboembolism", "thromboembolism"),
    ("severe-depression", "low-mood"),
    ("sickle-cell", "sickle-cell"),
    ("wasting", "wasting"),
];

#[test]
fn what_the_course_measures_and_asks_about_is_explained() {
    let course = RULES.law_for("2026-07-03".parse().unwrap()).unwrap().course;
    let items = course.items.iter().map(|item| item.id.as_str());
    let contraindications = course.contraindications.iter().map(|known| known.id.as_str());
    for id in items.chain(contraindications) {
        let explained = EXPLAINED.iter().find(|(known, _)| *known == id);
        let term = explained.map_or(id, |(_, term)| *term);
        assert!(TERMS_OF_TREATMENT.contains(&term), "nothing explains {id}");
    }
}

#[test]
fn supervision_reads_the_words_of_law_alone() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        for (name, clinical) in [("probation", false), ("police", false), ("nurse.prison", true)] {
            let who = site.sign_in(name).await;
            let page = site.get(&who, "/rules/words?lang=en").await;
            assert_eq!(page.status, 200, "{name}");
            for id in TERMS_OF_LAW {
                assert!(page.body.contains(&format!("id=\"{id}\"")), "{name}: {id}");
            }
            for id in TERMS_OF_TREATMENT {
                assert_eq!(
                    page.body.contains(&format!("id=\"{id}\"")),
                    clinical,
                    "{name}: {id}"
                );
            }
            assert_eq!(page.body.contains("testosterone"), clinical, "{name}");
        }
        site.end()
    });
}

/// From every form of the treatment one click leads to the words, in a tab of its own: what was typed stays.
#[test]
fn clinical_forms_lead_to_the_words() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let psychiatrist = site.sign_in("psychiatrist").await;
        for form in ["clearance", "results/new", "reaction", "contraindication", "hold"] {
            let path = format!("/cases/{case}/{form}");
            let page = site.get(&psychiatrist, &path).await;
            assert_eq!(page.status, 200, "{path}: {}", page.text());
            let link = "href=\"/rules/words\" target=\"_blank\" rel=\"noopener\"";
            assert!(page.body.contains(link), "{path}: {}", page.text());
        }
        site.end()
    });
}

/// What is withdrawn is taken back by whoever said it, and not sent back to him: every text about a letter says it with one
/// word. An account waits for its owner to be confirmed, and not for somebody to confirm "a person".
#[test]
fn a_letter_is_withdrawn_and_an_owner_confirmed_by_one_word() {
    let wrong = [
        ("kk", "letters", "кері қайтарыл"),
        ("kk", "messages", "кері қайтарыл"),
        ("kk", "messages", "хаттың күші жойылды"),
        ("kk", "desks", "кері қайтарыл"),
        ("ru", "channels", "подтвердит человека"),
        ("ru", "undelivered", "подтвердит человека"),
    ];
    for (language, file, words) in wrong {
        let path = format!("templates/locales/{language}/{file}.ftl");
        let said = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        assert!(!said.contains(words), "{language}/{file}: {words}");
    }
}
