//! Host-guest partnerships and their history.

use domain::access::{Act, Action, PartnershipFacts, Permit, act};
use domain::id::{HistoryId, PartnershipId, PersonId, WorkspaceId};
use domain::partnership::Side;
use domain::partnership::host_guest::{Stage, State};
use domain::time::Timestamp;
use sqlx::FromRow;
use uuid::Uuid;

use crate::backend::{Read, Write};
use crate::dialect::contains;
use crate::error::{Error, Result};
use crate::facts::{state, word};
use crate::query::{Assembly, Value, query};

/// A workspace's looks, as partners see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    pub name: String,
    pub initial: String,
    pub hue: i64,
}

/// A person of the partnership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub id: PersonId,
    pub name: String,
    pub email: String,
}

/// A whole partnership. Use cases change the fields and [`save`] it; what is joined beside it is only read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partnership {
    pub facts: PartnershipFacts,
    /// What [`domain::fault::Conflict::LivePartnership`] is told by: the guest, or what was asked for.
    pub guest_key: Uuid,
    pub guest_code: Option<String>,
    pub partner_email: String,
    pub reason: Option<String>,
    pub requested_by: PersonId,
    pub requested_at: Timestamp,
    pub reached_guest_at: Option<Timestamp>,
    pub active_since: Option<Timestamp>,
    pub decline_note: Option<String>,
    pub terms_version: Option<i64>,
    pub accepted_by: Option<PersonId>,
    pub accepted_at: Option<Timestamp>,
    pub accepted_from: Option<String>,
    pub join_token: Option<Vec<u8>>,
    pub join_expires_at: Option<Timestamp>,
    pub version: i64,

    pub host: Tile,
    pub guest: Option<Tile>,
    pub owner: Named,
    pub deputy: Option<Named>,
    pub representative: Option<Named>,
    pub requester_name: String,
    pub accepter_name: Option<String>,
}

impl Partnership {
    /// The name under which one side knows the other: the guest's own name only once it has accepted (HG-16).
    #[must_use]
    pub fn name_for(&self, side: Side) -> &str {
        match (side, &self.guest) {
            (Side::Guest, _) => &self.host.name,
            (Side::Host, Some(guest)) if self.accepted_at.is_some() => &guest.name,
            (Side::Host, _) => &self.partner_email,
        }
    }

    /// The looks under which one side knows the other.
    #[must_use]
    pub fn tile_for(&self, side: Side) -> Tile {
        match (side, &self.guest) {
            (Side::Guest, _) => self.host.clone(),
            (Side::Host, Some(guest)) if self.accepted_at.is_some() => guest.clone(),
            (Side::Host, _) => Tile {
                name: self.partner_email.clone(),
                initial: self.partner_email.chars().next().map(|c| c.to_uppercase().to_string()).unwrap_or_default(),
                hue: 0,
            },
        }
    }
}

const SELECT: &str = "SELECT p.id, p.host_id, p.guest_id, p.guest_key, p.guest_code, p.partner_email, p.reason, p.state, p.reminded_at, p.asked_until,
    p.owner_id, p.deputy_id, p.representative_id, p.requested_by, p.requested_at, p.reached_guest_at, p.active_since, p.expires_at, p.decline_note,
    p.terms_version, p.accepted_by, p.accepted_at, p.accepted_from, p.join_token, p.join_expires_at, p.changed_at, p.version,
    h.name AS host_name, h.initial AS host_initial, h.hue AS host_hue, g.name AS guest_name, g.initial AS guest_initial, g.hue AS guest_hue,
    o.name AS owner_name, o.email AS owner_email, o.role AS owner_role, o.standing AS owner_standing,
    d.name AS deputy_name, d.email AS deputy_email, r.name AS representative_name, r.email AS representative_email,
    q.name AS requester_name, a.name AS accepter_name
    FROM partnership p
    JOIN workspace h ON h.id = p.host_id
    JOIN person o ON o.workspace_id = p.host_id AND o.id = p.owner_id
    JOIN person q ON q.workspace_id = p.host_id AND q.id = p.requested_by
    LEFT JOIN workspace g ON g.id = p.guest_id
    LEFT JOIN person d ON d.workspace_id = p.host_id AND d.id = p.deputy_id
    LEFT JOIN person r ON r.workspace_id = p.guest_id AND r.id = p.representative_id
    LEFT JOIN person a ON a.workspace_id = p.guest_id AND a.id = p.accepted_by";

#[derive(FromRow)]
struct PartnershipRow {
    id: Uuid,
    host_id: Uuid,
    guest_id: Option<Uuid>,
    guest_key: Uuid,
    guest_code: Option<String>,
    partner_email: String,
    reason: Option<String>,
    state: String,
    reminded_at: Option<i64>,
    asked_until: Option<i64>,
    owner_id: Uuid,
    deputy_id: Option<Uuid>,
    representative_id: Option<Uuid>,
    requested_by: Uuid,
    requested_at: i64,
    reached_guest_at: Option<i64>,
    active_since: Option<i64>,
    expires_at: Option<i64>,
    decline_note: Option<String>,
    terms_version: Option<i64>,
    accepted_by: Option<Uuid>,
    accepted_at: Option<i64>,
    accepted_from: Option<String>,
    join_token: Option<Vec<u8>>,
    join_expires_at: Option<i64>,
    version: i64,
    host_name: String,
    host_initial: String,
    host_hue: i64,
    guest_name: Option<String>,
    guest_initial: Option<String>,
    guest_hue: Option<i64>,
    owner_name: String,
    owner_email: String,
    owner_role: String,
    owner_standing: String,
    deputy_name: Option<String>,
    deputy_email: Option<String>,
    representative_name: Option<String>,
    representative_email: Option<String>,
    requester_name: String,
    accepter_name: Option<String>,
}

fn named(id: Option<Uuid>, name: Option<String>, email: Option<String>) -> Option<Named> {
    match (id, name, email) {
        (Some(id), Some(name), Some(email)) => Some(Named { id: PersonId::new(id), name, email }),
        _ => None,
    }
}

impl TryFrom<PartnershipRow> for Partnership {
    type Error = Error;

    fn try_from(row: PartnershipRow) -> Result<Self> {
        let facts = crate::facts::PartnershipFactsRow {
            id: row.id,
            host_id: row.host_id,
            guest_id: row.guest_id,
            state: row.state,
            reminded_at: row.reminded_at,
            asked_until: row.asked_until,
            expires_at: row.expires_at,
            owner_id: row.owner_id,
            deputy_id: row.deputy_id,
            representative_id: row.representative_id,
            reached_guest_at: row.reached_guest_at,
            owner_role: row.owner_role,
            owner_standing: row.owner_standing,
        };
        let at = |millis: Option<i64>| millis.map(Timestamp::from_millis);
        Ok(Self {
            facts: facts.try_into()?,
            guest_key: row.guest_key,
            guest_code: row.guest_code,
            partner_email: row.partner_email,
            reason: row.reason,
            requested_by: PersonId::new(row.requested_by),
            requested_at: Timestamp::from_millis(row.requested_at),
            reached_guest_at: at(row.reached_guest_at),
            active_since: at(row.active_since),
            decline_note: row.decline_note,
            terms_version: row.terms_version,
            accepted_by: row.accepted_by.map(PersonId::new),
            accepted_at: at(row.accepted_at),
            accepted_from: row.accepted_from,
            join_token: row.join_token,
            join_expires_at: at(row.join_expires_at),
            version: row.version,
            host: Tile { name: row.host_name, initial: row.host_initial, hue: row.host_hue },
            guest: match (row.guest_name, row.guest_initial, row.guest_hue) {
                (Some(name), Some(initial), Some(hue)) => Some(Tile { name, initial, hue }),
                _ => None,
            },
            owner: Named { id: PersonId::new(row.owner_id), name: row.owner_name, email: row.owner_email },
            deputy: named(row.deputy_id, row.deputy_name, row.deputy_email),
            representative: named(row.representative_id, row.representative_name, row.representative_email),
            requester_name: row.requester_name,
            accepter_name: row.accepter_name,
        })
    }
}

/// A request as it is first written.
#[derive(Debug, Clone)]
pub struct NewPartnership {
    pub id: PartnershipId,
    pub guest: Option<WorkspaceId>,
    pub guest_key: Uuid,
    pub guest_code: Option<String>,
    pub partner_email: String,
    pub reason: Option<String>,
    pub state: State,
    pub expires_at: Option<Timestamp>,
}

/// Writes a new request of the permitted person. The database refuses a second live one with the same guest (HG-07).
pub async fn insert(write: &mut Write, permit: &Permit<act::RequestPartnership>, new: &NewPartnership) -> Result<()> {
    query(
        "INSERT INTO partnership (id, host_id, guest_id, guest_key, guest_code, partner_email, reason, state, owner_id, requested_by, requested_at,
            expires_at, changed_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11, $10, 1)",
    )
    .bind(new.id)
    .bind(permit.workspace())
    .bind(new.guest)
    .bind(new.guest_key)
    .bind(new.guest_code.clone())
    .bind(&new.partner_email)
    .bind(new.reason.clone())
    .bind(new.state.stage().code())
    .bind(permit.actor())
    .bind(permit.at())
    .bind(new.expires_at)
    .run(write)
    .await?;
    Ok(())
}

/// One partnership that `workspace` is an end of.
pub async fn get(read: &mut Read, workspace: WorkspaceId, id: PartnershipId) -> Result<Option<Partnership>> {
    let mut sql = Assembly::new(SELECT);
    sql.add(" WHERE p.id = ? AND (p.host_id = ? OR p.guest_id = ?)", [id.into(), workspace.into(), workspace.into()]);
    let row: Option<PartnershipRow> = sql.query().maybe(read).await?;
    row.map(TryInto::try_into).transpose()
}

/// The same for work that no workspace asks for: an instant came, or a link is redeemed.
pub async fn get_for_system(read: &mut Read, id: PartnershipId) -> Result<Option<Partnership>> {
    let mut sql = Assembly::new(SELECT);
    sql.add(" WHERE p.id = ?", [id.into()]);
    let row: Option<PartnershipRow> = sql.query().maybe(read).await?;
    row.map(TryInto::try_into).transpose()
}

/// The partnership that a mailed link to join was made for.
pub async fn by_join_token(read: &mut Read, token: &[u8; 32], now: Timestamp) -> Result<Option<Partnership>> {
    let mut sql = Assembly::new(SELECT);
    sql.add(" WHERE p.join_token = ? AND p.join_expires_at > ? AND p.guest_id IS NULL", [token.into(), now.into()]);
    let row: Option<PartnershipRow> = sql.query().maybe(read).await?;
    row.map(TryInto::try_into).transpose()
}

/// Writes the changed fields back, if nobody else did in the meantime; whether it did.
pub async fn save<A: Act>(write: &mut Write, permit: &Permit<A>, p: &Partnership) -> Result<bool> {
    let facts = &p.facts;
    if permit.partnership() != Some(facts.id) || (facts.host != permit.workspace() && facts.guest != Some(permit.workspace())) {
        return Err(Error::Corrupt { table: "partnership", what: "the permit is for another partnership".to_owned() });
    }
    let (reminded_at, asked_until) = match facts.state {
        State::Expired { asked } => (None, asked),
        other => (other.reminded_at(), None),
    };
    let changed = query(
        "UPDATE partnership SET guest_id = $3, guest_key = $4, state = $5, reminded_at = $6, asked_until = $7, owner_id = $8, deputy_id = $9,
            representative_id = $10, reached_guest_at = $11, active_since = $12, expires_at = $13, decline_note = $14, terms_version = $15,
            accepted_by = $16, accepted_at = $17, accepted_from = $18, join_token = $19, join_expires_at = $20, changed_at = $21, version = version + 1
         WHERE id = $1 AND version = $2",
    )
    .bind(facts.id)
    .bind(p.version)
    .bind(facts.guest)
    .bind(p.guest_key)
    .bind(facts.state.stage().code())
    .bind(reminded_at)
    .bind(asked_until)
    .bind(facts.owner)
    .bind(facts.deputy)
    .bind(facts.representative)
    .bind(p.reached_guest_at)
    .bind(p.active_since)
    .bind(facts.expires_at)
    .bind(p.decline_note.clone())
    .bind(p.terms_version)
    .bind(p.accepted_by)
    .bind(p.accepted_at)
    .bind(p.accepted_from.clone())
    .bind(p.join_token.clone())
    .bind(p.join_expires_at)
    .bind(permit.at())
    .run(write)
    .await?;
    Ok(changed == 1)
}

/// Whom the list is made for: the conditions of [`domain::access::sees_partnership`], in SQL.
#[derive(Debug, Clone, Copy)]
pub struct Viewer {
    pub workspace: WorkspaceId,
    pub person: PersonId,
    pub oversees: bool,
    pub is_member: bool,
}

/// What the list is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub search: Option<String>,
    pub stage: Option<Stage>,
    /// The last row of the page before: when it changed, and its id.
    pub after: Option<(Timestamp, PartnershipId)>,
    pub limit: i64,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub id: PartnershipId,
    pub side: Side,
    pub tile: Tile,
    pub state: State,
    pub expires_at: Option<Timestamp>,
    pub changed_at: Timestamp,
}

#[derive(FromRow)]
struct LineRow {
    id: Uuid,
    is_host: i64,
    name: String,
    initial: Option<String>,
    hue: i64,
    state: String,
    reminded_at: Option<i64>,
    asked_until: Option<i64>,
    expires_at: Option<i64>,
    changed_at: i64,
}

impl TryFrom<LineRow> for Line {
    type Error = Error;

    fn try_from(row: LineRow) -> Result<Self> {
        let initial = row.initial.unwrap_or_else(|| row.name.chars().next().map(|c| c.to_uppercase().to_string()).unwrap_or_default());
        Ok(Self {
            id: PartnershipId::new(row.id),
            side: if row.is_host == 1 { Side::Host } else { Side::Guest },
            tile: Tile { name: row.name, initial, hue: row.hue },
            state: state(word("partnership", &row.state)?, row.reminded_at, row.asked_until),
            expires_at: row.expires_at.map(Timestamp::from_millis),
            changed_at: Timestamp::from_millis(row.changed_at),
        })
    }
}

/// The partnerships that the viewer may see, last changed first. Each side has its own index, so both halves are read in order and merged.
pub async fn list(read: &mut Read, viewer: Viewer, filter: &Filter, now: Timestamp) -> Result<Vec<Line>> {
    let mut sql = Assembly::new("SELECT * FROM (SELECT * FROM (");
    let narrow = |sql: &mut Assembly, name: &'static str| {
        if let Some(text) = &filter.search {
            sql.add(name, [Value::from(contains(text))]);
        }
        if let Some(stage) = filter.stage {
            // What is stored as active or suspended counts as expired from its expiry on (HG-13).
            sql.add(
                " AND (CASE WHEN p.state IN ('active', 'suspended') AND p.expires_at <= ? THEN 'expired' ELSE p.state END) = ?",
                [now.into(), stage.code().into()],
            );
        }
        if let Some((at, id)) = filter.after {
            sql.add(" AND (p.changed_at < ? OR (p.changed_at = ? AND p.id < ?))", [at.into(), at.into(), id.into()]);
        }
        sql.add(" ORDER BY p.changed_at DESC, p.id DESC LIMIT ?", [filter.limit.into()]);
    };
    sql.add(
        "SELECT p.id, CAST(1 AS BIGINT) AS is_host, CASE WHEN p.accepted_at IS NULL THEN p.partner_email ELSE g.name END AS name,
            CASE WHEN p.accepted_at IS NULL THEN NULL ELSE g.initial END AS initial, CASE WHEN p.accepted_at IS NULL THEN 0 ELSE g.hue END AS hue,
            p.state, p.reminded_at, p.asked_until, p.expires_at, p.changed_at
         FROM partnership p LEFT JOIN workspace g ON g.id = p.guest_id WHERE p.host_id = ?",
        [viewer.workspace.into()],
    );
    if !viewer.oversees {
        let me = Value::from(viewer.is_member.then_some(viewer.person));
        sql.add(" AND (p.owner_id = ? OR p.deputy_id = ?)", [me.clone(), me]);
    }
    narrow(&mut sql, r" AND LOWER(CASE WHEN p.accepted_at IS NULL THEN p.partner_email ELSE g.name END) LIKE ? ESCAPE '\'");
    sql.add(
        ") AS as_host UNION ALL SELECT * FROM (SELECT p.id, CAST(0 AS BIGINT) AS is_host, h.name, h.initial, h.hue, p.state, p.reminded_at, p.asked_until, p.expires_at,
            p.changed_at
         FROM partnership p JOIN workspace h ON h.id = p.host_id WHERE p.guest_id = ? AND p.reached_guest_at IS NOT NULL",
        [viewer.workspace.into()],
    );
    if !viewer.oversees {
        sql.add(" AND p.representative_id = ?", [Value::from(viewer.is_member.then_some(viewer.person))]);
    }
    narrow(&mut sql, r" AND LOWER(h.name) LIKE ? ESCAPE '\'");
    sql.add(") AS as_guest) AS both_sides ORDER BY changed_at DESC, id DESC LIMIT ?", [filter.limit.into()]);
    let rows: Vec<LineRow> = sql.query().all(read).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// One step in the life of a partnership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub at: Timestamp,
    pub action: Action,
    pub stage: Stage,
    pub side: Option<Side>,
    pub actor: Option<PersonId>,
    pub actor_name: String,
    pub note: Option<String>,
}

#[derive(FromRow)]
struct StepRow {
    at: i64,
    action: String,
    state: String,
    side: Option<String>,
    actor_id: Option<Uuid>,
    actor_name: String,
    note: Option<String>,
}

/// Adds a step to the history.
pub async fn add_step<A: Act>(write: &mut Write, permit: &Permit<A>, partnership: PartnershipId, id: HistoryId, step: &Step) -> Result<()> {
    if permit.partnership().is_some_and(|permitted| permitted != partnership) {
        return Err(Error::Corrupt { table: "partnership_history", what: "the permit is for another partnership".to_owned() });
    }
    query(
        "INSERT INTO partnership_history (id, partnership_id, at, action, state, side, actor_id, actor_name, note)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(id)
    .bind(partnership)
    .bind(step.at)
    .bind(step.action.code())
    .bind(step.stage.code())
    .bind(step.side.map(Side::code))
    .bind(step.actor)
    .bind(&step.actor_name)
    .bind(step.note.clone())
    .run(write)
    .await?;
    Ok(())
}

/// The history, oldest first. The caller has decided that the viewer may see the partnership.
pub async fn steps(read: &mut Read, partnership: PartnershipId) -> Result<Vec<Step>> {
    let rows: Vec<StepRow> = query(
        "SELECT at, action, state, side, actor_id, actor_name, note FROM partnership_history WHERE partnership_id = $1 ORDER BY at, id",
    )
    .bind(partnership)
    .all(read)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Step {
                at: Timestamp::from_millis(row.at),
                action: word("partnership_history", &row.action)?,
                stage: word("partnership_history", &row.state)?,
                side: match row.side.as_deref() {
                    Some("host") => Some(Side::Host),
                    Some("guest") => Some(Side::Guest),
                    _ => None,
                },
                actor: row.actor_id.map(PersonId::new),
                actor_name: row.actor_name,
                note: row.note,
            })
        })
        .collect()
}

/// The workspace with a public ID.
pub async fn workspace_by_code(read: &mut Read, code: &str) -> Result<Option<WorkspaceId>> {
    let row: Option<(Uuid,)> = query("SELECT id FROM workspace WHERE code = $1").bind(code).maybe(read).await?;
    Ok(row.map(|(id,)| WorkspaceId::new(id)))
}

/// Requests that wait for an answer: by the person, and all that the workspace sent since an instant.
pub async fn open_requests(read: &mut Read, host: WorkspaceId, person: PersonId, since: Timestamp) -> Result<(i64, i64)> {
    let by_person = query(
        "SELECT COUNT(*) FROM partnership WHERE host_id = $1 AND requested_by = $2 AND state IN ('awaiting_host_approval', 'awaiting_guest_acceptance')",
    )
    .bind(host)
    .bind(person)
    .count(read)
    .await?;
    let of_workspace =
        query("SELECT COUNT(*) FROM partnership WHERE host_id = $1 AND requested_at > $2").bind(host).bind(since).count(read).await?;
    Ok((by_person, of_workspace))
}

/// The partnership, stored as live, that stands in the way of a request for the same guest.
pub async fn live_with(read: &mut Read, host: WorkspaceId, guest_key: Uuid) -> Result<Option<PartnershipId>> {
    let row: Option<(Uuid,)> = query(
        "SELECT id FROM partnership WHERE host_id = $1 AND guest_key = $2
            AND state IN ('awaiting_host_approval', 'awaiting_guest_acceptance', 'active', 'suspended')",
    )
    .bind(host)
    .bind(guest_key)
    .maybe(read)
    .await?;
    Ok(row.map(|(id,)| PartnershipId::new(id)))
}

/// Partnerships in which a person of the workspace holds a part: owner, deputy or representative.
pub async fn held_by(read: &mut Read, workspace: WorkspaceId, person: PersonId) -> Result<Vec<Partnership>> {
    let mut sql = Assembly::new(SELECT);
    sql.add(
        " WHERE (p.host_id = ? AND (p.owner_id = ? OR p.deputy_id = ?)) OR (p.guest_id = ? AND p.representative_id = ?) ORDER BY p.id",
        [workspace.into(), person.into(), person.into(), workspace.into(), person.into()],
    );
    let rows: Vec<PartnershipRow> = sql.query().all(read).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

#[derive(FromRow)]
struct TermsRow {
    version: i64,
    body: String,
    published_at: i64,
}

/// The terms in force of a host: version, text, since when.
pub async fn terms_of(read: &mut Read, host: WorkspaceId) -> Result<Option<(i64, String, Timestamp)>> {
    let row: Option<TermsRow> =
        query("SELECT version, body, published_at FROM terms WHERE workspace_id = $1 ORDER BY version DESC LIMIT 1")
            .bind(host)
            .maybe(read)
            .await?;
    Ok(row.map(|row| (row.version, row.body, Timestamp::from_millis(row.published_at))))
}

/// The public ID of a workspace.
pub async fn code_of(read: &mut Read, workspace: WorkspaceId) -> Result<String> {
    let (code,): (String,) = query("SELECT code FROM workspace WHERE id = $1").bind(workspace).one(read).await?;
    Ok(code)
}
