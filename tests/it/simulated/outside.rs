//! Restrictions and appointments, and a person who comes where nobody treats him: the second model follows both, and what is
//! promised about them can be seen to be broken.

use super::{seen, treated};
use crate::properties::lives::{begin, rules};
use chrono::{NaiveTime, TimeDelta, Timelike as _};
use merzim::domain::case::Case;
use merzim::domain::event::{Bars, Event, HandoverReason, Leave};
use merzim::domain::obligation::Kind;
use merzim::domain::passage::Offer;
use merzim::domain::plan::{Plan, plan};
use merzim::domain::rules::RestrictionShape;
use merzim::simulate::life::{HOME, Life};
use merzim::simulate::step::{Outside, Step, take};
use merzim::simulate::{arrival, invariants, naive};
use std::collections::BTreeSet;

const INSIDE: &str = "no appointment stands inside a restriction without a permission";
const ANEW: &str = "an appointment that cannot be kept is named anew when the rules say so";

/// A release in a hundred days, for which a clinic was asked to take over.
fn asked() -> Life<'static> {
    let mut life = treated();
    let release = Step::ReleaseDate {
        in_days: 100,
        because: 0,
    };
    take(&mut life, &release).unwrap();
    let mut reasons = HandoverReason::ALL.iter();
    let release = reasons.position(|reason| *reason == HandoverReason::Release);
    let offer = Step::Offer {
        reason: release.unwrap(),
        to: 0,
    };
    take(&mut life, &offer).unwrap();
    life
}

/// A restriction of a shape, for the next four hundred days: until twelve, from nine or the evening before, or to another
/// region than the clinic's.
fn restrict(life: &mut Life<'_>, shape: RestrictionShape) {
    let known = rules().continuity_for(life.now.today()).unwrap();
    let mut kinds = known.restrictions.iter();
    let step = Outside::Restrict {
        kind: kinds.position(|kind| kind.bars == shape).unwrap(),
        in_days: 0,
        for_days: Some(400),
        hour: 1,
    };
    take(life, &Step::Outside(step)).unwrap();
}

fn offer<'a>(life: &'a Life<'_>) -> &'a Offer {
    life.case.passage.offers.last().unwrap()
}

fn hour(life: &Life<'_>) -> u32 {
    offer(life).appointment.unwrap().at.hour()
}

fn owes_another(life: &Life<'_>) -> bool {
    let mut owed = life.planned().obligations.iter();
    owed.any(|owed| owed.kind == Kind::SetAppointment)
}

/// What was out of turn in a life, once something in the acceptance was changed.
fn tampered(life: &Life<'_>, change: fn(&mut NaiveTime, &mut Option<Leave>)) -> Vec<&'static str> {
    let mut life = life.clone();
    for recorded in &mut life.history {
        if let Event::HandoverAccepted(accepted) = &mut recorded.event {
            let appointment = accepted.appointment.as_mut().unwrap();
            change(&mut appointment.at, &mut accepted.leave);
        }
    }
    let found = naive::out_of_turn(&life).into_iter();
    found.map(|(_, broken)| broken.promise).collect()
}

#[test]
fn an_appointment_is_named_around_what_stands_against_it() {
    let ten = |at: &mut NaiveTime, _: &mut Option<Leave>| *at = NaiveTime::from_hms_opt(10, 0, 0).unwrap();
    for (shape, at) in [
        (RestrictionShape::Home, 12),
        (RestrictionShape::Hours, 12),
        (RestrictionShape::Near, 10),
    ] {
        let mut life = asked();
        restrict(&mut life, shape);
        take(&mut life, &Step::AnswerOffer { accept: true }).unwrap();
        assert_eq!(life.broken, []);
        assert_eq!(hour(&life), at, "{shape:?}");
        assert_eq!(offer(&life).leave, None);
        assert_eq!(naive::out_of_turn(&life), []);
        let expected = if at == 10 { Vec::new() } else { vec![INSIDE] };
        assert_eq!(tampered(&life, ten), expected, "{shape:?}");
        // Somebody who does not look is refused.
        let blindly = Outside::AppointBlindly {
            days: 0,
            hour: 10,
            with_leave: false,
        };
        assert!(take(&mut life, &Step::Outside(blindly)).is_err(), "{shape:?}");
    }
}

#[test]
fn an_appointment_in_another_region_needs_a_permission_of_its_own() {
    let mut life = asked();
    restrict(&mut life, RestrictionShape::Outside);
    take(&mut life, &Step::AnswerOffer { accept: true }).unwrap();
    assert_eq!(life.broken, []);
    assert!(offer(&life).leave.is_some());
    assert_eq!(naive::out_of_turn(&life), []);
    assert!(!owes_another(&life));
    assert_eq!(tampered(&life, |_, leave| *leave = None), [INSIDE]);
    let older = |_: &mut NaiveTime, leave: &mut Option<Leave>| {
        let leave = leave.as_mut().unwrap();
        leave.dated_on = leave.dated_on.pred_opt().unwrap();
    };
    assert_eq!(tampered(&life, older), [INSIDE], "older than what it is to lift");

    // Another paper is not lifted by it.
    restrict(&mut life, RestrictionShape::Outside);
    assert_eq!(life.broken, []);
    assert!(owes_another(&life));
    take(&mut life, &Step::Appointment).unwrap();
    assert_eq!(life.broken, []);
    assert!(!owes_another(&life));
}

/// It was named when nothing stood against it, and cannot be kept now.
#[test]
fn an_appointment_that_a_restriction_overtakes_is_named_anew() {
    let mut life = asked();
    take(&mut life, &Step::AnswerOffer { accept: true }).unwrap();
    assert_eq!((hour(&life), owes_another(&life)), (10, false));
    let before = life.planned().clone();
    restrict(&mut life, RestrictionShape::Hours);
    assert_eq!(life.broken, []);
    assert!(owes_another(&life));
    assert_eq!(seen(&life, rules()), BTreeSet::new());
    let found = naive::differences(&life.history, &life.case, rules(), &before, &life.now);
    let promises: Vec<_> = found.iter().map(|broken| broken.promise).collect();
    assert_eq!(promises, [ANEW]);
    assert_eq!(naive::out_of_turn(&life), [], "nobody named it against anything");

    let overtaken = life.clone();
    take(&mut life, &Step::Appointment).unwrap();
    assert_eq!(life.broken, []);
    assert_eq!((hour(&life), owes_another(&life)), (12, false));
    // Struck out, it stands against nothing.
    let mut life = overtaken;
    take(&mut life, &Step::Outside(Outside::Unrestrict)).unwrap();
    assert_eq!(life.broken, []);
    assert_eq!((hour(&life), owes_another(&life)), (10, false));
}

/// Until a physician has looked, a named organisation owes it.
#[test]
fn whoever_turned_up_is_owed_an_answer() {
    let mut life = treated();
    let turn_up = Step::Outside(Outside::TurnUp { at: 0 });
    take(&mut life, &turn_up).unwrap();
    assert_eq!(life.broken, []);
    assert!(take(&mut life, &turn_up).is_err(), "it was said today");
    let owed = |life: &Life<'_>| {
        let owed = life.planned().obligations.iter();
        owed.filter(|owed| owed.kind == Kind::ReviewIncident).count()
    };
    assert_eq!(owed(&life), 1);

    let mut forgotten = life.planned().clone();
    forgotten
        .obligations
        .retain(|owed| owed.kind != Kind::ReviewIncident);
    let promises = |life: &Life<'_>, planned: &Plan| -> BTreeSet<&'static str> {
        let found = invariants::moment(&life.case, rules(), &life.roster, &life.now, planned);
        found.into_iter().map(|broken| broken.promise).collect()
    };
    let answer = "whoever turned up is owed an answer by a named organisation";
    assert!(promises(&life, &forgotten).contains(answer));
    let mut unseen = life.clone();
    unseen.case.incidents.clear();
    let heard = "whoever turned up is seen by those who treat him";
    assert!(promises(&unseen, life.planned()).contains(heard));

    take(&mut life, &Step::LookAtIncident).unwrap();
    assert_eq!(life.broken, []);
    assert_eq!(owed(&life), 0);
}

/// A life in which two papers about one thing came, the newer first: it speaks from the two hundredth day on.
fn told_late(about: usize) -> Life<'static> {
    let mut life = begin(None, true);
    let late = Outside::LatePaper {
        about,
        in_days: 200,
        older_by: 20,
    };
    take(&mut life, &Step::Outside(late)).unwrap();
    assert_eq!(life.broken, []);
    assert_eq!(seen(&life, rules()), BTreeSet::new());
    assert_eq!(arrival::swapped(&life), [], "nor does it matter which was first");
    life
}

#[test]
fn of_two_papers_the_newer_counts_whenever_the_older_comes() {
    let life = told_late(0);
    let named_on = life.now.today() + TimeDelta::days(200);
    assert_eq!(life.case.release_on(), Some(named_on));
    assert_eq!(life.case.passage.release_dates.len(), 2, "both are kept");

    // Both speak of this day. The older begins and ends an hour later.
    let day = named_on + TimeDelta::days(20);
    let life = told_late(1);
    let at_home = |hour| {
        let at = NaiveTime::from_hms_opt(hour, 30, 0).unwrap();
        life.case.passage.curfew_at(day, at).is_some()
    };
    assert!(at_home(20) && !at_home(10));

    let life = told_late(2);
    let known = life.case.passage.restrictions_on(day);
    let regions: Vec<_> = known.iter().map(|entry| &entry.content.bars).collect();
    let home = Bars::Outside {
        region: HOME.to_owned(),
    };
    assert_eq!(regions, [&home]);
}

/// A planner that takes the paper that came last is seen by the second model.
#[test]
fn the_second_model_sees_which_paper_counts() {
    let life = told_late(0);
    let mut undated = life.history.clone();
    for recorded in &mut undated {
        if let Event::ReleaseDateSet(set) = &mut recorded.event {
            set.dated_on = None;
        }
    }
    let other = Case::fold(life.case.id, &undated).unwrap();
    assert_ne!(other.release_on(), life.case.release_on());
    let planned = plan(&other, rules(), &life.roster, &life.now);
    let found = naive::differences(&life.history, &other, rules(), &planned, &life.now);
    assert!(!found.is_empty());
}
