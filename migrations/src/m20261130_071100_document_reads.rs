//! A person without an IIN is found by the number of another document however it was typed: what the number reads as stands
//! beside it, and is what is looked for.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::prelude::Uuid};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter()
            .table("person")
            .add_column(text_null("document_reads"))
            .take();
        manager.alter_table(table).await?;
        read_known(manager).await?;
        run(manager, INDEXES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const INDEXES: &[&str] =
    &["CREATE INDEX person_document ON person (document_reads) WHERE document_reads IS NOT NULL"];

/// Reads the numbers registered before. In SQL the two databases raise letters differently.
async fn read_known(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let known = Query::select()
        .columns(["id", "other_document"])
        .from("person")
        .and_where(Expr::col("other_document").is_not_null())
        .take();
    for row in manager.get_connection().query_all(&known).await? {
        let id: Uuid = row.try_get("", "id")?;
        let number: String = row.try_get("", "other_document")?;
        let reads = read(&number);
        if reads.is_empty() {
            continue;
        }
        let set = Query::update()
            .table("person")
            .value("document_reads", reads)
            .and_where(Expr::col("id").eq(id))
            .take();
        manager.execute(set).await?;
    }
    Ok(())
}

/// Letters and digits, raised, with Latin letters for the Cyrillic ones that look the same: as the program reads them, but for
/// digits of other scripts.
fn read(number: &str) -> String {
    let written = number.chars().map(narrow).filter(|sign| sign.is_alphanumeric());
    let raised = written.flat_map(char::to_uppercase);
    let latin = raised.map(|letter| match letter {
        'А' => 'A',
        'В' => 'B',
        'Е' => 'E',
        'К' => 'K',
        'М' => 'M',
        'Н' => 'H',
        'О' => 'O',
        'Р' => 'P',
        'С' => 'C',
        'Т' => 'T',
        'У' => 'Y',
        'Х' => 'X',
        'І' => 'I',
        other => other,
    });
    latin.collect()
}

/// The plain form of a wide letter.
fn narrow(sign: char) -> char {
    let wide = '\u{ff01}'..='\u{ff5e}';
    let plain = wide.contains(&sign).then(|| u32::from(sign) - 0xfee0);
    plain.and_then(char::from_u32).unwrap_or(sign)
}
