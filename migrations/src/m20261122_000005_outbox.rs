//! Messages on their way out.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [outbox()] {
            manager.create_table(table).await?;
        }
        run(manager, INDEXES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const INDEXES: &[&str] = &[
    "CREATE INDEX outbox_due ON outbox (state, run_at, id)",
    "CREATE INDEX outbox_case ON outbox (case_id, created_at) WHERE case_id IS NOT NULL",
];

/// Messages on their way out, written in the transaction of what they tell.
fn outbox() -> TableCreateStatement {
    Table::create()
        .table("outbox")
        .col(uuid("id").primary_key())
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("run_at"))
        .col(text("channel"))
        .col(uuid_null("recipient_account_id"))
        .col(text("address"))
        .col(text("template"))
        .col(text("arguments"))
        .col(text("language"))
        .col(text("state"))
        .col(integer("attempts"))
        .col(text_null("leased_by"))
        .col(timestamp_with_time_zone_null("leased_until"))
        .col(timestamp_with_time_zone_null("delivered_at"))
        .col(text_null("last_error"))
        .col(uuid_null("case_id"))
        .col(uuid_null("alert_id"))
        .take()
}
