//! That a climb about a person has passed over the body that supervises him, which is asked nothing, as its desk says and counts.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let added = Table::alter()
            .table("alert")
            .add_column(boolean("asks_others").default(false).to_owned())
            .to_owned();
        manager.alter_table(added).await?;
        run(manager, LOOK_AGAIN).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// The cases that are there already are looked at once, so that the rows of their alerts say it.
const LOOK_AGAIN: &[&str] = &["UPDATE case_file SET next_step_at = opened_at WHERE open"];
