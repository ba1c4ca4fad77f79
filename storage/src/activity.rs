//! The activity log: append and read. Rows are never changed; only the erasable client columns are cleared by retention.

use std::collections::BTreeMap;

use domain::activity::{Client, EventKind, Happening, Named, Record, Teller};
use domain::id::{EventId, PartnershipId, PersonId, WorkspaceId};
use domain::time::Timestamp;
use sqlx::FromRow;
use uuid::Uuid;

use crate::backend::{Read, Write};
use crate::error::{Error, Result};
use crate::facts::word;
use crate::query::query;

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
    query("INSERT INTO activity_head (workspace_id, seq, hash) VALUES ($1, 0, $2)")
        .bind(workspace)
        .bind(hash)
        .run(write)
        .await?;
    Ok(())
}

/// Where the chain stands.
pub async fn head(read: &mut Read, workspace: WorkspaceId) -> Result<Option<Head>> {
    let row: Option<HeadRow> = query("SELECT seq, hash FROM activity_head WHERE workspace_id = $1")
        .bind(workspace)
        .maybe(read)
        .await?;
    Ok(row.map(|row| Head {
        seq: row.seq,
        hash: row.hash,
    }))
}

/// Where the chain stands, kept from anyone else until this transaction ends.
pub async fn lock_head(write: &mut Write, workspace: WorkspaceId) -> Result<Option<Head>> {
    let rows: Vec<HeadRow> =
        query("UPDATE activity_head SET seq = seq WHERE workspace_id = $1 RETURNING seq, hash")
            .bind(workspace)
            .run_returning(write)
            .await?;
    Ok(rows.into_iter().next().map(|row| Head {
        seq: row.seq,
        hash: row.hash,
    }))
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
    serde_json::to_string(details).map_err(|error| Error::Corrupt {
        table: "activity",
        what: error.to_string(),
    })
}

pub(crate) const COLUMNS: &str = "workspace_id, seq, id, at, kind, teller_kind, teller_id, teller_name, person_id, person_name, partnership_id, \
partnership_name, details, request, address, location, os, device, salt, client_hash, hash";

#[derive(FromRow)]
pub(crate) struct ActivityRow {
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
        let corrupt = |what: String| Error::Corrupt {
            table: "activity",
            what,
        };
        let teller = match (row.teller_kind.as_str(), row.teller_id) {
            ("person", Some(id)) => Teller::Person {
                id: PersonId::new(id),
                name: row.teller_name,
            },
            ("partner", _) => Teller::Partner {
                workspace: row.teller_name,
            },
            ("system", _) => Teller::System,
            ("stranger", _) => Teller::Stranger,
            (other, _) => return Err(corrupt(format!("teller {other}"))),
        };
        let client = match (row.address, row.location, row.os, row.device) {
            (Some(address), Some(location), Some(os), Some(device)) => Some(Client {
                address,
                location,
                os,
                device,
            }),
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
                    person: row.person_id.zip(row.person_name).map(|(id, name)| Named {
                        id: PersonId::new(id),
                        name,
                    }),
                    partnership: row
                        .partnership_id
                        .zip(row.partnership_name)
                        .map(|(id, name)| Named {
                            id: PartnershipId::new(id),
                            name,
                        }),
                    details: serde_json::from_str(&row.details)
                        .map_err(|error| corrupt(error.to_string()))?,
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
