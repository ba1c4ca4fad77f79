use sqlx::migrate::{MigrateError, Migrator};

use crate::backend::{Db, Pool};
use crate::error::{Error, Result};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// The newest schema that this program knows.
pub const SCHEMA_VERSION: i64 = 1;

impl Db {
    /// The schema version of the database; 0 where it is empty.
    pub async fn schema_version(&self) -> Result<i64> {
        const APPLIED: &str = "SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations";
        let (there, version) = match &self.pool {
            Pool::Sqlite { read, .. } => {
                let there: i64 =
                    sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_master WHERE name = '_sqlx_migrations'").fetch_one(read).await?;
                (there > 0, if there > 0 { sqlx::query_scalar(APPLIED).fetch_one(read).await? } else { 0 })
            }
            Pool::Postgres(pool) => {
                let there: bool = sqlx::query_scalar("SELECT to_regclass('_sqlx_migrations') IS NOT NULL").fetch_one(pool).await?;
                (there, if there { sqlx::query_scalar(APPLIED).fetch_one(pool).await? } else { 0 })
            }
        };
        Ok(if there { version } else { 0 })
    }

    /// Migrates forward. A database of a newer program is refused; an SQLite database with data is copied beside itself first (OP-03).
    pub(crate) async fn migrate(&self) -> Result<()> {
        let found = self.schema_version().await?;
        if found > SCHEMA_VERSION {
            return Err(Error::Newer { found, known: SCHEMA_VERSION });
        }
        if found > 0
            && found < SCHEMA_VERSION
            && let Pool::Sqlite { path, .. } = &self.pool
        {
            let backup = path.with_extension(format!("before-v{SCHEMA_VERSION}"));
            if !backup.exists() {
                self.copy_to(&backup).await?;
            }
        }
        let done = match &self.pool {
            Pool::Sqlite { write, .. } => SQLITE.run(write).await,
            Pool::Postgres(pool) => POSTGRES.run(pool).await,
        };
        done.map_err(|error| match error {
            MigrateError::VersionMissing(found) => Error::Newer { found, known: SCHEMA_VERSION },
            other => Error::Migration(Box::new(other)),
        })
    }
}
