//! The how-manieth recall of a case it is that concerns somebody: the look that is owed because of it goes by that number. Rows
//! written before have none until their case changes again.

use sea_orm_migration::{prelude::*, schema::*};

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let add = Table::alter()
            .table("recall_case")
            .add_column(integer_null("number"))
            .to_owned();
        manager.alter_table(add).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
