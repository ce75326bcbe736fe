//! What lists of parcels and recalls read: projections of the cases' events, written again whenever a case changes.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let to = |from: (&'static str, &'static str), to: &'static str| {
            ForeignKey::create().from(from.0, from.1).to(to, "id").to_owned()
        };
        let parcel = Table::create()
            .table("parcel")
            .col(uuid("id").primary_key())
            .col(uuid("case_id"))
            .col(text("code"))
            .col(integer("number"))
            .col(integer("cycle"))
            .col(text("product"))
            .col(integer("packs"))
            .col(uuid("from_id"))
            .col(uuid("to_id"))
            .col(text("region"))
            .col(text("state"))
            .col(boolean("open"))
            .col(boolean("discrepancy"))
            .col(boolean("quarantine"))
            .col(timestamp_with_time_zone("prepared_at"))
            .col(timestamp_with_time_zone_null("overdue_at"))
            .foreign_key(&mut to(("parcel", "case_id"), "case_file"))
            .foreign_key(&mut to(("parcel", "from_id"), "organisation"))
            .foreign_key(&mut to(("parcel", "to_id"), "organisation"))
            .to_owned();
        manager.create_table(parcel).await?;
        let recall = Table::create()
            .table("recall_case")
            .col(uuid("id").primary_key())
            .col(uuid("recall_id"))
            .col(uuid("case_id"))
            .col(integer("doses"))
            .col(timestamp_with_time_zone_null("reached_at"))
            .foreign_key(&mut to(("recall_case", "case_id"), "case_file"))
            .to_owned();
        manager.create_table(recall).await?;
        run(manager, INDEXES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const INDEXES: &[&str] = &[
    "CREATE UNIQUE INDEX parcel_code ON parcel (code)",
    "CREATE INDEX parcel_case ON parcel (case_id, number)",
    "CREATE INDEX parcel_to ON parcel (to_id, open, prepared_at, id)",
    "CREATE INDEX parcel_from ON parcel (from_id, open, prepared_at, id)",
    "CREATE INDEX parcel_region ON parcel (region, open, prepared_at, id)",
    "CREATE INDEX recall_case_recall ON recall_case (recall_id, id)",
];
