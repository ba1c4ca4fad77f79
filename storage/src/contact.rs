//! Names and addresses of active people, for mails and pickers.

use domain::id::{PersonId, WorkspaceId};
use domain::people::{MutedMail, Role};
use sqlx::FromRow;
use uuid::Uuid;

use crate::backend::Read;
use crate::dialect::contains;
use crate::error::Result;
use crate::facts::word;
use crate::query::{Assembly, query};

/// An active person who can be written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    pub workspace: WorkspaceId,
    pub id: PersonId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub muted: MutedMail,
}

#[derive(FromRow)]
struct ContactRow {
    workspace_id: Uuid,
    id: Uuid,
    name: String,
    email: String,
    role: String,
    muted_mail: String,
}

impl TryFrom<ContactRow> for Contact {
    type Error = crate::Error;

    fn try_from(row: ContactRow) -> Result<Self> {
        Ok(Self {
            workspace: WorkspaceId::new(row.workspace_id),
            id: PersonId::new(row.id),
            name: row.name,
            email: row.email,
            role: word("person", &row.role)?,
            muted: word("person", &row.muted_mail)?,
        })
    }
}

/// The Owner and the Admins.
pub async fn admins(read: &mut Read, workspace: WorkspaceId) -> Result<Vec<Contact>> {
    let rows: Vec<ContactRow> = query(
        "SELECT workspace_id, id, name, email, role, muted_mail FROM person
         WHERE workspace_id = $1 AND standing = 'active' AND role IN ('owner', 'admin') ORDER BY id",
    )
    .bind(workspace)
    .all(read)
    .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// One active person.
pub async fn one(read: &mut Read, workspace: WorkspaceId, id: PersonId) -> Result<Option<Contact>> {
    let row: Option<ContactRow> = query(
        "SELECT workspace_id, id, name, email, role, muted_mail FROM person WHERE workspace_id = $1 AND id = $2 AND standing = 'active'",
    )
    .bind(workspace)
    .bind(id)
    .maybe(read)
    .await?;
    row.map(TryInto::try_into).transpose()
}

/// The active person with an email address, given as its key.
pub async fn by_email(read: &mut Read, workspace: WorkspaceId, email_key: &str) -> Result<Option<Contact>> {
    let row: Option<ContactRow> = query(
        "SELECT workspace_id, id, name, email, role, muted_mail FROM person WHERE workspace_id = $1 AND email_key = $2 AND standing = 'active'",
    )
    .bind(workspace)
    .bind(email_key)
    .maybe(read)
    .await?;
    row.map(TryInto::try_into).transpose()
}

/// Active people who can own or represent a partnership, by name or email; at most 20.
pub async fn search_members(read: &mut Read, workspace: WorkspaceId, text: &str) -> Result<Vec<Contact>> {
    let mut sql = Assembly::new("SELECT workspace_id, id, name, email, role, muted_mail FROM person");
    sql.add(" WHERE workspace_id = ? AND standing = 'active' AND role IN ('owner', 'admin', 'member')", [workspace.into()]);
    if !text.is_empty() {
        let pattern = contains(text);
        sql.add(r" AND (name_key LIKE ? ESCAPE '\' OR email_key LIKE ? ESCAPE '\')", [pattern.clone().into(), pattern.into()]);
    }
    sql.add(" ORDER BY name_key, id LIMIT 20", []);
    let rows: Vec<ContactRow> = sql.query().all(read).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}
