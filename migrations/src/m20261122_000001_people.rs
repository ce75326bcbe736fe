//! Who works here and who is treated: organisations, accounts, sessions, persons.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [organisation(), account(), session(), enrolment(), person()] {
            manager.create_table(table).await?;
        }
        run(manager, INDEXES).await?;
        run(manager, search_by_name(manager.get_database_backend())).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const INDEXES: &[&str] = &[
    "CREATE INDEX organisation_region ON organisation (region, kind)",
    "CREATE INDEX account_organisation ON account (organisation_id, role)",
    "CREATE INDEX session_account ON session (account_id)",
    "CREATE INDEX enrolment_account ON enrolment (account_id)",
    "CREATE UNIQUE INDEX person_iin ON person (iin) WHERE iin IS NOT NULL",
];

/// `LIKE 'beginning%'` uses an index only when its order is that of bytes on PostgreSQL, and the one that
/// `LIKE` itself compares by on SQLite.
fn search_by_name(backend: DbBackend) -> &'static [&'static str] {
    match backend {
        DbBackend::Postgres => &[
            "CREATE INDEX person_cyrillic ON person (search_cyrillic text_pattern_ops)",
            "CREATE INDEX person_latin ON person (search_latin text_pattern_ops)",
        ],
        _ => &[
            "CREATE INDEX person_cyrillic ON person (search_cyrillic COLLATE NOCASE)",
            "CREATE INDEX person_latin ON person (search_latin COLLATE NOCASE)",
        ],
    }
}

/// A penal facility, clinic, probation office, police department or other institution.
fn organisation() -> TableCreateStatement {
    Table::create()
        .table("organisation")
        .col(uuid("id").primary_key())
        .col(text_uniq("code"))
        .col(text("kind"))
        .col(text("region"))
        .col(text("name_kk"))
        .col(text("name_ru"))
        .col(text("name_en"))
        .col(text("address"))
        .col(text("phone"))
        .col(text_null("email"))
        .col(text("zone"))
        .take()
}

/// A named user's account.
fn account() -> TableCreateStatement {
    Table::create()
        .table("account")
        .col(uuid("id").primary_key())
        .col(text_uniq("sign_in_name"))
        .col(text("display_name"))
        .col(uuid("organisation_id"))
        .col(text("role"))
        .col(text_null("email"))
        .col(text("language"))
        .col(text_null("password_hash"))
        .col(blob_null("totp_secret"))
        .col(big_integer("totp_last_step"))
        .col(integer("failures"))
        .col(timestamp_with_time_zone_null("throttled_until"))
        .col(uuid_null("deputy_id"))
        .col(date_null("absent_from"))
        .col(date_null("absent_until"))
        .col(timestamp_with_time_zone_null("disabled_at"))
        .col(timestamp_with_time_zone("created_at"))
        .col(big_integer("version"))
        .foreign_key(
            ForeignKey::create()
                .from("account", "organisation_id")
                .to("organisation", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("account", "deputy_id")
                .to("account", "id"),
        )
        .take()
}

/// A signed-in browser. The token itself is never stored, only its SHA-256.
fn session() -> TableCreateStatement {
    Table::create()
        .table("session")
        .col(blob("token_hash").primary_key())
        .col(uuid("account_id"))
        .col(text("csrf"))
        .col(text("language"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("seen_at"))
        .col(timestamp_with_time_zone("idle_expires_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("ended_at"))
        .foreign_key(
            ForeignKey::create()
                .from("session", "account_id")
                .to("account", "id"),
        )
        .take()
}

/// A one-time link with which a user sets password and one-time codes.
fn enrolment() -> TableCreateStatement {
    Table::create()
        .table("enrolment")
        .col(blob("token_hash").primary_key())
        .col(uuid("account_id"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("used_at"))
        .foreign_key(
            ForeignKey::create()
                .from("enrolment", "account_id")
                .to("account", "id"),
        )
        .take()
}

/// A person treated.
fn person() -> TableCreateStatement {
    Table::create()
        .table("person")
        .col(uuid("id").primary_key())
        .col(text("name_cyrillic"))
        .col(text("name_latin"))
        .col(text("search_cyrillic"))
        .col(text("search_latin"))
        .col(text_null("iin"))
        .col(text_null("other_document"))
        .col(text_null("other_document_reason"))
        .col(date("born_on"))
        .col(timestamp_with_time_zone("created_at"))
        .col(big_integer("version"))
        .take()
}
