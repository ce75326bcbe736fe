//! An account is found by the beginning of the name to sign in with and of its holder's, whichever of his names comes first:
//! what is looked for stands beside the name.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{DbBackend, prelude::Uuid},
};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, COLUMNS).await?;
        read_known(manager).await?;
        run(manager, indexes(manager.get_database_backend())).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const COLUMNS: &[&str] = &[
    "ALTER TABLE account ADD COLUMN search_name text NOT NULL DEFAULT ''",
    "ALTER TABLE account ADD COLUMN search_turned text NOT NULL DEFAULT ''",
];

/// In the order by which `LIKE 'beginning%'` finds its rows, as for the names of persons.
fn indexes(backend: DbBackend) -> &'static [&'static str] {
    match backend {
        DbBackend::Postgres => &[
            "CREATE INDEX account_name ON account (search_name text_pattern_ops)",
            "CREATE INDEX account_turned ON account (search_turned text_pattern_ops)",
            "CREATE INDEX account_sign_in ON account (sign_in_name text_pattern_ops)",
        ],
        _ => &[
            "CREATE INDEX account_name ON account (search_name COLLATE NOCASE)",
            "CREATE INDEX account_turned ON account (search_turned COLLATE NOCASE)",
            "CREATE INDEX account_sign_in ON account (sign_in_name COLLATE NOCASE)",
        ],
    }
}

/// Reads the names entered before. In SQL the two databases lower letters differently.
async fn read_known(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let known = Query::select()
        .columns(["id", "display_name"])
        .from("account")
        .take();
    for row in manager.get_connection().query_all(&known).await? {
        let id: Uuid = row.try_get("", "id")?;
        let name: String = row.try_get("", "display_name")?;
        let [name, turned] = read(&name);
        let set = Query::update()
            .table("account")
            .value("search_name", name)
            .value("search_turned", turned)
            .and_where(Expr::col("id").eq(id))
            .take();
        manager.execute(set).await?;
    }
    Ok(())
}

/// A name as it is looked for: as it stands, and with its first word last.
fn read(name: &str) -> [String; 2] {
    let name = name.to_lowercase();
    let words: Vec<&str> = name.split_whitespace().collect();
    let turned = match words.split_first() {
        Some((first, rest)) => [rest, &[*first]].concat().join(" "),
        None => String::new(),
    };
    [words.join(" "), turned]
}
