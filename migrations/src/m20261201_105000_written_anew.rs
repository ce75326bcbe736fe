//! That a text whose signatures are missing must be written anew, because a member of it treated the person since: nobody signs it, and
//! the desk of reviews says so.

use sea_orm_migration::{prelude::*, schema::*};

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let added = Table::alter()
            .table("waiting_signature")
            .add_column(boolean("anew").default(false).to_owned())
            .to_owned();
        manager.alter_table(added).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
