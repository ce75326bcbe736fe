//! An administrator sends again what nobody could deliver.

use crate::access::{Action, Actor, Context, Resource};
use crate::domain::ids::MessageId;
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::{given_up, outbox};
use serde_json::{Map, json};

/// After a mail server was gone for hours, a whole part of the list is sent again in one act.
const MOST_AT_ONCE: u64 = 200;

/// Sends one given-up message again, or the oldest of them all; to the address that its addressee has now. Says how
/// many.
///
/// # Errors
/// [`Failure::Refused`] where none is given up any more, or its addressee is gone; [`Failure::Forbidden`].
pub async fn send_message_again(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    which: Option<MessageId>,
) -> Result<u64, Failure> {
    desk.perform(actor, submission, Action::SendMessageAgain, async |work| {
        let permit = work.authorise(Action::SendMessageAgain, &Resource::System, &Context::default())?;
        let mut sent = 0;
        for (id, address) in given_up::sendable(work.tx(), which, MOST_AT_ONCE).await? {
            let again = outbox::send_again(work.tx(), id, &address, work.instant()).await?;
            sent += u64::from(again);
        }
        if sent == 0 {
            return Err(Refusal::NothingToDo.into());
        }
        let subject = which.map_or_else(|| "messages".to_owned(), |id| format!("message:{id}"));
        let detail = Map::from_iter([("sent".to_owned(), json!(sent))]);
        let written = work.seal(permit, &subject, detail).await?;
        Ok((written, sent))
    })
    .await
}
