//! Letters: what they are about, their drafts, their issues, the printed files, and withdrawals. None of these rows is
//! ever changed or deleted: whatever becomes of a letter is a new row.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(letter()).await?;
        manager.create_table(draft()).await?;
        manager.create_table(issue()).await?;
        manager.create_table(file()).await?;
        manager.create_table(withdrawal()).await?;
        run(manager, INDEXES).await?;
        let postgres = manager.get_database_backend() == DbBackend::Postgres;
        for (table, same) in TABLES {
            let statements = if postgres {
                on_postgres(table)
            } else {
                on_sqlite(table, same)
            };
            let statements: Vec<_> = statements.iter().map(String::as_str).collect();
            run(manager, &statements).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn letter() -> TableCreateStatement {
    Table::create()
        .table("letter")
        .col(uuid("id").primary_key())
        .col(text("kind"))
        .col(text("about"))
        .col(uuid_null("case_id"))
        .col(uuid("sender_id"))
        .col(uuid_null("addressee_id"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(
            ForeignKey::create()
                .from("letter", "case_id")
                .to("case_file", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("letter", "sender_id")
                .to("organisation", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("letter", "addressee_id")
                .to("organisation", "id"),
        )
        .to_owned()
}

fn draft() -> TableCreateStatement {
    Table::create()
        .table("letter_draft")
        .col(uuid("letter_id"))
        .col(integer("number"))
        .col(text("data"))
        .col(text("sha256"))
        .col(timestamp_with_time_zone("drawn_at"))
        .col(uuid("drawn_by"))
        .primary_key(Index::create().col("letter_id").col("number"))
        .foreign_key(
            ForeignKey::create()
                .from("letter_draft", "letter_id")
                .to("letter", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("letter_draft", "drawn_by")
                .to("account", "id"),
        )
        .to_owned()
}

fn issue() -> TableCreateStatement {
    Table::create()
        .table("letter_issue")
        .col(uuid("letter_id"))
        .col(integer("number"))
        .col(integer("draft"))
        .col(text("letter_number"))
        .col(text("code"))
        .col(text("template"))
        .col(timestamp_with_time_zone("signed_at"))
        .col(date("signed_on"))
        .col(uuid("signed_by"))
        .col(text("signer"))
        .col(text("role"))
        .primary_key(Index::create().col("letter_id").col("number"))
        .foreign_key(
            ForeignKey::create()
                .from("letter_issue", "letter_id")
                .to("letter", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("letter_issue", "signed_by")
                .to("account", "id"),
        )
        .to_owned()
}

fn file() -> TableCreateStatement {
    Table::create()
        .table("letter_file")
        .col(uuid("letter_id"))
        .col(integer("issue"))
        .col(text("language"))
        .col(text("sha256"))
        .col(binary("bytes"))
        .primary_key(Index::create().col("letter_id").col("issue").col("language"))
        .foreign_key(
            ForeignKey::create()
                .from("letter_file", "letter_id")
                .to("letter", "id"),
        )
        .to_owned()
}

fn withdrawal() -> TableCreateStatement {
    Table::create()
        .table("letter_withdrawal")
        .col(uuid("letter_id").primary_key())
        .col(timestamp_with_time_zone("withdrawn_at"))
        .col(uuid("withdrawn_by"))
        .col(text("reason"))
        .foreign_key(
            ForeignKey::create()
                .from("letter_withdrawal", "letter_id")
                .to("letter", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("letter_withdrawal", "withdrawn_by")
                .to("account", "id"),
        )
        .to_owned()
}

const INDEXES: &[&str] = &[
    "CREATE INDEX letter_case ON letter (case_id, created_at, id)",
    "CREATE INDEX letter_kind ON letter (kind, created_at, id)",
    "CREATE UNIQUE INDEX letter_issue_code ON letter_issue (code)",
    "CREATE UNIQUE INDEX letter_issue_number ON letter_issue (letter_number, number)",
    "CREATE UNIQUE INDEX letter_issue_draft ON letter_issue (letter_id, draft)",
];

/// Each table, and what makes two of its rows the same one.
const TABLES: [(&str, &str); 5] = [
    ("letter", "id = NEW.id"),
    (
        "letter_draft",
        "letter_id = NEW.letter_id AND number = NEW.number",
    ),
    (
        "letter_issue",
        "letter_id = NEW.letter_id AND number = NEW.number",
    ),
    (
        "letter_file",
        "letter_id = NEW.letter_id AND issue = NEW.issue AND language = NEW.language",
    ),
    ("letter_withdrawal", "letter_id = NEW.letter_id"),
];

fn on_postgres(table: &str) -> Vec<String> {
    vec![
        format!(
            "CREATE TRIGGER {table}_rewrite BEFORE UPDATE OR DELETE ON {table}
             FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()"
        ),
        format!(
            "CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table}
             FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
        ),
    ]
}

/// `REPLACE` deletes a row without firing delete triggers; the trigger before insertion closes that door.
fn on_sqlite(table: &str, same: &str) -> Vec<String> {
    vec![
        format!(
            "CREATE TRIGGER {table}_update BEFORE UPDATE ON {table}
             BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
        ),
        format!(
            "CREATE TRIGGER {table}_delete BEFORE DELETE ON {table}
             BEGIN SELECT RAISE(ABORT, '{table} is never deleted'); END"
        ),
        format!(
            "CREATE TRIGGER {table}_replace BEFORE INSERT ON {table}
             WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
             BEGIN SELECT RAISE(ABORT, '{table} is never replaced'); END"
        ),
    ]
}
