//! Text that people type: trimmed, bounded, without characters that could make it look like something else.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::fault::FieldFault;

/// Longest name of a person or a workspace, in characters.
pub const NAME_MAX: usize = 80;
/// Longest email address, in bytes (RFC 5321 4.5.3.1.3, less the angle brackets).
pub const EMAIL_MAX: usize = 254;
/// Longest reason or note, in characters.
pub const NOTE_MAX: usize = 1_000;
/// Longest terms of service text, in characters.
pub const TERMS_MAX: usize = 45_000;
/// Shortest and longest password, in characters. Longer ones are refused, never cut.
pub const PASSWORD_MIN: usize = 12;
pub const PASSWORD_MAX: usize = 128;

/// Control characters, and the format characters that reorder or hide text (Unicode's bidirectional controls, zero width
/// characters, interlinear and tag characters).
fn is_disguise(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2028}' | '\u{2029}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

fn checked(text: &str, max: usize, multiline: bool) -> Result<String, FieldFault> {
    let unified = text.replace("\r\n", "\n");
    let trimmed = unified.trim();
    if trimmed.chars().any(|c| is_disguise(c) && !(multiline && (c == '\n' || c == '\t'))) {
        return Err(FieldFault::HiddenCharacters);
    }
    if trimmed.chars().count() > max {
        return Err(FieldFault::TooLong { max });
    }
    Ok(trimmed.to_owned())
}

/// One line of 1 to `max` characters.
pub fn line(text: &str, max: usize) -> Result<String, FieldFault> {
    let text = checked(text, max, false)?;
    if text.is_empty() { Err(FieldFault::Missing) } else { Ok(text) }
}

/// Several lines of 1 to `max` characters.
pub fn block(text: &str, max: usize) -> Result<String, FieldFault> {
    let text = checked(text, max, true)?;
    if text.is_empty() { Err(FieldFault::Missing) } else { Ok(text) }
}

/// Several lines, or nothing.
pub fn optional_block(text: &str, max: usize) -> Result<Option<String>, FieldFault> {
    let text = checked(text, max, true)?;
    Ok((!text.is_empty()).then_some(text))
}

/// The length rule of WS-07. Whether a password is too common is asked on the server, where the list is.
pub fn password(text: &str) -> Result<(), FieldFault> {
    match text.chars().count() {
        0 => Err(FieldFault::Missing),
        n if n < PASSWORD_MIN => Err(FieldFault::TooShort { min: PASSWORD_MIN }),
        n if n > PASSWORD_MAX => Err(FieldFault::TooLong { max: PASSWORD_MAX }),
        _ => Ok(()),
    }
}

/// An email address that a mail can be sent to: the dot-atom form of RFC 5321, without quoted local parts, comments or
/// address literals, which no guest of a real organisation has and which make look-alikes easy.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    pub fn parse(text: &str) -> Result<Self, FieldFault> {
        let text = line(text, EMAIL_MAX)?;
        let (local, host) = text.rsplit_once('@').ok_or(FieldFault::NotAnEmail)?;
        let atom = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b));
        let label = |part: &str| {
            (1..=63).contains(&part.len())
                && !part.starts_with('-')
                && !part.ends_with('-')
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        let fits =
            text.len() <= EMAIL_MAX && local.len() <= 64 && local.split('.').all(atom) && host.contains('.') && host.split('.').all(label);
        if fits { Ok(Self(text)) } else { Err(FieldFault::NotAnEmail) }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two addresses of the same mailbox are compared by.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// "1 person", "2 people".
#[must_use]
pub fn counted(n: u64, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hidden_and_reordering_characters_are_refused() {
        for text in ["a\u{202E}b", "a\u{0}b", "a\nb", "zero\u{200B}width", "tag\u{E0041}"] {
            assert_eq!(line(text, 80), Err(FieldFault::HiddenCharacters), "{text:?}");
        }
        assert_eq!(block("one\r\ntwo", 80).as_deref(), Ok("one\ntwo"));
        assert_eq!(line("<b>Ömer & Søn</b>", 80).as_deref(), Ok("<b>Ömer & Søn</b>"));
    }

    #[test]
    fn ws_06_addresses_that_no_mail_can_reach_are_refused() {
        for text in [
            "",
            "a",
            "a@b",
            "@b.c",
            "a@",
            "a b@c.de",
            "a..b@c.de",
            "a@-c.de",
            "a@c..de",
            "\"a\"@c.de",
            "a@[127.0.0.1]",
            "a@b.c\r\nBcc: x@y.z",
        ] {
            assert!(Email::parse(text).is_err(), "{text:?}");
        }
        assert_eq!(Email::parse(" Mia@Acme.example ").map(|e| e.key()), Ok("mia@acme.example".into()));
    }

    proptest! {
        #[test]
        fn a_checked_line_is_never_longer_than_allowed(text in "\\PC*", max in 1_usize..40) {
            if let Ok(kept) = line(&text, max) {
                prop_assert!((1..=max).contains(&kept.chars().count()));
                prop_assert_eq!(line(&kept, max), Ok(kept.clone()));
            }
        }
    }

    #[test]
    fn ws_07_password_length() {
        assert_eq!(password("elevenchars"), Err(FieldFault::TooShort { min: 12 }));
        assert_eq!(password("twelve chars"), Ok(()));
        assert_eq!(password(&"x".repeat(129)), Err(FieldFault::TooLong { max: 128 }));
    }
}
