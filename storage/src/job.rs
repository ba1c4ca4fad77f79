//! Later work, written in the transaction of its cause.

use domain::id::JobId;
use domain::time::Timestamp;
use sqlx::FromRow;
use uuid::Uuid;

use crate::backend::{Read, Write};
use crate::dialect::skip_locked;
use crate::error::Result;
use crate::query::{assembled, query};

/// Writes a job. `once` names its cause; a second job of the same cause is not written.
pub async fn put(write: &mut Write, id: JobId, once: &str, kind: &str, payload: &str, due_at: Timestamp) -> Result<()> {
    query(
        "INSERT INTO job (id, once, kind, payload, due_at, attempts, fence) VALUES ($1, $2, $3, $4, $5, 0, 0) ON CONFLICT (once) DO NOTHING",
    )
    .bind(id)
    .bind(once)
    .bind(kind)
    .bind(payload)
    .bind(due_at)
    .run(write)
    .await?;
    Ok(())
}

/// A job that this worker alone may do until its lease ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leased {
    pub id: JobId,
    pub kind: String,
    pub payload: String,
    /// How often it was taken, this time included.
    pub attempts: i64,
    /// Grows with every lease: a mark with an older number is refused.
    pub fence: i64,
}

#[derive(FromRow)]
struct LeasedRow {
    id: Uuid,
    kind: String,
    payload: String,
    attempts: i64,
    fence: i64,
}

/// Whether any job could be leased. Asked first, because it takes no lock.
pub async fn is_due(read: &mut Read, now: Timestamp) -> Result<bool> {
    query(
        "SELECT 1 FROM job WHERE done_at IS NULL AND given_up_at IS NULL AND due_at <= $1
         AND (leased_until IS NULL OR leased_until <= $1) LIMIT 1",
    )
    .bind(now)
    .exists(read)
    .await
}

/// Takes the oldest due jobs for this worker.
pub async fn lease(write: &mut Write, now: Timestamp, until: Timestamp, limit: i64) -> Result<Vec<Leased>> {
    let sql = format!(
        "UPDATE job SET leased_until = $2, fence = fence + 1, attempts = attempts + 1
         WHERE id IN (SELECT id FROM job WHERE done_at IS NULL AND given_up_at IS NULL AND due_at <= $1
             AND (leased_until IS NULL OR leased_until <= $1) ORDER BY due_at LIMIT $3{})
         RETURNING id, kind, payload, attempts, fence",
        skip_locked(write)
    );
    let rows: Vec<LeasedRow> = assembled(sql, vec![now.into(), until.into(), limit.into()]).run_returning(write).await?;
    Ok(rows
        .into_iter()
        .map(|row| Leased { id: JobId::new(row.id), kind: row.kind, payload: row.payload, attempts: row.attempts, fence: row.fence })
        .collect())
}

/// Keeps a job for longer. False where another worker took it meanwhile.
pub async fn extend(write: &mut Write, id: JobId, fence: i64, until: Timestamp) -> Result<bool> {
    let touched = query("UPDATE job SET leased_until = $3 WHERE id = $1 AND fence = $2 AND done_at IS NULL AND given_up_at IS NULL")
        .bind(id)
        .bind(fence)
        .bind(until)
        .run(write)
        .await?;
    Ok(touched == 1)
}

/// Marks a job as done. False where another worker took it meanwhile.
pub async fn done(write: &mut Write, id: JobId, fence: i64, now: Timestamp) -> Result<bool> {
    let touched = query(
        "UPDATE job SET done_at = $3, leased_until = NULL, last_error = NULL
         WHERE id = $1 AND fence = $2 AND done_at IS NULL AND given_up_at IS NULL",
    )
    .bind(id)
    .bind(fence)
    .bind(now)
    .run(write)
    .await?;
    Ok(touched == 1)
}

/// Puts a job back for a later try.
pub async fn retry(write: &mut Write, id: JobId, fence: i64, due_at: Timestamp, error: &str) -> Result<bool> {
    let touched = query(
        "UPDATE job SET due_at = $3, leased_until = NULL, last_error = $4
         WHERE id = $1 AND fence = $2 AND done_at IS NULL AND given_up_at IS NULL",
    )
    .bind(id)
    .bind(fence)
    .bind(due_at)
    .bind(error)
    .run(write)
    .await?;
    Ok(touched == 1)
}

/// Stops trying.
pub async fn give_up(write: &mut Write, id: JobId, fence: i64, now: Timestamp, error: &str) -> Result<bool> {
    let touched = query(
        "UPDATE job SET given_up_at = $3, leased_until = NULL, last_error = $4
         WHERE id = $1 AND fence = $2 AND done_at IS NULL AND given_up_at IS NULL",
    )
    .bind(id)
    .bind(fence)
    .bind(now)
    .bind(error)
    .run(write)
    .await?;
    Ok(touched == 1)
}

/// Forgets jobs that were done before `before`. Those that were given up stay for the operator.
pub async fn forget(write: &mut Write, before: Timestamp) -> Result<u64> {
    query("DELETE FROM job WHERE done_at < $1").bind(before).run(write).await
}

/// Deletes what can no longer be used: sessions and reset links that have expired, attempts that no longer count.
pub async fn sweep(write: &mut Write, now: Timestamp, attempts_before: Timestamp) -> Result<()> {
    query("DELETE FROM session WHERE expires_at <= $1").bind(now).run(write).await?;
    query("DELETE FROM reset WHERE expires_at <= $1").bind(now).run(write).await?;
    query("DELETE FROM attempt WHERE last_at < $1 AND blocked_until <= $2").bind(attempts_before).bind(now).run(write).await?;
    Ok(())
}
