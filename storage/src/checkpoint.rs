//! Signed statements about where a workspace's log stood.

use domain::id::WorkspaceId;
use domain::time::Timestamp;
use sqlx::FromRow;
use uuid::Uuid;

use crate::backend::{Read, Write};
use crate::error::Result;
use crate::query::query;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    pub seq: i64,
    pub at: Timestamp,
    pub hash: Vec<u8>,
    /// The signed text.
    pub note: String,
}

#[derive(FromRow)]
struct CheckpointRow {
    seq: i64,
    at: i64,
    hash: Vec<u8>,
    note: String,
}

/// Writes a checkpoint down; another one of the same row stays as it is.
pub async fn put(write: &mut Write, workspace: WorkspaceId, point: &Checkpoint) -> Result<()> {
    query(
        "INSERT INTO checkpoint (workspace_id, seq, at, hash, note) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (workspace_id, seq) DO NOTHING",
    )
    .bind(workspace)
    .bind(point.seq)
    .bind(point.at)
    .bind(point.hash.clone())
    .bind(&point.note)
    .run(write)
    .await?;
    Ok(())
}

/// The newest checkpoints, newest first.
pub async fn latest(read: &mut Read, workspace: WorkspaceId, limit: i64) -> Result<Vec<Checkpoint>> {
    let rows: Vec<CheckpointRow> = query("SELECT seq, at, hash, note FROM checkpoint WHERE workspace_id = $1 ORDER BY seq DESC LIMIT $2")
        .bind(workspace)
        .bind(limit)
        .all(read)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Checkpoint { seq: row.seq, at: Timestamp::from_millis(row.at), hash: row.hash, note: row.note })
        .collect())
}

/// Workspaces whose log grew by `events` rows since its last checkpoint, or at all since one from before `before`; with the
/// row of that checkpoint.
pub async fn due(read: &mut Read, events: i64, before: Timestamp) -> Result<Vec<(WorkspaceId, i64)>> {
    let rows: Vec<(Uuid, i64)> = query(
        "SELECT h.workspace_id, COALESCE(c.seq, 0) FROM activity_head h
         LEFT JOIN checkpoint c ON c.workspace_id = h.workspace_id
             AND c.seq = (SELECT MAX(l.seq) FROM checkpoint l WHERE l.workspace_id = h.workspace_id)
         WHERE h.seq > COALESCE(c.seq, 0) AND (h.seq - COALESCE(c.seq, 0) >= $1 OR COALESCE(c.at, 0) < $2)
         ORDER BY h.workspace_id",
    )
    .bind(events)
    .bind(before)
    .all(read)
    .await?;
    Ok(rows.into_iter().map(|(id, seq)| (WorkspaceId::new(id), seq)).collect())
}
