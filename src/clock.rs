//! The one reader of time. Everybody else is told the moment he acts in.

use crate::domain::time::Now;
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use std::time::Instant;
use thiserror::Error;

/// Why a clock did not move.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ClockFault {
    /// The clock of a real installation follows the world and nothing else.
    #[error("this clock is real: only a training clock can be moved")]
    Real,
    /// The moment lies outside what a calendar can carry.
    #[error("the clock cannot be moved that far")]
    OutOfRange,
}

/// A clock. Clones share it: moving one moves all.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Kind>);

#[derive(Debug)]
enum Kind {
    Real,
    /// Runs at real speed, milliseconds away from the real time.
    Movable {
        offset_millis: AtomicI64,
    },
    /// Stands still, at so many microseconds since 1970.
    Frozen {
        at_micros: AtomicI64,
    },
}

impl Clock {
    /// The clock of a real installation.
    #[must_use]
    pub fn real() -> Self {
        Self(Arc::new(Kind::Real))
    }

    /// A training clock that shows `start` now, runs at real speed, and can be moved.
    #[must_use]
    pub fn movable(start: DateTime<Utc>) -> Self {
        let offset_millis = AtomicI64::new((start - wall()).num_milliseconds());
        Self(Arc::new(Kind::Movable { offset_millis }))
    }

    /// A training clock that shows the real time until it is moved.
    #[must_use]
    pub fn movable_from_now() -> Self {
        Self(Arc::new(Kind::Movable {
            offset_millis: AtomicI64::new(0),
        }))
    }

    /// A clock for tests: it stands at `instant` until it is moved.
    #[must_use]
    pub fn frozen(instant: DateTime<Utc>) -> Self {
        let at_micros = AtomicI64::new(instant.timestamp_micros());
        Self(Arc::new(Kind::Frozen { at_micros }))
    }

    /// The instant that counts for cases, obligations, ladders and jobs. Whole microseconds, because
    /// that is what both databases keep: what is written reads back equal.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match &*self.0 {
            Kind::Real => wall(),
            Kind::Movable { offset_millis } => {
                let offset = Duration::milliseconds(offset_millis.load(Ordering::Acquire));
                wall().checked_add_signed(offset).unwrap_or_else(wall)
            }
            Kind::Frozen { at_micros } => instant(at_micros.load(Ordering::Acquire)),
        }
    }

    /// The instant that counts for the locks on the door: sessions, one-time codes, throttling. In
    /// training the calendar moves, but a phone's authenticator does not follow, and a trainee who moves
    /// the calendar by a week must not find himself signed out. Equal to [`Clock::now`] in real use.
    #[must_use]
    pub fn wall(&self) -> DateTime<Utc> {
        match &*self.0 {
            Kind::Real | Kind::Movable { .. } => wall(),
            Kind::Frozen { .. } => self.now(),
        }
    }

    /// The moment of a command, at a place in `zone`.
    #[must_use]
    pub fn at(&self, zone: Tz) -> Now {
        Now {
            instant: self.now(),
            zone,
        }
    }

    /// Whether this clock may be moved.
    #[must_use]
    pub fn is_movable(&self) -> bool {
        !matches!(*self.0, Kind::Real)
    }

    /// Makes the clock show `moment` now.
    ///
    /// # Errors
    /// [`ClockFault::Real`] for the clock of a real installation.
    pub fn set(&self, moment: DateTime<Utc>) -> Result<(), ClockFault> {
        match &*self.0 {
            Kind::Real => return Err(ClockFault::Real),
            Kind::Movable { offset_millis } => {
                offset_millis.store((moment - wall()).num_milliseconds(), Ordering::Release);
            }
            Kind::Frozen { at_micros } => at_micros.store(moment.timestamp_micros(), Ordering::Release),
        }
        Ok(())
    }

    /// Moves the clock by `step`; a negative step moves it back.
    ///
    /// # Errors
    /// [`ClockFault::Real`] for the clock of a real installation, [`ClockFault::OutOfRange`] for a step
    /// beyond the calendar.
    pub fn forward(&self, step: Duration) -> Result<(), ClockFault> {
        let target = self
            .now()
            .checked_add_signed(step)
            .ok_or(ClockFault::OutOfRange)?;
        self.set(target)
    }

    /// How far a training clock is from the real time, in milliseconds, to be kept across restarts;
    /// `None` for every other clock.
    #[must_use]
    pub fn offset_millis(&self) -> Option<i64> {
        match &*self.0 {
            Kind::Movable { offset_millis } => Some(offset_millis.load(Ordering::Acquire)),
            Kind::Real | Kind::Frozen { .. } => None,
        }
    }

    /// Puts a training clock where [`Clock::offset_millis`] once said it was.
    ///
    /// # Errors
    /// [`ClockFault::Real`] for every clock that is not a training clock.
    pub fn restore(&self, millis: i64) -> Result<(), ClockFault> {
        match &*self.0 {
            Kind::Movable { offset_millis } => {
                offset_millis.store(millis, Ordering::Release);
                Ok(())
            }
            Kind::Real | Kind::Frozen { .. } => Err(ClockFault::Real),
        }
    }
}

/// Measures how long something took; unaffected by any clock that is set or moved.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts measuring.
    #[must_use]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Milliseconds since the start.
    #[must_use]
    pub fn millis(&self) -> u64 {
        u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

fn wall() -> DateTime<Utc> {
    #[allow(clippy::disallowed_methods)]
    let now = Utc::now();
    instant(now.timestamp_micros())
}

fn instant(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_frozen_clock_stands_until_moved_and_clones_share_it() {
        let clock = Clock::frozen(moment("2026-03-14T20:00:00Z"));
        let same = clock.clone();
        assert_eq!(clock.now(), moment("2026-03-14T20:00:00Z"));
        same.forward(Duration::days(7)).unwrap();
        assert_eq!(clock.now(), moment("2026-03-21T20:00:00Z"));
        assert_eq!(clock.wall(), clock.now());
        let now = clock.at(chrono_tz::Asia::Almaty);
        assert_eq!(
            now.today().to_string(),
            "2026-03-22",
            "01:00 of the next day in Almaty"
        );
    }

    #[test]
    fn a_movable_clock_runs_and_remembers_its_offset() {
        let clock = Clock::movable(moment("2030-01-01T00:00:00Z"));
        let first = clock.now();
        assert!(first >= moment("2029-12-31T23:59:59Z") && first < moment("2030-01-01T00:10:00Z"));
        let other = Clock::movable_from_now();
        other.restore(clock.offset_millis().unwrap()).unwrap();
        assert!((other.now() - clock.now()).num_seconds().abs() < 60);
        assert!(
            clock.wall() < clock.now(),
            "the locks on the door stay in the real world"
        );
        assert_eq!(clock.forward(Duration::MAX), Err(ClockFault::OutOfRange));
    }

    #[test]
    fn a_real_clock_does_not_move() {
        let clock = Clock::real();
        assert_eq!(clock.set(moment("2030-01-01T00:00:00Z")), Err(ClockFault::Real));
        assert_eq!(clock.restore(1), Err(ClockFault::Real));
        assert!(!clock.is_movable());
        assert_eq!(
            clock.now().timestamp_subsec_nanos() % 1000,
            0,
            "whole microseconds"
        );
    }
}
