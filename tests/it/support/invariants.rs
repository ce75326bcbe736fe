//! What holds in every case at every moment at which it is settled, whatever happened before.

use merzim::domain::{case::Case, event::Recorded, plan::plan, roster::Roster, rules::Rules, time::Now};
use merzim::simulate::invariants::{history, moment};

/// Checks a settled case and the history that led to it; panics with what is broken.
pub fn check(case: &Case, told: &[Recorded], rules: &Rules, roster: &Roster, now: &Now) {
    let planned = plan(case, rules, roster, now);
    assert_eq!(moment(case, rules, roster, now, &planned), []);
    check_history(case, told, rules);
}

/// Checks what led to it.
pub fn check_history(case: &Case, told: &[Recorded], rules: &Rules) {
    assert_eq!(history(case, told, rules), []);
}
