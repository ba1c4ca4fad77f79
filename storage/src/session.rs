//! Signed-in browsers.

use domain::time::Timestamp;

use crate::backend::Write;
use crate::error::Result;
use crate::query::query;

/// Writes down that the session is in use now, and moves its idle end by the length it was given.
pub async fn touch(write: &mut Write, token: &[u8; 32], now: Timestamp) -> Result<()> {
    query(
        "UPDATE session SET idle_until = idle_until + ($2 - last_used_at), last_used_at = $2
         WHERE token = $1 AND idle_until > $2 AND expires_at > $2 AND last_used_at < $2",
    )
    .bind(token)
    .bind(now)
    .run(write)
    .await?;
    Ok(())
}
