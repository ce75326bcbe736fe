//! Lots that were injected outside of a dose: a recall finds these people, too. And one index for the same question, not
//! two.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("injected")
            .col(uuid("id").primary_key())
            .col(uuid("case_id"))
            .col(text("product"))
            .col(text("lot"))
            .col(timestamp_with_time_zone_null("voided_at"))
            .foreign_key(
                ForeignKey::create()
                    .from("injected", "case_id")
                    .to("case_file", "id"),
            )
            .take();
        manager.create_table(table).await?;
        run(manager, INDEXES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const INDEXES: &[&str] = &[
    "CREATE INDEX injected_lot ON injected (product, lot, case_id)",
    // `dose_lot` begins with the same columns.
    "DROP INDEX dose_product_lot",
];
