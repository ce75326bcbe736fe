//! Run sheets: what was printed for a site and a day, row by row, each with its code; and what became of each row.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [run_sheet(), run_sheet_row()] {
            manager.create_table(table).await?;
        }
        run(manager, INDEXES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const INDEXES: &[&str] = &[
    "CREATE UNIQUE INDEX run_sheet_number ON run_sheet (organisation_id, number)",
    "CREATE INDEX run_sheet_latest ON run_sheet (organisation_id, printed_at, id)",
    "CREATE UNIQUE INDEX run_sheet_row_place ON run_sheet_row (sheet_id, place)",
    // A record looks for the rows that were printed for its dose.
    "CREATE INDEX run_sheet_row_dose ON run_sheet_row (case_id, cycle)",
    "CREATE INDEX run_sheet_row_record ON run_sheet_row (record_id) WHERE record_id IS NOT NULL",
    "CREATE INDEX run_sheet_row_unverified ON run_sheet_row (organisation_id, transcribed_at, code)
     WHERE transcribed_at IS NOT NULL AND verified_at IS NULL",
];

/// A printed sheet.
fn run_sheet() -> TableCreateStatement {
    Table::create()
        .table("run_sheet")
        .col(uuid("id").primary_key())
        .col(text("number"))
        .col(uuid("organisation_id"))
        .col(date("day"))
        .col(timestamp_with_time_zone("printed_at"))
        .col(uuid("account_id"))
        .foreign_key(
            ForeignKey::create()
                .from("run_sheet", "organisation_id")
                .to("organisation", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("run_sheet", "account_id")
                .to("account", "id"),
        )
        .take()
}

/// A row of it: one planned dose.
fn run_sheet_row() -> TableCreateStatement {
    Table::create()
        .table("run_sheet_row")
        .col(text("code").primary_key())
        .col(uuid("sheet_id"))
        .col(uuid("organisation_id"))
        .col(integer("place"))
        .col(uuid("case_id"))
        .col(integer("cycle"))
        .col(date("day"))
        .col(date("due_on"))
        .col(date("closes_on"))
        .col(uuid_null("record_id"))
        .col(boolean("given"))
        .col(timestamp_with_time_zone_null("transcribed_at"))
        .col(uuid_null("transcribed_by"))
        .col(timestamp_with_time_zone_null("verified_at"))
        .col(uuid_null("verified_by"))
        .foreign_key(
            ForeignKey::create()
                .from("run_sheet_row", "sheet_id")
                .to("run_sheet", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("run_sheet_row", "case_id")
                .to("case_file", "id"),
        )
        .take()
}
