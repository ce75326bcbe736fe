//! Whoever packed a parcel from the shelf of another place answers for it, and finds what he is told of about it: parcels by who
//! answers for them. Those on record are written again with their case; until then their shelf stands for it, as it did.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let add = Table::alter()
            .table("parcel")
            .add_column(uuid_null("answers_id"))
            .to_owned();
        manager.alter_table(add).await?;
        run(manager, STATEMENTS).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const STATEMENTS: &[&str] = &[
    "UPDATE parcel SET answers_id = from_id",
    "DROP INDEX parcel_sent_far",
    "CREATE INDEX parcel_answered_far ON parcel (answers_id, region, case_id)",
];
