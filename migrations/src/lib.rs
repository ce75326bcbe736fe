//! Migrations: one intention each, never edited after landing.

pub use sea_orm_migration::prelude::*;

mod m20261122_000001_people;
mod m20261122_000002_cases;
mod m20261122_000003_obligations;
mod m20261122_000004_ledger;
mod m20261122_000005_outbox;
mod m20261122_000006_forms;
mod m20261122_000007_append_only;
mod m20261122_000008_count_from_index;
mod m20261122_000009_head_follows;
mod m20261122_000010_clear_by_age;
mod m20261122_180000_waiting_signatures;
mod m20261122_220000_due_from_index;
mod m20261128_170000_passage;

/// All migrations, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_people::Migration),
            Box::new(m20261122_000002_cases::Migration),
            Box::new(m20261122_000003_obligations::Migration),
            Box::new(m20261122_000004_ledger::Migration),
            Box::new(m20261122_000005_outbox::Migration),
            Box::new(m20261122_000006_forms::Migration),
            Box::new(m20261122_000007_append_only::Migration),
            Box::new(m20261122_000008_count_from_index::Migration),
            Box::new(m20261122_000009_head_follows::Migration),
            Box::new(m20261122_000010_clear_by_age::Migration),
            Box::new(m20261122_180000_waiting_signatures::Migration),
            Box::new(m20261122_220000_due_from_index::Migration),
            Box::new(m20261128_170000_passage::Migration),
        ]
    }
}

/// Runs statements one by one.
async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    for statement in statements {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}
