//! The physician's decision that a very late dose needs.

use super::reaction::stop;
use super::regimen::flare_cover;
use super::{Decision, FlareAnswer, restart_asks_for_cover};
use crate::domain::case::Case;
use crate::domain::dosing::next_dose;
use crate::domain::event::{Event, LateDoseDecided};
use crate::domain::ids::RecordId;
use crate::domain::plan::protocol;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::rules::{Demand, Rules};
use crate::domain::time::Now;

/// Records a physician's decision about a dose that is very late. A no stops the doses in the same breath: from then on
/// the case is on the physicians' lists, and nobody is sent to a chair.
///
/// # Errors
/// Nothing to decide while the dose is not in a band that asks for it; words are required.
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
    if window.cycle != cycle || !band.is_some_and(|band| band.demands(Demand::PhysicianDecision)) {
        return Err(vec![Refusal::NothingToDo]);
    }
    if give.is_none() {
        wrong.push(Refusal::Required { field: "give" });
    }
    let words = text("words", words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    let asked = give == Some(true) && restart_asks_for_cover(case, rules, now);
    let flare_cover = flare_cover(asked, flare, &mut wrong);
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
