//! Statements: one text, bound values, either database.

use sqlx::postgres::PgArguments;
use sqlx::query::{Query as SqlxQuery, QueryAs};
use sqlx::sqlite::SqliteArguments;
use sqlx::{AssertSqlSafe, FromRow, Postgres, SqlSafeStr, SqlStr, Sqlite};
use uuid::Uuid;

use crate::backend::{Conn, Read, Write};
use crate::error::Result;

/// A bound value. Absent values keep their type, which PostgreSQL needs.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Id(Option<Uuid>),
    Int(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

macro_rules! values {
    ($($variant:ident { $($from:ty => |$x:ident| $into:expr;)* })*) => {$($(
        impl From<$from> for Value {
            fn from($x: $from) -> Self { Self::$variant(Some($into)) }
        }
        impl From<Option<$from>> for Value {
            fn from(x: Option<$from>) -> Self { Self::$variant(x.map(|$x| $into)) }
        }
    )*)*};
}

values! {
    Id {
        Uuid => |x| x;
        domain::id::WorkspaceId => |x| x.uuid();
        domain::id::PersonId => |x| x.uuid();
        domain::id::PartnershipId => |x| x.uuid();
        domain::id::SessionId => |x| x.uuid();
        domain::id::InvitationId => |x| x.uuid();
        domain::id::EventId => |x| x.uuid();
        domain::id::NoticeId => |x| x.uuid();
        domain::id::MailId => |x| x.uuid();
        domain::id::JobId => |x| x.uuid();
        domain::id::HistoryId => |x| x.uuid();
    }
    Int {
        i64 => |x| x;
        domain::time::Timestamp => |x| x.millis();
    }
    Text {
        &str => |x| x.to_owned();
        &String => |x| x.clone();
        String => |x| x;
    }
    Bytes {
        Vec<u8> => |x| x;
        &[u8] => |x| x.to_vec();
        [u8; 32] => |x| x.to_vec();
        &[u8; 32] => |x| x.to_vec();
    }
}

/// A row type that both drivers can read; `#[derive(FromRow)]` gives it.
pub(crate) trait Row:
    for<'r> FromRow<'r, sqlx::sqlite::SqliteRow> + for<'r> FromRow<'r, sqlx::postgres::PgRow> + Send + Unpin
{
}

impl<T> Row for T where T: for<'r> FromRow<'r, sqlx::sqlite::SqliteRow> + for<'r> FromRow<'r, sqlx::postgres::PgRow> + Send + Unpin {}

#[derive(Debug)]
pub(crate) struct Query {
    sql: SqlStr,
    values: Vec<Value>,
}

/// A fixed statement.
pub(crate) fn query(sql: &'static str) -> Query {
    Query { sql: sql.into_sql_str(), values: Vec::new() }
}

/// A statement put together from fixed pieces at run time. No value ever goes into the text.
pub(crate) fn assembled(sql: String, values: Vec<Value>) -> Query {
    Query { sql: AssertSqlSafe(sql).into_sql_str(), values }
}

macro_rules! bind_all {
    ($query:expr, $values:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                Value::Id(x) => query.bind(x),
                Value::Int(x) => query.bind(x),
                Value::Text(x) => query.bind(x),
                Value::Bytes(x) => query.bind(x),
            };
        }
        query
    }};
}

impl Query {
    pub(crate) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    fn sqlite(self) -> SqlxQuery<'static, Sqlite, SqliteArguments> {
        bind_all!(sqlx::query(self.sql), self.values)
    }

    fn postgres(self) -> SqlxQuery<'static, Postgres, PgArguments> {
        bind_all!(sqlx::query(self.sql), self.values)
    }

    fn sqlite_as<R: Row>(self) -> QueryAs<'static, Sqlite, R, SqliteArguments> {
        bind_all!(sqlx::query_as(self.sql), self.values)
    }

    fn postgres_as<R: Row>(self) -> QueryAs<'static, Postgres, R, PgArguments> {
        bind_all!(sqlx::query_as(self.sql), self.values)
    }

    /// Runs a statement that writes; how many rows it touched.
    pub(crate) async fn run(self, write: &mut Write) -> Result<u64> {
        Ok(match &mut write.0.0 {
            Conn::Sqlite(tx) => self.sqlite().execute(&mut **tx).await?.rows_affected(),
            Conn::Postgres(tx) => self.postgres().execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// Runs a statement that writes and gives rows back.
    pub(crate) async fn run_returning<R: Row>(self, write: &mut Write) -> Result<Vec<R>> {
        self.all(write).await
    }

    pub(crate) async fn all<R: Row>(self, read: &mut Read) -> Result<Vec<R>> {
        Ok(match &mut read.0 {
            Conn::Sqlite(tx) => self.sqlite_as().fetch_all(&mut **tx).await?,
            Conn::Postgres(tx) => self.postgres_as().fetch_all(&mut **tx).await?,
        })
    }

    pub(crate) async fn maybe<R: Row>(self, read: &mut Read) -> Result<Option<R>> {
        Ok(match &mut read.0 {
            Conn::Sqlite(tx) => self.sqlite_as().fetch_optional(&mut **tx).await?,
            Conn::Postgres(tx) => self.postgres_as().fetch_optional(&mut **tx).await?,
        })
    }

    pub(crate) async fn one<R: Row>(self, read: &mut Read) -> Result<R> {
        Ok(match &mut read.0 {
            Conn::Sqlite(tx) => self.sqlite_as().fetch_one(&mut **tx).await?,
            Conn::Postgres(tx) => self.postgres_as().fetch_one(&mut **tx).await?,
        })
    }

    /// A count.
    pub(crate) async fn count(self, read: &mut Read) -> Result<i64> {
        let (n,): (i64,) = self.one(read).await?;
        Ok(n)
    }

    /// Whether there is any row.
    pub(crate) async fn exists(self, read: &mut Read) -> Result<bool> {
        Ok(match &mut read.0 {
            Conn::Sqlite(tx) => self.sqlite().fetch_optional(&mut **tx).await?.is_some(),
            Conn::Postgres(tx) => self.postgres().fetch_optional(&mut **tx).await?.is_some(),
        })
    }
}

/// Puts a statement together from conditions that are only sometimes there, numbering placeholders as it goes.
#[derive(Debug, Default)]
pub(crate) struct Assembly {
    sql: String,
    values: Vec<Value>,
}

impl Assembly {
    pub(crate) fn new(sql: &'static str) -> Self {
        Self { sql: sql.to_owned(), values: Vec::new() }
    }

    /// Adds a piece; each `?` in it becomes the placeholder of the next value.
    pub(crate) fn add(&mut self, piece: &'static str, values: impl IntoIterator<Item = Value>) -> &mut Self {
        let mut values = values.into_iter();
        for part in piece.split_inclusive('?') {
            match (part.strip_suffix('?'), values.next()) {
                (Some(text), Some(value)) => {
                    self.values.push(value);
                    self.sql.push_str(text);
                    self.sql.push('$');
                    self.sql.push_str(&self.values.len().to_string());
                }
                _ => self.sql.push_str(part),
            }
        }
        self
    }

    pub(crate) fn query(self) -> Query {
        assembled(self.sql, self.values)
    }
}
