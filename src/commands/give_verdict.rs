//! A pharmacist says what becomes of a pack in quarantine.

use crate::access::{Action, Actor, Context};
use crate::domain::case::Case;
use crate::domain::decide::{self, Verdict, Warmth};
use crate::domain::event::Readings;
use crate::domain::ids::{CaseId, PackId, ParcelId, RecordId};
use crate::domain::refusal::Refusal;
use crate::domain::supply::{OnTheWay, Pack, Place};
use crate::domain::time::Now;
use crate::store::desk::{Desk, Failure, Submission, Work, Written};
use crate::store::{Store, StoreError, organisations, shelf_duties, stock};
use serde_json::{Map, json};

/// The circumstances of a verdict on a pack: whoever packed the parcel it came in answers for it, wherever the person is by now.
#[must_use]
pub fn about_pack(case: &Case, pack: PackId) -> Context {
    let mut bound = case.supply.packs.iter();
    let came = bound
        .rfind(|bound| bound.named.pack == pack)
        .and_then(|bound| bound.parcel);
    let parcel = came.and_then(|parcel| case.supply.parcel(parcel));
    Context {
        packed_at: parcel.map(|parcel| parcel.prepared.answers()),
        ..Context::default()
    }
}

/// The last parcel a pack came in, and whose.
///
/// # Errors
/// When the database does not answer.
pub async fn came_in(store: &Store, pack: PackId) -> Result<Option<(ParcelId, CaseId)>, StoreError> {
    let moves = stock::movements(store, pack).await?;
    Ok(moves.iter().rev().find_map(|step| match step.from {
        Place::Parcel { parcel, case } => Some((parcel, case)),
        _ => None,
    }))
}

/// In what a pack came that waits for a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In a parcel of this person.
    Of(CaseId),
    /// Without notice and for nobody known; what its logger showed.
    Nobodys(Option<Readings>),
}

/// In what a pack came last; nothing where it was taken in here.
///
/// # Errors
/// When the database does not answer.
pub async fn origin(store: &Store, pack: &Pack) -> Result<Option<Origin>, StoreError> {
    for step in stock::movements(store, pack.id).await?.iter().rev() {
        match (step.from, step.to) {
            (Place::Parcel { case, .. }, _)
            | (
                _,
                Place::Quarantine {
                    reserved: Some(case), ..
                },
            ) => return Ok(Some(Origin::Of(case))),
            (_, Place::Quarantine { at, reserved: None }) if step.verb == Action::ReceiveArrival.as_str() => {
                let arrival = shelf_duties::arrival(store, (at, pack.lot), step.recorded_at).await?;
                let readings = arrival.and_then(|arrival| arrival.readings);
                return Ok(Some(Origin::Nobodys(readings)));
            }
            _ => {}
        }
    }
    Ok(None)
}

/// Releases a pack, or has it set aside. One that was kept for a person stays his. What was outside its limits is released
/// only on what is known of its stability, and what nobody measured only on a paper.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn give_verdict(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    pack: PackId,
    verdict: impl Into<Verdict>,
    words: &str,
) -> Result<RecordId, Failure> {
    let action = Action::GiveVerdict;
    let verdict: Verdict = verdict.into();
    let said = (&verdict, words);
    let known = stock::find(desk.store(), pack)
        .await?
        .ok_or(Refusal::NothingToDo)?;
    let came = origin(desk.store(), &known).await?;
    desk.perform(actor, submission, action, async |work| {
        let record = RecordId::fresh();
        let Some(case) = known
            .place
            .case()
            .filter(|_| matches!(known.place, Place::Quarantine { .. }))
        else {
            let written = free(work, (pack, came), said).await?;
            return Ok((written, record));
        };
        // The case first, then the pack: whoever moves it waits in the same order.
        let mut file = work.case(case).await?;
        let permit = work.authorise(action, &file.facts.clone().into(), &about_pack(&file.case, pack))?;
        let pack = held(work, pack).await?;
        let events = decide::give_verdict(&file.case, record, &pack, said, work.rules(), &file.now)?;
        settle(work, &pack, said.0.usable == Some(true)).await?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}

async fn held(work: &Work<'_>, pack: PackId) -> Result<Pack, Failure> {
    let mut held = stock::lock(work.tx(), &[pack]).await?;
    Ok(held.pop().ok_or(Refusal::NothingToDo)?)
}

/// What is known of the way of a pack that is nobody's by now: where it was somebody's, in the parcel it came to him in.
async fn on_the_way(work: &Work<'_>, pack: PackId, came: Option<Origin>) -> Result<OnTheWay, Failure> {
    Ok(match came {
        Some(Origin::Of(case)) => work.case(case).await?.case.supply.on_the_way(pack),
        Some(Origin::Nobodys(readings)) => readings.into(),
        None => OnTheWay::NoParcel,
    })
}

async fn free(
    work: &Work<'_>,
    (pack, came): (PackId, Option<Origin>),
    said: (&Verdict, &str),
) -> Result<Written, Failure> {
    let action = Action::GiveVerdict;
    let way = on_the_way(work, pack, came).await?;
    let pack = held(work, pack).await?;
    let Place::Quarantine { at, reserved: None } = pack.place else {
        return Err(Refusal::NothingToDo.into());
    };
    let place = organisations::find_in(work.tx(), at)
        .await?
        .ok_or(Refusal::NothingToDo)?;
    let now = Now {
        instant: work.instant(),
        zone: place.zone.parse().unwrap_or(chrono_tz::Tz::UTC),
    };
    let permit = work.authorise(action, &place.resource(), &Context::default())?;
    let warmth = Warmth::of(&pack, way, work.rules(), now.today());
    let (usable, words, stability) = decide::verdict(&pack, (true, warmth), said, work.rules(), &now)?;
    settle(work, &pack, usable).await?;
    let digest = |text: &str| json!(crate::secrets::hex(&crate::secrets::digest(text.as_bytes())));
    let mut detail = Map::from_iter([
        ("usable".to_owned(), json!(usable)),
        ("digest".to_owned(), digest(&words)),
    ]);
    if let Some(known) = stability {
        let kind = known.kind.map_or_else(String::new, |kind| format!("{kind}; "));
        let text = format!("{kind}{}; {}; {}", known.by, known.number, known.on);
        detail.insert("stability".to_owned(), digest(&text));
    }
    work.seal(permit, &format!("pack:{}", pack.id), detail).await
}

async fn settle(work: &Work<'_>, pack: &Pack, usable: bool) -> Result<(), Failure> {
    let Place::Quarantine { at, reserved } = pack.place else {
        return Err(Refusal::NothingToDo.into());
    };
    let to = if usable {
        Place::Stock { at, reserved }
    } else {
        Place::SetAside { at }
    };
    let mover = work.mover(Action::GiveVerdict, work.instant())?;
    Ok(stock::move_packs(work.tx(), &[(pack, to, "verdict")], mover).await?)
}
