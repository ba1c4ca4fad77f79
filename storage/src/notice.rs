//! News in people's inboxes.

use domain::id::{NoticeId, PersonId, WorkspaceId};
use domain::time::Timestamp;

use crate::backend::Write;
use crate::error::Result;
use crate::query::query;

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
    query("INSERT INTO notice (id, workspace_id, person_id, at, text, path) VALUES ($1, $2, $3, $4, $5, $6)")
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
