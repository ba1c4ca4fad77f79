//! Tells open pages that their workspace has news (NO-03).
//!
//! What is told is only "workspace W moved": a page's stream then reads from the activity log what happened after the row that it
//! saw last, which is why a reconnecting page misses nothing and why each event is authorised when it is sent.

use domain::id::WorkspaceId;
use tokio::sync::broadcast;

/// The local bell. On PostgreSQL `listen` rings it for what other servers announce.
#[derive(Debug, Clone)]
pub struct Live(broadcast::Sender<WorkspaceId>);

impl Default for Live {
    fn default() -> Self {
        Self(broadcast::channel(1024).0)
    }
}

impl Live {
    /// A workspace moved.
    pub fn ring(&self, workspace: WorkspaceId) {
        // Nobody listening is fine.
        let _ = self.0.send(workspace);
    }

    /// Hears every workspace from now on. A receiver that lags has to look at its workspace once: nothing is lost by that.
    #[must_use]
    pub fn hear(&self) -> broadcast::Receiver<WorkspaceId> {
        self.0.subscribe()
    }
}
