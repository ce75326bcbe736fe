//! The list of hazards (`docs/safety/hazards.toml`) names tests that exist.

use serde::Deserialize;
use std::{collections::BTreeSet, fs, path::Path};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hazards {
    hazard: Vec<Hazard>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hazard {
    id: String,
    what: String,
    stopped_by: String,
    proved_by: Vec<String>,
    open: Option<String>,
}

/// Names of all functions in the sources under a folder.
fn functions(folder: &Path, into: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            functions(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let named = text.split("fn ").skip(1).filter_map(|rest| {
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
                Some(rest[..end].to_owned())
            });
            into.extend(named);
        }
    }
}

#[test]
fn every_hazard_has_a_living_test_or_says_what_is_open() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("docs/safety/hazards.toml")).unwrap();
    let list: Hazards = toml::from_str(&text).unwrap();
    let mut known = BTreeSet::new();
    functions(&root.join("src"), &mut known);
    functions(&root.join("tests"), &mut known);

    let numbers = list
        .hazard
        .iter()
        .map(|hazard| hazard.id.strip_prefix('H').unwrap());
    let numbers: Vec<u32> = numbers.map(|number| number.parse().unwrap()).collect();
    assert!(
        numbers.is_sorted_by(|a, b| a < b),
        "each once, in order: {numbers:?}"
    );
    let first: Vec<u32> = (1..=33).collect();
    assert!(
        numbers.starts_with(&first),
        "none that was listed is gone: {numbers:?}"
    );
    for hazard in &list.hazard {
        let Hazard {
            id, what, stopped_by, ..
        } = hazard;
        assert!(
            !what.is_empty() && !stopped_by.is_empty(),
            "{id}: says what and what stops it"
        );
        for test in &hazard.proved_by {
            assert!(known.contains(test), "{id}: there is no test {test}");
        }
        assert!(
            !hazard.proved_by.is_empty() || hazard.open.is_some(),
            "{id}: no test, and nothing said about what is open"
        );
    }
}
