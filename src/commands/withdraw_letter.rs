//! A letter that should not be there is withdrawn. It stays, and whoever checks it learns that.

use super::letter_facts::house;
use super::letter_told::{Became, tell_again};
use crate::access::{Action, Actor, Context, Resource};
use crate::domain::event::Event;
use crate::domain::ids::LetterId;
use crate::domain::letter::{About, Withdrawal};
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::letters;
use serde_json::{Map, json};

/// Withdraws a letter with all its issues, and tells everybody who was told of one.
///
/// # Errors
/// [`Failure::Refused`]: no reason, withdrawn already; [`Failure::Forbidden`].
pub async fn withdraw_letter(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    letter: LetterId,
    reason: &str,
) -> Result<LetterId, Failure> {
    let known = letters::find(desk.store(), letter).await?;
    desk.perform(actor, submission, Action::WithdrawLetter, async |work| {
        let mut file = match known.case {
            Some(case) => Some(work.case(case).await?),
            None => None,
        };
        let letter = letters::find_in(work.tx(), letter).await?;
        let resource: Resource = match &file {
            Some(file) => file.facts.clone().into(),
            None => house(work, &letter).await?,
        };
        let context = Context {
            letter: Some(letter.kind().code()),
            ..Context::default()
        };
        let permit = work.authorise(Action::WithdrawLetter, &resource, &context)?;
        let by = work.recorder().account().ok_or(Refusal::NothingToDo)?;
        if letter.withdrawn.is_some() {
            return Err(Refusal::NothingToDo.into());
        }
        let withdrawal = Withdrawal {
            at: work.instant(),
            by,
            reason: text("reason", reason, true, WORDS)?,
        };
        letters::withdraw(work.tx(), letter.id, &withdrawal).await?;
        if !letter.issues.is_empty() {
            tell_again(work, file.as_ref(), &letter, Became::Withdrawn).await?;
        }
        let told = matches!(letter.about, About::Ended { .. }) && !letter.issues.is_empty();
        if let Some(file) = file.as_mut().filter(|_| told) {
            let withdrawn = Event::EndLetterWithdrawn { letter: letter.id };
            work.told_of_end(&permit, file, vec![withdrawn]).await?;
        }
        let detail = Map::from_iter([("kind".to_owned(), json!(letter.kind().code()))]);
        let written = work
            .seal(permit, &format!("letter:{}", letter.id), detail)
            .await?;
        Ok((written, letter.id))
    })
    .await
}
