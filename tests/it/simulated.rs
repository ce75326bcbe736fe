//! Whole lives of cases: every promise holds, the same seed tells the same lives, and the second model can see.

use crate::properties::lives::{begin, prescribe, rules};
use crate::support::world::M3;
use chrono::{DateTime, TimeDelta, Utc};
use merzim::domain::alert::{Alert, Hop, NoticeKind};
use merzim::domain::case::{Entry, Stay};
use merzim::domain::decide;
use merzim::domain::event::{Event, Follows, HandoverReason, Recorded, Recorder, Released, SupplyFact};
use merzim::domain::plan::{Plan, plan};
use merzim::domain::rules::Rules;
use merzim::domain::ruling::RulingStep;
use merzim::policies::{
    self,
    published::{LOCK, Lock},
};
use merzim::simulate::life::{CLINIC, Life, POLICE, kind_of};
use merzim::simulate::run::{Breach, Report, Tally, Wanted, run};
use merzim::simulate::step::{Step, Supplying, take};
use merzim::simulate::{Broken, invariants, naive};
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
const FAULTS: [&str; 33] = [
    "acted-on-alert",
    "appeal",
    "complaint",
    "contraindication",
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
const STEPS: [&str; 66] = [
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

/// Every kind of event there is.
const EVENTS: [&str; 50] = [
    "aftercare-planned",
    "alert-acted",
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
    "curfew-set",
    "dose-given",
    "dose-not-given",
    "end-told",
    "exam-recorded",
    "handover-accepted",
    "handover-offered",
    "handover-rejected",
    "hold-confirmed",
    "hold-lifted",
    "hold-placed",
    "incident-reported",
    "incident-reviewed",
    "late-dose-decided",
    "notice-acknowledged",
    "notice-sent",
    "officer-assigned",
    "person-corrected",
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
    "ruling-amended",
    "ruling-changed",
    "ruling-recorded",
    "ruling-step-voided",
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
    let papers = "each paper of a review is owed until it is there";
    let review = BTreeSet::from(["the next review is due when the rules say so", papers]);
    let from = "offset = { months = 6 }\nrepeat_months = 6";
    let months = changed("procedure", from, "offset = { months = 7 }\nrepeat_months = 6");
    assert_eq!(seen(&life, &months), review);
    let measured = BTreeSet::from(["what is to be measured is owed when the rules say so"]);
    let days = changed("course", "late_days = 14", "late_days = 13");
    assert_eq!(seen(&life, &days), measured);
    let earlier = changed(
        "course",
        "due_before = { days = 14 }",
        "due_before = { days = 13 }",
    );
    assert_eq!(seen(&life, &earlier), BTreeSet::from([papers]));
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

/// A commission is to ask the court to stop, until a physician says that what was found is over, with or without a hold.
#[test]
fn the_second_model_sees_a_plan_that_forgot_what_is_over() {
    let mut life = begin(Some(900), true);
    prescribe(&mut life, 5);
    let give = Some(0);
    take(&mut life, &Step::PassToDose { days_off: 0, give }).unwrap();
    let law = rules().law_for(life.now.today()).unwrap();
    let known = &law.course.contraindications;
    let what = known.iter().position(|known| !known.permanent).unwrap();
    let mut follows = Follows::ALL.iter();
    let follows = follows
        .position(|follows| *follows == Follows::ProposeStop)
        .unwrap();
    take(&mut life, &Step::Contraindication { what, follows }).unwrap();
    assert_eq!(life.case.passing().count(), 1);
    assert_eq!(seen(&life, rules()), BTreeSet::new());
    let before = life.planned().clone();

    take(&mut life, &Step::Over).unwrap();
    assert_eq!(life.case.passing().count(), 0);
    assert_eq!(seen(&life, rules()), BTreeSet::new());
    let found = naive::differences(&life.history, &life.case, rules(), &before, &life.now);
    let promises: BTreeSet<_> = found.iter().map(|broken| broken.promise).collect();
    let review = "the next review is due when the rules say so";
    assert!(promises.contains(review), "{found:?}");
    assert!(take(&mut life, &Step::Over).is_err(), "once");
}

#[test]
fn the_second_model_sees_a_case_that_forgot_what_a_court_said() {
    let mut life = treated();
    let before = life.case.clone();
    let planned = life.planned().clone();
    let suspended = Step::Court {
        step: RulingStep::Suspended,
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
        "somebody must ask for more before a term ends",
    ];
    assert_eq!(promises, BTreeSet::from(all), "{found:?}");
}

/// A physician looks at what was reported, within a working day, once.
#[test]
fn the_second_model_sees_what_a_physician_is_to_look_at() {
    let mut life = treated();
    let reported = Step::Incident {
        hours_ago: 0,
        injected: false,
    };
    for _ in 0..2 {
        take(&mut life, &reported).unwrap();
    }
    assert_eq!(seen(&life, rules()), BTreeSet::new());
    let promise = "a physician looks at each incident when the rules say so";
    let anchor = "anchor = \"incident-reported\"\ndirection = \"after\"\noffset = { working_days = ";
    let later = changed("procedure", &format!("{anchor}1 }}"), &format!("{anchor}2 }}"));
    assert_eq!(seen(&life, &later), BTreeSet::from([promise]));
    // A plan from before somebody looked at the first still asks for it.
    let before = life.planned().clone();
    take(&mut life, &Step::LookAtIncident).unwrap();
    let found = naive::differences(&life.history, &life.case, rules(), &before, &life.now);
    let promises: Vec<_> = found.iter().map(|broken| broken.promise).collect();
    assert_eq!(promises, [promise], "{found:?}");
    assert_eq!(life.broken, []);
}

/// The end of the term: who must ask for more and from when, who is warned, and from when a court may give more.
#[test]
fn the_second_model_sees_who_asks_for_more_and_when() {
    let life = treated();
    let promise = BTreeSet::from(["somebody must ask for more before a term ends"]);
    let warned = "warn_days_before = [60, 30, 14]";
    let (supplier, registry) = (
        "owner = { organisation = \"supplier\", post = \"physician\" }",
        "owner = { organisation = \"registry\", post = \"clerk\" }",
    );
    for (from, to) in [
        (warned.to_owned(), "warn_days_before = [59, 30, 14]".to_owned()),
        (format!("{warned}\n{supplier}"), format!("{warned}\n{registry}")),
    ] {
        assert_eq!(seen(&life, &changed("procedure", &from, &to)), promise, "{to}");
    }
    let mut later = life.case.clone();
    let first = &mut later.doses[0].content.given_on;
    *first = first.succ_opt().unwrap();
    let found = naive::differences(&life.history, &later, rules(), life.planned(), &life.now);
    let promises: Vec<_> = found.iter().map(|broken| broken.promise).collect();
    assert_eq!(promises, ["a court may extend from the day the law says"]);

    // Sixty days are left: the first warning is given at once, and would be missed.
    let mut life = begin(Some(60), true);
    assert_eq!(life.broken, []);
    let known = life.history.len();
    life.history
        .retain(|recorded| !matches!(recorded.event, Event::Warned(_)));
    assert_eq!(life.history.len(), known - 1, "one warning");
    let promises: Vec<_> = naive::check(&life, true)
        .into_iter()
        .map(|broken| broken.promise)
        .collect();
    assert_eq!(promises, ["whoever must know that a term ends is warned"]);
}

/// Before a release: papers to the court, the ruling sent on, the notice.
#[test]
fn the_second_model_sees_what_is_owed_before_a_release() {
    let mut life = treated();
    let release = Step::ReleaseDate {
        in_days: 400,
        because: 0,
    };
    take(&mut life, &release).unwrap();
    let promise = BTreeSet::from(["what the law wants before a release is owed until it is done"]);
    let forward = "anchor = \"ruling-received\"\ndirection = \"after\"\noffset = { working_days = 3 }";
    let notice = "anchor = \"release\"\ndirection = \"before\"\noffset = { working_days = 5 }";
    for (from, days) in [(forward, "working_days = 4"), (notice, "working_days = 6")] {
        let to = format!("{}{days} }}", &from[..from.rfind("working").unwrap()]);
        assert_eq!(seen(&life, &changed("procedure", from, &to)), promise, "{from}");
    }
    assert_eq!(seen(&life, rules()), BTreeSet::new());
}

/// Somebody is looked for before a release, is asked, and accepts.
#[test]
fn the_second_model_follows_an_offer() {
    let mut life = treated();
    let release = Step::ReleaseDate {
        in_days: 100,
        because: 0,
    };
    take(&mut life, &release).unwrap();
    let promise = BTreeSet::from(["an answer and a receiver are owed when the rules say so"]);
    let looked_for = |days| changed("continuity", "accepted_before = { days = 30 }", days);
    assert_eq!(
        seen(&life, &looked_for("accepted_before = { days = 31 }")),
        promise
    );
    let mut reasons = HandoverReason::ALL.iter();
    let release = reasons.position(|reason| *reason == HandoverReason::Release);
    let offer = Step::Offer {
        reason: release.unwrap(),
        to: 0,
    };
    take(&mut life, &offer).unwrap();
    let answer = changed(
        "continuity",
        "answer_within = { working_days = 3 }\nexpires",
        "answer_within = { working_days = 4 }\nexpires",
    );
    assert_eq!(seen(&life, &answer), promise);
    assert_eq!(seen(&life, rules()), BTreeSet::new());

    // A case that knows nothing of the answer.
    let (asked, planned) = (life.case.clone(), life.planned().clone());
    take(&mut life, &Step::AnswerOffer { accept: true }).unwrap();
    let found = naive::differences(&life.history, &asked, rules(), &planned, &life.now);
    let promises: BTreeSet<_> = found.iter().map(|broken| broken.promise).collect();
    let both = [
        "an answer and a receiver are owed when the rules say so",
        "an offer stands as was said last",
    ];
    assert_eq!(promises, BTreeSet::from(both), "{found:?}");

    // Accepted twice, and at once where it should wait for the release.
    assert_eq!(naive::out_of_turn(&life), []);
    let mut twice = life.clone();
    let accepted = |recorded: &Recorded| matches!(recorded.event, Event::HandoverAccepted(_));
    let again = twice
        .history
        .iter()
        .find(|recorded| accepted(recorded))
        .unwrap()
        .clone();
    twice.history.push(again);
    assert_eq!(naive::out_of_turn(&twice).len(), 1);
    let mut early = life.clone();
    let today = early.now.today();
    for recorded in &mut early.history {
        if let Event::HandoverAccepted(accepted) = &mut recorded.event {
            accepted.from_on = Some(today);
        }
    }
    assert_eq!(
        naive::out_of_turn(&early).len(),
        2,
        "the way of the offer, and who treats"
    );
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

#[test]
fn the_second_model_sees_a_step_of_a_ladder_out_of_turn() {
    let life = missed();
    assert_eq!(naive::out_of_turn(&life), []);
    let tampered = |change: fn(&mut Hop)| {
        let mut life = life.clone();
        let mut steps = life
            .history
            .iter_mut()
            .filter_map(|recorded| match &mut recorded.event {
                Event::NoticeSent {
                    notice: NoticeKind::Climb,
                    hop,
                    ..
                } => Some(hop),
                _ => None,
            });
        change(steps.next().unwrap());
        naive::out_of_turn(&life).len()
    };
    assert!(tampered(|hop| hop.due_at -= TimeDelta::hours(1)) > 0);
    assert!(tampered(|hop| hop.step += 1) > 0);
    assert!(tampered(|hop| hop.organisation = POLICE) > 0);
    assert!(tampered(|hop| hop.role = "auditor".to_owned()) > 0);
    // The sweep that would come at another hour is seen, too.
    let mut late = life.clone();
    for alert in &mut late.case.alerts {
        alert.climbs_from += TimeDelta::days(1);
        alert.climb_begins = alert.notices.len();
    }
    let promises: BTreeSet<_> = naive::check(&late, true)
        .into_iter()
        .map(|broken| broken.promise)
        .collect();
    assert!(
        promises.contains("a ladder climbs when the rules say so"),
        "{promises:?}"
    );
}

/// What is broken in a case that somebody tampered with.
fn promises(life: &Life<'_>, planned: &Plan) -> BTreeSet<&'static str> {
    let found = invariants::moment(&life.case, rules(), &life.roster, &life.now, planned);
    found.into_iter().map(|broken| broken.promise).collect()
}

/// No promise is one that cannot be broken: each is seen when somebody breaks it.
#[test]
fn a_promise_that_is_broken_is_seen() {
    let life = missed();
    let planned = life.planned().clone();
    assert_eq!(promises(&life, &planned), BTreeSet::new());

    let mut doubled = planned.clone();
    doubled.obligations.extend(planned.obligations.first().cloned());
    assert!(promises(&life, &doubled).contains("each key once"));

    let mut silent = life.clone();
    silent.case.alerts.clear();
    assert!(promises(&silent, &planned).contains("nothing closes in silence"));

    let mut near = life.clone();
    near.case.doses[1].content.given_on = near.case.doses[0].content.given_on + TimeDelta::days(20);
    assert!(promises(&near, &planned).contains("doses keep their distance"));

    let mut suspended = life.clone();
    let step = Step::Court {
        step: RulingStep::Suspended,
        in_days: 0,
        back: 0,
        for_days: None,
        police: None,
    };
    take(&mut suspended, &step).unwrap();
    assert!(promises(&suspended, &planned).contains("no dose outside a ruling in force"));

    let mut freed = life.clone();
    freed.case.passage.releases.push(Entry {
        content: Released {
            id: life.fresh(),
            released_at: life.now.instant,
            released_on: life.now.today(),
            paper: "paper".to_owned(),
            offer: None,
            without_receiver: None,
        },
        seq: life.case.version,
        by: Recorder::Job("somebody".to_owned()),
        recorded_at: life.now.instant,
        earlier: Vec::new(),
        voided: None,
    });
    let nobody = "nobody is released without a receiver or a named exception";
    assert!(promises(&freed, &planned).contains(nobody));

    let mut gone = life.clone();
    gone.case.places.push(Stay {
        organisation: CLINIC,
        from_on: life.now.today(),
        known_at: life.now.instant,
    });
    let found = invariants::nobody_escapes(&gone.case, rules(), kind_of);
    assert_eq!(found[0].promise, "nobody leaves custody by another door");
}

/// A pack that was given is given once more.
#[test]
fn a_pack_that_is_used_twice_is_seen() {
    let mut life = treated();
    let supply = |life: &mut Life<'_>, step| take(life, &Step::Supply(step)).unwrap();
    supply(
        &mut life,
        Supplying::TakeIn {
            packs: 1,
            good_days: 400,
        },
    );
    supply(&mut life, Supplying::Pack { packs: 1 });
    let handed = Supplying::HandOver {
        hours_ago: 0,
        gate: false,
    };
    supply(&mut life, handed);
    let arrives = Supplying::Receive {
        hours_ago: 0,
        short: 0,
        warm_hours: 0,
    };
    supply(&mut life, arrives);
    let give = Some(0);
    take(&mut life, &Step::PassToDose { days_off: 0, give }).unwrap();
    let given = life
        .history
        .iter()
        .rev()
        .find(|recorded| matches!(&recorded.event, Event::DoseGiven(dose) if dose.pack.is_some()));
    let given = given.unwrap().clone();
    let found = life.stock.follow(life.case.id, &[given]);
    assert_eq!(found[0].promise, "a pack goes only where it can");
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
    let report = run(&rules, &Wanted { cases: 2, ..LIVES }, 2, |_| {});
    assert_eq!(report.breaches, []);
}

/// A pack is kept at a clinic where the person is not treated, and where nobody was asked to take him over.
#[test]
fn a_pack_that_is_kept_where_nobody_gives_it_to_him_is_seen() {
    let mut life = treated();
    let until_on = life.now.today() + TimeDelta::days(400);
    life.stock.take_in(M3, 1, until_on, CLINIC, life.now.today());
    assert_eq!(naive::check(&life, false), []);
    let lying = life.stock.lying(CLINIC);
    let kept = Recorded {
        seq: life.case.version + 1,
        event: Event::Supply(SupplyFact::PackReserved {
            id: life.fresh(),
            pack: decide::named(&lying[0]),
            at: CLINIC,
        }),
        recorded_at: life.now.instant,
        by: Recorder::Job("somebody".to_owned()),
    };
    assert_eq!(life.stock.follow(life.case.id, &[kept]), []);
    let found = naive::check(&life, false);
    let promises: Vec<_> = found.iter().map(|broken| broken.promise).collect();
    assert_eq!(
        promises,
        ["nothing is kept for a person where nobody will give it to him"]
    );
}
