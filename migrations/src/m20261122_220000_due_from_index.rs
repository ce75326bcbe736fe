//! What is due is read from one index alone, in the order in which the sweep takes it: by the moment, then by the case.

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

const INDEXES: &[&str] = &[
    "DROP INDEX case_file_next_step",
    "CREATE INDEX case_file_next_step ON case_file (next_step_at, id) WHERE next_step_at IS NOT NULL",
];
