//! Signed-in browsers.

use domain::access::{Act, Permit, act};
use domain::activity::Client;
use domain::id::{PersonId, SessionId, WorkspaceId};
use domain::time::Timestamp;
use sqlx::FromRow;
use uuid::Uuid;

use crate::backend::{Read, Write};
use crate::error::Result;
use crate::query::query;
use crate::workspace::written;

/// A session that begins now.
#[derive(Debug)]
pub struct NewSession<'a> {
    pub id: SessionId,
    pub person: PersonId,
    /// Hash of the token.
    pub token: [u8; 32],
    pub idle_until: Timestamp,
    pub expires_at: Timestamp,
    pub client: &'a Client,
}

/// Begins a session of a person of the permit's workspace.
pub async fn insert<A: Act>(write: &mut Write, permit: &Permit<A>, new: &NewSession<'_>) -> Result<()> {
    query(
        "INSERT INTO session (id, workspace_id, person_id, token, created_at, last_used_at, idle_until, expires_at, proved_at, address, location, os, device)
         VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $5, $8, $9, $10, $11)",
    )
    .bind(new.id)
    .bind(permit.workspace())
    .bind(new.person)
    .bind(new.token)
    .bind(permit.at())
    .bind(new.idle_until)
    .bind(new.expires_at)
    .bind(&new.client.address)
    .bind(&new.client.location)
    .bind(&new.client.os)
    .bind(&new.client.device)
    .run(write)
    .await?;
    query("UPDATE person SET last_seen_at = $3 WHERE workspace_id = $1 AND id = $2")
        .bind(permit.workspace())
        .bind(new.person)
        .bind(permit.at())
        .run(write)
        .await?;
    Ok(())
}

/// Writes down that the session is in use now, and moves its idle end by the length it was given.
pub async fn touch(write: &mut Write, token: &[u8; 32], now: Timestamp) -> Result<()> {
    let touched = query(
        "UPDATE session SET idle_until = idle_until + ($2 - last_used_at), last_used_at = $2
         WHERE token = $1 AND idle_until > $2 AND expires_at > $2 AND last_used_at < $2",
    )
    .bind(token)
    .bind(now)
    .run(write)
    .await?;
    if touched > 0 {
        query("UPDATE person SET last_seen_at = $2 WHERE id = (SELECT person_id FROM session WHERE token = $1)")
            .bind(token)
            .bind(now)
            .run(write)
            .await?;
    }
    Ok(())
}

/// Gives a session a new token, and with it a fresh proof of identity. The old token is dead.
pub async fn rotate(write: &mut Write, permit: &Permit<act::EditProfile>, id: SessionId, token: &[u8; 32]) -> Result<()> {
    let rows = query("UPDATE session SET token = $4, proved_at = $5 WHERE workspace_id = $1 AND person_id = $2 AND id = $3")
        .bind(permit.workspace())
        .bind(permit.person())
        .bind(id)
        .bind(token)
        .bind(permit.at())
        .run(write)
        .await?;
    written("session", rows)
}

/// Ends one session of the permit's person; whether there was one.
pub async fn end(write: &mut Write, permit: &Permit<act::EditProfile>, id: SessionId) -> Result<bool> {
    let rows = query("DELETE FROM session WHERE workspace_id = $1 AND person_id = $2 AND id = $3")
        .bind(permit.workspace())
        .bind(permit.person())
        .bind(id)
        .run(write)
        .await?;
    Ok(rows > 0)
}

/// Ends every session of the permit's person, but for `keep`; how many there were.
pub async fn end_all<A: Act>(write: &mut Write, permit: &Permit<A>, keep: Option<SessionId>) -> Result<u64> {
    query("DELETE FROM session WHERE workspace_id = $1 AND person_id = $2 AND id <> $3")
        .bind(permit.workspace())
        .bind(permit.person())
        .bind(keep.map_or(Uuid::nil(), SessionId::uuid))
        .run(write)
        .await
}

/// Forgets sessions that ended by themselves.
pub async fn purge(write: &mut Write, now: Timestamp) -> Result<u64> {
    query("DELETE FROM session WHERE expires_at <= $1 OR idle_until <= $1").bind(now).run(write).await
}

/// A session as its person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub created_at: Timestamp,
    pub last_used_at: Timestamp,
    pub expires_at: Timestamp,
    pub location: String,
    pub os: String,
    pub device: String,
}

#[derive(FromRow)]
struct SessionRow {
    id: Uuid,
    created_at: i64,
    last_used_at: i64,
    expires_at: i64,
    location: String,
    os: String,
    device: String,
}

/// The good sessions of a person, last used first.
pub async fn of(read: &mut Read, workspace: WorkspaceId, person: PersonId, now: Timestamp) -> Result<Vec<Session>> {
    let rows: Vec<SessionRow> = query(
        "SELECT id, created_at, last_used_at, expires_at, location, os, device FROM session
         WHERE workspace_id = $1 AND person_id = $2 AND idle_until > $3 AND expires_at > $3 ORDER BY last_used_at DESC, id",
    )
    .bind(workspace)
    .bind(person)
    .bind(now)
    .all(read)
    .await?;
    let sessions = rows.into_iter().map(|row| Session {
        id: SessionId::new(row.id),
        created_at: Timestamp::from_millis(row.created_at),
        last_used_at: Timestamp::from_millis(row.last_used_at),
        expires_at: Timestamp::from_millis(row.expires_at),
        location: row.location,
        os: row.os,
        device: row.device,
    });
    Ok(sessions.collect())
}
