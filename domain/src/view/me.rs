use serde::{Deserialize, Serialize};

use crate::id::SessionId;
use crate::people::{MailTopic, Role};
use crate::time::Timestamp;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileView {
    pub name: String,
    pub email: String,
    pub role: Role,
    pub muted: Vec<MailTopic>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    pub id: SessionId,
    pub this: bool,
    pub device: String,
    pub os: String,
    pub location: String,
    pub signed_in_at: Timestamp,
    pub last_used_at: Timestamp,
}

/// One of several workspaces that the same email and password fit (WS-03).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceChoice {
    pub workspace: crate::id::WorkspaceId,
    pub name: String,
}

/// What an invitation link leads to, before it is accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationPreview {
    pub workspace: String,
    pub email: String,
    pub role: Role,
    pub invited_by: String,
}
