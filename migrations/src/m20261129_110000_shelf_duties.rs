//! What is owed about a shelf and not about a person: a count that is not settled, a parcel that came without notice for
//! nobody known. It climbs a ladder of its own, because no case holds it.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(duty()).await?;
        run(manager, INDEXES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn refers(column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from("shelf_duty", column)
        .to(to, "id")
        .to_owned()
}

fn duty() -> TableCreateStatement {
    Table::create()
        .table("shelf_duty")
        .col(uuid("id").primary_key())
        .col(text("kind"))
        .col(uuid("place_id"))
        .col(uuid("owner_id"))
        .col(uuid("lot_id"))
        .col(integer("packs"))
        .col(text_null("arrival"))
        .col(date("due_on"))
        .col(integer("told"))
        .col(timestamp_with_time_zone("opened_at"))
        .col(uuid("opened_by"))
        .col(timestamp_with_time_zone_null("next_step_at"))
        .col(timestamp_with_time_zone_null("settled_at"))
        .col(uuid_null("settled_by"))
        .col(text_null("settled_words"))
        .foreign_key(&mut refers("place_id", "organisation"))
        .foreign_key(&mut refers("owner_id", "organisation"))
        .foreign_key(&mut refers("lot_id", "lot"))
        .foreign_key(&mut refers("opened_by", "account"))
        .foreign_key(&mut refers("settled_by", "account"))
        .to_owned()
}

const INDEXES: &[&str] = &[
    "CREATE INDEX shelf_duty_due ON shelf_duty (next_step_at) WHERE next_step_at IS NOT NULL",
    // One count of a lot on a shelf is open at a time.
    "CREATE UNIQUE INDEX shelf_duty_count ON shelf_duty (place_id, lot_id) WHERE kind = 'count' AND settled_at IS NULL",
    "CREATE INDEX shelf_duty_open ON shelf_duty (kind, due_on) WHERE settled_at IS NULL",
];
