//! Packs at a hand-over: one is kept for the first dose at whoever takes over, and whoever was asked keeps and frees his own.

use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::event::{Event, Recorded};
use crate::domain::ids::{OrganisationId, RecordId};
use crate::domain::supply::Place;
use crate::store::desk::{Failure, Work};
use crate::store::file::CaseFile;
use crate::store::{reading, stock};

/// Keeps a pack on the receiver's shelf for the dose that will be given there: the one that expires first. Where none lies
/// there, nothing is kept, and the plan asks whoever supplies the receiver for one.
pub(super) async fn keep_for_newcomer(
    work: &Work<'_>,
    file: &CaseFile,
    (offer, action): (RecordId, Action),
) -> Result<Option<Event>, Failure> {
    let Some(offer) = file.case.passage.offer(offer) else {
        return Ok(None);
    };
    let Some((window, protocol)) = decide::lacking_at(&file.case, offer, work.rules(), &file.now) else {
        return Ok(None);
    };
    let today = file.now.today();
    let wanted = reading::stock::Wanted {
        products: &protocol.products,
        at: offer.content.to,
        case: file.case.id,
        day: window.lasts_until(today),
        typed_lot: None,
    };
    let shelf = reading::stock::shelf_in(work.tx(), &wanted, None).await?;
    // Listed without being held: whoever was quicker has it, and the next one is tried.
    for listed in shelf.usable.iter().filter(|pack| pack.place.case().is_none()) {
        let Some(pack) = stock::lock(work.tx(), &[listed.id]).await?.pop() else {
            continue;
        };
        let needed = (offer, &window, protocol);
        let Some(kept) = decide::keep_for_newcomer(&file.case, RecordId::fresh(), needed, &pack, today)
        else {
            continue;
        };
        let to = Place::Stock {
            at: offer.content.to,
            reserved: Some(file.case.id),
        };
        let mover = work.mover(action, work.instant())?;
        stock::move_packs(work.tx(), &[(&pack, to, "")], mover).await?;
        return Ok(Some(kept));
    }
    Ok(None)
}

/// The same where what was just decided makes the dose that of whoever has agreed to take over: the release comes before it now.
pub(super) async fn keep_for_whoever_comes_sooner(
    work: &Work<'_>,
    file: &CaseFile,
    (decided, action): (&[Event], Action),
) -> Result<Option<Event>, Failure> {
    let Some((_, offer)) = file.case.passage.accepted_offer() else {
        return Ok(None);
    };
    let offer = offer.content.id;
    let mut after = file.clone();
    for event in decided {
        let recorded = Recorded {
            seq: after.case.version + 1,
            event: event.clone(),
            recorded_at: work.instant(),
            by: work.recorder(),
        };
        // What does not fit is found when it is written down, and nothing is kept for it.
        if after.case.apply(&recorded).is_err() {
            return Ok(None);
        }
    }
    keep_for_newcomer(work, &after, (offer, action)).await
}

/// Whoever was only asked to take over keeps and frees what lies on the own shelf, and nothing of the giver's.
pub(super) fn on_own_shelf(
    work: &Work<'_>,
    (actor, action): (&Actor, Action),
    file: &CaseFile,
    at: OrganisationId,
) -> Result<(), Failure> {
    if actor.organisation() == Some(at) {
        return Ok(());
    }
    let mut facts = file.facts.clone();
    facts.offered_to.clear();
    work.authorise(action, &facts.into(), &Context::default())
        .map(|_permit| ())
}
