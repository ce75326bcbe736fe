//! A permission to be where, or when, a restriction forbids it: as it is typed, and whether it fits.

use crate::domain::case::Case;
use crate::domain::event::Leave;
use crate::domain::passage::{Barred, standing};
use crate::domain::refusal::{LINE, Refusal, text};
use crate::domain::supply::lot_reads;
use crate::domain::time::{Now, civil_date};
use chrono::{NaiveDate, NaiveTime};

/// What was typed of a permission.
#[derive(Clone, Copy)]
pub(super) struct Said<'a> {
    /// Its number.
    pub(super) number: &'a str,
    /// Its day: nothing typed, or a date, or an error.
    pub(super) on: Option<Result<NaiveDate, ()>>,
}

impl Said<'_> {
    /// Was anything said about one?
    pub(super) fn anything(self) -> bool {
        !self.number.trim().is_empty() || self.on.is_some()
    }

    /// The permission: its number and its day, which has come.
    pub(super) fn leave(self, today: NaiveDate, wrong: &mut Vec<Refusal>) -> Option<Leave> {
        if !self.anything() {
            return None;
        }
        let number = text("leave_number", self.number, true, LINE).map_err(|refusal| wrong.push(refusal));
        let field = "leave_on";
        match self.on {
            None | Some(Err(())) => wrong.push(Refusal::NotUnderstood { field }),
            Some(Ok(on)) if on > today => wrong.push(Refusal::InFuture { field }),
            Some(Ok(dated_on)) => return number.ok().map(|number| Leave { number, dated_on }),
        }
        None
    }
}

/// Was it given for something else: another appointment, or the dose of another day? The dose of a day has no hour.
pub(super) fn used(case: &Case, leave: &Leave, when: (NaiveDate, Option<NaiveTime>)) -> Option<Refusal> {
    let passage = &case.passage;
    let appointments = passage.offers.iter().flat_map(|offer| &offer.permitted);
    let appointments = appointments.map(|(known, named)| (known, (named.on, Some(named.at))));
    let doses = standing(&passage.dose_days).filter_map(|entry| {
        let known = entry.content.leave.as_ref()?;
        Some((known, (entry.content.on, None)))
    });
    let same = |known: &Leave| {
        known.dated_on == leave.dated_on && lot_reads(&known.number) == lot_reads(&leave.number)
    };
    let mut before = appointments.chain(doses);
    let elsewhere = before.any(|(known, for_what)| same(known) && for_what != when);
    elsewhere.then_some(Refusal::LeaveUsed {
        field: "leave_number",
    })
}

/// Was it given before there was anything to be permitted at an hour in a region? A restriction may be written down after the
/// day from which it counts.
pub(super) fn older(
    case: &Case,
    leave: &Leave,
    when: (NaiveDate, NaiveTime),
    (region, now): (&str, &Now),
) -> Option<Refusal> {
    let barred = case.passage.barred(when, Some(region), false).into_iter();
    let begins = barred.filter_map(|barred| match barred {
        Barred::Other(entry) if entry.content.lifted_by_leave => {
            let known_on = civil_date(entry.recorded_at, now.zone);
            Some(known_on.min(entry.content.from_on))
        }
        _ => None,
    });
    let earliest_on = begins.max().filter(|earliest_on| leave.dated_on < *earliest_on)?;
    Some(Refusal::NotBefore {
        field: "leave_on",
        earliest_on,
    })
}
