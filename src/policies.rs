//! The rule files: compiled into the program, and replaceable one by one from a folder.

use crate::domain::rules::{RuleFault, Rules};
use include_dir::{Dir, include_dir};
use std::{collections::BTreeMap, fs, io, path::Path, path::PathBuf};

static POLICIES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/policies");

/// Folders of rules. `access/` is not among them: who may do what is decided when the program is built.
const RULE_FOLDERS: [&str; 9] = [
    "protocols",
    "procedure",
    "calendars",
    "ladders",
    "course",
    "causes",
    "places",
    "keeping",
    "reactions",
];

/// Rules that could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum PoliciesFault {
    /// A folder or file could not be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// The folder or file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Something is wrong with the rules.
    #[error("{} faults in the rules; the first: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Unsound(Vec<RuleFault>),
}

/// Loads all rules. A file in `dir` replaces the compiled-in file of the same path, or is added to them; so a
/// ministry can bring its own calendar without carrying copies of everything else.
///
/// # Errors
/// [`PoliciesFault::Unreadable`], or [`PoliciesFault::Unsound`] with every fault of every file.
pub fn load(dir: Option<&Path>) -> Result<Rules, PoliciesFault> {
    let mut all: BTreeMap<String, String> = RULE_FOLDERS.iter().flat_map(|folder| files(folder)).collect();
    if let Some(dir) = dir {
        for (path, text) in read_folder(dir)? {
            all.insert(path, text);
        }
    }
    let all: Vec<_> = all.into_iter().collect();
    Rules::parse(&all).map_err(PoliciesFault::Unsound)
}

/// The compiled-in text files of a folder and the folders in it, with their paths (`access/never.cedar`), sorted.
#[must_use]
pub fn files(under: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if let Some(dir) = POLICIES.get_dir(under) {
        collect(dir, &mut found);
    }
    found.sort();
    found
}

fn collect(dir: &Dir<'_>, found: &mut Vec<(String, String)>) {
    for file in dir.files() {
        if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            found.push((path.replace('\\', "/"), text.to_owned()));
        }
    }
    dir.dirs().for_each(|dir| collect(dir, found));
}

/// Reads `<dir>/<folder>/<file>`. Hidden files and editors' copies are left out; anything else that is no rule is
/// handed on, so that a misspelt folder is a fault and not silence.
fn read_folder(dir: &Path) -> Result<Vec<(String, String)>, PoliciesFault> {
    let mut found = Vec::new();
    for folder in entries(dir)? {
        let name = file_name(&folder);
        if !folder.is_dir() {
            found.push((name, String::new()));
            continue;
        }
        for file in entries(&folder)? {
            let path = format!("{name}/{}", file_name(&file));
            let text = fs::read_to_string(&file).map_err(|source| PoliciesFault::Unreadable {
                path: file.clone(),
                source,
            })?;
            found.push((path, text));
        }
    }
    Ok(found)
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>, PoliciesFault> {
    let unreadable = |source| PoliciesFault::Unreadable {
        path: dir.to_owned(),
        source,
    };
    let mut paths = fs::read_dir(dir)
        .and_then(|entries| {
            entries
                .map(|entry| entry.map(|entry| entry.path()))
                .collect::<io::Result<Vec<_>>>()
        })
        .map_err(unreadable)?;
    paths.retain(|path| {
        let name = file_name(path);
        !name.starts_with('.') && !name.ends_with('~')
    });
    paths.sort();
    Ok(paths)
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_of_the_product_are_sound() {
        match load(None) {
            Ok(rules) => assert!(rules.protocols_on("2026-11-01".parse().unwrap()).len() >= 6),
            Err(PoliciesFault::Unsound(faults)) => {
                panic!(
                    "{}",
                    faults
                        .iter()
                        .map(|fault| format!("{fault}\n"))
                        .collect::<String>()
                )
            }
            Err(fault) => panic!("{fault}"),
        }
    }

    #[test]
    fn a_folder_replaces_single_files_and_adds_new_versions() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("protocols");
        fs::create_dir(&folder).unwrap();
        let (_, text) = files("protocols")
            .into_iter()
            .find(|(path, _)| path.contains("degarelix"))
            .unwrap();
        let second = text
            .replace("version = 1", "version = 2")
            .replace("2018-01-01", "2027-01-01");
        fs::write(folder.join("degarelix-28d.2.toml"), second).unwrap();
        fs::write(folder.join(".swp"), "noise").unwrap();
        let rules = load(Some(dir.path())).unwrap();
        let version = |day: &str| {
            rules
                .protocol_on("degarelix-28d", day.parse().unwrap())
                .unwrap()
                .version
        };
        assert_eq!((version("2026-12-31"), version("2027-01-01")), (1, 2));
    }

    #[test]
    fn a_misspelt_folder_is_a_fault() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("protocol")).unwrap();
        fs::write(dir.path().join("protocol/x.1.toml"), "").unwrap();
        let Err(PoliciesFault::Unsound(faults)) = load(Some(dir.path())) else {
            panic!("loaded")
        };
        assert_eq!(
            faults[0].to_string(),
            "protocol/x.1.toml: this is not a folder of rules"
        );
        assert!(matches!(
            load(Some(&dir.path().join("absent"))),
            Err(PoliciesFault::Unreadable { .. })
        ));
    }
}
