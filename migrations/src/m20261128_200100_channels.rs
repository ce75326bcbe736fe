//! Ways to reach somebody besides mail: addresses of webhooks and telephones, and every attempt of a delivery.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [endpoint(), attempt()] {
            manager.create_table(table).await?;
        }
        for column in [
            uuid_null("notice_id"),
            uuid_null("endpoint_id"),
            timestamp_with_time_zone_null("begun_at"),
        ] {
            let change = Table::alter().table("outbox").add_column(column).to_owned();
            manager.alter_table(change).await?;
        }
        run(manager, INDEXES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const INDEXES: &[&str] = &[
    // Each channel is delivered by itself: one that hangs keeps no other waiting.
    "CREATE INDEX outbox_channel ON outbox (state, channel, run_at, id)",
    "CREATE INDEX outbox_alert ON outbox (alert_id) WHERE alert_id IS NOT NULL",
    "CREATE INDEX endpoint_organisation ON endpoint (organisation_id, created_at)",
    "CREATE INDEX endpoint_age ON endpoint (withdrawn_at, created_at, id)",
    "CREATE INDEX attempt_message ON attempt (message_id, begun_at)",
];

/// Where a channel other than mail leads: a system of an organisation, the telephone of an account.
fn endpoint() -> TableCreateStatement {
    Table::create()
        .table("endpoint")
        .col(uuid("id").primary_key())
        .col(text("channel"))
        .col(uuid("organisation_id"))
        .col(uuid_null("account_id"))
        .col(text("address"))
        .col(binary_null("secret"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("withdrawn_at"))
        .foreign_key(
            ForeignKey::create()
                .from("endpoint", "organisation_id")
                .to("organisation", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("endpoint", "account_id")
                .to("account", "id"),
        )
        .take()
}

/// One attempt at a delivery that came to an end.
fn attempt() -> TableCreateStatement {
    Table::create()
        .table("attempt")
        .col(uuid("id").primary_key())
        .col(uuid("message_id"))
        .col(timestamp_with_time_zone("begun_at"))
        .col(timestamp_with_time_zone("ended_at"))
        .col(text("outcome"))
        .col(text_null("reason"))
        .take()
}
