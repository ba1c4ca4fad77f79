//! A workspace's public ID and its settings.

mod code;

pub use code::WorkspaceCode;

use serde::{Deserialize, Serialize};

use crate::fault::FieldFault;
use crate::vocabulary;

vocabulary! {
    /// Who must have a second factor (WS-08).
    SecondFactorPolicy, "second factor policy" {
        Nobody = "nobody", "Nobody has to";
        Admins = "admins", "Owner and Admins";
        Guests = "guests", "Guests";
        Everyone = "everyone", "Everyone";
    }
}

/// What Owner and Admins can set for the workspace (WS-13).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policies {
    pub second_factor: SecondFactorPolicy,
    /// How long an invitation can be accepted, in days.
    pub invitation_days: i64,
    /// Suggested expiry of a new share, in days; none suggests no expiry.
    pub share_days: Option<i64>,
    /// Guest admins may give access to their people without asking.
    pub guest_admin_assigns: bool,
    /// Account Owners may reveal credentials to themselves.
    pub reveal: bool,
}

impl Policies {
    pub const INVITATION_DAYS: (i64, i64) = (1, 30);
    pub const SHARE_DAYS: (i64, i64) = (1, 3_650);

    pub fn days(value: i64, (min, max): (i64, i64)) -> Result<i64, FieldFault> {
        if (min..=max).contains(&value) { Ok(value) } else { Err(FieldFault::OutOfRange { min, max }) }
    }
}

impl Default for Policies {
    fn default() -> Self {
        Self { second_factor: SecondFactorPolicy::Nobody, invitation_days: 7, share_days: None, guest_admin_assigns: false, reveal: true }
    }
}

/// How many hues a workspace or person tile can have.
pub const HUES: i64 = 8;

/// The terms that partners agree to until a workspace publishes its own.
pub const DEFAULT_TERMS: &str = "By accepting this partnership you agree, for your organisation, to use the shared accounts only for the agreed work, \
to let only the people use them who were given access, not to try to learn, change or pass on their credentials, to respect the terms of the \
services behind them, and to tell the host at once when someone no longer needs access or when something went wrong. \
The host sees how the shared accounts are used and may end access at any time.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ws_13_days_outside_the_range_are_refused() {
        assert_eq!(Policies::days(0, Policies::INVITATION_DAYS), Err(FieldFault::OutOfRange { min: 1, max: 30 }));
        assert_eq!(Policies::days(7, Policies::INVITATION_DAYS), Ok(7));
    }
}
