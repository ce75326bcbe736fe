//! Since when a pack could be known to lack for a dose, where doses on record were corrected.

use super::super::{Clocks, protocol};
use super::{Known, dose_site, provision};
use crate::domain::case::DosesBelieved;
use crate::domain::dosing::{DoseWindow, planned_dose};
use crate::domain::ids::OrganisationId;
use crate::domain::time::{Now, civil_date};
use chrono::NaiveDate;

impl Clocks<'_> {
    /// The day since which the pack for a dose is late, as far as corrections of doses on record bear on it: the first one on which
    /// it was late by what the register then said of the doses. A correction that leaves the dose where it was gives nobody more
    /// time, nor does one that makes it earlier where it was late already. Before it was known to lack, nobody is late: not while the
    /// register asked for no pack for this dose here. `by` says by when a pack must lie there for a window.
    pub(super) fn corrected(
        &self,
        (window, site): (&DoseWindow, OrganisationId),
        by: impl Fn(&DoseWindow) -> Option<NaiveDate>,
        now: &Now,
    ) -> Option<Known> {
        let mut believed = self.case.doses_believed.iter().rev().peekable();
        let day = |believed: &DosesBelieved| civil_date(believed.until, self.zone);
        let mut late_on = day(believed.peek()?).max(by(window)?);
        while let Some(before) = believed.next() {
            let Some(by_on) = self.lacked_by((before, window, site), &by, now) else {
                break;
            };
            let since_on = believed.peek().map_or(by_on, |known| day(known).max(by_on));
            // What was not due yet when it was corrected was not late.
            if since_on <= day(before) {
                late_on = late_on.min(since_on);
            }
        }
        Some((late_on, "dose-corrected"))
    }

    /// By when a pack was to lie there for the same dose, as the doses were known before a correction; none where none lacked.
    fn lacked_by(
        &self,
        (before, window, site): (&DosesBelieved, &DoseWindow, OrganisationId),
        by: impl Fn(&DoseWindow) -> Option<NaiveDate>,
        now: &Now,
    ) -> Option<NaiveDate> {
        let mut then = self.case.clone();
        then.doses.clone_from(&before.doses);
        let known = planned_dose(&then, protocol(&then, self.rules), now).ok()?;
        let today = now.today();
        let here = known.cycle == window.cycle && dose_site(&then, &known, today) == Some(site);
        let lacks = !provision(&then, self.rules, &known, site, today)?.secured();
        if here && lacks { by(&known) } else { None }
    }
}
