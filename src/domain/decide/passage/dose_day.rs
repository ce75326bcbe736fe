//! The day of a dose against which a restriction stands: another one is agreed, or a permission was got.

use super::away::or_all;
use super::leave::{Said, older, used};
use super::slot::{against, against_day};
use crate::domain::case::Case;
use crate::domain::decide::Decision;
use crate::domain::dosing::DoseWindow;
use crate::domain::event::{DoseDayAgreed, Event};
use crate::domain::ids::RecordId;
use crate::domain::passage::Barred;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::roster::Roster;
use crate::domain::rules::{Continuity, Direction, Law, Rules};
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

/// The days on which the open dose can be given in spite of the restrictions: working days inside its window or, where none of
/// them is left, as soon as somebody is seen for the first time; not while he has a good reason not to come; and while he is away by
/// leave only where there is no other. `with_leave` says whether there is a permission.
#[must_use]
pub fn days_for_dose(
    case: &Case,
    window: &DoseWindow,
    roster: &Roster,
    (rules, law): (&Continuity, &Law<'_>),
    (today, with_leave): (NaiveDate, bool),
) -> Vec<NaiveDate> {
    let first_on = window.opens_on.max(today);
    let working = |last_on: NaiveDate| {
        let days = first_on.iter_days().take_while(move |day| *day <= last_on);
        days.filter(|day| law.calendar.is_working(*day))
            .collect::<Vec<_>>()
    };
    let mut days = working(window.closes_on);
    if days.is_empty() {
        let within = rules.visit.within;
        days = working(within.from(first_on, Direction::After, law.calendar).date);
    }
    let free = |day: &NaiveDate| {
        let expected = case.passage.unavailable_on(*day).is_none();
        expected && case.kept_away(*day, with_leave, roster, rules).is_none()
    };
    let away = |day: NaiveDate| {
        let mut journeys = case.passage.granted_absences();
        journeys.any(|(asked, _)| (asked.from_on..=asked.until_on).contains(&day))
    };
    days.retain(free);
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
    let window = window.filter(|window| case.passage.to_answer(Some(*window), today).is_none());
    let found = window.and_then(|window| Some((window, case.barred_dose(window, roster, rules, today)?)));
    let (window, found) = found.ok_or_else(|| vec![Refusal::NothingToDo])?;
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
        let days = |with_leave| days_for_dose(case, window, roster, (rules, law), (today, with_leave));
        let permitted = days(true);
        if permitted.is_empty() {
            // No day and no permission helps: whoever ordered the hours changes them.
            let barred = case.kept_away(on, true, roster, rules).unwrap_or(found.barred);
            wrong.push(against(field, barred, rules));
        } else if !said.anything() && permitted.contains(&on) && !days(false).contains(&on) {
            let barred = case.kept_away_on(on, roster, rules);
            wrong.push(barred.map_or(Refusal::DayNotOffered { field }, |barred| outside(barred, rules)));
        } else if !permitted.contains(&on) {
            wrong.push(Refusal::DayNotOffered { field });
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

/// So many days after a day on which he may not come another is looked for: weekly hours leave one in a week, or none at all.
const WEEK: usize = 7;

/// What stands against the day that is named for the first dose of a drug, where he may come on another day of that week. Where
/// there is none the drug is chosen all the same: the day is then agreed by itself, with a permission.
#[must_use]
pub fn first_day_barred(
    case: &Case,
    first_on: Option<NaiveDate>,
    (roster, rules): (&Roster, &Rules),
    now: &Now,
) -> Option<Refusal> {
    let (first_on, known) = first_on.zip(rules.continuity_for(now.today()))?;
    let barred = case.kept_away_on(first_on, roster, known)?;
    let mut week = first_on.iter_days().take(WEEK);
    let free = week.any(|day| case.kept_away_on(day, roster, known).is_none());
    free.then(|| against_day("first_on", barred, known))
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
