//! What makes rules sound: each file in itself, and all of them together.

use super::parse::Draft;
use super::{
    Answer, Delay, Demand, Direction, Ladder, Offset, Party, Places, PreDoseCheck, Procedure, Protocol, Track,
};
use crate::domain::localised::Localised;
use std::collections::BTreeSet;

/// Adds every fault of the draft to its list.
pub(super) fn check(draft: &mut Draft) {
    let mut found = Found::default();
    for (file, protocol) in &draft.protocols {
        found.file = file.clone();
        found.named_version(&protocol.id, protocol.version);
        protocol_faults(protocol, &mut found);
    }
    for (file, ladder) in &draft.ladders {
        found.file = file.clone();
        found.named_version(&ladder.id, ladder.version);
        ladder_faults(ladder, draft.places.first().map(|(_, places)| places), &mut found);
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
        found.named(&causes.id);
        found.unique("reason", causes.reasons.iter().map(|reason| reason.id.as_str()));
        for reason in &causes.reasons {
            found.words(&reason.name, &reason.id);
            if reason.family == super::Cause::Unexplained {
                found.say(format!(
                    "{}: \"unexplained\" is derived, nobody may choose it",
                    reason.id
                ));
            }
        }
    }
    for (file, places) in &draft.places {
        found.file = file.clone();
        found.named(&places.id);
        place_faults(places, &mut found);
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

fn protocol_faults(protocol: &Protocol, found: &mut Found) {
    let every = protocol.interval.every;
    found.must(!every.is_zero(), "the interval is zero");
    found.must(!protocol.cover.lasts.is_zero(), "the cover is zero");
    let shortest = every.shortest_days();
    let opens = shortest - i64::from(protocol.window.early_days);
    found.must(opens > 0, "the window opens before the previous dose");
    found.must(
        i64::from(protocol.minimum.days) <= opens,
        format!(
            "the minimum of {} days would refuse the window, which opens on day {opens}",
            protocol.minimum.days
        ),
    );
    found.must(protocol.minimum.days > 0, "the minimum is zero");
    found.must(
        i64::from(protocol.window.late_days) < shortest - i64::from(protocol.window.early_days),
        "one window closes after the next one opens",
    );
    band_faults(protocol, found);
    for (of, words) in [
        ("name", &protocol.name),
        ("substance", &protocol.substance),
        ("form", &protocol.form),
        ("route", &protocol.route),
    ] {
        found.words(words, of);
    }
    for (of, source) in [
        ("interval", &protocol.interval.source),
        ("window", &protocol.window.source),
        ("minimum", &protocol.minimum.source),
        ("cover", &protocol.cover.source),
        ("reanchor", &protocol.reanchor.source),
        ("restart", &protocol.restart.source),
        ("volume", &protocol.volume.source),
        ("storage", &protocol.storage.source),
    ] {
        found.source(source, of);
    }
    found.must(
        protocol.storage.min_celsius < protocol.storage.max_celsius,
        "the storage band is empty",
    );
    let first = protocol.first_dose.as_ref().map(|first| &first.volume);
    for volume in first.into_iter().chain([&protocol.volume]) {
        let sound = volume.usual_ml >= 0.0 && volume.usual_ml <= volume.max_ml && volume.max_ml.is_finite();
        found.must(sound, "the usual volume must lie between zero and the greatest");
    }
    found.must(!protocol.sites.is_empty(), "no site");
    found.unique("site", protocol.sites.iter().map(|site| site.id.as_str()));
    protocol
        .sites
        .iter()
        .for_each(|site| found.words(&site.name, &site.id));
    found.unique("check", protocol.checks.iter().map(|check| check.id.as_str()));
    protocol
        .checks
        .iter()
        .for_each(|check| check_faults(check, found));
}

fn band_faults(protocol: &Protocol, found: &mut Found) {
    let bands = &protocol.bands;
    let day_after = protocol.window.late_days.saturating_add(1);
    found.unique("band", bands.iter().map(|band| band.id.as_str()));
    found.must(
        bands.first().is_some_and(|band| band.from_day == day_after),
        format!("the first band must begin on day {day_after}, when the window has closed"),
    );
    found.must(
        bands.is_sorted_by(|a, b| a.from_day < b.from_day),
        "the bands must ascend",
    );
    found.must(
        bands
            .last()
            .is_some_and(|band| band.demands(Demand::PhysicianDecision)),
        "the last band must demand a physician's decision",
    );
    for band in bands {
        found.words(&band.name, &band.id);
        found.source(&band.source, &band.id);
    }
}

fn check_faults(check: &PreDoseCheck, found: &mut Found) {
    found.words(&check.question, &check.id);
    found.source(&check.source, &check.id);
    if let Answer::Number { unit, min, max } = &check.answer {
        found.must(!unit.is_empty(), format!("{}: no unit", check.id));
        found.must(
            min.is_some() || max.is_some(),
            format!("{}: no bound, so it can never fail", check.id),
        );
        let ordered = min.zip(*max).is_none_or(|(min, max)| min <= max);
        found.must(ordered, format!("{}: the bounds exclude every value", check.id));
    }
}

fn ladder_faults(ladder: &Ladder, places: Option<&Places>, found: &mut Found) {
    for (name, track) in [
        ("person", &ladder.person),
        ("unexplained", &ladder.unexplained),
        ("service", &ladder.service),
    ] {
        track_faults(name, track, places, found);
    }
    let reaches = |track: &Track| {
        track
            .steps
            .iter()
            .any(|step| step.to.organisation == Party::Supervising)
    };
    found.must(
        !reaches(&ladder.service),
        "service: our own failures and justified causes may never go to the supervising body",
    );
    found.must(
        reaches(&ladder.person),
        "person: the supervising body is never told",
    );
    found.must(
        reaches(&ladder.unexplained),
        "unexplained: the supervising body is never told",
    );
}

fn track_faults(name: &str, track: &Track, places: Option<&Places>, found: &mut Found) {
    found.source(&track.source, name);
    found.must(!track.steps.is_empty(), format!("{name}: no step"));
    found.unique("step", track.steps.iter().map(|step| step.id.as_str()));
    let never = matches!(
        track.repeat_last_every,
        Delay::ClockHours(0) | Delay::WorkingDays(0)
    );
    found.must(
        !never,
        format!("{name}: the last step would repeat without a pause"),
    );
    let answers = track
        .steps
        .last()
        .is_some_and(|step| step.acknowledge_within.is_some());
    found.must(answers, format!("{name}: the last step asks nobody to answer"));
    for step in &track.steps {
        found.must(
            !step.channels.is_empty(),
            format!("{name}.{}: no channel", step.id),
        );
        let filled = places.is_none_or(|places| {
            places
                .kinds
                .iter()
                .any(|kind| kind.posts.contains_key(&step.to.post))
        });
        found.must(
            filled,
            format!("{name}.{}: no kind of organisation has this post", step.id),
        );
    }
    for pair in track.steps.windows(2) {
        let [before, next] = pair else { continue };
        // Taking the answer away before it was due would make the promised time a trap.
        let hasty = match (before.acknowledge_within, next.after) {
            (Some(Delay::ClockHours(promised)), Delay::ClockHours(waited)) => waited < promised,
            (Some(Delay::WorkingDays(promised)), Delay::WorkingDays(waited)) => waited < promised,
            (Some(promised), waited) => promised != waited && matches!(waited, Delay::ClockHours(0..24)),
            (None, _) => false,
        };
        found.must(
            !hasty,
            format!(
                "{name}.{}: comes before \"{}\" had time to answer",
                next.id, before.id
            ),
        );
    }
}

fn procedure_faults(procedure: &Procedure, draft: &Draft, found: &mut Found) {
    found.source(&procedure.source, "procedure");
    found.source(&procedure.eligibility.source, "eligibility");
    let known = draft
        .calendars
        .iter()
        .any(|(_, calendar)| calendar.id == procedure.calendar);
    found.must(known, format!("there is no calendar \"{}\"", procedure.calendar));
    let applies = draft
        .ladders
        .iter()
        .any(|(_, ladder)| ladder.id == procedure.ladder && ladder.valid_from <= procedure.valid_from);
    found.must(
        applies,
        format!(
            "no ladder \"{}\" applies on {}",
            procedure.ladder, procedure.valid_from
        ),
    );
    let forward = procedure
        .valid_until
        .is_none_or(|until| procedure.valid_from <= until);
    found.must(forward, "it ends before it begins");
    let mut seen = Vec::new();
    for clock in &procedure.clocks {
        let name = format!("{:?} from {:?}", clock.kind, clock.anchor);
        found.source(&clock.source, &name);
        found.must(
            !seen.contains(&(clock.kind, clock.anchor)),
            format!("{name}: stands twice"),
        );
        seen.push((clock.kind, clock.anchor));
        found.must(
            clock.repeat_months != Some(0),
            format!("{name}: repeats every zero months"),
        );
        if clock.direction == Direction::Before {
            found.must(
                clock.repeat_months.is_none(),
                format!("{name}: a clock that runs backwards cannot repeat"),
            );
            found.must(
                clock.opens_before.is_some(),
                format!("{name}: say when the work may begin"),
            );
        }
        found.must(
            clock.warn_days_before.is_sorted_by(|a, b| a > b),
            format!("{name}: the warnings must come nearer to the due date"),
        );
        if let Some(places) = draft.places.first().map(|(_, places)| places) {
            let filled = places
                .kinds
                .iter()
                .any(|kind| kind.posts.contains_key(&clock.owner.post));
            found.must(
                filled,
                format!("{name}: no kind of organisation has the owner's post"),
            );
        }
        let repeating_days = clock.repeat_months.is_some() && !matches!(clock.offset, Offset::Months(_));
        found.must(
            !repeating_days,
            format!("{name}: a repeating clock counts its first turn in months too"),
        );
    }
}

fn place_faults(places: &Places, found: &mut Found) {
    found.unique("role", places.roles.iter().map(|role| role.id.as_str()));
    found.unique("kind", places.kinds.iter().map(|kind| kind.id.as_str()));
    found.unique("region", places.regions.iter().map(|region| region.id.as_str()));
    places
        .roles
        .iter()
        .for_each(|role| found.words(&role.name, &role.id));
    places
        .regions
        .iter()
        .for_each(|region| found.words(&region.name, &region.id));
    for kind in &places.kinds {
        found.words(&kind.name, &kind.id);
        for role in kind.posts.values() {
            found.must(
                places.role_name(role).is_some(),
                format!("{}: there is no role \"{role}\"", kind.id),
            );
        }
        let has = |post| kind.posts.contains_key(&post);
        if kind.treats {
            found.must(
                has(super::Post::Giver),
                format!("{}: treats, but nobody gives the dose", kind.id),
            );
        }
        if kind.supervises {
            found.must(
                has(super::Post::Officer),
                format!("{}: supervises, but has no officer", kind.id),
            );
        }
        if let Some(presence) = &kind.presence {
            found.source(&presence.source, &kind.id);
            found.words(&presence.name, &kind.id);
            found.must(
                has(presence.post),
                format!("{}: nobody holds the post that must be present", kind.id),
            );
        }
    }
}

/// What only shows when all files are seen together.
fn whole(draft: &Draft, found: &mut Found) {
    for (folder, count) in [
        ("protocols", draft.protocols.len()),
        ("procedure", draft.procedures.len()),
        ("calendars", draft.calendars.len()),
        ("ladders", draft.ladders.len()),
    ] {
        found.file = format!("{folder}/");
        let broken = draft
            .faults
            .iter()
            .any(|fault| fault.file.starts_with(&found.file));
        found.must(count > 0 || broken, "no file");
    }
    for (folder, count) in [("causes", draft.causes.len()), ("places", draft.places.len())] {
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
