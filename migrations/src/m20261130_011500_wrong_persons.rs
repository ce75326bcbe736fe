//! Whoever is about to give a dose is told that one is said to belong to another person: the list of the day asks about each
//! of its cases, and finds it without reading their histories.

use sea_orm_migration::prelude::*;

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, INDEXES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const INDEXES: &[&str] = &["CREATE INDEX event_wrong_person ON event (case_id, seq) \
     WHERE verb IN ('wrong-person-reported', 'wrong-person-settled')"];
