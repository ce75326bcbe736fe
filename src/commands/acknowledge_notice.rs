//! A named human answers an alert.

use crate::access::{Action, Actor, Context};
use crate::domain::alert::Answer;
use crate::domain::decide;
use crate::domain::escalation::packed_at;
use crate::domain::ids::{AlertId, CaseId};
use crate::domain::refusal::Refusal;
use crate::domain::rules::Party;
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
        let account = actor.as_account().ok_or(Refusal::NothingToDo)?;
        let (organisation, kind) = (account.organisation, account.organisation_kind.as_str());
        let known = file
            .case
            .alerts
            .iter()
            .find(|known| known.id == alert)
            .ok_or(Refusal::NothingToDo)?;
        // Whoever was not told is asked about as the one who was: the policies refuse it by name. What rests without
        // anybody having been told is the region's task.
        let first_told = known.notices.first().map(|notice| notice.hop.organisation);
        let region = || file.roster.site(Party::Region).map(|site| site.organisation);
        let first_told = first_told.or_else(region);
        let addressed_to = if known.told(organisation) {
            Some(organisation)
        } else {
            first_told
        };
        let context = Context {
            addressed_to,
            about_drug: known.kind.of_supply_ladder(),
            packed_at: packed_at(&file.case, known),
            ..Context::default()
        };
        let permit = work.authorise(Action::AcknowledgeNotice, &file.facts.clone().into(), &context)?;
        let inside = file
            .case
            .inside_on(file.now.today(), |id| file.kind_of(id, &work.rules().places));
        let events = decide::acknowledge(
            &file.case,
            alert,
            (organisation, kind),
            answer,
            (work.rules(), inside),
            &file.now,
        )?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, alert))
    })
    .await
}
