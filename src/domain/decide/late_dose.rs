//! The physician's decision that a very late dose needs.

use super::flare::flare_cover;
use super::reaction::stop;
use super::{Decision, FlareAnswer, cover_undecided, restart_asks_for_cover};
use crate::domain::case::Case;
use crate::domain::dosing::{DoseWindow, next_dose};
use crate::domain::event::{Event, LateDoseDecided};
use crate::domain::ids::RecordId;
use crate::domain::lifetime::cover_asks_why;
use crate::domain::plan::protocol;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::results::latest;
use crate::domain::rules::{Demand, Item, Rules};
use crate::domain::schedule::Interval;
use crate::domain::time::Now;
use chrono::NaiveDate;

/// What a physician writes to his decision about a late dose: unread text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grounds<'w> {
    /// Reasons and conditions.
    pub words: &'w str,
    /// Why without the result that the protocol asks for; counts only where there is none.
    pub unmeasured: &'w str,
    /// Why the cover is ordered although it reaches the caution of a lifetime; counts only where it does.
    pub despite_sum: &'w str,
}

impl<'w> From<&'w str> for Grounds<'w> {
    fn from(words: &'w str) -> Self {
        Self {
            words,
            unmeasured: "",
            despite_sum: "",
        }
    }
}

/// Records a physician's decision about a dose that is very late. A no stops the doses in the same breath: from then on
/// the case is on the physicians' lists, and nobody is sent to a chair.
///
/// # Errors
/// Nothing to decide while the dose is not in a band that asks for it and begins nothing anew; words are required, and
/// to go on the result that the protocol asks for, not older than it says, or why there is none.
#[allow(
    clippy::too_many_arguments,
    reason = "each is a fact of its own; none belongs to another"
)]
pub fn decide_late_dose(
    case: &Case,
    (id, hold): (RecordId, RecordId),
    cycle: u32,
    give: Option<bool>,
    grounds: Grounds<'_>,
    flare: &FlareAnswer,
    rules: &Rules,
    now: &Now,
) -> Decision {
    let mut wrong = Vec::new();
    let today = now.today();
    let protocol = protocol(case, rules);
    let window = next_dose(case, protocol, now).map_err(|reason| vec![Refusal::NoDose(reason)])?;
    if window.cycle != cycle || !demanded(case, &window, rules, today) {
        return Err(vec![Refusal::NothingToDo]);
    }
    let lacking = unmeasured(case, rules, now).filter(|_| give == Some(true));
    let unmeasured = lacking.and_then(|lacking| without(lacking, grounds.unmeasured, &mut wrong));
    if give.is_none() {
        wrong.push(Refusal::Required { field: "give" });
    }
    let words = text("words", grounds.words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    let asked = give == Some(true) && restart_asks_for_cover(case, rules, now);
    let flare_cover = flare_cover(case, asked, flare, (rules, today), &mut wrong);
    let beyond = flare_cover.as_ref().is_some_and(|cover| {
        // Decided anew, it takes the place of what was decided before.
        let mut others = case.clone();
        others.late_decisions.retain(|entry| entry.content.cycle != cycle);
        cover_asks_why(&others, cover, rules, today)
    });
    let despite_sum = beyond.then(|| text("despite_sum", grounds.despite_sum, true, WORDS));
    let despite_sum = despite_sum.and_then(|said| said.map_err(|refusal| wrong.push(refusal)).ok());
    match (give, words) {
        (Some(give), Ok(words)) if wrong.is_empty() => {
            let held = (!give).then(|| stop(case, hold, words.clone(), now)).flatten();
            let decided = Event::LateDoseDecided(LateDoseDecided {
                id,
                cycle,
                decided_on: today,
                give,
                words,
                unmeasured,
                flare_cover,
                despite_sum,
            });
            Ok([decided].into_iter().chain(held).collect())
        }
        _ => Err(wrong),
    }
}

/// Does the next dose wait for a physician's decision today, whether one was made already or not?
#[must_use]
pub fn late_decision_demanded(case: &Case, rules: &Rules, now: &Now) -> bool {
    let window = next_dose(case, protocol(case, rules), now);
    window.is_ok_and(|window| demanded(case, &window, rules, now.today()))
}

/// It does in a band that asks for one, and where the dose begins treatment anew.
fn demanded(case: &Case, window: &DoseWindow, rules: &Rules, today: NaiveDate) -> bool {
    let Some(protocol) = protocol(case, rules) else {
        return false;
    };
    let band = protocol.band(window.days_late_on(today));
    let late = band.is_some_and(|band| band.demands(Demand::PhysicianDecision));
    late || cover_undecided(case, protocol, rules).is_some_and(|gap| gap.begins_anew(today))
}

/// The result that a decision to go on lacks today, and for how many days one counts. Before the first dose of all nothing
/// wears off; to stop, nobody waits for a laboratory.
#[must_use]
pub fn unmeasured<'r>(case: &Case, rules: &'r Rules, now: &Now) -> Option<(&'r Item, u16)> {
    let asked = protocol(case, rules)?.before_decision.as_ref()?;
    let since_on = Interval::Days(asked.valid_days).before(now.today());
    let recent = latest(case, &asked.item).is_some_and(|reading| reading.taken_on >= since_on);
    if recent || case.doses_in_effect().is_empty() {
        return None;
    }
    let item = rules.law_for(now.today())?.course.item(&asked.item)?;
    Some((item, asked.valid_days))
}

/// Why a physician goes on without that result. A place without a laboratory must not keep a man without cover for want of a
/// paper; but nobody passes over it in silence.
fn without((item, valid_days): (&Item, u16), why: &str, wrong: &mut Vec<Refusal>) -> Option<String> {
    let said = text("unmeasured", why, false, WORDS);
    let said = said.map_err(|refusal| wrong.push(refusal)).ok()?;
    if said.is_empty() {
        wrong.push(Refusal::MeasureFirst {
            name: item.name.clone(),
            valid_days,
        });
        return None;
    }
    Some(said)
}
