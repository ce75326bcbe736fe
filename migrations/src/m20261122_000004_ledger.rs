//! The hash chain over every act.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [ledger(), ledger_head()] {
            manager.create_table(table).await?;
        }
        run(manager, INDEXES).await?;
        let empty = Query::insert()
            .into_table("ledger_head")
            .columns(["id", "seq", "hash"])
            .values_panic([1.into(), 0_i64.into(), vec![0_u8; 32].into()])
            .take();
        manager.execute(empty).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const INDEXES: &[&str] = &[
    "CREATE INDEX ledger_case ON ledger (case_id, seq) WHERE case_id IS NOT NULL",
    "CREATE INDEX ledger_account ON ledger (account_id, seq) WHERE account_id IS NOT NULL",
];

/// The hash chain over every act. Never updated, never deleted; no personal data.
fn ledger() -> TableCreateStatement {
    Table::create()
        .table("ledger")
        .col(big_integer("seq").primary_key())
        .col(timestamp_with_time_zone("at"))
        .col(uuid_null("account_id"))
        .col(text_null("job"))
        .col(text_null("role"))
        .col(text("verb"))
        .col(uuid_null("case_id"))
        .col(text_null("subject"))
        .col(text("detail"))
        .col(blob("previous_hash"))
        .col(blob("hash"))
        .take()
}

/// The last entry of the ledger: one row, locked by whoever appends.
fn ledger_head() -> TableCreateStatement {
    Table::create()
        .table("ledger_head")
        .col(integer("id").primary_key())
        .col(big_integer("seq"))
        .col(blob("hash"))
        .take()
}
