//! What is owed, as lists read it: what is new or moved, and how that which is over ended.

use super::{derived, small};
use crate::domain::ids::RecordId;
use crate::domain::met::met;
use crate::domain::obligation::{Kind, Obligation};
use crate::domain::plan::Plan;
use crate::store::entities::obligation;
use crate::store::file::CaseFile;
use crate::store::{StoreError, Tx};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, EntityTrait as _, IntoActiveModel as _,
    Iterable as _, QueryFilter as _, sea_query::OnConflict,
};

pub(super) const OPEN: &str = "open";
const MET: &str = "met";
const WAIVED: &str = "waived";

/// Writes the obligations that are new, moved, or over; in one statement, because a dose moves most of what its person
/// owes.
pub(super) async fn write_obligations(
    tx: &Tx,
    file: &CaseFile,
    plan: &Plan,
    new: bool,
) -> Result<(), StoreError> {
    let at = file.now.instant;
    let named = |owed: &Obligation| derived(file.case.id, &format!("{}:{}", owed.kind.code(), owed.cycle));
    let known = if new {
        Vec::new()
    } else {
        // What was met years ago stays as it is, unless it is owed once more.
        let again = obligation::Column::Id.is_in(plan.obligations.iter().map(named));
        obligation::Entity::find()
            .filter(obligation::Column::CaseId.eq(file.case.id.0))
            .filter(
                Condition::any()
                    .add(obligation::Column::State.eq(OPEN))
                    .add(again),
            )
            .all(&tx.0)
            .await?
    };
    let mut changed = Vec::new();
    for owed in &plan.obligations {
        let id = named(owed);
        let stored = known.iter().find(|row| row.id == id);
        let row = row(id, owed, file, stored.map_or(at, |row| row.opened_at));
        if stored != Some(&row) {
            changed.push(row);
        }
    }
    let wanted = |row: &&obligation::Model| {
        plan.obligations
            .iter()
            .any(|owed| owed.kind.code() == row.kind && small(owed.cycle) == row.cycle)
    };
    let over = known
        .iter()
        .filter(|row| row.state == OPEN)
        .filter(|row| !wanted(row));
    changed.extend(over.map(|stored| {
        let (state, met_by) = settled(file, stored);
        obligation::Model {
            state: state.to_owned(),
            met_by: met_by.map(|record| record.0),
            settled_at: Some(at),
            ..stored.clone()
        }
    }));
    if changed.is_empty() {
        return Ok(());
    }
    use obligation::Column::{CaseId as Case, Cycle, Id, Kind as Of};
    let moved = obligation::Column::iter().filter(|column| !matches!(column, Id | Case | Of | Cycle));
    let moved = OnConflict::column(Id).update_columns(moved).to_owned();
    let changed = changed.into_iter().map(|row| row.into_active_model().reset_all());
    obligation::Entity::insert_many(changed)
        .on_conflict(moved)
        .exec_without_returning(&tx.0)
        .await?;
    Ok(())
}

fn row(id: uuid::Uuid, owed: &Obligation, file: &CaseFile, opened_at: DateTime<Utc>) -> obligation::Model {
    obligation::Model {
        id,
        case_id: file.case.id.0,
        kind: owed.kind.code().to_owned(),
        cycle: small(owed.cycle),
        owner_id: owed.owner.organisation.0,
        owner_role: owed.owner.role.clone(),
        opens_on: owed.opens_on,
        due_on: owed.due_on,
        closes_on: owed.closes_on,
        state: OPEN.to_owned(),
        why: serde_json::to_string(&owed.why).unwrap_or_default(),
        met_by: None,
        opened_at,
        settled_at: None,
        region: file.facts.region.clone(),
    }
}

/// How an obligation that is no longer planned ended: met by a record, or waived because its reason went.
fn settled(file: &CaseFile, stored: &obligation::Model) -> (&'static str, Option<RecordId>) {
    let cycle = u32::try_from(stored.cycle).unwrap_or_default();
    let kind = Kind::from_code(&stored.kind);
    let met = kind.and_then(|kind| met(&file.case, (kind, cycle), stored.opens_on, file.now.today()));
    match met {
        Some(record) => (MET, record),
        None => (WAIVED, None),
    }
}
