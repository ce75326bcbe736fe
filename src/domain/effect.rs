//! What an event did to the plan: the obligations it stopped and those it brought back. Nothing is stored for it; the
//! plan of the history before the event is compared with the one after it.

use super::case::Case;
use super::event::{Event, Recorded};
use super::ids::CaseId;
use super::obligation::{Kind, Obligation};
use super::plan::plan;
use super::roster::Roster;
use super::rules::Rules;
use super::ruling::RulingStep;
use super::time::{Now, civil_date, start_of_day};
use chrono_tz::Tz;

/// What an event did to the plan on the day it took effect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Owed before it, and not after it.
    pub stopped: Vec<Obligation>,
    /// Owed after it, and not before it.
    pub began: Vec<Obligation>,
}

/// The effect of the event at a place in the history; nothing for a place that is not there.
#[must_use]
pub fn effect(
    case: CaseId,
    history: &[Recorded],
    number: usize,
    rules: &Rules,
    roster: &Roster,
    zone: Tz,
) -> Effect {
    let Some(recorded) = history.get(number) else {
        return Effect::default();
    };
    let fold = |until: usize| Case::fold(case, history.get(..until).unwrap_or_default());
    let (Ok(before), Ok(after)) = (fold(number), fold(number + 1)) else {
        return Effect::default();
    };
    // A step that takes effect later is judged as of then; one from the past, as of when it became known. What was extended
    // before it ended never ended: nothing of an end was ever owed, and the plan went on from the day of the record.
    let lasted = !before.ended_on(civil_date(recorded.recorded_at, zone));
    let from = match &recorded.event {
        Event::RulingChanged(change) if lasted && change.step == RulingStep::Extended => recorded.recorded_at,
        Event::RulingChanged(change) => start_of_day(change.effective_on, zone),
        _ => recorded.recorded_at,
    };
    let now = Now {
        instant: from.max(recorded.recorded_at),
        zone,
    };
    let roster = roster.looking_back_at(now.today());
    let owed = |case: &Case| plan(case, rules, &roster, &now).obligations;
    let (before, after) = (owed(&before), owed(&after));
    let missing_in = |others: &[Obligation]| {
        let keys: Vec<_> = others.iter().map(Obligation::key).collect();
        move |owed: &&Obligation| {
            !matches!(owed.kind, Kind::RepairLadder | Kind::TakeUpAlert) && !keys.contains(&owed.key())
        }
    };
    Effect {
        stopped: before.iter().filter(missing_in(&after)).cloned().collect(),
        began: after.iter().filter(missing_in(&before)).cloned().collect(),
    }
}
