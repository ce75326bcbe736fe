//! A good reason not to come that covers the last day of a window: `docs/continuity.md` in the plainest words.

use chrono::NaiveDate;

use super::asking::Asking;
use super::climb::{Climb, State};
use super::days::next as day_after;
use super::dose::Window;
use super::kept_away::excused;
use super::told::Told;
use crate::domain::event::{Event, Recorded};
use crate::domain::obligation::Kind;
use crate::domain::rules::Cause;
use crate::domain::time::{Now, start_of_day};

/// What is wrong with the alert about a window of which nobody wrote anything down: that somebody is asked although he can still
/// come, or that his time is counted from before the day on which he could have come was over, or from before anybody knew
/// which day that was.
pub(super) fn hurried(
    (told, asking): (&Told<'_>, &Asking<'_>),
    window: &Window,
    now: &Now,
) -> Option<String> {
    let asks = |climb: &&Climb<'_>| {
        let about = (climb.kind, climb.cycle) == (Kind::Dose, window.cycle);
        about && climb.state != State::Over
    };
    let climb = told.climbs.0.iter().find(asks)?;
    for (_, missed) in &told.not_given {
        if missed.cycle == window.cycle {
            return None;
        }
    }
    let today = now.today();
    let missed_on = could_come(asking, told.history, window.closes_on);
    if missed_on >= today || excused(asking, told.history, today) {
        return Some(format!(
            "{today}: asked although he can come on {missed_on}: {climb:?}"
        ));
    }
    if missed_on == window.closes_on || climb.family != Cause::Unexplained {
        return None;
    }
    let mut late_from = start_of_day(day_after(missed_on), now.zone);
    for recorded in told.history {
        let speaks = matches!(
            recorded.event,
            Event::UnavailabilityRecorded(_) | Event::UnavailabilityReviewed(_) | Event::RecordVoided { .. }
        );
        // What was written down in the same moment was known together.
        let earlier = |known: &&Recorded| known.recorded_at < recorded.recorded_at;
        let before = told.history.iter().take_while(earlier).count();
        let before = told.history.get(..before).unwrap_or_default();
        if speaks && could_come(asking, before, window.closes_on) != missed_on {
            late_from = late_from.max(recorded.recorded_at);
        }
    }
    (climb.from < late_from).then(|| format!("late from {late_from} on: {climb:?}"))
}

/// The first day from a day on for which no good reason not to come was written down.
fn could_come(asking: &Asking<'_>, history: &[Recorded], from_on: NaiveDate) -> NaiveDate {
    let mut day = from_on;
    while excused(asking, history, day) {
        day = day_after(day);
    }
    day
}
