//! A pack that was kept for a person is free again when an offer to take him over ends by itself: a movement that follows
//! from the rules is nobody's. What moved before keeps its name and its number.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Postgres {
            return run(manager, POSTGRES).await;
        }
        manager.create_table(movement()).await?;
        run(manager, SQLITE).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const POSTGRES: &[&str] = &["ALTER TABLE movement ALTER COLUMN account_id DROP NOT NULL"];

/// SQLite takes no constraint back: the table is made anew, and takes the place of the old one.
fn movement() -> TableCreateStatement {
    let refers = |from: &'static str, to: &'static str| {
        ForeignKey::create()
            .from("movement_anew", from)
            .to(to, "id")
            .to_owned()
    };
    Table::create()
        .table("movement_anew")
        .col(uuid("id").primary_key())
        .col(uuid("pack_id"))
        .col(integer("seq"))
        .col(text("verb"))
        .col(text("origin"))
        .col(text("destination"))
        .col(timestamp_with_time_zone("moved_at"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(uuid_null("account_id"))
        .col(text("reason"))
        .col(big_integer("ledger_seq"))
        .foreign_key(&mut refers("pack_id", "pack"))
        .foreign_key(&mut refers("account_id", "account"))
        .to_owned()
}

const SQLITE: &[&str] = &[
    "INSERT INTO movement_anew
     (id, pack_id, seq, verb, origin, destination, moved_at, recorded_at, account_id, reason, ledger_seq)
     SELECT id, pack_id, seq, verb, origin, destination, moved_at, recorded_at, account_id, reason, ledger_seq
     FROM movement",
    // Its triggers and its index go with it.
    "DROP TABLE movement",
    "ALTER TABLE movement_anew RENAME TO movement",
    "CREATE UNIQUE INDEX movement_seq ON movement (pack_id, seq)",
    "CREATE TRIGGER movement_update BEFORE UPDATE ON movement
     BEGIN SELECT RAISE(ABORT, 'movements are never changed'); END",
    "CREATE TRIGGER movement_delete BEFORE DELETE ON movement
     BEGIN SELECT RAISE(ABORT, 'movements are never deleted'); END",
    "CREATE TRIGGER movement_order BEFORE INSERT ON movement
     WHEN NEW.seq IS NOT (SELECT moves FROM pack WHERE id = NEW.pack_id)
     BEGIN SELECT RAISE(ABORT, 'a movement follows the one before it'); END",
    "CREATE TRIGGER movement_replace BEFORE INSERT ON movement
     WHEN EXISTS (SELECT 1 FROM movement WHERE pack_id = NEW.pack_id AND seq = NEW.seq)
     BEGIN SELECT RAISE(ABORT, 'movements are never replaced'); END",
];
