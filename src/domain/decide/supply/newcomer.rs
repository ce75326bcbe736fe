//! The pack for the first dose at whoever takes a person over, kept on that shelf when the hand-over is accepted; and those
//! on the shelf that he leaves, which are free again.

use super::{OpenDose, named, unfit};
use crate::domain::case::Case;
use crate::domain::dosing::{DoseWindow, planned_dose};
use crate::domain::event::{Event, MEASURE_OVER, MOVED_ON, SupplyFact};
use crate::domain::ids::{OrganisationId, PackId, RecordId};
use crate::domain::passage::Offer;
use crate::domain::plan::protocol;
use crate::domain::rules::{Protocol, Rules};
use crate::domain::supply::{Bound, BoundState, Pack};
use crate::domain::time::Now;
use chrono::NaiveDate;

/// The dose for which whoever is asked to take a person over must have a pack, and of what: the next one, where it will be
/// given there and nothing of his lies there or is on its way. None where the giver gives it before the release, where he
/// is brought with his drug, or where nothing is planned.
#[must_use]
pub fn lacking_at<'r>(
    case: &Case,
    offer: &Offer,
    rules: &'r Rules,
    now: &Now,
) -> Option<(DoseWindow, &'r Protocol)> {
    let content = &offer.content;
    let known = protocol(case, rules).filter(|_| content.reason.asks_for_appointment())?;
    let window = planned_dose(case, Some(known), now).ok()?;
    let waits = !content.reason.moves_on_acceptance() && !case.released_without(content.from, now.today());
    let given_before = waits && case.release_on().is_none_or(|on| window.due_on <= on);
    let provided = case
        .supply
        .provision(&known.products, content.to, window.lasts_until(now.today()));
    (!given_before && !provided.secured()).then_some((window, known))
}

/// Keeps the first of the packs on the receiver's shelf that fits the dose it lacks; nothing where none fits.
#[must_use]
pub fn keep_for_newcomer(
    case: &Case,
    id: RecordId,
    (offer, window, protocol): (&Offer, &DoseWindow, &Protocol),
    pack: &Pack,
    today: NaiveDate,
) -> Option<Event> {
    let site = offer.content.to;
    let lasts_until = window.lasts_until(today);
    let dose = OpenDose {
        cycle: window.cycle,
        // Nobody looks at it who could weigh a shorter one.
        needed_on: lasts_until,
        lasts_until,
        site,
        protocol,
    };
    let fits = pack.place.case().is_none() && unfit(pack, &dose, case, site).is_none();
    fits.then(|| {
        Event::Supply(SupplyFact::PackReserved {
            id,
            pack: named(pack),
            at: site,
        })
    })
}

/// The packs that are kept for the person where nobody gives them to him any more, whatever moved him, ended an offer or ended
/// the measure: each is free again for whoever is treated there. A stay for a while frees nothing at the place to which he
/// comes back.
#[must_use]
pub fn left_behind(case: &Case, today: NaiveDate) -> Vec<Event> {
    let over = case.standing_on(today).is_some_and(|standing| standing.ended());
    let here = case.place_on(today);
    let away = here.and_then(|here| case.passage.away_for_a_while(here));
    let comes_back_to = away.map(|(offer, _)| offer.content.from);
    let behind = |bound: &&Bound| match bound.state {
        BoundState::Shelved(at) => over || (comes_back_to != Some(at) && !case.belongs_at(at, today)),
        _ => false,
    };
    let kept = case.supply.packs.iter().filter(behind);
    let freed = kept.map(|bound| {
        Event::Supply(SupplyFact::PackReleased {
            pack: bound.named.pack,
            reason: (if over { MEASURE_OVER } else { MOVED_ON }).to_owned(),
        })
    });
    freed.collect()
}

/// The packs that are kept for the person on a shelf from which he will not be given them after all.
#[must_use]
pub fn freed_at(case: &Case, place: OrganisationId) -> Vec<PackId> {
    let kept = case.supply.packs.iter();
    let kept = kept.filter(|bound| bound.state == BoundState::Shelved(place));
    kept.map(|bound| bound.named.pack).collect()
}
