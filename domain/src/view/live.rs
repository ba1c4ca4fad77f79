use serde::{Deserialize, Serialize};

use crate::vocabulary;

vocabulary! {
    /// What an open page is told that it should look at again (NO-03). Never what changed: the page asks, and is answered
    /// what its person may see.
    LiveTopic, "live topic" {
        /// The stream begins here.
        Hello = "hello", "Connected";
        /// Too much was missed: look at everything again.
        Reset = "reset", "Refreshed";
        /// The session has ended; nothing follows.
        SignedOut = "signed_out", "Signed out";
        Partnership = "partnership", "Partners";
        People = "people", "People";
        Settings = "settings", "Settings";
        /// The own person: role, name, sessions.
        Session = "session", "Profile";
        Activity = "activity", "Activity";
        Inbox = "inbox", "Inbox";
    }
}

/// One message to an open page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveEvent {
    /// Where the page stands after it; handed back when the page connects again.
    pub seq: i64,
    pub topic: LiveTopic,
    /// The one thing that moved, where the topic has many.
    pub id: Option<String>,
}
