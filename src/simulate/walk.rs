//! One life by chance: people do what is owed, mostly in time, and things go wrong.

mod duties;
mod mischief;
mod outside;
mod passing;
mod supplies;

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::Broken;
use super::chance::Chance;
use super::life::{CLINIC, FAR_CLINIC, Life, PRISON, PROBATION};
use super::run::{Lived, Tally};
use super::step::{Step, take};
use crate::domain::alert::Alert;
use crate::domain::obligation::{Kind, Obligation};
use crate::domain::rules::Rules;
use crate::domain::ruling::{RulingStep, Standing};
use crate::domain::time::{Now, start_of_day};

/// The first day on which a life may begin: under the procedure before the present one.
const FIRST_DAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2023, 6, 1);
/// Lives begin within so many days from then, so that some begin under either procedure.
const BEGINNINGS: u32 = 1_200;
/// So many events of one day are far more than people record about one person.
const MOST_OF_A_DAY: usize = 300;

/// What is wanted of a life.
#[derive(Clone, Copy, Debug)]
pub(super) struct Course {
    pub(super) seed: u64,
    pub(super) number: u32,
    pub(super) years: u32,
    /// So many things go wrong in a year, about.
    pub(super) faults: u16,
}

/// Lives one case to its end.
pub(super) fn live(rules: &Rules, course: Course) -> Lived {
    // The seed is stirred first: neighbouring seeds tell other lives, not the same ones under other numbers.
    let seed = Chance::new(course.seed)
        .draw()
        .wrapping_add(u64::from(course.number));
    let mut chance = Chance::new(Chance::new(seed).draw());
    let zones: Vec<_> = rules.places.regions.iter().map(|region| region.zone).collect();
    let zone = chance.pick(&zones).copied().unwrap_or(chrono_tz::Tz::UTC);
    let begins_on = FIRST_DAY.unwrap_or_default() + Days::new(chance.below(BEGINNINGS).into());
    let instant = start_of_day(begins_on, zone) + TimeDelta::hours(9);
    let ends = instant + TimeDelta::days(i64::from(course.years) * 365);
    let mut walk = Walk {
        life: Life::begin(rules, Now { instant, zone }, false),
        chance,
        tally: Tally::default(),
        faults: course.faults > 0,
        most_quiet: 2 * 365 / i64::from(course.faults.max(1)),
        in_vain: None,
        down_until: None,
        mischief_at: instant,
        day: (begins_on, 0),
        outside: outside::chance_of(seed).filter(|_| course.faults > 0),
        passing: passing::chance_of(seed).filter(|_| course.faults > 0),
    };
    if walk.once_in(6) {
        walk.act(&Step::Import);
    }
    walk.ruled();
    if walk.once_in(2) {
        walk.release_named();
    }
    while walk.life.now.instant < ends && !walk.day_has_no_end() {
        walk.turn();
    }
    walk.end()
}

struct Walk<'r> {
    life: Life<'r>,
    chance: Chance,
    tally: Tally,
    faults: bool,
    /// What somebody could do nothing about the last time.
    in_vain: Option<(Kind, u32)>,
    /// Until then nothing sweeps.
    down_until: Option<DateTime<Utc>>,
    /// Then the next thing goes wrong.
    mischief_at: DateTime<Utc>,
    /// So many days may pass without.
    most_quiet: i64,
    /// The day it is, and how many events had been recorded before it.
    day: (NaiveDate, usize),
    /// By which it befalls him what befalls some outside; none where nothing of it does.
    outside: Option<Chance>,
    /// By which somebody says that what was found is over; none where it is left to the lifting of a hold.
    passing: Option<Chance>,
}

impl Walk<'_> {
    /// Once in so many times.
    fn once_in(&mut self, times: u32) -> bool {
        self.chance.below(times) == 0
    }

    /// A number of days from one up to another.
    fn days(&mut self, from: i64, to: i64) -> i64 {
        let span = u32::try_from(to - from).unwrap_or(0).saturating_add(1);
        from + i64::from(self.chance.below(span))
    }

    fn any(&mut self) -> usize {
        usize::try_from(self.chance.below(1 << 16)).unwrap_or_default()
    }

    /// The court speaks for the first time.
    fn ruled(&mut self) {
        let for_days = (!self.once_in(4)).then(|| self.days(150, 900));
        let draft = self.once_in(8);
        let in_days = if draft || self.once_in(6) {
            None
        } else {
            Some(self.days(-5, 40))
        };
        self.act(&Step::Ruling {
            in_days,
            for_days,
            draft,
        });
        if draft {
            self.wait(1, 20);
            self.court(RulingStep::Announced, 0);
        }
        if in_days.is_none() {
            self.wait(1, 20);
            self.court(RulingStep::EnteredIntoForce, 0);
        }
    }

    /// A paper names, or changes, the day of release.
    pub(super) fn release_named(&mut self) -> bool {
        let (in_days, because) = (self.days(-2, 500), self.any());
        self.act(&Step::ReleaseDate { in_days, because })
    }

    fn court(&mut self, step: RulingStep, in_days: i64) {
        let (for_days, police) = match step {
            RulingStep::Extended => {
                let today = self.life.now.today();
                let last = self.life.case.rulings.last();
                // What has no last day may be extended without one.
                let endless = last.is_some_and(|file| file.until_on(today).is_none());
                let stays = endless && self.once_in(2);
                ((!stays).then(|| self.days(150, 700)), None)
            }
            RulingStep::Varied => {
                let police = self.once_in(2).then(|| self.once_in(2));
                (self.once_in(2).then(|| self.days(60, 700)), police)
            }
            _ => (None, None),
        };
        self.act(&Step::Court {
            step,
            in_days,
            back: 0,
            for_days,
            police,
        });
    }

    /// On no day is so much written down: people who do again and again what is asked for again and again would go on for
    /// ever. That is broken, and the life ends there.
    fn day_has_no_end(&mut self) -> bool {
        let (today, recorded) = (self.life.now.today(), self.life.history.len());
        if today != self.day.0 {
            self.day = (today, recorded);
        }
        let of_today = self.life.history.get(self.day.1..).unwrap_or_default();
        if of_today.len() <= MOST_OF_A_DAY {
            return false;
        }
        let mut verbs: BTreeMap<&str, usize> = BTreeMap::new();
        for recorded in of_today {
            *verbs.entry(recorded.event.verb()).or_default() += 1;
        }
        let owed = &self.life.planned().obligations;
        let found = format!("{verbs:?}, and still owed: {owed:?}");
        self.life.note(vec![Broken::new("a day comes to an end", found)]);
        true
    }

    /// Days pass, with the sweep coming by unless it is down.
    fn wait(&mut self, from: i64, to: i64) {
        let days = self.days(from, to);
        let hour = self.days(8, 17);
        let on = self.life.now.today() + TimeDelta::days(days);
        self.until(start_of_day(on, self.life.now.zone) + TimeDelta::hours(hour));
    }

    fn until(&mut self, at: DateTime<Utc>) {
        let at = at.max(self.life.now.instant + TimeDelta::minutes(7));
        if let Some(down) = self.down_until.take() {
            self.life.pass_until(down.min(at));
            if at <= down {
                self.down_until = Some(down);
                return;
            }
        }
        self.life.pass_attended(at);
    }

    /// Takes a step, and counts what became of it.
    fn act(&mut self, step: &Step) -> bool {
        let outcome = take(&mut self.life, step);
        match &outcome {
            Ok(()) => self.tally.add("steps", step.name()),
            Err(refusals) => {
                for refusal in refusals {
                    self.tally.add("refusals", refusal.code());
                }
            }
        }
        outcome.is_ok()
    }

    fn fault(&mut self, name: &'static str) {
        self.tally.add("faults", name);
    }

    /// Somebody looks at what is owed, does one thing of it, and something may go wrong.
    fn turn(&mut self) {
        let waits = [Kind::RepairLadder, Kind::TakeUpAlert, Kind::DecideLateDose];
        let mut owed = self.life.planned().obligations.clone();
        owed.retain(|owed| !waits.contains(&owed.kind));
        owed.sort_by_key(|owed| (owed.due_on, owed.key()));
        // Whoever could do nothing about it the last time lets others go first.
        if owed.len() > 1 {
            owed.retain(|owed| Some(owed.key()) != self.in_vain);
        }
        let first = if self.once_in(6) { 3 } else { 1 };
        owed.truncate(first);
        if let Some(owed) = self.chance.pick(&owed).cloned() {
            let at = self.moment_for(&owed);
            self.until(at);
            // What was owed then may have gone meanwhile.
            if self.life.planned().obligation(owed.key()).is_some() {
                let before = self.life.case.version;
                self.discharge(&owed);
                // Whoever could do nothing about it comes back another day, not a few minutes later.
                let done = self.life.case.version != before;
                self.in_vain = (!done).then_some(owed.key());
                if !done {
                    self.tally.add("nothing done about", owed.kind.code());
                    self.wait(1, 6);
                }
            }
        } else {
            self.idle();
        }
        self.unstick();
        self.stock_up();
        if self.faults && self.life.now.instant >= self.mischief_at {
            self.mischief();
            let quiet = self.days(1, self.most_quiet.max(1));
            self.mischief_at = self.life.now.instant + TimeDelta::days(quiet);
        }
        self.outside();
        self.passing();
    }

    /// Somebody answers what climbs, and a court takes up what it stopped.
    fn unstick(&mut self) {
        if self.life.case.alerts.iter().any(Alert::live) {
            let bodies = [PRISON, PROBATION, CLINIC];
            let (body, action) = (bodies[self.any() % bodies.len()], self.any());
            self.act(&Step::Answer { body, action });
        }
        let stopped = matches!(
            self.life.case.standing_at(&self.life.now),
            Some(Standing::Suspended { .. })
        );
        if stopped && self.once_in(5) {
            self.court(RulingStep::Resumed, 0);
        }
        let today = self.life.now.today();
        let last = self.life.case.rulings.last();
        if last.is_some_and(|file| file.appealed_on(today).is_some()) && self.once_in(8) {
            self.court(RulingStep::AppealDecided, 0);
        }
    }

    /// Nothing is owed: the case waits for a court, or is over.
    fn idle(&mut self) {
        self.wait(5, 60);
        match self.life.case.standing_at(&self.life.now) {
            Some(Standing::NotYetInForce { .. }) if self.once_in(2) => {
                self.bring_ruling();
            }
            Some(Standing::EndedByTerm { .. }) if self.faults && self.once_in(4) => {
                self.fault("court-papers-late");
                let back = self.days(-80, 0);
                self.court(RulingStep::Extended, back);
            }
            Some(Standing::EndedByTerm { .. } | Standing::EndedByCourt { .. } | Standing::Quashed { .. })
                if self.once_in(12) =>
            {
                let (in_days, for_days) = (self.days(-20, 30), self.days(150, 900));
                self.act(&Step::Ruling {
                    in_days: Some(in_days),
                    for_days: Some(for_days),
                    draft: false,
                });
            }
            _ => {}
        }
    }

    /// When somebody gets round to it: mostly about the day it is due, sometimes late, now and then very late.
    fn moment_for(&mut self, owed: &Obligation) -> DateTime<Utc> {
        let days = match self.chance.below(if self.faults { 20 } else { 16 }) {
            _ if owed.kind == Kind::Extension => -self.days(1, self.most_quiet.max(1)),
            0..=12 => self.days(-3, 0),
            13..=15 => self.days(0, 3),
            16..=18 => self.days(3, 14),
            _ => self.days(14, 90),
        };
        let hour = self.days(8, 17);
        let on = owed.due_on + TimeDelta::days(days);
        start_of_day(on, self.life.now.zone) + TimeDelta::hours(hour)
    }

    fn end(mut self) -> Lived {
        self.life.sweep();
        let here = self.life.case.place_on(self.life.now.today());
        let outside = matches!(here, Some(CLINIC | FAR_CLINIC));
        self.tally
            .add("at the end", if outside { "outside" } else { "inside" });
        Lived::of(self.life, self.tally)
    }
}
