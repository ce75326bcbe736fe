//! That those who treat name the day of the next visit first, as the lists of whoever supervises or brings a person say it.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let added = Table::alter()
            .table("case_file")
            .add_column(boolean("awaited").default(false).to_owned())
            .to_owned();
        manager.alter_table(added).await?;
        run(manager, LOOK_AGAIN).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// The cases that are there already are looked at once, so that their rows say it.
const LOOK_AGAIN: &[&str] = &["UPDATE case_file SET next_step_at = opened_at WHERE open"];
