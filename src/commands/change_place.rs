//! A clerk moves responsibility for the treatment.

use super::must_play;
use crate::access::{Action, Actor, Context};
use crate::domain::case::Stay;
use crate::domain::decide;
use crate::domain::ids::{CaseId, OrganisationId};
use crate::store::desk::{Desk, Failure, Submission};
use chrono::NaiveDate;

/// A clerk moves responsibility for the treatment.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn change_place(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    place: OrganisationId,
    from_on: NaiveDate,
    reason: &str,
) -> Result<OrganisationId, Failure> {
    desk.perform(actor, submission, Action::ChangePlace, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(
            Action::ChangePlace,
            &file.facts.clone().into(),
            &Context::default(),
        )?;
        let kind = must_play(work, (place, "place"), |kind| kind.treats).await?;
        let stay = Stay {
            organisation: place,
            from_on,
            known_at: file.now.instant,
            seq: file.case.version + 1,
        };
        // The case need not have named it yet.
        let known = |id| file.kind_of(id, &work.rules().places);
        let kind_at = |id| if id == place { Some(kind) } else { known(id) };
        let lets_go = file.case.lets_go(stay, file.now.today(), kind_at);
        let events = decide::change_place(&file.case, (place, lets_go), from_on, reason, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, place))
    })
    .await
}
