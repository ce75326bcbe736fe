//! Since when somebody is held where he is while no day of his release is known, as the dashboard of the coordinator counts it.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let added = Table::alter()
            .table("case_file")
            .add_column(date_null("day_unknown_since"))
            .to_owned();
        manager.alter_table(added).await?;
        run(manager, LOOK_AGAIN).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// Those who are counted have their range; and the cases that are there already are looked at once, so that their rows say it.
const LOOK_AGAIN: &[&str] = &[
    "CREATE INDEX case_file_day_unknown ON case_file (day_unknown_since, id) WHERE day_unknown_since IS NOT NULL",
    "UPDATE case_file SET next_step_at = opened_at WHERE open",
];
