//! The vocabulary of actions, and a type for each so that a permit says what it permits.

use crate::vocabulary;

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $label:literal;)*) => {
        vocabulary! {
            /// Something that a person may or may not do.
            Action, "action" { $($(#[$doc])* $name = $code, $label;)* }
        }

        /// One type for each action.
        pub mod act {
            use super::{Act, Action};
            $(
                $(#[$doc])*
                #[derive(Debug, Clone, Copy)]
                pub struct $name;
                impl Act for $name {
                    const ACTION: Action = Action::$name;
                }
            )*
        }
    };
}

/// A type that stands for an action.
pub trait Act {
    const ACTION: Action;
}

actions! {
    // The workspace
    ViewPeople = "view_people", "See the people of the workspace";
    InvitePerson = "invite_person", "Invite people";
    ViewSettings = "view_settings", "See the workspace's settings";
    EditSettings = "edit_settings", "Change the workspace's settings";
    RotateWorkspaceCode = "rotate_workspace_code", "Replace the workspace ID";
    ViewActivity = "view_activity", "See the whole activity log";
    ExportActivity = "export_activity", "Download activity";
    ViewPartners = "view_partners", "Open the Partners view";
    RequestPartnership = "request_partnership", "Request a partnership";
    // A person
    ViewPerson = "view_person", "See a person's page";
    ChangeRole = "change_role", "Change a person's role";
    SuspendPerson = "suspend_person", "Suspend a person";
    ResumePerson = "resume_person", "Resume a person";
    RemovePerson = "remove_person", "Remove a person";
    TransferOwnership = "transfer_ownership", "Hand the workspace to another person";
    // Oneself
    EditProfile = "edit_profile", "Change the own profile, password and sessions";
    // A partnership; who and when stands in partnership::host_guest::RULES
    ViewPartnership = "view_partnership", "See a partnership";
    ApprovePartnership = "approve_partnership", "Approve request";
    DeclineAsHost = "decline_as_host", "Decline request";
    RemindPartnership = "remind_partnership", "Send reminder";
    WithdrawPartnership = "withdraw_partnership", "Withdraw request";
    AcceptPartnership = "accept_partnership", "Accept request";
    DeclineAsGuest = "decline_as_guest", "Decline request";
    ResendPartnership = "resend_partnership", "Resend request";
    SuspendPartnership = "suspend_partnership", "Suspend";
    ResumePartnership = "resume_partnership", "Resume";
    ExpirePartnership = "expire_partnership", "Expire";
    AskExtension = "ask_extension", "Ask for extension";
    ExtendPartnership = "extend_partnership", "Extend";
    RemovePartnership = "remove_partnership", "Remove partner";
    SetPartnershipExpiry = "set_partnership_expiry", "Set expiry date";
    HandOverPartnership = "hand_over_partnership", "Transfer ownership";
    NameDeputy = "name_deputy", "Name a deputy";
    ChangeRepresentative = "change_representative", "Change representative";
    ShareAccounts = "share_accounts", "Share accounts";
}

impl Action {
    /// Asks for a fresh proof of identity (WS-10).
    #[must_use]
    pub const fn needs_proof(self) -> bool {
        matches!(self, Self::ChangeRole | Self::RemovePartnership | Self::TransferOwnership)
    }
}
