//! Partnerships that wait for someone's decision.

use domain::access::PartnershipFacts;
use domain::id::{PersonId, WorkspaceId};
use domain::time::Timestamp;
use sqlx::FromRow;

use crate::backend::Read;
use crate::error::{Error, Result};
use crate::facts::PartnershipFactsRow;
use crate::query::{assembled, query};

/// A partnership that waits, with the names that the inbox may need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    pub facts: PartnershipFacts,
    pub host_name: String,
    /// Only once the guest has accepted: before, the host knows no more than the address it typed (HG-16).
    pub guest_name: Option<String>,
    pub partner_email: String,
    pub reason: Option<String>,
    pub owner_name: String,
    pub requested_at: Timestamp,
    pub reached_guest_at: Option<Timestamp>,
    pub changed_at: Timestamp,
}

#[derive(FromRow)]
struct PendingRow {
    #[sqlx(flatten)]
    facts: PartnershipFactsRow,
    host_name: String,
    guest_name: Option<String>,
    partner_email: String,
    reason: Option<String>,
    owner_name: String,
    requested_at: i64,
    changed_at: i64,
}

impl TryFrom<PendingRow> for Pending {
    type Error = Error;

    fn try_from(row: PendingRow) -> Result<Self> {
        Ok(Self {
            reached_guest_at: row.facts.reached_guest_at.map(Timestamp::from_millis),
            facts: row.facts.try_into()?,
            host_name: row.host_name,
            guest_name: row.guest_name,
            partner_email: row.partner_email,
            reason: row.reason,
            owner_name: row.owner_name,
            requested_at: Timestamp::from_millis(row.requested_at),
            changed_at: Timestamp::from_millis(row.changed_at),
        })
    }
}

/// What admins of the workspace $1 decide: as host, requests to approve and extensions; as guest, requests to accept.
const WAITING: &str = "SELECT id FROM partnership
    WHERE host_id = $1 AND (state = 'awaiting_host_approval' OR (state = 'expired' AND asked_until IS NOT NULL))
    UNION ALL SELECT id FROM partnership
    WHERE guest_id = $1 AND state = 'awaiting_guest_acceptance' AND reached_guest_at IS NOT NULL";

fn select(condition: &str) -> String {
    format!(
        "SELECT p.id, p.host_id, p.guest_id, p.state, p.reminded_at, p.asked_until, p.expires_at, p.owner_id, p.deputy_id,
            p.representative_id, p.reached_guest_at, o.role AS owner_role, o.standing AS owner_standing, h.name AS host_name, CASE WHEN p.accepted_at IS NOT NULL THEN g.name END AS guest_name,
            p.partner_email, p.reason, o.name AS owner_name, p.requested_at, p.changed_at
         FROM partnership p
         JOIN person o ON o.workspace_id = p.host_id AND o.id = p.owner_id
         JOIN workspace h ON h.id = p.host_id
         LEFT JOIN workspace g ON g.id = p.guest_id
         WHERE {condition}"
    )
}

/// How many partnerships wait for the workspace's admins.
pub async fn count_waiting(read: &mut Read, workspace: WorkspaceId) -> Result<i64> {
    assembled(format!("SELECT COUNT(*) FROM ({WAITING}) AS waiting"), vec![workspace.into()]).count(read).await
}

/// The partnerships that wait for the workspace's admins, the longest waiting first.
pub async fn waiting(read: &mut Read, workspace: WorkspaceId, limit: i64) -> Result<Vec<Pending>> {
    let sql = select(&format!("p.id IN ({WAITING}) ORDER BY p.changed_at, p.id LIMIT $2"));
    let rows: Vec<PendingRow> = assembled(sql, vec![workspace.into(), limit.into()]).all(read).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The partnerships that a Partnership Owner waits for, newest first.
pub async fn sent(read: &mut Read, workspace: WorkspaceId, owner: PersonId, limit: i64) -> Result<Vec<Pending>> {
    let sql = select(
        "p.host_id = $1 AND p.owner_id = $2 AND p.state IN ('awaiting_host_approval', 'awaiting_guest_acceptance')
         ORDER BY p.requested_at DESC, p.id LIMIT $3",
    );
    let rows: Vec<PendingRow> = assembled(sql, vec![workspace.into(), owner.into(), limit.into()]).all(read).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// The newest piece of a person's news, which tells whether their inbox moved.
pub async fn newest(read: &mut Read, workspace: WorkspaceId, person: PersonId) -> Result<Option<Timestamp>> {
    let row: Option<(i64,)> = query("SELECT at FROM notice WHERE workspace_id = $1 AND person_id = $2 ORDER BY at DESC, id DESC LIMIT 1")
        .bind(workspace)
        .bind(person)
        .maybe(read)
        .await?;
    Ok(row.map(|(at,)| Timestamp::from_millis(at)))
}
