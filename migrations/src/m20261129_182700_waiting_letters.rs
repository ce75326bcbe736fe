//! Letters that wait for a signature: one row for each letter of a case whose newest draft nobody has signed, so that the
//! desk of whoever must sign is one small table. And the letters that an organisation was sent, by whom they go to.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("waiting_letter")
            .col(uuid("letter_id").primary_key())
            .col(uuid("case_id"))
            .col(text("kind"))
            .col(timestamp_with_time_zone("drawn_at"))
            .foreign_key(
                ForeignKey::create()
                    .from("waiting_letter", "letter_id")
                    .to("letter", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .from("waiting_letter", "case_id")
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
    "CREATE INDEX waiting_letter_drawn ON waiting_letter (drawn_at, letter_id)",
    "CREATE INDEX letter_addressee ON letter (addressee_id, created_at, id)",
    // What waits already: the newest draft was not signed, and the letter was not withdrawn.
    "INSERT INTO waiting_letter (letter_id, case_id, kind, drawn_at)
     SELECT letter.id, letter.case_id, letter.kind, letter_draft.drawn_at
     FROM letter
     JOIN letter_draft ON letter_draft.letter_id = letter.id
     WHERE letter.case_id IS NOT NULL
     AND letter_draft.number = (SELECT MAX(number) FROM letter_draft newest WHERE newest.letter_id = letter.id)
     AND NOT EXISTS (SELECT 1 FROM letter_issue
         WHERE letter_issue.letter_id = letter.id AND letter_issue.draft = letter_draft.number)
     AND NOT EXISTS (SELECT 1 FROM letter_withdrawal WHERE letter_withdrawal.letter_id = letter.id)",
];
