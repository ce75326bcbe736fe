//! What was typed into a form when its reader chose another language, until the form is shown again.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("kept_form")
            .col(uuid("key").primary_key())
            .col(uuid("account_id"))
            .col(text("answers"))
            .col(timestamp_with_time_zone("updated_at"))
            .foreign_key(
                ForeignKey::create()
                    .from("kept_form", "account_id")
                    .to("account", "id"),
            )
            .take();
        manager.create_table(table).await?;
        run(manager, INDEXES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const INDEXES: &[&str] = &["CREATE INDEX kept_form_age ON kept_form (updated_at)"];
