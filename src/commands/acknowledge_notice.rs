//! A named human answers an alert.

use crate::access::{Action, Actor, Context};
use crate::domain::alert::Answer;
use crate::domain::decide;
use crate::domain::ids::{AlertId, CaseId};
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission};

/// A named human answers an alert on behalf of the organisation that was told.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn acknowledge_notice(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    alert: AlertId,
    answer: &Answer,
) -> Result<AlertId, Failure> {
    desk.perform(actor, submission, Action::AcknowledgeNotice, async |work| {
        let mut file = work.case(case).await?;
        let organisation = actor.organisation().ok_or(Refusal::NothingToDo)?;
        let told = file
            .case
            .alerts
            .iter()
            .any(|known| known.id == alert && known.told(organisation));
        let context = Context {
            addressed_to: told.then_some(organisation),
            ..Context::default()
        };
        let permit = work.authorise(Action::AcknowledgeNotice, &file.facts.clone().into(), &context)?;
        let events = decide::acknowledge(&file.case, alert, organisation, answer, work.rules(), &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, alert))
    })
    .await
}
