//! Letters that belong to no case wait for a signature, too: those to the organisations that have, had or await some of a
//! recalled lot. SQLite cannot make a column optional, so the table is made again.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("waiting_letter_next")
            .col(uuid("letter_id").primary_key())
            .col(uuid_null("case_id"))
            .col(text("kind"))
            .col(timestamp_with_time_zone("drawn_at"))
            .foreign_key(
                ForeignKey::create()
                    .from("waiting_letter_next", "letter_id")
                    .to("letter", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .from("waiting_letter_next", "case_id")
                    .to("case_file", "id"),
            )
            .to_owned();
        manager.create_table(table).await?;
        run(manager, STATEMENTS).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const STATEMENTS: &[&str] = &[
    "INSERT INTO waiting_letter_next (letter_id, case_id, kind, drawn_at)
     SELECT letter_id, case_id, kind, drawn_at FROM waiting_letter",
    "DROP TABLE waiting_letter",
    "ALTER TABLE waiting_letter_next RENAME TO waiting_letter",
    "CREATE INDEX waiting_letter_drawn ON waiting_letter (drawn_at, letter_id)",
];
