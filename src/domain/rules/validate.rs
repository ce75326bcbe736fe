//! What makes rules sound: each file in itself, and all of them together.

mod complaint;
mod continuity;
mod course;
mod ladder;
mod law;
mod monitoring;
mod protocol;
mod reactions;
mod resting;
mod supply;

use super::parse::Draft;
use crate::domain::localised::Localised;
use complaint::complaint_faults;
use continuity::continuity_faults;
use course::course_faults;
use ladder::ladder_faults;
use law::{place_faults, procedure_faults};
use monitoring::{catalogue_faults, monitor_faults};
use protocol::{medicine_faults, protocol_faults};
use reactions::reaction_faults;
use resting::resting_faults;
use std::collections::BTreeSet;
use supply::supply_faults;

/// What is wrong with a ladder that is not among the rules yet.
pub(super) fn check_ladder(ladder: &super::Ladder, places: &super::Places) -> Vec<String> {
    let mut found = Found::default();
    ladder_faults(ladder, Some(places), &mut found);
    found.faults.into_iter().map(|(_, what)| what).collect()
}

/// Adds every fault of the draft to its list.
pub(super) fn check(draft: &mut Draft) {
    let mut found = Found::default();
    // The newest comes last, and is what the rest is checked against.
    draft.places.sort_by_key(|(_, places)| places.version);
    draft.causes.sort_by_key(|(_, causes)| causes.version);
    for (file, protocol) in &draft.protocols {
        found.file = file.clone();
        found.named_version(&protocol.id, protocol.version);
        protocol_faults(protocol, &draft.courses, &mut found);
        medicine_faults(protocol, &draft.protocols, &mut found);
        monitor_faults(protocol, &draft.courses, &mut found);
    }
    for (file, ladder) in &draft.ladders {
        found.file = file.clone();
        found.named_version(&ladder.id, ladder.version);
        ladder_faults(ladder, draft.places.last().map(|(_, places)| places), &mut found);
    }
    for (file, course) in &draft.courses {
        found.file = file.clone();
        found.named_version(&course.id, course.version);
        course_faults(course, &mut found);
        complaint_faults(
            &course.complaint,
            draft.places.last().map(|(_, places)| places),
            &mut found,
        );
        catalogue_faults(course, &mut found);
    }
    for (file, procedure) in &draft.procedures {
        found.file = file.clone();
        found.named(&procedure.id);
        procedure_faults(procedure, draft, &mut found);
    }
    for (file, calendar) in &draft.calendars {
        found.file = file.clone();
        found.named(&calendar.id);
    }
    for (file, causes) in &draft.causes {
        found.file = file.clone();
        match causes.version {
            1 => found.named(&causes.id),
            version => found.named_version(&causes.id, version),
        }
        cause_faults(causes, &mut found);
    }
    for (file, places) in &draft.places {
        found.file = file.clone();
        match places.version {
            1 => found.named(&places.id),
            version => found.named_version(&places.id, version),
        }
        place_faults(places, &mut found);
    }
    for (file, keeping) in &draft.keeping {
        found.file = file.clone();
        found.named(&keeping.id);
        for (name, kept) in keeping.parts() {
            found.must(kept.days > 0, format!("{name}: must be kept for a day at least"));
            found.must(
                !kept.reason.trim().is_empty(),
                format!("{name}: a reason is missing"),
            );
        }
    }
    for (file, reactions) in &draft.reactions {
        found.file = file.clone();
        found.named(&reactions.id);
        reaction_faults(reactions, &mut found);
    }
    for (file, continuity) in &draft.continuity {
        found.file = file.clone();
        found.named_version(&continuity.id, continuity.version);
        continuity_faults(
            continuity,
            draft.places.last().map(|(_, places)| places),
            &mut found,
        );
    }
    for (file, resting) in &draft.resting {
        found.file = file.clone();
        found.named_version(&resting.id, resting.version);
        let places = draft.places.last().map(|(_, places)| places);
        resting_faults(resting, places, &mut found);
    }
    for (file, known) in &draft.sources {
        found.file = file.clone();
        found.unique("source", known.sources.iter().map(|words| words.en.as_str()));
        for words in &known.sources {
            found.words(words, &words.en);
        }
    }
    unsaid_sources(draft, &mut found);
    for (file, supply) in &draft.supply {
        found.file = file.clone();
        found.named(&supply.id);
        supply_faults(supply, &draft.protocols, &mut found);
    }
    whole(draft, &mut found);
    for (file, what) in found.faults {
        draft.fault(&file, what);
    }
}

/// Faults found so far, and the file being looked at.
#[derive(Default)]
struct Found {
    file: String,
    faults: Vec<(String, String)>,
}

impl Found {
    fn say(&mut self, what: impl Into<String>) {
        self.faults.push((self.file.clone(), what.into()));
    }

    fn must(&mut self, sound: bool, what: impl Into<String>) {
        if !sound {
            self.say(what);
        }
    }

    fn stem(&self) -> &str {
        let name = self.file.rsplit('/').next().unwrap_or_default();
        name.strip_suffix(".toml").unwrap_or(name)
    }

    fn named(&mut self, id: &str) {
        let sound = self.stem() == id;
        self.must(sound, format!("the id \"{id}\" differs from the file's name"));
    }

    fn named_version(&mut self, id: &str, version: u32) {
        self.must(!id.contains('.'), "an id may contain no dot");
        let sound = self.stem() == format!("{id}.{version}");
        self.must(sound, format!("the file should be called {id}.{version}.toml"));
    }

    fn unique<'a>(&mut self, what: &str, ids: impl Iterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for id in ids {
            self.must(!id.is_empty(), format!("a {what} without id"));
            self.must(seen.insert(id), format!("the {what} \"{id}\" stands twice"));
        }
    }

    fn words(&mut self, words: &Localised, of: &str) {
        for (code, text) in [("kk", &words.kk), ("ru", &words.ru), ("en", &words.en)] {
            self.must(!text.trim().is_empty(), format!("{of}: no words in {code}"));
        }
    }

    fn source(&mut self, source: &str, of: &str) {
        self.must(!source.trim().is_empty(), format!("{of}: no source"));
    }
}

/// What is wrong with a list of causes.
fn cause_faults(causes: &super::Causes, found: &mut Found) {
    found.unique("reason", causes.reasons.iter().map(|reason| reason.id.as_str()));
    for reason in &causes.reasons {
        found.words(&reason.name, &reason.id);
        if reason.family == super::Cause::Unexplained {
            found.say(format!(
                "{}: \"unexplained\" is derived, nobody may choose it",
                reason.id
            ));
        }
        // What does not lie with the person needs no paper, and what needs one is not decided without saying why.
        found.must(
            !reason.paper_excuses || reason.family == super::Cause::Person,
            format!("{}: only what lies with the person can be excused", reason.id),
        );
        let says_why = reason
            .source
            .as_deref()
            .is_some_and(|source| !source.trim().is_empty());
        found.must(
            !reason.paper_excuses || says_why,
            format!("{}: say where it comes from that a paper excuses it", reason.id),
        );
    }
}

/// Whoever reads a rule in another language than the one of its file reads its source so, too.
fn unsaid_sources(draft: &Draft, found: &mut Found) {
    let known = draft.sources.iter().flat_map(|(_, known)| &known.sources);
    let known: BTreeSet<&str> = known.map(|words| words.en.as_str()).collect();
    let cited = draft.cited.iter();
    for (file, source) in cited.filter(|(_, source)| !source.trim().is_empty()) {
        found.file.clone_from(file);
        found.must(
            known.contains(source.as_str()),
            format!("the source \"{source}\" stands in no file of sources/"),
        );
    }
}

/// What only shows when all files are seen together.
fn whole(draft: &Draft, found: &mut Found) {
    for (folder, count) in [
        ("protocols", draft.protocols.len()),
        ("procedure", draft.procedures.len()),
        ("calendars", draft.calendars.len()),
        ("ladders", draft.ladders.len()),
        ("course", draft.courses.len()),
        ("continuity", draft.continuity.len()),
        ("resting", draft.resting.len()),
    ] {
        found.file = format!("{folder}/");
        let broken = draft
            .faults
            .iter()
            .any(|fault| fault.file.starts_with(&found.file));
        found.must(count > 0 || broken, "no file");
    }
    let countries: BTreeSet<&str> = draft
        .places
        .iter()
        .map(|(_, places)| places.id.as_str())
        .collect();
    let lists: BTreeSet<&str> = draft
        .causes
        .iter()
        .map(|(_, causes)| causes.id.as_str())
        .collect();
    for (folder, count) in [
        ("causes", lists.len()),
        ("places", countries.len()),
        ("keeping", draft.keeping.len()),
        ("supply", draft.supply.len()),
    ] {
        found.file = format!("{folder}/");
        let broken = draft
            .faults
            .iter()
            .any(|fault| fault.file.starts_with(&found.file));
        found.must(
            count == 1 || broken,
            format!("there must be one file, not {count}"),
        );
    }
    procedure_gaps(draft, found);
    version_order(
        draft
            .protocols
            .iter()
            .map(|(file, p)| (file, p.id.as_str(), p.version, p.valid_from)),
        found,
    );
    version_order(
        draft
            .ladders
            .iter()
            .map(|(file, l)| (file, l.id.as_str(), l.version, l.valid_from)),
        found,
    );
    version_order(
        draft
            .courses
            .iter()
            .map(|(file, c)| (file, c.id.as_str(), c.version, c.valid_from)),
        found,
    );
    version_order(
        draft
            .resting
            .iter()
            .map(|(file, r)| (file, r.id.as_str(), r.version, r.valid_from)),
        found,
    );
    version_order(
        draft
            .continuity
            .iter()
            .map(|(file, c)| (file, c.id.as_str(), c.version, c.valid_from)),
        found,
    );
}

/// Every day from the first procedure on has exactly one.
fn procedure_gaps(draft: &Draft, found: &mut Found) {
    let mut in_order: Vec<_> = draft.procedures.iter().collect();
    in_order.sort_by_key(|(_, procedure)| procedure.valid_from);
    for pair in in_order.windows(2) {
        let [(_, before), (file, next)] = pair else {
            continue;
        };
        found.file.clone_from(file);
        let seamless = before.valid_until.and_then(|until| until.succ_opt()) == Some(next.valid_from);
        found.must(
            seamless,
            format!("must begin on the day after \"{}\" ends", before.id),
        );
    }
    if let Some((file, last)) = in_order.last() {
        found.file.clone_from(file);
        found.must(last.valid_until.is_none(), "the current procedure must not end");
    }
}

/// A later version never applies from an earlier day: otherwise "the newest in force" would be ambiguous.
fn version_order<'a>(
    versions: impl Iterator<Item = (&'a String, &'a str, u32, chrono::NaiveDate)>,
    found: &mut Found,
) {
    let mut versions: Vec<_> = versions.collect();
    versions.sort_by_key(|(_, id, version, _)| (*id, *version));
    for pair in versions.windows(2) {
        let [(_, id, _, before), (file, next_id, _, from)] = pair else {
            continue;
        };
        if id == next_id {
            found.file.clone_from(file);
            found.must(
                before < from,
                "must apply from a later day than the version before it",
            );
        }
    }
}
