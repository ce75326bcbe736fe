//! A pack in quarantine that came in the parcel of a person is judged by whoever packed that: his case owes it. One that is
//! nobody's is owed by nobody's case: found again, taken in though its lot is recalled, come without notice, of a dose that was
//! struck out. So the sweep compares what waits with what is owed, whichever act brought it there.

use super::shelf_duty::{self, Found, answers_for};
use crate::access::{Action, Actor, Context};
use crate::domain::ids::{LotId, OrganisationId};
use crate::domain::refusal::Refusal;
use crate::domain::shelf_duty::DutyKind;
use crate::store::desk::{Desk, Failure};
use crate::store::reading::stock::{missing_from_quarantine, nobodys_in_quarantine, waiting_for_verdict};
use crate::store::{StoreError, organisations, shelf_duties};
use serde_json::{Map, json};
use std::collections::BTreeSet;

/// The places and lots where what waits for a verdict and what is owed of it differ.
///
/// # Errors
/// When the database does not answer.
pub async fn unjudged(desk: &Desk) -> Result<BTreeSet<(OrganisationId, LotId)>, Failure> {
    let waiting = waiting_for_verdict(desk.store()).await?;
    let owed = shelf_duties::verdicts(desk.store()).await?;
    let owed: BTreeSet<_> = owed
        .iter()
        .filter_map(|duty| Some((duty.place, duty.lot?)))
        .collect();
    Ok(waiting.symmetric_difference(&owed).copied().collect())
}

/// Opens what is owed about a lot in quarantine at a place, and tells the first of the track; or settles it, where nothing waits
/// there any more: a verdict was given, or the packs were set aside, given or lost.
///
/// # Errors
/// [`Failure::Refused`] where the two agree already, and then nothing is written down. Any other [`Failure`]; the sweep tries it
/// again on its next round.
pub async fn look_at_quarantine(
    desk: &Desk,
    actor: &Actor,
    (at, lot): (OrganisationId, LotId),
) -> Result<(), Failure> {
    let action = Action::AdvanceShelfDuty;
    desk.perform(actor, None, action, async |work| {
        let place = organisations::find_in(work.tx(), at)
            .await?
            .ok_or(StoreError::Missing("organisation"))?;
        let permit = work.authorise(action, &place.resource(), &Context::default())?;
        let open = shelf_duties::open_verdict(work.tx(), at, lot).await?;
        let packs = nobodys_in_quarantine(work.tx(), at, lot).await?;
        let mut detail = Map::from_iter([("waiting".to_owned(), json!(packs))]);
        match open {
            Some(duty) if packs == 0 => {
                shelf_duties::settle(work.tx(), duty.id, work.instant(), None).await?;
                detail.insert("settled".to_owned(), json!(true));
                // What nobody can find was judged by nobody.
                let missing = missing_from_quarantine(work.tx(), (at, lot), duty.opened_at).await?;
                if !missing.is_empty() {
                    detail.insert("unaccounted".to_owned(), json!(missing.len()));
                }
            }
            None if packs > 0 => {
                let owner = answers_for(work, &place).await?;
                let found = Found {
                    kind: DutyKind::Verdict,
                    place: &place,
                    owner: &owner,
                    lot,
                    packs,
                    arrival: None,
                };
                let duty = shelf_duty::open(work, found).await?;
                detail.insert("duty".to_owned(), json!(duty.to_string()));
            }
            _ => return Err(Refusal::NothingToDo.into()),
        }
        let written = work.seal(permit, &format!("lot:{lot}"), detail).await?;
        Ok((written, ()))
    })
    .await
}
