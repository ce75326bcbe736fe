//! A lot is found however its number was typed: the letters and digits that its number reads as stand beside it.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter()
            .table("lot")
            .add_column(text("reads").default(""))
            .take();
        manager.alter_table(table).await?;
        let known = format!("UPDATE lot SET reads = {}", read());
        run(
            manager,
            &[&known, "CREATE INDEX lot_reads ON lot (product, reads)"],
        )
        .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// What numbers taken in before read as; SQLite raises Latin letters only, so both cases of the others are named.
fn read() -> String {
    const ALIKE: [(&str, &str); 32] = [
        (" ", ""),
        ("-", ""),
        ("–", ""),
        ("—", ""),
        (".", ""),
        ("/", ""),
        ("А", "A"),
        ("В", "B"),
        ("Е", "E"),
        ("К", "K"),
        ("М", "M"),
        ("Н", "H"),
        ("О", "O"),
        ("Р", "P"),
        ("С", "C"),
        ("Т", "T"),
        ("У", "Y"),
        ("Х", "X"),
        ("І", "I"),
        ("а", "A"),
        ("в", "B"),
        ("е", "E"),
        ("к", "K"),
        ("м", "M"),
        ("н", "H"),
        ("о", "O"),
        ("р", "P"),
        ("с", "C"),
        ("т", "T"),
        ("у", "Y"),
        ("х", "X"),
        ("і", "I"),
    ];
    ALIKE.iter().fold("UPPER(number)".to_owned(), |text, (from, to)| {
        format!("REPLACE({text}, '{from}', '{to}')")
    })
}
