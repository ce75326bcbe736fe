//! The beginning that the random histories share.

use crate::support::world::{M3, RULES, ZONE, at};
use merzim::domain::rules::Rules;
use merzim::domain::time::Now;
use merzim::simulate::life::Life;
use merzim::simulate::step::{Step, take};

/// The rules for as long as the tests run.
pub fn rules() -> &'static Rules {
    &RULES
}

/// A case opened at the beginning of 2026 under a ruling in force, the drug not chosen yet.
pub fn begin(for_days: Option<i64>, steady: bool) -> Life<'static> {
    let now = Now {
        instant: at("2026-01-12 09:00"),
        zone: ZONE,
    };
    let mut life = Life::begin(rules(), now, steady);
    let ruling = Step::Ruling {
        in_days: Some(0),
        for_days,
        draft: false,
    };
    take(&mut life, &ruling).unwrap();
    life
}

/// A commission clears the person, a doctor chooses M3, and the person is told.
pub fn prescribe(life: &mut Life<'_>, in_days: i64) {
    let clear = Step::Clear {
        cleared: true,
        found: None,
    };
    for step in [clear, prescribe_m3(in_days), Step::Inform { consent: 0 }] {
        take(life, &step).unwrap();
    }
}

/// M3 from some days on.
pub fn prescribe_m3(in_days: i64) -> Step {
    let known = rules().protocols_on("2026-01-12".parse().unwrap());
    let product = known.iter().position(|protocol| protocol.id == M3).unwrap();
    Step::Prescribe { in_days, product }
}
