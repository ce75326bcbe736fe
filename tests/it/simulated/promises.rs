//! No promise is one that cannot be broken: somebody tampers with a case, and it is seen.

use super::{missed, treated};
use crate::properties::lives::rules;
use crate::support::world::M3;
use chrono::TimeDelta;
use merzim::domain::case::{Entry, Stay};
use merzim::domain::decide;
use merzim::domain::event::{Accounted, Became, Event, HoldPlaced, Recorded, Recorder, Released, SupplyFact};
use merzim::domain::obligation::Kind;
use merzim::domain::plan::{Plan, plan};
use merzim::domain::ruling::RulingStep;
use merzim::simulate::life::{CLINIC, Life, kind_of};
use merzim::simulate::step::{Step, Supplying, take};
use merzim::simulate::{invariants, naive};
use std::collections::BTreeSet;

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
            moves_on: None,
            noted_on: None,
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
        seq: life.case.version + 1,
    });
    let found = invariants::nobody_escapes(&gone.case, rules(), kind_of);
    assert_eq!(found[0].promise, "nobody leaves custody by another door");
}

/// What prepares treatment, or follows from a dose, stands in a plan that has no ground for it.
#[test]
fn what_treatment_needs_is_never_owed_without_a_ruling_in_force() {
    let promise = "without a ruling in force nothing is owed but what the institutions owe all the same";
    let fresh = |life: &Life<'_>| plan(&life.case, rules(), &life.roster, &life.now);
    let with = |life: &Life<'_>, kind: Kind| {
        let mut planned = fresh(life);
        let mut owed = planned.obligations[0].clone();
        (owed.kind, owed.cycle) = (kind, 9_999);
        planned.obligations.push(owed);
        promises(life, &planned).contains(promise)
    };
    let life = treated();
    let mut suspended = life.clone();
    let step = Step::Court {
        step: RulingStep::Suspended,
        in_days: 0,
        back: 0,
        for_days: None,
        police: None,
    };
    take(&mut suspended, &step).unwrap();
    for kind in [
        Kind::Clearance,
        Kind::InformPerson,
        Kind::FirstDose,
        Kind::DecideLateDose,
        Kind::AgreeDoseDay,
        Kind::SupplyDose,
        Kind::Extension,
    ] {
        assert!(!with(&life, kind), "{kind:?}");
        assert!(with(&suspended, kind), "{kind:?}");
    }
    assert!(with(&life, Kind::BringRuling));
    assert!(!with(&suspended, Kind::BringRuling));
    // What follows from a dose that was given goes on meanwhile.
    let mut untreated = suspended.clone();
    untreated.case.doses.clear();
    for kind in [
        Kind::CompleteObservation,
        Kind::Exam,
        Kind::Review,
        Kind::ReviewPaper,
    ] {
        assert!(!with(&suspended, kind), "{kind:?}");
    }
    let mut without = fresh(&suspended);
    without.obligations.retain(|owed| owed.kind == Kind::Exam);
    assert!(promises(&untreated, &without).contains(promise));
}

/// A dose on record that no ruling covered, that lies inside a stop of the doses, or before its papers.
#[test]
fn a_dose_that_was_not_allowed_is_seen() {
    let life = treated();
    let bare = |history: Vec<Recorded>| {
        let mut life = life.clone();
        life.history = history;
        let found = naive::out_of_turn(&life).into_iter();
        let promise = "each dose was allowed, or a physician is asked about it";
        found.filter(|(_, broken)| broken.promise == promise).count()
    };
    let history = &life.history;
    assert_eq!(bare(history.clone()), 0);
    for paper in ["clearance-recorded", "person-informed"] {
        let mut without = history.clone();
        without.retain(|recorded| recorded.event.verb() != paper);
        assert_eq!(bare(without), 1, "the first one, without {paper}");
    }

    let last = life.case.doses[2].content.clone();
    let given = |recorded: &Recorded| matches!(&recorded.event, Event::DoseGiven(dose) if dose.id == last.id);
    let place = history.iter().position(given).unwrap();
    let placed_at = last.occurred_at - TimeDelta::hours(1);
    let hold = Recorded {
        seq: life.case.version + 1,
        event: Event::HoldPlaced(HoldPlaced {
            id: life.fresh(),
            placed_at,
            placed_on: last.given_on,
            until_on: None,
            reason: "reason".to_owned(),
        }),
        recorded_at: placed_at,
        by: Recorder::Job("somebody".to_owned()),
    };
    let mut held = history.clone();
    held.insert(place, hold);
    assert_eq!(bare(held), 2, "as was known, and as is known");

    let mut later = history.clone();
    for recorded in &mut later {
        if let Event::RulingRecorded(ruling) = &mut recorded.event {
            ruling.in_force_on = Some(last.given_on);
        }
    }
    assert_eq!(bare(later), 4, "the two before it, as was known and as is known");
}

/// A pack that was given is given once more.
#[test]
fn a_pack_that_is_used_twice_is_seen() {
    let mut life = treated();
    carried(&mut life);
    let arrives = Supplying::Receive {
        hours_ago: 0,
        short: 0,
        warm_hours: 0,
    };
    take(&mut life, &Step::Supply(arrives)).unwrap();
    let give = Some(0);
    take(&mut life, &Step::PassToDose { days_off: 0, give }).unwrap();
    let given = life
        .history
        .iter()
        .rev()
        .find(|recorded| matches!(&recorded.event, Event::DoseGiven(dose) if dose.pack.is_some()));
    let given = given.unwrap().clone();
    let found = life
        .stock
        .follow(life.case.id, &[given], (rules(), life.now.zone));
    assert_eq!(found[0].promise, "a pack goes only where it can");
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
    assert_eq!(
        life.stock.follow(life.case.id, &[kept], (rules(), life.now.zone)),
        []
    );
    let found = naive::check(&life, false);
    let promises: Vec<_> = found.iter().map(|broken| broken.promise).collect();
    assert_eq!(
        promises,
        ["nothing is kept for a person where nobody will give it to him"]
    );
}

/// A parcel lies in one hand too long, it is said where it is, and it lies there on; the plan asks nobody.
#[test]
fn a_parcel_that_nobody_asks_about_anew_is_seen() {
    let mut life = treated();
    carried(&mut life);
    let longest = TimeDelta::hours(rules().supply.custody.longest_hours.into());
    for _ in 0..2 {
        life.now.instant += longest + TimeDelta::hours(1);
        life.sweep();
        let mut planned = life.planned().clone();
        planned.obligations.retain(|owed| owed.kind != Kind::CustodyGap);
        let found = life.stock.check(&life.case, &planned, rules(), &life.now);
        let promises: Vec<_> = found.iter().map(|broken| broken.promise).collect();
        assert_eq!(promises, ["a long gap in custody raises an obligation"]);
        take(&mut life, &Step::Supply(Supplying::Explain)).unwrap();
    }
    assert_eq!(life.broken, []);
}

/// A pack is missing, and whoever sent it says in words what became of it, but not of that pack.
#[test]
fn a_pack_that_nobody_accounts_for_is_seen() {
    let mut life = treated();
    carried(&mut life);
    let short = Supplying::Receive {
        hours_ago: 0,
        short: 1,
        warm_hours: 0,
    };
    take(&mut life, &Step::Supply(short)).unwrap();
    assert_eq!(life.broken, []);
    let parcel = &life.case.supply.parcels[0];
    let (id, number) = (parcel.prepared.parcel, parcel.number);
    let said = |packs| {
        let fact = SupplyFact::DiscrepancyReconciled {
            id: life.fresh(),
            parcel: id,
            words: "words".to_owned(),
            packs,
        };
        Recorded {
            seq: life.case.version + 1,
            event: Event::Supply(fact),
            recorded_at: life.now.instant,
            by: Recorder::Job("somebody".to_owned()),
        }
    };
    let mut planned = life.planned().clone();
    let asked = (Kind::ReconcileDiscrepancy, number);
    assert!(planned.obligation(asked).is_some());
    planned.obligations.retain(|owed| owed.key() != asked);
    let mut stock = life.stock.clone();
    assert_eq!(
        stock.follow(life.case.id, &[said(Vec::new())], (rules(), life.now.zone)),
        []
    );
    let found = stock.check(&life.case, &planned, rules(), &life.now);
    let promises: Vec<_> = found.iter().map(|broken| broken.promise).collect();
    let promise = "received, lost, returned and destroyed are what was sent";
    assert_eq!(promises, [promise]);
    // Of the pack that was accounted for somebody says something else.
    let pack = parcel.prepared.packs[0].pack;
    let destroyed = Accounted {
        pack,
        became: Became::Destroyed,
        at: None,
    };
    let mut stock = life.stock.clone();
    let twice = [said(vec![destroyed]), said(vec![destroyed])];
    let found = stock.follow(life.case.id, &twice, (rules(), life.now.zone));
    assert_eq!(
        found[0].promise,
        "only what is missing is accounted for, and once"
    );
}

/// A parcel of one pack is on its way.
fn carried(life: &mut Life<'_>) {
    let handed = Supplying::HandOver {
        hours_ago: 0,
        gate: false,
    };
    let taken_in = Supplying::TakeIn {
        packs: 1,
        good_days: 400,
    };
    for step in [taken_in, Supplying::Pack { packs: 1 }, handed] {
        take(life, &Step::Supply(step)).unwrap();
    }
}
