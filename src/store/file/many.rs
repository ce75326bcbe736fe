//! Many cases at once, for a list that says something of each: as many questions as for one.

use super::around::{accounts, institutions_of, institutions_of_all};
use super::{CaseFile, Placed, folded};
use crate::domain::ids::CaseId;
use crate::domain::rules::Places;
use crate::store::entities::{case_file, event, person};
use crate::store::{Store, StoreError, reading};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, JoinType, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use std::collections::BTreeMap;

/// Loads cases for a list, those that there are; nothing is locked.
pub(in crate::store) async fn read_all(
    store: &Store,
    ids: &[CaseId],
    at: DateTime<Utc>,
    places: &Places,
) -> Result<Vec<CaseFile>, StoreError> {
    let on = store.reader();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = case_file::Entity::find()
        .filter(case_file::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .join(JoinType::InnerJoin, reading::worklist::to_person())
        .select_also(person::Entity)
        .all(on)
        .await?;
    let rows = event::Entity::find()
        .filter(event::Column::CaseId.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(event::Column::CaseId)
        .order_by_asc(event::Column::Seq)
        .all(on)
        .await?;
    let mut histories: BTreeMap<CaseId, Vec<event::Model>> = BTreeMap::new();
    for row in rows {
        histories.entry(CaseId(row.case_id)).or_default().push(row);
    }
    let mut cases = Vec::new();
    for (row, person) in found {
        let id = CaseId(row.id);
        if let (Some(person), Some(rows)) = (person, histories.get(&id)) {
            let (case, history) = folded(id, rows)?;
            cases.push((row, person, case, history));
        }
    }
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    let folded: Vec<_> = cases.iter().map(|(_, _, case, _)| case).collect();
    let known = institutions_of_all(on, &folded, places).await?;
    let mut all = Vec::new();
    for (_, _, case, history) in &cases {
        let institutions = institutions_of(&known, case, places);
        all.push(Placed::of(case, history, institutions, at, places)?);
    }
    let people: Vec<_> = all.iter().map(|placed| &placed.people).collect();
    let accounts = accounts(on, &people).await?;
    let files = cases.into_iter().zip(all);
    let files = files.map(|((row, person, case, history), placed)| {
        let (members, opened_at) = (placed.people.among(&accounts), row.opened_at);
        let file = placed.with(case, history, person.into(), members, opened_at, places);
        CaseFile {
            stored: Some(row),
            ..file
        }
    });
    Ok(files.collect())
}
