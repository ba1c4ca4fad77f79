//! Typed identifiers.
//!
//! Inside the program and in the database an id is a UUID version 7 made by the caller. At the edges (URLs, JSON, logs) it
//! is text: a prefix that names the kind, `_`, and the 128 bits in Crockford's base32, 26 characters, lower case.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 26;

/// The text is no id of the wanted kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id of this kind")]
pub struct NotAnId;

fn encode(id: Uuid) -> String {
    let bits = id.as_u128();
    (0..LENGTH)
        .map(|place| {
            let shift = 5 * (LENGTH - 1 - place);
            let digit = usize::try_from((bits >> shift) & 31).unwrap_or_default();
            ALPHABET.get(digit).copied().map_or('0', char::from)
        })
        .collect()
}

fn decode(text: &str) -> Result<Uuid, NotAnId> {
    if text.len() != LENGTH {
        return Err(NotAnId);
    }
    let mut bits: u128 = 0;
    for (place, byte) in text.bytes().enumerate() {
        let digit = ALPHABET.iter().position(|&known| known == byte).ok_or(NotAnId)?;
        // 26 digits hold 130 bits: the first may carry only three of them.
        if place == 0 && digit > 7 {
            return Err(NotAnId);
        }
        bits = (bits << 5) | digit as u128;
    }
    Ok(Uuid::from_u128(bits))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// What the text form starts with.
            pub const PREFIX: &'static str = $prefix;

            #[must_use]
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }

            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}_{}", $prefix, encode(self.0))
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let digits = text.strip_prefix($prefix).and_then(|rest| rest.strip_prefix('_')).ok_or(NotAnId)?;
                decode(digits).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// One tenant.
    WorkspaceId = "wsp";
    /// One person in one workspace.
    PersonId = "per";
    /// A link between a host and a guest workspace.
    PartnershipId = "pnr";
    /// A signed-in browser.
    SessionId = "ses";
    /// A pending or answered invitation of a member.
    InvitationId = "inv";
    /// One row of the activity log.
    EventId = "evt";
    /// One entry of a person's inbox.
    NoticeId = "ntc";
    /// A mail waiting to be sent, or sent.
    MailId = "mal";
    /// A unit of later work.
    JobId = "job";
    /// One row of a partnership's history.
    HistoryId = "his";
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn text_form_round_trips(bits: u128) {
            let id = PersonId::new(Uuid::from_u128(bits));
            prop_assert_eq!(id.to_string().parse::<PersonId>(), Ok(id));
        }

        #[test]
        fn any_text_is_refused_or_round_trips(text in "(per_)?[0-9a-z]{24,28}") {
            if let Ok(id) = text.parse::<PersonId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }

    #[test]
    fn another_kind_is_refused() {
        let id = PersonId::new(Uuid::from_u128(7));
        assert_eq!(id.to_string().parse::<WorkspaceId>(), Err(NotAnId));
    }
}
