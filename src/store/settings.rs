//! What this database is, as key and value: its mode, its clock in training, what was counted in a closed year.

use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait as _, Statement, sea_query::OnConflict};

use super::{Store, StoreError, Tx, entities::setting};

/// The value of a setting, if it was ever put.
///
/// # Errors
/// When the database does not answer.
pub async fn get(store: &Store, key: &str) -> Result<Option<String>, StoreError> {
    read(store.reader(), key).await
}

pub(in crate::store) async fn read(
    db: &impl ConnectionTrait,
    key: &str,
) -> Result<Option<String>, StoreError> {
    Ok(setting::Entity::find_by_id(key)
        .one(db)
        .await?
        .map(|row| row.value))
}

/// Puts a setting, in place of the former value.
///
/// # Errors
/// When the database does not answer.
pub async fn put(tx: &Tx, key: &str, value: &str) -> Result<(), StoreError> {
    let row = setting::ActiveModel {
        key: Set(key.to_owned()),
        value: Set(value.to_owned()),
    };
    setting::Entity::insert(row)
        .on_conflict(
            OnConflict::column(setting::Column::Key)
                .update_column(setting::Column::Value)
                .to_owned(),
        )
        .exec_without_returning(&tx.0)
        .await?;
    Ok(())
}

/// Puts a setting that nobody has put yet, and says whether that was so.
///
/// # Errors
/// When the database does not answer.
pub async fn put_first(tx: &Tx, key: &str, value: &str) -> Result<bool, StoreError> {
    let row = setting::ActiveModel {
        key: Set(key.to_owned()),
        value: Set(value.to_owned()),
    };
    let inserted = setting::Entity::insert(row)
        .on_conflict(OnConflict::column(setting::Column::Key).do_nothing().to_owned())
        .exec_without_returning(&tx.0)
        .await?;
    Ok(inserted == 1)
}

/// Counts a key up by one and returns the new number; the first is 1. Two transactions never get the same one.
pub(super) async fn count_up(tx: &Tx, key: &str) -> Result<i64, StoreError> {
    const SQL: &str = "INSERT INTO setting (key, value) VALUES ($1, '1') ON CONFLICT (key) DO UPDATE \
                       SET value = CAST(CAST(setting.value AS INTEGER) + 1 AS TEXT) RETURNING value";
    let statement = Statement::from_sql_and_values(tx.0.get_database_backend(), SQL, [key.into()]);
    let row =
        tx.0.query_one_raw(statement)
            .await?
            .ok_or(StoreError::Missing("setting"))?;
    let text: String = row.try_get_by_index(0)?;
    let corrupt = |_| StoreError::Corrupt {
        table: "setting",
        row: key.to_owned(),
        column: "value",
    };
    text.parse().map_err(corrupt)
}
