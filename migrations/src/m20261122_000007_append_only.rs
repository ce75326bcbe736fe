//! The database itself refuses to rewrite history: rows of `event` and `ledger` are neither changed nor
//! deleted, ledger entries come in order, and the head only moves one step forward.
//!
//! On SQLite `REPLACE` deletes a row without firing delete triggers; the triggers before insertion close that
//! door. Whoever owns the database can drop a trigger: what was done then is found by verifying the chain.

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

const SQLITE: &[&str] = &[
    "CREATE TRIGGER event_update BEFORE UPDATE ON event
     BEGIN SELECT RAISE(ABORT, 'events are never changed'); END",
    "CREATE TRIGGER event_delete BEFORE DELETE ON event
     BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END",
    "CREATE TRIGGER event_replace BEFORE INSERT ON event
     WHEN EXISTS (SELECT 1 FROM event WHERE case_id = NEW.case_id AND seq = NEW.seq)
     BEGIN SELECT RAISE(ABORT, 'events are never replaced'); END",
    "CREATE TRIGGER ledger_update BEFORE UPDATE ON ledger
     BEGIN SELECT RAISE(ABORT, 'ledger entries are never changed'); END",
    "CREATE TRIGGER ledger_delete BEFORE DELETE ON ledger
     BEGIN SELECT RAISE(ABORT, 'ledger entries are never deleted'); END",
    "CREATE TRIGGER ledger_order BEFORE INSERT ON ledger
     WHEN NEW.seq IS NOT (SELECT seq + 1 FROM ledger_head WHERE id = 1)
     BEGIN SELECT RAISE(ABORT, 'ledger entries come in order'); END",
    "CREATE TRIGGER ledger_head_forward BEFORE UPDATE ON ledger_head
     WHEN NEW.id <> OLD.id OR NEW.seq <> OLD.seq + 1
     BEGIN SELECT RAISE(ABORT, 'the head of the ledger moves one step forward'); END",
    "CREATE TRIGGER ledger_head_delete BEFORE DELETE ON ledger_head
     BEGIN SELECT RAISE(ABORT, 'the head of the ledger is never deleted'); END",
    "CREATE TRIGGER ledger_head_replace BEFORE INSERT ON ledger_head
     BEGIN SELECT RAISE(ABORT, 'the ledger has one head'); END",
];

const POSTGRES: &[&str] = &[
    "CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP; END $$",
    "CREATE FUNCTION ledger_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       IF NEW.seq IS DISTINCT FROM (SELECT seq + 1 FROM ledger_head WHERE id = 1) THEN
         RAISE EXCEPTION 'ledger entries come in order';
       END IF;
       RETURN NEW;
     END $$",
    "CREATE FUNCTION ledger_head_forward() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       IF NEW.id <> OLD.id OR NEW.seq <> OLD.seq + 1 THEN
         RAISE EXCEPTION 'the head of the ledger moves one step forward';
       END IF;
       RETURN NEW;
     END $$",
    "CREATE TRIGGER event_rewrite BEFORE UPDATE OR DELETE ON event
     FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()",
    "CREATE TRIGGER event_truncate BEFORE TRUNCATE ON event
     FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
    "CREATE TRIGGER ledger_rewrite BEFORE UPDATE OR DELETE ON ledger
     FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()",
    "CREATE TRIGGER ledger_truncate BEFORE TRUNCATE ON ledger
     FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
    "CREATE TRIGGER ledger_order BEFORE INSERT ON ledger
     FOR EACH ROW EXECUTE FUNCTION ledger_in_order()",
    "CREATE TRIGGER ledger_head_forward BEFORE UPDATE ON ledger_head
     FOR EACH ROW EXECUTE FUNCTION ledger_head_forward()",
    "CREATE TRIGGER ledger_head_rewrite BEFORE INSERT OR DELETE ON ledger_head
     FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()",
    "CREATE TRIGGER ledger_head_truncate BEFORE TRUNCATE ON ledger_head
     FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
];
