//! The list of hazards (`docs/safety/hazards.toml`) names controls and tests that exist.

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
    /// `src/….rs::function`, or the id of a policy.
    control: Vec<String>,
    proved_by: Vec<String>,
    open: Option<String>,
}

/// The name of each function that begins in a text.
fn named(text: &str) -> impl Iterator<Item = &str> {
    text.split("fn ").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
        Some(&rest[..end])
    })
}

/// Names of all tests in the sources under a folder: functions that are run as such, and not left out.
fn tests(folder: &Path, into: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            tests(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            for marked in text.replace("#[tokio::test]", "#[test]").split("#[test]").skip(1) {
                let before = marked.split("fn ").next().unwrap_or_default();
                let run = !before.contains("#[ignore");
                into.extend(named(marked).next().filter(|_| run).map(str::to_owned));
            }
        }
    }
}

/// Is there this function, or this policy?
fn lives(root: &Path, policies: &str, control: &str) -> bool {
    match control.split_once("::") {
        Some((file, function)) => {
            let text = fs::read_to_string(root.join(file)).unwrap_or_default();
            let program = text.split("#[cfg(test)]").next().unwrap_or_default();
            named(program).any(|name| name == function)
        }
        None => policies.contains(&format!("@id(\"{control}\")")),
    }
}

fn policies(root: &Path) -> String {
    let files = fs::read_dir(root.join("policies/access")).unwrap();
    let paths = files.map(|entry| entry.unwrap().path());
    let policies = paths.filter(|path| path.extension().is_some_and(|ending| ending == "cedar"));
    policies.map(|path| fs::read_to_string(path).unwrap()).collect()
}

#[test]
fn every_hazard_has_a_control_and_a_living_test_or_says_what_is_open() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("docs/safety/hazards.toml")).unwrap();
    let list: Hazards = toml::from_str(&text).unwrap();
    let mut known = BTreeSet::new();
    tests(&root.join("src"), &mut known);
    tests(&root.join("tests"), &mut known);
    let policies = policies(root);

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
        let id = &hazard.id;
        assert!(
            !hazard.what.is_empty() && !hazard.stopped_by.is_empty(),
            "{id}: says what and what stops it"
        );
        assert!(!hazard.control.is_empty(), "{id}: names what stops it");
        for control in &hazard.control {
            assert!(
                lives(root, &policies, control),
                "{id}: there is no control {control}"
            );
        }
        for test in &hazard.proved_by {
            assert!(known.contains(test), "{id}: there is no test {test}");
        }
        let open = hazard.open.as_deref().unwrap_or_default();
        assert!(
            !hazard.proved_by.is_empty() || !open.trim().is_empty(),
            "{id}: no test, and nothing said about what is open"
        );
    }
}
