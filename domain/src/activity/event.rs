use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{PartnershipId, PersonId};
use crate::vocabulary;

macro_rules! events {
    ($($name:ident = $code:literal, $group:ident, $label:literal;)*) => {
        vocabulary! {
            /// Everything that the log can tell (AC-01). Codes are stable: they are hashed, exported and filtered by.
            EventKind, "event" { $($name = $code, $label;)* }
        }

        impl EventKind {
            #[must_use]
            pub const fn group(self) -> EventGroup {
                match self { $(Self::$name => EventGroup::$group,)* }
            }
        }
    };
}

vocabulary! {
    /// How events are grouped in the filter.
    EventGroup, "event group" {
        SignIn = "sign_in", "Sign-in";
        People = "people", "People";
        Partnership = "partnership", "Partnerships";
        Workspace = "workspace", "Workspace";
        Activity = "activity", "Activity log";
    }
}

events! {
    SignedIn = "session.signed_in", SignIn, "Signed in";
    SignInRefused = "session.refused", SignIn, "Sign-in refused";
    SignedOut = "session.signed_out", SignIn, "Signed out";
    SessionEnded = "session.ended", SignIn, "Session ended";
    IdentityConfirmed = "session.identity_confirmed", SignIn, "Identity confirmed";
    PasswordChanged = "password.changed", SignIn, "Password changed";
    ResetRequested = "password.reset_requested", SignIn, "Password reset requested";
    PasswordReset = "password.reset", SignIn, "Password reset";
    ActionRefused = "action.refused", SignIn, "Action refused";

    PersonInvited = "person.invited", People, "Person invited";
    InvitationResent = "invitation.resent", People, "Invitation resent";
    InvitationCancelled = "invitation.cancelled", People, "Invitation cancelled";
    PersonJoined = "person.joined", People, "Person joined";
    PersonRenamed = "person.renamed", People, "Name changed";
    MailPreferencesChanged = "person.mail_preferences", People, "Mail preferences changed";
    RoleChanged = "person.role_changed", People, "Role changed";
    PersonSuspended = "person.suspended", People, "Person suspended";
    PersonResumed = "person.resumed", People, "Person resumed";
    PersonRemoved = "person.removed", People, "Person removed";
    PeopleExported = "people.exported", People, "People downloaded";

    WorkspaceCreated = "workspace.created", Workspace, "Workspace created";
    OwnershipTransferred = "workspace.ownership_transferred", Workspace, "Workspace ownership transferred";
    WorkspaceRenamed = "workspace.renamed", Workspace, "Workspace name or tile changed";
    PoliciesChanged = "workspace.policies", Workspace, "Policies changed";
    WorkspaceCodeRotated = "workspace.code_rotated", Workspace, "Workspace ID replaced";
    TermsPublished = "workspace.terms_published", Workspace, "Terms of service published";

    PartnershipRequested = "partnership.requested", Partnership, "Partnership requested";
    PartnershipApproved = "partnership.approved", Partnership, "Partnership approved";
    PartnershipDeclinedByHost = "partnership.declined_by_host", Partnership, "Partnership declined by admin";
    PartnershipReminded = "partnership.reminded", Partnership, "Partnership reminder sent";
    PartnershipWithdrawn = "partnership.withdrawn", Partnership, "Partnership request withdrawn";
    PartnershipAccepted = "partnership.accepted", Partnership, "Partnership accepted";
    PartnershipDeclinedByGuest = "partnership.declined_by_guest", Partnership, "Partnership declined by partner";
    PartnershipResent = "partnership.resent", Partnership, "Partnership request resent";
    PartnershipSuspended = "partnership.suspended", Partnership, "Partnership suspended";
    PartnershipResumed = "partnership.resumed", Partnership, "Partnership resumed";
    PartnershipExpired = "partnership.expired", Partnership, "Partnership expired";
    ExtensionAsked = "partnership.extension_asked", Partnership, "Partnership extension asked for";
    PartnershipExtended = "partnership.extended", Partnership, "Partnership extended";
    PartnershipRemoved = "partnership.removed", Partnership, "Partner removed";
    PartnershipExpirySet = "partnership.expiry_set", Partnership, "Partnership expiry set";
    PartnershipExpiryWarned = "partnership.expiry_warned", Partnership, "Partnership expiry warning sent";
    PartnershipHandedOver = "partnership.handed_over", Partnership, "Partnership ownership transferred";
    DeputyNamed = "partnership.deputy_named", Partnership, "Partnership deputy named";
    RepresentativeChanged = "partnership.representative_changed", Partnership, "Partnership representative changed";

    ActivityExported = "activity.exported", Activity, "Activity downloaded";
}

/// An id with the name it had when the event happened: a later renaming does not rewrite history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named<I> {
    pub id: I,
    pub name: String,
}

/// What happened, without who and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happening {
    pub kind: EventKind,
    /// The person acted on, where that is not the one who acts.
    pub person: Option<Named<PersonId>>,
    pub partnership: Option<Named<PartnershipId>>,
    /// Further facts by name: old and new values, notes. Never a secret.
    pub details: BTreeMap<String, String>,
}

impl Happening {
    #[must_use]
    pub fn new(kind: EventKind) -> Self {
        Self { kind, person: None, partnership: None, details: BTreeMap::new() }
    }

    #[must_use]
    pub fn on_person(mut self, id: PersonId, name: &str) -> Self {
        self.person = Some(Named { id, name: name.to_owned() });
        self
    }

    #[must_use]
    pub fn on_partnership(mut self, id: PartnershipId, name: &str) -> Self {
        self.partnership = Some(Named { id, name: name.to_owned() });
        self
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.details.insert(name.to_owned(), value.into());
        self
    }
}
