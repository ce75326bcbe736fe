//! How guessing is made hopeless without making lock-out a weapon.
//!
//! Per account: from the fifth wrong attempt a growing wait, from the tenth a quarter of an hour each, at
//! a hundred the account waits for an administrator (NIST SP 800-63B allows at most 100 consecutive
//! failures). Attempts made while waiting are refused unseen and not counted, so that somebody who keeps
//! trying cannot prolong another person's wait without end; they stand in the ledger. Per address: a budget of
//! refusals, in memory, which bounds what one address can write there.

use chrono::{DateTime, Duration, Utc};
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::Mutex,
};

/// Wrong attempts before the first wait.
pub const FREE_FAILURES: u32 = 4;
/// Wrong attempts from which each costs [`LONG_WAIT_MINUTES`].
pub const LONG_WAIT_FAILURES: u32 = 10;
/// Minutes of the long wait.
pub const LONG_WAIT_MINUTES: i64 = 15;
/// Wrong attempts after which only a new enrolment opens the account.
pub const HARD_CAP: u32 = 100;

/// What follows from so many wrong attempts in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// The next attempt is looked at.
    None,
    /// Attempts before this instant are not looked at.
    Until(DateTime<Utc>),
    /// No attempt is looked at until an administrator enrols the person anew.
    Locked,
}

impl Wait {
    /// Whether an attempt made `now` is looked at.
    #[must_use]
    pub fn is_over(self, now: DateTime<Utc>) -> bool {
        match self {
            Self::None => true,
            Self::Until(until) => until <= now,
            Self::Locked => false,
        }
    }
}

/// The wait after the `failures`-th wrong attempt in a row, made at `failed_at`.
#[must_use]
pub fn wait_after(failures: u32, failed_at: DateTime<Utc>) -> Wait {
    match failures {
        0..=FREE_FAILURES => Wait::None,
        HARD_CAP.. => Wait::Locked,
        LONG_WAIT_FAILURES.. => Wait::Until(failed_at + Duration::minutes(LONG_WAIT_MINUTES)),
        // 1, 2, 4, 8, 16 seconds.
        _ => Wait::Until(failed_at + Duration::seconds(1 << (failures - FREE_FAILURES - 1))),
    }
}

/// How an account stands: `throttled_until` was set by its last wrong attempt, see [`wait_after`].
#[must_use]
pub fn standing(failures: u32, throttled_until: Option<DateTime<Utc>>) -> Wait {
    match throttled_until {
        _ if failures >= HARD_CAP => Wait::Locked,
        Some(until) => Wait::Until(until),
        None => Wait::None,
    }
}

/// Whether the `failures`-th wrong attempt begins a wait that its owner is written to about: the first long one, and
/// the last. Those between begin the same wait again; a letter for each would be a weapon of its own.
#[must_use]
pub fn is_told(failures: u32) -> bool {
    matches!(failures, LONG_WAIT_FAILURES | HARD_CAP)
}

/// Failures an address may cause within [`WINDOW_MINUTES`]: a prison's twenty nurses share one.
const ADDRESS_BUDGET: u32 = 60;
const WINDOW_MINUTES: i64 = 10;
/// Addresses remembered at once; some 100 bytes each.
const ADDRESSES: usize = 10_000;

/// Failures by address, of this process only.
#[derive(Debug, Default)]
pub struct AddressBudget(Mutex<HashMap<IpAddr, Window>>);

#[derive(Debug)]
struct Window {
    since: DateTime<Utc>,
    failures: u32,
}

impl Window {
    fn is_over(&self, now: DateTime<Utc>) -> bool {
        now - self.since >= Duration::minutes(WINDOW_MINUTES) || now < self.since
    }
}

impl AddressBudget {
    /// Whether attempts from this address are still looked at.
    #[must_use]
    pub fn allows(&self, address: IpAddr, now: DateTime<Utc>) -> bool {
        self.windows()
            .get(&network(address))
            .is_none_or(|window| window.is_over(now) || window.failures < ADDRESS_BUDGET)
    }

    /// Counts a failure.
    pub fn spend(&self, address: IpAddr, now: DateTime<Utc>) {
        let address = network(address);
        let mut windows = self.windows();
        if windows.len() >= ADDRESSES && !windows.contains_key(&address) {
            make_room(&mut windows, now);
        }
        let window = windows.entry(address).or_insert(Window {
            since: now,
            failures: 0,
        });
        if window.is_over(now) {
            *window = Window {
                since: now,
                failures: 0,
            };
        }
        window.failures = window.failures.saturating_add(1);
    }

    /// A panic elsewhere cannot leave a count half-written, so a poisoned lock is still good.
    fn windows(&self) -> std::sync::MutexGuard<'_, HashMap<IpAddr, Window>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Forgets what is over; failing that, the address with the fewest failures: an attacker who owns many
/// addresses must not wash out the one that he uses hardest.
fn make_room(windows: &mut HashMap<IpAddr, Window>, now: DateTime<Utc>) {
    windows.retain(|_, window| !window.is_over(now));
    if windows.len() >= ADDRESSES
        && let Some(least) = windows
            .iter()
            .min_by_key(|(_, window)| window.failures)
            .map(|(key, _)| *key)
    {
        windows.remove(&least);
    }
}

/// One line of IPv6 is a /64: whoever has one address there has 2^64.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        four @ IpAddr::V4(_) => four,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn waits_grow_and_end() {
        let now = at("2026-07-03T08:00:00Z");
        let seconds = |failures| match wait_after(failures, now) {
            Wait::None => 0,
            Wait::Until(until) => (until - now).num_seconds(),
            Wait::Locked => -1,
        };
        assert_eq!(
            (0..=11).map(seconds).collect::<Vec<_>>(),
            [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 900, 900]
        );
        assert_eq!((seconds(99), seconds(100), seconds(u32::MAX)), (900, -1, -1));
        let wait = wait_after(10, now);
        assert!(!wait.is_over(now + Duration::seconds(899)) && wait.is_over(now + Duration::seconds(900)));
        assert!(Wait::None.is_over(now) && !Wait::Locked.is_over(now + Duration::days(999)));
    }

    #[test]
    fn an_account_stands_as_its_last_failure_left_it() {
        let until = at("2026-07-03T08:15:00Z");
        assert_eq!(standing(0, None), Wait::None);
        assert_eq!(standing(10, Some(until)), Wait::Until(until));
        assert_eq!(standing(HARD_CAP, None), Wait::Locked);
        assert_eq!(standing(HARD_CAP, Some(until)), Wait::Locked);
        let told: Vec<u32> = (0..=HARD_CAP + 5).filter(|failures| is_told(*failures)).collect();
        assert_eq!(told, [LONG_WAIT_FAILURES, HARD_CAP]);
    }

    #[test]
    fn an_address_has_a_budget_and_gets_it_back() {
        let budget = AddressBudget::default();
        let now = at("2026-07-03T08:00:00Z");
        let guesser: IpAddr = "2001:db8::1".parse().unwrap();
        let neighbour: IpAddr = "2001:db8::2".parse().unwrap();
        let other: IpAddr = "10.0.0.1".parse().unwrap();
        for _ in 0..ADDRESS_BUDGET {
            assert!(budget.allows(guesser, now));
            budget.spend(guesser, now);
        }
        assert!(
            !budget.allows(guesser, now) && !budget.allows(neighbour, now),
            "one line, one budget"
        );
        assert!(budget.allows(other, now));
        assert!(budget.allows(guesser, now + Duration::minutes(WINDOW_MINUTES)));
    }

    #[test]
    fn memory_is_bounded_and_the_worst_address_is_remembered() {
        let budget = AddressBudget::default();
        let now = at("2026-07-03T08:00:00Z");
        let worst: IpAddr = "192.0.2.1".parse().unwrap();
        for _ in 0..ADDRESS_BUDGET {
            budget.spend(worst, now);
        }
        for n in 0..u32::try_from(ADDRESSES).unwrap() + 50 {
            budget.spend(IpAddr::from(n.to_be_bytes()), now);
        }
        assert!(budget.windows().len() <= ADDRESSES);
        assert!(!budget.allows(worst, now));
    }
}
