//! The public workspace ID (WS-02): 60 random bits in Crockford's base32, readable aloud, and a check character.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::fault::FieldFault;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const DIGITS: usize = 12;

/// `WS-7K3M-Q9TD-4XNB-5`: twelve digits and a check character, in groups.
///
/// The check character is Luhn's, modulo 32 (ISO/IEC 7812-1 generalised): it catches every single wrong character and nearly every swap of
/// neighbours, so a typing mistake is told at the form instead of becoming a request that waits for ever (HG-08).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WorkspaceCode(String);

impl WorkspaceCode {
    /// From 60 random bits; higher bits are ignored.
    #[must_use]
    pub fn from_bits(bits: u64) -> Self {
        let digits: Vec<u8> = (0..DIGITS).map(|place| ((bits >> (5 * (DIGITS - 1 - place))) & 31) as u8).collect();
        Self::print(&digits)
    }

    fn print(digits: &[u8]) -> Self {
        let mut text = String::from("WS");
        for (place, digit) in digits.iter().chain(std::iter::once(&check(digits))).enumerate() {
            if place % 4 == 0 {
                text.push('-');
            }
            text.push(ALPHABET.get(usize::from(*digit)).copied().map_or('0', char::from));
        }
        Self(text)
    }

    /// Reads what a person typed: case, spaces and hyphens do not matter, `O` reads as 0, `I` and `L` as 1.
    pub fn parse(text: &str) -> Result<Self, FieldFault> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
        if plain.is_empty() {
            return Err(FieldFault::Missing);
        }
        let digits: Option<Vec<u8>> = plain.strip_prefix("WS").unwrap_or(&plain).bytes().map(digit).collect();
        match digits.as_deref().and_then(<[u8]>::split_last) {
            Some((last, digits)) if digits.len() == DIGITS && check(digits) == *last => Ok(Self::print(digits)),
            _ => Err(FieldFault::NotAWorkspaceId),
        }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WorkspaceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn digit(byte: u8) -> Option<u8> {
    let byte = match byte {
        b'O' => b'0',
        b'I' | b'L' => b'1',
        other => other,
    };
    ALPHABET.iter().position(|&known| known == byte).and_then(|place| u8::try_from(place).ok())
}

fn check(digits: &[u8]) -> u8 {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, &digit)| {
            let weighted = u32::from(digit) * if place % 2 == 0 { 2 } else { 1 };
            weighted / 32 + weighted % 32
        })
        .sum();
    u8::try_from((32 - sum % 32) % 32).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn ws_02_code_round_trips_however_it_is_typed(bits: u64) {
            let code = WorkspaceCode::from_bits(bits);
            prop_assert_eq!(WorkspaceCode::parse(code.as_str()), Ok(code.clone()));
            let spoken = code.as_str().to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
            prop_assert_eq!(WorkspaceCode::parse(&spoken), Ok(code));
        }

        #[test]
        fn ws_02_one_wrong_character_is_always_noticed(bits: u64, place in 0_usize..13, shift in 1_u8..32) {
            let code = WorkspaceCode::from_bits(bits).to_string();
            let mut plain: Vec<u8> = code.bytes().skip(2).filter(|b| *b != b'-').collect();
            let was = digit(plain[place]).unwrap();
            plain[place] = ALPHABET[usize::from((was + shift) % 32)];
            prop_assert!(WorkspaceCode::parse(&String::from_utf8(plain).unwrap()).is_err());
        }
    }

    #[test]
    fn ws_02_it_looks_as_specified() {
        let code = WorkspaceCode::from_bits(0x0123_4567_89AB_CDEF).to_string();
        assert_eq!(code.len(), "WS-7K3M-Q9TD-4XNB-5".len());
        assert!(code.starts_with("WS-"));
        assert!(WorkspaceCode::parse("WS-0000-0000-000U-0").is_err());
    }
}
