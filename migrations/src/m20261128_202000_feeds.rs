//! Addresses of calendar feeds: of each only what its address digests to.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("feed")
            .col(uuid("id").primary_key())
            .col(uuid("account_id"))
            .col(binary("token_hash"))
            .col(text("language"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("revoked_at"))
            .foreign_key(
                ForeignKey::create()
                    .from("feed", "account_id")
                    .to("account", "id"),
            )
            .to_owned();
        manager.create_table(table).await?;
        run(
            manager,
            &[
                "CREATE UNIQUE INDEX feed_token ON feed (token_hash)",
                "CREATE INDEX feed_account ON feed (account_id, revoked_at)",
            ],
        )
        .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
