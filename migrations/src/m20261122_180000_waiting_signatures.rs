//! Who still has to sign a review: one row for each signature that is missing, so that a person's own desk is one range
//! of one index. A projection: made again from the events whenever a case changes.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("waiting_signature")
            .col(uuid("id").primary_key())
            .col(uuid("case_id"))
            .col(uuid("account_id"))
            .col(integer("review"))
            .col(date("held_on"))
            .foreign_key(
                ForeignKey::create()
                    .from("waiting_signature", "case_id")
                    .to("case_file", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .from("waiting_signature", "account_id")
                    .to("account", "id"),
            )
            .to_owned();
        manager.create_table(table).await?;
        run(manager, INDEXES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const INDEXES: &[&str] = &[
    "CREATE INDEX waiting_signature_account ON waiting_signature (account_id, held_on, id)",
    "CREATE INDEX waiting_signature_case ON waiting_signature (case_id)",
    // The desk of reviews looks for one kind in a region; the auditor's for one kind everywhere.
    "CREATE INDEX obligation_region_kind ON obligation (region, kind, state, closes_on, id)",
    "CREATE INDEX obligation_kind ON obligation (kind, state, closes_on, id)",
];
