use serde::{Deserialize, Serialize};

use crate::id::{PersonId, WorkspaceId};
use crate::people::{Role, Standing};
use crate::time::Timestamp;

/// Who acts: a signed-in person of one workspace, as loaded in the transaction of the act. Never a union of what the same
/// human may do in other workspaces (WS-03).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub person: PersonId,
    pub workspace: WorkspaceId,
    pub role: Role,
    pub standing: Standing,
    /// When the person last proved who they are.
    pub proved_at: Timestamp,
}
