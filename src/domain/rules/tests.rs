//! The rules of the product, read as a nurse, a lawyer and a saboteur would.

mod refused;
mod unsound;

use super::*;
use std::sync::LazyLock;

pub(super) static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::parse(&files()).unwrap());

fn files() -> Vec<(String, String)> {
    [
        "protocols",
        "procedure",
        "calendars",
        "ladders",
        "course",
        "causes",
        "places",
        "keeping",
        "reactions",
        "supply",
        "continuity",
        "resting",
        "sources",
    ]
    .iter()
    .flat_map(|folder| crate::policies::files(folder))
    .collect()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn inside_of_a_sentence_a_region_is_written_small() {
    let said = |id: &str| RULES.places.region(id).unwrap().name_within().ru;
    assert_eq!(said("abai"), "область Абай");
    assert_eq!(said("akmola"), "Акмолинская область");
}

/// Every fault after `change` was made to the text of one file.
fn faults_after(file: &str, change: impl Fn(&str) -> String) -> Vec<String> {
    let mut files = files();
    let (_, text) = files.iter_mut().find(|(path, _)| path == file).unwrap();
    let changed = change(text);
    assert_ne!(*text, changed, "the change must change something");
    *text = changed;
    match Rules::parse(&files) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(ToString::to_string).collect(),
    }
}

fn refuses(file: &str, from: &str, to: &str, because: &str) {
    let faults = faults_after(file, |text| text.replacen(from, to, 1));
    assert!(faults.iter().any(|fault| fault.contains(because)), "{faults:#?}");
}

const TRIPTORELIN: &str = "protocols/triptorelin-12w.1.toml";
const MONTHS: &str = "protocols/triptorelin-3m.1.toml";
const LADDER: &str = "ladders/kz-default.1.toml";

#[test]
fn the_six_products() {
    let found = RULES.protocols_on(day("2026-11-01"));
    let ids: Vec<_> = found
        .iter()
        .map(|protocol| (protocol.id.as_str(), protocol.version))
        .collect();
    assert_eq!(
        ids,
        [
            ("cyproterone-14d", 1),
            ("degarelix-28d", 1),
            ("goserelin-12w", 1),
            ("leuprorelin-12w", 1),
            ("leuprorelin-gel-3m", 1),
            ("triptorelin-12w", 1),
            ("triptorelin-3m", 1)
        ]
    );
    assert!(RULES.protocol_on("triptorelin-12w", day("2017-12-31")).is_none());
}

#[test]
fn a_twelve_week_depot() {
    let protocol = RULES.protocol("triptorelin-12w", 1).unwrap();
    let given = day("2026-01-15");
    let target = protocol.interval.every.after(given);
    assert_eq!(target, day("2026-04-09"));
    assert_eq!((protocol.opens_on(target) - given).num_days(), 70);
    assert_eq!(protocol.closes_on(target), target);
    assert_eq!(protocol.covered_until(given), target);
    let band = |days| protocol.band(days).map(|band| band.id.as_str());
    assert_eq!(
        [band(-14), band(0), band(1), band(13), band(14), band(400)].map(|id| id.unwrap_or("in time")),
        ["in time", "in time", "late", "late", "overdue", "overdue"]
    );
    assert!(!protocol.band(13).unwrap().demands(Demand::PhysicianDecision));
    assert!(protocol.band(14).unwrap().demands(Demand::PhysicianDecision));
    assert_eq!(
        protocol.anchor_after(target, day("2026-03-30")),
        Keep::Given,
        "early: the depot starts anew"
    );
    assert_eq!(protocol.anchor_after(target, target), Keep::Target);
    assert_eq!(protocol.anchor_after(target, day("2026-04-10")), Keep::Given);
}

#[test]
fn a_three_month_depot_keeps_its_day_inside_the_window() {
    let protocol = RULES.protocol("triptorelin-3m", 1).unwrap();
    let target = day("2026-03-14");
    assert_eq!(
        (protocol.opens_on(target), protocol.closes_on(target)),
        (day("2026-03-07"), day("2026-03-21"))
    );
    assert_eq!(protocol.anchor_after(target, day("2026-03-07")), Keep::Target);
    assert_eq!(protocol.anchor_after(target, day("2026-03-20")), Keep::Target);
    assert_eq!(protocol.anchor_after(target, day("2026-03-22")), Keep::Given);
    assert_eq!(protocol.anchor_after(target, day("2026-03-06")), Keep::Given);
    let band = |days| protocol.band(days).map_or("in time", |band| band.id.as_str());
    assert_eq!(
        [band(7), band(8), band(28), band(29)],
        ["in time", "late", "late", "overdue"]
    );
}

#[test]
fn labels_with_days() {
    let every = |id| RULES.protocol(id, 1).unwrap().interval.every;
    use crate::domain::schedule::Interval::{Days, Months};
    assert_eq!(every("cyproterone-14d"), Days(14));
    assert_eq!(every("degarelix-28d"), Days(28));
    assert_eq!(every("goserelin-12w"), Days(84));
    assert_eq!(every("leuprorelin-12w"), Days(84));
    assert_eq!(every("leuprorelin-gel-3m"), Months(3));
    assert_eq!(every("triptorelin-3m"), Months(3));
    let cyproterone = RULES.protocol("cyproterone-14d", 1).unwrap();
    assert_eq!(
        cyproterone.opens_on(day("2026-05-15")),
        day("2026-05-11"),
        "day 10"
    );
    assert!(
        cyproterone.band(8).unwrap().demands(Demand::PhysicianDecision),
        "day 22"
    );
}

#[test]
fn the_law_changed_in_october_2025() {
    let id = |text: &str| {
        RULES
            .procedure_on(day(text))
            .map(|procedure| procedure.id.as_str())
    };
    assert_eq!(id("2025-10-16"), Some("kz-2020-12-15"));
    assert_eq!(id("2025-10-17"), Some("kz-2025-10-17"));
    assert_eq!(id("2020-12-14"), None);
    let due = |procedure: &str, kind, anchor: &str| {
        let law = RULES
            .law(RULES.procedure(procedure).unwrap(), day("2026-01-01"))
            .unwrap();
        let clock = law.procedure.clocks.iter().find(|clock| clock.kind == kind)?;
        Some(clock.due(day(anchor), 1, law.calendar).date)
    };
    let materials = |procedure| due(procedure, ClockKind::MaterialsToCourt, "2027-08-31");
    assert_eq!(materials("kz-2020-12-15"), Some(day("2027-02-28")));
    assert_eq!(materials("kz-2025-10-17"), Some(day("2026-08-31")));
    assert_eq!(due("kz-2020-12-15", ClockKind::FirstDose, "2027-08-31"), None);
    assert_eq!(
        due("kz-2025-10-17", ClockKind::FirstDose, "2027-08-31"),
        Some(day("2027-02-28"))
    );
    assert_eq!(
        due("kz-2025-10-17", ClockKind::ReleaseNotice, "2026-05-12"),
        Some(day("2026-04-30"))
    );
    assert_eq!(
        due("kz-2025-10-17", ClockKind::ForwardRuling, "2026-05-06"),
        Some(day("2026-05-13"))
    );
}

#[test]
fn repeating_clocks_count_from_the_anchor() {
    let law = RULES.law_on(day("2026-11-01")).unwrap();
    let clock = |kind| {
        law.procedure
            .clocks
            .iter()
            .find(|clock| clock.kind == kind)
            .unwrap()
    };
    let due = |kind, cycle| clock(kind).due(day("2025-11-30"), cycle, law.calendar).date;
    assert_eq!(
        [1, 2, 3].map(|n| due(ClockKind::Exam, n)),
        ["2026-02-28", "2026-05-30", "2026-08-30"].map(day)
    );
    assert_eq!(
        [1, 2].map(|n| due(ClockKind::Review, n)),
        ["2026-05-30", "2026-11-30"].map(day)
    );
    assert_eq!(
        [1, 2, 3].map(|n| due(ClockKind::Extension, n)),
        ["2026-05-30", "2027-05-30", "2028-05-30"].map(day)
    );
    let extension = clock(ClockKind::Extension);
    assert_eq!(
        extension.opens_on(day("2025-11-30"), day("2026-05-30"), law.calendar),
        day("2026-03-31")
    );
    assert_eq!(extension.warn_days_before, [60, 30, 14]);
}

#[test]
fn our_own_failures_never_reach_supervision() {
    let ladder = RULES.law_on(day("2026-11-01")).unwrap().ladder;
    let reaches = |cause| {
        ladder
            .track(cause)
            .steps
            .iter()
            .any(|step| step.to.organisation == Party::Supervising)
    };
    use Cause::{Clinical, Law, Person, Staff, Supply, Transport, Unexplained};
    assert_eq!([Person, Unexplained].map(reaches), [true, true]);
    assert_eq!([Clinical, Supply, Transport, Staff, Law].map(reaches), [false; 5]);
}

#[test]
fn the_last_step_repeats() {
    let track = &RULES.law_on(day("2026-11-01")).unwrap().ladder.person;
    assert_eq!(track.step(1).unwrap().id, "officer");
    assert_eq!(track.step(1).unwrap().not_before, NotBefore::AttemptsExhausted);
    assert_eq!(track.step(99).unwrap().id, "region");
    assert_eq!(track.delay_before(2), Delay::ClockHours(24));
    assert_eq!(track.delay_before(99), track.repeat_last_every);
}

#[test]
fn posts_find_their_roles_and_custody_its_witness() {
    let places = &RULES.places;
    let head = places.role("probation-office", Post::Head);
    assert!(head.is_some() && head != places.role("probation-office", Post::Officer));
    assert!(places.role("police-department", Post::Officer).is_some());
    assert_ne!(
        places.role("penal-facility", Post::Giver),
        places.role("hospital", Post::Giver)
    );
    assert_eq!(places.role("outpatient-clinic", Post::Officer), None);
    assert!(places.kind("penal-facility").unwrap().presence.is_some());
    assert!(places.kind("outpatient-clinic").unwrap().presence.is_none());
    assert_eq!(places.regions.len(), 20);
    assert_eq!(places.region("abai").unwrap().zone, chrono_tz::Asia::Almaty);
}

#[test]
fn whoever_is_told_of_alerts_can_answer_them() {
    let faults = faults_after("places/kz.2.toml", |places| {
        places.replace("given_by = [\"penal-facility\", ", "given_by = [")
    });
    assert!(
        faults
            .iter()
            .any(|fault| fault.contains("penal-facility: is told of alerts")),
        "{faults:?}"
    );
}

#[test]
fn the_newest_places_are_gone_by_and_shown() {
    let newest = &RULES.places;
    assert_eq!((newest.id.as_str(), newest.version), ("kz", 2));
    let registry = newest.kind("court-registry").unwrap();
    assert_eq!(registry.name.kk, "Сот құжаттарын тіркеу бөлімі");
    let shown = RULES.sheets().iter().filter(|sheet| sheet.kind == "places");
    let shown: Vec<_> = shown.map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(shown, ["kz.2"]);
    refuses(
        "places/kz.2.toml",
        "version = 2",
        "version = 3",
        "should be called kz.3.toml",
    );
    refuses(
        "places/kz.2.toml",
        "id = \"kz\"",
        "id = \"xx\"",
        "there must be one file, not 2",
    );
}

#[test]
fn a_paper_excuses_an_absence_and_no_refusal() {
    const CAUSES: &str = "causes/kz.2.toml";
    let newest = &RULES.causes;
    assert_eq!((newest.id.as_str(), newest.version), ("kz", 2));
    let excused = newest.reasons.iter().filter(|reason| reason.paper_excuses);
    let excused: Vec<_> = excused.map(|reason| reason.id.as_str()).collect();
    assert_eq!(excused, ["person-absent"]);
    let shown = RULES.sheets().iter().filter(|sheet| sheet.kind == "causes");
    let shown: Vec<_> = shown.map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(shown, ["kz.2"]);
    refuses(
        CAUSES,
        "source = \"Product decision\"",
        "",
        "person-absent: say where it comes from",
    );
    refuses(
        CAUSES,
        "family = \"clinical\"",
        "family = \"clinical\"\npaper_excuses = true",
        "person-ill-elsewhere: only what lies with the person",
    );
    refuses(CAUSES, "version = 2", "version = 3", "should be called kz.3.toml");
    refuses(
        CAUSES,
        "id = \"kz\"",
        "id = \"xx\"",
        "there must be one file, not 2",
    );
}

const COURSE: &str = "course/kz-default.1.toml";
const CYPROTERONE: &str = "protocols/cyproterone-14d.1.toml";

#[test]
fn a_leave_for_a_very_late_dose_lasts_neither_too_short_nor_too_long() {
    let leave = "[late_decision]\nvalid_days = 14";
    for (days, because) in [(7, "lapses before"), (84, "outlives the interval")] {
        let other = format!("[late_decision]\nvalid_days = {days}");
        refuses(TRIPTORELIN, leave, &other, because);
    }
    refuses(TRIPTORELIN, leave, "[late_decision]", "valid_days");
    let decided_on = day("2026-11-01");
    for protocol in RULES.protocols_on(decided_on) {
        let last = decided_on + chrono::Days::new(protocol.late_decision.valid_days.into());
        assert_eq!(
            Some(protocol.late_decision.lapses_on(decided_on)),
            last.succ_opt()
        );
    }
}

#[test]
fn what_is_watched_must_be_sound() {
    refuses(
        CYPROTERONE,
        "item = \"prolactin\"\nbaseline",
        "item = \"prolactine\"\nbaseline",
        "there is no item",
    );
    refuses(
        CYPROTERONE,
        "every_months = 24",
        "every_months = 0",
        "no interval",
    );
    refuses(
        CYPROTERONE,
        "valid_days = 731",
        "valid_days = 30",
        "would expire before the next is due",
    );
    refuses(
        CYPROTERONE,
        "first_months = [1, 2, 3]",
        "first_months = [3, 2]",
        "must ascend",
    );
    refuses(
        CYPROTERONE,
        "load = \"cyproterone\"",
        "load = \"cypro\"",
        "no course sums",
    );
    refuses(
        TRIPTORELIN,
        "recorded = { item = \"bone-density\", yes_from = -2.4 }",
        "recorded = { item = \"bone-density\", yes_from = -2.4 }\nfinding = \"thin-bones\"",
        "nothing that a commission looks for",
    );
    refuses(
        TRIPTORELIN,
        "alarm = [\"low-mood\", \"suicide-risk\"]",
        "alarm = \"weight\"",
        "decides about on the same day",
    );
    refuses(
        TRIPTORELIN,
        "decision = \"flare-cover\"",
        "",
        "exactly where it is decided about",
    );
    refuses(
        TRIPTORELIN,
        "decision = \"flare-cover\"\nasked = \"first-dose\"",
        "decision = \"flare-cover\"\nasked = \"later-dose\"",
        "only a yes at a first dose",
    );
    refuses(
        CYPROTERONE,
        "recorded = { item = \"alt\" }",
        "recorded = { item = \"weight\" }",
        "do not answer it",
    );
    refuses(
        COURSE,
        "range = { low = 8.6, high = 29.0 }",
        "range = { low = 29.0, high = 8.6 }",
        "excludes every value",
    );
    refuses(
        COURSE,
        "range = { low = 8.6, high = 29.0 }",
        "range = { low = 8.6, high = 290.0 }",
        "beyond what is possible",
    );
    refuses(
        COURSE,
        "factor = 0.03467",
        "factor = 0.0",
        "must be more than nothing",
    );
    refuses(
        COURSE,
        "factor = 0.03467, source = \"Molar",
        "factor = 0.03467, source = \" \" }, # \"",
        "the factor of \"ng/dL\" has no source",
    );
    refuses(
        COURSE,
        "caution_grams = 9.1",
        "caution_grams = 0.0",
        "must be more than nothing",
    );
    refuses(
        COURSE,
        "source = \"Product decision: a test of twelve months may be done at the examination before it; two weeks after the day, the laboratory has answered\"",
        "source = \"\"",
        "no source",
    );
}

/// Alerts under way cite the ladder of the registry: it begins with whoever alone can act, and each day of it can be argued about.
#[test]
fn the_ladder_of_the_registry_leads_to_a_person_and_never_to_those_who_supervise() {
    const CONTINUITY: &str = "continuity/kz-continuity.1.toml";
    let rules = RULES.continuity_for(day("2026-11-30")).unwrap();
    let track = rules.track(crate::domain::obligation::Kind::MoveSupervision);
    assert_eq!(track.confirm, Some(Confirm::Lawyer));
    assert!(!track.source.is_empty());
    let steps = track.steps.iter();
    let steps: Vec<_> = steps.map(|step| (step.to.organisation, step.to.post)).collect();
    assert_eq!(
        steps,
        [(Party::Registry, Post::Clerk), (Party::Region, Post::Coordinator)]
    );
    let registry =
        "[[registry.step]]\nid = \"registry\"\nto = { organisation = \"registry\", post = \"clerk\" }";
    refuses(
        CONTINUITY,
        registry,
        &registry
            .replace("organisation = \"registry\"", "organisation = \"supervising\"")
            .replace("\"clerk\"", "\"officer\""),
        "our own silence may never go to the supervising body",
    );
    refuses(
        CONTINUITY,
        "[registry]\nrepeat_last_every = { working_days = 2 }",
        "[registry]\nrepeat_last_every = { working_days = 0 }",
        "registry",
    );
    refuses(
        CONTINUITY,
        "[registry]\nrepeat_last_every = { working_days = 2 }\nreopen_after_days = 7\nsource = \"Product decision\"",
        "[registry]\nrepeat_last_every = { working_days = 2 }\nreopen_after_days = 7\nsource = \"\"",
        "registry",
    );
}

/// A published file of an operator is never edited: what was asked for later has a default, what was taken away is read.
#[test]
fn files_from_before_still_load() {
    let looped = faults_after(LADDER, |text| {
        text.replacen("repeat_last_every", "loops = 2\nrepeat_last_every", 1)
    });
    assert!(!looped.iter().any(|fault| fault.contains("loops")), "{looped:#?}");
    let unowed = faults_after(TRIPTORELIN, |text| {
        let lines = text.lines().filter(|line| !line.starts_with("owed_from"));
        let lines: Vec<_> = lines.collect();
        lines.join("\n").replacen("within_days = 0\n", "", 1)
    });
    let missing = |fault: &String| fault.contains("owed_from") || fault.contains("within_days");
    assert!(!unowed.iter().any(missing), "{unowed:#?}");
}
