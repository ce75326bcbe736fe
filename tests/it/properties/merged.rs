//! Two cases of one body: what never goes away stops the drug that it excludes, whichever case knows of it, whichever leads,
//! and whatever a commission says later.

use super::lives::{begin, rules};
use merzim::domain::{
    case::Case,
    decide::{Numbers, merge_cases, part_cases},
    dosing::{NoDose, planned_dose},
    event::{Event, Recorded, Recorder},
    ids::{CaseId, RecordId},
    plan::protocol,
    rules::Protocol,
    time::Now,
};
use merzim::simulate::life::Life;
use merzim::simulate::step::{Step, take};
use proptest::{prelude::*, test_runner::FileFailurePersistence};
use uuid::Uuid;

/// Each protocol with each permanent contraindication that excludes it, by their places in the lists.
fn pairs() -> Vec<(usize, usize)> {
    let day = "2026-01-12".parse().unwrap();
    let asked = &rules().law_for(day).unwrap().course.contraindications;
    let known = rules().protocols_on(day);
    let mut pairs = Vec::new();
    for (product, protocol) in known.iter().enumerate() {
        for (found, contraindication) in asked.iter().enumerate() {
            let mut excludes = protocol.contraindications.iter();
            let excludes = excludes.any(|excluded| excluded.id == contraindication.id);
            if contraindication.permanent && excludes {
                pairs.push((product, found));
            }
        }
    }
    pairs
}

fn clear(found: Option<usize>) -> Step {
    Step::Clear { cleared: true, found }
}

fn append(case: &mut Case, events: Vec<Event>, now: &Now) {
    for event in events {
        let recorded = Recorded {
            seq: case.version + 1,
            event,
            recorded_at: now.instant,
            by: Recorder::Job("test".to_owned()),
        };
        case.apply(&recorded).unwrap();
    }
}

fn dose(case: &Case, known: &Protocol, now: &Now) -> Result<u32, NoDose> {
    planned_dose(case, Some(known), now).map(|window| window.cycle)
}

/// Under treatment with a product, nothing found.
fn treated(product: usize) -> Life<'static> {
    let mut life = begin(None, true);
    for step in [
        clear(None),
        Step::Prescribe { in_days: 10, product },
        Step::Inform { consent: 0 },
    ] {
        take(&mut life, &step).unwrap();
    }
    life
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::with_cases(48)
    })]

    #[test]
    fn what_never_goes_away_stops_the_dose_whichever_case_knows_of_it(
        pair in 0usize..64,
        hours in 0u32..2000,
        later in 1u32..2000,
        knowing_leads in any::<bool>(),
    ) {
        let pairs = pairs();
        prop_assert!(!pairs.is_empty(), "the course knows what never goes away");
        let (product, found) = pairs[pair % pairs.len()];
        let mut here = treated(product);
        let known = protocol(&here.case, rules()).unwrap();
        prop_assert!(dose(&here.case, known, &here.now).is_ok(), "nothing stands in the way alone");

        let mut there = begin(None, true);
        there.case.id = CaseId(Uuid::from_u128(22));
        there.pass(hours);
        take(&mut there, &clear(Some(found))).unwrap();
        here.pass(hours);
        let id = RecordId(Uuid::from_u128(7));
        let numbers = Numbers { leading: None, resting: None };
        let (leading, resting) = if knowing_leads { (&there, &here) } else { (&here, &there) };
        let (in_leading, in_resting) = merge_cases(
            (&leading.case, &leading.now),
            (&resting.case, &resting.now),
            id,
            "one person",
            (rules(), numbers),
        )
        .unwrap();
        let (mut lead, mut rest) = (leading.case.clone(), resting.case.clone());
        let mut now = here.now;
        append(&mut lead, in_leading, &now);
        append(&mut rest, in_resting, &now);
        prop_assert!(dose(&lead, known, &now).is_err(), "the one that goes on");
        prop_assert!(dose(&rest, known, &now).is_err(), "the one that rests");

        // A later look here that finds nothing does not undo what was found there.
        if !knowing_leads {
            here.case = lead.clone();
            here.pass(later);
            take(&mut here, &clear(None)).unwrap();
            lead = here.case.clone();
            now = here.now;
            let excluded = matches!(dose(&lead, known, &now), Err(NoDose::DrugExcluded { .. }));
            prop_assert!(excluded, "{:?}", dose(&lead, known, &now));
        }

        // Told apart again, each body has its own.
        let (in_leading, in_resting) = part_cases((&lead, &now), (&rest, &now), id, "two persons").unwrap();
        append(&mut lead, in_leading, &now);
        append(&mut rest, in_resting, &now);
        let (treated, knowing) = if knowing_leads { (&rest, &lead) } else { (&lead, &rest) };
        prop_assert!(dose(treated, known, &now).is_ok());
        prop_assert!(dose(knowing, known, &now).is_err());
    }
}
