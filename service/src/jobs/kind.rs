//! Everything that can be put off to a worker.

use domain::id::{PartnershipId, WorkspaceId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A job with what it needs to know. Each is safe to run twice and looks at the world again before it acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum JobKind {
    /// An approved request reaches the guest, if there is one (HG-08). `version` only tells reminders apart.
    PartnershipReach { partnership: PartnershipId, version: i64 },
    /// Writes down that a partnership has expired.
    PartnershipExpire { partnership: PartnershipId },
    /// Warns both sides before a partnership expires.
    PartnershipWarn { partnership: PartnershipId, expires_at: Timestamp, days: i64 },
    /// Signs where a workspace's log stands.
    Checkpoint { workspace: WorkspaceId },
    /// Clears what is over: sessions, links, counted attempts.
    Sweep,
}

impl JobKind {
    /// The stable name, as stored.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::PartnershipReach { .. } => "partnership_reach",
            Self::PartnershipExpire { .. } => "partnership_expire",
            Self::PartnershipWarn { .. } => "partnership_warn",
            Self::Checkpoint { .. } => "checkpoint",
            Self::Sweep => "sweep",
        }
    }
}
