//! A next visit that cannot be made without breaking a restriction.

use super::{Next, appointment, next};
use crate::domain::case::Case;
use crate::domain::ids::OrganisationId;
use crate::domain::passage::Barred;
use crate::domain::plan::Plan;
use crate::domain::roster::Roster;
use crate::domain::rules::Continuity;
use chrono::NaiveDate;

/// The next visit and what stands against it: whoever comes breaks the restriction, and whoever keeps it does not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Against<'a> {
    /// The day on which he is expected.
    pub on: NaiveDate,
    /// Where.
    pub at: OrganisationId,
    /// What stands against it.
    pub barred: Barred<'a>,
}

impl<'a> Against<'a> {
    /// What stands against the next visit of a case, seen from a day: the day of a dose as it is planned or was agreed, or today
    /// where he is to come at once. A first appointment has its hour, and is looked at by itself
    /// (`Case::barred_appointment`).
    #[must_use]
    pub fn of(
        case: &'a Case,
        plan: &Plan,
        roster: &Roster,
        rules: &Continuity,
        today: NaiveDate,
    ) -> Option<Self> {
        let on = match next(case, plan, today)? {
            Next::On(on) => on,
            Next::AtOnce => today,
            Next::After(_) | Next::Named => return None,
        };
        if appointment(case, plan).is_some_and(|(first_on, _)| first_on == on) {
            return None;
        }
        let barred = case.kept_away_on(on, roster, rules)?;
        let at = case.place_on(on)?;
        Some(Self { on, at, barred })
    }
}
