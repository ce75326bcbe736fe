//! A recalled lot is looked at by the jobs where some of it came somewhere since they last looked, and not on every round: each
//! such arrival is a row, which goes with the look. And the letters about one thing are found without going through all of
//! their kind.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("recall_look")
            .col(uuid("id").primary_key())
            .col(uuid("lot_id"))
            .foreign_key(ForeignKey::create().from("recall_look", "lot_id").to("lot", "id"))
            .to_owned();
        manager.create_table(table).await?;
        run(manager, STATEMENTS).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const STATEMENTS: &[&str] = &[
    // Each recall that stands is looked at once more.
    "INSERT INTO recall_look (id, lot_id) SELECT id, id FROM lot WHERE recall_id IS NOT NULL",
    "CREATE INDEX letter_about ON letter (kind, about)",
];
