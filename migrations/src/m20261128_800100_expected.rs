//! When the next visit is, as the lists of a supervising body say it: the attempt and the appointment that were agreed,
//! and a good reason not to come.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

/// See the head of this file.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["attempt_on", "appointment_on", "excused_from", "excused_until"] {
            let added = Table::alter()
                .table("case_file")
                .add_column(date_null(column))
                .to_owned();
            manager.alter_table(added).await?;
        }
        run(manager, LOOK_AGAIN).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// The cases that are there already are looked at once, so that their rows say it.
const LOOK_AGAIN: &[&str] = &["UPDATE case_file SET next_step_at = opened_at WHERE open"];
