//! What lists read of the way from one organisation to the next: hand-overs, releases ahead, and who was there before.
//! Projections: made again from the events whenever a case changes. And whether an organisation has been closed.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [handover(), release_ahead(), former_stay()] {
            manager.create_table(table).await?;
        }
        let closed = Table::alter()
            .table("organisation")
            .add_column(timestamp_with_time_zone_null("closed_at"))
            .to_owned();
        manager.alter_table(closed).await?;
        run(manager, INDEXES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const INDEXES: &[&str] = &[
    "CREATE INDEX handover_from ON handover (from_id, live, due_on, id)",
    "CREATE INDEX handover_to ON handover (to_id, live, due_on, id)",
    "CREATE INDEX handover_from_region ON handover (from_region, live, due_on, id)",
    "CREATE INDEX handover_to_region ON handover (to_region, live, due_on, id)",
    "CREATE INDEX handover_all ON handover (live, due_on, id)",
    "CREATE INDEX handover_case ON handover (case_id)",
    "CREATE INDEX release_ahead_region ON release_ahead (region, release_on, case_id)",
    "CREATE INDEX release_ahead_responsible ON release_ahead (responsible_id, release_on, case_id)",
    "CREATE INDEX release_ahead_all ON release_ahead (release_on, case_id)",
    "CREATE INDEX former_stay_organisation ON former_stay (organisation_id, part, until_on, id)",
    "CREATE INDEX former_stay_case ON former_stay (case_id)",
    "CREATE INDEX case_file_uncovered ON case_file (region, open, covered_until, id)",
    // The cases that are there already are looked at once, so that their rows are made.
    "UPDATE case_file SET next_step_at = opened_at",
];

/// One row per offer.
fn handover() -> TableCreateStatement {
    Table::create()
        .table("handover")
        .col(uuid("id").primary_key())
        .col(uuid("case_id"))
        .col(text("reason"))
        .col(uuid("from_id"))
        .col(uuid("to_id"))
        .col(text("from_region"))
        .col(text("to_region"))
        .col(text("state"))
        .col(boolean("live"))
        .col(date("offered_on"))
        .col(date("due_on"))
        .col(date("from_on"))
        .col(date_null("visit_on"))
        .foreign_key(
            ForeignKey::create()
                .from("handover", "case_id")
                .to("case_file", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("handover", "from_id")
                .to("organisation", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("handover", "to_id")
                .to("organisation", "id"),
        )
        .take()
}

/// One row per case whose release is ahead, or has come without a receiver.
fn release_ahead() -> TableCreateStatement {
    Table::create()
        .table("release_ahead")
        .col(uuid("case_id").primary_key())
        .col(text("region"))
        .col(uuid("responsible_id"))
        .col(date("release_on"))
        .col(text("state"))
        .col(uuid_null("receiver_id"))
        .foreign_key(
            ForeignKey::create()
                .from("release_ahead", "case_id")
                .to("case_file", "id"),
        )
        .take()
}

/// One row per case and organisation that treated or supervised before.
fn former_stay() -> TableCreateStatement {
    Table::create()
        .table("former_stay")
        .col(uuid("id").primary_key())
        .col(uuid("case_id"))
        .col(uuid("organisation_id"))
        .col(text("part"))
        .col(date("until_on"))
        .col(uuid("next_id"))
        .foreign_key(
            ForeignKey::create()
                .from("former_stay", "case_id")
                .to("case_file", "id"),
        )
        .take()
}
