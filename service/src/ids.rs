//! The only place that makes ids, tokens and other random values.

use std::sync::{Mutex, PoisonError};

use domain::secret::Secret;
use domain::time::Timestamp;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A cryptographically secure generator, seeded by the operating system, or by a test.
#[derive(Debug)]
pub struct Ids(Mutex<State>);

#[derive(Debug)]
struct State {
    rng: ChaCha20Rng,
    /// The millisecond and the random part of the last id.
    last: (u64, u128),
}

impl State {
    fn new(rng: ChaCha20Rng) -> Self {
        Self { rng, last: (0, 0) }
    }
}

/// The random bits of a UUID version 7.
const RANDOM: u128 = (1 << 74) - 1;

/// A random token for a link or a cookie, and the hash that is stored in its place.
#[derive(Debug)]
pub struct Token {
    /// 256 bits, base64url without padding.
    pub text: Secret,
    pub hash: [u8; 32],
}

/// What a token is stored and looked up as.
#[must_use]
pub fn token_hash(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// A UUID version 8 (RFC 9562) that stands for what was hashed: the same every time.
#[must_use]
pub fn named(hash: &[u8; 32]) -> Uuid {
    let mut bytes = [0; 16];
    for (slot, byte) in bytes.iter_mut().zip(hash) {
        *slot = *byte;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

impl Ids {
    /// Seeded by the operating system.
    pub fn from_system() -> Result<Self, rand::rngs::SysError> {
        let mut seed = [0; 32];
        rand::TryRng::try_fill_bytes(&mut rand::rngs::SysRng, &mut seed)?;
        Ok(Self(Mutex::new(State::new(ChaCha20Rng::from_seed(seed)))))
    }

    /// The same values every time, for tests and demo data.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(State::new(ChaCha20Rng::seed_from_u64(seed))))
    }

    pub fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).rng.fill_bytes(bytes);
    }

    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A UUID version 7 (RFC 9562). Ids of one process go up also within a millisecond (section 6.2, method 2: a random step from the
    /// last one), so that rows written together keep their order.
    pub fn uuid(&self, now: Timestamp) -> Uuid {
        let millis = u64::try_from(now.millis()).unwrap_or_default();
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let random = if state.last.0 == millis {
            (state.last.1 + 1 + u128::from(state.rng.next_u32())) & RANDOM
        } else {
            // The top bit stays free for the steps that follow.
            (u128::from(state.rng.next_u64()) << 9 | u128::from(state.rng.next_u32() & 511)) & (RANDOM >> 1)
        };
        state.last = (millis, random);
        drop(state);
        let bytes = random.to_be_bytes();
        let mut ten = [0; 10];
        let high = random >> 62;
        for (slot, byte) in ten.iter_mut().zip([(high >> 8).to_be_bytes()[15] & 15, high.to_be_bytes()[15]]) {
            *slot = byte;
        }
        for (slot, byte) in ten.iter_mut().skip(2).zip(bytes.iter().skip(8)) {
            *slot = *byte;
        }
        uuid::Builder::from_unix_timestamp_millis(millis, &ten).into_uuid()
    }

    pub fn token(&self) -> Token {
        let text = data_encoding::BASE64URL_NOPAD.encode(&self.bytes::<32>());
        let hash = token_hash(&text);
        Token { text: Secret::new(text), hash }
    }

    /// 64 random bits.
    pub fn bits(&self) -> u64 {
        u64::from_be_bytes(self.bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_millisecond_go_up() {
        let ids = Ids::seeded(1);
        let made: Vec<_> = (0..10_000).map(|n| ids.uuid(Timestamp::from_millis(1_800_000_000_000 + n / 5_000))).collect();
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(made.iter().all(|id| id.get_version_num() == 7));
    }
}
