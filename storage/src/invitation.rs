//! Invitations of members (WS-06).

use domain::access::{Permit, act};
use domain::id::{InvitationId, PersonId, WorkspaceId};
use domain::people::{InvitationState, Role};
use domain::text::Email;
use domain::time::Timestamp;
use sqlx::FromRow;
use uuid::Uuid;

use crate::backend::{Read, Write};
use crate::error::Result;
use crate::facts::word;
use crate::query::query;
use crate::workspace::written;

/// An invitation that is sent now.
#[derive(Debug)]
pub struct NewInvitation<'a> {
    pub id: InvitationId,
    pub email: &'a Email,
    pub role: Role,
    /// Hash of the token.
    pub token: [u8; 32],
    pub invited_by: PersonId,
    pub expires_at: Timestamp,
}

/// An open invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub id: InvitationId,
    pub workspace: WorkspaceId,
    pub workspace_name: String,
    pub email: String,
    pub role: Role,
    pub invited_by: String,
    pub sent_at: Timestamp,
    pub expires_at: Timestamp,
    pub version: i64,
}

#[derive(FromRow)]
struct InvitationRow {
    id: Uuid,
    workspace_id: Uuid,
    workspace_name: String,
    email: String,
    role: String,
    invited_by: String,
    sent_at: i64,
    expires_at: i64,
    version: i64,
}

impl TryFrom<InvitationRow> for Invitation {
    type Error = crate::Error;

    fn try_from(row: InvitationRow) -> Result<Self> {
        Ok(Self {
            id: InvitationId::new(row.id),
            workspace: WorkspaceId::new(row.workspace_id),
            workspace_name: row.workspace_name,
            email: row.email,
            role: word("invitation", &row.role)?,
            invited_by: row.invited_by,
            sent_at: Timestamp::from_millis(row.sent_at),
            expires_at: Timestamp::from_millis(row.expires_at),
            version: row.version,
        })
    }
}

pub async fn insert(write: &mut Write, permit: &Permit<act::InvitePerson>, new: &NewInvitation<'_>) -> Result<()> {
    query(
        "INSERT INTO invitation (id, workspace_id, email, email_key, role, state, token, invited_by, sent_at, expires_at, version)
         VALUES ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9, 1)",
    )
    .bind(new.id)
    .bind(permit.workspace())
    .bind(new.email.as_str())
    .bind(new.email.key())
    .bind(new.role.code())
    .bind(new.token)
    .bind(new.invited_by)
    .bind(permit.at())
    .bind(new.expires_at)
    .run(write)
    .await?;
    Ok(())
}

/// Whether the email address has an open invitation, expired or not.
pub async fn is_open(read: &mut Read, workspace: WorkspaceId, email_key: &str) -> Result<bool> {
    query("SELECT 1 FROM invitation WHERE workspace_id = $1 AND email_key = $2 AND state = 'open'")
        .bind(workspace)
        .bind(email_key)
        .exists(read)
        .await
}

/// The open invitations of a workspace, newest first, expired ones too.
pub async fn open(read: &mut Read, workspace: WorkspaceId) -> Result<Vec<Invitation>> {
    let rows: Vec<InvitationRow> = query(
        "SELECT i.id, i.workspace_id, w.name AS workspace_name, i.email, i.role, p.name AS invited_by, i.sent_at, i.expires_at, i.version
         FROM invitation i
         JOIN workspace w ON w.id = i.workspace_id
         JOIN person p ON p.workspace_id = i.workspace_id AND p.id = i.invited_by
         WHERE i.workspace_id = $1 AND i.state = 'open' ORDER BY i.sent_at DESC, i.id",
    )
    .bind(workspace)
    .all(read)
    .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// An open invitation of the workspace.
pub async fn one(read: &mut Read, workspace: WorkspaceId, id: InvitationId) -> Result<Option<Invitation>> {
    let row: Option<InvitationRow> = query(
        "SELECT i.id, i.workspace_id, w.name AS workspace_name, i.email, i.role, p.name AS invited_by, i.sent_at, i.expires_at, i.version
         FROM invitation i
         JOIN workspace w ON w.id = i.workspace_id
         JOIN person p ON p.workspace_id = i.workspace_id AND p.id = i.invited_by
         WHERE i.workspace_id = $1 AND i.id = $2 AND i.state = 'open'",
    )
    .bind(workspace)
    .bind(id)
    .maybe(read)
    .await?;
    row.map(TryInto::try_into).transpose()
}

/// The open invitation that a link leads to, if it is still good at `now`.
pub async fn by_token(read: &mut Read, token: &[u8; 32], now: Timestamp) -> Result<Option<Invitation>> {
    let row: Option<InvitationRow> = query(
        "SELECT i.id, i.workspace_id, w.name AS workspace_name, i.email, i.role, p.name AS invited_by, i.sent_at, i.expires_at, i.version
         FROM invitation i
         JOIN workspace w ON w.id = i.workspace_id
         JOIN person p ON p.workspace_id = i.workspace_id AND p.id = i.invited_by
         WHERE i.token = $1 AND i.state = 'open' AND i.expires_at > $2",
    )
    .bind(token)
    .bind(now)
    .maybe(read)
    .await?;
    row.map(TryInto::try_into).transpose()
}

/// Gives an open invitation a new link and a new life; the old link is dead.
pub async fn renew(
    write: &mut Write,
    permit: &Permit<act::InvitePerson>,
    id: InvitationId,
    token: &[u8; 32],
    expires_at: Timestamp,
) -> Result<()> {
    let rows = query(
        "UPDATE invitation SET token = $3, sent_at = $4, expires_at = $5, version = version + 1
         WHERE workspace_id = $1 AND id = $2 AND state = 'open'",
    )
    .bind(permit.workspace())
    .bind(id)
    .bind(token)
    .bind(permit.at())
    .bind(expires_at)
    .run(write)
    .await?;
    written("invitation", rows)
}

/// Ends an open invitation as accepted or cancelled; its link is dead.
pub async fn close(write: &mut Write, permit: &Permit<act::InvitePerson>, id: InvitationId, state: InvitationState) -> Result<()> {
    let rows = query("UPDATE invitation SET state = $3, version = version + 1 WHERE workspace_id = $1 AND id = $2 AND state = 'open'")
        .bind(permit.workspace())
        .bind(id)
        .bind(state.code())
        .run(write)
        .await?;
    written("invitation", rows)
}
