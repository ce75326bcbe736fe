//! What has to be done, and who is told when it is not.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [obligation(), alert(), notice()] {
            manager.create_table(table).await?;
        }
        run(manager, INDEXES).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const INDEXES: &[&str] = &[
    "CREATE UNIQUE INDEX obligation_once ON obligation (case_id, kind, cycle)",
    "CREATE INDEX obligation_owner ON obligation (owner_id, owner_role, state, closes_on, id)",
    "CREATE INDEX obligation_region ON obligation (region, state, closes_on, id)",
    "CREATE INDEX obligation_region_role ON obligation (region, owner_role, state, closes_on, id)",
    "CREATE UNIQUE INDEX alert_once ON alert (case_id, kind, cycle)",
    "CREATE INDEX alert_recipient ON alert (recipient_organisation_id, state, acknowledge_by, id)",
    "CREATE INDEX alert_supervising ON alert (supervising_id, seen_by_supervision, state, acknowledge_by, id)",
    "CREATE INDEX alert_region ON alert (region, state, acknowledge_by, id)",
    "CREATE INDEX notice_alert ON notice (alert_id, step)",
    "CREATE INDEX notice_case ON notice (case_id, fired_at)",
    "CREATE INDEX notice_gap ON notice (recipient_organisation_id, fired_at) WHERE gap IS NOT NULL",
];

/// What has to be done, by whom, until when: the stored difference of the last plan.
fn obligation() -> TableCreateStatement {
    Table::create()
        .table("obligation")
        .col(uuid("id").primary_key())
        .col(uuid("case_id"))
        .col(text("kind"))
        .col(integer("cycle"))
        .col(uuid("owner_id"))
        .col(text("owner_role"))
        .col(date("opens_on"))
        .col(date("due_on"))
        .col(date("closes_on"))
        .col(text("state"))
        .col(text("why"))
        .col(uuid_null("met_by"))
        .col(timestamp_with_time_zone("opened_at"))
        .col(timestamp_with_time_zone_null("settled_at"))
        .col(text("region"))
        .foreign_key(
            ForeignKey::create()
                .from("obligation", "case_id")
                .to("case_file", "id"),
        )
        .foreign_key(
            ForeignKey::create()
                .from("obligation", "owner_id")
                .to("organisation", "id"),
        )
        .take()
}

/// An obligation nobody discharged, on its way up a ladder until a named human answers.
fn alert() -> TableCreateStatement {
    Table::create()
        .table("alert")
        .col(uuid("id").primary_key())
        .col(uuid("case_id"))
        .col(text("kind"))
        .col(integer("cycle"))
        .col(text("cause"))
        .col(text("track"))
        .col(text("state"))
        .col(timestamp_with_time_zone("raised_at"))
        .col(integer("step"))
        .col(timestamp_with_time_zone_null("next_step_at"))
        .col(timestamp_with_time_zone_null("acknowledge_by"))
        .col(uuid_null("recipient_organisation_id"))
        .col(text_null("recipient_role"))
        .col(uuid_null("recipient_account_id"))
        .col(uuid_null("acknowledged_by"))
        .col(timestamp_with_time_zone_null("acknowledged_at"))
        .col(uuid("supervising_id"))
        .col(text("region"))
        .col(timestamp_with_time_zone_null("resolved_at"))
        .col(boolean("seen_by_supervision"))
        .col(text("attendance"))
        .col(date("about_on"))
        .col(date_null("next_attempt_on"))
        .foreign_key(
            ForeignKey::create()
                .from("alert", "case_id")
                .to("case_file", "id"),
        )
        .take()
}

/// One step of a ladder that fired: who was told, when it was due, when it went.
fn notice() -> TableCreateStatement {
    Table::create()
        .table("notice")
        .col(uuid("id").primary_key())
        .col(uuid("alert_id"))
        .col(uuid("case_id"))
        .col(integer("step"))
        .col(text("kind"))
        .col(uuid("recipient_organisation_id"))
        .col(text("recipient_role"))
        .col(uuid_null("recipient_account_id"))
        .col(timestamp_with_time_zone("due_at"))
        .col(timestamp_with_time_zone("fired_at"))
        .col(uuid_null("message_id"))
        .col(text_null("gap"))
        .foreign_key(ForeignKey::create().from("notice", "alert_id").to("alert", "id"))
        .foreign_key(
            ForeignKey::create()
                .from("notice", "case_id")
                .to("case_file", "id"),
        )
        .take()
}
