//! One organisation asks another to take over.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::passage::{self, OfferHandover, Receiver};
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::organisations;

/// One organisation asks another to take over. Until it has accepted, the giver stays responsible.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn offer_handover(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &OfferHandover,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::OfferHandover, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::OfferHandover, &resource, &Context::default())?;
        let places = &work.rules().places;
        let asked = match form.to {
            Some(to) => organisations::find_in(work.tx(), to).await?,
            None => None,
        };
        let kind = asked.as_ref().and_then(|asked| places.kind(&asked.kind));
        let receiver = match (&asked, kind) {
            (Some(asked), Some(kind)) => Some(Receiver {
                treats: kind.treats,
                custody: kind.custody(),
                keeps_held: kind.keeps_held(),
                closed: organisations::is_closed(work.tx(), asked.id).await?,
            }),
            _ => None,
        };
        let held = file.held();
        let record = RecordId::fresh();
        let events = passage::offer_handover(&file.case, record, form, (held, receiver), &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
