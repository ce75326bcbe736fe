//! Of how many persons of other regions an account has just heard, is counted by an index of the looks that tell it: at SQLite
//! everybody who writes waits for the answer.

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

const INDEXES: &[&str] = &["CREATE INDEX ledger_told_elsewhere ON ledger (account_id, at) \
    WHERE verb IN ('look-at-roster', 'look-at-namesakes', 'too-many-elsewhere')"];
