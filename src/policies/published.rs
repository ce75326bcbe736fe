//! Which rule files are published, and that nobody has changed them since.
//!
//! Doses are planned and obligations made under a version of a rule; records cite it. So a version that was published
//! is never edited: `published.lock` holds the SHA-256 of each, and loading refuses a file that differs. What is still
//! being written is a draft, named as such with the reason.

use crate::domain::rules::RuleFault;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The name of the lock, in a folder of policies.
pub const LOCK: &str = "published.lock";

/// The lock of a folder of policies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// Published files, each with its SHA-256.
    #[serde(default)]
    pub published: BTreeMap<String, String>,
    /// Files that may still be edited, each with why.
    #[serde(default)]
    pub draft: BTreeMap<String, String>,
}

/// Why a file cannot be published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublishFault {
    /// It was published with other content.
    #[error("{0} is published with other content: make a new version")]
    Changed(String),
    /// A file or a lock cannot be read or written.
    #[error("{0}")]
    Unreadable(String),
    /// There is no such file.
    #[error("{0} is no file of these rules")]
    Absent(String),
}

impl Lock {
    /// Reads a lock.
    ///
    /// # Errors
    /// A line that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, RuleFault> {
        toml::from_str(text).map_err(|error: toml::de::Error| fault(LOCK, error.message().replace('\n', " ")))
    }

    /// The lock as text, sorted.
    #[must_use]
    pub fn print(&self) -> String {
        let mut text = String::from(
            "# Published rule files with their SHA-256: never edit one, make a new version. Drafts may be edited; a file\n\
             # becomes published with `merzim check --publish FILE`. See docs/policies.md.\n\n[published]\n",
        );
        // Writing to a string cannot fail.
        for (file, hash) in &self.published {
            let _ = writeln!(text, "\"{file}\" = \"{hash}\"");
        }
        text.push_str("\n[draft]\n");
        for (file, why) in &self.draft {
            let _ = writeln!(text, "\"{file}\" = {}", toml::Value::String(why.clone()));
        }
        text
    }

    /// What is wrong with files that stand under this lock: changed, gone, or listed twice. Where all files must be
    /// listed, also those that are not.
    #[must_use]
    pub fn faults(&self, files: &BTreeMap<String, String>, all_listed: bool) -> Vec<RuleFault> {
        let mut faults = Vec::new();
        for (file, hash) in &self.published {
            match files.get(file) {
                None => faults.push(fault(file, "is published, and no longer there")),
                Some(text) if sha256(text) != *hash => faults.push(fault(
                    file,
                    "was changed after it was published: make a new version",
                )),
                Some(_) => {}
            }
            if self.draft.contains_key(file) {
                faults.push(fault(file, "is named as published and as a draft"));
            }
        }
        for file in self.draft.keys().filter(|file| !files.contains_key(*file)) {
            faults.push(fault(file, "is named as a draft, and is not there"));
        }
        let listed = |file: &String| self.published.contains_key(file) || self.draft.contains_key(file);
        for file in files.keys().filter(|file| all_listed && !listed(file)) {
            faults.push(fault(
                file,
                "is neither published nor named as a draft in published.lock",
            ));
        }
        faults
    }

    /// Publishes a file as it is now.
    ///
    /// # Errors
    /// [`PublishFault`]: published with other content, or not there.
    pub fn publish(&mut self, file: &str, text: Option<&str>) -> Result<(), PublishFault> {
        let hash = sha256(text.ok_or_else(|| PublishFault::Absent(file.to_owned()))?);
        if self.published.get(file).is_some_and(|known| *known != hash) {
            return Err(PublishFault::Changed(file.to_owned()));
        }
        self.draft.remove(file);
        self.published.insert(file.to_owned(), hash);
        Ok(())
    }
}

fn fault(file: &str, what: impl Into<String>) -> RuleFault {
    RuleFault {
        file: file.to_owned(),
        what: what.into(),
    }
}

fn sha256(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> BTreeMap<String, String> {
        BTreeMap::from([("calendars/kz.toml".to_owned(), text.to_owned())])
    }

    fn published(text: &str) -> Lock {
        let mut lock = Lock::default();
        lock.draft
            .insert("calendars/kz.toml".to_owned(), "новый".to_owned());
        lock.publish("calendars/kz.toml", Some(text)).unwrap();
        lock
    }

    fn said(lock: &Lock, files: &BTreeMap<String, String>) -> Vec<String> {
        lock.faults(files, true).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_published_file_may_not_change_nor_go() {
        let lock = published("id = 1");
        assert_eq!(said(&lock, &files("id = 1")), Vec::<String>::new());
        assert_eq!(
            said(&lock, &files("id = 2")),
            ["calendars/kz.toml: was changed after it was published: make a new version"]
        );
        assert_eq!(
            said(&lock, &BTreeMap::new()),
            ["calendars/kz.toml: is published, and no longer there"]
        );
    }

    #[test]
    fn a_draft_may_change_and_an_unlisted_file_may_not_be() {
        let mut lock = Lock::default();
        lock.draft
            .insert("calendars/kz.toml".to_owned(), "being written".to_owned());
        assert_eq!(said(&lock, &files("id = 2")), Vec::<String>::new());
        assert_eq!(
            said(&Lock::default(), &files("id = 2")),
            ["calendars/kz.toml: is neither published nor named as a draft in published.lock"]
        );
        assert_eq!(
            said(&lock, &BTreeMap::new()),
            ["calendars/kz.toml: is named as a draft, and is not there"]
        );
        let mut twice = published("id = 1");
        twice
            .draft
            .insert("calendars/kz.toml".to_owned(), "again".to_owned());
        assert_eq!(
            said(&twice, &files("id = 1")),
            ["calendars/kz.toml: is named as published and as a draft"]
        );
    }

    #[test]
    fn publishing_twice_is_the_same_and_publishing_a_change_is_refused() {
        let mut lock = published("id = 1");
        lock.publish("calendars/kz.toml", Some("id = 1")).unwrap();
        assert_eq!(
            lock.publish("calendars/kz.toml", Some("id = 2")),
            Err(PublishFault::Changed("calendars/kz.toml".to_owned()))
        );
        assert_eq!(
            lock.publish("calendars/xx.toml", None),
            Err(PublishFault::Absent("calendars/xx.toml".to_owned()))
        );
        assert_eq!(Lock::parse(&lock.print()), Ok(lock));
    }
}
