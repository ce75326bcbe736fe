//! The rule files: compiled into the program, and replaceable one by one from a folder.

pub mod published;

use crate::domain::rules::{RuleFault, Rules};
use include_dir::{Dir, include_dir};
use published::{LOCK, Lock, PublishFault};
use std::{collections::BTreeMap, fs, io, path::Path, path::PathBuf};

static POLICIES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/policies");

/// Folders of rules. `access/` is not among them: who may do what is decided when the program is built.
const RULE_FOLDERS: [&str; 13] = [
    "protocols",
    "procedure",
    "calendars",
    "ladders",
    "course",
    "causes",
    "places",
    "keeping",
    "reactions",
    "continuity",
    "supply",
    "resting",
    "sources",
];

/// The folder of who may do what, which stands beside the rules and is none of them.
const ACCESS: &str = "access";

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
    #[error("{} {noun} in the rules; the first: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default(), noun = if .0.len() == 1 { "fault" } else { "faults" })]
    Unsound(Vec<RuleFault>),
}

/// Loads all rules. A file in `dir` replaces the compiled-in file of the same path, or is added to them; so a
/// ministry can bring its own calendar without carrying copies of everything else.
///
/// # Errors
/// [`PoliciesFault::Unreadable`], or [`PoliciesFault::Unsound`] with every fault of every file.
pub fn load(dir: Option<&Path>) -> Result<Rules, PoliciesFault> {
    let mut all: BTreeMap<String, String> = RULE_FOLDERS.iter().flat_map(|folder| files(folder)).collect();
    let built_in = POLICIES.get_file(LOCK).and_then(|file| file.contents_utf8());
    let mut lock =
        Lock::parse(built_in.unwrap_or_default()).map_err(|fault| PoliciesFault::Unsound(vec![fault]))?;
    let mut faults = lock.faults(&all, true);
    if let Some(dir) = dir {
        let own: BTreeMap<_, _> = read_folder(dir)?.into_iter().collect();
        let (own_lock, found) = own_lock(dir, &own, &lock)?;
        faults.extend(found);
        lock.published.extend(own_lock.published);
        // The causes and the places are those of one folder: whoever brings his own goes by none of the product's versions.
        for folder in ["causes/", "places/"] {
            if own.keys().any(|file| file.starts_with(folder)) {
                all.retain(|file, _| !file.starts_with(folder));
            }
        }
        all.extend(own);
    }
    let all: Vec<_> = all.into_iter().collect();
    match Rules::parse(&all) {
        Ok(rules) if faults.is_empty() => Ok(rules.published(&lock.published)),
        Ok(_) => Err(PoliciesFault::Unsound(faults)),
        Err(more) => {
            faults.extend(more);
            faults.sort();
            Err(PoliciesFault::Unsound(faults))
        }
    }
}

/// The lock of a folder of one's own, and what is wrong with the folder under it. A published file of the product may be
/// replaced only by a file that the folder's own lock publishes: whoever replaces it says so.
fn own_lock(
    dir: &Path,
    own: &BTreeMap<String, String>,
    product: &Lock,
) -> Result<(Lock, Vec<RuleFault>), PoliciesFault> {
    let path = dir.join(LOCK);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => String::new(),
        Err(source) => return Err(PoliciesFault::Unreadable { path, source }),
    };
    let lock = Lock::parse(&text).map_err(|fault| PoliciesFault::Unsound(vec![fault]))?;
    let mut faults = lock.faults(own, false);
    let replaced = own
        .iter()
        .filter(|(file, text)| {
            product.published.contains_key(*file)
                && !lock.published.contains_key(*file)
                && files(file.split('/').next().unwrap_or_default())
                    .iter()
                    .all(|(known, same)| known != *file || same != *text)
        })
        .map(|(file, _)| RuleFault {
            file: file.clone(),
            what: format!(
                "replaces a published file: make a new version, or publish it in the folder's own {LOCK}"
            ),
        });
    faults.extend(replaced);
    Ok((lock, faults))
}

/// Publishes rule files, each given by its path on disk, in the lock of the folder of policies they stand in. What they
/// say as rules is checked before by whoever calls.
///
/// # Errors
/// A file that cannot be read or published; then no lock was changed.
pub fn publish(paths: &[PathBuf]) -> Result<Vec<PathBuf>, PublishFault> {
    let unreadable =
        |at: &Path, why: &dyn std::fmt::Display| PublishFault::Unreadable(format!("{}: {why}", at.display()));
    let mut locks: BTreeMap<PathBuf, Lock> = BTreeMap::new();
    for path in paths {
        let folder = path.parent().unwrap_or_else(|| Path::new(""));
        let root = folder.parent().unwrap_or_else(|| Path::new(""));
        let at = root.join(LOCK);
        if !locks.contains_key(&at) {
            let text = match fs::read_to_string(&at) {
                Err(fault) if fault.kind() == io::ErrorKind::NotFound => String::new(),
                Err(fault) => return Err(unreadable(&at, &fault)),
                Ok(text) => text,
            };
            locks.insert(
                at.clone(),
                Lock::parse(&text).map_err(|fault| unreadable(&at, &fault))?,
            );
        }
        let name = format!("{}/{}", file_name(folder), file_name(path));
        let known = RULE_FOLDERS.contains(&file_name(folder).as_str());
        let text = if known {
            fs::read_to_string(path).ok()
        } else {
            None
        };
        if let Some(lock) = locks.get_mut(&at) {
            lock.publish(&name, text.as_deref())?;
        }
    }
    for (at, lock) in &locks {
        fs::write(at, lock.print()).map_err(|fault| unreadable(at, &fault))?;
    }
    Ok(locks.into_keys().collect())
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
        if name == LOCK {
            continue;
        }
        if name == ACCESS {
            let what =
                "who may do what cannot be replaced from a folder: leave this one out (docs/access.md)";
            return Err(PoliciesFault::Unsound(vec![RuleFault {
                file: name,
                what: what.to_owned(),
            }]));
        }
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

    fn folder_with(file: &str, change: impl Fn(&str) -> String) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        let (folder, _) = file.split_once('/').unwrap();
        fs::create_dir(dir.path().join(folder)).unwrap();
        let (_, text) = files(folder).into_iter().find(|(path, _)| path == file).unwrap();
        fs::write(dir.path().join(file), change(&text)).unwrap();
        dir
    }

    fn faults_of(dir: &Path) -> Vec<String> {
        match load(Some(dir)) {
            Ok(_) => Vec::new(),
            Err(PoliciesFault::Unsound(faults)) => faults.iter().map(ToString::to_string).collect(),
            Err(fault) => panic!("{fault}"),
        }
    }

    #[test]
    fn a_published_file_that_was_edited_is_refused_until_the_folder_publishes_its_own() {
        let same = folder_with("calendars/kz.toml", str::to_owned);
        assert_eq!(faults_of(same.path()), Vec::<String>::new());
        let edited = folder_with("calendars/kz.toml", |text| format!("{text}\n# one word more\n"));
        assert_eq!(
            faults_of(edited.path()),
            [
                "calendars/kz.toml: replaces a published file: make a new version, or publish it in the folder's own \
                 published.lock"
            ]
        );
        let file = edited.path().join("calendars/kz.toml");
        publish(std::slice::from_ref(&file)).unwrap();
        assert_eq!(faults_of(edited.path()), Vec::<String>::new());

        // Published is published: another edit is refused, and cannot be published over it.
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, format!("{text}# and another\n")).unwrap();
        assert_eq!(
            faults_of(edited.path()),
            ["calendars/kz.toml: was changed after it was published: make a new version"]
        );
        let again = publish(std::slice::from_ref(&file)).unwrap_err().to_string();
        assert!(again.contains("make a new version"), "{again}");
        fs::remove_file(&file).unwrap();
        assert_eq!(
            faults_of(edited.path()),
            ["calendars/kz.toml: is published, and no longer there"]
        );
    }

    #[test]
    fn a_published_file_under_another_name_is_refused() {
        let dir = folder_with("ladders/kz-default.1.toml", str::to_owned);
        let ladders = dir.path().join("ladders");
        fs::rename(
            ladders.join("kz-default.1.toml"),
            ladders.join("kz-default.9.toml"),
        )
        .unwrap();
        let faults = faults_of(dir.path());
        assert!(
            faults.contains(
                &"ladders/kz-default.9.toml: the file should be called kz-default.1.toml".to_owned()
            ),
            "{faults:?}"
        );
    }

    #[test]
    fn the_lock_of_the_product_publishes_what_is_settled() {
        let text = POLICIES.get_file(LOCK).unwrap().contents_utf8().unwrap();
        let lock = Lock::parse(text).unwrap();
        assert_eq!(
            lock.print(),
            text,
            "written by `merzim check --publish`, not by hand"
        );
        for file in [
            "calendars/kz.toml",
            "places/kz.toml",
            "causes/kz.toml",
            "continuity/kz-continuity.1.toml",
            "procedure/kz-2020-12-15.toml",
        ] {
            assert!(lock.published.contains_key(file), "{file}");
        }
    }

    /// Whoever copies the whole folder is told in one sentence what to leave out; the rest of the copy loads.
    #[test]
    fn a_folder_copied_whole_is_refused_for_its_rights_alone() {
        let dir = tempfile::tempdir().unwrap();
        let copied = RULE_FOLDERS
            .iter()
            .chain([&ACCESS])
            .flat_map(|folder| files(folder));
        let lock = POLICIES.get_file(LOCK).unwrap().contents_utf8().unwrap();
        for (path, text) in copied.chain([(LOCK.to_owned(), lock.to_owned())]) {
            let to = dir.path().join(path);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::write(to, text).unwrap();
        }
        assert!(dir.path().join("access/cases").is_dir());
        assert_eq!(
            faults_of(dir.path()),
            ["access: who may do what cannot be replaced from a folder: leave this one out (docs/access.md)"]
        );
        fs::remove_dir_all(dir.path().join(ACCESS)).unwrap();
        assert_eq!(faults_of(dir.path()), Vec::<String>::new());
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
