//! A lot on a shelf is counted.

use super::shelf_duty::{self, Found};
use crate::access::{Action, Actor, Context};
use crate::domain::ids::{LotId, OrganisationId};
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::shelf_duty::DutyKind;
use crate::store::desk::{Desk, Failure, Submission, Work};
use crate::store::organisations::{self, Organisation};
use crate::store::{StoreError, reading, shelf_duties, stock};
use serde_json::{Map, json};

/// Notes a count. A difference asks for words; the packs that are missing are then set aside one by one, so that it is
/// known which.
///
/// # Errors
/// [`Failure::Refused`] where the number is none, or a difference goes without words; [`Failure::Forbidden`].
pub async fn count_stock(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    (at, lot): (OrganisationId, LotId),
    counted: &str,
    words: &str,
) -> Result<i32, Failure> {
    let action = Action::CountStock;
    desk.perform(actor, submission, action, async |work| {
        let place = organisations::find_in(work.tx(), at)
            .await?
            .ok_or(StoreError::Missing("organisation"))?;
        let permit = work.authorise(action, &place.resource(), &Context::default())?;
        let counted: Option<i32> = counted
            .trim()
            .parse()
            .ok()
            .filter(|counted| (0..10_000).contains(counted));
        let counted = counted.ok_or(Refusal::NotUnderstood { field: "counted" })?;
        let expected = reading::stock::on_shelf(work.tx(), at, lot).await?;
        let words = text("words", words, counted != expected, WORDS)?;
        let mover = work.mover(action, work.instant())?;
        stock::note_count(work.tx(), (at, lot), (expected, counted), &words, mover).await?;
        owe(work, &place, lot, (expected, counted)).await?;
        let detail = Map::from_iter([
            ("expected".to_owned(), json!(expected)),
            ("counted".to_owned(), json!(counted)),
        ]);
        let written = work.seal(permit, &format!("lot:{lot}"), detail).await?;
        Ok((written, counted - expected))
    })
    .await
}

/// A count that the list does not agree with is owed an answer, once for each lot on each shelf; one that agrees ends it.
async fn owe(
    work: &Work<'_>,
    place: &Organisation,
    lot: LotId,
    (expected, counted): (i32, i32),
) -> Result<(), Failure> {
    match shelf_duties::open_count(work.tx(), place.id, lot).await? {
        Some(open) if counted == expected => {
            Ok(shelf_duties::settle(work.tx(), open.id, work.instant(), None).await?)
        }
        None if counted != expected => {
            let owner = shelf_duty::answers_for(work, place).await?;
            let found = Found {
                kind: DutyKind::Count,
                place,
                owner: &owner,
                lot,
                packs: counted,
                arrival: None,
            };
            shelf_duty::open(work, found).await?;
            Ok(())
        }
        _ => Ok(()),
    }
}
