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
mod m20261128_150100_stock;
mod m20261128_150200_parcels;
mod m20261128_170000_passage;
mod m20261128_180100_run_sheets;
mod m20261128_180200_imports;
mod m20261128_190000_letters;
mod m20261128_200100_channels;
mod m20261128_201000_caseloads;
mod m20261128_202000_feeds;
mod m20261128_210100_failures_before;
mod m20261128_210200_kept_form;
mod m20261128_400100_injected;
mod m20261128_400200_relied;
mod m20261128_450000_namesakes;
mod m20261128_800100_expected;
mod m20261129_110000_shelf_duties;
mod m20261129_160000_lot_reads;
mod m20261129_182700_waiting_letters;
mod m20261130_003000_letters_of_houses;
mod m20261130_003000_shelf_lacks;
mod m20261130_010000_freed_by_itself;
mod m20261130_011500_wrong_persons;
mod m20261130_060000_shelf_verdicts;
mod m20261130_070000_recall_looks;
mod m20261130_071100_document_reads;
mod m20261130_071200_asked_tries;
mod m20261130_080100_vouching;
mod m20261130_080201_account_search;
mod m20261130_080201_awaited;
mod m20261130_080210_told_elsewhere;
mod m20261130_101000_parcels_sent_far;
mod m20261130_104500_recall_numbers;
mod m20261130_104800_lost_packs;
mod m20261130_112000_sheet_scans;
mod m20261130_205000_parcels_answered_far;
mod m20261130_224100_quiet_messages;
mod m20261201_043000_day_unknown;
mod m20261201_051700_asks_others;
mod m20261201_105000_written_anew;

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
            Box::new(m20261128_150100_stock::Migration),
            Box::new(m20261128_150200_parcels::Migration),
            Box::new(m20261128_200100_channels::Migration),
            Box::new(m20261128_201000_caseloads::Migration),
            Box::new(m20261128_202000_feeds::Migration),
            Box::new(m20261128_180100_run_sheets::Migration),
            Box::new(m20261128_180200_imports::Migration),
            Box::new(m20261128_210100_failures_before::Migration),
            Box::new(m20261128_210200_kept_form::Migration),
            Box::new(m20261128_190000_letters::Migration),
            Box::new(m20261128_400100_injected::Migration),
            Box::new(m20261128_400200_relied::Migration),
            Box::new(m20261128_450000_namesakes::Migration),
            Box::new(m20261128_800100_expected::Migration),
            Box::new(m20261129_110000_shelf_duties::Migration),
            Box::new(m20261129_160000_lot_reads::Migration),
            Box::new(m20261129_182700_waiting_letters::Migration),
            Box::new(m20261130_003000_letters_of_houses::Migration),
            Box::new(m20261130_003000_shelf_lacks::Migration),
            Box::new(m20261130_010000_freed_by_itself::Migration),
            Box::new(m20261130_011500_wrong_persons::Migration),
            Box::new(m20261130_060000_shelf_verdicts::Migration),
            Box::new(m20261130_070000_recall_looks::Migration),
            Box::new(m20261130_071100_document_reads::Migration),
            Box::new(m20261130_071200_asked_tries::Migration),
            Box::new(m20261130_080100_vouching::Migration),
            Box::new(m20261130_080201_account_search::Migration),
            Box::new(m20261130_080201_awaited::Migration),
            Box::new(m20261130_080210_told_elsewhere::Migration),
            Box::new(m20261130_101000_parcels_sent_far::Migration),
            Box::new(m20261130_104500_recall_numbers::Migration),
            Box::new(m20261130_104800_lost_packs::Migration),
            Box::new(m20261130_112000_sheet_scans::Migration),
            Box::new(m20261130_205000_parcels_answered_far::Migration),
            Box::new(m20261130_224100_quiet_messages::Migration),
            Box::new(m20261201_043000_day_unknown::Migration),
            Box::new(m20261201_051700_asks_others::Migration),
            Box::new(m20261201_105000_written_anew::Migration),
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
