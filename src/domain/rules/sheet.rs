//! A rule file as it is read on screen: every table with what it says, where it comes from, and who must confirm it.
//!
//! Made from the text itself and not from the types it is read into: a new table is on screen without a word here.

use super::Confirm;
use crate::domain::localised::Localised;
use toml::{Table, Value};

/// One rule file.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The folder: `protocols`, `procedure` …
    pub kind: String,
    /// The file without its ending: `triptorelin-3m.1`.
    pub name: String,
    /// Is it published, so that it can no longer be changed?
    pub published: bool,
    /// What the file says of itself: its name on screens, where it has one.
    pub title: Option<Localised>,
    /// Its rules, in the order of the file's tables.
    pub entries: Vec<Entry>,
}

/// One table of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Where it stands: `band.late`; empty for the file as a whole.
    pub path: String,
    /// Its name on screens.
    pub name: Option<Localised>,
    /// What it says: keys and values in the words of the file.
    pub values: Vec<(String, Said)>,
    /// Where it comes from.
    pub source: Option<String>,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// A value in a rule file.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// Words, a date, an identity; several of them with commas.
    Plain(String),
    /// Yes or no.
    Flag(bool),
    /// A length: how many, and of what (`days`, `months`, `working_days`, `clock_hours`).
    Length(i64, String),
    /// Several lengths, in order.
    Lengths(Vec<(i64, String)>),
    /// Words in three languages.
    Words(Localised),
}

impl Sheet {
    /// Reads a file that has parsed as rules already; `None` for what is no table at all.
    pub(super) fn read(file: &str, text: &str) -> Option<Self> {
        let (kind, name) = file.split_once('/')?;
        let table: Table = text.parse().ok()?;
        let mut entries = Vec::new();
        walk("", &table, &mut entries);
        Some(Self {
            kind: kind.to_owned(),
            name: name.strip_suffix(".toml").unwrap_or(name).to_owned(),
            published: false,
            title: table.get("name").and_then(localised),
            entries,
        })
    }

    /// Its path in the folder of policies.
    #[must_use]
    pub fn file(&self) -> String {
        format!("{}/{}.toml", self.kind, self.name)
    }

    /// How many of its rules still wait for a human to confirm them.
    #[must_use]
    pub fn unconfirmed(&self) -> usize {
        self.entries
            .iter()
            .filter(|entry| entry.confirm.is_some())
            .count()
    }
}

fn walk(path: &str, table: &Table, into: &mut Vec<Entry>) {
    let mut values = Vec::new();
    let mut deeper = Vec::new();
    let text = |key: &str| table.get(key).and_then(Value::as_str).map(str::to_owned);
    let reason = text("reason").filter(|_| table.contains_key("days") && !table.contains_key("source"));
    for (key, value) in table {
        let stands_apart = match key.as_str() {
            "source" | "confirm" => true,
            "reason" => reason.is_some(),
            "name" | "id" => !path.is_empty(),
            _ => false,
        };
        if stands_apart {
            continue;
        }
        match said(value) {
            Some(said) => values.push((key.clone(), said)),
            None => deeper.push((key, value)),
        }
    }
    let entry = Entry {
        path: path.to_owned(),
        name: table.get("name").and_then(localised),
        source: text("source").or(reason),
        confirm: table
            .get("confirm")
            .and_then(|who| who.clone().try_into::<Confirm>().ok()),
        values,
    };
    if !entry.values.is_empty() || entry.source.is_some() || entry.name.is_some() {
        into.push(entry);
    }
    for (key, value) in deeper {
        let under = |name: &str| {
            if path.is_empty() {
                name.to_owned()
            } else {
                format!("{path}.{name}")
            }
        };
        match value {
            Value::Table(table) => walk(&under(key), table, into),
            Value::Array(rows) => {
                for (number, row) in rows.iter().enumerate() {
                    let Value::Table(row) = row else { continue };
                    walk(&under(&format!("{key}.{}", name_of(row, number))), row, into);
                }
            }
            _ => {}
        }
    }
}

/// What tells a row of an array from its neighbours.
fn name_of(row: &Table, number: usize) -> String {
    let text = |key: &str| row.get(key).and_then(Value::as_str);
    match (text("id"), text("kind"), text("anchor")) {
        (Some(id), ..) => id.to_owned(),
        (None, Some(kind), Some(anchor)) => format!("{kind}.{anchor}"),
        _ => (number + 1).to_string(),
    }
}

fn said(value: &Value) -> Option<Said> {
    match value {
        Value::Boolean(flag) => Some(Said::Flag(*flag)),
        Value::Table(table) => length(table)
            .or_else(|| localised(value).map(Said::Words))
            .or_else(|| {
                let parts: Option<Vec<_>> = table.values().map(plain).collect();
                let cited = ["source", "reason", "confirm"]
                    .iter()
                    .any(|key| table.contains_key(*key));
                let inline = table.len() <= 4 && !cited;
                parts
                    .filter(|_| inline)
                    .map(|parts| Said::Plain(parts.join(" / ")))
            }),
        Value::Array(rows) => {
            let parts: Option<Vec<_>> = rows.iter().map(plain).collect();
            let lengths = || {
                let each = rows.iter().map(|row| match length(row.as_table()?)? {
                    Said::Length(number, unit) => Some((number, unit)),
                    _ => None,
                });
                each.collect::<Option<Vec<_>>>()
            };
            match parts {
                Some(parts) => Some(Said::Plain(parts.join(", "))),
                None => lengths().map(Said::Lengths),
            }
        }
        value => plain(value).map(Said::Plain),
    }
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(number) => Some(number.to_string()),
        Value::Datetime(moment) => Some(moment.to_string()),
        Value::Boolean(_) | Value::Array(_) | Value::Table(_) => None,
    }
}

fn length(table: &Table) -> Option<Said> {
    let mut parts = table.iter();
    let (unit, number) = parts.next()?;
    let known = ["days", "months", "working_days", "clock_hours"].contains(&unit.as_str());
    let number = number.as_integer().filter(|_| known && table.len() == 1)?;
    Some(Said::Length(number, unit.clone()))
}

fn localised(value: &Value) -> Option<Localised> {
    let table = value.as_table()?;
    let text = |key: &str| table.get(key)?.as_str().map(str::to_owned);
    Some(Localised {
        kk: text("kk")?,
        ru: text("ru")?,
        en: text("en")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_of_every_file_is_on_its_sheet() {
        for folder in [
            "protocols",
            "procedure",
            "course",
            "ladders",
            "calendars",
            "keeping",
            "supply",
            "resting",
        ] {
            for (file, text) in crate::policies::files(folder) {
                let sheet = Sheet::read(&file, &text).unwrap();
                let shown: Vec<_> = sheet
                    .entries
                    .iter()
                    .filter_map(|entry| entry.source.clone())
                    .collect();
                let table: Table = text.parse().unwrap();
                let whole = Value::Table(table);
                for source in sources(&whole) {
                    assert!(shown.contains(&source), "{file}: {source}");
                }
                assert_eq!(sheet.unconfirmed(), confirms(&whole), "{file}");
            }
        }
    }

    /// A source is read in the reader's language; among the values it would stand once more, in that of the file.
    #[test]
    fn no_source_stands_among_the_values() {
        for folder in [
            "protocols",
            "procedure",
            "course",
            "ladders",
            "keeping",
            "reactions",
        ] {
            for (file, text) in crate::policies::files(folder) {
                for entry in Sheet::read(&file, &text).unwrap().entries {
                    let source = entry.source.map(Said::Plain);
                    let twice = entry
                        .values
                        .iter()
                        .find(|(_, said)| Some(said) == source.as_ref());
                    assert_eq!(twice, None, "{file}: {}", entry.path);
                }
            }
        }
    }

    /// Who reads the law, the course and the ladders in Kazakh or Russian reads their sources so, too.
    #[test]
    fn every_source_of_law_and_course_stands_in_three_languages() {
        let mut known = std::collections::BTreeSet::new();
        for (file, text) in crate::policies::files("sources") {
            let words: crate::domain::rules::Sources = toml::from_str(&text).unwrap();
            for words in words.sources {
                assert_ne!(words.en, words.ru, "{file}");
                assert_ne!(words.ru, words.kk, "{file}");
                known.insert(words.en);
            }
        }
        for folder in [
            "procedure",
            "course",
            "ladders",
            "resting",
            "reactions",
            "continuity",
            "keeping",
        ] {
            for (file, text) in crate::policies::files(folder) {
                for entry in Sheet::read(&file, &text).unwrap().entries {
                    let source = entry.source.unwrap_or_default();
                    assert!(source.is_empty() || known.contains(&source), "{file}: {source}");
                }
            }
        }
    }

    fn confirms(value: &Value) -> usize {
        match value {
            Value::Table(table) => {
                usize::from(table.contains_key("confirm")) + table.values().map(confirms).sum::<usize>()
            }
            Value::Array(rows) => rows.iter().map(confirms).sum(),
            _ => 0,
        }
    }

    fn sources(value: &Value) -> Vec<String> {
        match value {
            Value::Table(table) => {
                let own = table.get("source").and_then(Value::as_str).map(str::to_owned);
                own.into_iter().chain(table.values().flat_map(sources)).collect()
            }
            Value::Array(rows) => rows.iter().flat_map(sources).collect(),
            _ => Vec::new(),
        }
    }
}
