//! The second model knows which facts open an incident by themselves: each is seen where it was left out, and so is one that
//! nothing opened.

use super::treated;
use crate::properties::lives::rules;
use crate::support::world::ZONE;
use merzim::domain::decide;
use merzim::domain::event::{Event, IncidentKind, Recorded};
use merzim::domain::ids::RecordId;
use merzim::domain::ruling::RulingStep;
use merzim::simulate::life::Life;
use merzim::simulate::naive;
use merzim::simulate::step::{Outside, Step, Supplying, take};

/// The incidents that were opened by what was done last, from a place in the history on.
fn since(history: &[Recorded], known: usize) -> Vec<(usize, IncidentKind)> {
    let later = history.iter().enumerate().skip(known + 1);
    let incidents = later.filter_map(|(at, recorded)| match &recorded.event {
        Event::IncidentReported(incident) => Some((at, incident.kind)),
        _ => None,
    });
    incidents.collect()
}

/// What was done opened one incident of a kind. The second model agrees, and sees that it is left out, that it is there twice,
/// and that it is of another kind.
fn opened_one(life: &Life<'_>, known: usize, kind: IncidentKind, unsound: &[RecordId]) {
    assert_eq!(life.broken, [], "{kind:?}");
    let wrong = |history: &[Recorded]| naive::opened((history, known), unsound, rules(), ZONE).len();
    let history = life.history.clone();
    assert_eq!(wrong(&history), 0, "{kind:?}");
    let found = since(&history, known);
    assert_eq!(found.len(), 1, "{found:?}");
    let (at, opened) = found[0];
    assert_eq!(opened, kind);

    let mut silent = history.clone();
    silent.remove(at);
    assert_eq!(wrong(&silent), 1, "{kind:?} left out");
    let mut twice = history.clone();
    twice.push(history[at].clone());
    assert_eq!(wrong(&twice), 1, "{kind:?} twice");
    let mut other = history;
    if let Event::IncidentReported(incident) = &mut other[at].event {
        incident.kind = IncidentKind::Other;
    }
    assert_eq!(wrong(&other), 1, "{kind:?} under another name");
}

/// The dose that was recorded first from a place in the history on.
fn dose_since(life: &Life<'_>, known: usize) -> RecordId {
    let later = life.history[known..].iter();
    let mut doses = later.filter_map(|recorded| match &recorded.event {
        Event::DoseGiven(dose) => Some(dose.id),
        _ => None,
    });
    doses.next().unwrap()
}

/// The open dose is due, and was not given yet.
fn due() -> Life<'static> {
    let mut life = treated();
    let due = Step::PassToDose {
        days_off: 0,
        give: None,
    };
    take(&mut life, &due).unwrap();
    life
}

#[test]
fn a_dose_moved_to_where_it_may_not_lie_opens_one() {
    let mut life = treated();
    let known = life.history.len();
    take(&mut life, &Step::AmendDose { hours: -24 * 30 }).unwrap();
    opened_one(&life, known, IncidentKind::IrregularDose, &[]);
    // Moved by some hours it is where it was, and nobody is asked.
    let mut life = treated();
    let known = life.history.len();
    take(&mut life, &Step::AmendDose { hours: -1 }).unwrap();
    assert_eq!(since(&life.history, known), []);
    assert_eq!(life.broken, []);
}

#[test]
fn a_dose_written_down_while_the_doses_are_stopped_opens_one() {
    let mut life = due();
    take(&mut life, &Step::Hold { until_in: None }).unwrap();
    let later = Step::Pass {
        hours: 1,
        swept: true,
    };
    take(&mut life, &later).unwrap();
    let known = life.history.len();
    let give = Step::Give {
        hours_ago: 3,
        cause: 0,
    };
    take(&mut life, &give).unwrap();
    opened_one(&life, known, IncidentKind::WrittenWhileHeld, &[]);
}

/// So does one that is written down while a court has suspended execution, for a time before that.
#[test]
fn a_dose_written_down_while_execution_is_suspended_opens_one() {
    for step in [RulingStep::Suspended, RulingStep::AppealedSuspended] {
        let mut life = due();
        let court = Step::Court {
            step,
            in_days: 0,
            back: 0,
            for_days: None,
            police: None,
        };
        take(&mut life, &court).unwrap();
        let later = Step::Pass {
            hours: 1,
            swept: true,
        };
        take(&mut life, &later).unwrap();
        let known = life.history.len();
        let give = Step::Give {
            hours_ago: 3,
            cause: 0,
        };
        take(&mut life, &give).unwrap();
        opened_one(&life, known, IncidentKind::WrittenWhileHeld, &[]);
    }
}

#[test]
fn a_dose_after_the_end_opens_one() {
    let mut life = treated();
    let known = life.history.len();
    let died = Step::Leave {
        death: true,
        hours_ago: 5,
    };
    take(&mut life, &died).unwrap();
    opened_one(&life, known, IncidentKind::DoseAfterEnd, &[]);
}

#[test]
fn a_dose_that_is_left_without_its_paper_opens_one() {
    for clearance in [true, false] {
        let mut life = treated();
        let paper = if clearance {
            life.case.clearances[0].content.id
        } else {
            life.case.informed[0].content.id
        };
        let known = life.history.len();
        let struck_out = life.perform(|life| decide::void(&life.case, paper, "reason", &life.now));
        struck_out.unwrap();
        opened_one(&life, known, IncidentKind::IrregularDose, &[]);
    }
    // No other record does.
    let mut life = treated();
    let dose = life.case.doses[2].content.id;
    let known = life.history.len();
    let struck_out = life.perform(|life| decide::void(&life.case, dose, "reason", &life.now));
    struck_out.unwrap();
    assert_eq!(since(&life.history, known), []);
    assert_eq!(life.broken, []);
}

#[test]
fn a_dose_that_turns_out_to_lie_before_its_ruling_opens_one() {
    let mut life = treated();
    let known = life.history.len();
    take(&mut life, &Step::AmendRuling { what: 1, days: 60 }).unwrap();
    opened_one(&life, known, IncidentKind::UncoveredLater, &[]);
}

/// A court's paper that comes late says that there was no ruling any more when the last dose was given, or that none was
/// executed. Whether a physician was asked is seen when the life is over, too.
#[test]
fn a_dose_before_a_late_paper_of_the_court_opens_one() {
    for (step, kind) in [
        (RulingStep::Quashed, IncidentKind::UncoveredLater),
        (RulingStep::EndedByCourt, IncidentKind::UncoveredLater),
        (RulingStep::Suspended, IncidentKind::SuspendedLater),
        (RulingStep::AppealedSuspended, IncidentKind::SuspendedLater),
    ] {
        let mut life = treated();
        let later = Step::Pass {
            hours: 24 * 5,
            swept: true,
        };
        take(&mut life, &later).unwrap();
        let known = life.history.len();
        let court = Step::Court {
            step,
            in_days: -10,
            back: 0,
            for_days: None,
            police: None,
        };
        take(&mut life, &court).unwrap();
        opened_one(&life, known, kind, &[]);
        assert_eq!(naive::out_of_turn(&life), []);
        let (at, _) = since(&life.history, known)[0];
        life.history.remove(at);
        let found = naive::out_of_turn(&life).into_iter();
        let promise = "each dose was allowed, or a physician is asked about it";
        assert_eq!(found.filter(|(_, broken)| broken.promise == promise).count(), 1);
    }
}

#[test]
fn a_person_who_turned_up_opens_one() {
    let mut life = treated();
    let known = life.history.len();
    take(&mut life, &Step::Outside(Outside::TurnUp { at: 0 })).unwrap();
    opened_one(&life, known, IncidentKind::TurnedUpElsewhere, &[]);
}

/// One that waits for a pharmacist, and one whose lot was recalled.
#[test]
fn a_pack_that_may_not_be_given_opens_one() {
    let arrives = Supplying::Arrive {
        packs: 1,
        hours_ago: 0,
    };
    let in_quarantine: &[Supplying] = &[arrives];
    let recalled: &[Supplying] = &[
        Supplying::TakeIn {
            packs: 1,
            good_days: 400,
        },
        Supplying::Pack { packs: 1 },
        Supplying::HandOver {
            hours_ago: 0,
            gate: false,
        },
        Supplying::Receive {
            hours_ago: 0,
            short: 0,
            warm_hours: 0,
        },
        Supplying::Recall,
    ];
    for steps in [in_quarantine, recalled] {
        let mut life = due();
        for step in steps {
            take(&mut life, &Step::Supply(*step)).unwrap();
        }
        let known = life.history.len();
        take(&mut life, &Step::Supply(Supplying::GiveUnsound)).unwrap();
        let dose = dose_since(&life, known);
        opened_one(&life, known, IncidentKind::UnsoundPack, &[dose]);
        // From a sound pack it would be one too many.
        let wrong = naive::opened((&life.history, known), &[], rules(), ZONE);
        assert_eq!(wrong.len(), 1, "{wrong:?}");
    }
}

/// What somebody reports of his own accord follows from nothing.
#[test]
fn what_is_reported_is_not_asked_for() {
    let mut life = treated();
    let reported = Step::Incident {
        hours_ago: 0,
        injected: false,
    };
    let known = life.history.len();
    take(&mut life, &reported).unwrap();
    assert_eq!(life.broken, []);
    assert_eq!(since(&life.history, known), []);
    assert_eq!(life.case.incidents.len(), 1);
}
