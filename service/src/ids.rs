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
pub struct Ids(Mutex<ChaCha20Rng>);

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

impl Ids {
    /// Seeded by the operating system.
    pub fn from_system() -> Result<Self, rand::rngs::SysError> {
        let mut seed = [0; 32];
        rand::TryRng::try_fill_bytes(&mut rand::rngs::SysRng, &mut seed)?;
        Ok(Self(Mutex::new(ChaCha20Rng::from_seed(seed))))
    }

    /// The same values every time, for tests and demo data.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }

    pub fn fill(&self, bytes: &mut [u8]) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(bytes);
    }

    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A UUID version 7 (RFC 9562): ordered by time to the millisecond.
    pub fn uuid(&self, now: Timestamp) -> Uuid {
        let millis = u64::try_from(now.millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }

    pub fn token(&self) -> Token {
        let text = data_encoding::BASE64URL_NOPAD.encode(&self.bytes::<32>());
        let hash = token_hash(&text);
        Token {
            text: Secret::new(text),
            hash,
        }
    }

    /// 64 random bits.
    pub fn bits(&self) -> u64 {
        u64::from_be_bytes(self.bytes())
    }
}
