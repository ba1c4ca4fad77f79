use serde::{Deserialize, Serialize};

use crate::id::{PartnershipId, PersonId, WorkspaceId};
use crate::partnership::Side;
use crate::partnership::host_guest::State;
use crate::people::{Role, Standing};
use crate::time::Timestamp;

/// What is acted on, with the facts that the decision needs.
#[derive(Debug, Clone, Copy)]
pub enum Target<'a> {
    /// The actor's own workspace as a whole.
    Workspace(WorkspaceId),
    Person(&'a PersonFacts),
    Partnership(&'a PartnershipFacts),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonFacts {
    pub id: PersonId,
    pub workspace: WorkspaceId,
    pub role: Role,
    pub standing: Standing,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnershipFacts {
    pub id: PartnershipId,
    pub host: WorkspaceId,
    /// Nothing where the requested workspace ID is unknown or the guest has no workspace yet (HG-08, WS-01).
    pub guest: Option<WorkspaceId>,
    pub state: State,
    pub expires_at: Option<Timestamp>,
    pub owner: PersonId,
    /// Whether the Partnership Owner can act: active, and in a role that may own partnerships.
    pub owner_can_act: bool,
    pub deputy: Option<PersonId>,
    pub representative: Option<PersonId>,
    /// The request has passed the host's approval at least once; before, the guest knows nothing of it (HG-08).
    pub reached_guest: bool,
}

impl PartnershipFacts {
    /// The state that holds at an instant.
    #[must_use]
    pub fn state_at(&self, now: Timestamp) -> State {
        self.state.at(self.expires_at, now)
    }

    #[must_use]
    pub fn workspace(&self, side: Side) -> Option<WorkspaceId> {
        match side {
            Side::Host => Some(self.host),
            Side::Guest => self.guest,
        }
    }
}
