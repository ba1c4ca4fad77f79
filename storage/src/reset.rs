//! Single-use links to set a new password (WS-12).

use domain::access::{Act, Permit, act};
use domain::id::{PersonId, WorkspaceId};
use domain::time::Timestamp;
use uuid::Uuid;

use crate::backend::{Read, Write};
use crate::error::Result;
use crate::query::query;

/// Writes a link for the permit's person; an older one is dead.
pub async fn replace(write: &mut Write, permit: &Permit<act::EditProfile>, token: &[u8; 32], expires_at: Timestamp) -> Result<()> {
    clear(write, permit).await?;
    query("INSERT INTO reset (token, workspace_id, person_id, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(token)
        .bind(permit.workspace())
        .bind(permit.person())
        .bind(expires_at)
        .run(write)
        .await?;
    Ok(())
}

/// Whose password a link may set at `now`.
pub async fn find(read: &mut Read, token: &[u8; 32], now: Timestamp) -> Result<Option<(WorkspaceId, PersonId)>> {
    let row: Option<(Uuid, Uuid)> =
        query("SELECT workspace_id, person_id FROM reset WHERE token = $1 AND expires_at > $2").bind(token).bind(now).maybe(read).await?;
    Ok(row.map(|(workspace, person)| (WorkspaceId::new(workspace), PersonId::new(person))))
}

/// Ends the links of the permit's person.
pub async fn clear<A: Act>(write: &mut Write, permit: &Permit<A>) -> Result<()> {
    query("DELETE FROM reset WHERE workspace_id = $1 AND person_id = $2").bind(permit.workspace()).bind(permit.person()).run(write).await?;
    Ok(())
}

/// Forgets links that ran out.
pub async fn purge(write: &mut Write, now: Timestamp) -> Result<u64> {
    query("DELETE FROM reset WHERE expires_at <= $1").bind(now).run(write).await
}
