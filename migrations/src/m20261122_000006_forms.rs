//! Forms: answered once, kept while unfinished; and the settings of the database itself.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [submission(), draft(), setting()] {
            manager.create_table(table).await?;
        }
        run(manager, INDEXES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const INDEXES: &[&str] = &["CREATE INDEX draft_account ON draft (account_id, updated_at)"];

/// One filled-in form: sent twice, it gets its first answer again.
fn submission() -> TableCreateStatement {
    Table::create()
        .table("submission")
        .col(uuid("key").primary_key())
        .col(uuid("account_id"))
        .col(text("verb"))
        .col(blob("body_digest"))
        .col(text("answer"))
        .col(timestamp_with_time_zone("at"))
        .take()
}

/// Answers of a form that takes several pages, until it is sent.
fn draft() -> TableCreateStatement {
    Table::create()
        .table("draft")
        .col(uuid("key").primary_key())
        .col(uuid("account_id"))
        .col(uuid("case_id"))
        .col(text("form"))
        .col(text("answers"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(
            ForeignKey::create()
                .from("draft", "account_id")
                .to("account", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("draft", "case_id")
                .to("case_file", "id"),
        )
        .take()
}

/// What this database is: its mode, its clock in training.
fn setting() -> TableCreateStatement {
    Table::create()
        .table("setting")
        .col(text("key").primary_key())
        .col(text("value"))
        .take()
}
