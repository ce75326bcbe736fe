//! What lists read of the way from one organisation to the next.

use super::entities::{former_stay, handover, release_ahead};
use super::file::CaseFile;
use super::{StoreError, Tx};
use crate::domain::case::{Case, Stay};
use crate::domain::event::HandoverOffer;
use crate::domain::ids::OrganisationId;
use crate::domain::obligation::Kind;
use crate::domain::passage::{Offer, release_state};
use crate::domain::plan::Plan;
use crate::domain::rules::{Direction, Rules};
use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The part of an organisation that treats.
pub(super) const TREATS: &str = "treats";
/// The part of one that supervises.
pub(super) const SUPERVISES: &str = "supervises";

/// Writes what changed. `new` says that the case has no rows yet.
pub(super) async fn write(
    tx: &Tx,
    before: Option<&Case>,
    file: &CaseFile,
    rules: &Rules,
    plan: &Plan,
) -> Result<(), StoreError> {
    write_offers(tx, before, file, rules).await?;
    write_release(tx, before, file, plan).await?;
    write_stays(tx, file).await
}

async fn write_offers(
    tx: &Tx,
    before: Option<&Case>,
    file: &CaseFile,
    rules: &Rules,
) -> Result<(), StoreError> {
    let known = before.map_or(&[][..], |case| &case.passage.offers);
    for (number, offer) in file.case.passage.offers.iter().enumerate() {
        let earlier = known.get(number);
        let expected = |case: &Case, offer: &Offer| offer.expected_on(case.release_on());
        let was = before.zip(earlier).map(|(case, offer)| expected(case, offer));
        if earlier == Some(offer) && was == Some(expected(&file.case, offer)) {
            continue;
        }
        let row = offer_row(file, offer, rules).into_active_model().reset_all();
        if earlier.is_some() {
            handover::Entity::update(row).exec(&tx.0).await?;
        } else {
            handover::Entity::insert(row)
                .exec_without_returning(&tx.0)
                .await?;
        }
    }
    Ok(())
}

fn offer_row(file: &CaseFile, offer: &Offer, rules: &Rules) -> handover::Model {
    let content = &offer.content;
    let region = |id| {
        file.institution(id)
            .map_or("", |known| known.region.as_str())
            .to_owned()
    };
    handover::Model {
        id: content.id.0,
        case_id: file.case.id.0,
        reason: content.reason.code().to_owned(),
        from_id: content.from.0,
        to_id: content.to.0,
        from_region: region(content.from),
        to_region: region(content.to),
        state: offer.state().code().to_owned(),
        live: offer.live(),
        offered_on: content.offered_on,
        due_on: answer_by(content, rules),
        from_on: offer.expected_on(file.case.release_on()),
        visit_on: offer.appointment.map(|known| known.on),
    }
}

/// By when an offer is to be answered.
#[must_use]
pub fn answer_by(offer: &HandoverOffer, rules: &Rules) -> NaiveDate {
    let (offered_on, from_on) = (offer.offered_on, offer.answerable_on());
    let known = rules.continuity_for(offered_on).zip(rules.law_for(offered_on));
    known.map_or(from_on, |(known, law)| {
        let within = known.handover.answer_within;
        within.from(from_on, Direction::After, law.calendar).date
    })
}

async fn write_release(
    tx: &Tx,
    before: Option<&Case>,
    file: &CaseFile,
    plan: &Plan,
) -> Result<(), StoreError> {
    let wanted = release_row(file, plan);
    // Without a day there is no row: nothing is asked for whoever is treated at large.
    let stored = match before.filter(|case| release_day(case).is_some()) {
        Some(_) => {
            release_ahead::Entity::find_by_id(file.case.id.0)
                .one(&tx.0)
                .await?
        }
        None => None,
    };
    match (stored, wanted) {
        (stored, wanted) if stored == wanted => {}
        (Some(_), Some(row)) => {
            let row = row.into_active_model().reset_all();
            release_ahead::Entity::update(row).exec(&tx.0).await?;
        }
        (None, Some(row)) => {
            let row = row.into_active_model().reset_all();
            release_ahead::Entity::insert(row)
                .exec_without_returning(&tx.0)
                .await?;
        }
        (_, None) => {
            release_ahead::Entity::delete_by_id(file.case.id.0)
                .exec(&tx.0)
                .await?;
        }
    }
    Ok(())
}

fn release_row(file: &CaseFile, plan: &Plan) -> Option<release_ahead::Model> {
    if !file.facts.open {
        return None;
    }
    let case = &file.case;
    let passage = &case.passage;
    // Who has agreed or was asked for the day of release, whatever he is asked for until then.
    let asked = passage.asked_on_release();
    let offer = passage.accepted_offer().or(asked);
    let late = asked.is_some_and(|(number, _)| {
        let owed = plan.obligation((Kind::AcceptHandover, number));
        owed.is_some_and(|owed| owed.closes_on < file.now.today())
    });
    let state = release_state(case, &file.roster, late, file.now.today())?;
    Some(release_ahead::Model {
        case_id: case.id.0,
        region: file.facts.region.clone(),
        responsible_id: file.facts.responsible.0,
        release_on: release_day(case)?,
        state: state.code().to_owned(),
        receiver_id: offer.map(|(_, offer)| offer.content.to.0),
    })
}

/// The day of the release that lies ahead, or of the last one.
fn release_day(case: &Case) -> Option<NaiveDate> {
    let released = || case.passage.last_release().map(|entry| entry.content.released_on);
    case.release_on().or_else(released)
}

async fn write_stays(tx: &Tx, file: &CaseFile) -> Result<(), StoreError> {
    let (case, today) = (&file.case, file.now.today());
    let mut wanted = former(file, TREATS, &case.places, today);
    wanted.extend(former(file, SUPERVISES, &case.supervision, today));
    // Most cases never moved: nothing is asked for them.
    if case.places.len() + case.supervision.len() <= 2 {
        return Ok(());
    }
    let mut stored = former_stay::Entity::find()
        .filter(former_stay::Column::CaseId.eq(case.id.0))
        .all(&tx.0)
        .await?;
    stored.sort_by_key(|row| row.id);
    wanted.sort_by_key(|row| row.id);
    if stored == wanted {
        return Ok(());
    }
    former_stay::Entity::delete_many()
        .filter(former_stay::Column::CaseId.eq(case.id.0))
        .exec(&tx.0)
        .await?;
    let rows: Vec<_> = wanted
        .into_iter()
        .map(|row| row.into_active_model().reset_all())
        .collect();
    if !rows.is_empty() {
        former_stay::Entity::insert_many(rows)
            .exec_without_returning(&tx.0)
            .await?;
    }
    Ok(())
}

/// The organisations of past stays, each with the last day on which another took over from it.
fn former(file: &CaseFile, part: &str, stays: &[Stay], today: NaiveDate) -> Vec<former_stay::Model> {
    let mut begun: Vec<_> = stays.iter().filter(|stay| stay.from_on <= today).collect();
    begun.sort_by_key(|stay| stay.from_on);
    let current = begun.last().map(|stay| stay.organisation);
    let mut left: BTreeMap<OrganisationId, (NaiveDate, OrganisationId)> = BTreeMap::new();
    for pair in begun.windows(2) {
        let [before, next] = pair else { continue };
        if before.organisation != next.organisation {
            left.insert(before.organisation, (next.from_on, next.organisation));
        }
    }
    left.into_iter()
        .filter(|(organisation, _)| Some(*organisation) != current)
        .map(|(organisation, (until_on, next))| former_stay::Model {
            id: Uuid::new_v5(&file.case.id.0, format!("{part}:{organisation}").as_bytes()),
            case_id: file.case.id.0,
            organisation_id: organisation.0,
            part: part.to_owned(),
            until_on,
            next_id: next.0,
        })
        .collect()
}
