//! What screens show. Built on the server from what the viewer may see; each carries what the viewer may do with it.

pub mod activity;
pub mod inbox;
pub mod live;
pub mod mail;
pub mod me;
pub mod partnership;
pub mod people;
pub mod workspace;

use serde::{Deserialize, Serialize};

use crate::access::{Action, Actor, Denial, Reason, Target, allowed};
use crate::time::Timestamp;

/// One action and whether it can be done now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub action: Action,
    pub denial: Option<Denial>,
}

/// What the viewer may do: actions that are possible, and those that are refused for a reason worth telling. An action that
/// the viewer's role or capacity rules out is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Can(Vec<Offer>);

impl Can {
    /// Asks the access decision about each action.
    #[must_use]
    pub fn ask(actions: &[Action], actor: &Actor, target: Target<'_>, now: Timestamp) -> Self {
        let offers = actions.iter().filter_map(|&action| match allowed(action, actor, target, now) {
            Ok(()) => Some(Offer { action, denial: None }),
            Err(Denial { reason: Reason::Role(_) | Reason::Capacity(_), .. } | Denial { hidden: true, .. }) => None,
            Err(denial) => Some(Offer { action, denial: Some(denial) }),
        });
        Self(offers.collect())
    }

    /// Possible now.
    #[must_use]
    pub fn may(&self, action: Action) -> bool {
        self.0.iter().any(|offer| offer.action == action && offer.denial.is_none())
    }

    /// To be shown, possible or not.
    #[must_use]
    pub fn offers(&self, action: Action) -> bool {
        self.0.iter().any(|offer| offer.action == action)
    }

    /// Why it is not possible now, for the button's explanation (GO-02).
    #[must_use]
    pub fn why_not(&self, action: Action) -> Option<String> {
        self.0.iter().find(|offer| offer.action == action).and_then(|offer| offer.denial.as_ref()).map(ToString::to_string)
    }
}
