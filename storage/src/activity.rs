//! The activity log: append and read. Rows are never changed; only the erasable client columns are cleared by retention.

use std::collections::BTreeMap;

use domain::activity::{Client, EventKind, Happening, Named, Record, Teller};
use domain::id::{EventId, PartnershipId, PersonId, WorkspaceId};
use domain::time::Timestamp;
use domain::view::activity::ActivityFilter;
use sqlx::FromRow;
use uuid::Uuid;

use crate::backend::{Read, Write};
use crate::dialect::{contains, indexed_by};
use crate::error::{Error, Result};
use crate::facts::word;
use crate::query::{Assembly, Value, query};

/// Where a workspace's chain stands: the last row's number and hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub seq: i64,
    pub hash: Vec<u8>,
}

/// A row with its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chained {
    pub record: Record,
    /// Nothing once retention has erased it.
    pub client: Option<Client>,
    pub salt: Option<Vec<u8>>,
    pub client_hash: Vec<u8>,
    pub hash: Vec<u8>,
}

#[derive(FromRow)]
struct HeadRow {
    seq: i64,
    hash: Vec<u8>,
}

/// Starts the chain of a new workspace.
pub async fn begin(write: &mut Write, workspace: WorkspaceId, hash: &[u8; 32]) -> Result<()> {
    query("INSERT INTO activity_head (workspace_id, seq, hash) VALUES ($1, 0, $2)").bind(workspace).bind(hash).run(write).await?;
    Ok(())
}

/// Where the chain stands.
pub async fn head(read: &mut Read, workspace: WorkspaceId) -> Result<Option<Head>> {
    let row: Option<HeadRow> = query("SELECT seq, hash FROM activity_head WHERE workspace_id = $1").bind(workspace).maybe(read).await?;
    Ok(row.map(|row| Head { seq: row.seq, hash: row.hash }))
}

/// Where the chain stands, kept from anyone else until this transaction ends.
pub async fn lock_head(write: &mut Write, workspace: WorkspaceId) -> Result<Option<Head>> {
    let rows: Vec<HeadRow> = query("UPDATE activity_head SET seq = seq WHERE workspace_id = $1 RETURNING seq, hash")
        .bind(workspace)
        .run_returning(write)
        .await?;
    Ok(rows.into_iter().next().map(|row| Head { seq: row.seq, hash: row.hash }))
}

/// Appends one row. The caller has locked the head and computed the hashes; [`move_head`] follows the last row.
pub async fn append(write: &mut Write, row: &Chained) -> Result<()> {
    let record = &row.record;
    let (kind, id, name) = match &record.teller {
        Teller::Person { id, name } => ("person", Some(*id), name.as_str()),
        Teller::Partner { workspace } => ("partner", None, workspace.as_str()),
        Teller::System => ("system", None, ""),
        Teller::Stranger => ("stranger", None, ""),
    };
    let happening = &record.happening;
    let client = row.client.as_ref();
    query(
        "INSERT INTO activity (workspace_id, seq, id, at, kind, teller_kind, teller_id, teller_name, person_id, person_name, partnership_id,
            partnership_name, details, request, address, location, os, device, salt, client_hash, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
    )
    .bind(record.workspace)
    .bind(record.seq)
    .bind(record.id)
    .bind(record.at)
    .bind(happening.kind.code())
    .bind(kind)
    .bind(id)
    .bind(name)
    .bind(happening.person.as_ref().map(|n| n.id))
    .bind(happening.person.as_ref().map(|n| n.name.clone()))
    .bind(happening.partnership.as_ref().map(|n| n.id))
    .bind(happening.partnership.as_ref().map(|n| n.name.clone()))
    .bind(details_text(&happening.details)?)
    .bind(&record.request)
    .bind(client.map(|c| c.address.clone()))
    .bind(client.map(|c| c.location.clone()))
    .bind(client.map(|c| c.os.clone()))
    .bind(client.map(|c| c.device.clone()))
    .bind(row.salt.clone())
    .bind(row.client_hash.clone())
    .bind(row.hash.clone())
    .run(write)
    .await?;
    let midnight = record.at.millis() - record.at.millis().rem_euclid(86_400_000);
    query(
        "INSERT INTO activity_day (workspace_id, day, events) VALUES ($1, $2, 1)
         ON CONFLICT (workspace_id, day) DO UPDATE SET events = activity_day.events + 1",
    )
    .bind(record.workspace)
    .bind(midnight)
    .run(write)
    .await?;
    Ok(())
}

/// Writes down the new end of the chain.
pub async fn move_head(write: &mut Write, workspace: WorkspaceId, head: &Head) -> Result<()> {
    query("UPDATE activity_head SET seq = $2, hash = $3 WHERE workspace_id = $1")
        .bind(workspace)
        .bind(head.seq)
        .bind(head.hash.clone())
        .run(write)
        .await?;
    Ok(())
}

fn details_text(details: &BTreeMap<String, String>) -> Result<String> {
    serde_json::to_string(details).map_err(|error| Error::Corrupt { table: "activity", what: error.to_string() })
}

#[derive(FromRow)]
struct ActivityRow {
    workspace_id: Uuid,
    seq: i64,
    id: Uuid,
    at: i64,
    kind: String,
    teller_kind: String,
    teller_id: Option<Uuid>,
    teller_name: String,
    person_id: Option<Uuid>,
    person_name: Option<String>,
    partnership_id: Option<Uuid>,
    partnership_name: Option<String>,
    details: String,
    request: String,
    address: Option<String>,
    location: Option<String>,
    os: Option<String>,
    device: Option<String>,
    salt: Option<Vec<u8>>,
    client_hash: Vec<u8>,
    hash: Vec<u8>,
}

impl TryFrom<ActivityRow> for Chained {
    type Error = Error;

    fn try_from(row: ActivityRow) -> Result<Self> {
        let corrupt = |what: String| Error::Corrupt { table: "activity", what };
        let teller = match (row.teller_kind.as_str(), row.teller_id) {
            ("person", Some(id)) => Teller::Person { id: PersonId::new(id), name: row.teller_name },
            ("partner", _) => Teller::Partner { workspace: row.teller_name },
            ("system", _) => Teller::System,
            ("stranger", _) => Teller::Stranger,
            (other, _) => return Err(corrupt(format!("teller {other}"))),
        };
        let client = match (row.address, row.location, row.os, row.device) {
            (Some(address), Some(location), Some(os), Some(device)) => Some(Client { address, location, os, device }),
            _ => None,
        };
        Ok(Self {
            record: Record {
                workspace: WorkspaceId::new(row.workspace_id),
                seq: row.seq,
                id: EventId::new(row.id),
                at: Timestamp::from_millis(row.at),
                teller,
                happening: Happening {
                    kind: word::<EventKind>("activity", &row.kind)?,
                    person: row.person_id.zip(row.person_name).map(|(id, name)| Named { id: PersonId::new(id), name }),
                    partnership: row.partnership_id.zip(row.partnership_name).map(|(id, name)| Named { id: PartnershipId::new(id), name }),
                    details: serde_json::from_str(&row.details).map_err(|error| corrupt(error.to_string()))?,
                },
                request: row.request,
            },
            client,
            salt: row.salt,
            client_hash: row.client_hash,
            hash: row.hash,
        })
    }
}

/// Whose rows of a workspace are read: all, or those that tell of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    pub workspace: WorkspaceId,
    pub own: Option<PersonId>,
}

/// How many rows of the log one page looks through at most. A page that finds less than it could show within that many says
/// where to look on, so no filter, however rare its rows, makes a request slow.
pub const REACH: i64 = 20_000;
/// How many neighbours in time are looked at to turn an instant into a row number.
const NEIGHBOURS: i64 = 500;

/// One index to walk down: an equality on its columns, after which its rows are ordered by `seq`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Branch {
    All,
    Teller(PersonId),
    Person(PersonId),
    Partnership(PartnershipId),
    Kind(EventKind),
}

impl Branch {
    fn of_person(person: PersonId) -> Vec<Self> {
        vec![Self::Teller(person), Self::Person(person)]
    }

    /// The index, the condition on it, and its value.
    fn walk(self) -> (&'static str, &'static str, Option<Value>) {
        match self {
            Self::All => ("", "", None),
            Self::Teller(id) => (" INDEXED BY activity_by_teller", " AND teller_id = ?", Some(id.into())),
            Self::Person(id) => (" INDEXED BY activity_by_person", " AND person_id = ?", Some(id.into())),
            Self::Partnership(id) => (" INDEXED BY activity_by_partnership", " AND partnership_id = ?", Some(id.into())),
            Self::Kind(kind) => (" INDEXED BY activity_by_kind", " AND kind = ?", Some(kind.code().into())),
        }
    }
}

/// A condition that holds for any of some kinds: the list of their codes, each between commas.
fn one_of(kinds: &[EventKind]) -> (&'static str, Vec<Value>) {
    let codes: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
    let list = format!(",{},", codes.join(","));
    (" AND ? LIKE '%,' || kind || ',%'", vec![list.into()])
}

/// What is asked of the log: the indexes to walk, and what every row must also fit.
#[derive(Debug, Clone)]
pub struct Plan {
    workspace: WorkspaceId,
    branches: Vec<Branch>,
    /// Conditions that the walked indexes do not answer.
    rest: Vec<(&'static str, Vec<Value>)>,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
    search: Option<String>,
    before: Option<i64>,
}

/// A piece of the log, newest first where read downwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub rows: Vec<Chained>,
    /// Everything on this side of the number was looked at; nothing where the end was reached.
    pub next: Option<i64>,
}

impl Plan {
    /// The narrowest index answers the first condition; the other conditions are asked of each of its rows.
    #[must_use]
    pub fn new(scope: Scope, filter: &ActivityFilter) -> Self {
        let kinds: Option<Vec<EventKind>> = (filter.kind.is_some() || filter.group.is_some()).then(|| {
            let fits =
                |kind: &EventKind| filter.kind.is_none_or(|one| one == *kind) && filter.group.is_none_or(|group| group == kind.group());
            EventKind::ALL.iter().copied().filter(fits).collect()
        });
        let mut branches = Vec::new();
        let mut rest: Vec<(&'static str, Vec<Value>)> = Vec::new();
        for person in scope.own.into_iter().chain(filter.person) {
            if branches.is_empty() {
                branches = Branch::of_person(person);
            } else {
                rest.push((" AND (teller_id = ? OR person_id = ?)", vec![person.into(), person.into()]));
            }
        }
        if let Some(partnership) = filter.partnership {
            if branches.is_empty() {
                branches = vec![Branch::Partnership(partnership)];
            } else {
                rest.push((" AND partnership_id = ?", vec![partnership.into()]));
            }
        }
        match kinds {
            Some(kinds) if branches.is_empty() => {
                branches = kinds.into_iter().map(Branch::Kind).collect();
            }
            Some(kinds) => rest.push(one_of(&kinds)),
            None if branches.is_empty() => branches = vec![Branch::All],
            None => {}
        }
        if let Some(search) = &filter.search {
            let pattern = || Value::from(loose(search));
            rest.push((
                " AND (LOWER(teller_name) LIKE ? ESCAPE '\\' OR LOWER(COALESCE(person_name, '')) LIKE ? ESCAPE '\\'
                   OR LOWER(COALESCE(partnership_name, '')) LIKE ? ESCAPE '\\')",
                vec![pattern(), pattern(), pattern()],
            ));
        }
        Self {
            workspace: scope.workspace,
            branches,
            rest,
            from: filter.from,
            to: filter.to,
            search: filter.search.as_ref().map(|text| text.to_lowercase()),
            before: filter.before,
        }
    }

    /// The same question with one walk along the whole log instead of one for each kind of event: for reading all of it in order.
    #[must_use]
    pub fn in_one_walk(mut self) -> Self {
        let kinds: Vec<EventKind> = self
            .branches
            .iter()
            .filter_map(|branch| match branch {
                Branch::Kind(kind) => Some(*kind),
                _ => None,
            })
            .collect();
        if kinds.len() > 1 {
            self.rest.push(one_of(&kinds));
            self.branches = vec![Branch::All];
        }
        self
    }

    /// Nothing is left out: the rows are the whole chain.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.rest.is_empty() && (self.from, self.to, self.before) == (None, None, None) && self.branches == [Branch::All]
    }

    /// The rows of one branch between two numbers.
    fn walk(&self, sql: &mut Assembly, read: &Read, branch: Branch, low: i64, high: i64) {
        let (index, condition, value) = branch.walk();
        sql.add(indexed_by(read, index), [])
            .add(" WHERE workspace_id = ?", [self.workspace.into()])
            .add(condition, value)
            .add(" AND seq >= ? AND seq <= ?", [low.into(), high.into()]);
    }

    /// What each row must also fit. The range of numbers follows from the times already, but for close neighbours; their column
    /// stands in an expression, so that its index is not taken for the walk.
    fn sieve(&self, sql: &mut Assembly) {
        for (condition, values) in &self.rest {
            sql.add(condition, values.clone());
        }
        if let Some(from) = self.from {
            sql.add(" AND at + 0 >= ?", [from.into()]);
        }
        if let Some(to) = self.to {
            sql.add(" AND at + 0 < ?", [to.into()]);
        }
    }

    /// The rows of one branch that fit, newest first.
    fn downwards(&self, select: &'static str, read: &Read, branch: Branch, (low, high): (i64, i64), limit: i64) -> Assembly {
        let mut sql = Assembly::new(select);
        self.walk(&mut sql, read, branch, low, high);
        self.sieve(&mut sql);
        sql.add(" ORDER BY seq DESC LIMIT ?", [limit.into()]);
        sql
    }

    /// The lowest of the branch's rows within reach.
    fn reached(&self, select: &'static str, read: &Read, branch: Branch, (low, high): (i64, i64)) -> Assembly {
        let mut sql = Assembly::new(select);
        self.walk(&mut sql, read, branch, low, high);
        sql.add(" ORDER BY seq DESC LIMIT ?) AS walked", [REACH.into()]);
        sql
    }

    /// The row numbers between which every row in the asked time stands. Rows are written in the order of their numbers and
    /// stamped a moment before, so numbers and times grow together but for close neighbours: only a row that is out of order by
    /// more than [`NEIGHBOURS`] rows can be missed.
    async fn bounds(&self, read: &mut Read) -> Result<(i64, i64)> {
        let head = head(read, self.workspace).await?.map_or(0, |head| head.seq);
        let mut low = 1;
        let mut high = self.before.map_or(head, |before| before - 1).min(head);
        if let Some(from) = self.from {
            let (first,): (Option<i64>,) =
                query("SELECT MIN(seq) FROM (SELECT seq FROM activity WHERE workspace_id = $1 AND at >= $2 ORDER BY at LIMIT $3) AS near")
                    .bind(self.workspace)
                    .bind(from)
                    .bind(NEIGHBOURS)
                    .one(read)
                    .await?;
            low = first.unwrap_or(head + 1);
        }
        if let Some(to) = self.to {
            let (last,): (Option<i64>,) = query(
                "SELECT MAX(seq) FROM (SELECT seq FROM activity WHERE workspace_id = $1 AND at < $2 ORDER BY at DESC LIMIT $3) AS near",
            )
            .bind(self.workspace)
            .bind(to)
            .bind(NEIGHBOURS)
            .one(read)
            .await?;
            high = high.min(last.unwrap_or(0));
        }
        Ok((low, high))
    }

    /// `LIKE` is only a sieve for letters outside ASCII, which the databases fold differently.
    fn fits_search(&self, row: &Chained) -> bool {
        let Some(search) = &self.search else {
            return true;
        };
        let happening = &row.record.happening;
        let teller = match &row.record.teller {
            Teller::Person { name, .. } => name.as_str(),
            Teller::Partner { workspace } => workspace.as_str(),
            Teller::System | Teller::Stranger => "",
        };
        [
            Some(teller),
            happening.person.as_ref().map(|named| named.name.as_str()),
            happening.partnership.as_ref().map(|named| named.name.as_str()),
        ]
        .into_iter()
        .flatten()
        .any(|name| name.to_lowercase().contains(search))
    }
}

/// A pattern for "contains" in which letters outside ASCII match any one character.
fn loose(search: &str) -> String {
    contains(search).chars().map(|c| if c.is_ascii() { c } else { '_' }).collect()
}

const ROWS: &str = "SELECT workspace_id, seq, id, at, kind, teller_kind, teller_id, teller_name, person_id, person_name, partnership_id, \
partnership_name, details, request, address, location, os, device, salt, client_hash, hash FROM activity";
/// The same, with the hash of the row before each.
const LINKED_ROWS: &str = "SELECT workspace_id, seq, id, at, kind, teller_kind, teller_id, teller_name, person_id, person_name, partnership_id, \
partnership_name, details, request, address, location, os, device, salt, client_hash, hash, \
(SELECT b.hash FROM activity b WHERE b.workspace_id = activity.workspace_id AND b.seq = activity.seq - 1) AS before_hash FROM activity";

const REACHED: &str = "SELECT MIN(seq) FROM (SELECT seq FROM activity";

/// The newest `size` rows that fit, and where older ones begin.
pub async fn newest(read: &mut Read, plan: &Plan, size: usize) -> Result<Found> {
    let (low, high) = plan.bounds(read).await?;
    let mut floor = low;
    if !plan.rest.is_empty() {
        // Beyond the reach of any branch nothing is known yet.
        for &branch in &plan.branches {
            let sql = plan.reached(REACHED, read, branch, (low, high));
            let (reached,): (Option<i64>,) = sql.query().one(read).await?;
            let walked = reached.unwrap_or(low);
            // A branch that ends within its reach is known down to the lowest row.
            if branch_goes_on(read, plan, branch, low, walked).await? {
                floor = floor.max(walked);
            }
        }
    }
    let limit = i64::try_from(size).unwrap_or(i64::MAX).saturating_add(1);
    let mut rows = Vec::new();
    let mut known = floor;
    for &branch in &plan.branches {
        let mut top = high;
        // The sieve of the search may let through rows that do not fit: read on until enough do.
        let mut kept = 0;
        while top >= floor && kept < limit {
            let sql = plan.downwards(ROWS, read, branch, (floor, top), limit);
            let page: Vec<ActivityRow> = sql.query().all(read).await?;
            let full = i64::try_from(page.len()).is_ok_and(|n| n == limit);
            for row in page {
                let row = Chained::try_from(row)?;
                top = row.record.seq - 1;
                if plan.fits_search(&row) {
                    kept += 1;
                    rows.push(row);
                }
            }
            if !full {
                break;
            }
        }
        // More rows than are shown: what stands below the last of them is not known of this branch.
        if kept >= limit {
            known = known.max(top + 1);
        }
    }
    rows.sort_unstable_by_key(|row| std::cmp::Reverse(row.record.seq));
    rows.dedup_by_key(|row| row.record.seq);
    rows.retain(|row| row.record.seq >= known);
    let more = rows.len() > size;
    rows.truncate(size);
    let next = match rows.last() {
        Some(last) if more => Some(last.record.seq),
        _ => (known > low).then_some(known),
    };
    Ok(Found { rows, next })
}

/// Whether the branch has rows between `low` and below `walked`.
async fn branch_goes_on(read: &mut Read, plan: &Plan, branch: Branch, low: i64, walked: i64) -> Result<bool> {
    let mut sql = Assembly::new("SELECT 1 FROM activity");
    plan.walk(&mut sql, read, branch, low, walked - 1);
    sql.add(" LIMIT 1", []);
    sql.query().exists(read).await
}

/// A row on its way out: with the hash of the row before it. The first row of a chain has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    pub row: Chained,
    pub before: Option<Vec<u8>>,
}

#[derive(FromRow)]
struct LinkedRow {
    #[sqlx(flatten)]
    row: ActivityRow,
    before_hash: Option<Vec<u8>>,
}

/// The row numbers among which the plan's rows are, up to `head`.
pub async fn range(read: &mut Read, plan: &Plan, head: i64) -> Result<(i64, i64)> {
    let (low, high) = plan.bounds(read).await?;
    Ok((low, high.min(head)))
}

/// Up to `size` rows that fit, oldest first, from `low` on, and where to read on; nothing once `high` was reached.
pub async fn oldest(read: &mut Read, plan: &Plan, (low, high): (i64, i64), size: usize) -> Result<(Vec<Linked>, Option<i64>)> {
    let end = high.min(low.saturating_add(REACH - 1));
    let limit = i64::try_from(size).unwrap_or(i64::MAX);
    let mut rows = Vec::new();
    let mut known = end;
    for &branch in &plan.branches {
        let mut sql = Assembly::new(LINKED_ROWS);
        plan.walk(&mut sql, read, branch, low, end);
        plan.sieve(&mut sql);
        sql.add(" ORDER BY seq LIMIT ?", [limit.into()]);
        let page: Vec<LinkedRow> = sql.query().all(read).await?;
        if i64::try_from(page.len()).is_ok_and(|n| n == limit)
            && let Some(last) = page.last()
        {
            known = known.min(last.row.seq);
        }
        for linked in page {
            let row = Chained::try_from(linked.row)?;
            if plan.fits_search(&row) {
                rows.push(Linked { row, before: linked.before_hash });
            }
        }
    }
    rows.sort_unstable_by_key(|linked| linked.row.record.seq);
    rows.dedup_by_key(|linked| linked.row.record.seq);
    rows.retain(|linked| linked.row.record.seq <= known);
    Ok((rows, (known < high).then_some(known + 1)))
}

/// Events of each day since `since`, oldest first: midnight UTC and count. Days without events are left out.
pub async fn days(read: &mut Read, scope: Scope, since: Timestamp) -> Result<Vec<(Timestamp, i64)>> {
    let rows: Vec<(i64, i64)> = match scope.own {
        None => {
            query("SELECT day, events FROM activity_day WHERE workspace_id = $1 AND day >= $2 ORDER BY day")
                .bind(scope.workspace)
                .bind(since)
                .all(read)
                .await?
        }
        // One person's own rows of a month, through the indexes of those who act and of those acted on.
        Some(person) => {
            query(
                "SELECT day, COUNT(*) FROM (
                    SELECT * FROM (SELECT seq, at - at % 86400000 AS day FROM activity WHERE workspace_id = $1 AND teller_id = $2 ORDER BY seq DESC LIMIT $4) AS told
                    UNION
                    SELECT * FROM (SELECT seq, at - at % 86400000 AS day FROM activity WHERE workspace_id = $1 AND person_id = $2 ORDER BY seq DESC LIMIT $4) AS met
                 ) AS own WHERE day >= $3 GROUP BY day ORDER BY day",
            )
            .bind(scope.workspace)
            .bind(person)
            .bind(since)
            .bind(REACH)
            .all(read)
            .await?
        }
    };
    Ok(rows.into_iter().map(|(day, events)| (Timestamp::from_millis(day), events)).collect())
}

/// Every row after `seq`, oldest first, for open pages that follow the log.
pub async fn after(read: &mut Read, workspace: WorkspaceId, seq: i64, limit: i64) -> Result<Vec<Chained>> {
    let mut sql = Assembly::new(ROWS);
    sql.add(" WHERE workspace_id = ? AND seq > ? ORDER BY seq LIMIT ?", [workspace.into(), seq.into(), limit.into()]);
    let rows: Vec<ActivityRow> = sql.query().all(read).await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Every workspace that has a chain.
pub async fn chains(read: &mut Read) -> Result<Vec<WorkspaceId>> {
    let rows: Vec<(Uuid,)> = query("SELECT workspace_id FROM activity_head ORDER BY workspace_id").all(read).await?;
    Ok(rows.into_iter().map(|(id,)| WorkspaceId::new(id)).collect())
}

#[cfg(test)]
mod tests {
    use domain::activity::EventGroup;

    use super::*;
    use crate::testing::TestDb;

    const SEQ: &str = "sqlite_autoindex_activity_1 (workspace_id=? AND seq>? AND seq<?)";
    const TELLER: &str = "activity_by_teller (workspace_id=? AND teller_id=? AND seq>? AND seq<?)";
    const KIND: &str = "activity_by_kind (workspace_id=? AND kind=? AND seq>? AND seq<?)";
    const PARTNERSHIP: &str = "activity_by_partnership (workspace_id=? AND partnership_id=? AND seq>? AND seq<?)";

    const ID: Uuid = Uuid::from_u128(1);
    const ME: Option<PersonId> = Some(PersonId::new(ID));

    /// Filters, for all rows or only the own, and the index that each has to walk.
    fn table() -> Vec<(Option<PersonId>, ActivityFilter, &'static str)> {
        let none = ActivityFilter::default;
        let full = || ActivityFilter {
            from: Some(Timestamp::from_millis(0)),
            to: Some(Timestamp::from_millis(1)),
            kind: Some(EventKind::SignedIn),
            person: ME,
            partnership: Some(PartnershipId::new(ID)),
            search: Some("ö_%".to_owned()),
            before: Some(9),
            group: None,
        };
        let times = ActivityFilter { kind: None, person: None, partnership: None, ..full() };
        let kind = ActivityFilter { person: None, partnership: None, ..full() };
        let partnership = ActivityFilter { person: None, ..full() };
        let group = ActivityFilter { group: Some(EventGroup::Partnership), ..none() };
        vec![
            (None, none(), SEQ),
            (None, times, SEQ),
            (None, kind.clone(), KIND),
            (None, group.clone(), KIND),
            (None, partnership, PARTNERSHIP),
            (None, full(), TELLER),
            (ME, none(), TELLER),
            (ME, kind, TELLER),
            (ME, group, TELLER),
            (ME, full(), TELLER),
        ]
    }

    /// Every walk goes down one index and ends at its limit: no table is scanned, nothing is sorted.
    #[tokio::test]
    async fn ac_02_every_filter_walks_an_index() {
        let db = TestDb::sqlite().await;
        let mut read = db.db.read().await.unwrap();
        for (own, filter, index) in table() {
            let plan = Plan::new(Scope { workspace: WorkspaceId::new(ID), own }, &filter);
            for &branch in &plan.branches {
                let index = match branch {
                    Branch::Person(_) => index.replace("teller", "person"),
                    _ => index.to_owned(),
                };
                let page = plan.downwards("EXPLAIN QUERY PLAN SELECT * FROM activity", &read, branch, (1, 9), 51);
                let reach = "EXPLAIN QUERY PLAN SELECT MIN(seq) FROM (SELECT seq FROM activity";
                let reach = plan.reached(reach, &read, branch, (1, 9));
                for sql in [page, reach] {
                    let steps: Vec<(i64, i64, i64, String)> = sql.query().all(&mut read).await.unwrap();
                    let steps: Vec<String> = steps.into_iter().map(|step| step.3).collect();
                    let text = steps.join("; ");
                    assert!(text.contains(&index), "{filter:?}: {text}");
                    assert!(!text.contains("TEMP B-TREE") && !text.contains("SCAN activity"), "{filter:?}: {text}");
                }
            }
        }
    }
}
