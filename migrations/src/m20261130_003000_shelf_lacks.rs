//! That the packs on a shelf do not reach for the doses to come is owed about the shelf, too: it is about a product and not about
//! a lot, and the jobs find it. A shelf is looked at once a day.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let looked = Table::alter()
            .table("organisation")
            .add_column(date_null("shelf_looked_on"))
            .take();
        manager.alter_table(looked).await?;
        manager.create_table(duty()).await?;
        run(manager, ANEW).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn refers(column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from("shelf_duty_anew", column)
        .to(to, "id")
        .to_owned()
}

/// SQLite takes no demand back from a column: the table is made anew.
fn duty() -> TableCreateStatement {
    Table::create()
        .table("shelf_duty_anew")
        .col(uuid("id").primary_key())
        .col(text("kind"))
        .col(uuid("place_id"))
        .col(uuid("owner_id"))
        .col(uuid_null("lot_id"))
        .col(text_null("product"))
        .col(integer("packs"))
        .col(text_null("arrival"))
        .col(date("due_on"))
        .col(integer("told"))
        .col(timestamp_with_time_zone("opened_at"))
        .col(uuid_null("opened_by"))
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

const ANEW: &[&str] = &[
    "INSERT INTO shelf_duty_anew (id, kind, place_id, owner_id, lot_id, packs, arrival, due_on, told, opened_at, opened_by, \
     next_step_at, settled_at, settled_by, settled_words) SELECT id, kind, place_id, owner_id, lot_id, packs, arrival, due_on, \
     told, opened_at, opened_by, next_step_at, settled_at, settled_by, settled_words FROM shelf_duty",
    "DROP TABLE shelf_duty",
    "ALTER TABLE shelf_duty_anew RENAME TO shelf_duty",
    "CREATE INDEX shelf_duty_due ON shelf_duty (next_step_at) WHERE next_step_at IS NOT NULL",
    // One count of a lot on a shelf is open at a time, and of a product it lacks once.
    "CREATE UNIQUE INDEX shelf_duty_count ON shelf_duty (place_id, lot_id) WHERE kind = 'count' AND settled_at IS NULL",
    "CREATE UNIQUE INDEX shelf_duty_lack ON shelf_duty (place_id, product) WHERE kind = 'lack' AND settled_at IS NULL",
    "CREATE INDEX shelf_duty_open ON shelf_duty (kind, due_on) WHERE settled_at IS NULL",
];
