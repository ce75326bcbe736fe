//! Words for the names that stand in rule files: keys, kinds, posts, steps. What a file gives no name itself is named by the
//! texts of this program; what neither knows is said as it stands, because an operator's own folder may hold it.

use crate::domain::localised::Localised;
use crate::domain::rules::{Entry, Rules, Said, Sheet};
use crate::text::{Language, Words};
use std::collections::BTreeMap;

/// What the files and the texts call things, for a reader of one language.
pub(super) struct Named<'r> {
    given: BTreeMap<&'r str, &'r Localised>,
    language: Language,
}

impl<'r> Named<'r> {
    /// The names that the files give their own rules, by the identity of each.
    pub(super) fn of(rules: &'r Rules, language: Language) -> Self {
        let mut given = BTreeMap::new();
        for sheet in rules.sheets() {
            let identity = sheet.name.rsplit_once('.').map_or(&*sheet.name, |(id, _)| id);
            given.extend(sheet.title.as_ref().map(|title| (identity, title)));
            for entry in &sheet.entries {
                let identity = entry.path.rsplit('.').next().filter(|last| !last.is_empty());
                given.extend(identity.zip(name_of(entry)));
            }
        }
        Self { given, language }
    }

    /// What a key means.
    pub(super) fn key(&self, key: &str) -> Words {
        self.text(format!("rule-key-{}", dashed(key)))
            .unwrap_or_else(|| Words::plain(key))
    }

    /// What a name that stands as the value of a key means; nothing for what is no name.
    pub(super) fn word(&self, key: &str, name: &str) -> Option<Words> {
        let first = name.chars().next()?;
        let is_name = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || "-_".contains(sign);
        if !first.is_ascii_lowercase() || !name.chars().all(is_name) {
            return None;
        }
        let (key, plain) = (dashed(key), dashed(name));
        let narrow = match &*key {
            "anchor" => format!("fact-{plain}"),
            "family" => format!("cause-family-{plain}"),
            _ => format!("rule-word-{key}-{plain}"),
        };
        self.text(narrow)
            .or_else(|| self.text(format!("rule-word-{plain}")))
            .or_else(|| self.given.get(name).map(|words| (*words).clone().into()))
            .or_else(|| self.text(format!("kind-{plain}")))
            .or_else(|| self.text(format!("fact-{plain}")))
    }

    /// A value as the sheet writes it: one name, several with commas, or those of an inline table.
    pub(super) fn value(&self, key: &str, text: &str) -> Words {
        let between = if text.contains(" / ") { " / " } else { ", " };
        let parts: Vec<_> = text
            .split(between)
            .map(|part| (part, self.word(key, part)))
            .collect();
        if key == "id" || parts.iter().all(|(_, word)| word.is_none()) {
            return Words::plain(text);
        }
        let parts = parts
            .into_iter()
            .map(|(part, word)| word.unwrap_or_else(|| Words::plain(part)));
        joined("rule-list", parts).unwrap_or_else(|| Words::plain(text))
    }

    /// What a rule is headed with: its name, or the way to it in words.
    pub(super) fn heading(&self, entry: &Entry) -> Option<Words> {
        if let Some(name) = name_of(entry) {
            return Some(name.clone().into());
        }
        let parts = entry.path.split('.').filter(|part| !part.is_empty());
        let words = parts.map(|part| match part.parse::<u32>() {
            Ok(number) => Words::plain(format!("№ {number}")),
            Err(_) => self.word("", part).unwrap_or_else(|| Words::plain(part)),
        });
        joined("rule-path", words)
    }

    fn text(&self, key: String) -> Option<Words> {
        let words = Words::key(key);
        words.say(self.language).is_ok().then_some(words)
    }
}

/// What a file is called: the name it gives itself, or its kind.
pub(super) fn title(sheet: &Sheet) -> Words {
    match &sheet.title {
        Some(name) => name.clone().into(),
        None => Words::key(format!("rules-of-{}", sheet.kind)),
    }
}

/// The name of a rule, or the question that it asks.
fn name_of(entry: &Entry) -> Option<&Localised> {
    let asks = || {
        let mut values = entry.values.iter();
        values.find_map(|(key, said)| match said {
            Said::Words(words) if key == "question" => Some(words),
            _ => None,
        })
    };
    entry.name.as_ref().or_else(asks)
}

fn dashed(name: &str) -> String {
    name.replace('_', "-")
}

fn joined(key: &'static str, parts: impl Iterator<Item = Words>) -> Option<Words> {
    parts.reduce(|all, next| Words::key(key).words("first", all).words("next", next))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Identities of files, which records cite as they stand.
    const IDENTITIES: [&str; 4] = ["id", "calendar", "course", "ladder"];

    #[test]
    fn nothing_in_the_rules_is_read_as_a_bare_name() {
        let rules = crate::policies::load(None).unwrap();
        let sheets = rules.sheets();
        assert!(sheets.len() > 10, "{}", sheets.len());
        for language in Language::ALL {
            let named = Named::of(&rules, language);
            for (sheet, entry) in sheets
                .iter()
                .flat_map(|sheet| sheet.entries.iter().map(move |entry| (sheet, entry)))
            {
                let at = format!("{} {} in {}", sheet.file(), entry.path, language.code());
                assert!(entry.path.is_empty() || named.heading(entry).is_some(), "{at}");
                if name_of(entry).is_none() {
                    let names = entry.path.split('.').filter(|part| part.parse::<u32>().is_err());
                    for part in names.filter(|part| !part.is_empty()) {
                        assert!(named.word("", part).is_some(), "{at}: {part}");
                    }
                }
                for (key, said) in &entry.values {
                    assert_ne!(named.key(key), Words::plain(key.as_str()), "{at}: {key}");
                    let Said::Plain(text) = said else { continue };
                    let between = if text.contains(" / ") { " / " } else { ", " };
                    let bare = |part: &&str| {
                        let signs = |sign: char| sign.is_ascii_lowercase() || sign == '-' || sign == '_';
                        part.chars().count() > 1 && part.chars().all(signs)
                    };
                    for part in text.split(between).filter(bare) {
                        let known = IDENTITIES.contains(&&**key) || named.word(key, part).is_some();
                        assert!(known, "{at}: {key} = {part}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_nobody_has_words_for_is_said_as_it_stands() {
        let rules = crate::policies::load(None).unwrap();
        let named = Named::of(&rules, Language::En);
        assert_eq!(named.key("anything_new"), Words::plain("anything_new"));
        assert_eq!(named.value("to", "somebody-new"), Words::plain("somebody-new"));
        assert_eq!(named.value("from", "09:00:00"), Words::plain("09:00:00"));
        assert_eq!(named.value("id", "region"), Words::plain("region"));
        let said = named.value("to", "registry / clerk").say(Language::En).unwrap();
        assert_eq!(said, "registry; Clerk");
    }
}
