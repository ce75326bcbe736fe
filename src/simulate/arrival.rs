//! Facts that become known in another order make the same case: looked at in a life that has been lived.

use chrono::{DateTime, NaiveDate, Utc};
use std::mem::discriminant;

use super::Broken;
use super::life::Life;
use crate::domain::case::{Case, Misfit};
use crate::domain::event::{Event, Recorded};
use crate::domain::plan::plan;
use crate::domain::time::Now;

/// So many neighbours change places in a life: each costs two plans.
const MOST: usize = 4;

/// Lets facts that were written down one after the other change places, here and there in the history, those of different
/// kinds and those of one kind that name their own day; and says where another plan, another standing or another responsible
/// organisation comes of it.
#[must_use]
pub fn swapped(life: &Life<'_>) -> Vec<(DateTime<Utc>, Broken)> {
    let history = &life.history;
    let neighbours = history.windows(2).enumerate();
    let pairs = neighbours.filter(|(at, pair)| *at > 0 && apart(&pair[0], &pair[1]));
    let pairs: Vec<usize> = pairs.map(|(at, _)| at).collect();
    // Here and there: not only among the first papers.
    let every = pairs.len().div_ceil(MOST).max(1);
    let chosen: Vec<usize> = pairs.into_iter().step_by(every).collect();
    let mut broken = Vec::new();
    let Some(Ok(mut case)) = history.first().map(|first| Case::fold(life.case.id, [first])) else {
        return broken;
    };
    for (at, recorded) in history.iter().enumerate().skip(1) {
        if let (true, Some(next)) = (chosen.contains(&at), history.get(at + 1)) {
            let found = differ(&case, (recorded, next), life);
            broken.extend(found.map(|found| (next.recorded_at, Broken::new(PROMISE, found))));
        }
        // That the history folds is looked at elsewhere.
        if case.apply(recorded).is_err() {
            return broken;
        }
    }
    broken
}

const PROMISE: &str = "the order in which facts arrive does not matter";

/// What differs when two facts arrive the other way round.
fn differ(case: &Case, (one, other): (&Recorded, &Recorded), life: &Life<'_>) -> Option<String> {
    let told = || format!("{one:?} and {other:?}");
    let (Ok(first), Ok(second)) = (after(case, [one, other]), after(case, [other, one])) else {
        return Some(told());
    };
    let now = Now {
        instant: other.recorded_at,
        zone: life.now.zone,
    };
    let stands = |case: &Case| {
        let today = now.today();
        let standing = case.standing_on(today);
        let answers = (case.place_on(today), case.supervising_on(today));
        (plan(case, life.rules, &life.roster, &now), standing, answers)
    };
    let (first, second) = (stands(&first), stands(&second));
    (first != second).then(|| format!("{}: {first:?}, but {second:?}", told()))
}

fn after(case: &Case, facts: [&Recorded; 2]) -> Result<Case, Misfit> {
    let mut case = case.clone();
    for fact in facts {
        case.apply(&Recorded {
            seq: case.version + 1,
            ..fact.clone()
        })?;
    }
    Ok(case)
}

/// Do two facts come from people, and say nothing about one another?
fn apart(one: &Recorded, other: &Recorded) -> bool {
    let fact = |recorded: &Recorded| recorded.by.account().is_some() && stands_alone(&recorded.event);
    let kinds = discriminant(&one.event) != discriminant(&other.event);
    fact(one) && fact(other) && (kinds || of_two_days(&one.event, &other.event))
}

/// Is it known of two facts of one kind which of them counts, whichever was written down first? Of two of one day the one
/// written down last counts.
fn of_two_days(one: &Event, other: &Event) -> bool {
    counts_by(one)
        .zip(counts_by(other))
        .is_some_and(|(one, other)| one != other)
}

/// The day by which a fact counts among those of its kind: the date on a paper, the first day at an address. Of two moves the
/// order says which takes the other back, so they never change places; a move and any other fact do.
fn counts_by(event: &Event) -> Option<NaiveDate> {
    match event {
        Event::ReleaseDateSet(set) => set.dated_on,
        Event::CurfewSet(known) => known.dated_on,
        Event::RestrictionSet(known) => known.dated_on,
        Event::AddressReported(address) => Some(address.from_on),
        _ => None,
    }
}

/// Does it matter to nobody what was written down before it? A number that is counted from the place in the history, such
/// as that of results, does depend on it.
fn stands_alone(event: &Event) -> bool {
    matches!(
        event,
        Event::RulingChanged(_)
            | Event::SupervisionChanged { .. }
            | Event::PlaceChanged { .. }
            | Event::DoseGiven(_)
            | Event::DoseNotGiven(_)
            | Event::IncidentReported(_)
            | Event::HoldPlaced(_)
            | Event::ReactionReported(_)
            | Event::ReviewPaperFiled(_)
            | Event::ComplaintLodged(_)
            | Event::ReleaseDateSet(_)
            | Event::AddressReported(_)
            | Event::AbsenceAsked(_)
            | Event::UnavailabilityRecorded(_)
            | Event::CurfewSet(_)
            | Event::RestrictionSet(_)
            | Event::PersonLost(_)
    )
}
