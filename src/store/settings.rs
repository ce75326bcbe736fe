//! What this database is, as key and value: its mode, its clock in training.

use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait as _, sea_query::OnConflict};

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
