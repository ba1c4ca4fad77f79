//! Mail that waits to be sent.

use domain::id::MailId;
use domain::time::Timestamp;

use crate::backend::Write;
use crate::error::Result;
use crate::query::query;

/// A mail as it will be sent. `once` names its cause; a second mail of the same cause is not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMail {
    pub once: String,
    pub recipient: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Writes a mail in the transaction of its cause.
pub async fn put(write: &mut Write, id: MailId, mail: &NewMail, now: Timestamp) -> Result<()> {
    query(
        "INSERT INTO outbox (id, once, recipient, subject, text_body, html_body, created_at, due_at, attempts, fence)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 0, 0) ON CONFLICT (once) DO NOTHING",
    )
    .bind(id)
    .bind(&mail.once)
    .bind(&mail.recipient)
    .bind(&mail.subject)
    .bind(&mail.text)
    .bind(&mail.html)
    .bind(now)
    .run(write)
    .await?;
    Ok(())
}
