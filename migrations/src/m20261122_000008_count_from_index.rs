//! Counts above a worklist come from its index alone: whether a window has opened is part of it, so that ten
//! thousand open rows are counted without reading one of them.

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
    "DROP INDEX obligation_owner",
    "DROP INDEX obligation_region",
    "DROP INDEX obligation_region_role",
    "CREATE INDEX obligation_owner ON obligation (owner_id, owner_role, state, closes_on, id, opens_on)",
    "CREATE INDEX obligation_region ON obligation (region, state, closes_on, id, opens_on)",
    "CREATE INDEX obligation_region_role ON obligation (region, owner_role, state, closes_on, id, opens_on)",
];
