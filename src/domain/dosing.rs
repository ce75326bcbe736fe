//! When the next dose is due: a function of the doses given, the rulings, the holds and the protocol.

use super::case::Case;
use super::event::DoseGiven;
use super::ids::RecordId;
use super::obligation::{Because, Why};
use super::rules::{Demand, Keep, Protocol, Rules};
use super::ruling::Standing;
use super::schedule::Interval;
use super::time::{Now, civil_date, start_of_day};
use chrono::{Days, NaiveDate, TimeDelta};
use std::borrow::Cow;

/// The window of the one open dose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoseWindow {
    /// Number of the dose in the case.
    pub cycle: u32,
    /// Regimen under which it is due.
    pub regimen: RecordId,
    /// The day the series puts it on; lateness is counted from here, whatever froze in between.
    pub target_on: NaiveDate,
    /// First day on which it may be given.
    pub opens_on: NaiveDate,
    /// The day it is due.
    pub due_on: NaiveDate,
    /// Last day in time.
    pub closes_on: NaiveDate,
    /// Why.
    pub why: Why,
}

/// Until when a pack must be good to be one for a dose: it may be given on its last day in time, and what is late already is
/// given today at the earliest. The plan, the forecast and a recall go by it.
#[must_use]
pub fn pack_lasts_until(closes_on: NaiveDate, today: NaiveDate) -> NaiveDate {
    closes_on.max(today)
}

impl DoseWindow {
    /// Until when a pack must be good to be one for this dose, as of a day.
    #[must_use]
    pub fn lasts_until(&self, today: NaiveDate) -> NaiveDate {
        pack_lasts_until(self.closes_on, today)
    }

    /// Days from the target to a day; negative before it.
    #[must_use]
    pub fn days_late_on(&self, day: NaiveDate) -> i64 {
        (day - self.target_on).num_days()
    }

    /// Is a day inside of the window as it stands, wherever days without leave or the least interval have moved it? Then nobody
    /// is late with the dose, however far behind the series it lies.
    #[must_use]
    pub fn holds(&self, day: NaiveDate) -> bool {
        (self.opens_on..=self.closes_on).contains(&day)
    }

    /// Is it asked why a dose of a day is late? Not while the window is open: what a court or a physician barred before is
    /// nobody's lateness, and least of all the person's.
    #[must_use]
    pub fn asks_late_reason(&self, protocol: &Protocol, day: NaiveDate) -> bool {
        let band = protocol.band(self.days_late_on(day));
        band.is_some_and(|band| band.demands(Demand::LateReason)) && !self.holds(day)
    }
}

/// Why no dose is open. Never silent: every screen shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoDose {
    /// No ruling was recorded.
    NoRuling,
    /// The rulings do not allow it today.
    NotInForce(Standing),
    /// A medical hold stops it.
    Held {
        /// The hold.
        hold: RecordId,
        /// Since this day.
        since_on: NaiveDate,
        /// Intended end.
        until_on: Option<NaiveDate>,
    },
    /// A commission proposed to stop, and the procedure holds the doses until the court decides.
    WaitsForCourt {
        /// Since this day.
        since_on: NaiveDate,
    },
    /// No drug was chosen yet.
    NoRegimen,
    /// A commission looked again after the drug was chosen, and what it found excludes that drug: another one is chosen.
    DrugExcluded {
        /// What was found, by its identity in the course.
        found: String,
        /// The day of the examination.
        since_on: NaiveDate,
    },
    /// The date of birth was put right since the drug was chosen, and it is not given at his age on the day of the dose: another one
    /// is chosen.
    TooYoung {
        /// Completed years before which it is not given.
        years: u16,
        /// Known since this day.
        since_on: NaiveDate,
        /// The day on which he is old enough.
        until_on: NaiveDate,
    },
    /// The next dose would fall after the last day of the ruling: it is never planned.
    EndsBefore {
        /// The day it would have been due.
        target_on: NaiveDate,
        /// Last day of the ruling.
        last_on: NaiveDate,
    },
}

impl NoDose {
    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoRuling => "no-ruling",
            Self::NotInForce(standing) => standing.code(),
            Self::Held { .. } => "held",
            Self::WaitsForCourt { .. } => "waits-for-court",
            Self::NoRegimen => "no-regimen",
            Self::DrugExcluded { .. } => "drug-excluded",
            Self::TooYoung { .. } => "too-young",
            Self::EndsBefore { .. } => "ends-before",
        }
    }

    /// The day the reason speaks of, where it has one.
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        match self {
            Self::NotInForce(standing) => standing.day(),
            Self::Held { until_on, .. } => *until_on,
            Self::EndsBefore { last_on, .. } => Some(*last_on),
            Self::TooYoung { until_on, .. } => Some(*until_on),
            Self::WaitsForCourt { since_on } | Self::DrugExcluded { since_on, .. } => Some(*since_on),
            Self::NoRuling | Self::NoRegimen => None,
        }
    }
}

/// The interval in which treatment still works: that of the dose that works longest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cover<'r> {
    /// The protocol of what was given, which need not be the one that is followed now.
    pub protocol: &'r Protocol,
    /// Day of the dose.
    pub given_on: NaiveDate,
    /// Last day on which it works, as its own protocol says.
    pub until_on: NaiveDate,
}

impl Cover<'_> {
    /// Days without cover up to and including a day; zero while covered.
    #[must_use]
    pub fn days_uncovered_on(&self, day: NaiveDate) -> i64 {
        (day - self.until_on).num_days().max(0)
    }
}

/// Cover of the doses in effect. Each counts by the label of the drug that was given, whatever is prescribed now; what was
/// given under a case that rests works all the same.
#[must_use]
pub fn cover<'r>(case: &Case, rules: &'r Rules) -> Option<Cover<'r>> {
    let here = case.doses_in_effect().into_iter().filter_map(|entry| {
        let dose = &entry.content;
        let prescribed = case.regimens.iter().map(|entry| &entry.content);
        let prescribed = prescribed.rev().find(|regimen| regimen.id == dose.regimen)?;
        let protocol = rules.protocol(&prescribed.protocol, prescribed.version)?;
        Some((protocol, dose.given_on))
    });
    let elsewhere = case
        .doses_elsewhere()
        .filter_map(|dose| Some((rules.protocol_on(&dose.product, dose.given_on)?, dose.given_on)));
    here.chain(elsewhere)
        .map(|(protocol, given_on)| Cover {
            protocol,
            given_on,
            until_on: protocol.covered_until(given_on),
        })
        .max_by_key(|cover| (cover.until_on, cover.given_on))
}

/// Number of the open dose: one more than the last that counts. A dose voided in the middle of a history is
/// not asked for again, a voided last one is.
#[must_use]
pub fn open_cycle(case: &Case) -> u32 {
    case.doses_in_effect()
        .iter()
        .map(|entry| entry.content.cycle)
        .max()
        .unwrap_or(0)
        + 1
}

/// The open dose, or the reason for none.
///
/// # Errors
/// [`NoDose`], the recorded reason.
pub fn next_dose(case: &Case, protocol: Option<&Protocol>, now: &Now) -> Result<DoseWindow, NoDose> {
    let today = now.today();
    let standing = case.standing_at(now).ok_or(NoDose::NoRuling)?;
    let Standing::InForce { .. } = standing else {
        return Err(NoDose::NotInForce(standing));
    };
    if let Some(hold) = case.hold_at(now.instant, today) {
        return Err(NoDose::Held {
            hold: hold.placed.id,
            since_on: hold.placed.placed_on,
            until_on: hold.until_on,
        });
    }
    if let Some(since_on) = case.waits_for_court_on(today) {
        return Err(NoDose::WaitsForCourt { since_on });
    }
    let (Some(regimen), Some(protocol)) = (case.regimen(), protocol) else {
        return Err(NoDose::NoRegimen);
    };
    if let Some(clearance) = case.clearance()
        && let Some(excluded) = clearance.excludes(protocol)
    {
        return Err(NoDose::DrugExcluded {
            found: excluded.id.clone(),
            since_on: clearance.examined_on,
        });
    }
    // What a commission found about this body under a case that rests is known here since they were merged.
    if let Some((excluded, since_on)) = case.excluded_elsewhere(protocol) {
        return Err(NoDose::DrugExcluded {
            found: excluded.id.clone(),
            since_on,
        });
    }
    let window = window(case, regimen.id, regimen.first_on, protocol, now);
    if let Some((born_on, known_at)) = case.births.last().copied()
        && let Some(years) = protocol.too_young(born_on, window.due_on.max(today))
    {
        return Err(NoDose::TooYoung {
            years,
            since_on: civil_date(known_at, now.zone),
            until_on: Interval::Months(years.saturating_mul(12)).after(born_on),
        });
    }
    // A ruling that follows without a gap carries the plan on.
    match case.in_force_through(today) {
        Some(last_on) if window.due_on > last_on => Err(NoDose::EndsBefore {
            target_on: window.due_on,
            last_on,
        }),
        _ => Ok(window),
    }
}

/// The case as it bore on a dose when that was given, but for the other doses: under its drug, and without what happened, was
/// examined or became known by a merging only afterwards. What was written down late of an earlier time counts.
#[must_use]
pub fn bearing_on(case: &Case, dose: &DoseGiven) -> Case {
    let mut then = case.clone();
    let mut regimens = case.regimens.iter();
    let followed = regimens.position(|entry| entry.content.id == dose.regimen);
    then.regimens
        .truncate(followed.map_or(0, |followed| followed + 1));
    then.incidents
        .retain(|entry| entry.content.occurred_at < dose.occurred_at);
    // A commission that looked on the day of the dose looked before it if that was on record by then.
    then.clearances.retain(|entry| {
        let examined_on = entry.content.examined_on;
        let on_record = entry.recorded_at <= dose.occurred_at;
        examined_on < dose.given_on || (examined_on == dose.given_on && on_record)
    });
    for merging in &mut then.merges {
        let merged = &mut merging.merged;
        merged.doses.retain(|other| other.occurred_at < dose.occurred_at);
        // What a commission found elsewhere is known here since the two were merged.
        if merging.at > dose.occurred_at {
            merged.beside.clearance = None;
        }
    }
    then
}

/// The dose as it is planned: as [`next_dose`], but nothing is planned for a day on which a court is known to have
/// ended the measure. What was given before that day is taken down all the same: this is about planning.
///
/// # Errors
/// [`NoDose`], the recorded reason.
pub fn planned_dose(case: &Case, protocol: Option<&Protocol>, now: &Now) -> Result<DoseWindow, NoDose> {
    let window = next_dose(case, protocol, now)?;
    let today = now.today();
    let stops_on = case.stops_running_on(today);
    match stops_on.and_then(|stops_on| stops_on.pred_opt()) {
        Some(last_on) if window.due_on > last_on => Err(NoDose::EndsBefore {
            target_on: window.due_on,
            last_on,
        }),
        _ => Ok(window),
    }
}

/// What the doses of a regimen say about the next target: an anchor and a number of intervals.
struct Series {
    anchor_on: NaiveDate,
    steps: u32,
    last_given_on: Option<NaiveDate>,
    because: Vec<Because>,
}

impl Series {
    fn of(case: &Case, regimen: RecordId, first_on: NaiveDate, protocol: &Protocol) -> Self {
        let mut series = Self {
            anchor_on: first_on,
            steps: 0,
            last_given_on: None,
            because: vec![Because::FirstDoseSet { on: first_on }],
        };
        let doses = case.doses_in_effect();
        for dose in doses.iter().filter(|entry| entry.content.regimen == regimen) {
            series.take(dose.content.given_on, protocol);
        }
        series
    }

    fn target(&self, protocol: &Protocol) -> NaiveDate {
        super::schedule::nth(self.anchor_on, protocol.interval.every, self.steps)
    }

    /// Inside the window the protocol may keep the series; outside it the given day is the new anchor.
    fn take(&mut self, given_on: NaiveDate, protocol: &Protocol) {
        let target_on = self.target(protocol);
        let off = (given_on - target_on).num_days();
        self.last_given_on = Some(given_on);
        let counted = match protocol.anchor_after(target_on, given_on) {
            Keep::Target => {
                self.steps += 1;
                Because::SeriesKept { given_on }
            }
            Keep::Given => {
                self.anchor_on = given_on;
                self.steps = 1;
                Because::ReAnchored {
                    given_on,
                    days_off_target: off,
                }
            }
        };
        self.because = vec![
            counted,
            Because::CountedFrom {
                anchor_on: self.anchor_on,
                steps: self.steps,
                every: protocol.interval.every,
            },
        ];
    }
}

fn window(case: &Case, regimen: RecordId, first_on: NaiveDate, protocol: &Protocol, now: &Now) -> DoseWindow {
    let series = Series::of(case, regimen, first_on, protocol);
    let target_on = series.target(protocol);
    let mut because = series.because;
    // After another regimen the first dose has the day its doctor set, knowing what was given before: a window
    // that opened earlier could open on the heels of the last dose.
    let changed = series.last_given_on.is_none() && !case.doses_in_effect().is_empty();
    let mut opens_on = if changed {
        target_on
    } else {
        protocol.opens_on(target_on)
    };
    let mut due_on = target_on;

    // An injection that was no dose of the plan is in the body all the same, and so is the same product given
    // under an earlier prescription. Another product is a doctor's decision of its own.
    let irregular = case
        .incidents
        .iter()
        .filter(|entry| entry.voided.is_none() && entry.content.injected)
        .map(|entry| entry.content.occurred_on);
    let last_injection = case
        .doses_in_effect()
        .iter()
        .map(|entry| &entry.content)
        .filter(|dose| dose.regimen == regimen || dose.product == protocol.id)
        .map(|dose| dose.given_on)
        .chain(irregular)
        .chain(case.doses_elsewhere().map(|dose| dose.given_on))
        .max();
    if let Some(given_on) = last_injection {
        let minimum_days = protocol.minimum.days.into();
        let least = later(given_on, minimum_days);
        if least > opens_on {
            because.push(Because::LeastInterval {
                given_on,
                minimum_days,
            });
            opens_on = least;
            due_on = due_on.max(least);
        }
    }
    let too_young = case.too_young_days(protocol, now.zone);
    if let Some((from_on, until_on)) = last_freeze(case, &too_young, series.last_given_on, now.today()) {
        opens_on = opens_on.max(until_on);
        if until_on > due_on {
            let restart_within_days = protocol.restart.within_days.into();
            due_on = later(until_on, restart_within_days);
            because.push(Because::Frozen {
                from_on,
                until_on,
                restart_within_days,
            });
        }
    }
    DoseWindow {
        cycle: open_cycle(case),
        regimen,
        target_on,
        opens_on,
        due_on,
        closes_on: protocol.closes_on(due_on),
        why: Why {
            rule: protocol.rule(),
            because,
        },
    }
}

/// The last stretch of days after a dose, up to today, on which no dose could lawfully be given:
/// its first day and the first free day after it. `too_young` are those on which he was too young for the drug.
pub(in crate::domain) fn last_freeze(
    case: &Case,
    too_young: &[(NaiveDate, NaiveDate)],
    after: Option<NaiveDate>,
    today: NaiveDate,
) -> Option<(NaiveDate, NaiveDate)> {
    let over = Freezes::until(case, too_young, today).over;
    over.filter(|(_, until_on)| after.is_none_or(|given_on| *until_on > given_on))
}

/// Does a day lie in a stop, as far as that is known now?
pub(in crate::domain) fn stopped_on(case: &Case, day: NaiveDate) -> bool {
    Freezes::until(case, &[], day).stands_since.is_some()
}

/// A window that had closed with nothing given before the doses were stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BeforeStop {
    /// As it was planned in the last moment before.
    pub window: DoseWindow,
    /// The first day of the stop.
    pub stopped_on: NaiveDate,
}

/// What was missed before each stop since the last dose: a stop takes back nothing of that, whether it stands or is over.
pub(in crate::domain) fn before_stops(case: &Case, rules: &Rules, now: &Now) -> Vec<BeforeStop> {
    let Some(protocol) = followed(case, rules) else {
        return Vec::new();
    };
    let too_young = case.too_young_days(protocol, now.zone);
    let doses = case.doses_in_effect();
    let given_on = doses.iter().map(|entry| entry.content.given_on).max();
    let begun = Freezes::until(case, &too_young, now.today()).begun.into_iter();
    begun
        .filter(|day| *day > case.opened_on && given_on.is_none_or(|given_on| *day > given_on))
        .filter_map(|stopped_on| before_stop(case, rules, stopped_on, now))
        .collect()
}

fn before_stop(case: &Case, rules: &Rules, stopped_on: NaiveDate, now: &Now) -> Option<BeforeStop> {
    let eve = Now {
        instant: start_of_day(stopped_on, now.zone) - TimeDelta::microseconds(1),
        zone: now.zone,
    };
    let then = known_before(case, stopped_on, &eve);
    let window = next_dose(&then, followed(&then, rules), &eve).ok()?;
    (window.closes_on < stopped_on).then_some(BeforeStop { window, stopped_on })
}

/// The case without the drug that was chosen, the injections that were made and the examinations that took place only since a
/// stop began: they move the window that is open now, and not the one that was missed before.
fn known_before<'c>(case: &'c Case, stopped_on: NaiveDate, eve: &Now) -> Cow<'c, Case> {
    let chosen = case
        .regimens
        .iter()
        .filter(|entry| entry.recorded_at <= eve.instant)
        .count();
    let mut incidents = case.incidents.iter();
    let mut clearances = case.clearances.iter();
    let since = chosen < case.regimens.len()
        || incidents.any(|entry| entry.content.occurred_at > eve.instant)
        || clearances.any(|entry| entry.content.examined_on >= stopped_on);
    if !since {
        return Cow::Borrowed(case);
    }
    let mut then = case.clone();
    then.regimens.truncate(chosen);
    then.incidents
        .retain(|entry| entry.content.occurred_at <= eve.instant);
    then.clearances
        .retain(|entry| entry.content.examined_on < stopped_on);
    Cow::Owned(then)
}

/// The protocol of the drug that was chosen last.
fn followed<'r>(case: &Case, rules: &'r Rules) -> Option<&'r Protocol> {
    let regimen = case.regimen()?;
    rules.protocol(&regimen.protocol, regimen.version)
}

/// The days, up to one of them, on which no dose could lawfully be given.
struct Freezes {
    /// The last stretch that is over: its first day and the first free day after it.
    over: Option<(NaiveDate, NaiveDate)>,
    /// The first day of the stretch that is not over.
    stands_since: Option<NaiveDate>,
    /// The first day of each stretch, in order.
    begun: Vec<NaiveDate>,
}

impl Freezes {
    fn until(case: &Case, too_young: &[(NaiveDate, NaiveDate)], today: NaiveDate) -> Self {
        let frozen = |day: NaiveDate| {
            !case.standing_on(day).is_some_and(|standing| standing.in_force())
                || case
                    .holds
                    .iter()
                    .any(|hold| hold.placed.placed_on <= day && hold.lifted_on.is_none_or(|free| day < free))
                || case.waits_for_court_on(day).is_some()
                // Nobody could give what the register said was over, and nobody is late with it.
                || case.barred_by_mistake(day)
                || too_young.iter().any(|(from_on, until_on)| (*from_on..*until_on).contains(&day))
        };
        let waits = case
            .waits_for_court()
            .flat_map(|(from_on, until_on)| [Some(from_on), until_on]);
        let mut days: Vec<NaiveDate> = case
            .turning_days()
            .chain(case.holds.iter().map(|hold| hold.placed.placed_on))
            .chain(waits.flatten())
            .chain(case.mistaken_days())
            .chain(
                too_young
                    .iter()
                    .flat_map(|(from_on, until_on)| [*from_on, *until_on]),
            )
            .chain([case.opened_on])
            // What a court did before the case was opened here froze no dose of it.
            .filter(|day| (case.opened_on..=today).contains(day))
            .collect();
        days.sort_unstable();
        days.dedup();
        let mut freezes = Self {
            over: None,
            stands_since: None,
            begun: Vec::new(),
        };
        for day in days {
            match (frozen(day), freezes.stands_since) {
                (true, None) => {
                    freezes.stands_since = Some(day);
                    freezes.begun.push(day);
                }
                (false, Some(from_on)) => {
                    freezes.over = Some((from_on, day));
                    freezes.stands_since = None;
                }
                _ => {}
            }
        }
        freezes
    }
}

fn later(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days)))
        .unwrap_or(NaiveDate::MAX)
}
