//! Packs that wait in quarantine and are nobody's are owed a verdict about the shelf: of a lot at a place once, and the jobs find
//! what waits without reading every pack.

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
    "CREATE UNIQUE INDEX shelf_duty_verdict ON shelf_duty (place_id, lot_id) \
     WHERE kind = 'verdict' AND settled_at IS NULL",
    "CREATE INDEX pack_waits ON pack (organisation_id, lot_id) WHERE place = 'quarantine' AND case_id IS NULL",
];
