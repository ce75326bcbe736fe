//! What lists read, written with the events: the case's row, its obligations, alerts, notices and doses. Only
//! what changed is written.

mod alerts;
mod obligations;

use super::entities::{alert, case_file, dose, handover, notice, obligation, organisation};
use super::file::CaseFile;
use super::messages::{self, Told};
use super::{StoreError, Tx, parcels, passage, recall_looks, reviews, run_sheets};
use crate::access::Access;
use crate::domain::case::{Case, Entry};
use crate::domain::dosing::cover;
use crate::domain::event::{DoseGiven, Event, Recorded};
use crate::domain::ids::{CaseId, OrganisationId};
use crate::domain::obligation::Kind;
use crate::domain::passage::day_unknown_since;
use crate::domain::plan::Plan;
use crate::domain::rules::Rules;
use crate::domain::settle::next_step_under;
use crate::domain::supervision::Expected;
use crate::domain::time::start_of_day;
use alerts::write_alerts;
use chrono::{DateTime, Utc};
use obligations::{OPEN, write_obligations};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _,
    IntoActiveModel as _, Iterable as _, ModelTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait, sea_query::SelectStatement,
};

/// Writes what changed between two states of a case; `plan` is what is owed in the later one, and the policies say to whom a
/// message can still lead.
pub(super) async fn write<'a>(
    tx: &Tx,
    before: Option<&Case>,
    file: &CaseFile,
    (access, rules, plan): (&Access, &Rules, &Plan),
    events: impl Iterator<Item = &'a Recorded> + Clone,
) -> Result<(), StoreError> {
    write_case(tx, before, file, rules, plan).await?;
    write_doses(tx, before, file, rules).await?;
    write_obligations(tx, file, plan, before.is_none()).await?;
    write_alerts(tx, before, file, rules, plan).await?;
    reviews::write(tx, before, &file.case).await?;
    passage::write(tx, before, file, rules, plan).await?;
    parcels::write(tx, before, file, rules).await?;
    run_sheets::write(tx, &file.case, events.clone()).await?;
    let mut notices = Vec::new();
    for recorded in events {
        if let Event::Warned(warned) = &recorded.event {
            messages::write_warning(tx, file, (rules, plan), warned, recorded.recorded_at).await?;
        }
        if let Event::NoticeSent { alert, notice, hop } = &recorded.event {
            let id = derived(file.case.id, &format!("notice:{}", recorded.seq));
            let told = Told {
                notice: id,
                alert: *alert,
                kind: *notice,
                hop,
                at: recorded.recorded_at,
                access,
            };
            let message = messages::write(tx, file, rules, &told).await?;
            let row = notice::Model {
                id,
                alert_id: alert.0,
                case_id: file.case.id.0,
                step: small(hop.step),
                kind: notice.code().to_owned(),
                recipient_organisation_id: hop.organisation.0,
                recipient_role: hop.role.clone(),
                recipient_account_id: hop.account.map(|id| id.0),
                due_at: hop.due_at,
                fired_at: hop.fired_at,
                message_id: message.map(|id| id.0),
                gap: hop.gap.map(|gap| gap.code().to_owned()),
            };
            notices.push(row.into_active_model().reset_all());
        }
    }
    if !notices.is_empty() {
        notice::Entity::insert_many(notices)
            .exec_without_returning(&tx.0)
            .await?;
    }
    Ok(())
}

/// Somebody around an organisation came, went, or named a deputy: ladders under way that may lead to it, and warnings that
/// nobody heard, are looked at again at once; so is where somebody is awaited there.
pub(super) async fn look_again(
    tx: &Tx,
    organisation: OrganisationId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let live = QueryTrait::into_query(
        alert::Entity::find()
            .select_only()
            .column(alert::Column::CaseId)
            .filter(alert::Column::ResolvedAt.is_null()),
    );
    // A warning that nobody heard is a task until somebody can hear it.
    let lacking = QueryTrait::into_query(
        obligation::Entity::find()
            .select_only()
            .column(obligation::Column::CaseId)
            .filter(obligation::Column::Kind.eq(Kind::RepairLadder.code()))
            .filter(obligation::Column::State.eq(OPEN)),
    );
    // Whoever was to see somebody first may be the one who went.
    let expected = QueryTrait::into_query(
        obligation::Entity::find()
            .select_only()
            .column(obligation::Column::CaseId)
            .filter(obligation::Column::Kind.eq(Kind::FirstVisit.code()))
            .filter(obligation::Column::OwnerId.eq(organisation.0))
            .filter(obligation::Column::State.eq(OPEN)),
    );
    let agreed = QueryTrait::into_query(
        handover::Entity::find()
            .select_only()
            .column(handover::Column::CaseId)
            .filter(handover::Column::ToId.eq(organisation.0))
            .filter(handover::Column::Live.eq(true)),
    );
    let region = QueryTrait::into_query(
        organisation::Entity::find_by_id(organisation.0)
            .select_only()
            .column(organisation::Column::Region),
    );
    let climbing = Condition::all()
        .add(
            Condition::any()
                .add(case_file::Column::Id.in_subquery(live))
                .add(case_file::Column::Id.in_subquery(lacking)),
        )
        .add(
            Condition::any()
                .add(case_file::Column::SupervisingId.eq(organisation.0))
                .add(case_file::Column::Region.in_subquery(region)),
        );
    case_file::Entity::update_many()
        .set(case_file::ActiveModel {
            next_step_at: Set(Some(at)),
            ..Default::default()
        })
        .filter(
            Condition::any()
                .add(climbing)
                .add(case_file::Column::Id.in_subquery(expected))
                .add(case_file::Column::Id.in_subquery(agreed)),
        )
        .filter(case_file::Column::NextStepAt.gt(at))
        .exec(&tx.0)
        .await?;
    Ok(())
}

/// An organisation keeps stock for the first time: from now on its drug is followed, and the cases of its region are
/// looked at again at once. Later packs change nothing for them.
pub(super) async fn look_at_supply(
    tx: &Tx,
    organisation: OrganisationId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let began = organisation::Entity::find_by_id(organisation.0)
        .filter(organisation::Column::StockSinceAt.eq(at))
        .one(&tx.0)
        .await?;
    let Some(began) = began else { return Ok(()) };
    let there = Condition::all()
        .add(case_file::Column::Region.eq(began.region))
        .add(case_file::Column::Open.eq(true));
    look_at(tx, there, at).await
}

/// An organisation was closed, or opened again: another may play its part now, in its region and in whatever case it owes
/// something. The cases are looked at again at once.
pub(super) async fn look_at_parts(
    tx: &Tx,
    organisation: OrganisationId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let region = QueryTrait::into_query(
        organisation::Entity::find_by_id(organisation.0)
            .select_only()
            .column(organisation::Column::Region),
    );
    let there = Condition::all()
        .add(case_file::Column::Region.in_subquery(region))
        .add(case_file::Column::Open.eq(true));
    let concerned = Condition::any()
        .add(there)
        .add(case_file::Column::Id.in_subquery(owing(organisation)));
    look_at(tx, concerned, at).await
}

/// The cases in which an organisation owes something, as they were last planned.
pub(super) async fn owed_by(tx: &Tx, organisation: OrganisationId) -> Result<Vec<CaseId>, StoreError> {
    let ids = case_file::Entity::find()
        .select_only()
        .column(case_file::Column::Id)
        .filter(case_file::Column::Id.in_subquery(owing(organisation)))
        // Always in this order: two acts about the same cases never wait for each other.
        .order_by_asc(case_file::Column::Id)
        .into_tuple::<uuid::Uuid>()
        .all(&tx.0)
        .await?;
    Ok(ids.into_iter().map(CaseId).collect())
}

fn owing(organisation: OrganisationId) -> SelectStatement {
    QueryTrait::into_query(
        obligation::Entity::find()
            .select_only()
            .column(obligation::Column::CaseId)
            .filter(obligation::Column::OwnerId.eq(organisation.0))
            .filter(obligation::Column::State.eq(OPEN)),
    )
}

async fn look_at(tx: &Tx, which: Condition, at: DateTime<Utc>) -> Result<(), StoreError> {
    case_file::Entity::update_many()
        .set(case_file::ActiveModel {
            next_step_at: Set(Some(at)),
            ..Default::default()
        })
        .filter(which)
        .filter(
            Condition::any()
                .add(case_file::Column::NextStepAt.is_null())
                .add(case_file::Column::NextStepAt.gt(at)),
        )
        .exec(&tx.0)
        .await?;
    Ok(())
}

async fn write_case(
    tx: &Tx,
    before: Option<&Case>,
    file: &CaseFile,
    rules: &Rules,
    plan: &Plan,
) -> Result<(), StoreError> {
    let case = &file.case;
    // What matters to the people who treat stands first: the dose, then whatever closes next.
    let next = plan
        .obligation((Kind::Dose, crate::domain::dosing::open_cycle(case)))
        .or_else(|| plan.obligations.iter().min_by_key(|owed| owed.closes_on));
    let expected = Expected::of(case, plan, file.now.today());
    let row = case_file::Model {
        id: case.id.0,
        reference: case.reference.clone(),
        person_id: case.person.0,
        responsible_id: file.facts.responsible.0,
        supervising_id: file.facts.supervising.0,
        region: file.facts.region.clone(),
        open: file.facts.open,
        opened_at: file.opened_at,
        closed_at: file
            .case
            .closes_on(file.now.today())
            .map(|day| start_of_day(day, file.now.zone)),
        version: case.version.into(),
        next_step_at: next_step_under(plan, case, rules, &file.roster, &file.now),
        next_kind: next.map(|owed| owed.kind.code().to_owned()),
        next_due_on: next.map(|owed| owed.due_on),
        next_closes_on: next.map(|owed| owed.closes_on),
        standing: plan
            .dose
            .as_ref()
            .map_or_else(|reason| reason.code(), |_| OPEN)
            .to_owned(),
        covered_until: cover(case, rules).map(|cover| cover.until_on),
        officer_id: case.officer_at(file.facts.supervising).map(|id| id.0),
        supervising_until: case
            .supervision_moves_on(file.now.today())
            .map(|day| start_of_day(day, file.now.zone)),
        attempt_on: expected.attempt_on,
        appointment_on: expected.appointment_on,
        excused_from: expected.excused.map(|(from_on, _)| from_on),
        excused_until: expected.excused.map(|(_, until_on)| until_on),
        awaited: expected.awaited,
        day_unknown_since: day_unknown_since(case, &file.roster, file.now.today())
            .filter(|_| file.facts.open),
    };
    match before {
        None => {
            let row = row.into_active_model().reset_all();
            case_file::Entity::insert(row)
                .exec_without_returning(&tx.0)
                .await?;
        }
        Some(before) => {
            let row = differing(row, file.stored.as_ref());
            let changed = case_file::Entity::update_many()
                .set(row)
                .filter(case_file::Column::Id.eq(case.id.0))
                .filter(case_file::Column::Version.eq(i64::from(before.version)))
                .exec(&tx.0)
                .await?;
            if changed.rows_affected != 1 {
                return Err(StoreError::Stale("case"));
            }
        }
    }
    Ok(())
}

/// What is to be set in the row of a case: what differs from the row as it was read. Each column that is set has the
/// database write every index it stands in anew, and most of them say where a person is, which few acts change. The version
/// and the next step are always set: others may have asked meanwhile that the case be looked at again.
fn differing(row: case_file::Model, stored: Option<&case_file::Model>) -> case_file::ActiveModel {
    use case_file::Column::{Id, NextStepAt, Version};
    let same: Vec<_> = case_file::Column::iter()
        .filter(|column| !matches!(column, Id | NextStepAt | Version))
        .filter(|column| stored.is_some_and(|stored| stored.get(*column) == row.get(*column)))
        .collect();
    let mut set = row.into_active_model().reset_all();
    for column in same.into_iter().chain([Id]) {
        set.not_set(column);
    }
    set
}

async fn write_doses(
    tx: &Tx,
    before: Option<&Case>,
    file: &CaseFile,
    rules: &Rules,
) -> Result<(), StoreError> {
    let old = before.map_or(&[][..], |case| &case.doses);
    for entry in &file.case.doses {
        let same = |known: &&Entry<DoseGiven>| known.content.id == entry.content.id;
        let known = old.iter().find(same);
        if known == Some(entry) {
            continue;
        }
        let account = entry
            .by
            .account()
            .ok_or(StoreError::Missing("recorder of the dose"))?;
        let row = dose::Model {
            id: entry.content.id.0,
            case_id: file.case.id.0,
            cycle: small(entry.content.cycle),
            given_on: entry.content.given_on,
            occurred_at: entry.content.occurred_at,
            recorded_at: entry.recorded_at,
            organisation_id: entry.content.place.0,
            product: entry.content.product.clone(),
            lot: entry.content.lot.clone(),
            expiry_on: entry.content.expiry_on,
            account_id: account.0,
            voided_at: entry.voided.as_ref().map(|_| file.now.instant),
        };
        let row = row.into_active_model().reset_all();
        if known.is_some() {
            dose::Entity::update(row).exec(&tx.0).await?;
        } else {
            dose::Entity::insert(row).exec_without_returning(&tx.0).await?;
        }
        let (product, lot) = (&entry.content.product, &entry.content.lot);
        recall_looks::came_if_recalled(tx, recall_looks::named(rules, product, lot)).await?;
    }
    Ok(())
}

/// The identity of a row that exists once per case and name.
fn derived(case: CaseId, name: &str) -> uuid::Uuid {
    uuid::Uuid::new_v5(&case.0, name.as_bytes())
}

fn small(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
