use crate::constraint::{Constraint, violated};

pub type Result<T> = std::result::Result<T, Error>;

/// What can go wrong with the database, by what the caller does about it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another transaction was in the way: run the whole transaction again.
    #[error("the database is busy")]
    Busy(#[source] sqlx::Error),
    /// A constraint refused the write.
    #[error("refused by the constraint {0:?}")]
    Refused(Constraint),
    /// The database cannot be reached, or has no space left.
    #[error("the database is not available: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// A row contradicts what this program writes.
    #[error("a row of {table} cannot be read: {what}")]
    Corrupt { table: &'static str, what: String },
    /// The database was written by a newer version of the program.
    #[error("the database has schema version {found}, this program knows {known}: use the newer program, or restore a backup")]
    Newer { found: i64, known: i64 },
    /// The database URL names nothing that this program can open.
    #[error("the database URL is not usable: {0}")]
    Url(String),
    #[error("migration failed: {0}")]
    Migration(#[source] Box<sqlx::migrate::MigrateError>),
    #[error(transparent)]
    Other(sqlx::Error),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(inner) => {
                let code = inner.code().unwrap_or_default();
                match code.as_ref() {
                    // PostgreSQL: serialization failure, deadlock. SQLite: BUSY and its extended forms, LOCKED.
                    "40001" | "40P01" | "5" | "6" | "261" | "517" | "773" | "262" => {
                        return Self::Busy(error);
                    }
                    // PostgreSQL: out of disk, memory, connections; shutting down or starting. SQLite: FULL, IOERR, CANTOPEN, READONLY.
                    "53000" | "53100" | "53200" | "53300" | "57P01" | "57P02" | "57P03" | "13" | "14" | "8" => {
                        return Self::Unavailable(error);
                    }
                    _ => {}
                }
                // SQLite's extended IO errors keep 10 in the low byte.
                if code.parse::<i64>().is_ok_and(|n| n & 0xFF == 10 && n < 100_000) && inner.constraint().is_none() {
                    return Self::Unavailable(error);
                }
                match violated(inner.as_ref()) {
                    Some(constraint) => Self::Refused(constraint),
                    None => Self::Other(error),
                }
            }
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed => {
                Self::Unavailable(error)
            }
            _ => Self::Other(error),
        }
    }
}
