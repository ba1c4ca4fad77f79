//! The installation's master key and what is derived from it. The key lives in a file outside the data directory, never in the
//! database; a check value in the database tells whether they belong together.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::ids::Ids;

/// 32 random bytes and everything derived from them by HKDF-SHA-256 (RFC 5869) with a label for each use.
#[derive(Clone)]
pub struct Keys(Zeroizing<[u8; 32]>);

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(..)")
    }
}

#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("the key file {0} is missing, but the database holds data that needs it: put the file back or restore it from its backup")]
    Missing(PathBuf),
    #[error("the key file {0} does not fit this database: it belongs to another installation or was replaced")]
    Wrong(PathBuf),
    #[error("the key file {0} does not hold 64 hexadecimal digits")]
    Malformed(PathBuf),
    #[error("the key file {0} can be read by others: run chmod 600 on it")]
    Exposed(PathBuf),
    #[error("the key file {0} cannot be used: {1}")]
    Io(PathBuf, #[source] io::Error),
}

impl Keys {
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Reads the key file; nothing if there is none.
    pub fn read(path: &Path) -> Result<Option<Self>, KeyError> {
        let text = match fs::read_to_string(path) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(KeyError::Io(path.to_owned(), error)),
        };
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(path).map_err(|e| KeyError::Io(path.to_owned(), e))?.permissions().mode();
            if mode & 0o077 != 0 {
                return Err(KeyError::Exposed(path.to_owned()));
            }
        }
        let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes()).ok().and_then(|b| <[u8; 32]>::try_from(b).ok());
        bytes.map(|b| Some(Self::from_bytes(b))).ok_or_else(|| KeyError::Malformed(path.to_owned()))
    }

    /// Makes a new key and writes it to a file that only its owner can read. Never over an existing file.
    pub fn create(path: &Path, ids: &Ids) -> Result<Self, KeyError> {
        let keys = Self::from_bytes(ids.bytes());
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let text = Zeroizing::new(data_encoding::HEXLOWER.encode(keys.0.as_slice()));
        let write = || {
            let mut file = options.open(path)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()
        };
        write().map_err(|error| KeyError::Io(path.to_owned(), error))?;
        Ok(keys)
    }

    /// 32 bytes for one use.
    #[must_use]
    pub fn derive(&self, label: &str) -> Zeroizing<[u8; 32]> {
        let mut out = Zeroizing::new([0; 32]);
        let hkdf = Hkdf::<Sha256>::new(None, self.0.as_slice());
        // 32 bytes is far below HKDF's limit, the only thing that expand can refuse.
        if hkdf.expand(label.as_bytes(), out.as_mut_slice()).is_err() {
            out.fill(0);
        }
        out
    }

    /// What the database keeps to recognise the key by.
    #[must_use]
    pub fn check_value(&self) -> Vec<u8> {
        mac(&self.derive("check/1"), b"latchkey key check")
    }

    /// Whether this is the key that the database was made with.
    #[must_use]
    pub fn fits(&self, check: &[u8]) -> bool {
        self.check_value().ct_eq(check).into()
    }

    /// Signs checkpoints of the activity log.
    #[must_use]
    pub fn checkpoint_key(&self) -> SigningKey {
        SigningKey::from_bytes(&self.derive("checkpoint/1"))
    }
}

/// HMAC-SHA-256 (RFC 2104).
#[must_use]
pub fn mac(key: &[u8; 32], data: &[u8]) -> Vec<u8> {
    // A key shorter than the block is padded with zeros, as the RFC says.
    let mut block = [0_u8; 64];
    for (slot, byte) in block.iter_mut().zip(key) {
        *slot = *byte;
    }
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
    mac.update(data);
    mac.finalize().into_bytes().to_vec()
}
