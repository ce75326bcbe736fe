//! What a new day of release does to what is owed before it: old and new side by side, what became impossible, and
//! whose it is. A date that moved is nobody's failure: what became impossible climbs to our own institutions at most.

use super::case::Case;
use super::event::{Event, Recorded, ReleaseDate};
use super::ids::{CaseId, OrganisationId};
use super::obligation::{Kind, Obligation, Owner};
use super::plan::{out_of_reach, plan};
use super::roster::Roster;
use super::rules::Rules;
use super::time::Now;
use chrono::NaiveDate;

/// What is owed toward a release.
const TOWARD_RELEASE: [Kind; 7] = [
    Kind::MaterialsToCourt,
    Kind::ForwardRuling,
    Kind::FirstDose,
    Kind::BringRuling,
    Kind::ArrangeHandover,
    Kind::SetAppointment,
    Kind::ReleaseNotice,
];

/// One obligation before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shifted {
    /// What.
    pub kind: Kind,
    /// Which one of its kind.
    pub cycle: u32,
    /// Whose.
    pub owner: Owner,
    /// The day it was due; none where it was not owed.
    pub before: Option<NaiveDate>,
    /// The day it is due; none where it is not owed any more.
    pub after: Option<NaiveDate>,
    /// Its day has passed only because the release moved.
    pub impossible: bool,
    /// The first appointment that cannot be kept only because the release moved.
    pub appointment: Option<NaiveDate>,
}

/// A day of release that replaced another, and what moved with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The day before.
    pub old_on: Option<NaiveDate>,
    /// The day since.
    pub new_on: Option<NaiveDate>,
    /// What moved, in the order of the new days.
    pub moved: Vec<Shifted>,
}

fn compared(before: &[Obligation], after: &[Obligation], today: NaiveDate) -> Vec<Shifted> {
    let toward = |owed: &&Obligation| TOWARD_RELEASE.contains(&owed.kind);
    let mut keys: Vec<_> = before
        .iter()
        .chain(after)
        .filter(toward)
        .map(Obligation::key)
        .collect();
    keys.sort_unstable();
    keys.dedup();
    let find = |owed: &[Obligation], key| owed.iter().find(|known| known.key() == key).cloned();
    let mut moved: Vec<Shifted> = keys
        .into_iter()
        .filter_map(|key| {
            let (was, is) = (find(before, key), find(after, key));
            let (old, new) = (
                was.as_ref().map(|owed| owed.due_on),
                is.as_ref().map(|owed| owed.due_on),
            );
            let owner = is.or(was)?.owner;
            let impossible = new.is_some_and(|on| on < today) && old.is_none_or(|on| on >= today);
            (old != new).then_some(Shifted {
                kind: key.0,
                cycle: key.1,
                owner,
                before: old,
                after: new,
                impossible,
                appointment: None,
            })
        })
        .collect();
    moved.sort_by_key(|shifted| (shifted.after.or(shifted.before), shifted.kind));
    moved
}

fn between(before: &Case, after: &Case, rules: &Rules, roster: &Roster, now: &Now) -> Shift {
    // What was out of reach when the day became known is compared too, also where nobody owes it any more.
    let owed = |case: &Case| {
        let mut owed = plan(case, rules, roster, now).obligations;
        let mut lost = out_of_reach(case, rules, roster, now);
        lost.retain(|lost| owed.iter().all(|known| known.key() != lost.key()));
        owed.append(&mut lost);
        owed
    };
    let mut moved = compared(&owed(before), &owed(after), now.today());
    let named = after.appointed(now.today()).map(|known| known.appointment.on);
    let newly = |shifted: &&mut Shifted| shifted.kind == Kind::SetAppointment && shifted.before.is_none();
    for shifted in moved.iter_mut().filter(newly) {
        shifted.appointment = named;
    }
    Shift {
        old_on: before.release_on(),
        new_on: after.release_on(),
        moved,
    }
}

/// What would move if another day of release were named now.
#[must_use]
pub fn would_move(
    case: &Case,
    named: ReleaseDate,
    rules: &Rules,
    roster: &Roster,
    now: &Now,
) -> Option<Shift> {
    let recorded = Recorded {
        seq: case.version + 1,
        event: Event::ReleaseDateSet(named),
        recorded_at: now.instant,
        by: super::event::Recorder::Job(super::settle::JOB.to_owned()),
    };
    let mut after = case.clone();
    after.apply(&recorded).ok()?;
    Some(between(case, &after, rules, roster, now))
}

/// What moved when a day of release was named: the event at a place in the history. `roster` says who was who on that day: whoever
/// was held then owed what he may not owe today.
#[must_use]
pub fn moved(
    case: CaseId,
    history: &[Recorded],
    number: usize,
    (rules, roster): (&Rules, impl Fn(&Case, NaiveDate) -> Roster),
    zone: chrono_tz::Tz,
) -> Option<Shift> {
    let recorded = history.get(number)?;
    let fold = |until: usize| Case::fold(case, history.get(..until)?).ok();
    let now = Now {
        instant: recorded.recorded_at,
        zone,
    };
    let (before, after) = (fold(number)?, fold(number + 1)?);
    let then = roster(&after, now.today());
    Some(between(&before, &after, rules, &then, &now))
}

impl Shift {
    /// Does something of an organisation's become impossible?
    #[must_use]
    pub fn impossible_for(&self, organisation: OrganisationId) -> bool {
        let mut lost = self.moved.iter().filter(|shifted| shifted.impossible);
        lost.any(|shifted| shifted.owner.organisation == organisation)
    }
}
