//! What is said of a day that was missed before nothing was asked of the person any more. A stop excuses what falls into it, and
//! nothing that happened before.

use super::Attendance;
use super::about::last_day_in_time;
use crate::domain::alert::{Alert, AlertState, ResolvedBecause};
use crate::domain::case::Case;
use crate::domain::dosing::stopped_on;
use crate::domain::obligation::Kind;
use crate::domain::rules::{Cause, Causes};
use crate::domain::time::{Now, civil_date};
use chrono::{DateTime, NaiveDate, Utc};

/// What an alert says that a stop ended.
pub(super) fn despite_stop(
    alert: &Alert,
    (ended_at, because): (DateTime<Utc>, ResolvedBecause),
    (case, causes): (&Case, &Causes),
    now: &Now,
) -> Attendance {
    if alert.kind != Kind::Dose {
        return Attendance::Justified;
    }
    let (on, said) = match alert.cause.family {
        Cause::Person => match case.said_not_given(alert.cycle, causes) {
            Some(entry) => (
                entry.content.occurred_on,
                Attendance::of_record(&entry.content, case, causes),
            ),
            None => return Attendance::Withdrawn,
        },
        // Its dates moved: nothing has closed without a record.
        Cause::Unexplained if because == ResolvedBecause::Replanned => return Attendance::Justified,
        // Where a good reason covered the last day, he was to come on the first after it, as far as that came before the stop.
        family => {
            let (last_on, ended_on) = (last_day_in_time(alert, now), civil_date(ended_at, now.zone));
            let on = match case.passage.missed_before(last_on, ended_on) {
                Some(missed_on) => missed_on,
                None if last_on < ended_on => return Attendance::Justified,
                None => last_on,
            };
            (on, Attendance::of_family(family))
        }
    };
    if stopped_on(case, on) {
        Attendance::Justified
    } else {
        said
    }
}

/// Since when nobody is asked anything about a miss that stands.
#[must_use]
pub fn over_since(alert: &Alert, attendance: Attendance, now: &Now) -> Option<NaiveDate> {
    let AlertState::Resolved { at, .. } = alert.state else {
        return None;
    };
    let stands = matches!(attendance, Attendance::NotAttended | Attendance::NoRecord);
    (stands && alert.kind == Kind::Dose).then(|| civil_date(at, now.zone))
}
