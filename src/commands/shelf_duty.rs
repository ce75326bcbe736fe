//! What is owed about a shelf and not about a person: it is opened by the act that found it, and climbs the track of the drug
//! until it is settled.

use super::look_at_shelf::lacking;
use crate::access::{Action, Actor, Context};
use crate::domain::event::Arrival;
use crate::domain::ids::{LotId, OrganisationId, ShelfDutyId};
use crate::domain::rules::{Party, Places, Post, Recipient};
use crate::domain::shelf_duty::{DutyKind, next_step_at};
use crate::domain::time::civil_date;
use crate::store::desk::{Desk, Failure, Work};
use crate::store::organisations::{self, Organisation};
use crate::store::shelf_duties::{self, ShelfDuty};
use crate::store::{StoreError, reading};
use serde_json::{Map, json};

/// What is found to be owed.
pub(super) struct Found<'a> {
    pub kind: DutyKind,
    /// Whose shelf.
    pub place: &'a Organisation,
    /// Who owes it.
    pub owner: &'a Organisation,
    pub lot: LotId,
    pub packs: i32,
    pub arrival: Option<Arrival>,
}

/// Opens what an act found to be owed, and tells the first of the track at once.
pub(super) async fn open(work: &Work<'_>, found: Found<'_>) -> Result<ShelfDutyId, Failure> {
    let now = work.instant();
    let zone = found.owner.zone();
    let today = civil_date(now, zone);
    let rules = work.rules();
    let law = rules.law_for(today).ok_or(StoreError::Missing("law"))?;
    let answers = &rules.supply.answers;
    let days = match found.kind {
        DutyKind::Verdict => answers.verdict_working_days,
        DutyKind::Count | DutyKind::Arrival | DutyKind::Lack => answers.discrepancy_working_days,
    };
    let mut duty = ShelfDuty {
        id: ShelfDutyId::fresh(),
        kind: found.kind,
        place: found.place.id,
        owner: found.owner.id,
        lot: Some(found.lot),
        product: None,
        packs: found.packs,
        arrival: found.arrival,
        due_on: law.calendar.add_working_days(today, days.into()).date,
        told: 0,
        opened_at: now,
        opened_by: work.recorder().account(),
        next_step_at: Some(now),
        settled_at: None,
    };
    shelf_duties::open(work.tx(), &duty).await?;
    climb(work, &mut duty, found.owner).await?;
    Ok(duty.id)
}

/// Takes the next step of the track. An empty chair never costs time: the step after it is taken at once.
pub(super) async fn climb(
    work: &Work<'_>,
    duty: &mut ShelfDuty,
    owner: &Organisation,
) -> Result<(), Failure> {
    let (rules, now, zone) = (work.rules(), work.instant(), owner.zone());
    let track = &rules.supply.track;
    let all = organisations::all_in(work.tx()).await?;
    while let Some(step) = track.steps.get(duty.told) {
        let posts = posts(step.to, owner, &all, &rules.places);
        let by = work.recorder().account();
        duty.told += 1;
        if shelf_duties::tell(work.tx(), duty, &posts, (by, now)).await? {
            break;
        }
    }
    let law = rules
        .law_for(civil_date(now, zone))
        .ok_or(StoreError::Missing("law"))?;
    duty.next_step_at = next_step_at(track, duty.told, now, duty.due_on, (zone, law.calendar));
    Ok(shelf_duties::climbed(work.tx(), duty.id, duty.told, duty.next_step_at).await?)
}

/// Those who answer for the region of an organisation, as the track of the drug names them.
pub(super) async fn region_posts(
    work: &Work<'_>,
    owner: &Organisation,
) -> Result<Vec<(OrganisationId, String)>, Failure> {
    let rules = work.rules();
    let all = organisations::all_in(work.tx()).await?;
    let steps = rules.supply.track.steps.iter();
    let near = steps.filter(|step| step.to.organisation == Party::Region);
    Ok(near
        .flat_map(|step| posts(step.to, owner, &all, &rules.places))
        .collect())
}

/// The posts that a step names: at whoever owes it, or those who answer for his region.
fn posts(
    to: Recipient,
    owner: &Organisation,
    all: &[Organisation],
    places: &Places,
) -> Vec<(OrganisationId, String)> {
    let post = |at: &Organisation| Some((at.id, places.role(&at.kind, to.post)?.to_owned()));
    if to.organisation == Party::Region {
        let there = all
            .iter()
            .filter(|known| known.region == owner.region && !known.closed);
        let answers = |known: &&Organisation| {
            let kind = places.kind(&known.kind);
            kind.is_some_and(|kind| kind.posts.contains_key(&Post::Coordinator))
        };
        return there.filter(answers).filter_map(post).collect();
    }
    post(owner).into_iter().collect()
}

/// Who answers for a shelf: the place itself where it keeps a pharmacist, else whoever supplies its region.
pub(super) async fn answers_for(work: &Work<'_>, place: &Organisation) -> Result<Organisation, Failure> {
    let places = &work.rules().places;
    if places.role(&place.kind, Post::Pharmacist).is_some() {
        return Ok(place.clone());
    }
    let mut all = organisations::all_in(work.tx()).await?;
    all.sort_by(|one, other| one.code.cmp(&other.code));
    let supplies = |known: &Organisation| places.kind(&known.kind).is_some_and(|kind| kind.supplies);
    let mut near = all.into_iter().filter(|known| known.region == place.region);
    let supplier = near.find(|known| supplies(known) && !known.closed);
    Ok(supplier.unwrap_or_else(|| place.clone()))
}

/// A step of the ladder of something owed about a shelf has fallen due: it is taken, or nothing is owed any more.
///
/// # Errors
/// [`Failure`]; the sweep tries it again on its next round.
pub async fn advance_shelf_duty(desk: &Desk, actor: &Actor, id: ShelfDutyId) -> Result<bool, Failure> {
    let action = Action::AdvanceShelfDuty;
    let reaches = reaches(desk, id).await?;
    desk.perform(actor, None, action, async |work| {
        let found = shelf_duties::lock(work.tx(), id).await?;
        let mut duty = found.ok_or(StoreError::Missing("shelf_duty"))?;
        let owner = organisations::find_in(work.tx(), duty.owner)
            .await?
            .ok_or(StoreError::Missing("organisation"))?;
        let permit = work.authorise(action, &owner.resource(), &Context::default())?;
        let due = duty.next_step_at.is_some_and(|at| at <= work.instant());
        let mut detail = Map::from_iter([("duty".to_owned(), json!(id.to_string()))]);
        if due && (reaches || agrees(work, &duty).await?) {
            shelf_duties::settle(work.tx(), id, work.instant(), None).await?;
            detail.insert("settled".to_owned(), json!(true));
        } else if due {
            climb(work, &mut duty, &owner).await?;
            detail.insert("told".to_owned(), json!(duty.told));
        }
        let written = work.seal(permit, &duty.subject(), detail).await?;
        Ok((written, due))
    })
    .await
}

/// Has the dose a pack by now for which one lacked?
async fn reaches(desk: &Desk, id: ShelfDutyId) -> Result<bool, Failure> {
    let found = shelf_duties::read(desk.store(), id).await?;
    let Some(duty) = found.filter(|duty| duty.kind == DutyKind::Lack) else {
        return Ok(false);
    };
    let place = organisations::find(desk.store(), duty.place).await?;
    let place = place.ok_or(StoreError::Missing("organisation"))?;
    let lacking = lacking(desk, &place).await?;
    let first = duty.product.and_then(|product| lacking.get(&product).copied());
    Ok(first.is_none_or(|(needed_by, _)| needed_by > duty.due_on))
}

/// Has the list come to what was counted last, or does nothing wait for a verdict any more?
async fn agrees(work: &Work<'_>, duty: &ShelfDuty) -> Result<bool, Failure> {
    let Some(lot) = duty.lot else {
        return Ok(false);
    };
    match duty.kind {
        DutyKind::Count => {}
        DutyKind::Verdict => {
            let waiting = reading::stock::nobodys_in_quarantine(work.tx(), duty.place, lot).await?;
            return Ok(waiting == 0);
        }
        DutyKind::Arrival | DutyKind::Lack => return Ok(false),
    }
    let listed = reading::stock::on_shelf(work.tx(), duty.place, lot).await?;
    let counted = shelf_duties::counted_last(work.tx(), duty.place, lot).await?;
    Ok(counted == Some(listed))
}
