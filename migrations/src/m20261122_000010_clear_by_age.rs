//! What is no record is cleared away by its age: an index for each, so that a round of the jobs that finds nothing reads
//! one row.

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
    "CREATE INDEX session_age ON session (expires_at)",
    "CREATE INDEX enrolment_age ON enrolment (expires_at)",
    "CREATE INDEX draft_age ON draft (updated_at)",
    "CREATE INDEX submission_age ON submission (at)",
];
