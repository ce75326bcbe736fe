//! Whole lives of cases: every promise holds, the same seed tells the same lives, and the second model can see.

mod clinical;
mod incidents;
mod outside;
mod passage;
mod promises;
mod second_model;

use crate::properties::lives::{begin, prescribe, rules};
use chrono::{DateTime, TimeDelta, Utc};
use merzim::domain::alert::Alert;
use merzim::domain::plan::plan;
use merzim::domain::rules::Rules;
use merzim::policies::{
    self,
    published::{LOCK, Lock},
};
use merzim::simulate::life::Life;
use merzim::simulate::run::{Breach, Report, Tally, Wanted, run};
use merzim::simulate::step::{Step, take};
use merzim::simulate::{Broken, naive};
use std::collections::BTreeSet;

/// Few lives in which much goes wrong, so that every kind of step and of fault happens; they are held to it below.
const LIVES: Wanted = Wanted {
    cases: 24,
    years: 2,
    seed: 1,
    faults: 60,
    only: None,
};

/// What can go wrong.
const FAULTS: [&str; 35] = [
    "acted-on-alert",
    "appeal",
    "complaint",
    "contraindication",
    "contraindication-over",
    "corrected",
    "court-papers-late",
    "curfew",
    "death",
    "dissent",
    "ended-by-court",
    "entered-late",
    "entered-twice",
    "further-ruling",
    "hold",
    "hospital-stay",
    "incident",
    "merged",
    "nonsense",
    "officer-named",
    "own-review",
    "person-corrected",
    "reaction",
    "refusal",
    "regimen-change",
    "review-forgotten",
    "ruling-amended",
    "ruling-step-struck-out",
    "stock-out",
    "struck-out",
    "supervision-moved",
    "suspension",
    "sweep-down",
    "transfer",
    "wrong-clock",
];

/// What people and courts do.
const STEPS: [&str; 69] = [
    "act-on-alert",
    "address",
    "aftercare",
    "amend-cause",
    "amend-dose",
    "amend-ruling",
    "announced",
    "answer-absence",
    "answer-alert",
    "answer-complaint",
    "answer-offer",
    "appeal-decided",
    "appealed",
    "appealed-suspended",
    "ask-to-go",
    "came",
    "clear",
    "complain",
    "confirm-hold",
    "contraindication",
    "contraindication-over",
    "correct-person",
    "curfew",
    "death",
    "decide-late-dose",
    "declined",
    "ended-by-court",
    "entered-into-force",
    "exam",
    "extended",
    "give",
    "hold",
    "import",
    "incident",
    "inform",
    "judge",
    "lift-hold",
    "look-again",
    "look-at-incident",
    "lost",
    "merge",
    "not-given",
    "observe",
    "offer",
    "officer",
    "paper",
    "place",
    "prescribe",
    "quashed",
    "react",
    "recover",
    "release",
    "release-date",
    "release-day-unknown",
    "results",
    "resumed",
    "review",
    "ruling",
    "search",
    "sent-before-release",
    "submission",
    "supervision",
    "suspended",
    "tell-end",
    "unavailable",
    "varied",
    "void",
    "void-ruling-step",
    "withdraw-offer",
];

/// What is written down of it: every kind of event that is certain to be in these lives. What is rarer, such as two cases that
/// are told apart again, is not waited for.
const EVENTS: [&str; 75] = [
    "aftercare-planned",
    "alert-acted",
    "alert-raised",
    "alert-redirected",
    "alert-reopened",
    "alert-resolved",
    "alert-rested",
    "case-ended",
    "case-opened",
    "cases-merged",
    "clearance-recorded",
    "complaint-answered",
    "complaint-lodged",
    "contraindication-found",
    "contraindication-over",
    "court-declined",
    "curfew-set",
    "custody-explained",
    "discrepancy-reconciled",
    "dose-given",
    "dose-not-given",
    "end-told",
    "exam-recorded",
    "handover-accepted",
    "handover-expired",
    "handover-offered",
    "handover-rejected",
    "history-imported",
    "hold-confirmed",
    "hold-lifted",
    "hold-placed",
    "incident-reported",
    "incident-reviewed",
    "late-dose-decided",
    "materials-sent",
    "notice-acknowledged",
    "notice-sent",
    "officer-assigned",
    "pack-released",
    "parcel-arrived",
    "parcel-handed-over",
    "parcel-prepared",
    "parcel-received",
    "parcel-sent-on",
    "person-came",
    "person-corrected",
    "person-informed",
    "place-changed",
    "reaction-ended",
    "reaction-reported",
    "recall-followed-up",
    "recall-reached",
    "record-amended",
    "record-voided",
    "regimen-prescribed",
    "release-date-set",
    "release-day-unknown",
    "release-notice-sent",
    "released",
    "result-judged",
    "results-recorded",
    "review-drafted",
    "review-paper-filed",
    "review-signed",
    "ruling-amended",
    "ruling-changed",
    "ruling-forwarded",
    "ruling-recorded",
    "ruling-step-voided",
    "submitted-to-court",
    "supervision-changed",
    "unavailability-recorded",
    "unavailability-reviewed",
    "verdict-given",
    "warned",
];

/// What befalls some outside, in one life of four, by a chance of its own; and what is written down of it.
const OUTSIDE: [&str; 3] = ["restrict", "turn-up", "unrestrict"];
const WRITTEN_OUTSIDE: [&str; 2] = ["person-turned-up", "restriction-set"];

fn lived(wanted: Wanted, threads: usize) -> Report {
    run(rules(), &wanted, threads, |_, _| {})
}

/// Found among a thousand lives: released without a receiver, brought back into custody by a paper, and taken over as if he
/// had been free all the time.
#[test]
fn who_came_into_custody_again_is_released_anew() {
    let one = Wanted {
        cases: 1_000,
        years: 2,
        seed: 1,
        faults: 14,
        only: Some(29),
    };
    assert_eq!(run(rules(), &one, 1, |_, _| {}).breaches, []);
}

#[test]
fn no_promise_is_broken_and_everything_happens() {
    // In these lives everything of the lists happens: what is rare, in one seed or the other.
    let reports = [4, 6].map(|seed| lived(Wanted { seed, ..LIVES }, 2));
    for report in &reports {
        assert_eq!(report.breaches, []);
        assert_eq!(report.cases, LIVES.cases);
    }
    let happened = |group| {
        let names = reports.iter().flat_map(|report| report.tally.0[group].keys());
        names.map(String::as_str).collect::<BTreeSet<_>>()
    };
    let missing = |group, names: &[&'static str]| {
        let happened = happened(group);
        names
            .iter()
            .copied()
            .filter(|name| !happened.contains(name))
            .collect::<Vec<_>>()
    };
    assert_eq!(missing("faults", &FAULTS), [] as [&str; 0]);
    assert_eq!(missing("steps", &STEPS), [] as [&str; 0]);
    assert_eq!(missing("events", &EVENTS), [] as [&str; 0]);
    assert_eq!(missing("steps", &OUTSIDE), [] as [&str; 0]);
    assert_eq!(missing("events", &WRITTEN_OUTSIDE), [] as [&str; 0]);
    for doses in ["given in time", "given late"] {
        for Report { tally, .. } in &reports {
            assert!(tally.of("doses", doses) > 10, "{tally:?}");
        }
    }
}

#[test]
fn the_same_seed_tells_the_same_lives_on_any_number_of_threads() {
    let few = Wanted {
        cases: 3,
        years: 1,
        ..LIVES
    };
    let one = lived(few, 1);
    assert_eq!(one, lived(few, 3));
    let other = lived(Wanted { seed: 2, ..few }, 2);
    assert_ne!(one.digest, other.digest);
    // A life told alone is the one it was among the others.
    let alone = lived(Wanted { only: Some(2), ..few }, 1);
    assert_eq!(alone.cases, 1);
    assert_ne!(alone.digest, lived(Wanted { only: Some(3), ..few }, 1).digest);
}

#[test]
fn without_faults_nothing_goes_wrong() {
    let report = lived(
        Wanted {
            cases: 3,
            years: 2,
            faults: 0,
            ..LIVES
        },
        2,
    );
    assert_eq!(report.breaches, []);
    for fault in ["sweep-down", "nonsense", "wrong-clock", "hold", "death"] {
        assert_eq!(report.tally.of("faults", fault), 0, "{fault}");
    }
}

/// One life may break a hundred promises: it is told once, by what it broke first.
#[test]
fn each_life_that_broke_a_promise_is_told_once() {
    let at: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().unwrap();
    let breach = |case, hours, promise| Breach {
        case,
        at: at + TimeDelta::hours(hours),
        broken: Broken::new(promise, ""),
    };
    let report = Report {
        cases: 9,
        tally: Tally::default(),
        digest: String::new(),
        breaches: vec![
            breach(3, 1, "one"),
            breach(3, 2, "another"),
            breach(3, 2, "a third"),
            breach(7, 0, "one"),
        ],
    };
    let first = report.first_breaches();
    let first: Vec<_> = first
        .iter()
        .map(|(breach, more)| (breach.case, breach.broken.promise, *more))
        .collect();
    assert_eq!(first, [(3, "one", 2), (7, "one", 0)]);
}

/// Where the procedure holds the doses until a court decides, both models say so.
#[test]
fn both_models_wait_for_the_court() {
    let hold = "until_court_decides = \"hold\"";
    let rules = changed("procedure", "until_court_decides = \"continue\"", hold);
    let report = run(&rules, &Wanted { cases: 2, ..LIVES }, 2, |_, _| {});
    assert_eq!(report.breaches, []);
}

/// The rules with something changed in one file.
fn changed(folder: &str, from: &str, to: &str) -> Rules {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join(folder)).unwrap();
    let mut lock = Lock::default();
    let mut changes = 0;
    for (path, text) in policies::files(folder) {
        let new = text.replace(from, to);
        changes += usize::from(new != text);
        lock.publish(&path, Some(&new)).unwrap();
        std::fs::write(dir.path().join(path), new).unwrap();
    }
    assert!(changes > 0, "{from}");
    std::fs::write(dir.path().join(LOCK), lock.print()).unwrap();
    policies::load(Some(dir.path())).unwrap()
}

/// A case with three doses of M3 in time.
fn treated() -> Life<'static> {
    let mut life = begin(Some(900), true);
    prescribe(&mut life, 5);
    for _ in 0..3 {
        let give = Some(0);
        take(&mut life, &Step::PassToDose { days_off: 0, give }).unwrap();
    }
    assert_eq!(life.broken, []);
    assert_eq!(life.case.doses.len(), 3);
    life
}

/// What the second model says about a plan made by other rules than its own.
fn seen(life: &Life<'_>, other: &Rules) -> BTreeSet<&'static str> {
    let planned = plan(&life.case, other, &life.roster, &life.now);
    let found = naive::differences(&life.history, &life.case, rules(), &planned, &life.now);
    found.into_iter().map(|broken| broken.promise).collect()
}

/// A dose was missed and the ladder climbed.
fn missed() -> Life<'static> {
    let mut life = treated();
    let until = life.now.instant + TimeDelta::days(140);
    life.pass_attended(until);
    assert_eq!(life.broken, []);
    assert!(life.case.alerts.iter().any(Alert::live));
    life
}
