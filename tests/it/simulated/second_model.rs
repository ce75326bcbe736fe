//! The second model sees a plan that other rules made, or that somebody tampered with.

use super::{changed, missed, seen, treated};
use crate::properties::lives::{begin, prescribe, rules};
use chrono::TimeDelta;
use merzim::domain::alert::{Hop, NoticeKind};
use merzim::domain::decide;
use merzim::domain::event::{Corrected, DoseGiven, Event, Follows, Observation, Observed, Recorded};
use merzim::domain::obligation::Kind;
use merzim::domain::plan;
use merzim::domain::rules::Rules;
use merzim::domain::ruling::RulingStep;
use merzim::simulate::life::{Life, POLICE};
use merzim::simulate::naive;
use merzim::simulate::step::{Step, take};
use std::collections::BTreeSet;

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
        // Nobody asks for a day of release while the ruling is suspended.
        "an answer, a receiver and the word that he went are owed when the rules say so",
        // The last dose was given in the minute of the suspension.
        "a physician looks at each incident when the rules say so",
    ];
    assert_eq!(promises, BTreeSet::from(all), "{found:?}");
}

/// The first dose came early and kept the series: the next one is a beginning before a physician would judge it for being late.
#[test]
fn the_second_model_sees_what_a_physician_is_to_decide() {
    let mut life = begin(Some(900), true);
    prescribe(&mut life, 5);
    take(
        &mut life,
        &Step::Give {
            hours_ago: 0,
            cause: 0,
        },
    )
    .unwrap();
    let until = life.now.instant + TimeDelta::days(120);
    life.pass_attended(until);
    assert_eq!(seen(&life, rules()), BTreeSet::new());
    let owed = |life: &Life<'_>| {
        let mut owed = life.planned().obligations.iter();
        owed.any(|owed| owed.kind == Kind::DecideLateDose)
    };
    assert!(owed(&life));
    let promise = "a physician decides before a dose when the rules say so";
    let longer = changed("protocols", "gap_days = 120", "gap_days = 121");
    assert_eq!(seen(&life, &longer), BTreeSet::from([promise]));
    let give = Step::Give {
        hours_ago: 0,
        cause: 0,
    };
    assert!(take(&mut life, &give).is_err(), "nobody decided");
    let decide = Step::Decide { give: true };
    let without = "nobody decides to go on long after the last dose without a recent result or a word on why there is none";
    let promises = |life: &Life<'_>| -> BTreeSet<_> {
        let found = naive::out_of_turn(life).into_iter();
        found.map(|(_, broken)| broken.promise).collect()
    };
    // Nobody measured, and the physician says why.
    let mut silent = life.clone();
    take(&mut silent, &decide).unwrap();
    assert_eq!(promises(&silent), BTreeSet::new());
    for recorded in &mut silent.history {
        if let Event::LateDoseDecided(decided) = &mut recorded.event {
            assert!(decided.unmeasured.take().is_some());
        }
    }
    assert_eq!(promises(&silent), BTreeSet::from([without]));
    let measured = Step::Results {
        days_ago: 0,
        well: true,
    };
    take(&mut life, &measured).unwrap();
    take(&mut life, &decide).unwrap();
    assert!(!owed(&life));
    assert_eq!(naive::out_of_turn(&life), []);
    // As if it had never been measured.
    let mut unmeasured = life.clone();
    unmeasured
        .history
        .retain(|recorded| !matches!(recorded.event, Event::ResultsRecorded(_)));
    assert_eq!(promises(&unmeasured), BTreeSet::from([without]));
    assert_eq!(seen(&life, rules()), BTreeSet::new());
    take(&mut life, &give).unwrap();
    assert_eq!(life.broken, []);
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

/// What was seen after a dose is added: nobody who was told of the dose was told anything wrong.
#[test]
fn the_second_model_sees_a_word_about_a_mistake_that_was_none() {
    let mut life = missed();
    let added = life.perform(|life| {
        let dose = DoseGiven {
            observed: Some(Observed {
                how: Observation::Left,
                words: "said later".to_owned(),
            }),
            ..life.case.doses.last().unwrap().content.clone()
        };
        decide::amend(&life.case, &Corrected::Dose(dose), "", life.rules, &life.now)
    });
    added.unwrap();
    assert_eq!(life.broken, []);
    assert_eq!(naive::out_of_turn(&life), []);
    let climb = life.history.iter().find_map(|recorded| match &recorded.event {
        Event::NoticeSent { alert, hop, .. } => Some((*alert, hop.clone())),
        _ => None,
    });
    let (alert, hop) = climb.unwrap();
    let amended = |recorded: &Recorded| matches!(recorded.event, Event::RecordAmended { .. });
    let at = life.history.iter().position(amended).unwrap();
    let event = Event::NoticeSent {
        alert,
        notice: NoticeKind::Correction,
        hop,
    };
    let told = Recorded {
        event,
        ..life.history[at].clone()
    };
    life.history.insert(at + 1, told);
    let promises: BTreeSet<_> = naive::out_of_turn(&life)
        .into_iter()
        .map(|(_, broken)| broken.promise)
        .collect();
    let promise = "nobody is told again where only what was seen after a dose is added";
    assert_eq!(promises, BTreeSet::from([promise]));
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

/// A dose in the last band of lateness, after a physician had decided.
fn allowed() -> Life<'static> {
    let mut life = missed();
    let measured = Step::Results {
        days_ago: 0,
        well: true,
    };
    take(&mut life, &measured).unwrap();
    take(&mut life, &Step::Decide { give: true }).unwrap();
    let give = Step::Give {
        hours_ago: 0,
        cause: 0,
    };
    take(&mut life, &give).unwrap();
    life
}

#[test]
fn the_second_model_sees_a_very_late_dose_without_leave() {
    let life = allowed();
    assert_eq!(naive::out_of_turn(&life), []);
    let decides = |recorded: &Recorded| matches!(recorded.event, Event::LateDoseDecided(_));
    let promise = "a very late dose follows the leave of a physician";
    let sees = |life: &Life<'_>| {
        let found = naive::out_of_turn(life);
        found.iter().any(|(_, broken)| broken.promise == promise)
    };
    let mut undecided = life.clone();
    undecided.history.retain(|recorded| !decides(recorded));
    assert!(sees(&undecided));
    let mut afterwards = life;
    for recorded in afterwards.history.iter_mut().filter(|recorded| decides(recorded)) {
        recorded.recorded_at += TimeDelta::minutes(10);
    }
    assert!(sees(&afterwards));
}

#[test]
fn the_second_model_sees_a_very_late_dose_whose_leave_had_lapsed() {
    let life = allowed();
    let promise = "a very late dose follows the leave of a physician";
    let protocol = plan::protocol(&life.case, rules()).unwrap();
    let valid = i64::from(protocol.late_decision.valid_days);
    for (days, lapsed) in [(valid, false), (valid + 1, true)] {
        let mut older = life.clone();
        for recorded in &mut older.history {
            if let Event::LateDoseDecided(decided) = &mut recorded.event {
                decided.decided_on -= TimeDelta::days(days);
            }
        }
        let found = naive::out_of_turn(&older);
        let sees = found.iter().any(|(_, broken)| broken.promise == promise);
        assert_eq!(sees, lapsed, "{days}");
    }
}

#[test]
fn both_models_ask_again_once_a_leave_has_lapsed() {
    let mut life = missed();
    take(&mut life, &Step::Decide { give: true }).unwrap();
    let owed = |life: &Life<'_>| {
        let mut owed = life.planned().obligations.iter();
        owed.any(|owed| owed.kind == Kind::DecideLateDose)
    };
    let protocol = plan::protocol(&life.case, rules()).unwrap();
    let valid = i64::from(protocol.late_decision.valid_days);
    let promise = "a physician decides before a dose when the rules say so";
    let sees = |life: &Life<'_>, other: &Rules| seen(life, other).contains(promise);
    let decided_at = life.now.instant;
    life.pass_attended(decided_at + TimeDelta::days(valid));
    assert!(!owed(&life) && !sees(&life, rules()));
    let shorter = changed(
        "protocols",
        "[late_decision]\nvalid_days = 14",
        "[late_decision]\nvalid_days = 13",
    );
    assert!(sees(&life, &shorter));
    life.pass_attended(decided_at + TimeDelta::days(valid + 1));
    assert!(owed(&life) && !sees(&life, rules()));
}

#[test]
fn the_second_model_sees_a_climb_that_began_before_anybody_could_know() {
    let given = allowed();
    // What was written down with the dose stands behind it in the list.
    let struck_out = |which| {
        let mut life = given.clone();
        take(&mut life, &Step::Void { which }).unwrap();
        let voided = life.case.doses.last().unwrap().voided.is_some();
        voided.then_some(life)
    };
    let mut life = (0..9).find_map(struck_out).unwrap();
    assert_eq!(naive::out_of_turn(&life), []);
    let struck = |recorded: &Recorded| matches!(recorded.event, Event::RecordVoided { .. });
    let struck = life.history.iter().rposition(struck).unwrap();
    for recorded in &mut life.history[struck..] {
        if let Event::AlertReopened { due_at, .. } = &mut recorded.event {
            *due_at -= TimeDelta::days(10);
        }
    }
    let found = naive::out_of_turn(&life);
    let hurried = found
        .iter()
        .any(|(_, broken)| broken.found.contains("was known at"));
    assert!(hurried, "{found:?}");
}
