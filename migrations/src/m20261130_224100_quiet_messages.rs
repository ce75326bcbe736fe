//! The hours in which a message does not leave lie with it: they are asked at every attempt, not only at the first.

use sea_orm_migration::{prelude::*, schema::*};

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let change = Table::alter()
            .table("outbox")
            .add_column(text_null("quiet"))
            .to_owned();
        manager.alter_table(change).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
