//! Turns of what is done again and again: examinations, tests. Counted from an anchor, so that nothing drifts; done
//! early, the next one comes earlier, so that no gap grows longer than the rule's.

use super::schedule::Interval;
use chrono::NaiveDate;

/// More turns than this (a century of monthly ones) are a slip of the pen.
const MOST_TURNS: usize = 1_200;

/// When turns are due if nothing is done early.
pub(super) struct Grid<D, G> {
    /// The day of a turn, from 0.
    pub(super) due: D,
    /// The time between the turn before and this one.
    pub(super) gap: G,
}

/// The first turn that nothing done so far has discharged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    /// Its number, from 0.
    pub(super) number: usize,
    /// The day it is due.
    pub(super) due_on: NaiveDate,
    /// The day on which it was last done, where that made it due earlier than the grid says.
    pub(super) early_on: Option<NaiveDate>,
}

impl<D, G> Grid<D, G>
where
    D: Fn(usize) -> NaiveDate,
    G: Fn(usize) -> Interval,
{
    /// Walks over the days on which it was done, in their order. Done before a turn opens it discharges nothing;
    /// done late it discharges every turn that has opened, and the grid stays.
    pub(super) fn next(
        &self,
        done: impl IntoIterator<Item = NaiveDate>,
        opens: impl Fn(&Turn) -> NaiveDate,
    ) -> Turn {
        let mut turn = Turn {
            number: 0,
            due_on: (self.due)(0),
            early_on: None,
        };
        for done_on in done {
            while opens(&turn) <= done_on && turn.number < MOST_TURNS {
                let number = turn.number + 1;
                let (planned, early) = ((self.due)(number), (self.gap)(number).after(done_on));
                turn = Turn {
                    number,
                    due_on: planned.min(early),
                    early_on: (early < planned).then_some(done_on),
                };
            }
        }
        turn
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Days, TimeDelta};
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn every_three_months(
        anchor: NaiveDate,
    ) -> Grid<impl Fn(usize) -> NaiveDate, impl Fn(usize) -> Interval> {
        Grid {
            due: move |turn| Interval::Months(u16::try_from(3 * (turn + 1)).unwrap()).after(anchor),
            gap: |_| Interval::Months(3),
        }
    }

    fn next(anchor: &str, done: &[&str]) -> (usize, NaiveDate) {
        let opens = |turn: &Turn| turn.due_on - Days::new(14);
        let turn = every_three_months(day(anchor)).next(done.iter().map(|on| day(on)), opens);
        (turn.number, turn.due_on)
    }

    #[test]
    fn early_does_not_lengthen_the_gap_and_late_does_not_shift_the_grid() {
        assert_eq!(next("2026-01-10", &[]), (0, day("2026-04-10")));
        assert_eq!(next("2026-01-10", &["2026-04-10"]), (1, day("2026-07-10")));
        // Ten days early: three months from that day, not from the day it was due.
        assert_eq!(next("2026-01-10", &["2026-03-31"]), (1, day("2026-06-30")));
        // Late: the next one stays where it was.
        assert_eq!(next("2026-01-10", &["2026-05-20"]), (1, day("2026-07-10")));
        // Before the turn opens: one more, which discharges nothing.
        assert_eq!(next("2026-01-10", &["2026-02-20"]), (0, day("2026-04-10")));
        // So late that two were missed: one examination stands for both.
        assert_eq!(next("2026-01-10", &["2026-08-01"]), (2, day("2026-10-10")));
        // From the last day of a month nothing drifts.
        assert_eq!(next("2025-11-30", &["2026-02-28"]), (1, day("2026-05-28")));
    }

    proptest! {
        /// Whoever is always in time never waits longer than three months.
        #[test]
        fn in_time_no_gap_is_longer_than_the_rule(begin in 0i64..1500, early in prop::collection::vec(0i64..=14, 1..12)) {
            let anchor = day("2024-01-01") + TimeDelta::days(begin);
            let grid = every_three_months(anchor);
            let opens = |turn: &Turn| turn.due_on - Days::new(14);
            let mut done: Vec<NaiveDate> = Vec::new();
            for by in early {
                let turn = grid.next(done.iter().copied(), opens);
                let last = done.last().copied().unwrap_or(anchor);
                prop_assert!(turn.due_on <= Interval::Months(3).after(last).max((grid.due)(turn.number).min(Interval::Months(3).after(last))));
                prop_assert_eq!(turn.number, done.len());
                done.push(turn.due_on - TimeDelta::days(by));
            }
        }

        /// The next turn is always still to be done: it opens after the last one done, and no later than the grid.
        #[test]
        fn what_is_next_is_not_done(begin in 0i64..1500, mut on in prop::collection::vec(0i64..2000, 0..20)) {
            let anchor = day("2024-01-01") + TimeDelta::days(begin);
            on.sort_unstable();
            let done: Vec<NaiveDate> = on.iter().map(|days| anchor + TimeDelta::days(*days)).collect();
            let grid = every_three_months(anchor);
            let opens = |turn: &Turn| turn.due_on - Days::new(14);
            let turn = grid.next(done.iter().copied(), opens);
            prop_assert!(done.iter().all(|on| *on < opens(&turn)));
            prop_assert!(turn.due_on <= (grid.due)(turn.number));
        }
    }
}
