//! Imports of rosters: which file, by whom, and which cases it opened.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [roster_import(), roster_import_case()] {
            manager.create_table(table).await?;
        }
        run(manager, INDEXES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const INDEXES: &[&str] = &[
    "CREATE INDEX roster_import_latest ON roster_import (at, id)",
    "CREATE INDEX roster_import_case_of ON roster_import_case (import_id, row)",
];

/// An import.
fn roster_import() -> TableCreateStatement {
    Table::create()
        .table("roster_import")
        .col(uuid("id").primary_key())
        .col(blob("digest"))
        .col(timestamp_with_time_zone("at"))
        .col(uuid_null("account_id"))
        .col(timestamp_with_time_zone_null("undone_at"))
        .take()
}

/// A case that it opened, with the number of events the case then had.
fn roster_import_case() -> TableCreateStatement {
    Table::create()
        .table("roster_import_case")
        .col(uuid("case_id").primary_key())
        .col(uuid("import_id"))
        .col(integer("row"))
        .col(integer("version"))
        .foreign_key(
            ForeignKey::create()
                .from("roster_import_case", "import_id")
                .to("roster_import", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("roster_import_case", "case_id")
                .to("case_file", "id"),
        )
        .take()
}
