//! The installation itself.

use domain::time::Timestamp;

use crate::backend::{Read, Write};
use crate::error::Result;
use crate::query::query;

/// What proves that the key file fits the database; nothing while the installation is new.
pub async fn key_check(read: &mut Read) -> Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> = query("SELECT key_check FROM installation WHERE id = 1").maybe(read).await?;
    Ok(row.map(|(check,)| check))
}

/// Writes down that the installation begins, with its key.
pub async fn begin(write: &mut Write, key_check: &[u8], now: Timestamp) -> Result<()> {
    query("INSERT INTO installation (id, created_at, key_check) VALUES (1, $1, $2)").bind(now).bind(key_check).run(write).await?;
    Ok(())
}
