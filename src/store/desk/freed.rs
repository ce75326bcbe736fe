//! Packs that were kept for a person lie free again where nobody gives them to him any more: by the act that moved him, or
//! because something followed by itself.

use super::super::stock::{self, Mover};
use super::entries::recorder;
use super::work::apply;
use super::{Failure, Work};
use crate::access::Permit;
use crate::domain::case::Case;
use crate::domain::decide::left_behind;
use crate::domain::event::{Event, Recorded, SupplyFact};
use crate::domain::ids::PackId;
use crate::domain::supply::Place;
use crate::store::file::CaseFile;

impl Work<'_> {
    /// Frees what is kept for the person where he is not treated any more, by the person whose act moved him. What a day or a
    /// job brings is settled.
    pub(super) async fn free_behind(
        &self,
        permit: &Permit,
        file: &mut CaseFile,
    ) -> Result<Vec<Recorded>, Failure> {
        let by = recorder(self.actor);
        if by.account().is_none() {
            return Ok(Vec::new());
        }
        let events = left_behind(&file.case, file.now.today());
        let verb = permit.action().as_str();
        self.free(&events, self.moving(by.account(), verb)).await?;
        apply(file, events, &by, self.instant)
    }

    /// Moves the packs that these events free.
    pub(super) async fn free(&self, events: &[Event], mover: Mover<'_>) -> Result<(), Failure> {
        let packs: Vec<PackId> = events.iter().filter_map(freed).collect();
        if packs.is_empty() {
            return Ok(());
        }
        let held = stock::lock(&self.tx, &packs).await?;
        let free = |at| Place::Stock { at, reserved: None };
        let moves = held
            .iter()
            .filter_map(|pack| Some((pack, free(pack.place.at()?), "released")));
        let moves: Vec<_> = moves.collect();
        Ok(stock::move_packs(&self.tx, &moves, mover).await?)
    }
}

/// Is an act about where the person is treated, or about the drug? Nobody else stands in the way of a pack.
pub(super) fn moves_person_or_drug(before: &Case, after: &Case, chosen: &[Recorded]) -> bool {
    let of_drug = |recorded: &Recorded| matches!(recorded.event, Event::Supply(_) | Event::DoseGiven(_));
    (&before.places, &before.passage.offers) != (&after.places, &after.passage.offers)
        || chosen.iter().any(of_drug)
}

/// The pack that an event frees.
fn freed(event: &Event) -> Option<PackId> {
    match event {
        Event::Supply(SupplyFact::PackReleased { pack, .. }) => Some(*pack),
        _ => None,
    }
}
