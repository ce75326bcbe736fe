//! What a supervising body may know of a case: whether the person came, and when and where the next visit is.
//!
//! These types have no field for drug, dose, lot, check, diagnosis or cause. What is not here cannot be printed,
//! searched for, sent or logged; so every page, list and row that supervision can reach is made from here.

mod about;
mod against;
mod stopped;
mod whereabouts;

pub use about::{Days, about_on, missed_on};
pub use against::Against;
pub use stopped::over_since;
pub use whereabouts::Missing;

use super::alert::{Alert, AlertState, ResolvedBecause};
use super::case::{Case, Entry};
use super::dosing::{DoseWindow, NoDose, before_stops};
use super::event::DoseNotGiven;
use super::ids::OrganisationId;
use super::obligation::Kind;
use super::plan::{Plan, Waits};
use super::rules::{Cause, Causes, Rules};
use super::ruling::Standing;
use super::time::Now;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Whether somebody came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attendance {
    /// Came.
    Attended,
    /// Did not come without a reason, or refused.
    NotAttended,
    /// Did not take place, for a reason that does not lie with the person.
    Justified,
    /// Nothing was recorded; why is not established.
    NoRecord,
    /// What was recorded was wrong as a whole, and was withdrawn.
    Withdrawn,
}

impl Attendance {
    /// Every one.
    pub const ALL: [Self; 5] = [
        Self::Attended,
        Self::NotAttended,
        Self::Justified,
        Self::NoRecord,
        Self::Withdrawn,
    ];

    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Attended => "attended",
            Self::NotAttended => "not-attended",
            Self::Justified => "justified",
            Self::NoRecord => "no-record",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The one with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }

    /// The family of a cause decides alone; which cause of the family it was is never told.
    #[must_use]
    pub fn of_family(family: Cause) -> Self {
        match family {
            Cause::Person => Self::NotAttended,
            Cause::Unexplained => Self::NoRecord,
            Cause::Clinical | Cause::Supply | Cause::Transport | Cause::Staff | Cause::Law => Self::Justified,
        }
    }

    /// What a record says now that a dose was not given: an absence on a day that a good reason covers is justified.
    #[must_use]
    pub fn of_record(record: &DoseNotGiven, case: &Case, causes: &Causes) -> Self {
        if case.excuses(record, causes) {
            return Self::Justified;
        }
        Self::as_written(record, causes)
    }

    /// What a record says by its own words, whatever is known of that day beside it.
    fn as_written(record: &DoseNotGiven, causes: &Causes) -> Self {
        let family = causes.reason(&record.cause).map(|reason| reason.family);
        Self::of_family(family.unwrap_or(Cause::Unexplained))
    }

    /// What an alert says about attendance now. That nothing is asked any more since a stop excuses no day before it.
    #[must_use]
    pub fn of_alert(alert: &Alert, case: &Case, causes: &Causes, now: &Now) -> Self {
        match alert.state {
            AlertState::Climbing { .. } | AlertState::Acknowledged { .. } | AlertState::Resting { .. } => {
                Self::of_family(alert.cause.family)
            }
            AlertState::Resolved { at, because } => match because {
                ResolvedBecause::DoseGiven => Self::Attended,
                ResolvedBecause::Discharged if alert.kind == Kind::Dose => Self::Attended,
                // What others did or left undone says nothing of him; nor does a reason of later days of the one he missed.
                ResolvedBecause::Discharged | ResolvedBecause::Lapsed => Self::of_family(alert.cause.family),
                ResolvedBecause::Paused => Self::of_family(about::missed_by(alert, case, causes)),
                ResolvedBecause::Held
                | ResolvedBecause::Suspended
                | ResolvedBecause::Ended
                | ResolvedBecause::WaitsForCourt
                | ResolvedBecause::Merged
                | ResolvedBecause::Replanned => {
                    stopped::despite_stop(alert, (at, because), (case, causes), now)
                }
                ResolvedBecause::Unavailable => Self::Justified,
                ResolvedBecause::Voided => Self::Withdrawn,
            },
        }
    }
}

/// A visit until now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Visit {
    /// The day.
    pub on: NaiveDate,
    /// Whether the person came.
    pub attendance: Attendance,
    /// What was said before, where that was corrected.
    pub earlier: Option<Attendance>,
    /// Where.
    pub place: OrganisationId,
    /// When it was written down; `None` where nothing was.
    pub recorded_at: Option<DateTime<Utc>>,
}

/// The next visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Next {
    /// On this day.
    On(NaiveDate),
    /// Once this day is over: until then there is a good reason not to come.
    After(NaiveDate),
    /// The day has passed, and the person is to come at once.
    AtOnce,
    /// Nobody is expected before those who treat have said on which day.
    Named,
}

/// What the next visit follows from. The lists keep it, so that they say what the page of the case says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// The day that is planned.
    pub due_on: Option<NaiveDate>,
    /// The further attempt that was agreed when the person came and nothing was given, or did not come.
    pub attempt_on: Option<NaiveDate>,
    /// The first appointment where the person has been, or will be, handed over to.
    pub appointment_on: Option<NaiveDate>,
    /// First and last day of a good reason not to come.
    pub excused: Option<(NaiveDate, NaiveDate)>,
    /// Do those who treat name the day first? Then the days that were planned or agreed count no more.
    pub awaited: bool,
}

impl Expected {
    /// What a case expects of the person, seen from a day. Nothing, while no ruling is in force.
    #[must_use]
    pub fn of(case: &Case, plan: &Plan, today: NaiveDate) -> Self {
        if !matches!(case.standing_on(today), Some(Standing::InForce { .. })) {
            return Self::default();
        }
        let window = plan.dose.as_ref().ok();
        let owed = window.and_then(|window| plan.obligation((Kind::Dose, window.cycle)));
        Self {
            due_on: window.map(|window| owed.map_or(window.due_on, |owed| owed.due_on)),
            attempt_on: window.and_then(|window| attempt_on(case, window.cycle, Some(window))),
            appointment_on: appointment(case, plan).map(|(on, _)| on),
            excused: case.passage.excused_from(today),
            awaited: plan.waits.is_some(),
        }
    }

    /// The last day of a good reason that counts on a day.
    #[must_use]
    pub fn excused_until(&self, today: NaiveDate) -> Option<NaiveDate> {
        let now = self
            .excused
            .filter(|(from, until)| (*from..=*until).contains(&today));
        now.map(|(_, until)| until)
    }
}

impl Next {
    /// The next visit seen from a day: a further attempt that was agreed goes before the day that was planned, and the
    /// first appointment stands beside both. Before a good reason has ended nobody is expected.
    #[must_use]
    pub fn seen_from(today: NaiveDate, expected: &Expected) -> Option<Self> {
        let excused = expected.excused_until(today);
        let possible = |on: &NaiveDate| *on >= today && excused.is_none_or(|until| *on > until);
        let attempt = expected.attempt_on.filter(possible);
        let planned = attempt.or_else(|| expected.due_on.filter(possible));
        let planned = planned.filter(|_| !expected.awaited);
        let appointment = expected.appointment_on.filter(possible);
        let first = planned.into_iter().chain(appointment).min();
        first
            .map(Self::On)
            .or_else(|| excused.map(Self::After))
            .or_else(|| expected.awaited.then_some(Self::Named))
            .or_else(|| expected.due_on.map(|_| Self::AtOnce))
    }
}

/// Whether attendance is required today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Required {
    /// A visit is due or planned.
    Yes,
    /// None is demanded, for a reason that does not lie with the person; through this day, where it has one.
    Justified {
        /// The last day of a good reason not to come.
        until_on: Option<NaiveDate>,
    },
    /// None is demanded before those who treat have named the day.
    Awaited,
    /// None is planned for now.
    NotNow,
    /// The ruling is not yet in force.
    NotYet,
    /// A court suspended execution.
    Suspended,
    /// The measure is over.
    Ended,
}

impl Required {
    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Yes => "required",
            Self::Justified { until_on: None } => "justified",
            Self::Justified { until_on: Some(_) } => "justified-until",
            Self::Awaited => "awaited",
            Self::NotNow => "not-now",
            Self::NotYet => "not-started",
            Self::Suspended => "suspended",
            Self::Ended => "ended",
        }
    }
}

/// A case as its supervising body may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The reference.
    pub reference: String,
    /// Whether attendance is required today.
    pub required: Required,
    /// The next visit.
    pub next: Option<Next>,
    /// Where that is, if elsewhere than where the person is treated today.
    pub next_at: Option<OrganisationId>,
    /// Where the person is treated today.
    pub place: Option<OrganisationId>,
    /// Visits until now, the newest first.
    pub visits: Vec<Visit>,
    /// Since when nobody knew where the person was, and when he was found, the newest first.
    pub missing: Vec<Missing>,
}

impl Summary {
    /// The summary of a case at a moment.
    #[must_use]
    pub fn of(case: &Case, plan: &Plan, rules: &Rules, now: &Now) -> Self {
        let today = now.today();
        let mut visits = visits(case, &rules.causes);
        visits.extend(unrecorded(case, plan, rules, now));
        visits.sort_by_key(|visit| (std::cmp::Reverse(visit.on), visit.recorded_at));
        let next = next(case, plan, today);
        Self {
            reference: case.reference.clone(),
            required: required(case, plan, today),
            next,
            next_at: next.and_then(|next| next_at(case, plan, next)),
            place: case.place_on(today),
            visits,
            missing: Missing::of(&case.passage),
        }
    }
}

/// The next visit of a case, where one is planned.
#[must_use]
pub fn next(case: &Case, plan: &Plan, today: NaiveDate) -> Option<Next> {
    Next::seen_from(today, &Expected::of(case, plan, today))
}

/// Where the next visit is, if it is the first appointment: there, and not where the person is treated today.
#[must_use]
pub fn next_at(case: &Case, plan: &Plan, next: Next) -> Option<OrganisationId> {
    let (on, at) = appointment(case, plan)?;
    (next == Next::On(on)).then_some(at)
}

/// The first appointment that is still to come, and where: agreed for after a release, or owed since the person came.
fn appointment(case: &Case, plan: &Plan) -> Option<(NaiveDate, OrganisationId)> {
    if let Some((_, offer)) = case.passage.accepted_offer() {
        return Some((offer.appointment?.on, offer.content.to));
    }
    let mut owed = plan.obligations.iter();
    let visit = owed.find(|owed| owed.kind == Kind::FirstVisit)?;
    Some((visit.due_on, visit.owner.organisation))
}

/// The further attempt that was agreed when the dose of a cycle was not given, or the day that was agreed for it since because
/// a restriction stood against the one before. A day that was agreed for a journey since goes before it; and the cycle outlives
/// another drug and an injection elsewhere, a day before its window opens does not.
#[must_use]
pub fn attempt_on(case: &Case, cycle: u32, window: Option<&DoseWindow>) -> Option<NaiveDate> {
    let passage = &case.passage;
    let missed = case.latest_not_given(cycle);
    let missed = missed.filter(|missed| !passage.journey_has_day_since(missed.seq));
    let agreed = passage.dose_day(cycle);
    let on = match agreed.filter(|agreed| missed.is_none_or(|missed| missed.seq < agreed.seq)) {
        Some(agreed) => Some(agreed.content.on),
        None => missed?.content.next_attempt_on,
    };
    on.filter(|on| window.is_none_or(|window| *on >= window.opens_on))
}

fn required(case: &Case, plan: &Plan, today: NaiveDate) -> Required {
    match case.standing_on(today) {
        None | Some(Standing::NotYetInForce { .. }) => Required::NotYet,
        Some(Standing::Suspended { .. }) => Required::Suspended,
        Some(Standing::InForce { .. }) => {
            let excused = case.passage.unavailable_on(today);
            let stopped = matches!(
                plan.dose,
                Err(NoDose::Held { .. }
                    | NoDose::WaitsForCourt { .. }
                    | NoDose::DrugExcluded { .. }
                    | NoDose::TooYoung { .. })
            );
            match excused {
                Some((_, until_on)) => Required::Justified {
                    until_on: Some(until_on),
                },
                None if stopped => Required::Justified { until_on: None },
                None if plan.waits.is_some() => Required::Awaited,
                None if plan.dose.is_ok() => Required::Yes,
                None => Required::NotNow,
            }
        }
        Some(
            Standing::EndedByTerm { .. }
            | Standing::EndedByCourt { .. }
            | Standing::Quashed { .. }
            | Standing::Died { .. }
            | Standing::Abroad { .. }
            | Standing::Undone { .. }
            | Standing::Rests { .. },
        ) => Required::Ended,
    }
}

/// One visit for each record, whether it still counts or not: what supervision was told stays explained.
fn visits(case: &Case, causes: &Causes) -> Vec<Visit> {
    let given = case.doses.iter().map(|entry| Visit {
        on: entry.content.given_on,
        attendance: standing_or_withdrawn(entry, Attendance::Attended),
        earlier: entry.voided.is_some().then_some(Attendance::Attended),
        place: entry.content.place,
        recorded_at: Some(entry.recorded_at),
    });
    let missed = case.not_given.iter().map(|entry| {
        let said = |record: &DoseNotGiven| Attendance::as_written(record, causes);
        let now = Attendance::of_record(&entry.content, case, causes);
        let corrected = entry.earlier.last().map(|(record, _)| said(record));
        let then = said(&entry.content);
        let since = now != then && excused_since(entry, case);
        let before = corrected.or_else(|| since.then_some(then));
        Visit {
            on: entry.content.occurred_on,
            attendance: standing_or_withdrawn(entry, now),
            earlier: match entry.voided {
                Some(_) => Some(now),
                None => before.filter(|before| *before != now),
            },
            place: entry.content.place,
            recorded_at: Some(entry.recorded_at),
        }
    });
    given.chain(missed).collect()
}

/// Did nobody know of a good reason for the day of a record yet when it was written down?
fn excused_since(entry: &Entry<DoseNotGiven>, case: &Case) -> bool {
    let on = entry.content.occurred_on;
    case.free_from_as_known(on, entry.recorded_at) == on
}

fn standing_or_withdrawn<T>(entry: &Entry<T>, said: Attendance) -> Attendance {
    match entry.voided {
        Some(_) => Attendance::Withdrawn,
        None => said,
    }
}

/// The windows that closed without any record but of an absence that is excused: the open one, and the one before each stop since
/// the last dose.
fn unrecorded(case: &Case, plan: &Plan, rules: &Rules, now: &Now) -> Vec<Visit> {
    let open_one = plan.dose.as_ref().ok().map(|window| (window, None));
    let stops = before_stops(case, rules, now);
    let before = stops
        .iter()
        .map(|before| (&before.window, Some(before.stopped_on)));
    before
        .chain(open_one)
        .filter(|(window, _)| window.closes_on < now.today())
        .filter(|(window, _)| case.unexcused(window.cycle, &rules.causes).is_none())
        .flat_map(|(window, stopped_on)| {
            // Of a day that has a record that one speaks.
            let mut visits = missed_window(case, plan, (window, stopped_on), now);
            visits.retain(|visit| !recorded(case, window.cycle, visit.on));
            visits
        })
        .collect()
}

/// Does a record stand of a day on which the dose of a cycle was not given?
fn recorded(case: &Case, cycle: u32, on: NaiveDate) -> bool {
    let mut standing = case.not_given.iter().filter(|entry| entry.voided.is_none());
    standing.any(|entry| entry.content.cycle == cycle && entry.content.occurred_on == on)
}

/// What is said of the last day of a window that closed without any record, maybe before a stop; and, where a good reason covered
/// that day, of the first day after it.
fn missed_window(
    case: &Case,
    plan: &Plan,
    (window, stopped_on): (&DoseWindow, Option<NaiveDate>),
    now: &Now,
) -> Vec<Visit> {
    // Nobody may give it, or the person could not come: on that day, whatever keeps him away today.
    let alert = case.alert_of((Kind::Dose, window.cycle));
    let was_ours =
        alert.is_some_and(|alert| Attendance::of_family(alert.cause.family) == Attendance::Justified);
    let ours = match stopped_on {
        Some(_) => was_ours,
        None => plan.waits == Some(Waits::Physician),
    };
    let excused = case.passage.unavailable_on(window.closes_on).is_some();
    let visit = |on, attendance| {
        Some(Visit {
            on,
            attendance,
            earlier: None,
            place: case.place_on(on)?,
            recorded_at: None,
        })
    };
    let said = if ours || excused {
        Attendance::Justified
    } else {
        Attendance::NoRecord
    };
    let until_on = stopped_on.unwrap_or(now.today());
    let missed = case.passage.missed_before(window.closes_on, until_on);
    let since = missed
        .filter(|_| excused && !ours)
        .and_then(|on| visit(on, Attendance::NoRecord));
    visit(window.closes_on, said).into_iter().chain(since).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 7, day).unwrap()
    }

    fn seen(due: u32, attempt: Option<u32>, appointment: Option<u32>, excused: Option<u32>) -> Option<Next> {
        let expected = Expected {
            due_on: Some(day(due)),
            attempt_on: attempt.map(day),
            appointment_on: appointment.map(day),
            excused: excused.map(|until| (day(9), day(until))),
            awaited: false,
        };
        Next::seen_from(day(10), &expected)
    }

    #[test]
    fn an_agreed_attempt_goes_before_the_planned_day_and_a_past_day_means_at_once() {
        assert_eq!(seen(12, None, None, None), Some(Next::On(day(12))));
        assert_eq!(seen(12, Some(11), None, None), Some(Next::On(day(11))));
        assert_eq!(seen(8, Some(10), None, None), Some(Next::On(day(10))));
        assert_eq!(seen(8, Some(9), None, None), Some(Next::AtOnce));
        assert_eq!(seen(8, None, None, None), Some(Next::AtOnce));
        assert_eq!(Next::seen_from(day(10), &Expected::default()), None);
    }

    #[test]
    fn the_first_appointment_is_a_visit_like_any_other() {
        assert_eq!(seen(25, None, Some(14), None), Some(Next::On(day(14))));
        assert_eq!(seen(12, None, Some(14), None), Some(Next::On(day(12))));
        assert_eq!(
            seen(8, None, Some(14), None),
            Some(Next::On(day(14))),
            "not at once"
        );
        assert_eq!(seen(8, None, Some(9), None), Some(Next::AtOnce));
    }

    #[test]
    fn nobody_is_expected_before_a_good_reason_is_over() {
        assert_eq!(seen(12, None, None, Some(14)), Some(Next::After(day(14))));
        assert_eq!(seen(8, Some(11), Some(12), Some(14)), Some(Next::After(day(14))));
        assert_eq!(seen(12, Some(16), None, Some(14)), Some(Next::On(day(16))));
        assert_eq!(seen(20, None, None, Some(14)), Some(Next::On(day(20))));
        assert_eq!(
            seen(12, None, None, Some(9)),
            Some(Next::On(day(12))),
            "it was over yesterday"
        );
    }

    #[test]
    fn nobody_is_expected_before_those_who_treat_have_named_the_day() {
        let seen = |appointment: Option<u32>, excused: Option<u32>| {
            let expected = Expected {
                due_on: Some(day(8)),
                attempt_on: Some(day(11)),
                appointment_on: appointment.map(day),
                excused: excused.map(|until| (day(9), day(until))),
                awaited: true,
            };
            Next::seen_from(day(10), &expected)
        };
        assert_eq!(
            seen(None, None),
            Some(Next::Named),
            "neither at once nor on a day agreed before"
        );
        assert_eq!(seen(None, Some(14)), Some(Next::After(day(14))));
        assert_eq!(
            seen(Some(12), None),
            Some(Next::On(day(12))),
            "an appointment is no dose"
        );
    }

    #[test]
    fn only_the_persons_own_cause_is_told_as_absence() {
        let ours = [
            Cause::Clinical,
            Cause::Supply,
            Cause::Transport,
            Cause::Staff,
            Cause::Law,
        ];
        for cause in ours {
            assert_eq!(Attendance::of_family(cause), Attendance::Justified);
        }
        assert_eq!(Attendance::of_family(Cause::Person), Attendance::NotAttended);
        assert_eq!(Attendance::of_family(Cause::Unexplained), Attendance::NoRecord);
        for known in Attendance::ALL {
            assert_eq!(Attendance::from_code(known.code()), Some(known));
        }
    }
}
