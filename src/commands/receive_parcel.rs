//! A parcel is received: accepted and rejected together are what was sent.

use crate::access::{Action, Actor, Context, Permit};
use crate::domain::decide::{self, ReceiveParcel};
use crate::domain::event::{Event, Fate, ParcelReceived, SupplyFact};
use crate::domain::ids::{CaseId, LotId, OrganisationId, PackId, ParcelId, RecordId};
use crate::domain::refusal::{PackFault, ParcelFault, Refusal};
use crate::domain::rules::Rules;
use crate::domain::supply::{Pack, ParcelState, Place};
use crate::store::desk::{Desk, Failure, Submission, Work, Written};
use crate::store::file::CaseFile;
use crate::store::stock::{self, Mover};

/// The circumstances of an act on a parcel: where it is to go, who packed it, and where.
#[must_use]
pub fn about_parcel(file: &CaseFile, parcel: ParcelId) -> Context {
    let known = file.case.supply.parcel(parcel);
    let packed_at = known.map(|parcel| parcel.prepared.answers());
    Context {
        destination: known.map(|parcel| parcel.to),
        sent_by: known.and_then(|parcel| parcel.by.account()),
        packed_at,
        packed_in: packed_at.and_then(|at| file.region_of(at)).map(str::to_owned),
        shelf: known.map(|parcel| parcel.prepared.from),
        ..Context::default()
    }
}

/// The circumstances of an act on a parcel that came to a place where it was not to go.
#[must_use]
pub fn about_astray(file: &CaseFile, parcel: ParcelId, at: OrganisationId) -> Context {
    Context {
        destination: Some(at),
        ..about_parcel(file, parcel)
    }
}

/// Says something about a parcel by its case: what is decided differs, all else is the same.
pub(super) async fn about(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    (action, case, parcel): (Action, CaseId, ParcelId),
    decide: impl Fn(RecordId, &CaseFile, &Rules) -> decide::Decision + Sync,
) -> Result<RecordId, Failure> {
    let decide = &decide;
    desk.perform(actor, submission, action, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(action, &file.facts.clone().into(), &about_parcel(&file, parcel))?;
        let record = RecordId::fresh();
        let events = decide(record, &file, work.rules())?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}

/// Receives a parcel.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn receive_parcel(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    (case, parcel): (CaseId, ParcelId),
    form: &ReceiveParcel,
) -> Result<RecordId, Failure> {
    let action = Action::ReceiveParcel;
    desk.perform(actor, submission, action, async |work| {
        let mut file = work.case(case).await?;
        let known = file.case.supply.parcel(parcel).ok_or(Refusal::NothingToDo)?;
        let place = known.to;
        let permit = work.authorise(action, &file.facts.clone().into(), &about_parcel(&file, parcel))?;
        let (written, record, _) = take(work, permit, &mut file, (parcel, place), form).await?;
        Ok((written, record))
    })
    .await
}

/// Receives a parcel where it was not to go, by whoever holds the box and reads its label. What was sent is on record; whoever
/// takes it says of each pack whether it came, as where it was to go. The lot, to find it again.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong, also where it is expected here or no longer on its way;
/// [`Failure::Forbidden`].
pub async fn receive_astray(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    (case, parcel): (CaseId, ParcelId),
    form: &ReceiveParcel,
) -> Result<LotId, Failure> {
    desk.perform(actor, submission, Action::ReceiveParcel, async |work| {
        let at = actor.organisation().ok_or(Refusal::NothingToDo)?;
        let mut file = work.case(case).await?;
        let about = about_astray(&file, parcel, at);
        let permit = work.authorise(Action::ReceiveParcel, &file.facts.clone().into(), &about)?;
        let known = file.case.supply.parcel(parcel).ok_or(Refusal::NothingToDo)?;
        if (known.open() || known.state == ParcelState::Lost) && known.to == at {
            return Err(Refusal::ParcelStep(ParcelFault::ComesHere).into());
        }
        let (written, _, lot) = take(work, permit, &mut file, (parcel, at), form).await?;
        Ok((written, lot))
    })
    .await
}

/// Takes a parcel in at a place: the case has its receipt, and each pack lies where that says. The receipt, and the lot of what
/// is in it.
async fn take(
    work: &Work<'_>,
    permit: Permit,
    file: &mut CaseFile,
    (parcel, place): (ParcelId, OrganisationId),
    form: &ReceiveParcel,
) -> Result<(Written, RecordId, LotId), Failure> {
    let case = file.case.id;
    let known = file.case.supply.parcel(parcel).ok_or(Refusal::NothingToDo)?;
    let packs: Vec<PackId> = known.prepared.packs.iter().map(|named| named.pack).collect();
    let lost = known.state == ParcelState::Lost;
    let held = stock::lock(work.tx(), &packs).await?;
    let lot = held.first().ok_or(Refusal::NothingToDo)?.lot;
    let day = file.now.today();
    let unsound: Vec<PackId> = held
        .iter()
        .filter(|pack| !pack.sound_on(day))
        .map(|pack| pack.id)
        .collect();
    let elsewhere = held.iter().filter(|pack| pack.place != Place::Lost);
    let elsewhere: Vec<PackId> = elsewhere.map(|pack| pack.id).collect();
    let record = RecordId::fresh();
    let (ids, packs) = ((record, parcel), (&unsound[..], &elsewhere[..]));
    let events = decide::receive_parcel(&file.case, ids, form, place, packs, work.rules(), &file.now)?;
    let Some(Event::Supply(SupplyFact::ParcelReceived(received))) = events.first() else {
        return Err(Refusal::NothingToDo.into());
    };
    let mover = work.mover(Action::ReceiveParcel, received.at)?;
    if lost {
        turned_up(work, received, &held, mover).await?;
    } else {
        let moves = moves(received, &held, case)?;
        let moves: Vec<_> = moves
            .iter()
            .map(|(pack, to, reason)| (*pack, *to, reason.as_str()))
            .collect();
        stock::move_packs(work.tx(), &moves, mover).await?;
    }
    let written = work.record(permit, file, events).await?;
    Ok((written, record, lot))
}

/// What was reported lost is there: it waits in quarantine and is nobody's, as anything that is found; what was not accepted is set
/// aside from there.
async fn turned_up(
    work: &Work<'_>,
    received: &ParcelReceived,
    held: &[Pack],
    mover: Mover<'_>,
) -> Result<(), Failure> {
    let at = received.place;
    let missing = |pack: PackId| {
        let mut rejected = received.rejected.iter();
        rejected.any(|rejected| rejected.pack == pack && rejected.lost)
    };
    let waits = Place::Quarantine { at, reserved: None };
    let there = held
        .iter()
        .filter(|pack| pack.place == Place::Lost && !missing(pack.id));
    let moves: Vec<_> = there.map(|pack| (pack, waits, "")).collect();
    stock::move_packs(work.tx(), &moves, mover).await?;
    let refused = received.rejected.iter().filter(|rejected| !rejected.lost);
    let reasons: Vec<_> = refused
        .map(|rejected| (rejected.pack, rejected.reason.as_str()))
        .collect();
    let packs: Vec<PackId> = reasons.iter().map(|(pack, _)| *pack).collect();
    let held = stock::lock(work.tx(), &packs).await?;
    let aside = held.iter().filter_map(|pack| {
        let (_, reason) = reasons.iter().find(|(id, _)| *id == pack.id)?;
        Some((pack, Place::SetAside { at }, *reason))
    });
    let moves: Vec<_> = aside.collect();
    Ok(stock::move_packs(work.tx(), &moves, mover).await?)
}

/// Where each pack goes. One that is no longer in the parcel was given before anybody received it, and stays given.
fn moves<'p>(
    received: &ParcelReceived,
    held: &'p [Pack],
    case: CaseId,
) -> Result<Vec<(&'p Pack, Place, String)>, Failure> {
    let at = received.place;
    let parcel = received.parcel;
    let find = |id: PackId| held.iter().find(|pack| pack.id == id);
    let accepted = received.accepted.iter().map(|(id, fate)| {
        let to = match fate {
            Fate::Shelved => Place::Stock {
                at,
                reserved: Some(case),
            },
            Fate::Freed => Place::Stock { at, reserved: None },
            Fate::Quarantined => Place::Quarantine {
                at,
                reserved: Some(case),
            },
            Fate::SetAside => Place::SetAside { at },
        };
        let reason = if *fate == Fate::SetAside { "case-over" } else { "" };
        (*id, to, reason.to_owned())
    });
    let rejected = received.rejected.iter().map(|rejected| {
        let to = if rejected.lost {
            Place::Lost
        } else {
            Place::SetAside { at }
        };
        (rejected.pack, to, rejected.reason.clone())
    });
    let all = accepted.chain(rejected).map(|(id, to, reason)| {
        let pack = find(id).ok_or(Refusal::PackUnsound(PackFault::Gone))?;
        Ok((pack.place == Place::Parcel { parcel, case }).then_some((pack, to, reason)))
    });
    all.filter_map(Result::transpose).collect()
}
