use domain::id::{NoticeId, WorkspaceId};
use domain::view::inbox::InboxView;
use leptos::server;

use super::ApiError;

#[server(endpoint = "inbox/show")]
pub async fn show_inbox() -> Result<InboxView, ApiError> {
    super::ask(service::inbox::Inbox).await
}

/// One piece of news was opened.
#[server(endpoint = "inbox/mark-read")]
pub async fn mark_read(notice: NoticeId) -> Result<(), ApiError> {
    super::run(service::inbox::MarkRead { notice: Some(notice) }).await
}

#[server(endpoint = "inbox/mark-all-read")]
pub async fn mark_all_read(workspace: WorkspaceId) -> Result<(), ApiError> {
    super::run(service::inbox::MarkRead { notice: None }).await?;
    super::go(&format!("/w/{workspace}/requests?kind=news"));
    Ok(())
}
