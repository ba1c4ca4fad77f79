use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Postgres, Sqlite, SqliteConnection, Transaction};

use crate::error::{Error, Result};
use crate::query::query;

/// An open database.
#[derive(Debug, Clone)]
pub struct Db {
    pub(crate) pool: Pool,
}

#[derive(Debug, Clone)]
pub(crate) enum Pool {
    /// One connection writes; the others read beside it (WAL).
    Sqlite {
        write: SqlitePool,
        read: SqlitePool,
        path: PathBuf,
    },
    Postgres(PgPool),
}

/// How to open a database.
#[derive(Debug, Clone)]
pub struct Options {
    /// `sqlite://PATH` or `postgres://...`.
    pub url: String,
    /// Reading connections (SQLite) or all connections (PostgreSQL).
    pub connections: u32,
}

pub(crate) enum Conn {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// A transaction that sees one state of the database and cannot change it.
#[derive(Debug)]
pub struct Read(pub(crate) Conn);

/// A transaction that writes. Dropped without [`Write::commit`], it leaves nothing behind.
#[derive(Debug)]
pub struct Write(pub(crate) Read);

impl std::fmt::Debug for Conn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sqlite(_) => "Sqlite",
            Self::Postgres(_) => "Postgres",
        })
    }
}

impl Deref for Write {
    type Target = Read;
    fn deref(&self) -> &Read {
        &self.0
    }
}

impl DerefMut for Write {
    fn deref_mut(&mut self) -> &mut Read {
        &mut self.0
    }
}

impl Write {
    pub async fn commit(self) -> Result<()> {
        match self.0.0 {
            Conn::Sqlite(tx) => tx.commit().await?,
            Conn::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

fn sqlite_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        // An acknowledged commit survives the loss of power, not only of the process.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .statement_cache_capacity(256)
        .pragma("cache_size", "-8000")
        .pragma("temp_store", "memory")
        .disable_statement_logging()
}

impl Db {
    /// Opens the database and brings its schema up to this program's version.
    pub async fn open(options: &Options) -> Result<Self> {
        let db = Self::connect(options).await?;
        db.migrate().await?;
        Ok(db)
    }

    /// Opens the database as it is.
    pub async fn connect(options: &Options) -> Result<Self> {
        let pool = match options.url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => {
                let rest = options.url.trim_start_matches("sqlite:");
                let path = PathBuf::from(rest.strip_prefix("//").unwrap_or(rest));
                if path.as_os_str().is_empty() || rest.contains(":memory:") {
                    return Err(Error::Url("sqlite:// needs the path of a file".to_owned()));
                }
                let base = sqlite_options(&path);
                let write = SqlitePoolOptions::new()
                    .max_connections(1)
                    .acquire_timeout(Duration::from_secs(10))
                    .connect_with(base.clone().create_if_missing(true))
                    .await?;
                let read = SqlitePoolOptions::new()
                    .max_connections(options.connections.max(1))
                    .acquire_timeout(Duration::from_secs(10))
                    .connect_with(base.pragma("query_only", "on"))
                    .await?;
                Pool::Sqlite { write, read, path }
            }
            Some("postgres" | "postgresql") => {
                let connect = PgConnectOptions::from_str(&options.url).map_err(|e| Error::Url(e.to_string()))?.disable_statement_logging();
                let pool = PgPoolOptions::new()
                    .max_connections(options.connections.max(2))
                    .acquire_timeout(Duration::from_secs(10))
                    .connect_with(connect)
                    .await?;
                Pool::Postgres(pool)
            }
            _ => {
                return Err(Error::Url("it must begin with sqlite:// or postgres://".to_owned()));
            }
        };
        Ok(Self { pool })
    }

    /// Begins a transaction that only reads.
    pub async fn read(&self) -> Result<Read> {
        Ok(Read(match &self.pool {
            Pool::Sqlite { read, .. } => Conn::Sqlite(read.begin().await?),
            Pool::Postgres(pool) => Conn::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?),
        }))
    }

    /// Begins a transaction that writes. On SQLite it waits for its turn; on PostgreSQL it may end in [`Error::Busy`] and is
    /// then to be run again.
    pub async fn write(&self) -> Result<Write> {
        Ok(Write(Read(match &self.pool {
            Pool::Sqlite { write, .. } => Conn::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Pool::Postgres(pool) => Conn::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL SERIALIZABLE").await?),
        })))
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        let mut read = self.read().await?;
        query("SELECT 1").exists(&mut read).await?;
        Ok(())
    }

    /// `SQLite` or `PostgreSQL`.
    #[must_use]
    pub fn engine(&self) -> &'static str {
        match self.pool {
            Pool::Sqlite { .. } => "SQLite",
            Pool::Postgres(_) => "PostgreSQL",
        }
    }

    pub async fn close(&self) {
        match &self.pool {
            Pool::Sqlite { write, read, .. } => {
                read.close().await;
                write.close().await;
            }
            Pool::Postgres(pool) => pool.close().await,
        }
    }

    /// Writes a copy of an SQLite database to `target` while it is in use. Nothing to do on PostgreSQL, which has its own tools.
    pub async fn copy_to(&self, target: &Path) -> Result<()> {
        if let Pool::Sqlite { path, .. } = &self.pool {
            let mut connection = SqliteConnection::connect_with(&sqlite_options(path)).await?;
            sqlx::query("VACUUM INTO $1").bind(target.to_string_lossy().into_owned()).execute(&mut connection).await?;
            connection.close().await?;
        }
        Ok(())
    }

    /// Tells the other servers on the same PostgreSQL that workspaces have news. On SQLite there are none.
    pub async fn announce(&self, payload: &str) -> Result<()> {
        if let Pool::Postgres(pool) = &self.pool {
            sqlx::query("SELECT pg_notify('latchkey', $1)").bind(payload).execute(pool).await?;
        }
        Ok(())
    }

    /// Hears what other servers announce, until the connection is lost. Nothing on SQLite.
    pub async fn listen(&self) -> Result<Option<Announcements>> {
        match &self.pool {
            Pool::Sqlite { .. } => Ok(None),
            Pool::Postgres(pool) => {
                let mut listener = sqlx::postgres::PgListener::connect_with(pool).await?;
                listener.listen("latchkey").await?;
                Ok(Some(Announcements(listener)))
            }
        }
    }
}

/// What other servers announce.
#[derive(Debug)]
pub struct Announcements(sqlx::postgres::PgListener);

impl Announcements {
    pub async fn next(&mut self) -> Result<String> {
        Ok(self.0.recv().await?.payload().to_owned())
    }
}
