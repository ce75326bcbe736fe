//! Who waits for whom. SQLite has one writer, so a writing transaction already has everything to itself; on
//! PostgreSQL the row is locked until the transaction ends.

use sea_orm::{
    ConnectionTrait as _, DbBackend, EntityTrait as _, QuerySelect,
    sea_query::{IntoTableRef, LockType, SelectStatement},
};

use super::{StoreError, Tx, entities::ledger_head};

/// Any number, as long as nobody else uses it: the bytes of "merzim".
const MIGRATIONS: i64 = 0x6d65_727a_696d;

/// Waits until no other process migrates this database.
pub(in crate::store) async fn lock_migrations(tx: &Tx) -> Result<(), StoreError> {
    if tx.0.get_database_backend() == DbBackend::Postgres {
        tx.0.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATIONS})"))
            .await?;
    }
    Ok(())
}

/// Any other number: the bytes of "roster".
const IMPORTS: i64 = 0x726f_7374_6572;

/// Waits until no other process takes over a roster.
pub(in crate::store) async fn lock_imports(tx: &Tx) -> Result<(), StoreError> {
    if tx.0.get_database_backend() == DbBackend::Postgres {
        tx.0.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({IMPORTS})"))
            .await?;
    }
    Ok(())
}

/// Takes the rows of one table for this transaction, and leaves those of a table that is only read beside it: whoever
/// locked those too could wait in a circle.
pub(in crate::store) fn locking<S: QuerySelect<QueryStatement = SelectStatement>>(
    mut select: S,
    table: impl IntoTableRef,
) -> S {
    // SeaQuery leaves `FOR UPDATE` out on SQLite.
    select.query().lock_with_tables(LockType::Update, [table]);
    select
}

/// Takes the head of the ledger for this transaction: whoever appends next waits for its end.
pub(in crate::store) async fn lock_ledger_head(tx: &Tx) -> Result<ledger_head::Model, StoreError> {
    let head = ledger_head::Entity::find_by_id(1)
        .lock_exclusive()
        .one(&tx.0)
        .await?;
    head.ok_or(StoreError::Missing("ledger_head"))
}
