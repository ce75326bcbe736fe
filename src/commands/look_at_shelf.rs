//! A clinic that gives from its own shelf owes no parcel to itself. So its shelf is compared once a day with the doses to come:
//! one that finds no pack there is owed, as early as if the pack had to be sent.

use super::shelf_duty::climb;
use crate::access::{Action, Actor, Context};
use crate::domain::forecast::forecast;
use crate::domain::ids::ShelfDutyId;
use crate::domain::shelf_duty::{DutyKind, lack_due_on};
use crate::store::desk::{Desk, Failure};
use crate::store::organisations::{self, Organisation, Shelf};
use crate::store::reading::forecast::{Whereabouts, doses, packs};
use crate::store::shelf_duties::{self, ShelfDuty};
use chrono::{Days, NaiveDate};
use serde_json::{Map, json};
use std::collections::{BTreeMap, BTreeSet};

/// Compares a shelf with the doses to come, where that is still to be done today. Answers whether something was found, or is
/// settled.
///
/// # Errors
/// [`Failure`]; the sweep tries it again on its next round.
pub async fn look_at_shelf(desk: &Desk, actor: &Actor, shelf: &Shelf) -> Result<bool, Failure> {
    let action = Action::AdvanceShelfDuty;
    let (place, lead) = (&shelf.place, &desk.rules().supply.lead);
    let kind = desk.rules().places.kind(&place.kind);
    let today = place.today(desk.instant());
    if shelf.looked_on.is_some_and(|on| today <= on) || !kind.is_some_and(|kind| kind.supplies) {
        return Ok(false);
    }
    let lacking = lacking(desk, place).await?;
    // Still the same dose is without a pack, of which somebody was told already.
    let known = |duty: &ShelfDuty| {
        let first = duty.product.as_ref().and_then(|product| lacking.get(product));
        let found_on = place.today(duty.opened_at);
        first.is_some_and(|(by, _)| lack_due_on(*by, found_on, lead, shelf.since_on) == duty.due_on)
    };
    let open = shelf_duties::lacks(desk.store(), place.id).await?;
    if open.len() == lacking.len() && open.iter().all(known) {
        organisations::only_looked_at(desk.store(), place.id, today).await?;
        return Ok(false);
    }
    let (lacking, known) = (&lacking, &known);
    desk.perform(actor, None, action, async |work| {
        let permit = work.authorise(action, &place.resource(), &Context::default())?;
        let mut told = BTreeSet::new();
        for duty in shelf_duties::lacks_in(work.tx(), place.id).await? {
            if known(&duty) {
                told.extend(duty.product);
            } else {
                shelf_duties::settle(work.tx(), duty.id, work.instant(), None).await?;
            }
        }
        for (product, (needed_by, packs)) in lacking.iter().filter(|(product, _)| !told.contains(*product)) {
            let mut duty = ShelfDuty {
                id: ShelfDutyId::fresh(),
                kind: DutyKind::Lack,
                place: place.id,
                owner: place.id,
                lot: None,
                product: Some(product.clone()),
                packs: *packs,
                arrival: None,
                due_on: lack_due_on(*needed_by, today, lead, shelf.since_on),
                told: 0,
                opened_at: work.instant(),
                opened_by: work.recorder().account(),
                next_step_at: Some(work.instant()),
                settled_at: None,
            };
            shelf_duties::open(work.tx(), &duty).await?;
            climb(work, &mut duty, place).await?;
        }
        organisations::looked_at(work.tx(), place.id, today).await?;
        let lacks: Vec<_> = lacking.keys().collect();
        let detail = Map::from_iter([("lacks".to_owned(), json!(lacks))]);
        let subject = format!("organisation:{}", place.id);
        Ok((work.seal(permit, &subject, detail).await?, true))
    })
    .await
}

/// Of which product a pack lacks on a shelf that should be seen to by now: by when the first must lie there, and how many. A
/// pack that serves one dose serves no other; what a case owes already, to somebody who comes, is not owed twice.
pub(super) async fn lacking(
    desk: &Desk,
    place: &Organisation,
) -> Result<BTreeMap<String, (NaiveDate, i32)>, Failure> {
    let (store, rules, today) = (desk.store(), desk.rules(), place.today(desk.instant()));
    let around = Whereabouts {
        region: &place.region,
        only: Some(place.id),
    };
    let rows = doses(store, &around).await?;
    let mut packs = packs(store, rules, &around).await?;
    packs.retain(|pack| today <= pack.expiry_on);
    let ahead = Days::new(rules.supply.lead.prepare_days.into());
    let until_on = today.checked_add_days(ahead).unwrap_or(today);
    let owed = rows.iter().filter(|row| row.owed_by.is_some());
    let owed: BTreeSet<_> = owed.map(|row| (row.case(), row.cycle())).collect();
    let needs = rows
        .iter()
        .flat_map(|row| row.needs(rules, place.zone(), (today, until_on)));
    let regions = BTreeMap::from([(place.id, place.region.clone())]);
    let there_on = rules.supply.custody.there_by(today);
    let seen = forecast(&needs.collect::<Vec<_>>(), &packs, &regions, there_on);
    let mut lacking: BTreeMap<String, (NaiveDate, i32)> = BTreeMap::new();
    for dose in seen.at_risk().map(|outlook| &outlook.need) {
        if owed.contains(&(dose.case, dose.cycle)) {
            continue;
        }
        let (first, packs) = lacking.entry(dose.product.clone()).or_insert((dose.needed_by, 0));
        *first = dose.needed_by.min(*first);
        *packs += 1;
    }
    Ok(lacking)
}
