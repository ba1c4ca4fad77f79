use serde::{Deserialize, Serialize};

use super::Happening;
use crate::id::{EventId, PersonId, WorkspaceId};
use crate::time::Timestamp;

/// Who is named as the one who acted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Teller {
    Person {
        id: PersonId,
        name: String,
    },
    /// Someone of the partner's workspace whose name this side may not see (VI-05).
    Partner {
        workspace: String,
    },
    /// Nobody: an instant came, or a rule followed.
    System,
    /// Someone who is not signed in.
    Stranger,
}

impl Teller {
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::Person { name, .. } => name,
            Self::Partner { workspace } => workspace,
            Self::System => "Latchkey",
            Self::Stranger => "Not signed in",
        }
    }
}

/// Where a request came from. Kept beside the chain, which holds only a keyed hash of it, so that it can be erased without breaking the chain.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    pub address: String,
    pub location: String,
    pub os: String,
    pub device: String,
}

/// One row of the log as it is hashed, exported and verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub workspace: WorkspaceId,
    /// 1, 2, 3 ... without gaps in each workspace.
    pub seq: i64,
    pub id: EventId,
    pub at: Timestamp,
    pub teller: Teller,
    pub happening: Happening,
    pub request: String,
}

fn put(out: &mut Vec<u8>, part: &[u8]) {
    out.extend_from_slice(&(part.len() as u64).to_be_bytes());
    out.extend_from_slice(part);
}

/// The bytes that are hashed: version, then every field with its length before it, so that no two different records give the same bytes.
#[must_use]
pub fn canonical(record: &Record) -> Vec<u8> {
    let mut out = vec![1];
    put(&mut out, record.workspace.uuid().as_bytes());
    put(&mut out, &record.seq.to_be_bytes());
    put(&mut out, record.id.uuid().as_bytes());
    put(&mut out, &record.at.millis().to_be_bytes());
    match &record.teller {
        Teller::Person { id, name } => {
            put(&mut out, b"person");
            put(&mut out, id.uuid().as_bytes());
            put(&mut out, name.as_bytes());
        }
        Teller::Partner { workspace } => {
            put(&mut out, b"partner");
            put(&mut out, workspace.as_bytes());
        }
        Teller::System => put(&mut out, b"system"),
        Teller::Stranger => put(&mut out, b"stranger"),
    }
    let happening = &record.happening;
    put(&mut out, happening.kind.code().as_bytes());
    let named = |out: &mut Vec<u8>, named: Option<(&[u8], &str)>| {
        out.push(u8::from(named.is_some()));
        if let Some((id, name)) = named {
            put(out, id);
            put(out, name.as_bytes());
        }
    };
    named(
        &mut out,
        happening.person.as_ref().map(|n| (n.id.uuid().into_bytes(), n)).as_ref().map(|(id, n)| (id.as_slice(), n.name.as_str())),
    );
    named(
        &mut out,
        happening.partnership.as_ref().map(|n| (n.id.uuid().into_bytes(), n)).as_ref().map(|(id, n)| (id.as_slice(), n.name.as_str())),
    );
    put(&mut out, &(happening.details.len() as u64).to_be_bytes());
    for (name, value) in &happening.details {
        put(&mut out, name.as_bytes());
        put(&mut out, value.as_bytes());
    }
    put(&mut out, record.request.as_bytes());
    out
}

/// The bytes of the erasable part.
#[must_use]
pub fn canonical_client(client: &Client) -> Vec<u8> {
    let mut out = vec![1];
    for part in [&client.address, &client.location, &client.os, &client.device] {
        put(&mut out, part.as_bytes());
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::super::EventKind;
    use super::*;

    fn record() -> impl Strategy<Value = Record> {
        let teller = prop_oneof![
            Just(Teller::System),
            Just(Teller::Stranger),
            "[a-c]{0,3}".prop_map(|workspace| Teller::Partner { workspace }),
            (any::<u128>(), "[a-c]{0,3}").prop_map(|(id, name)| Teller::Person { id: PersonId::new(Uuid::from_u128(id)), name }),
        ];
        let kind = (0..EventKind::ALL.len()).prop_map(|n| EventKind::ALL[n]);
        let details = proptest::collection::btree_map("[a-c]{0,2}", "[a-c]{0,2}", 0..3);
        (1_i64..4, teller, kind, details, proptest::option::of("[a-c]{0,2}"), "[a-c]{0,2}").prop_map(
            |(seq, teller, kind, details, person, request)| Record {
                workspace: WorkspaceId::new(Uuid::from_u128(1)),
                seq,
                id: EventId::new(Uuid::from_u128(2)),
                at: Timestamp::from_millis(3),
                teller,
                happening: Happening {
                    kind,
                    person: person.map(|name| super::super::Named { id: PersonId::new(Uuid::from_u128(9)), name }),
                    partnership: None,
                    details,
                },
                request,
            },
        )
    }

    proptest! {
        #[test]
        fn ac_05_different_records_have_different_bytes(a in record(), b in record()) {
            prop_assert_eq!(a == b, canonical(&a) == canonical(&b));
        }

        #[test]
        fn ac_05_a_record_survives_its_export_form(a in record()) {
            let text = serde_json::to_string(&a).unwrap();
            prop_assert_eq!(serde_json::from_str::<Record>(&text).unwrap(), a);
        }
    }
}
