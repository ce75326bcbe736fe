//! The shape of the house, read from its sources: rooms use only the rooms below them, and each foreign word is
//! spoken in one room.
#![allow(clippy::unwrap_used)] // clippy does not count the helpers of tests as tests

use merzim::access::{Action, Role};
use merzim::text::{Args, Language, text};
use std::{collections::BTreeSet, fs, path::Path};

/// Each room, and the rooms below it.
const ROOMS: [(&str, &[&str]); 16] = [
    ("domain", &[]),
    ("simulate", &["domain"]),
    ("exchange", &["domain"]),
    ("text", &["domain"]),
    ("secrets", &[]),
    ("policies", &["domain"]),
    ("clock", &["domain"]),
    ("config", &["domain", "secrets"]),
    ("access", &["domain", "policies"]),
    ("store", &["access", "domain", "clock", "secrets"]),
    // The language somebody is written to in is a fact of an account, not of a page.
    (
        "commands",
        &["store", "access", "domain", "text", "clock", "secrets"],
    ),
    (
        "jobs",
        &[
            "commands", "store", "access", "domain", "text", "clock", "config", "secrets",
        ],
    ),
    ("letters", &["commands", "domain", "text", "secrets"]),
    (
        "web",
        &[
            "letters", "jobs", "commands", "store", "access", "domain", "text", "clock", "config", "secrets",
            "policies", "exchange",
        ],
    ),
    (
        "demo",
        &[
            "simulate", "web", "letters", "jobs", "commands", "store", "access", "domain", "text", "clock",
            "config", "secrets", "policies",
        ],
    ),
    (
        "cli",
        &[
            "exchange", "demo", "simulate", "web", "letters", "jobs", "commands", "store", "access",
            "domain", "text", "clock", "config", "secrets", "policies",
        ],
    ),
];

/// Words, and the only places under `src/` where they may be said.
const WORDS: [(&str, &[&str]); 12] = [
    ("cedar_policy", &["access/"]),
    // The program checks its policies at every start; only tests leave it to one of them.
    ("checked_elsewhere", &["access/mod.rs"]),
    ("typst", &["letters/"]),
    ("sea_orm", &["store/"]),
    ("rrule", &["domain/schedule.rs"]),
    (
        "unicode_normalization",
        &["domain/supply/lot_number.rs", "domain/person_names/letters.rs"],
    ),
    ("Utc::now", &["clock.rs"]),
    ("Local::now", &["clock.rs"]),
    ("SystemTime::now", &["clock.rs"]),
    ("Instant::now", &["clock.rs"]),
    ("new_v4", &["domain/ids.rs"]),
    ("todo!", &[]),
];

const FOREIGN_TO_DOMAIN: [&str; 8] = [
    "rocket",
    "sea_orm",
    "cedar_policy",
    "tera",
    "tokio",
    "async",
    "await",
    "sqlx",
];

/// A source file: its path below `src/`, and its code without comments and without the tests at its foot.
struct Source {
    path: String,
    code: String,
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    collect(
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")),
        "",
        &mut found,
    );
    assert!(found.len() > 80, "the sources were found");
    found
}

fn collect(dir: &Path, below: &str, found: &mut Vec<Source>) {
    for entry in fs::read_dir(dir).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        let path = format!("{below}{name}");
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{path}/"), found);
        } else if name.ends_with(".rs") && name != "tests.rs" {
            let text = fs::read_to_string(entry.path()).unwrap();
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            let lines = text.lines().map(|line| line.split("//").next().unwrap());
            found.push(Source {
                path,
                code: lines.collect::<Vec<_>>().join("\n"),
            });
        }
    }
}

/// Is a word said as a whole word?
fn says(code: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

/// The rooms of this crate that a file names, also inside `use crate::{…}`.
fn used(code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let word = |text: &str| {
            text.trim_start()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect()
        };
        let Some(group) = rest.strip_prefix('{') else {
            rooms.insert(word(rest));
            continue;
        };
        rooms.insert(word(group));
        let mut depth = 1;
        for (at, sign) in group.char_indices() {
            match sign {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => {
                    rooms.insert(word(&group[at + 1..]));
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    rooms
}

#[test]
fn rooms_use_only_the_rooms_below_them() {
    let mut wrong = Vec::new();
    for source in sources() {
        let room = source.path.split(['/', '.']).next().unwrap().to_owned();
        let Some((_, below)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            assert!(
                ["lib", "main"].contains(&room.as_str()),
                "{room} is a room nobody placed"
            );
            continue;
        };
        let known = |name: &str| ROOMS.iter().any(|(room, _)| *room == name);
        let above = used(&source.code).into_iter();
        let above = above.filter(|name| known(name) && *name != room && !below.contains(&name.as_str()));
        wrong.extend(above.map(|name| format!("{} uses {name}", source.path)));
    }
    assert_eq!(wrong, [] as [String; 0]);
}

#[test]
fn each_foreign_word_has_its_place() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (word, places) in WORDS {
            let here = places.iter().any(|place| source.path.starts_with(place));
            if !here && says(&source.code, word) {
                wrong.push(format!("{} says {word}", source.path));
            }
        }
        for word in FOREIGN_TO_DOMAIN
            .iter()
            .filter(|_| source.path.starts_with("domain/"))
        {
            if says(&source.code, word) {
                wrong.push(format!("{} says {word}", source.path));
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

/// What is posted comes in through the guards that check its token, and through nothing else.
#[test]
fn every_posted_body_is_checked() {
    let mut bodies = 0;
    for source in sources().iter().filter(|source| source.path.starts_with("web/")) {
        for (at, start) in source.code.match_indices("data = \"<") {
            let rest = &source.code[at + start.len()..];
            let (name, handler) = rest.split_once('>').unwrap();
            let (_, kind) = handler.split_once(&format!("{name}: ")).unwrap();
            let checked = ["Checked<", "CheckedEntry<", "CheckedFile", "CheckedUpload"]
                .iter()
                .any(|guard| kind.starts_with(guard));
            assert!(checked, "{}: {name} is not checked", source.path);
            bodies += 1;
        }
    }
    assert!(bodies > 2, "the handlers were found");
}

#[test]
fn no_rule_about_roles_hides_outside_the_policies() {
    let mut wrong = Vec::new();
    // The demonstration makes accounts, and an account has a role.
    for source in sources()
        .iter()
        .filter(|source| !source.path.starts_with("access/") && !source.path.starts_with("demo/"))
    {
        for role in Role::ALL {
            if source.code.contains(&format!("\"{role}\"")) {
                wrong.push(format!("{} names {role}", source.path));
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

#[test]
fn the_test_itself_can_see() {
    assert_eq!(
        used("use crate::{access::{A, B}, store};"),
        BTreeSet::from(["access".to_owned(), "store".to_owned()])
    );
    assert_eq!(
        used("pub(in crate::store) fn"),
        BTreeSet::from(["store".to_owned()])
    );
    assert!(says("let x: Form<T>", "Form") && !says("FromForm<T>", "Form") && !says("Formless", "Form"));
    let domain = sources()
        .into_iter()
        .filter(|source| source.path.starts_with("domain/"));
    assert!(domain.count() > 20);
}

/// What stands first in quotation marks behind a word, in the same call.
fn quoted_after<'c>(code: &'c str, word: &str) -> Vec<&'c str> {
    let behind = code.split(word).skip(1);
    let quoted = behind.filter_map(|rest| {
        let (before, rest) = rest.split_once('"')?;
        let same_call = !before.contains([';', '{']);
        rest.split('"').next().filter(|_| same_call)
    });
    quoted.collect()
}

/// A ledger whose entries are codes is read by nobody.
#[test]
fn whatever_is_noted_in_the_ledger_has_words_in_every_language() {
    let sources = sources();
    let noted = sources
        .iter()
        .filter(|source| {
            !["store/", "simulate/", "web/views/"]
                .iter()
                .any(|room| source.path.starts_with(room))
        })
        .flat_map(|source| {
            let notes = quoted_after(&source.code, ".note(");
            let verbs = source.code.split(" verb: \"").skip(1);
            let verbs = verbs.filter_map(|rest| rest.split('"').next());
            notes.into_iter().chain(verbs)
        });
    let actions = Action::ALL.iter().map(|action| action.as_str());
    let all: BTreeSet<&str> = noted.chain(actions).collect();
    for known in ["read-run-sheet", "search-cases", "add-account", "sign-letter"] {
        assert!(all.contains(known), "{known} is found");
    }
    for verb in all {
        for language in Language::ALL {
            let key = format!("did-{verb}");
            let said = text(language, &key, &Args::new());
            assert!(
                said.is_ok_and(|said| !said.is_empty()),
                "{key} in {}",
                language.code()
            );
        }
    }
}
