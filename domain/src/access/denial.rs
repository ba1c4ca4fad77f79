//! Why something is not allowed, as data that names what is missing.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::partnership::host_guest::{Capacity, Stage};
use crate::people::{Role, Standing};
use crate::time::Timestamp;

/// A refusal. `hidden` says that the asker may not even know that the thing exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Denial {
    pub reason: Reason,
    pub hidden: bool,
}

impl Denial {
    #[must_use]
    pub const fn hidden(reason: Reason) -> Self {
        Self { reason, hidden: true }
    }

    #[must_use]
    pub const fn shown(reason: Reason) -> Self {
        Self { reason, hidden: false }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The actor is suspended or removed.
    NotActive,
    OtherWorkspace,
    /// Only these roles may.
    Role(Vec<Role>),
    /// Only these people of the partnership may.
    Capacity(Vec<Capacity>),
    /// Not possible while the partnership stands here.
    Stage(Stage),
    /// Not possible while the person stands here.
    PersonStanding(Standing),
    ReminderTooEarly {
        until: Timestamp,
    },
    /// Nobody does this to themself.
    Self_,
    /// The Owner stays until ownership is transferred.
    WorkspaceOwner,
    /// An Admin does not act on another Admin's or the Owner's standing as an equal.
    OnlyOwner,
    /// The last proof of identity is too old.
    Proof,
}

fn list<T: Copy>(f: &mut fmt::Formatter<'_>, items: &[T], word: fn(T) -> &'static str) -> fmt::Result {
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            f.write_str(if place + 1 == items.len() { " or " } else { ", " })?;
        }
        f.write_str(word(*item))?;
    }
    Ok(())
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            Reason::NotActive => f.write_str("Your access to this workspace is paused or has ended."),
            Reason::OtherWorkspace => f.write_str("This belongs to another workspace."),
            Reason::Role(roles) => {
                f.write_str("Only ")?;
                list(f, roles, Role::label)?;
                f.write_str(" can do this.")
            }
            Reason::Capacity(who) => {
                f.write_str("Only ")?;
                list(f, who, Capacity::label)?;
                f.write_str(" can do this.")
            }
            Reason::Stage(stage) => f.write_str(match stage {
                Stage::AwaitingHostApproval => "Possible once an admin of the host workspace has approved the request.",
                Stage::AwaitingGuestAcceptance => "Possible once the partner has accepted the request.",
                Stage::Active => "Not possible while the partnership is active.",
                Stage::Suspended => "Not possible while the partnership is suspended.",
                Stage::Expired => "Not possible because the partnership has expired.",
                Stage::DeclinedByHost | Stage::DeclinedByGuest => "Not possible because the request was declined.",
                Stage::Withdrawn => "Not possible because the request was withdrawn.",
                Stage::Removed => "Not possible because the partnership was removed.",
            }),
            Reason::PersonStanding(standing) => f.write_str(match standing {
                Standing::Active => "This person is active.",
                Standing::Suspended => "This person is suspended.",
                Standing::Removed => "This person was removed.",
            }),
            Reason::ReminderTooEarly { until } => {
                write!(f, "The next reminder can be sent after {}.", until.minute())
            }
            Reason::Self_ => f.write_str("You cannot do this to yourself."),
            Reason::WorkspaceOwner => f.write_str("The workspace's Owner stays until ownership is transferred."),
            Reason::OnlyOwner => f.write_str("Only the workspace's Owner can do this to an Admin."),
            Reason::Proof => f.write_str("Confirm your identity to go on."),
        }
    }
}
