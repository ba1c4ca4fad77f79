#![cfg_attr(feature = "ssr", expect(clippy::unused_async, reason = "a server function is async, whether or not it waits for anything"))]

use domain::id::WorkspaceId;
use domain::view::workspace::{SettingsView, ShellView};
#[cfg(feature = "ssr")]
use domain::workspace::Policies;
use domain::workspace::SecondFactorPolicy;
#[cfg(feature = "ssr")]
use leptos::prelude::use_context;
use leptos::server;

use super::ApiError;

/// What the frame around every page shows.
#[server(endpoint = "shell")]
pub async fn shell() -> Result<ShellView, ApiError> {
    super::ask(service::workspace::shell::Shell).await
}

/// Keeps the chosen theme in a cookie, so that the server renders it.
#[server(endpoint = "theme")]
pub async fn set_theme(theme: String, next: String) -> Result<(), ApiError> {
    let theme = match theme.as_str() {
        "light" | "dark" => theme,
        _ => "system".to_owned(),
    };
    let cookie = format!("theme={theme}; Path=/; Max-Age=31536000; SameSite=Lax");
    if let (Some(options), Ok(value)) = (use_context::<leptos_axum::ResponseOptions>(), http::HeaderValue::from_str(&cookie)) {
        options.append_header(http::header::SET_COOKIE, value);
    }
    if let Some(path) = super::local_path(&next) {
        super::go(path);
    }
    Ok(())
}

#[server(endpoint = "workspace/settings")]
pub async fn settings() -> Result<SettingsView, ApiError> {
    super::ask(service::workspace::settings::Settings).await
}

#[server(endpoint = "workspace/set-general")]
pub async fn set_general(name: String, initial: String, hue: i64) -> Result<(), ApiError> {
    super::run(service::workspace::settings::SetGeneral { name, initial, hue }).await
}

/// A number as it stands in a form field; the use case says what is wrong with one that is none.
#[cfg(feature = "ssr")]
fn days(text: &str) -> i64 {
    text.trim().parse().unwrap_or_default()
}

#[server(endpoint = "workspace/set-policies")]
pub async fn set_policies(
    second_factor: SecondFactorPolicy,
    #[server(default)] invitation_days: String,
    #[server(default)] share_days: String,
    #[server(default)] guest_admin_assigns: bool,
    #[server(default)] reveal: bool,
) -> Result<(), ApiError> {
    let policies = Policies {
        second_factor,
        invitation_days: days(&invitation_days),
        share_days: (!share_days.trim().is_empty()).then(|| days(&share_days)),
        guest_admin_assigns,
        reveal,
    };
    super::run(service::workspace::settings::SetPolicies { policies }).await
}

#[server(endpoint = "workspace/replace-code")]
pub async fn replace_code(workspace: WorkspaceId) -> Result<(), ApiError> {
    super::run(service::workspace::settings::RotateCode).await?;
    super::go(&format!("/w/{workspace}/settings/general"));
    Ok(())
}

#[server(endpoint = "workspace/publish-terms")]
pub async fn publish_terms(workspace: WorkspaceId, body: String) -> Result<(), ApiError> {
    super::run(service::workspace::settings::PublishTerms { body }).await?;
    super::go(&format!("/w/{workspace}/settings/terms"));
    Ok(())
}
