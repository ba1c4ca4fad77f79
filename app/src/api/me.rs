use domain::id::{SessionId, WorkspaceId};
use domain::people::MailTopic;
use domain::view::me::{ProfileView, SessionView};
use leptos::server;

use super::ApiError;

#[server(endpoint = "me/profile")]
pub async fn profile() -> Result<ProfileView, ApiError> {
    super::ask(service::me::profile::Profile).await
}

#[server(endpoint = "me/rename")]
pub async fn rename(name: String) -> Result<(), ApiError> {
    super::run(service::me::profile::Rename { name }).await
}

/// `wanted` are the mails to get: what a browser sends of check boxes.
#[server(endpoint = "me/set-mail")]
pub async fn set_mail(#[server(default)] wanted: Vec<MailTopic>) -> Result<(), ApiError> {
    let muted = MailTopic::ALL.iter().copied().filter(|topic| !wanted.contains(topic)).collect();
    super::run(service::me::profile::SetMail { muted }).await
}

#[server(endpoint = "me/change-password")]
pub async fn change_password(current: String, password: String) -> Result<(), ApiError> {
    let (app, ctx) = super::context()?;
    let input = service::me::password::ChangePassword { current: current.as_str().into(), password: password.as_str().into() };
    let started = service::me::password::change_password(&app, &ctx, input).await?;
    super::auth::entry::remember(&started)
}

#[server(endpoint = "me/sessions")]
pub async fn sessions() -> Result<Vec<SessionView>, ApiError> {
    super::ask(service::me::sessions::Sessions).await
}

#[server(endpoint = "me/end-session")]
pub async fn end_session(session: SessionId) -> Result<(), ApiError> {
    super::run(service::me::sessions::End { session }).await
}

#[server(endpoint = "me/end-other-sessions")]
pub async fn end_other_sessions(workspace: WorkspaceId) -> Result<(), ApiError> {
    super::run(service::me::sessions::EndOthers).await?;
    super::go(&format!("/w/{workspace}/profile"));
    Ok(())
}
