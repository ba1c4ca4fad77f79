//! People of workspaces.

use domain::access::{Act, Permit, PersonFacts, act};
use domain::id::{PersonId, WorkspaceId};
use domain::people::{MutedMail, Role, Standing};
use domain::text::Email;
use domain::time::Timestamp;
use domain::view::people::PeopleSort;
use sqlx::FromRow;
use uuid::Uuid;

use crate::backend::{Read, Write};
use crate::dialect::contains;
use crate::error::Result;
use crate::facts::word;
use crate::query::{Assembly, Value, query};
use crate::workspace::written;

/// Someone who joins now.
#[derive(Debug)]
pub struct NewPerson<'a> {
    pub id: PersonId,
    pub email: &'a Email,
    pub name: &'a str,
    /// The name as it is searched and sorted by.
    pub name_key: &'a str,
    pub role: Role,
    pub password: &'a str,
}

/// A person of the permit's workspace.
pub async fn insert<A: Act>(write: &mut Write, permit: &Permit<A>, new: &NewPerson<'_>) -> Result<()> {
    query(
        "INSERT INTO person (id, workspace_id, email, email_key, name, name_key, role, standing, password, muted_mail, joined_at, last_seen_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'active', $8, '', $9, $9, 1)",
    )
    .bind(new.id)
    .bind(permit.workspace())
    .bind(new.email.as_str())
    .bind(new.email.key())
    .bind(new.name)
    .bind(new.name_key)
    .bind(new.role.code())
    .bind(new.password)
    .bind(permit.at())
    .run(write)
    .await?;
    Ok(())
}

/// A person with what is needed to recognise and to write to them.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    pub facts: PersonFacts,
    pub workspace_name: String,
    pub name: String,
    pub email: String,
    pub password: String,
    pub muted: MutedMail,
    pub version: i64,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Account({})", self.facts.id)
    }
}

#[derive(FromRow)]
struct AccountRow {
    id: Uuid,
    workspace_id: Uuid,
    workspace_name: String,
    name: String,
    email: String,
    role: String,
    standing: String,
    password: String,
    muted_mail: String,
    version: i64,
}

impl TryFrom<AccountRow> for Account {
    type Error = crate::Error;

    fn try_from(row: AccountRow) -> Result<Self> {
        Ok(Self {
            facts: PersonFacts {
                id: PersonId::new(row.id),
                workspace: WorkspaceId::new(row.workspace_id),
                role: word("person", &row.role)?,
                standing: word("person", &row.standing)?,
            },
            workspace_name: row.workspace_name,
            name: row.name,
            email: row.email,
            password: row.password,
            muted: word("person", &row.muted_mail)?,
            version: row.version,
        })
    }
}

/// The people who have an email address, in all workspaces, active and suspended. For sign-in and password resets only: nothing else
/// looks across workspaces by email (WS-03).
pub async fn by_email(read: &mut Read, email_key: &str) -> Result<Vec<Account>> {
    let rows: Vec<AccountRow> = query(
        "SELECT p.id, p.workspace_id, w.name AS workspace_name, p.name, p.email, p.role, p.standing, p.password, p.muted_mail, p.version
         FROM person p JOIN workspace w ON w.id = p.workspace_id
         WHERE p.email_key = $1 AND p.standing <> 'removed' ORDER BY w.name, p.id",
    )
    .bind(email_key)
    .all(read)
    .await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// A person of the workspace.
pub async fn account(read: &mut Read, workspace: WorkspaceId, id: PersonId) -> Result<Option<Account>> {
    let row: Option<AccountRow> = query(
        "SELECT p.id, p.workspace_id, w.name AS workspace_name, p.name, p.email, p.role, p.standing, p.password, p.muted_mail, p.version
         FROM person p JOIN workspace w ON w.id = p.workspace_id
         WHERE p.workspace_id = $1 AND p.id = $2",
    )
    .bind(workspace)
    .bind(id)
    .maybe(read)
    .await?;
    row.map(TryInto::try_into).transpose()
}

/// The workspace's Owner.
pub async fn owner(read: &mut Read, workspace: WorkspaceId) -> Result<Account> {
    let row: AccountRow = query(
        "SELECT p.id, p.workspace_id, w.name AS workspace_name, p.name, p.email, p.role, p.standing, p.password, p.muted_mail, p.version
         FROM person p JOIN workspace w ON w.id = p.workspace_id
         WHERE p.workspace_id = $1 AND p.role = 'owner' AND p.standing <> 'removed'",
    )
    .bind(workspace)
    .one(read)
    .await?;
    row.try_into()
}

/// Whether the email address belongs to someone of the workspace.
pub async fn email_taken(read: &mut Read, workspace: WorkspaceId, email_key: &str) -> Result<bool> {
    query("SELECT 1 FROM person WHERE workspace_id = $1 AND email_key = $2 AND standing <> 'removed'")
        .bind(workspace)
        .bind(email_key)
        .exists(read)
        .await
}

/// Sets the password of the permit's person.
pub async fn set_password(write: &mut Write, permit: &Permit<act::EditProfile>, password: &str) -> Result<()> {
    let rows = query("UPDATE person SET password = $3, version = version + 1 WHERE workspace_id = $1 AND id = $2 AND standing = 'active'")
        .bind(permit.workspace())
        .bind(permit.person())
        .bind(password)
        .run(write)
        .await?;
    written("person", rows)
}

pub async fn set_name(write: &mut Write, permit: &Permit<act::EditProfile>, name: &str, name_key: &str) -> Result<()> {
    let rows = query("UPDATE person SET name = $3, name_key = $4, version = version + 1 WHERE workspace_id = $1 AND id = $2")
        .bind(permit.workspace())
        .bind(permit.person())
        .bind(name)
        .bind(name_key)
        .run(write)
        .await?;
    written("person", rows)
}

pub async fn set_muted(write: &mut Write, permit: &Permit<act::EditProfile>, muted: &MutedMail) -> Result<()> {
    let rows = query("UPDATE person SET muted_mail = $3, version = version + 1 WHERE workspace_id = $1 AND id = $2")
        .bind(permit.workspace())
        .bind(permit.person())
        .bind(muted.to_string())
        .run(write)
        .await?;
    written("person", rows)
}

pub async fn set_role(write: &mut Write, permit: &Permit<act::ChangeRole>, role: Role) -> Result<()> {
    let rows = query("UPDATE person SET role = $3, version = version + 1 WHERE workspace_id = $1 AND id = $2 AND role <> 'owner'")
        .bind(permit.workspace())
        .bind(permit.person())
        .bind(role.code())
        .run(write)
        .await?;
    written("person", rows)
}

async fn set_standing<A: Act>(write: &mut Write, permit: &Permit<A>, standing: Standing) -> Result<()> {
    let rows = query("UPDATE person SET standing = $3, version = version + 1 WHERE workspace_id = $1 AND id = $2 AND role <> 'owner'")
        .bind(permit.workspace())
        .bind(permit.person())
        .bind(standing.code())
        .run(write)
        .await?;
    written("person", rows)
}

pub async fn suspend(write: &mut Write, permit: &Permit<act::SuspendPerson>) -> Result<()> {
    set_standing(write, permit, Standing::Suspended).await
}

pub async fn resume(write: &mut Write, permit: &Permit<act::ResumePerson>) -> Result<()> {
    set_standing(write, permit, Standing::Active).await
}

/// Removes the permit's person. The row stays, because history names it; the password goes.
pub async fn remove(write: &mut Write, permit: &Permit<act::RemovePerson>) -> Result<()> {
    set_standing(write, permit, Standing::Removed).await?;
    query("UPDATE person SET password = '' WHERE workspace_id = $1 AND id = $2")
        .bind(permit.workspace())
        .bind(permit.person())
        .run(write)
        .await?;
    Ok(())
}

/// Makes the permit's person the Owner, and its actor an Admin.
pub async fn transfer(write: &mut Write, permit: &Permit<act::TransferOwnership>) -> Result<()> {
    let rows = query("UPDATE person SET role = 'admin', version = version + 1 WHERE workspace_id = $1 AND id = $2 AND role = 'owner'")
        .bind(permit.workspace())
        .bind(permit.actor())
        .run(write)
        .await?;
    written("person", rows)?;
    let rows = query("UPDATE person SET role = 'owner', version = version + 1 WHERE workspace_id = $1 AND id = $2 AND standing = 'active'")
        .bind(permit.workspace())
        .bind(permit.person())
        .run(write)
        .await?;
    written("person", rows)
}

/// Which people, in which order.
#[derive(Debug, Clone)]
pub struct People<'a> {
    /// Folded text that name or email contain.
    pub search: Option<&'a str>,
    pub role: Option<Role>,
    pub standing: Option<Standing>,
    pub sort: PeopleSort,
    /// The place after which to read on.
    pub after: Option<Place>,
    pub limit: usize,
}

/// Where a person stands in an order: what the order is by, then the id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    Name(String, PersonId),
    Instant(Timestamp, PersonId),
}

/// A person as lists show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub facts: PersonFacts,
    pub name: String,
    pub name_key: String,
    pub email: String,
    pub joined_at: Timestamp,
    pub last_seen_at: Timestamp,
}

impl Listed {
    /// Where the person stands in an order.
    #[must_use]
    pub fn place(&self, sort: PeopleSort) -> Place {
        match sort {
            PeopleSort::Name => Place::Name(self.name_key.clone(), self.facts.id),
            PeopleSort::Newest => Place::Instant(self.joined_at, self.facts.id),
            PeopleSort::LastSeen => Place::Instant(self.last_seen_at, self.facts.id),
        }
    }
}

#[derive(FromRow)]
struct ListedRow {
    id: Uuid,
    workspace_id: Uuid,
    name: String,
    name_key: String,
    email: String,
    role: String,
    standing: String,
    joined_at: i64,
    last_seen_at: i64,
}

impl TryFrom<ListedRow> for Listed {
    type Error = crate::Error;

    fn try_from(row: ListedRow) -> Result<Self> {
        Ok(Self {
            facts: PersonFacts {
                id: PersonId::new(row.id),
                workspace: WorkspaceId::new(row.workspace_id),
                role: word("person", &row.role)?,
                standing: word("person", &row.standing)?,
            },
            name: row.name,
            name_key: row.name_key,
            email: row.email,
            joined_at: Timestamp::from_millis(row.joined_at),
            last_seen_at: Timestamp::from_millis(row.last_seen_at),
        })
    }
}

/// A page of the people of a workspace.
pub async fn list(read: &mut Read, workspace: WorkspaceId, people: &People<'_>) -> Result<Vec<Listed>> {
    let mut sql = Assembly::new("SELECT id, workspace_id, name, name_key, email, role, standing, joined_at, last_seen_at FROM person");
    sql.add(" WHERE workspace_id = ?", [workspace.into()]);
    if let Some(text) = people.search {
        let pattern = contains(text);
        sql.add(r" AND (name_key LIKE ? ESCAPE '\' OR email_key LIKE ? ESCAPE '\')", [pattern.clone().into(), pattern.into()]);
    }
    if let Some(role) = people.role {
        sql.add(" AND role = ?", [role.code().into()]);
    }
    if let Some(standing) = people.standing {
        sql.add(" AND standing = ?", [standing.code().into()]);
    }
    let (after, order) = match people.sort {
        PeopleSort::Name => (" AND (name_key, id) > (?, ?)", " ORDER BY name_key, id"),
        PeopleSort::Newest => (" AND (joined_at, id) < (?, ?)", " ORDER BY joined_at DESC, id DESC"),
        PeopleSort::LastSeen => (" AND (last_seen_at, id) < (?, ?)", " ORDER BY last_seen_at DESC, id DESC"),
    };
    match &people.after {
        Some(Place::Name(key, id)) => sql.add(after, [key.into(), (*id).into()]),
        Some(Place::Instant(at, id)) => sql.add(after, [(*at).into(), (*id).into()]),
        None => &mut sql,
    };
    sql.add(order, []);
    let limit = i64::try_from(people.limit).unwrap_or(i64::MAX);
    sql.add(" LIMIT ?", [Value::from(limit)]);
    let rows: Vec<ListedRow> = sql.query().all(read).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// One person as lists show them.
pub async fn listed(read: &mut Read, workspace: WorkspaceId, id: PersonId) -> Result<Option<Listed>> {
    let row: Option<ListedRow> = query(
        "SELECT id, workspace_id, name, name_key, email, role, standing, joined_at, last_seen_at FROM person WHERE workspace_id = $1 AND id = $2",
    )
    .bind(workspace)
    .bind(id)
    .maybe(read)
    .await?;
    row.map(TryInto::try_into).transpose()
}
