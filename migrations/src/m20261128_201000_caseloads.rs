//! Which officer of the supervising body has a case, and until when that body supervises it.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [
            uuid_null("officer_id"),
            timestamp_with_time_zone_null("supervising_until"),
        ] {
            let change = Table::alter().table("case_file").add_column(column).to_owned();
            manager.alter_table(change).await?;
        }
        run(
            manager,
            &["CREATE INDEX case_file_officer ON case_file (supervising_id, officer_id, open)"],
        )
        .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
