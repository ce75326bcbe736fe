//! The day of a dose against which a restriction stands: another one is agreed, or a permission was got.

use super::away::or_all;
use super::leave::{Said, older, used};
use crate::domain::case::Case;
use crate::domain::decide::Decision;
use crate::domain::dosing::DoseWindow;
use crate::domain::event::{DoseDayAgreed, Event};
use crate::domain::ids::RecordId;
use crate::domain::passage::Barred;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::roster::Roster;
use crate::domain::rules::{Continuity, Direction, Law};
use crate::domain::time::Now;
use chrono::NaiveDate;

/// What a physician agrees with the person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgreeDoseDay {
    /// The day: nothing typed, or a date, or an error.
    pub dose_on: Option<Result<NaiveDate, ()>>,
    /// Number of the permission with which that day is kept in spite of a restriction; empty where none is needed.
    pub leave_number: String,
    /// Day of that permission: nothing typed, or a date, or an error.
    pub leave_on: Option<Result<NaiveDate, ()>>,
    /// In words.
    pub words: String,
}

/// The days on which the open dose can be given in spite of the restrictions: working days inside its window or, where it has
/// closed, as soon as somebody is seen for the first time; not while he has a good reason not to come; and while he is away by
/// leave only where there is no other. `with_leave` says whether there is a permission.
#[must_use]
pub fn days_for_dose(
    case: &Case,
    window: &DoseWindow,
    roster: &Roster,
    (rules, law): (&Continuity, &Law<'_>),
    (today, with_leave): (NaiveDate, bool),
) -> Vec<NaiveDate> {
    let last_on = if today <= window.closes_on {
        window.closes_on
    } else {
        rules
            .visit
            .within
            .from(today, Direction::After, law.calendar)
            .date
    };
    let free = |day: &NaiveDate| {
        law.calendar.is_working(*day)
            && case.passage.unavailable_on(*day).is_none()
            && case.kept_away(*day, with_leave, roster, rules).is_none()
    };
    let away = |day: NaiveDate| {
        let mut journeys = case.passage.granted_absences();
        journeys.any(|(asked, _)| (asked.from_on..=asked.until_on).contains(&day))
    };
    let days = window.opens_on.max(today).iter_days();
    let days = days.take_while(|day| *day <= last_on).filter(free).collect();
    or_all(days, |day| !away(day))
}

/// Agrees on a day for the open dose, because a restriction stands against the day on which it is expected: another day, or the
/// same one with a permission.
///
/// # Errors
/// Refused where nothing stands against the day, or a journey waits for an answer first: that names the day; for a day that does
/// not fit; for one in another region than the one that he may not leave, without a permission of its own; without words.
pub fn agree_dose_day(
    case: &Case,
    id: RecordId,
    form: &AgreeDoseDay,
    (window, roster): (Option<&DoseWindow>, &Roster),
    (rules, law): (&Continuity, &Law<'_>),
    now: &Now,
) -> Decision {
    let today = now.today();
    let owed = |window: &&DoseWindow| {
        let first = case.passage.to_answer(Some(window), today);
        first.is_none() && case.barred_dose(window, roster, rules, today).is_some()
    };
    let window = window.filter(owed);
    let window = window.ok_or_else(|| vec![Refusal::NothingToDo])?;
    let mut wrong = Vec::new();
    let said = Said {
        number: &form.leave_number,
        on: form.leave_on,
    };
    let leave = said.leave(today, &mut wrong);
    let field = "dose_on";
    let on = match form.dose_on {
        None => Err(Refusal::Required { field }),
        Some(Err(())) => Err(Refusal::NotUnderstood { field }),
        Some(Ok(on)) => Ok(on),
    };
    let on = on.map_err(|refusal| wrong.push(refusal));
    if let Ok(on) = on {
        let fits =
            |with_leave| days_for_dose(case, window, roster, (rules, law), (today, with_leave)).contains(&on);
        // A permission of which something is wrong is not missing as well.
        if !fits(said.anything()) {
            let permitted = case.kept_away_on(on, roster, rules).filter(|_| fits(true));
            wrong.push(permitted.map_or(Refusal::DayNotOffered { field }, |barred| outside(barred, rules)));
        }
        let place = case.place_on(on).and_then(|place| roster.region_of(place));
        let hour = (on, rules.visit.from);
        let unfit = leave.as_ref().and_then(|leave| {
            let early = || older(case, leave, hour, (place.unwrap_or_default(), now));
            used(case, leave, (on, None)).or_else(early)
        });
        wrong.extend(unfit);
    }
    let words = text("words", &form.words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    match (on, words) {
        (Ok(on), Ok(words)) if wrong.is_empty() => Ok(vec![Event::DoseDayAgreed(DoseDayAgreed {
            id,
            cycle: window.cycle,
            on,
            leave,
            words,
            agreed_on: today,
        })]),
        _ => Err(wrong),
    }
}

/// What a permission would lift, as it is said to whoever has written down none.
fn outside(barred: Barred<'_>, rules: &Continuity) -> Refusal {
    match barred {
        Barred::Other(entry) => Refusal::OutsideRegion {
            field: "leave_number",
            name: rules.restriction_name(&entry.content.kind),
        },
        Barred::Home(_) => Refusal::DayNotOffered { field: "dose_on" },
    }
}
