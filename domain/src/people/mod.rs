//! People of a workspace: roles, standing, and the rules of WS-04 and WS-15.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Text that no variant of a closed vocabulary is stored as.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {what}: {text}")]
pub struct UnknownWord {
    pub what: &'static str,
    pub text: String,
}

/// A closed vocabulary: an enum with a stable code for storage and a label for people.
#[macro_export]
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $label:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $code)] $variant,)* }

        impl $name {
            /// Every word, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable code, as stored.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The words on screens.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::people::UnknownWord;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($code => Ok(Self::$variant),)*
                    _ => Err($crate::people::UnknownWord { what: $what, text: text.to_owned() }),
                }
            }
        }
    };
}

vocabulary! {
    /// What a person may do in their workspace (WS-04).
    Role, "role" {
        Owner = "owner", "Owner";
        Admin = "admin", "Admin";
        Member = "member", "Member";
        Auditor = "auditor", "Auditor";
        GuestAdmin = "guest_admin", "Guest admin";
        GuestUser = "guest_user", "Guest user";
    }
}

impl Role {
    /// Roles that an invitation or a role change can give. Ownership moves only by transfer, the guest roles only with a
    /// local partner.
    pub const ASSIGNABLE: &'static [Self] = &[Self::Admin, Self::Member, Self::Auditor];

    #[must_use]
    pub const fn administers(self) -> bool {
        matches!(self, Self::Owner | Self::Admin)
    }

    /// Reads everything of the workspace (AC-03, HG-16).
    #[must_use]
    pub const fn oversees(self) -> bool {
        matches!(self, Self::Owner | Self::Admin | Self::Auditor)
    }

    /// Holds items and owns partnerships: "Member or above" (HG-02). Auditors and guests do not.
    #[must_use]
    pub const fn is_member(self) -> bool {
        matches!(self, Self::Owner | Self::Admin | Self::Member)
    }

    #[must_use]
    pub const fn is_guest(self) -> bool {
        matches!(self, Self::GuestAdmin | Self::GuestUser)
    }
}

vocabulary! {
    /// Whether a person can act at all. Part of every decision.
    Standing, "standing" {
        Active = "active", "Active";
        Suspended = "suspended", "Suspended";
        Removed = "removed", "Removed";
    }
}

vocabulary! {
    /// The life of an invitation (WS-06).
    InvitationState, "invitation state" {
        Open = "open", "Invited";
        Accepted = "accepted", "Accepted";
        Cancelled = "cancelled", "Cancelled";
    }
}

vocabulary! {
    /// Mail that a person may switch off. Mail that asks them to act, and mail about their own security, is always sent.
    MailTopic, "mail topic" {
        PartnershipNews = "partnership_news", "News about partnerships";
        ExpiryWarnings = "expiry_warnings", "Warnings before a partnership ends";
    }
}

/// Which mails a person has switched off, stored as codes separated by commas.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MutedMail(Vec<MailTopic>);

impl MutedMail {
    #[must_use]
    pub fn new(mut topics: Vec<MailTopic>) -> Self {
        topics.sort_unstable();
        topics.dedup();
        Self(topics)
    }

    #[must_use]
    pub fn has(&self, topic: MailTopic) -> bool {
        self.0.contains(&topic)
    }
}

impl fmt::Display for MutedMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, topic) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str(",")?;
            }
            f.write_str(topic.code())?;
        }
        Ok(())
    }
}

impl FromStr for MutedMail {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        text.split(',').filter(|code| !code.is_empty()).map(str::parse).collect::<Result<_, _>>().map(Self::new)
    }
}
