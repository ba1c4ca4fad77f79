use serde::{Deserialize, Serialize};

use crate::activity::{Client, EventGroup, EventKind, Record};
use crate::id::{PartnershipId, PersonId};
use crate::page::Page;
use crate::time::Timestamp;

/// What the Activity view is narrowed to; every field stands in the URL.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityFilter {
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
    pub kind: Option<EventKind>,
    pub group: Option<EventGroup>,
    pub person: Option<PersonId>,
    pub partnership: Option<PartnershipId>,
    pub search: Option<String>,
    /// Rows before this sequence number.
    pub before: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityView {
    pub rows: Page<ActivityRow>,
    /// Events of each of the last 30 days, oldest first: midnight UTC and count.
    pub days: Vec<(Timestamp, u64)>,
    /// Only the viewer's own events are shown (AC-03).
    pub own_only: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityRow {
    pub record: Record,
    pub client: Option<Client>,
    /// The row's verification hash, hexadecimal.
    pub hash: String,
}

impl ActivityRow {
    /// The sentence of the Event column.
    #[must_use]
    pub fn event(&self) -> String {
        let happening = &self.record.happening;
        let mut text = happening.kind.label().to_owned();
        if let Some(person) = &happening.person {
            text.push_str(": ");
            text.push_str(&person.name);
        }
        if let Some(partnership) = &happening.partnership {
            text.push_str(if happening.person.is_some() { " \u{00B7} " } else { ": " });
            text.push_str(&partnership.name);
        }
        text
    }
}
