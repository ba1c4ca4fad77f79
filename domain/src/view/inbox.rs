use serde::{Deserialize, Serialize};

use crate::id::{NoticeId, PartnershipId};
use crate::time::Timestamp;
use crate::vocabulary;

vocabulary! {
    /// What waits for a decision.
    WaitingKind, "kind of request" {
        Approve = "approve", "Partnership to approve";
        Accept = "accept", "Partnership to accept";
        Extend = "extend", "Extension to decide";
    }
}

/// The inbox: what waits for me, what I asked for, and news (NO-02).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxView {
    pub waiting: Vec<Waiting>,
    pub sent: Vec<Sent>,
    pub news: Vec<News>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    pub kind: WaitingKind,
    pub partnership: PartnershipId,
    pub title: String,
    pub text: String,
    pub since: Timestamp,
    /// Path of the page with the dialog that decides it.
    pub href: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    pub partnership: PartnershipId,
    pub title: String,
    pub stage: crate::partnership::host_guest::Stage,
    pub since: Timestamp,
    pub href: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct News {
    pub id: NoticeId,
    pub at: Timestamp,
    pub text: String,
    pub href: String,
    pub read: bool,
}
