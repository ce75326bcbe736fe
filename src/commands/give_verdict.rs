//! A pharmacist says what becomes of a pack in quarantine.

use crate::access::{Action, Actor, Context};
use crate::domain::case::Case;
use crate::domain::decide;
use crate::domain::ids::{PackId, RecordId};
use crate::domain::refusal::Refusal;
use crate::domain::supply::{Pack, Place};
use crate::domain::time::Now;
use crate::store::desk::{Desk, Failure, Submission, Work, Written};
use crate::store::{organisations, stock};
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
        packed_at: parcel.map(|parcel| parcel.prepared.from),
        ..Context::default()
    }
}

/// Releases a pack, or has it set aside. One that was kept for a person stays his.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn give_verdict(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    pack: PackId,
    usable: Option<bool>,
    words: &str,
) -> Result<RecordId, Failure> {
    let action = Action::GiveVerdict;
    let known = stock::find(desk.store(), pack)
        .await?
        .ok_or(Refusal::NothingToDo)?;
    desk.perform(actor, submission, action, async |work| {
        let record = RecordId::fresh();
        let Some(case) = known
            .place
            .case()
            .filter(|_| matches!(known.place, Place::Quarantine { .. }))
        else {
            let written = free(work, pack, usable, words).await?;
            return Ok((written, record));
        };
        // The case first, then the pack: whoever moves it waits in the same order.
        let mut file = work.case(case).await?;
        let permit = work.authorise(action, &file.facts.clone().into(), &about_pack(&file.case, pack))?;
        let pack = held(work, pack).await?;
        let events = decide::give_verdict(&file.case, record, &pack, usable, words, &file.now)?;
        settle(work, &pack, usable == Some(true)).await?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}

async fn held(work: &Work<'_>, pack: PackId) -> Result<Pack, Failure> {
    let mut held = stock::lock(work.tx(), &[pack]).await?;
    Ok(held.pop().ok_or(Refusal::NothingToDo)?)
}

async fn free(work: &Work<'_>, pack: PackId, usable: Option<bool>, words: &str) -> Result<Written, Failure> {
    let action = Action::GiveVerdict;
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
    let (usable, words) = decide::verdict(&pack, true, usable, words, &now)?;
    settle(work, &pack, usable).await?;
    let detail = Map::from_iter([
        ("usable".to_owned(), json!(usable)),
        (
            "digest".to_owned(),
            json!(crate::secrets::hex(&crate::secrets::digest(words.as_bytes()))),
        ),
    ]);
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
