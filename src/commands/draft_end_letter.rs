//! The measure is over: each letter that says so is drawn up by the jobs, and waits for whoever signs it.

use super::draft_letter::{DraftLetter, draw};
use crate::access::{Action, Actor, Context};
use crate::domain::event::Event;
use crate::domain::ids::{AccountId, CaseId, LetterId};
use crate::domain::letter::{About, EndedTo};
use crate::domain::obligation::Kind;
use crate::domain::plan::told_by;
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure};
use crate::store::file::CaseFile;

/// Draws up the letter to one of those who must know that the measure is over, as somebody would by hand; in the name of whoever
/// entered what ended it.
///
/// # Errors
/// [`Failure::Refused`] where nobody need tell him any more, or the last draft says just that; [`Failure::Forbidden`].
pub async fn draft_end_letter(
    desk: &Desk,
    actor: &Actor,
    case: CaseId,
    to: EndedTo,
) -> Result<LetterId, Failure> {
    let action = Action::AdvanceCase;
    desk.perform(actor, None, action, async |work| {
        let file = work.case(case).await?;
        let permit = work.authorise(action, &file.facts.clone().into(), &Context::default())?;
        let owed = file.plan(work.rules()).obligations.into_iter();
        let mut owed = owed.filter(|owed| owed.kind == Kind::TellEnd);
        let owes = owed.any(|owed| told_by(owed.cycle).is_some_and(|(_, whom)| whom == to));
        let account = entered_by(&file).filter(|_| owes).ok_or(Refusal::NothingToDo)?;
        let form = DraftLetter::about(About::Ended { to });
        draw(work, permit, &file, &form, (account, actor)).await
    })
    .await
}

/// Who wrote down last what a court said, or that the person is gone: the measure ended by that.
fn entered_by(file: &CaseFile) -> Option<AccountId> {
    let mut entered = file.history.iter().rev().filter(|recorded| {
        matches!(
            recorded.event,
            Event::CaseOpened(_)
                | Event::RulingRecorded(_)
                | Event::RulingChanged(_)
                | Event::RulingAmended(_)
                | Event::RulingStepVoided(_)
                | Event::CaseEnded(_)
        )
    });
    entered.find_map(|recorded| recorded.by.account())
}
