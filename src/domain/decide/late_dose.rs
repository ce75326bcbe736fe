//! The physician's decision that a very late dose needs.

use super::flare::flare_cover;
use super::reaction::stop;
use super::{Decision, FlareAnswer, cover_undecided, restart_asks_for_cover};
use crate::domain::case::Case;
use crate::domain::dosing::next_dose;
use crate::domain::event::{Event, LateDoseDecided};
use crate::domain::ids::RecordId;
use crate::domain::plan::protocol;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::results::latest;
use crate::domain::rules::{Demand, Protocol, Rules};
use crate::domain::schedule::Interval;
use crate::domain::time::Now;
use chrono::NaiveDate;

/// Records a physician's decision about a dose that is very late. A no stops the doses in the same breath: from then on
/// the case is on the physicians' lists, and nobody is sent to a chair.
///
/// # Errors
/// Nothing to decide while the dose is not in a band that asks for it and begins nothing anew; words are required, and
/// to go on the result that the protocol asks for, not older than it says.
#[allow(
    clippy::too_many_arguments,
    reason = "each is a fact of its own; none belongs to another"
)]
pub fn decide_late_dose(
    case: &Case,
    (id, hold): (RecordId, RecordId),
    cycle: u32,
    give: Option<bool>,
    words: &str,
    flare: &FlareAnswer,
    rules: &Rules,
    now: &Now,
) -> Decision {
    let mut wrong = Vec::new();
    let today = now.today();
    let protocol = protocol(case, rules);
    let window = next_dose(case, protocol, now).map_err(|reason| vec![Refusal::NoDose(reason)])?;
    let band = protocol.and_then(|protocol| protocol.band(window.days_late_on(today)));
    let gap = protocol.and_then(|protocol| cover_undecided(case, protocol, rules));
    let late = band.is_some_and(|band| band.demands(Demand::PhysicianDecision));
    let anew = gap.is_some_and(|gap| gap.begins_anew(today));
    if window.cycle != cycle || !(late || anew) {
        return Err(vec![Refusal::NothingToDo]);
    }
    if give == Some(true) {
        wrong.extend(protocol.and_then(|protocol| unmeasured(case, protocol, rules, today)));
    }
    if give.is_none() {
        wrong.push(Refusal::Required { field: "give" });
    }
    let words = text("words", words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    let asked = give == Some(true) && restart_asks_for_cover(case, rules, now);
    let course = rules.law_for(today).map(|law| law.course);
    let flare_cover = flare_cover(asked, flare, course, &mut wrong);
    match (give, words) {
        (Some(give), Ok(words)) if wrong.is_empty() => {
            let held = (!give).then(|| stop(case, hold, words.clone(), now)).flatten();
            let decided = Event::LateDoseDecided(LateDoseDecided {
                id,
                cycle,
                decided_on: today,
                give,
                words,
                flare_cover,
            });
            Ok([decided].into_iter().chain(held).collect())
        }
        _ => Err(wrong),
    }
}

/// The result that a decision to go on lacks. Before the first dose of all nothing wears off; to stop, nobody waits for a
/// laboratory.
fn unmeasured(case: &Case, protocol: &Protocol, rules: &Rules, today: NaiveDate) -> Option<Refusal> {
    let asked = protocol.before_decision.as_ref()?;
    let since_on = Interval::Days(asked.valid_days).before(today);
    let recent = latest(case, &asked.item).is_some_and(|reading| reading.taken_on >= since_on);
    if recent || case.doses_in_effect().is_empty() {
        return None;
    }
    let item = rules.law_for(today)?.course.item(&asked.item)?;
    Some(Refusal::MeasureFirst {
        name: item.name.clone(),
        valid_days: asked.valid_days,
    })
}
