//! Failed tries (WS-11). They belong to no workspace: an unknown email is counted like a known one.

use domain::time::{Span, Timestamp};
use sqlx::FromRow;

use crate::backend::{Read, Write};
use crate::error::Result;
use crate::query::query;

/// How often something failed, and until when it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempts {
    pub failures: i64,
    pub last_at: Timestamp,
    pub blocked_until: Timestamp,
}

#[derive(FromRow)]
struct AttemptRow {
    failures: i64,
    last_at: i64,
    blocked_until: i64,
}

pub async fn get(read: &mut Read, kind: &str, key: &[u8]) -> Result<Option<Attempts>> {
    let row: Option<AttemptRow> =
        query("SELECT failures, last_at, blocked_until FROM attempt WHERE kind = $1 AND key = $2").bind(kind).bind(key).maybe(read).await?;
    Ok(row.map(|row| Attempts {
        failures: row.failures,
        last_at: Timestamp::from_millis(row.last_at),
        blocked_until: Timestamp::from_millis(row.blocked_until),
    }))
}

pub async fn put(write: &mut Write, kind: &str, key: &[u8], attempts: Attempts) -> Result<()> {
    query(
        "INSERT INTO attempt (kind, key, failures, last_at, blocked_until) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (kind, key) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at, blocked_until = excluded.blocked_until",
    )
    .bind(kind)
    .bind(key)
    .bind(attempts.failures)
    .bind(attempts.last_at)
    .bind(attempts.blocked_until)
    .run(write)
    .await?;
    Ok(())
}

pub async fn clear(write: &mut Write, kind: &str, key: &[u8]) -> Result<()> {
    query("DELETE FROM attempt WHERE kind = $1 AND key = $2").bind(kind).bind(key).run(write).await?;
    Ok(())
}

/// Forgets what is older than `age` and blocks nothing any more.
pub async fn purge(write: &mut Write, now: Timestamp, age: Span) -> Result<u64> {
    query("DELETE FROM attempt WHERE last_at < $1 AND blocked_until < $2").bind(now - age).bind(now).run(write).await
}
