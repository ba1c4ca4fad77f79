//! News in people's inboxes.

use domain::access::{Permit, act};
use domain::id::{NoticeId, PersonId, WorkspaceId};
use domain::time::Timestamp;
use domain::view::inbox::News;
use sqlx::FromRow;
use uuid::Uuid;

use crate::backend::{Read, Write};
use crate::error::Result;
use crate::query::{Assembly, query};

/// Puts a piece of news into a person's inbox. `path` is the page it leads to.
pub async fn put(
    write: &mut Write,
    id: NoticeId,
    workspace: WorkspaceId,
    person: PersonId,
    text: &str,
    path: &str,
    now: Timestamp,
) -> Result<()> {
    query("INSERT INTO notice (id, workspace_id, person_id, at, text, path) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING")
        .bind(id)
        .bind(workspace)
        .bind(person)
        .bind(now)
        .bind(text)
        .bind(path)
        .run(write)
        .await?;
    Ok(())
}

#[derive(FromRow)]
struct NewsRow {
    id: Uuid,
    at: i64,
    text: String,
    path: String,
    read_at: Option<i64>,
}

/// A person's news, newest first.
pub async fn list(read: &mut Read, workspace: WorkspaceId, person: PersonId, limit: i64) -> Result<Vec<News>> {
    let rows: Vec<NewsRow> = query(
        "SELECT id, at, text, path, read_at FROM notice WHERE workspace_id = $1 AND person_id = $2
         ORDER BY at DESC, id DESC LIMIT $3",
    )
    .bind(workspace)
    .bind(person)
    .bind(limit)
    .all(read)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| News {
            id: NoticeId::new(row.id),
            at: Timestamp::from_millis(row.at),
            text: row.text,
            href: row.path,
            read: row.read_at.is_some(),
        })
        .collect())
}

/// How much news a person has not read.
pub async fn unread(read: &mut Read, workspace: WorkspaceId, person: PersonId) -> Result<i64> {
    query("SELECT COUNT(*) FROM notice WHERE workspace_id = $1 AND person_id = $2 AND read_at IS NULL")
        .bind(workspace)
        .bind(person)
        .count(read)
        .await
}

/// Marks one piece of the own news as read, or all of it; how many were not.
pub async fn mark_read(write: &mut Write, permit: &Permit<act::EditProfile>, notice: Option<NoticeId>) -> Result<u64> {
    let mut sql = Assembly::new("UPDATE notice SET");
    sql.add(
        " read_at = ? WHERE workspace_id = ? AND person_id = ? AND read_at IS NULL",
        [permit.at().into(), permit.workspace().into(), permit.actor().into()],
    );
    if let Some(notice) = notice {
        sql.add(" AND id = ?", [notice.into()]);
    }
    sql.query().run(write).await
}

/// Forgets read news from before `before`.
pub async fn forget(write: &mut Write, before: Timestamp) -> Result<u64> {
    query("DELETE FROM notice WHERE read_at IS NOT NULL AND at < $1").bind(before).run(write).await
}
