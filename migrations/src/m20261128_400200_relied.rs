//! What became of the planned doses that relied on a recalled lot, and whether a parcel on its way holds one.

use sea_orm_migration::{prelude::*, schema::*};

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [
            date_null("needed_on"),
            uuid_null("replacement_id"),
            boolean("at_risk").default(false).to_owned(),
        ] {
            // One at a time: SQLite takes no more.
            let add = Table::alter().table("recall_case").add_column(column).to_owned();
            manager.alter_table(add).await?;
        }
        let add = Table::alter()
            .table("parcel")
            .add_column(boolean("recalled").default(false).to_owned())
            .to_owned();
        manager.alter_table(add).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
