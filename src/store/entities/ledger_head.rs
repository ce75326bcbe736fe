use sea_orm::entity::prelude::*;

/// The last entry of the ledger: one row, locked by whoever appends.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_head")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// Number of entries.
    pub seq: i64,
    /// Hash of the last entry; 32 zero bytes before the first.
    pub hash: Vec<u8>,
}

/// Joins are written where they are read; rows carry no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
