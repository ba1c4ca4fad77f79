//! Workspaces, their settings and their terms of service.

use domain::access::{Permit, act};
use domain::id::{PersonId, WorkspaceId};
use domain::time::Timestamp;
use domain::workspace::{Policies, WorkspaceCode};
use sqlx::FromRow;

use crate::backend::{Read, Write};
use crate::error::{Error, Result};
use crate::facts::word;
use crate::query::query;

/// A workspace with its settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    pub id: WorkspaceId,
    pub code: WorkspaceCode,
    pub name: String,
    pub initial: String,
    pub hue: i64,
    pub policies: Policies,
}

/// One version of the terms that partners agree to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    pub version: i64,
    pub body: String,
    pub published_at: Timestamp,
    pub published_by: String,
}

/// Whether the installation has a workspace.
pub async fn any(read: &mut Read) -> Result<bool> {
    query("SELECT 1 FROM workspace LIMIT 1").exists(read).await
}

/// Writes a new workspace, which is the permit's.
pub async fn insert(write: &mut Write, permit: &Permit<act::EditSettings>, new: &Workspace) -> Result<()> {
    query(
        "INSERT INTO workspace (id, code, name, initial, hue, second_factor, invitation_days, share_days, guest_admin_assigns, reveal, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)",
    )
    .bind(permit.workspace())
    .bind(new.code.as_str())
    .bind(&new.name)
    .bind(&new.initial)
    .bind(new.hue)
    .bind(new.policies.second_factor.code())
    .bind(new.policies.invitation_days)
    .bind(new.policies.share_days)
    .bind(i64::from(new.policies.guest_admin_assigns))
    .bind(i64::from(new.policies.reveal))
    .bind(permit.at())
    .run(write)
    .await?;
    Ok(())
}

#[derive(FromRow)]
struct WorkspaceRow {
    code: String,
    name: String,
    initial: String,
    hue: i64,
    second_factor: String,
    invitation_days: i64,
    share_days: Option<i64>,
    guest_admin_assigns: i64,
    reveal: i64,
}

pub async fn one(read: &mut Read, id: WorkspaceId) -> Result<Workspace> {
    let row: WorkspaceRow = query(
        "SELECT code, name, initial, hue, second_factor, invitation_days, share_days, guest_admin_assigns, reveal FROM workspace WHERE id = $1",
    )
    .bind(id)
    .one(read)
    .await?;
    Ok(Workspace {
        id,
        code: WorkspaceCode::parse(&row.code).map_err(|fault| Error::Corrupt { table: "workspace", what: fault.to_string() })?,
        name: row.name,
        initial: row.initial,
        hue: row.hue,
        policies: Policies {
            second_factor: word("workspace", &row.second_factor)?,
            invitation_days: row.invitation_days,
            share_days: row.share_days,
            guest_admin_assigns: row.guest_admin_assigns != 0,
            reveal: row.reveal != 0,
        },
    })
}

/// Changes the name and the tile.
pub async fn set_general(write: &mut Write, permit: &Permit<act::EditSettings>, name: &str, initial: &str, hue: i64) -> Result<()> {
    query("UPDATE workspace SET name = $2, initial = $3, hue = $4, version = version + 1 WHERE id = $1")
        .bind(permit.workspace())
        .bind(name)
        .bind(initial)
        .bind(hue)
        .run(write)
        .await?;
    Ok(())
}

pub async fn set_policies(write: &mut Write, permit: &Permit<act::EditSettings>, policies: &Policies) -> Result<()> {
    query(
        "UPDATE workspace SET second_factor = $2, invitation_days = $3, share_days = $4, guest_admin_assigns = $5, reveal = $6, version = version + 1
         WHERE id = $1",
    )
    .bind(permit.workspace())
    .bind(policies.second_factor.code())
    .bind(policies.invitation_days)
    .bind(policies.share_days)
    .bind(i64::from(policies.guest_admin_assigns))
    .bind(i64::from(policies.reveal))
    .run(write)
    .await?;
    Ok(())
}

pub async fn set_code(write: &mut Write, permit: &Permit<act::RotateWorkspaceCode>, code: &WorkspaceCode) -> Result<()> {
    query("UPDATE workspace SET code = $2, version = version + 1 WHERE id = $1")
        .bind(permit.workspace())
        .bind(code.as_str())
        .run(write)
        .await?;
    Ok(())
}

/// Writes the next version of the terms and gives its number.
pub async fn publish_terms(write: &mut Write, permit: &Permit<act::EditSettings>, by: PersonId, body: &str) -> Result<i64> {
    let version =
        query("SELECT COALESCE(MAX(version), 0) + 1 FROM terms WHERE workspace_id = $1").bind(permit.workspace()).count(write).await?;
    query("INSERT INTO terms (workspace_id, version, body, published_at, published_by) VALUES ($1, $2, $3, $4, $5)")
        .bind(permit.workspace())
        .bind(version)
        .bind(body)
        .bind(permit.at())
        .bind(by)
        .run(write)
        .await?;
    Ok(version)
}

#[derive(FromRow)]
struct TermsRow {
    version: i64,
    body: String,
    published_at: i64,
    published_by: String,
}

/// Every version of the terms, newest first. Each workspace has one from its beginning.
pub async fn terms(read: &mut Read, workspace: WorkspaceId) -> Result<Vec<Terms>> {
    let rows: Vec<TermsRow> = query(
        "SELECT t.version, t.body, t.published_at, p.name AS published_by
         FROM terms t JOIN person p ON p.workspace_id = t.workspace_id AND p.id = t.published_by
         WHERE t.workspace_id = $1 ORDER BY t.version DESC",
    )
    .bind(workspace)
    .all(read)
    .await?;
    let terms = rows.into_iter().map(|row| Terms {
        version: row.version,
        body: row.body,
        published_at: Timestamp::from_millis(row.published_at),
        published_by: row.published_by,
    });
    Ok(terms.collect())
}

/// Fails where a write that its permit was decided for touched nothing: the row was read in the same transaction.
pub(crate) fn written(table: &'static str, rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::Corrupt { table, what: format!("{rows} rows written where one was decided about") }) }
}
