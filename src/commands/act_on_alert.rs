//! A named human records what was done about an alert.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, TakeStep};
use crate::domain::ids::{AlertId, CaseId};
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission};

/// Records, on behalf of an organisation that was told, what was done about an alert. A legal step is only ever
/// recorded: the program proposes and takes none.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn act_on_alert(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    alert: AlertId,
    form: &TakeStep,
) -> Result<AlertId, Failure> {
    desk.perform(actor, submission, Action::ActOnAlert, async |work| {
        let mut file = work.case(case).await?;
        let account = actor.as_account().ok_or(Refusal::NothingToDo)?;
        let own = (account.organisation, account.organisation_kind.as_str());
        let known = file.case.alerts.iter().find(|known| known.id == alert);
        let known = known.ok_or(Refusal::NothingToDo)?;
        // Whoever was not told is asked about as the one who was: the policies refuse it by name.
        let first_told = known.notices.first().map(|notice| notice.hop.organisation);
        let context = Context {
            addressed_to: Some(own.0).filter(|own| known.told(*own)).or(first_told),
            ..Context::default()
        };
        let permit = work.authorise(Action::ActOnAlert, &file.facts.clone().into(), &context)?;
        let rules = work.rules();
        let about = (rules, &file.plan(rules));
        let inside_on = |day| file.case.inside_on(day, |id| file.kind_of(id, &rules.places));
        let events = decide::act(&file.case, alert, own, form, about, inside_on, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, alert))
    })
    .await
}
