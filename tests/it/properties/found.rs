//! What random lives and the second model found, told once more by itself.

use super::lives::{begin, prescribe, rules};
use crate::support::world::{ZONE, at, day};
use merzim::domain::dosing::NoDose;
use merzim::domain::obligation::Kind;
use merzim::domain::plan::protocol;
use merzim::domain::refusal::Refusal;
use merzim::domain::ruling::RulingStep;
use merzim::domain::time::Now;
use merzim::simulate::life::Life;
use merzim::simulate::step::{Step, take};

fn court(step: RulingStep, in_days: i64) -> Step {
    Step::Court {
        step,
        in_days,
        back: 0,
        for_days: Some(400),
        police: None,
    }
}

/// Some rules ask what day it is: when a procedure takes effect, what is owed changes though nothing happened.
#[test]
fn a_new_procedure_moves_what_is_owed_on_its_first_day() {
    let now = Now {
        instant: at("2025-09-20 09:00"),
        zone: ZONE,
    };
    let mut life = Life::begin(rules(), now, true);
    let ruling = Step::Ruling {
        in_days: Some(0),
        for_days: Some(300),
        draft: false,
    };
    take(&mut life, &ruling).unwrap();
    let rule = |life: &Life<'_>| {
        let mut owed = life.planned().obligations.iter();
        let extension = owed.find(|owed| owed.kind == Kind::Extension);
        extension.unwrap().why.rule.clone()
    };
    life.pass_attended(at("2025-10-16 23:59"));
    assert_eq!(rule(&life), "kz-2020-12-15");
    // Nothing sweeps but what the case itself asks for.
    life.pass_attended(at("2025-10-17 09:00"));
    assert_eq!(rule(&life), "kz-2025-10-17");
    assert_eq!(life.broken, []);
}

/// A paper about days before the case was opened here freezes no dose of it.
#[test]
fn what_happened_before_the_case_was_opened_moves_no_window() {
    let now = Now {
        instant: at("2026-01-12 09:00"),
        zone: ZONE,
    };
    let mut life = Life::begin(rules(), now, true);
    let ruling = Step::Ruling {
        in_days: Some(-40),
        for_days: None,
        draft: false,
    };
    take(&mut life, &ruling).unwrap();
    prescribe(&mut life, 5);
    let before = life.planned().dose.clone();
    take(&mut life, &court(RulingStep::Varied, -29)).unwrap();
    assert_eq!(life.planned().dose, before);
    assert_eq!(life.broken, []);
}

/// A court ends the measure from a day to come: a dose that would be due after it is not planned; one that is due
/// before it is.
#[test]
fn nothing_is_planned_for_a_day_after_a_known_end() {
    let mut life = begin(None, true);
    prescribe(&mut life, 14);
    assert_eq!(life.planned().dose.as_ref().unwrap().due_on, day("2026-01-26"));
    take(&mut life, &court(RulingStep::EndedByCourt, 15)).unwrap();
    assert!(life.planned().dose.is_ok(), "ended from the day after it is due");
    let mut life = begin(None, true);
    prescribe(&mut life, 14);
    take(&mut life, &court(RulingStep::EndedByCourt, 14)).unwrap();
    let ends = NoDose::EndsBefore {
        target_on: day("2026-01-26"),
        last_on: day("2026-01-25"),
    };
    assert_eq!(life.planned().dose, Err(ends));
    // Given early, before the end, it is taken down all the same.
    take(
        &mut life,
        &Step::Pass {
            hours: 24 * 9,
            swept: true,
        },
    )
    .unwrap();
    take(
        &mut life,
        &Step::Give {
            hours_ago: 0,
            cause: 0,
        },
    )
    .unwrap();
    assert_eq!(life.case.doses.len(), 1);
    assert_eq!(life.broken, []);
}

/// A draft that will be announced on a day to come is a draft until then.
#[test]
fn a_draft_is_one_until_the_day_it_is_announced() {
    let now = Now {
        instant: at("2026-01-12 09:00"),
        zone: ZONE,
    };
    let mut life = Life::begin(rules(), now, true);
    let draft = Step::Ruling {
        in_days: Some(0),
        for_days: None,
        draft: true,
    };
    take(&mut life, &draft).unwrap();
    take(&mut life, &court(RulingStep::Announced, 10)).unwrap();
    let code = |on| life.case.standing_on(day(on)).unwrap().code();
    assert_eq!(code("2026-01-21"), "not-yet-in-force");
    assert_eq!(code("2026-01-22"), "in-force");
    assert_eq!(life.broken, []);
}

/// What speaks against the drug is found after the measure has ended; then a court orders it anew.
#[test]
fn what_was_found_after_the_end_still_stops_the_drug() {
    let mut life = begin(Some(100), true);
    prescribe(&mut life, 5);
    let give = Some(0);
    take(&mut life, &Step::PassToDose { days_off: 0, give }).unwrap();
    life.pass_attended(at("2026-05-01 09:00"));
    assert!(life.case.ended_on(life.now.today()));
    let excluded = &protocol(&life.case, rules()).unwrap().contraindications[0].id;
    let known = &rules()
        .law_for(life.now.today())
        .unwrap()
        .course
        .contraindications;
    let what = known.iter().position(|known| known.id == *excluded).unwrap();
    take(&mut life, &Step::Contraindication { what, follows: 0 }).unwrap();
    let anew = Step::Ruling {
        in_days: Some(0),
        for_days: None,
        draft: false,
    };
    take(&mut life, &anew).unwrap();
    assert_eq!(life.planned().dose.as_ref().unwrap_err().code(), "held");
    assert_eq!(life.broken, []);
}

/// The commission looks again after the drug was chosen, and finds what excludes it.
#[test]
fn what_a_second_clearance_found_refuses_the_dose() {
    let mut life = begin(None, true);
    prescribe(&mut life, 0);
    let excluded = &protocol(&life.case, rules()).unwrap().contraindications[0].id;
    let known = &rules()
        .law_for(life.now.today())
        .unwrap()
        .course
        .contraindications;
    let found = known.iter().position(|known| known.id == *excluded);
    let clear = Step::Clear { cleared: true, found };
    take(&mut life, &clear).unwrap();
    let give = Step::Give {
        hours_ago: 0,
        cause: 0,
    };
    let refused = take(&mut life, &give).unwrap_err();
    // No dose of it is planned any more: the chair says the same as the plan.
    assert!(
        matches!(&refused[0], Refusal::NoDose(NoDose::DrugExcluded { found, .. }) if found == excluded),
        "{refused:?}"
    );
    assert_eq!(life.broken, []);
}

/// A dose that is late, and not planned any more because a court ends the measure tomorrow, may still be taken down; the
/// one who gives it is asked why so late.
#[test]
fn a_late_dose_before_a_known_end_is_asked_for_its_reason() {
    let mut life = begin(None, true);
    prescribe(&mut life, 0);
    take(&mut life, &Step::Hold { until_in: None }).unwrap();
    let days = Step::Pass {
        hours: 24 * 8,
        swept: true,
    };
    take(&mut life, &days).unwrap();
    // The days after a hold count from its end, the lateness from the day the dose was meant for.
    take(&mut life, &Step::Lift).unwrap();
    take(&mut life, &court(RulingStep::EndedByCourt, 1)).unwrap();
    assert!(life.planned().dose.is_err());
    assert_eq!(life.broken, []);
}
