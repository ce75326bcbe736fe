//! Something that was said about a lot is put right: what these acts begin with.

use crate::access::{Action, Actor, Context, Permit, Resource};
use crate::domain::ids::LotId;
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Work};
use crate::store::{organisations, stock};
use chrono::{DateTime, NaiveDate, Utc};

/// Whoever puts a lot right may do so, where he is.
pub(super) struct Correcting {
    pub(super) permit: Permit,
    /// The day there.
    pub(super) today: NaiveDate,
    /// The day on which the lot was put on record; today where that is not known.
    pub(super) taken_in_on: NaiveDate,
}

/// When a lot was put on record.
pub(super) async fn taken_in_at(desk: &Desk, lot: LotId) -> Result<Option<DateTime<Utc>>, Failure> {
    let said = stock::changes(desk.store(), lot).await?;
    Ok(said.first().map(|first| first.at))
}

/// His place, what he may, and the two days by which a last day of use is judged.
pub(super) async fn correcting(
    work: &Work<'_>,
    actor: &Actor,
    taken_in_at: Option<DateTime<Utc>>,
) -> Result<Correcting, Failure> {
    let own = actor.organisation().ok_or(Refusal::NothingToDo)?;
    let place = organisations::find_in(work.tx(), own)
        .await?
        .ok_or(Refusal::NothingToDo)?;
    let resource: Resource = place.resource();
    let permit = work.authorise(Action::CorrectLot, &resource, &Context::default())?;
    let today = place.today(work.instant());
    Ok(Correcting {
        permit,
        today,
        taken_in_on: taken_in_at.map_or(today, |at| place.today(at)),
    })
}
