//! The facts that decisions are made from, read inside the transaction of the act.

use domain::access::{Actor, PartnershipFacts, PersonFacts};
use domain::id::{PartnershipId, PersonId, SessionId, WorkspaceId};
use domain::partnership::host_guest::{Stage, State};
use domain::people::{Role, Standing};
use domain::time::Timestamp;
use sqlx::FromRow;
use uuid::Uuid;

use crate::backend::Read;
use crate::error::{Error, Result};
use crate::query::query;

/// Reads a stored word of a closed vocabulary.
pub(crate) fn word<T: std::str::FromStr<Err = domain::people::UnknownWord>>(table: &'static str, text: &str) -> Result<T> {
    text.parse().map_err(|error: domain::people::UnknownWord| Error::Corrupt { table, what: error.to_string() })
}

/// A signed-in person, with the session's own facts.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub actor: Actor,
    pub session: SessionId,
    pub name: String,
    pub email: String,
    pub workspace_name: String,
    pub last_used_at: Timestamp,
}

#[derive(FromRow)]
struct SignedInRow {
    id: Uuid,
    workspace_id: Uuid,
    person_id: Uuid,
    last_used_at: i64,
    proved_at: i64,
    name: String,
    email: String,
    role: String,
    standing: String,
    workspace_name: String,
}

/// Whose session a token is, if it is still good at `now`. Suspended and removed people have none.
pub async fn signed_in(read: &mut Read, token: &[u8; 32], now: Timestamp) -> Result<Option<SignedIn>> {
    let row: Option<SignedInRow> = query(
        "SELECT s.id, s.workspace_id, s.person_id, s.last_used_at, s.proved_at, p.name, p.email, p.role, p.standing, w.name AS workspace_name
         FROM session s
         JOIN person p ON p.workspace_id = s.workspace_id AND p.id = s.person_id
         JOIN workspace w ON w.id = s.workspace_id
         WHERE s.token = $1 AND s.idle_until > $2 AND s.expires_at > $2 AND p.standing = 'active'",
    )
    .bind(token)
    .bind(now)
    .maybe(read)
    .await?;
    row.map(|row| {
        Ok(SignedIn {
            actor: Actor {
                person: PersonId::new(row.person_id),
                workspace: WorkspaceId::new(row.workspace_id),
                role: word::<Role>("person", &row.role)?,
                standing: word::<Standing>("person", &row.standing)?,
                proved_at: Timestamp::from_millis(row.proved_at),
            },
            session: SessionId::new(row.id),
            name: row.name,
            email: row.email,
            workspace_name: row.workspace_name,
            last_used_at: Timestamp::from_millis(row.last_used_at),
        })
    })
    .transpose()
}

#[derive(FromRow)]
struct PersonRow {
    id: Uuid,
    workspace_id: Uuid,
    role: String,
    standing: String,
}

/// A person of one workspace.
pub async fn person(read: &mut Read, workspace: WorkspaceId, id: PersonId) -> Result<Option<PersonFacts>> {
    let row: Option<PersonRow> = query("SELECT id, workspace_id, role, standing FROM person WHERE workspace_id = $1 AND id = $2")
        .bind(workspace)
        .bind(id)
        .maybe(read)
        .await?;
    row.map(|row| {
        Ok(PersonFacts {
            id: PersonId::new(row.id),
            workspace: WorkspaceId::new(row.workspace_id),
            role: word("person", &row.role)?,
            standing: word("person", &row.standing)?,
        })
    })
    .transpose()
}

#[derive(FromRow)]
pub(crate) struct PartnershipFactsRow {
    pub id: Uuid,
    pub host_id: Uuid,
    pub guest_id: Option<Uuid>,
    pub state: String,
    pub reminded_at: Option<i64>,
    pub asked_until: Option<i64>,
    pub expires_at: Option<i64>,
    pub owner_id: Uuid,
    pub deputy_id: Option<Uuid>,
    pub representative_id: Option<Uuid>,
    pub reached_guest_at: Option<i64>,
    pub owner_role: String,
    pub owner_standing: String,
}

pub(crate) fn state(stage: Stage, reminded_at: Option<i64>, asked_until: Option<i64>) -> State {
    let reminded_at = reminded_at.map(Timestamp::from_millis);
    match stage {
        Stage::AwaitingHostApproval => State::AwaitingHostApproval { reminded_at },
        Stage::AwaitingGuestAcceptance => State::AwaitingGuestAcceptance { reminded_at },
        Stage::Active => State::Active,
        Stage::Suspended => State::Suspended,
        Stage::Expired => State::Expired { asked: asked_until.map(Timestamp::from_millis) },
        Stage::DeclinedByHost => State::DeclinedByHost,
        Stage::DeclinedByGuest => State::DeclinedByGuest,
        Stage::Withdrawn => State::Withdrawn,
        Stage::Removed => State::Removed,
    }
}

impl TryFrom<PartnershipFactsRow> for PartnershipFacts {
    type Error = Error;

    fn try_from(row: PartnershipFactsRow) -> Result<Self> {
        let owner_role: Role = word("person", &row.owner_role)?;
        let owner_standing: Standing = word("person", &row.owner_standing)?;
        Ok(Self {
            id: PartnershipId::new(row.id),
            host: WorkspaceId::new(row.host_id),
            guest: row.guest_id.map(WorkspaceId::new),
            state: state(word("partnership", &row.state)?, row.reminded_at, row.asked_until),
            expires_at: row.expires_at.map(Timestamp::from_millis),
            owner: PersonId::new(row.owner_id),
            owner_can_act: owner_standing == Standing::Active && owner_role.is_member(),
            deputy: row.deputy_id.map(PersonId::new),
            representative: row.representative_id.map(PersonId::new),
            reached_guest: row.reached_guest_at.is_some(),
        })
    }
}

/// A partnership that `workspace` is an end of.
pub async fn partnership(read: &mut Read, workspace: WorkspaceId, id: PartnershipId) -> Result<Option<PartnershipFacts>> {
    let row: Option<PartnershipFactsRow> = query(
        "SELECT p.id, p.host_id, p.guest_id, p.state, p.reminded_at, p.asked_until, p.expires_at, p.owner_id, p.deputy_id,
            p.representative_id, p.reached_guest_at, o.role AS owner_role, o.standing AS owner_standing
         FROM partnership p JOIN person o ON o.workspace_id = p.host_id AND o.id = p.owner_id
         WHERE p.id = $2 AND (p.host_id = $1 OR p.guest_id = $1)",
    )
    .bind(workspace)
    .bind(id)
    .maybe(read)
    .await?;
    row.map(TryInto::try_into).transpose()
}
