//! Many lives at once. The same seed tells the same lives, whatever the number of threads.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

use super::life::Life;
use super::walk::{Course, live};
use super::{Broken, arrival, invariants, naive};
use crate::domain::event::{Event, Recorded};
use crate::domain::rules::Rules;

/// What is to be simulated.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// How many cases.
    pub cases: u32,
    /// For how many years each.
    pub years: u32,
    /// Everything follows from it.
    pub seed: u64,
    /// So many things go wrong in a year, about; with none, everybody does what is owed.
    pub faults: u16,
    /// This case alone.
    pub only: Option<u32>,
}

/// How often each thing happened, by the kind of thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(pub BTreeMap<&'static str, BTreeMap<String, u64>>);

impl Tally {
    /// Once more.
    pub fn add(&mut self, group: &'static str, name: &str) {
        *self
            .0
            .entry(group)
            .or_default()
            .entry(name.to_owned())
            .or_default() += 1;
    }

    /// How often.
    #[must_use]
    pub fn of(&self, group: &str, name: &str) -> u64 {
        let counted = self.0.get(group).and_then(|group| group.get(name));
        counted.copied().unwrap_or(0)
    }

    fn take_in(&mut self, other: Self) {
        for (group, names) in other.0 {
            let own = self.0.entry(group).or_default();
            for (name, count) in names {
                *own.entry(name).or_default() += count;
            }
        }
    }
}

/// A promise that one case broke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Number of the case.
    pub case: u32,
    /// When it was seen, by the case's own clock.
    pub at: DateTime<Utc>,
    /// What.
    pub broken: Broken,
}

/// One life, told.
pub(super) struct Lived {
    tally: Tally,
    digest: [u8; 32],
    broken: Vec<(DateTime<Utc>, Broken)>,
}

/// All lives, told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How many cases were lived.
    pub cases: u32,
    /// What happened in them.
    pub tally: Tally,
    /// SHA-256 over all histories, in hexadecimal.
    pub digest: String,
    /// What was broken, by case and moment.
    pub breaches: Vec<Breach>,
}

impl Report {
    /// What each case broke first, and how much more it broke.
    #[must_use]
    pub fn first_breaches(&self) -> Vec<(&Breach, usize)> {
        let of_cases = self.breaches.chunk_by(|one, next| one.case == next.case);
        let first = of_cases.filter_map(|of_case| Some((of_case.first()?, of_case.len() - 1)));
        first.collect()
    }
}

impl Lived {
    pub(super) fn of(mut life: Life<'_>, mut tally: Tally) -> Self {
        let told = invariants::history(&life.case, &life.history, life.rules);
        life.note(told);
        life.broken.extend(naive::out_of_turn(&life));
        life.broken.extend(arrival::swapped(&life));
        // What the whole history showed may have happened before what was seen on the way.
        life.broken.sort_by_key(|(at, _)| *at);
        let mut digest = Sha256::new();
        for recorded in &life.history {
            count(recorded, life.rules, &mut tally);
            let line =
                serde_json::to_vec(&(recorded.seq, recorded.recorded_at, &recorded.by, &recorded.event));
            digest.update(line.unwrap_or_default());
        }
        let today = life.now.today();
        for file in &life.case.rulings {
            tally.add("rulings at the end", file.state_on(today).code());
        }
        let standing = life.case.standing_at(&life.now);
        let standing = standing.map_or("no-ruling", |standing| standing.code());
        tally.add("cases at the end", standing);
        Self {
            tally,
            digest: digest.finalize().into(),
            broken: life.broken,
        }
    }
}

fn count(recorded: &Recorded, rules: &Rules, tally: &mut Tally) {
    tally.add("events", recorded.event.verb());
    match &recorded.event {
        Event::DoseGiven(dose) if dose.late_cause.is_some() => tally.add("doses", "given late"),
        Event::DoseGiven(_) => tally.add("doses", "given in time"),
        Event::DoseNotGiven(record) => {
            let reason = rules.causes.reason(&record.cause);
            let family = reason.map_or("unknown", |reason| reason.family.as_str());
            tally.add("not given", family);
        }
        _ => {}
    }
}

/// Lives them all; `on_its_way` hears after each life how many were lived so far and what that one broke first, from
/// whichever thread lived it.
#[must_use]
pub fn run(
    rules: &Rules,
    wanted: &Wanted,
    threads: usize,
    on_its_way: impl Fn(usize, Option<&Breach>) + Sync,
) -> Report {
    let numbers: Vec<u32> = match wanted.only {
        Some(only) => vec![only],
        None => (1..=wanted.cases).collect(),
    };
    let lived = Mutex::new(BTreeMap::new());
    let next = AtomicU32::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let place = usize::try_from(place).unwrap_or(usize::MAX);
                    let Some(number) = numbers.get(place).copied() else {
                        return;
                    };
                    let course = Course {
                        seed: wanted.seed,
                        number,
                        years: wanted.years,
                        faults: wanted.faults,
                    };
                    let life = live(rules, course);
                    let first = life.broken.first().map(|(at, broken)| Breach {
                        case: number,
                        at: *at,
                        broken: broken.clone(),
                    });
                    let mut lived = lived.lock().unwrap_or_else(PoisonError::into_inner);
                    lived.insert(number, life);
                    on_its_way(lived.len(), first.as_ref());
                }
            });
        }
    });
    told(lived.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// Puts the lives together, in the order of their numbers.
fn told(lived: BTreeMap<u32, Lived>) -> Report {
    let mut report = Report {
        cases: 0,
        tally: Tally::default(),
        digest: String::new(),
        breaches: Vec::new(),
    };
    let mut digest = Sha256::new();
    for (case, life) in lived {
        report.cases += 1;
        report.tally.take_in(life.tally);
        digest.update(life.digest);
        let breaches = life.broken.into_iter();
        report
            .breaches
            .extend(breaches.map(|(at, broken)| Breach { case, at, broken }));
    }
    report.digest = digest
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    report
}
