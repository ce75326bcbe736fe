//! The sender says what became of a parcel that did not arrive whole, pack by pack.

use super::about_parcel;
use super::shelf_duty::region_posts;
use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, PackAnswer};
use crate::domain::event::{Event, SupplyFact};
use crate::domain::ids::{CaseId, OrganisationId, PackId, ParcelId, RecordId};
use crate::domain::refusal::Refusal;
use crate::domain::supply::{Parcel, Place};
use crate::store::desk::{Desk, Failure, Submission, Work};
use crate::store::organisations::{self, Organisation};
use crate::store::{StoreError, lost_alone, stock};

/// The sender says what became of a parcel that did not arrive whole: of each pack that is missing still or lies set
/// aside, and it goes where it is said to be.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`], also where somebody says that a pack was
/// found, or was destroyed, at a place whose shelf is not his to keep.
pub async fn reconcile_parcel(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    (case, parcel): (CaseId, ParcelId),
    answers: &[PackAnswer],
    words: &str,
) -> Result<RecordId, Failure> {
    let action = Action::ReconcileParcel;
    desk.perform(actor, submission, action, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(action, &file.facts.clone().into(), &about_parcel(&file, parcel))?;
        let known = file.case.supply.parcel(parcel).ok_or(Refusal::NothingToDo)?;
        let sender = known.prepared.from;
        let short: Vec<PackId> = known.short().map(|named| named.pack).collect();
        let held = stock::lock(work.tx(), &short).await?;
        let record = RecordId::fresh();
        let events = decide::reconcile_parcel(&file.case, (record, parcel), answers, &held, words)?;
        let Some(Event::Supply(SupplyFact::DiscrepancyReconciled { packs, .. })) = events.first() else {
            return Err(Refusal::NothingToDo.into());
        };
        let (mut moves, mut alone) = (Vec::new(), Vec::new());
        for said in packs {
            let pack = held.iter().find(|pack| pack.id == said.pack);
            let Some((pack, to)) = pack.and_then(|pack| Some((pack, pack.place.becomes(said)?))) else {
                continue;
            };
            if let Some(at) = to.at() {
                // Whoever finds something takes it over: it is his shelf, or one that he keeps.
                let place = place(work, at).await?;
                let _may = work.authorise(Action::FindPack, &place.resource(), &Context::default())?;
            }
            if to == Place::Destroyed {
                let set_aside_by = stock::moved_by(work.tx(), pack).await?;
                if set_aside_by.is_some() && set_aside_by == actor.account_id() {
                    alone.push(Refusal::PackDestroyedAlone {
                        pack: pack.id,
                        name: pack.name(),
                        lot: pack.number.clone(),
                    });
                } else {
                    // A second person: it must be a shelf that he keeps. What lies nowhere is its sender's.
                    let place = place(work, pack.place.at().unwrap_or(sender)).await?;
                    let context = Context {
                        set_aside_by,
                        ..Context::default()
                    };
                    let _may = work.authorise(Action::DestroyPacks, &place.resource(), &context)?;
                }
            }
            moves.push((pack, to, ""));
        }
        if !alone.is_empty() {
            return Err(alone.into());
        }
        stock::move_packs(work.tx(), &moves, work.mover(action, work.instant())?).await?;
        let written = work.record(permit, &mut file, events).await?;
        if file.case.supply.parcel(parcel).is_some_and(Parcel::lost_alone) {
            // Nobody is held up who has no second person; but somebody else is asked to look.
            let posts = region_posts(work, &place(work, sender).await?).await?;
            let said = (actor.account_id(), work.instant());
            lost_alone::tell(work.tx(), parcel, &posts, said).await?;
        }
        Ok((written, record))
    })
    .await
}

async fn place(work: &Work<'_>, id: OrganisationId) -> Result<Organisation, Failure> {
    let found = organisations::find_in(work.tx(), id).await?;
    Ok(found.ok_or(StoreError::Missing("organisation"))?)
}
