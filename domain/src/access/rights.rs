//! What each role may do in its own workspace (WS-05): data, printed by the Roles page and held by the access matrix.

use super::Action;
use crate::people::Role;

use Role::{Admin, Auditor, GuestAdmin, GuestUser, Member, Owner};

/// Who may do what, before the target is looked at. Acts on one partnership depend on the capacity there instead and are
/// listed in [`crate::partnership::host_guest::RULES`].
pub const RIGHTS: &[(Action, &[Role])] = &[
    (Action::ViewPeople, &[Owner, Admin, Member, Auditor]),
    (Action::ViewPerson, &[Owner, Admin, Auditor]),
    (Action::InvitePerson, &[Owner, Admin]),
    (Action::ChangeRole, &[Owner, Admin]),
    (Action::SuspendPerson, &[Owner, Admin]),
    (Action::ResumePerson, &[Owner, Admin]),
    (Action::RemovePerson, &[Owner, Admin]),
    (Action::TransferOwnership, &[Owner]),
    (Action::ViewSettings, &[Owner, Admin]),
    (Action::EditSettings, &[Owner, Admin]),
    (Action::RotateWorkspaceCode, &[Owner, Admin]),
    (Action::ViewActivity, &[Owner, Admin, Auditor]),
    (Action::ExportActivity, &[Owner, Admin, Member, Auditor, GuestAdmin, GuestUser]),
    (Action::ViewPartners, &[Owner, Admin, Member, Auditor]),
    (Action::RequestPartnership, &[Owner, Admin, Member]),
    (Action::EditProfile, &[Owner, Admin, Member, Auditor, GuestAdmin, GuestUser]),
];

/// The roles that may do it; nothing where a role alone does not decide.
#[must_use]
pub fn holders(action: Action) -> Option<&'static [Role]> {
    RIGHTS.iter().find(|(known, _)| *known == action).map(|(_, roles)| *roles)
}

/// Whether the role may do it at all.
#[must_use]
pub fn may(role: Role, action: Action) -> bool {
    holders(action).is_some_and(|roles| roles.contains(&role))
}
