//! The database moves the head of the ledger itself, with each entry: one turn less for every act, and several
//! entries can be written in one statement without the chain ever being out of step.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        match manager.get_database_backend() {
            DbBackend::Postgres => run(manager, POSTGRES).await,
            _ => run(manager, SQLITE).await,
        }
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const SQLITE: &[&str] = &["CREATE TRIGGER ledger_head_follows AFTER INSERT ON ledger
     BEGIN UPDATE ledger_head SET seq = NEW.seq, hash = NEW.hash WHERE id = 1; END"];

// Before, not after: PostgreSQL keeps what comes after a row until the end of the statement, and the next row of
// the same statement must find the head moved.
const POSTGRES: &[&str] = &[
    "CREATE OR REPLACE FUNCTION ledger_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       UPDATE ledger_head SET seq = NEW.seq, hash = NEW.hash WHERE id = 1 AND seq = NEW.seq - 1;
       IF NOT FOUND THEN
         RAISE EXCEPTION 'ledger entries come in order';
       END IF;
       RETURN NEW;
     END $$",
];
