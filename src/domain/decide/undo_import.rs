//! A case that was taken over by mistake.

use super::{Decision, correct::void};
use crate::domain::case::Case;
use crate::domain::event::{Event, ImportUndone};
use crate::domain::ids::RecordId;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::time::Now;

/// Ends a case as one that was entered by mistake. Its doses are struck out, everything stays readable.
///
/// # Errors
/// [`Refusal::NothingToDo`] for a case of another import, or one that was undone; missing words.
pub fn undo_import(case: &Case, import: RecordId, words: &str, now: &Now) -> Decision {
    let own = case.imported.as_ref().is_some_and(|from| from.import == import);
    if !own || case.undone.is_some() {
        return Err(vec![Refusal::NothingToDo]);
    }
    let words = text("words", words, true, WORDS).map_err(|refusal| vec![refusal])?;
    let mut events = Vec::new();
    for dose in case.doses.iter().filter(|dose| dose.voided.is_none()) {
        events.extend(void(case, dose.content.id, &words, now)?);
    }
    events.push(Event::ImportUndone(ImportUndone {
        import,
        undone_on: now.today(),
        words,
    }));
    Ok(events)
}
