use serde::{Deserialize, Serialize};

use crate::id::MailId;
use crate::page::Page;
use crate::time::Timestamp;

/// The development mailbox: what would have been sent, newest first (NO-01).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailboxView {
    pub mails: Page<MailRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRow {
    pub id: MailId,
    pub at: Timestamp,
    pub recipient: String,
    pub subject: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailView {
    pub row: MailRow,
    pub text: String,
    pub html: String,
}
