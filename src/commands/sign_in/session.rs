//! How long a session lives. Times are those of the real world, in training too ([`crate::clock::Clock::wall`]).

use chrono::{DateTime, Duration, Utc};

/// A session left alone ends after so many minutes: shared desks, shared computers.
pub const IDLE_MINUTES: i64 = 15;
/// Every session ends after so many hours: one shift.
pub const ABSOLUTE_HOURS: i64 = 12;
/// A request moves the idle limit on at most once in so many seconds: reading pages writes no rows.
pub const TOUCH_SECONDS: i64 = 60;

/// When an untouched session ends, seen now and begun at `created_at`.
#[must_use]
pub fn idle_end(created_at: DateTime<Utc>, seen_at: DateTime<Utc>) -> DateTime<Utc> {
    (seen_at + Duration::minutes(IDLE_MINUTES)).min(absolute_end(created_at))
}

/// When a session ends whatever happens.
#[must_use]
pub fn absolute_end(created_at: DateTime<Utc>) -> DateTime<Utc> {
    created_at + Duration::hours(ABSOLUTE_HOURS)
}

/// Whether a session begun and last seen then still lives.
#[must_use]
pub fn is_alive(created_at: DateTime<Utc>, seen_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now < idle_end(created_at, seen_at)
}

/// Whether a request now should be noted.
#[must_use]
pub fn needs_touch(seen_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - seen_at >= Duration::seconds(TOUCH_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_when_idle_and_at_the_end_of_the_shift() {
        let start: DateTime<Utc> = "2026-07-03T08:00:00Z".parse().unwrap();
        let after = |minutes| start + Duration::minutes(minutes);
        assert!(is_alive(start, start, after(14)) && !is_alive(start, start, after(15)));
        assert!(is_alive(start, after(700), after(714)));
        assert!(
            !is_alive(start, after(719), after(720)),
            "twelve hours are the end"
        );
        assert_eq!(idle_end(start, after(719)), absolute_end(start));
        assert!(!needs_touch(start, start + Duration::seconds(59)));
        assert!(needs_touch(start, after(1)));
    }
}
