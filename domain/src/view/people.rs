use serde::{Deserialize, Serialize};

use super::Can;
use crate::id::{InvitationId, PartnershipId, PersonId};
use crate::page::Page;
use crate::people::{Role, Standing};
use crate::time::Timestamp;
use crate::vocabulary;

vocabulary! {
    /// What the People list is ordered by.
    PeopleSort, "sort order" {
        Name = "name", "Name";
        Newest = "newest", "Newest first";
        LastSeen = "last_seen", "Last active";
    }
}

/// What the People view is narrowed to; every field stands in the URL.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleFilter {
    pub search: Option<String>,
    pub role: Option<Role>,
    pub standing: Option<Standing>,
    pub sort: Option<PeopleSort>,
    pub after: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleView {
    pub people: Page<PersonRow>,
    pub invitations: Vec<InvitationView>,
    pub can: Can,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    pub id: PersonId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub standing: Standing,
    /// Only for those who oversee the workspace.
    pub joined_at: Option<Timestamp>,
    pub last_seen_at: Option<Timestamp>,
    pub can: Can,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    pub id: InvitationId,
    pub email: String,
    pub role: Role,
    pub invited_by: String,
    pub sent_at: Timestamp,
    pub expires_at: Timestamp,
    pub expired: bool,
}

/// A person's page: who they are and everything they can reach, with the reason (WS-14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonView {
    pub row: PersonRow,
    pub is_me: bool,
    pub partnerships: Vec<Reach>,
    pub sessions: u64,
}

/// One thing that a person can reach, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    pub partnership: PartnershipId,
    pub name: String,
    pub why: Vec<String>,
}

/// What removing or suspending people would do (GO-05). `hash` is carried back when it is applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeoplePlan {
    pub people: Vec<PlannedPerson>,
    pub hash: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedPerson {
    pub id: PersonId,
    pub name: String,
    pub version: i64,
    pub sessions: u64,
    /// Partnerships that pass to someone else: name of the partnership, name of the new owner.
    pub successions: Vec<(String, String)>,
    /// Partnerships whose representative is lost.
    pub represented: Vec<String>,
}
