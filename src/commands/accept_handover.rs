//! The organisation that was asked takes over, by name.

use super::applying;
use super::kept_packs::keep_for_newcomer;
use crate::access::{Action, Actor, Context};
use crate::domain::case::Stay;
use crate::domain::decide::passage::{self, AcceptHandover, There};
use crate::domain::ids::{AccountId, CaseId, OrganisationId, RecordId};
use crate::domain::refusal::Refusal;
use crate::domain::rules::Post;
use crate::store::desk::{Desk, Failure, Submission, Work};
use crate::store::file::CaseFile;
use crate::store::{accounts, organisations};

/// The organisation that was asked takes over, by name: a clinician who works there, and the first appointment where
/// the person comes by himself. A pack for the next dose is kept for him on its shelf, where one lies there.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`], also for somebody whose account was
/// disabled meanwhile.
pub async fn accept_handover(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    offer: RecordId,
    form: &AcceptHandover,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::AcceptHandover, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::AcceptHandover, &resource, &Context::default())?;
        let to = addressed(&file, offer, actor)?;
        if organisations::is_closed(work.tx(), to).await? {
            return Err(Refusal::PlaceClosed { field: "" }.into());
        }
        // Whoever accepts answers for it: an account that was disabled a moment ago answers for nothing.
        if !still_works(work, actor.account_id(), to).await? {
            return Err(Refusal::ClinicianGone { field: "" }.into());
        }
        let works = clinician_works(work, form.clinician, to).await?;
        let region = region_of(work, to).await?;
        let there = There {
            works,
            region: &region,
        };
        let (rules, law) = applying(work, file.now.today())?;
        let dose = file.dose(work.rules());
        let stay = Stay {
            organisation: to,
            from_on: file.now.today(),
            known_at: file.now.instant,
            seq: file.case.version + 1,
        };
        let places = &work.rules().places;
        let lets_go = file
            .case
            .lets_go(stay, file.now.today(), |id| file.kind_of(id, places));
        let record = RecordId::fresh();
        let mut events = passage::accept_handover(
            &file.case,
            record,
            offer,
            form,
            (&dose, there, lets_go),
            (rules, &law),
            &file.now,
        )?;
        events.extend(keep_for_newcomer(work, &file, (offer, Action::AcceptHandover)).await?);
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}

/// The organisation that an offer was made to, where that is the actor's own. Nobody answers for another.
pub(super) fn addressed(file: &CaseFile, offer: RecordId, actor: &Actor) -> Result<OrganisationId, Failure> {
    let offer = file.case.passage.offer(offer).ok_or(Refusal::NothingToDo)?;
    let own = actor.organisation() == Some(offer.content.to);
    own.then_some(offer.content.to)
        .ok_or_else(|| Refusal::NothingToDo.into())
}

/// Does an account work at an organisation, open and waiting for nobody, as this transaction sees it?
pub(super) async fn still_works(
    work: &Work<'_>,
    account: Option<AccountId>,
    at: OrganisationId,
) -> Result<bool, Failure> {
    let Some(account) = account else {
        return Ok(false);
    };
    let found = accounts::find_in(work.tx(), account).await?;
    Ok(found.is_some_and(|known| known.organisation == at && known.is_there()))
}

/// The region in which an organisation lies, as this transaction sees it.
pub(super) async fn region_of(work: &Work<'_>, id: OrganisationId) -> Result<String, Failure> {
    let found = organisations::find_in(work.tx(), id).await?;
    found
        .map(|known| known.region)
        .ok_or_else(|| Refusal::StepNotPossible.into())
}

/// May this account be named as the clinician whom the person sees first?
pub(super) async fn clinician_works(
    work: &Work<'_>,
    clinician: Option<AccountId>,
    at: OrganisationId,
) -> Result<bool, Failure> {
    let Some(id) = clinician else {
        return Ok(false);
    };
    let Some(place) = organisations::find_in(work.tx(), at).await? else {
        return Ok(false);
    };
    let places = &work.rules().places;
    let posts = [Post::Physician, Post::Giver].map(|post| places.role(&place.kind, post));
    let found = accounts::find_in(work.tx(), id).await?;
    Ok(found.is_some_and(|known| {
        known.organisation == at && known.is_there() && posts.contains(&Some(known.role.as_str()))
    }))
}
