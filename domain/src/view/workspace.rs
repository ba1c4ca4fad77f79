use serde::{Deserialize, Serialize};

use super::Can;
use crate::access::{Action, RIGHTS, holders};
use crate::id::{PersonId, WorkspaceId};
use crate::partnership::host_guest::RULES;
use crate::people::Role;
use crate::time::Timestamp;
use crate::workspace::{Policies, WorkspaceCode};

/// How a workspace looks in lists and headers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceTile {
    pub name: String,
    /// One character.
    pub initial: String,
    /// 0 to 7.
    pub hue: i64,
}

/// What the frame around every page needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShellView {
    pub workspace: WorkspaceId,
    pub tile: WorkspaceTile,
    /// The public workspace ID (WS-02).
    pub code: String,
    pub person: PersonId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub can: Can,
    /// Things that wait for this person's decision.
    pub to_decide: u64,
    /// Unread news.
    pub unread: u64,
    /// Mail is kept in the app instead of being sent.
    pub development_mailbox: bool,
}

/// The actions that the frame and the list pages offer; [`ShellView::can`] answers for each.
pub const SHELL_ACTIONS: &[Action] = &[
    Action::ViewPartners,
    Action::RequestPartnership,
    Action::ViewPeople,
    Action::InvitePerson,
    Action::ViewSettings,
    Action::EditSettings,
    Action::ViewActivity,
    Action::ExportActivity,
];

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsView {
    pub tile: WorkspaceTile,
    pub code: WorkspaceCode,
    pub policies: Policies,
    pub terms: TermsView,
    pub terms_history: Vec<TermsVersion>,
    pub can: Can,
}

/// The terms of service text that partners agree to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermsView {
    pub version: i64,
    pub body: String,
    pub published_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermsVersion {
    pub version: i64,
    pub published_at: Timestamp,
    pub published_by: String,
}

/// One line of the Roles page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RightRow {
    pub action: &'static str,
    /// In the order of [`Role::ALL`].
    pub roles: Vec<bool>,
}

/// What each role may do (WS-05), from the data that decisions read.
#[must_use]
pub fn rights_table() -> Vec<RightRow> {
    RIGHTS
        .iter()
        .map(|(action, _)| RightRow {
            action: action.label(),
            roles: Role::ALL.iter().map(|role| holders(*action).is_some_and(|roles| roles.contains(role))).collect(),
        })
        .collect()
}

/// What people of a partnership may do with it: action, who, and in which states.
#[must_use]
pub fn partnership_table() -> Vec<(&'static str, Vec<&'static str>, Vec<&'static str>)> {
    RULES
        .iter()
        .filter(|rule| rule.action != Action::ExpirePartnership)
        .map(|rule| {
            (rule.action.label(), rule.who.iter().map(|who| who.label()).collect(), rule.from.iter().map(|stage| stage.label()).collect())
        })
        .collect()
}
