//! A session remembers how many wrong attempts came before it, so that whoever signs in learns of them.

use sea_orm_migration::prelude::*;

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, COLUMNS).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const COLUMNS: &[&str] = &["ALTER TABLE session ADD COLUMN failures_before INTEGER NOT NULL DEFAULT 0"];
