//! Later work, written in the transaction of its cause.

use domain::id::JobId;
use domain::time::Timestamp;

use crate::backend::Write;
use crate::error::Result;
use crate::query::query;

/// Writes a job. `once` names its cause; a second job of the same cause is not written.
pub async fn put(
    write: &mut Write,
    id: JobId,
    once: &str,
    kind: &str,
    payload: &str,
    due_at: Timestamp,
) -> Result<()> {
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
