//! Which day an alert is about.

use crate::domain::alert::{Alert, AlertState, ResolvedBecause};
use crate::domain::case::Case;
use crate::domain::dosing::{BeforeStop, before_stops};
use crate::domain::obligation::Kind;
use crate::domain::plan::Plan;
use crate::domain::rules::{Cause, Causes, Rules};
use crate::domain::time::{Now, civil_date};
use chrono::NaiveDate;
use std::sync::OnceLock;

/// The days that the alerts of a case are about. What was missed before its stops is worked out once, and only where an alert
/// asks for it.
#[derive(Debug)]
pub struct Days<'a> {
    case: &'a Case,
    rules: &'a Rules,
    now: &'a Now,
    before_stops: OnceLock<Vec<BeforeStop>>,
}

impl<'a> Days<'a> {
    /// For a case at a moment.
    #[must_use]
    pub fn of(case: &'a Case, rules: &'a Rules, now: &'a Now) -> Self {
        Self {
            case,
            rules,
            now,
            before_stops: OnceLock::new(),
        }
    }

    /// The day an alert is about: when the person came, where it says that he did; else the day that was missed. A dose that was
    /// given once a reason not to come had passed moves no day that it is said of.
    #[must_use]
    pub fn about_on(&self, alert: &Alert, plan: &Plan) -> NaiveDate {
        came_on(alert, self.case).unwrap_or_else(|| self.missed_on(alert, plan))
    }

    /// The day that was missed: when nothing was given, or the person did not come; else the last day in time or, where a good
    /// reason covered that, the first on which he could have come, once it is over.
    #[must_use]
    pub fn missed_on(&self, alert: &Alert, plan: &Plan) -> NaiveDate {
        let (case, now) = (self.case, self.now);
        // A miss that nobody explained is not about an earlier day that somebody did explain.
        let explained = missed_by(alert, case, &self.rules.causes) != Cause::Unexplained;
        let record = || {
            let told = case.said_not_given(alert.cycle, &self.rules.causes);
            told.filter(|_| explained).map(|entry| entry.content.occurred_on)
        };
        let stopped_since = ended_by_a_stop(alert, now);
        // The window that a stop moved is not the one that was missed before it.
        let owed = || {
            let owed = plan.obligation(alert.key()).filter(|_| stopped_since.is_none());
            owed.map(|owed| owed.closes_on)
        };
        let last_day = || last_day_in_time(alert, now);
        if alert.kind != Kind::Dose {
            // Once it is over, what is planned under its number may be of another day.
            return owed().filter(|_| alert.live()).unwrap_or_else(last_day);
        }
        let in_time = || {
            let closed = owed().or_else(|| self.closed_before_a_stop(alert.cycle, stopped_since));
            let day = closed.unwrap_or_else(last_day);
            let excused = matches!(
                alert.state,
                AlertState::Resolved {
                    because: ResolvedBecause::Unavailable,
                    ..
                }
            );
            // The first day for it may lie in the stop, or be the one on which he came.
            let came_on = came_on(alert, case);
            let until_on = stopped_since.or(came_on).unwrap_or(now.today());
            let missed = case.passage.missed_before(day, until_on);
            missed
                .filter(|_| !excused)
                .unwrap_or_else(|| came_on.map_or(day, |on| on.max(day)))
        };
        record().unwrap_or_else(in_time)
    }

    /// The last day of the window of a dose that had closed before the last stop, or before the one that began by a day.
    fn closed_before_a_stop(&self, cycle: u32, stopped_since: Option<NaiveDate>) -> Option<NaiveDate> {
        let known = || before_stops(self.case, self.rules, self.now);
        let mut stops = self.before_stops.get_or_init(known).iter();
        let before = stops.rfind(|before| {
            let by_then = stopped_since.is_none_or(|since| before.stopped_on <= since);
            by_then && before.window.cycle == cycle
        });
        before.map(|before| before.window.closes_on)
    }
}

/// The day that one alert is about: [`Days::about_on`].
#[must_use]
pub fn about_on(alert: &Alert, case: &Case, plan: &Plan, rules: &Rules, now: &Now) -> NaiveDate {
    Days::of(case, rules, now).about_on(alert, plan)
}

/// The day that was missed by one alert: [`Days::missed_on`].
#[must_use]
pub fn missed_on(alert: &Alert, case: &Case, plan: &Plan, rules: &Rules, now: &Now) -> NaiveDate {
    Days::of(case, rules, now).missed_on(alert, plan)
}

/// In whose sphere the miss lies that an alert is about. While a reason of later days runs nothing turns the alert: where a
/// record that he did not come was excused or struck out meanwhile, nobody explained the day that was missed instead.
pub(super) fn missed_by(alert: &Alert, case: &Case, causes: &Causes) -> Cause {
    let paused = matches!(
        alert.state,
        AlertState::Resolved {
            because: ResolvedBecause::Paused,
            ..
        }
    );
    let recorded = || case.unexcused(alert.cycle, causes).is_some();
    match alert.cause.family {
        Cause::Person if paused && !recorded() => Cause::Unexplained,
        family => family,
    }
}

/// When the person came, where an alert says that he did.
fn came_on(alert: &Alert, case: &Case) -> Option<NaiveDate> {
    let attended = matches!(
        alert.state,
        AlertState::Resolved {
            because: ResolvedBecause::DoseGiven,
            ..
        }
    );
    let given = case
        .dose_of(alert.cycle)
        .filter(|_| attended && alert.kind == Kind::Dose);
    given.map(|entry| entry.content.given_on)
}

/// The last day on which nothing was late yet, as far as the alert itself says.
pub(super) fn last_day_in_time(alert: &Alert, now: &Now) -> NaiveDate {
    let first_late_day = civil_date(alert.due_at, now.zone);
    first_late_day.pred_opt().unwrap_or(first_late_day)
}

/// The day on which it ended because nothing may be asked of the person for now, or any more.
fn ended_by_a_stop(alert: &Alert, now: &Now) -> Option<NaiveDate> {
    use ResolvedBecause::{Ended, Held, Merged, Suspended, WaitsForCourt};
    match alert.state {
        AlertState::Resolved {
            at,
            because: Held | Suspended | Ended | WaitsForCourt | Merged,
        } => Some(civil_date(at, now.zone)),
        _ => None,
    }
}
