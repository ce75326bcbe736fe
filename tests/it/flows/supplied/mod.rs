//! The drug, from the clinic's shelf to the arm.

mod accounted;
mod at_chair;
mod in_custody;
mod lasting;
mod on_shelf;
mod one_medicine;
mod own_shelf;
mod quarantined;
mod received;
mod redirected;
mod sent;
mod small_answers;
mod stood_by;
mod strength;
mod taken_in_wrongly;
mod typed_lots;
mod unmeasured;
mod vanished;

use crate::support::world::{World, day};
use merzim::domain::{
    ids::{CaseId, LotId, ParcelId},
    obligation::Kind,
    refusal::{PackFault, Refusal},
};

/// Opened, the target of the first dose, the morning of the parcel, the days after it, the dose.
struct Days {
    opened: &'static str,
    target: &'static str,
    sent: &'static str,
    next_day: &'static str,
    third_day: &'static str,
    dose: &'static str,
}

const DAYS: [Days; 2] = [
    Days {
        opened: "2026-03-02 09:00",
        target: "2026-05-09",
        sent: "2026-04-20 09:00",
        next_day: "2026-04-21 15:30",
        third_day: "2026-04-22 10:00",
        dose: "2026-05-09 10:00",
    },
    // Over the turn of a year and a leap day.
    Days {
        opened: "2027-11-15 09:00",
        target: "2028-02-29",
        sent: "2028-01-10 09:00",
        next_day: "2028-01-11 15:30",
        third_day: "2028-01-12 10:00",
        dose: "2028-02-29 10:00",
    },
];

fn faults(refused: &[Refusal]) -> Vec<PackFault> {
    let fault = |refusal: &Refusal| match refusal {
        Refusal::PackUnsound(fault) => Some(*fault),
        _ => None,
    };
    refused.iter().filter_map(fault).collect()
}

async fn owes(world: &World, case: CaseId, kind: Kind) -> bool {
    world
        .plan(case)
        .await
        .obligations
        .iter()
        .any(|owed| owed.kind == kind)
}

fn longest(days: &Days) -> String {
    // Good for a year and a half.
    (day(&days.opened[..10]) + chrono::Days::new(540)).to_string()
}

/// A person, and a parcel of so many packs of a product that was sent to him on the morning of the days.
async fn on_its_way(
    world: &World,
    days: &Days,
    (product, packs): (&str, usize),
) -> (CaseId, LotId, ParcelId) {
    let case = world.planned_with(product, days.target).await;
    let lot = world
        .take_in_of(product, ("oc1", "L1"), &longest(days), packs)
        .await;
    world.pass_until(days.sent).await;
    let parcel = world.sent(case, lot, packs).await;
    (case, lot, parcel)
}
