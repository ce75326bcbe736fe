//! Answering an alert: a named human says what was or will be done.

use super::Decision;
use crate::domain::alert::{Answer, NoticeKind};
use crate::domain::case::Case;
use crate::domain::escalation::track_of;
use crate::domain::event::Event;
use crate::domain::ids::{AlertId, OrganisationId};
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::rules::Rules;
use crate::domain::time::Now;

/// The closed list of answers. A legal step is only ever named by a human; the system proposes none.
pub const ACTIONS: [&str; 7] = [
    "called",
    "visited",
    "summoned",
    "evidence-asked",
    "justified-by-document",
    "new-attempt",
    "passed-on",
];

/// Acknowledges an alert on behalf of an organisation that was told.
///
/// # Errors
/// Refused where the alert is over, the organisation was not told, or nothing is said about what was done.
pub fn acknowledge(
    case: &Case,
    alert: AlertId,
    organisation: OrganisationId,
    answer: &Answer,
    rules: &Rules,
    now: &Now,
) -> Decision {
    let nothing = || vec![Refusal::NothingToDo];
    let known = case
        .alerts
        .iter()
        .find(|known| known.id == alert && known.live())
        .ok_or_else(nothing)?;
    let told = known
        .notices
        .iter()
        .rev()
        .filter(|notice| notice.kind == NoticeKind::Climb);
    let hop = told
        .map(|notice| &notice.hop)
        .find(|hop| hop.organisation == organisation)
        .ok_or_else(nothing)?;
    let mut wrong = Vec::new();
    if !ACTIONS.contains(&answer.action.as_str()) {
        wrong.push(Refusal::Required { field: "action" });
    }
    let words = match text("words", &answer.words, true, WORDS) {
        Ok(words) => words,
        Err(refusal) => {
            wrong.push(refusal);
            String::new()
        }
    };
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let number = usize::try_from(hop.step).unwrap_or(usize::MAX);
    Ok(vec![Event::NoticeAcknowledged {
        alert,
        step: hop.step,
        answer: Answer {
            action: answer.action.clone(),
            words,
        },
        rests: track_of(known, rules).is_some_and(|track| track.rests_on(number)),
        acknowledged_at: now.instant,
    }])
}
