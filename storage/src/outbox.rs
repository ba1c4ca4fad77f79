//! Mail that waits to be sent.

use domain::id::MailId;
use domain::time::Timestamp;
use domain::view::mail::{MailRow, MailView};
use sqlx::FromRow;
use uuid::Uuid;

use crate::backend::{Read, Write};
use crate::dialect::skip_locked;
use crate::error::Result;
use crate::query::{Assembly, assembled, query};

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

/// A mail that this worker alone may send until its lease ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leased {
    pub id: MailId,
    pub recipient: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub created_at: Timestamp,
    /// How often it was taken, this time included.
    pub attempts: i64,
    /// Grows with every lease: a mark with an older number is refused.
    pub fence: i64,
}

#[derive(FromRow)]
struct LeasedRow {
    id: Uuid,
    recipient: String,
    subject: String,
    text_body: String,
    html_body: String,
    created_at: i64,
    attempts: i64,
    fence: i64,
}

/// Whether any mail could be leased. Asked first, because it takes no lock.
pub async fn is_due(read: &mut Read, now: Timestamp) -> Result<bool> {
    query(
        "SELECT 1 FROM outbox WHERE sent_at IS NULL AND given_up_at IS NULL AND due_at <= $1
         AND (leased_until IS NULL OR leased_until <= $1) LIMIT 1",
    )
    .bind(now)
    .exists(read)
    .await
}

/// Takes the oldest due mails for this worker.
pub async fn lease(write: &mut Write, now: Timestamp, until: Timestamp, limit: i64) -> Result<Vec<Leased>> {
    let sql = format!(
        "UPDATE outbox SET leased_until = $2, fence = fence + 1, attempts = attempts + 1
         WHERE id IN (SELECT id FROM outbox WHERE sent_at IS NULL AND given_up_at IS NULL AND due_at <= $1
             AND (leased_until IS NULL OR leased_until <= $1) ORDER BY due_at LIMIT $3{})
         RETURNING id, recipient, subject, text_body, html_body, created_at, attempts, fence",
        skip_locked(write)
    );
    let rows: Vec<LeasedRow> = assembled(sql, vec![now.into(), until.into(), limit.into()]).run_returning(write).await?;
    Ok(rows
        .into_iter()
        .map(|row| Leased {
            id: MailId::new(row.id),
            recipient: row.recipient,
            subject: row.subject,
            text: row.text_body,
            html: row.html_body,
            created_at: Timestamp::from_millis(row.created_at),
            attempts: row.attempts,
            fence: row.fence,
        })
        .collect())
}

/// Marks a mail as sent. False where another worker took it meanwhile.
pub async fn sent(write: &mut Write, id: MailId, fence: i64, now: Timestamp) -> Result<bool> {
    let touched = query(
        "UPDATE outbox SET sent_at = $3, leased_until = NULL, last_error = NULL
         WHERE id = $1 AND fence = $2 AND sent_at IS NULL AND given_up_at IS NULL",
    )
    .bind(id)
    .bind(fence)
    .bind(now)
    .run(write)
    .await?;
    Ok(touched == 1)
}

/// Puts a mail back for a later try.
pub async fn retry(write: &mut Write, id: MailId, fence: i64, due_at: Timestamp, error: &str) -> Result<bool> {
    let touched = query(
        "UPDATE outbox SET due_at = $3, leased_until = NULL, last_error = $4
         WHERE id = $1 AND fence = $2 AND sent_at IS NULL AND given_up_at IS NULL",
    )
    .bind(id)
    .bind(fence)
    .bind(due_at)
    .bind(error)
    .run(write)
    .await?;
    Ok(touched == 1)
}

/// Stops trying.
pub async fn give_up(write: &mut Write, id: MailId, fence: i64, now: Timestamp, error: &str) -> Result<bool> {
    let touched = query(
        "UPDATE outbox SET given_up_at = $3, leased_until = NULL, last_error = $4
         WHERE id = $1 AND fence = $2 AND sent_at IS NULL AND given_up_at IS NULL",
    )
    .bind(id)
    .bind(fence)
    .bind(now)
    .bind(error)
    .run(write)
    .await?;
    Ok(touched == 1)
}

/// Takes everything that waits out of the way of a mail server that is configured later: what stood in the development
/// mailbox was read there, and its links are old.
pub async fn keep(write: &mut Write, now: Timestamp) -> Result<u64> {
    query(
        "UPDATE outbox SET given_up_at = $1, last_error = 'kept in the development mailbox'
         WHERE sent_at IS NULL AND given_up_at IS NULL AND due_at <= $1",
    )
    .bind(now)
    .run(write)
    .await
}

/// Since when the longest waiting due mail is due: how far the workers are behind. A mail whose next try lies ahead does not count,
/// so that one recipient's server that is away does not look like a worker that is.
pub async fn oldest_due(read: &mut Read, now: Timestamp) -> Result<Option<Timestamp>> {
    let row: Option<(i64,)> =
        query("SELECT due_at FROM outbox WHERE sent_at IS NULL AND given_up_at IS NULL AND due_at <= $1 ORDER BY due_at LIMIT 1")
            .bind(now)
            .maybe(read)
            .await?;
    Ok(row.map(|(at,)| Timestamp::from_millis(at)))
}

#[derive(FromRow)]
struct StoredRow {
    id: Uuid,
    recipient: String,
    subject: String,
    text_body: String,
    html_body: String,
    created_at: i64,
}

impl From<StoredRow> for MailView {
    fn from(row: StoredRow) -> Self {
        Self {
            row: MailRow {
                id: MailId::new(row.id),
                at: Timestamp::from_millis(row.created_at),
                recipient: row.recipient,
                subject: row.subject,
            },
            text: row.text_body,
            html: row.html_body,
        }
    }
}

/// Everything ever written, newest first: up to `limit` mails before `before`.
pub async fn list(read: &mut Read, before: Option<MailId>, limit: i64) -> Result<Vec<MailRow>> {
    let mut sql = Assembly::new("SELECT id, recipient, subject, '' AS text_body, '' AS html_body, created_at FROM outbox");
    if let Some(before) = before {
        sql.add(
            " WHERE created_at <= (SELECT created_at FROM outbox WHERE id = ?)
              AND (created_at < (SELECT created_at FROM outbox WHERE id = ?) OR id < ?)",
            [before.into(), before.into(), before.into()],
        );
    }
    sql.add(" ORDER BY created_at DESC, id DESC LIMIT ?", [limit.into()]);
    let rows: Vec<StoredRow> = sql.query().all(read).await?;
    Ok(rows.into_iter().map(|row| MailView::from(row).row).collect())
}

/// One mail.
pub async fn get(read: &mut Read, id: MailId) -> Result<Option<MailView>> {
    let row: Option<StoredRow> =
        query("SELECT id, recipient, subject, text_body, html_body, created_at FROM outbox WHERE id = $1").bind(id).maybe(read).await?;
    Ok(row.map(Into::into))
}

/// Forgets mails that were sent or given up before `before`: they hold names and links.
pub async fn forget(write: &mut Write, before: Timestamp) -> Result<u64> {
    query("DELETE FROM outbox WHERE created_at < $1 AND (sent_at IS NOT NULL OR given_up_at IS NOT NULL)").bind(before).run(write).await
}
