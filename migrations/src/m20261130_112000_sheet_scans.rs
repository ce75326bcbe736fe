//! Scans of run sheets that came back: kept as evidence of what was typed from them. No row is ever changed or deleted.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("sheet_scan")
            .col(uuid("sheet_id"))
            .col(text("sha256"))
            .col(text("kind"))
            .col(binary("bytes"))
            .col(timestamp_with_time_zone("kept_at"))
            .col(uuid("account_id"))
            .primary_key(Index::create().col("sheet_id").col("sha256"))
            .foreign_key(
                ForeignKey::create()
                    .from("sheet_scan", "sheet_id")
                    .to("run_sheet", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .from("sheet_scan", "account_id")
                    .to("account", "id"),
            )
            .to_owned();
        manager.create_table(table).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            run(manager, ON_POSTGRES).await
        } else {
            run(manager, ON_SQLITE).await
        }
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const ON_POSTGRES: &[&str] = &[
    "CREATE TRIGGER sheet_scan_rewrite BEFORE UPDATE OR DELETE ON sheet_scan
     FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()",
    "CREATE TRIGGER sheet_scan_truncate BEFORE TRUNCATE ON sheet_scan
     FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
];

/// `REPLACE` deletes a row without firing delete triggers; the trigger before insertion closes that door.
const ON_SQLITE: &[&str] = &[
    "CREATE TRIGGER sheet_scan_update BEFORE UPDATE ON sheet_scan
     BEGIN SELECT RAISE(ABORT, 'sheet_scan is never changed'); END",
    "CREATE TRIGGER sheet_scan_delete BEFORE DELETE ON sheet_scan
     BEGIN SELECT RAISE(ABORT, 'sheet_scan is never deleted'); END",
    "CREATE TRIGGER sheet_scan_replace BEFORE INSERT ON sheet_scan
     WHEN EXISTS (SELECT 1 FROM sheet_scan WHERE sheet_id = NEW.sheet_id AND sha256 = NEW.sha256)
     BEGIN SELECT RAISE(ABORT, 'sheet_scan is never replaced'); END",
];
