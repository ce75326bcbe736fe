//! A physician decides about results that are not as they should be, and about what specialists concluded.

use super::Decision;
use crate::domain::case::{Case, Hold};
use crate::domain::event::{Decided, Event, HoldPlaced, Judgement};
use crate::domain::ids::RecordId;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::results::unjudged;
use crate::domain::rules::Rules;
use crate::domain::time::Now;
use chrono::NaiveDate;

/// What a physician decides. Unread text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JudgeResult {
    /// The slip or the examination.
    pub record: Option<RecordId>,
    /// The items it is about, by identity; none: everything that waits.
    pub items: Vec<String>,
    /// What, by code.
    pub decided: String,
    /// By when it is measured again: nothing typed, or a date, or an error.
    pub repeat_by: Option<Result<NaiveDate, ()>>,
    /// Reasons.
    pub words: String,
}

/// Records the decision. "Hold" stops the doses in the same breath, where nothing holds them yet: a decision that
/// waits for a second form would leave a dose open that a physician forbade.
///
/// # Errors
/// [`Refusal::NothingToDo`] where nothing of the record waits for a decision; a missing choice, reasons, or day.
pub fn judge_result(
    case: &Case,
    ids: [RecordId; 2],
    form: &JudgeResult,
    rules: &Rules,
    now: &Now,
) -> Decision {
    let waiting = unjudged(case, rules);
    let of = waiting.iter().find(|known| Some(known.record) == form.record);
    let of = of.ok_or_else(|| vec![Refusal::NothingToDo])?;
    let mut wrong = Vec::new();
    let mut waiting: Vec<_> = of
        .readings
        .iter()
        .map(|reading| reading.measured.item.clone())
        .collect();
    waiting.dedup();
    if form.items.iter().any(|item| !waiting.contains(item)) {
        wrong.push(Refusal::NotUnderstood { field: "items" });
    }
    let about = |item: &String| form.items.is_empty() || form.items.contains(item);
    let (items, left): (Vec<_>, Vec<_>) = waiting.into_iter().partition(about);
    let decided = Decided::from_code(&form.decided);
    // A conclusion cannot be measured again: who wants another examination says so, and treatment goes on or stops.
    let unmeasured = decided == Some(Decided::Repeat) && items.is_empty();
    if decided.is_none() || unmeasured {
        wrong.push(Refusal::Required { field: "decided" });
    }
    let repeat_by = match (decided, form.repeat_by) {
        (Some(Decided::Repeat), None) => {
            wrong.push(Refusal::Required { field: "repeat_by" });
            None
        }
        (_, Some(Err(()))) => {
            wrong.push(Refusal::NotUnderstood { field: "repeat_by" });
            None
        }
        (Some(Decided::Repeat), Some(Ok(day))) if day < now.today() => {
            wrong.push(Refusal::NotBefore {
                field: "repeat_by",
                earliest_on: now.today(),
            });
            None
        }
        (Some(Decided::Repeat), Some(Ok(day))) => Some(day),
        _ => None,
    };
    let words = text("words", &form.words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    let (Some(decided), Ok(words), true) = (decided, words, wrong.is_empty()) else {
        return Err(wrong);
    };
    let [id, hold] = ids;
    let mut events = vec![Event::ResultJudged(Judgement {
        id,
        record: of.record,
        judged_on: now.today(),
        decided,
        items,
        left,
        repeat_by,
        words: words.clone(),
    })];
    if decided == Decided::Hold && !case.holds.iter().any(Hold::open) {
        events.push(Event::HoldPlaced(HoldPlaced {
            id: hold,
            placed_at: now.instant,
            placed_on: now.today(),
            until_on: None,
            reason: words,
        }));
    }
    Ok(events)
}
