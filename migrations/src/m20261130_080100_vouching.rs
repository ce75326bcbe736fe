//! An account that an administrator opens waits until somebody else vouches for its holder: since when, for whose act, and
//! who vouched. Accounts that are there already do not wait.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [
            timestamp_with_time_zone_null("waits_since"),
            uuid_null("waits_by"),
            timestamp_with_time_zone_null("vouched_at"),
            uuid_null("vouched_by"),
        ] {
            // One at a time: SQLite takes no more.
            let add = Table::alter().table("account").add_column(column).to_owned();
            manager.alter_table(add).await?;
        }
        run(manager, INDEXES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const INDEXES: &[&str] =
    &["CREATE INDEX account_waits ON account (organisation_id) WHERE waits_since IS NOT NULL"];
