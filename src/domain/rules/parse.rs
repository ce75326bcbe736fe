//! From text to rules: every file is read, every fault is reported.

use super::{
    Causes, Continuity, Course, Keeping, Ladder, Places, Procedure, Protocol, Reactions, Resting, RuleFault,
    Rules, Sheet, Sources, Supply, validate,
};
use crate::domain::calendar::{Calendar, CalendarFile};
use serde::de::DeserializeOwned;

/// What the files said, before the rules are checked against each other. Each part keeps its file's name.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) protocols: Vec<(String, Protocol)>,
    pub(super) procedures: Vec<(String, Procedure)>,
    pub(super) calendars: Vec<(String, Calendar)>,
    pub(super) ladders: Vec<(String, Ladder)>,
    pub(super) courses: Vec<(String, Course)>,
    pub(super) causes: Vec<(String, Causes)>,
    pub(super) places: Vec<(String, Places)>,
    pub(super) keeping: Vec<(String, Keeping)>,
    pub(super) reactions: Vec<(String, Reactions)>,
    pub(super) continuity: Vec<(String, Continuity)>,
    pub(super) supply: Vec<(String, Supply)>,
    pub(super) resting: Vec<(String, Resting)>,
    pub(super) sources: Vec<(String, Sources)>,
    /// Every source that a rule cites, with the file that does.
    pub(super) cited: Vec<(String, String)>,
    pub(super) faults: Vec<RuleFault>,
}

impl Rules {
    /// Reads rule files, given as pairs of path (`protocols/<id>.<version>.toml`) and text.
    ///
    /// # Errors
    /// All faults of all files, sorted: what does not parse, what contradicts itself, and what contradicts
    /// another file.
    pub fn parse(files: &[(String, String)]) -> Result<Self, Vec<RuleFault>> {
        let mut draft = Draft::default();
        for (file, text) in files {
            draft.read(file, text);
        }
        validate::check(&mut draft);
        if !draft.faults.is_empty() {
            draft.faults.sort();
            draft.faults.dedup();
            return Err(draft.faults);
        }
        let one = |what: &str| {
            vec![RuleFault {
                file: format!("{what}/"),
                what: "no file".into(),
            }]
        };
        let (newest_causes, causes) = draft.causes.pop().ok_or_else(|| one("causes"))?;
        let (newest, places) = draft.places.pop().ok_or_else(|| one("places"))?;
        let (_, keeping) = draft.keeping.pop().ok_or_else(|| one("keeping"))?;
        let (_, reactions) = draft.reactions.pop().ok_or_else(|| one("reactions"))?;
        let (_, supply) = draft.supply.pop().ok_or_else(|| one("supply"))?;
        Ok(Self {
            protocols: with_products(named(draft.protocols)),
            procedures: named(draft.procedures),
            calendars: named(draft.calendars),
            ladders: named(draft.ladders),
            courses: named(draft.courses),
            // The words of the sources are read with the rules that cite them, and of causes and places the newest alone.
            sheets: files
                .iter()
                .filter(|(file, _)| !file.starts_with("sources/"))
                .filter(|(file, _)| !file.starts_with("causes/") || *file == newest_causes)
                .filter(|(file, _)| !file.starts_with("places/") || *file == newest)
                .filter_map(|(file, text)| Sheet::read(file, text))
                .collect(),
            causes,
            places,
            keeping,
            reactions,
            continuity: named(draft.continuity),
            resting: named(draft.resting),
            sources: named(draft.sources)
                .into_iter()
                .flat_map(|known| known.sources)
                .map(|words| (words.en.clone(), words))
                .collect(),
            supply,
        })
    }
}

impl Draft {
    fn read(&mut self, file: &str, text: &str) {
        self.read_cited(file, text);
        match file.split_once('/').map(|(folder, _)| folder) {
            Some("protocols") => keep(&mut self.protocols, &mut self.faults, file, text),
            Some("procedure") => keep(&mut self.procedures, &mut self.faults, file, text),
            Some("ladders") => keep(&mut self.ladders, &mut self.faults, file, text),
            Some("course") => keep(&mut self.courses, &mut self.faults, file, text),
            Some("causes") => keep(&mut self.causes, &mut self.faults, file, text),
            Some("places") => keep(&mut self.places, &mut self.faults, file, text),
            Some("keeping") => keep(&mut self.keeping, &mut self.faults, file, text),
            Some("reactions") => keep(&mut self.reactions, &mut self.faults, file, text),
            Some("continuity") => keep(&mut self.continuity, &mut self.faults, file, text),
            Some("supply") => keep(&mut self.supply, &mut self.faults, file, text),
            Some("resting") => keep(&mut self.resting, &mut self.faults, file, text),
            Some("sources") => keep(&mut self.sources, &mut self.faults, file, text),
            Some("calendars") => self.read_calendar(file, text),
            _ => self.fault(file, "this is not a folder of rules"),
        }
    }

    /// What stands among the sources is what they are cited by.
    fn read_cited(&mut self, file: &str, text: &str) {
        let sheet = Sheet::read(file, text).filter(|sheet| sheet.kind != "sources");
        let entries = sheet.into_iter().flat_map(|sheet| sheet.entries);
        let cited = entries.filter_map(|entry| entry.source);
        self.cited.extend(cited.map(|source| (file.to_owned(), source)));
    }

    fn read_calendar(&mut self, file: &str, text: &str) {
        let mut read: Vec<(String, CalendarFile)> = Vec::new();
        keep(&mut read, &mut self.faults, file, text);
        for (file, calendar) in read {
            match Calendar::new(calendar) {
                Ok(calendar) => self.calendars.push((file, calendar)),
                Err(faults) => faults.into_iter().for_each(|what| self.fault(&file, what)),
            }
        }
    }

    pub(super) fn fault(&mut self, file: &str, what: impl Into<String>) {
        self.faults.push(RuleFault {
            file: file.to_owned(),
            what: what.into(),
        });
    }
}

fn keep<T: DeserializeOwned>(
    into: &mut Vec<(String, T)>,
    faults: &mut Vec<RuleFault>,
    file: &str,
    text: &str,
) {
    match toml::from_str(text) {
        Ok(value) => into.push((file.to_owned(), value)),
        Err(error) => {
            let line = error
                .span()
                .map_or(0, |span| text[..span.start.min(text.len())].lines().count());
            let what = error.message().replace('\n', " ");
            faults.push(RuleFault {
                file: file.to_owned(),
                what: format!("line {line}: {what}"),
            });
        }
    }
}

/// Each protocol with every product that is the same medicine, its own first.
fn with_products(mut protocols: Vec<Protocol>) -> Vec<Protocol> {
    let all: Vec<(String, String)> = protocols
        .iter()
        .map(|known| (known.medicine().to_owned(), known.id.clone()))
        .collect();
    for protocol in &mut protocols {
        let same = all
            .iter()
            .filter(|(medicine, _)| *medicine == protocol.medicine());
        let mut products: Vec<String> = same.map(|(_, id)| id.clone()).collect();
        products.sort_by_key(|id| (*id != protocol.id, id.clone()));
        products.dedup();
        protocol.products = products;
    }
    protocols
}

fn named<T>(parts: Vec<(String, T)>) -> Vec<T> {
    parts.into_iter().map(|(_, part)| part).collect()
}
