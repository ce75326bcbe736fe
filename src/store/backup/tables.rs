//! The tables as the database itself describes them, and their values as a file can hold them.

use super::{BackupFault, LEFT_OUT};
use crate::store::StoreError;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use sea_orm::sea_query::{self, Alias, Expr, ExprTrait as _, Order, Query};
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend, QueryResult, Statement, TryGetable};
use serde_json::{Value, json};
use uuid::Uuid;

/// Rows read or written at a time: memory stays the same however long a table is.
pub(super) const PAGE: u64 = 400;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Uuid,
    Date,
    Instant,
    Boolean,
    Integer,
    Big,
    Real,
    Bytes,
}

impl Kind {
    /// By the name that the database gives to the type.
    fn of(declared: &str, on: DbBackend) -> Option<Self> {
        let declared = declared.to_lowercase();
        // A length says nothing about the kind.
        let declared = declared.split('(').next().unwrap_or_default();
        Some(match declared {
            "text" | "character varying" | "varchar" => Self::Text,
            "uuid" | "uuid_text" => Self::Uuid,
            "date" | "date_text" => Self::Date,
            "timestamp with time zone" | "timestamp_with_timezone_text" => Self::Instant,
            "boolean" => Self::Boolean,
            "integer" if on == DbBackend::Postgres => Self::Integer,
            // SQLite has one kind of whole number.
            "bigint" | "integer" => Self::Big,
            "double precision" | "double" => Self::Real,
            "bytea" | "blob" | "varbinary_blob" => Self::Bytes,
            _ => return None,
        })
    }
}

/// A column.
pub(super) struct Column {
    pub(super) name: String,
    kind: Kind,
}

/// A table.
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
    /// The columns of its primary key, by their place in `columns`, in the key's order.
    key: Vec<usize>,
}

/// Every table that is kept, by name.
pub(super) async fn all(tx: &DatabaseTransaction) -> Result<Vec<Table>, BackupFault> {
    let mut tables = Vec::new();
    for name in names(tx).await? {
        if !LEFT_OUT.contains(&name.as_str()) {
            tables.push(describe(tx, name).await?);
        }
    }
    Ok(tables)
}

async fn names(tx: &DatabaseTransaction) -> Result<Vec<String>, StoreError> {
    let sql = match tx.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = current_schema() AND c.relkind = 'r' ORDER BY 1"
        }
        _ => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY 1"
        }
    };
    let rows = tx.query_all_raw(Statement::from_string(tx.get_database_backend(), sql));
    let names = rows.await?.into_iter().map(|row| row.try_get_by_index(0));
    Ok(names.collect::<Result<_, _>>()?)
}

async fn describe(tx: &DatabaseTransaction, name: String) -> Result<Table, BackupFault> {
    let sql = match tx.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT a.attname::text, format_type(a.atttypid, NULL)::text,
                    COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0)::bigint
             FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
             WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"
        }
        _ => "SELECT name, type, CAST(pk AS bigint) FROM pragma_table_info($1) ORDER BY cid",
    };
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, [name.clone().into()]);
    let rows = tx.query_all_raw(statement).await.map_err(StoreError::from)?;
    let (mut columns, mut key) = (Vec::new(), Vec::new());
    for (place, row) in rows.iter().enumerate() {
        let column: String = get(row, 0)?;
        let declared: String = get(row, 1)?;
        let in_key: i64 = get(row, 2)?;
        let kind =
            Kind::of(&declared, tx.get_database_backend()).ok_or_else(|| BackupFault::UnknownType {
                table: name.clone(),
                column: column.clone(),
                found: declared.clone(),
            })?;
        columns.push(Column { name: column, kind });
        if in_key > 0 {
            key.push((in_key, place));
        }
    }
    key.sort_unstable();
    Ok(Table {
        name,
        columns,
        key: key.into_iter().map(|(_, place)| place).collect(),
    })
}

fn get<T: TryGetable>(row: &QueryResult, place: usize) -> Result<T, StoreError> {
    Ok(row.try_get_by_index(place)?)
}

impl Table {
    fn alias(&self) -> Alias {
        Alias::new(self.name.as_str())
    }

    fn column(&self, place: usize) -> Alias {
        Alias::new(self.columns.get(place).map_or("", |column| column.name.as_str()))
    }

    /// The rows after a key, in the order of the key.
    pub(super) async fn page(
        &self,
        tx: &DatabaseTransaction,
        after: Option<&[sea_query::Value]>,
    ) -> Result<Vec<QueryResult>, StoreError> {
        let mut select = Query::select();
        select
            .from(self.alias())
            .columns((0..self.columns.len()).map(|place| self.column(place)))
            .limit(PAGE);
        for place in &self.key {
            select.order_by(self.column(*place), Order::Asc);
        }
        if let Some(after) = after {
            let key = self.key.iter().map(|place| Expr::col(self.column(*place)));
            let after = after.iter().map(|value| Expr::val(value.clone()));
            select.and_where(Expr::tuple(key).gt(Expr::tuple(after)));
        }
        Ok(tx.query_all(&select).await?)
    }

    /// The key of a row.
    pub(super) fn key(&self, row: &QueryResult) -> Result<Vec<sea_query::Value>, BackupFault> {
        let json = self.to_json(row)?;
        let values = self.key.iter().filter_map(|place| {
            let kind = self.columns.get(*place)?.kind;
            to_value(kind, json.get(*place)?)
        });
        Ok(values.collect())
    }

    /// A row as the file holds it.
    pub(super) fn to_json(&self, row: &QueryResult) -> Result<Vec<Value>, StoreError> {
        let columns = self.columns.iter().enumerate();
        columns
            .map(|(place, column)| {
                Ok(match column.kind {
                    Kind::Text => json!(get::<Option<String>>(row, place)?),
                    Kind::Uuid => json!(get::<Option<Uuid>>(row, place)?),
                    Kind::Date => json!(get::<Option<NaiveDate>>(row, place)?),
                    Kind::Instant => {
                        let at = get::<Option<DateTime<Utc>>>(row, place)?;
                        json!(at.map(|at| at.to_rfc3339_opts(SecondsFormat::Micros, true)))
                    }
                    Kind::Boolean => json!(get::<Option<bool>>(row, place)?),
                    Kind::Integer => json!(get::<Option<i32>>(row, place)?),
                    Kind::Big => json!(get::<Option<i64>>(row, place)?),
                    Kind::Real => json!(get::<Option<f64>>(row, place)?),
                    Kind::Bytes => {
                        json!(get::<Option<Vec<u8>>>(row, place)?.map(|bytes| hexadecimal(&bytes)))
                    }
                })
            })
            .collect()
    }

    /// The statement that writes rows of the file, whose columns stand in this order; nothing where one of them is not
    /// what its column holds.
    pub(super) fn insert(&self, order: &[usize], rows: &[Vec<Value>]) -> Option<sea_query::InsertStatement> {
        let mut insert = Query::insert();
        insert
            .into_table(self.alias())
            .columns(order.iter().map(|place| self.column(*place)));
        for row in rows {
            let values = order.iter().zip(row).map(|(place, value)| {
                let kind = self.columns.get(*place)?.kind;
                to_value(kind, value).map(Expr::val)
            });
            let values: Option<Vec<_>> = values.collect();
            insert.values(values.filter(|_| row.len() == order.len())?).ok()?;
        }
        Some(insert)
    }

    /// Where the columns of the file stand here; nothing unless both have the same.
    pub(super) fn order(&self, columns: &[String]) -> Option<Vec<usize>> {
        let place = |name: &String| self.columns.iter().position(|column| column.name == *name);
        let order: Vec<usize> = columns.iter().map(place).collect::<Option<_>>()?;
        let mut each = order.clone();
        each.sort_unstable();
        each.dedup();
        (each.len() == self.columns.len() && order.len() == each.len()).then_some(order)
    }

    /// Is there any row?
    pub(super) async fn has_rows(&self, tx: &DatabaseTransaction) -> Result<bool, StoreError> {
        let mut one = Query::select();
        one.expr(Expr::val(1)).from(self.alias()).limit(1);
        Ok(tx.query_one(&one).await?.is_some())
    }
}

/// A value of the file as the database takes it; nothing where it is not of this kind.
fn to_value(kind: Kind, json: &Value) -> Option<sea_query::Value> {
    let none = json.is_null();
    let text = json.as_str();
    Some(match kind {
        Kind::Text => read(none, || text.map(str::to_owned))?,
        Kind::Uuid => read(none, || text?.parse::<Uuid>().ok())?,
        Kind::Date => read(none, || text?.parse::<NaiveDate>().ok())?,
        Kind::Instant => read(none, || text?.parse::<DateTime<Utc>>().ok())?,
        Kind::Boolean => read(none, || json.as_bool())?,
        Kind::Integer => read(none, || i32::try_from(json.as_i64()?).ok())?,
        Kind::Big => read(none, || json.as_i64())?,
        Kind::Real => read(none, || json.as_f64())?,
        Kind::Bytes => read(none, || bytes(text?))?,
    })
}

fn read<T>(none: bool, value: impl FnOnce() -> Option<T>) -> Option<sea_query::Value>
where
    Option<T>: Into<sea_query::Value>,
{
    if none {
        Some(None.into())
    } else {
        value().map(|value| Some(value).into())
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to text cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let digit = |digit: u8| {
        char::from(digit)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let bytes = pairs
        .iter()
        .map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?));
    bytes.collect::<Option<_>>().filter(|_| rest.is_empty())
}
