//! Packs that nobody can find stand on the desk of supply, and are found without reading every pack.

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

const INDEXES: &[&str] = &["CREATE INDEX pack_lost ON pack (since_at, id) WHERE place = 'lost'"];
