//! Whole lives of cases: every promise holds, the same seed tells the same lives, and the second model can see.

use crate::properties::lives::{begin, prescribe, rules};
use merzim::domain::plan::plan;
use merzim::domain::rules::Rules;
use merzim::policies::{
    self,
    published::{LOCK, Lock},
};
use merzim::simulate::life::Life;
use merzim::simulate::naive;
use merzim::simulate::run::{Report, Wanted, run};
use merzim::simulate::step::{Step, take};
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
const FAULTS: [&str; 26] = [
    "appeal",
    "complaint",
    "contraindication",
    "corrected",
    "court-papers-late",
    "death",
    "dissent",
    "ended-by-court",
    "entered-late",
    "entered-twice",
    "further-ruling",
    "hold",
    "hospital-stay",
    "incident",
    "nonsense",
    "reaction",
    "refusal",
    "regimen-change",
    "review-forgotten",
    "stock-out",
    "struck-out",
    "supervision-moved",
    "suspension",
    "sweep-down",
    "transfer",
    "wrong-clock",
];

/// What people and courts do.
const STEPS: [&str; 57] = [
    "address",
    "aftercare",
    "amend-cause",
    "amend-dose",
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
    "death",
    "decide-late-dose",
    "declined",
    "ended-by-court",
    "entered-into-force",
    "exam",
    "extended",
    "give",
    "hold",
    "incident",
    "inform",
    "judge",
    "lift-hold",
    "look-again",
    "look-at-incident",
    "lost",
    "not-given",
    "offer",
    "paper",
    "place",
    "prescribe",
    "quashed",
    "react",
    "recover",
    "release",
    "release-date",
    "results",
    "resumed",
    "review",
    "ruling",
    "search",
    "sent-before-release",
    "submission",
    "supervision",
    "suspended",
    "unavailable",
    "varied",
    "void",
    "withdraw-offer",
];

/// Every kind of event there is.
const EVENTS: [&str; 40] = [
    "aftercare-planned",
    "alert-raised",
    "alert-redirected",
    "alert-reopened",
    "alert-resolved",
    "case-ended",
    "case-opened",
    "clearance-recorded",
    "complaint-answered",
    "complaint-lodged",
    "contraindication-found",
    "court-declined",
    "dose-given",
    "dose-not-given",
    "exam-recorded",
    "hold-confirmed",
    "hold-lifted",
    "hold-placed",
    "incident-reported",
    "incident-reviewed",
    "late-dose-decided",
    "notice-acknowledged",
    "notice-sent",
    "person-informed",
    "place-changed",
    "reaction-ended",
    "reaction-reported",
    "record-amended",
    "record-voided",
    "regimen-prescribed",
    "result-judged",
    "results-recorded",
    "review-drafted",
    "review-paper-filed",
    "review-signed",
    "ruling-changed",
    "ruling-recorded",
    "submitted-to-court",
    "supervision-changed",
    "warned",
];

fn lived(wanted: Wanted, threads: usize) -> Report {
    run(rules(), &wanted, threads, |_| {})
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
    assert_eq!(run(rules(), &one, 1, |_| {}).breaches, []);
}

#[test]
fn no_promise_is_broken_and_everything_happens() {
    let report = lived(LIVES, 2);
    assert_eq!(report.breaches, []);
    assert_eq!(report.cases, LIVES.cases);
    let happened = |group| {
        report.tally.0[group]
            .keys()
            .map(String::as_str)
            .collect::<BTreeSet<_>>()
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
    for doses in ["given in time", "given late"] {
        assert!(report.tally.of("doses", doses) > 10, "{:?}", report.tally);
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

#[test]
fn the_second_model_sees_a_plan_made_by_other_rules() {
    let life = treated();
    assert_eq!(seen(&life, rules()), BTreeSet::new());
    let dose = BTreeSet::from(["the next dose is due when the rules say so"]);
    for (from, to) in [
        ("every = { months = 3 }", "every = { months = 4 }"),
        ("early_days = 7", "early_days = 5"),
    ] {
        assert_eq!(seen(&life, &changed("protocols", from, to)), dose, "{from}");
    }
    let exam = BTreeSet::from(["the next examination is due when the rules say so"]);
    let days = changed(
        "procedure",
        "opens_before = { days = 14 }",
        "opens_before = { days = 13 }",
    );
    assert_eq!(seen(&life, &days), exam);
    let review = BTreeSet::from(["the next review is due when the rules say so"]);
    let from = "offset = { months = 6 }\nrepeat_months = 6";
    let months = changed("procedure", from, "offset = { months = 7 }\nrepeat_months = 6");
    assert_eq!(seen(&life, &months), review);
}

#[test]
fn the_second_model_sees_a_plan_that_was_tampered_with() {
    let mut life = treated();
    let mut planned = life.planned().clone();
    let window = planned.dose.as_mut().unwrap();
    window.due_on = window.due_on.succ_opt().unwrap();
    let found = naive::differences(&life.history, &life.case, rules(), &planned, &life.now);
    assert_eq!(found.len(), 1, "{found:?}");
    // A plan from before a hold still shows a dose.
    let before = life.planned().clone();
    take(&mut life, &Step::Hold { until_in: None }).unwrap();
    let found = naive::differences(&life.history, &life.case, rules(), &before, &life.now);
    // It shows no look at the hold, either.
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].found.contains("held"), "{found:?}");
    assert_eq!(found[1].promise, "a hold is looked at when the rules say so");
}

#[test]
fn the_second_model_sees_a_case_that_forgot_what_a_court_said() {
    let mut life = treated();
    let before = life.case.clone();
    let planned = life.planned().clone();
    let suspended = Step::Court {
        step: merzim::domain::ruling::RulingStep::Suspended,
        in_days: 0,
        back: 0,
        for_days: None,
        police: None,
    };
    take(&mut life, &suspended).unwrap();
    let found = naive::differences(&life.history, &before, rules(), &planned, &life.now);
    let promises: BTreeSet<_> = found.iter().map(|broken| broken.promise).collect();
    let all = [
        "a ruling stands as its papers say",
        "the next dose is due when the rules say so",
        "the rulings allow what the papers say",
    ];
    assert_eq!(promises, BTreeSet::from(all), "{found:?}");
}

/// Where the procedure holds the doses until a court decides, both models say so.
#[test]
fn both_models_wait_for_the_court() {
    let hold = "until_court_decides = \"hold\"";
    let rules = changed("procedure", "until_court_decides = \"continue\"", hold);
    let report = run(&rules, &Wanted { cases: 2, ..LIVES }, 2, |_| {});
    assert_eq!(report.breaches, []);
}
