//! The drug as stock: lots, packs, and every movement of a pack. A pack is in one place; where it was before is never
//! rewritten.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(lot()).await?;
        manager.create_table(lot_change()).await?;
        manager.create_table(pack()).await?;
        manager.create_table(movement()).await?;
        manager.create_table(count()).await?;
        let since = Table::alter()
            .table("organisation")
            .add_column(timestamp_with_time_zone_null("stock_since_at"))
            .to_owned();
        manager.alter_table(since).await?;
        run(manager, COMMON).await?;
        match manager.get_database_backend() {
            DbBackend::Postgres => run(manager, POSTGRES).await,
            _ => run(manager, SQLITE).await,
        }
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn refers(from: (&'static str, &'static str), to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(from.0, from.1).to(to, "id").to_owned()
}

fn lot() -> TableCreateStatement {
    Table::create()
        .table("lot")
        .col(uuid("id").primary_key())
        .col(text("product"))
        .col(text("number"))
        .col(date("expiry_on"))
        .col(uuid_null("recall_id"))
        .col(integer("changes"))
        .to_owned()
}

fn lot_change() -> TableCreateStatement {
    Table::create()
        .table("lot_change")
        .col(uuid("id").primary_key())
        .col(uuid("lot_id"))
        .col(integer("seq"))
        .col(text("kind"))
        .col(date("expiry_on"))
        .col(uuid_null("recall_id"))
        .col(text("reason"))
        .col(uuid("account_id"))
        .col(timestamp_with_time_zone("changed_at"))
        .foreign_key(&mut refers(("lot_change", "lot_id"), "lot"))
        .foreign_key(&mut refers(("lot_change", "account_id"), "account"))
        .to_owned()
}

fn pack() -> TableCreateStatement {
    Table::create()
        .table("pack")
        .col(uuid("id").primary_key())
        .col(uuid("lot_id"))
        .col(text_null("gtin"))
        .col(text_null("serial"))
        .col(text_null("by_hand"))
        .col(text("place"))
        .col(uuid_null("organisation_id"))
        .col(uuid_null("case_id"))
        .col(uuid_null("parcel_id"))
        .col(uuid_null("dose_id"))
        .col(integer("moves"))
        .col(timestamp_with_time_zone("since_at"))
        .foreign_key(&mut refers(("pack", "lot_id"), "lot"))
        .foreign_key(&mut refers(("pack", "organisation_id"), "organisation"))
        .foreign_key(&mut refers(("pack", "case_id"), "case_file"))
        .to_owned()
}

fn movement() -> TableCreateStatement {
    Table::create()
        .table("movement")
        .col(uuid("id").primary_key())
        .col(uuid("pack_id"))
        .col(integer("seq"))
        .col(text("verb"))
        .col(text("origin"))
        .col(text("destination"))
        .col(timestamp_with_time_zone("moved_at"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(uuid("account_id"))
        .col(text("reason"))
        .col(big_integer("ledger_seq"))
        .foreign_key(&mut refers(("movement", "pack_id"), "pack"))
        .foreign_key(&mut refers(("movement", "account_id"), "account"))
        .to_owned()
}

fn count() -> TableCreateStatement {
    Table::create()
        .table("stock_count")
        .col(uuid("id").primary_key())
        .col(uuid("organisation_id"))
        .col(uuid("lot_id"))
        .col(integer("expected"))
        .col(integer("counted"))
        .col(text("words"))
        .col(uuid("account_id"))
        .col(timestamp_with_time_zone("counted_at"))
        .foreign_key(&mut refers(("stock_count", "organisation_id"), "organisation"))
        .foreign_key(&mut refers(("stock_count", "lot_id"), "lot"))
        .foreign_key(&mut refers(("stock_count", "account_id"), "account"))
        .to_owned()
}

const COMMON: &[&str] = &[
    "CREATE UNIQUE INDEX lot_number ON lot (product, number)",
    "CREATE UNIQUE INDEX lot_change_seq ON lot_change (lot_id, seq)",
    // A pack with a code is taken in once in the whole country.
    "CREATE UNIQUE INDEX pack_code ON pack (gtin, serial) WHERE serial IS NOT NULL",
    "CREATE INDEX pack_shelf ON pack (organisation_id, place, id)",
    "CREATE INDEX pack_lot ON pack (lot_id, place, id)",
    "CREATE INDEX pack_case ON pack (case_id, place, id) WHERE case_id IS NOT NULL",
    "CREATE INDEX pack_parcel ON pack (parcel_id) WHERE parcel_id IS NOT NULL",
    "CREATE UNIQUE INDEX movement_seq ON movement (pack_id, seq)",
    "CREATE INDEX stock_count_shelf ON stock_count (organisation_id, counted_at)",
    "CREATE INDEX dose_product_lot ON dose (product, lot, id)",
];

const SQLITE: &[&str] = &[
    "CREATE TRIGGER movement_update BEFORE UPDATE ON movement
     BEGIN SELECT RAISE(ABORT, 'movements are never changed'); END",
    "CREATE TRIGGER movement_delete BEFORE DELETE ON movement
     BEGIN SELECT RAISE(ABORT, 'movements are never deleted'); END",
    "CREATE TRIGGER movement_order BEFORE INSERT ON movement
     WHEN NEW.seq IS NOT (SELECT moves FROM pack WHERE id = NEW.pack_id)
     BEGIN SELECT RAISE(ABORT, 'a movement follows the one before it'); END",
    "CREATE TRIGGER pack_forward BEFORE UPDATE ON pack
     WHEN NEW.id <> OLD.id OR NEW.moves <> OLD.moves + 1
     BEGIN SELECT RAISE(ABORT, 'a pack moves one step at a time'); END",
    "CREATE TRIGGER pack_delete BEFORE DELETE ON pack
     BEGIN SELECT RAISE(ABORT, 'packs are never deleted'); END",
    "CREATE TRIGGER movement_replace BEFORE INSERT ON movement
     WHEN EXISTS (SELECT 1 FROM movement WHERE pack_id = NEW.pack_id AND seq = NEW.seq)
     BEGIN SELECT RAISE(ABORT, 'movements are never replaced'); END",
    "CREATE TRIGGER lot_change_replace BEFORE INSERT ON lot_change
     WHEN EXISTS (SELECT 1 FROM lot_change WHERE lot_id = NEW.lot_id AND seq = NEW.seq)
     BEGIN SELECT RAISE(ABORT, 'changes of a lot are never replaced'); END",
    "CREATE TRIGGER lot_change_update BEFORE UPDATE ON lot_change
     BEGIN SELECT RAISE(ABORT, 'changes of a lot are never changed'); END",
    "CREATE TRIGGER lot_change_delete BEFORE DELETE ON lot_change
     BEGIN SELECT RAISE(ABORT, 'changes of a lot are never deleted'); END",
    "CREATE TRIGGER stock_count_update BEFORE UPDATE ON stock_count
     BEGIN SELECT RAISE(ABORT, 'counts are never changed'); END",
    "CREATE TRIGGER stock_count_delete BEFORE DELETE ON stock_count
     BEGIN SELECT RAISE(ABORT, 'counts are never deleted'); END",
];

const POSTGRES: &[&str] = &[
    "CREATE FUNCTION movement_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       IF NEW.seq IS DISTINCT FROM (SELECT moves FROM pack WHERE id = NEW.pack_id) THEN
         RAISE EXCEPTION 'a movement follows the one before it';
       END IF;
       RETURN NEW;
     END $$",
    "CREATE FUNCTION pack_forward() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       IF NEW.id <> OLD.id OR NEW.moves <> OLD.moves + 1 THEN
         RAISE EXCEPTION 'a pack moves one step at a time';
       END IF;
       RETURN NEW;
     END $$",
    "CREATE TRIGGER movement_rewrite BEFORE UPDATE OR DELETE ON movement
     FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()",
    "CREATE TRIGGER movement_truncate BEFORE TRUNCATE ON movement
     FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()",
    "CREATE TRIGGER movement_order BEFORE INSERT ON movement
     FOR EACH ROW EXECUTE FUNCTION movement_in_order()",
    "CREATE TRIGGER pack_forward BEFORE UPDATE ON pack
     FOR EACH ROW EXECUTE FUNCTION pack_forward()",
    "CREATE TRIGGER pack_rewrite BEFORE DELETE ON pack
     FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()",
    "CREATE TRIGGER lot_change_rewrite BEFORE UPDATE OR DELETE ON lot_change
     FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()",
    "CREATE TRIGGER stock_count_rewrite BEFORE UPDATE OR DELETE ON stock_count
     FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()",
];
