//! What can go wrong between a value and its row.

use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

/// A fault of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such row.
    #[error("no such {0}")]
    Missing(&'static str),
    /// Someone else saved first.
    #[error("someone else saved this {0} first")]
    Stale(&'static str),
    /// A stored value does not mean anything: the database was changed from outside, or by another version.
    #[error("corrupt value in {table}.{column}, row {row}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// Key of the row; never personal data.
        row: String,
        /// The column.
        column: &'static str,
    },
    /// The database cannot be used now: no free connection, connection lost, disk full, file locked.
    #[error("the database is not available")]
    Unavailable(#[source] DbErr),
    /// The file of the database was moved away, removed or cut short while it is open: what is written now would be lost.
    #[error("the file of the database is not where it was opened, or is shorter than it was")]
    Lost,
    /// The database refused a statement.
    #[error("the database refused a statement")]
    Database(#[source] DbErr),
}

impl StoreError {
    /// Whether trying again later may help; answered as 503.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Lost)
    }

    /// Whether a unique key refused the row: someone recorded the same thing first.
    #[must_use]
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Database(error)
            if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))))
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        if out_of_service(&error) {
            Self::Unavailable(error)
        } else {
            Self::Database(error)
        }
    }
}

fn out_of_service(error: &DbErr) -> bool {
    match error {
        // Whatever keeps a connection from being made: nobody could be asked.
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            driver_out_of_service(error)
        }
        _ => false,
    }
}

fn driver_out_of_service(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            if error
                .try_downcast_ref::<sqlx::postgres::PgDatabaseError>()
                .is_some()
            {
                postgres_out_of_service(&code)
            } else {
                sqlite_out_of_service(&code)
            }
        }
        _ => false,
    }
}

/// Connection exceptions (08), insufficient resources such as a full disk (53), operator intervention such as
/// a shutdown (57P), system errors (58). <https://www.postgresql.org/docs/current/errcodes-appendix.html>
fn postgres_out_of_service(code: &str) -> bool {
    ["08", "53", "57P", "58"]
        .iter()
        .any(|class| code.starts_with(class))
}

/// `BUSY`, `LOCKED`, `READONLY`, `IOERR`, `CORRUPT`, `FULL`, `CANTOPEN`, `NOTADB`, whatever their extension: a file that is
/// damaged waits for its operator as much as a disk that is full.
/// <https://www.sqlite.org/rescode.html>
fn sqlite_out_of_service(code: &str) -> bool {
    code.parse::<u32>()
        .is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 8 | 10 | 11 | 13 | 14 | 26))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_and_a_lost_connection_are_told_apart_from_a_refusal() {
        assert!(sqlite_out_of_service("13"), "disk full");
        assert!(sqlite_out_of_service("778"), "I/O error while writing");
        assert!(sqlite_out_of_service("11"), "damaged");
        assert!(
            sqlite_out_of_service("267"),
            "damaged, in a table of its own kind"
        );
        assert!(sqlite_out_of_service("26"), "no database");
        assert!(!sqlite_out_of_service("2067"), "unique key");
        assert!(!sqlite_out_of_service("1811"), "a trigger refused");
        assert!(postgres_out_of_service("53100"), "disk full");
        assert!(postgres_out_of_service("57P01"), "shutting down");
        assert!(!postgres_out_of_service("23505"), "unique key");
        assert!(!postgres_out_of_service("P0001"), "a trigger refused");
        assert!(
            StoreError::from(DbErr::ConnectionAcquire(sea_orm::ConnAcquireErr::Timeout)).is_unavailable()
        );
        assert!(!StoreError::from(DbErr::RecordNotInserted).is_unavailable());
        assert!(StoreError::Lost.is_unavailable());
    }
}
