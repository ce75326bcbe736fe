//! Cases: their events, their one-row summary, the doses given.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [case_file(), event(), dose()] {
            manager.create_table(table).await?;
        }
        run(manager, INDEXES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const INDEXES: &[&str] = &[
    "CREATE INDEX case_file_next_step ON case_file (next_step_at) WHERE next_step_at IS NOT NULL",
    "CREATE INDEX case_file_responsible ON case_file (responsible_id, open, reference)",
    "CREATE INDEX case_file_supervising ON case_file (supervising_id, open, reference)",
    "CREATE INDEX case_file_region ON case_file (region, open, reference)",
    "CREATE INDEX case_file_person ON case_file (person_id)",
    "CREATE INDEX event_ledger ON event (ledger_seq, case_id, seq)",
    "CREATE UNIQUE INDEX dose_once ON dose (case_id, cycle) WHERE voided_at IS NULL",
    "CREATE INDEX dose_lot ON dose (product, lot)",
];

/// One row per case: what lists and the sweep need, written with each event of the case.
fn case_file() -> TableCreateStatement {
    Table::create()
        .table("case_file")
        .col(uuid("id").primary_key())
        .col(text_uniq("reference"))
        .col(uuid("person_id"))
        .col(uuid("responsible_id"))
        .col(uuid("supervising_id"))
        .col(text("region"))
        .col(boolean("open"))
        .col(timestamp_with_time_zone("opened_at"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(big_integer("version"))
        .col(timestamp_with_time_zone_null("next_step_at"))
        .col(text_null("next_kind"))
        .col(date_null("next_due_on"))
        .col(date_null("next_closes_on"))
        .col(text("standing"))
        .col(date_null("covered_until"))
        .foreign_key(
            ForeignKey::create()
                .from("case_file", "person_id")
                .to("person", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("case_file", "responsible_id")
                .to("organisation", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("case_file", "supervising_id")
                .to("organisation", "id"),
        )
        .take()
}

/// What happened in a case, in order: the truth. Never updated, never deleted.
fn event() -> TableCreateStatement {
    Table::create()
        .table("event")
        .col(uuid("case_id"))
        .col(big_integer("seq"))
        .col(text("verb"))
        .col(text("payload"))
        .col(timestamp_with_time_zone("occurred_at"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(uuid_null("account_id"))
        .col(text_null("job"))
        .col(big_integer("ledger_seq"))
        .primary_key(Index::create().col("case_id").col("seq"))
        .foreign_key(
            ForeignKey::create()
                .from("event", "case_id")
                .to("case_file", "id"),
        )
        .take()
}

/// Completed doses: at most one per case and cycle, which the unique key guarantees.
fn dose() -> TableCreateStatement {
    Table::create()
        .table("dose")
        .col(uuid("id").primary_key())
        .col(uuid("case_id"))
        .col(integer("cycle"))
        .col(date("given_on"))
        .col(timestamp_with_time_zone("occurred_at"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(uuid("organisation_id"))
        .col(text("product"))
        .col(text("lot"))
        .col(date("expiry_on"))
        .col(uuid("account_id"))
        .col(timestamp_with_time_zone_null("voided_at"))
        .foreign_key(ForeignKey::create().from("dose", "case_id").to("case_file", "id"))
        .take()
}
