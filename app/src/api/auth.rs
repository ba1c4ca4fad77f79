//! Signing up, in and out, and the links that do so by mail. A password travels as text and becomes a secret here.

#[cfg(feature = "ssr")]
use domain::id::PartnershipId;
use domain::id::WorkspaceId;
use domain::view::me::{InvitationPreview, WorkspaceChoice};
use leptos::server;
use serde::{Deserialize, Serialize};

use super::ApiError;

/// Where a good password leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    /// To this page. It is loaded whole: everything on it is new to this person.
    In(String),
    /// It fits in several workspaces.
    Choose(Vec<WorkspaceChoice>),
}

/// Whether a workspace can be created here, and whether it would be the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    pub open: bool,
    pub first: bool,
}

/// Who asks by a partnership mail, and who is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinPreview {
    pub host: String,
    pub owner: String,
    pub email: String,
}

#[cfg(feature = "ssr")]
pub use entry::asked_which;

#[cfg(feature = "ssr")]
pub(super) mod entry {
    use domain::view::me::WorkspaceChoice;
    use http::header::{ACCEPT, COOKIE, SET_COOKIE};
    use http::{HeaderValue, request::Parts};
    use leptos::prelude::use_context;
    use leptos::server_fn::error::ServerFnUrlError;
    use leptos_axum::ResponseOptions;
    use leptos_router::location::Url;
    use service::auth::{self, Started};
    use service::ctx::Ctx;

    use crate::api::{Answer, context, go, local_path};

    /// The workspaces to choose from, for a browser that runs no script and so cannot keep them in the page.
    const CHOICES: &str = "__Host-latchkey-choice";
    /// How many of them a cookie has room for.
    const MOST_CHOICES: usize = 10;

    fn set_cookie(name: &str, value: &str, seconds: i64) {
        let cookie = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Lax");
        if let (Some(options), Ok(mut value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&cookie)) {
            value.set_sensitive(true);
            options.append_header(SET_COOKIE, value);
        }
    }

    /// Whether the form was sent by the browser itself, without our script.
    fn is_plain() -> bool {
        use_context::<Parts>().is_some_and(|parts| {
            let accept = parts.headers.get(ACCEPT).and_then(|value| value.to_str().ok());
            accept.is_some_and(|accept| accept.contains("text/html"))
        })
    }

    /// Gives the browser the token of a session.
    pub fn remember(started: &Started) -> Answer<()> {
        let (app, _) = context()?;
        let left = (started.expires_at - app.clock.now()).as_millis() / 1000;
        set_cookie(auth::COOKIE, started.token.expose(), left);
        Ok(())
    }

    /// Takes it away again.
    pub fn forget() {
        set_cookie(auth::COOKIE, "", 0);
    }

    /// Begins the session in this browser and says which page to load; a form sent without script is led there at once.
    pub fn enter(started: &Started, wanted: Option<&str>) -> Answer<String> {
        remember(started)?;
        let page = wanted.and_then(local_path).map_or_else(|| format!("/w/{}/partners", started.workspace), str::to_owned);
        if is_plain() {
            set_cookie(CHOICES, "", 0);
            go(&page);
        }
        Ok(page)
    }

    /// Lets someone without script choose on the sign-in page.
    pub fn ask_which(choices: &[WorkspaceChoice], next: &str) {
        if is_plain() {
            let lines: Vec<String> =
                choices.iter().take(MOST_CHOICES).map(|choice| format!("{} {}", choice.workspace, choice.name)).collect();
            set_cookie(CHOICES, &Url::escape(&lines.join("\n")), 300);
            go(&format!("/login?next={}", Url::escape(next)));
        }
    }

    /// What [`ask_which`] kept.
    pub fn asked_which() -> Vec<WorkspaceChoice> {
        let parts = use_context::<Parts>();
        let lines = parts.iter().flat_map(|parts| parts.headers.get_all(COOKIE)).filter_map(|line| line.to_str().ok());
        let value = lines.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix(CHOICES)?.strip_prefix('='));
        let read = |line: &str| {
            let (workspace, name) = line.split_once(' ')?;
            Some(WorkspaceChoice { workspace: workspace.parse().ok()?, name: name.to_owned() })
        };
        Url::unescape(value.unwrap_or_default()).lines().filter_map(read).collect()
    }

    /// Brings a form that was sent without script back to its page when something is wrong. Other pages need no such help: the browser says
    /// where a form comes from. Pages behind a link that is a credential tell it not to.
    pub fn or_back_to<T>(page: &str, function: &str, answer: Answer<T>) -> Answer<T> {
        const BASE: &str = "http://here";
        if let Err(error) = &answer
            && is_plain()
            && let Ok(url) = ServerFnUrlError::new(function, error.clone()).to_url(&format!("{BASE}{page}"))
        {
            go(url.as_str().trim_start_matches(BASE));
        }
        answer
    }

    /// The same request, asked by who has just signed in.
    pub fn as_entered(ctx: &Ctx, started: &Started) -> Ctx {
        Ctx { session: Some(service::ids::token_hash(started.token.expose())), ..ctx.clone() }
    }
}

/// Where the start page leads.
#[server(endpoint = "auth/start")]
pub async fn start() -> Result<String, ApiError> {
    let (app, ctx) = super::context()?;
    if let Ok(shell) = app.ask(&ctx, &service::workspace::shell::Shell).await {
        return Ok(format!("/w/{}/partners", shell.workspace));
    }
    let empty = service::auth::installation_is_empty(&app, &ctx).await?;
    Ok(if empty { "/sign-up" } else { "/login" }.to_owned())
}

/// Whether the sign-up page is open.
#[server(endpoint = "auth/opening")]
pub async fn sign_up_opening() -> Result<Opening, ApiError> {
    let (app, ctx) = super::context()?;
    let open = service::auth::may_sign_up(&app, &ctx, None).await?;
    let first = service::auth::installation_is_empty(&app, &ctx).await?;
    Ok(Opening { open, first })
}

#[server(endpoint = "auth/sign-in")]
pub async fn sign_in(
    email: String,
    password: String,
    #[server(default)] workspace: Option<WorkspaceId>,
    #[server(default)] next: String,
) -> Result<Entry, ApiError> {
    use service::auth::{Entered, SignIn};
    let (app, ctx) = super::context()?;
    let input = SignIn { email, password: password.as_str().into(), workspace };
    match service::auth::sign_in(&app, &ctx, input).await? {
        Entered::In(started) => Ok(Entry::In(entry::enter(&started, Some(&next))?)),
        Entered::Choose(choices) => {
            entry::ask_which(&choices, &next);
            Ok(Entry::Choose(choices))
        }
    }
}

#[server(endpoint = "auth/sign-out")]
pub async fn sign_out() -> Result<(), ApiError> {
    super::run(service::auth::SignOut).await?;
    entry::forget();
    super::go("/login");
    Ok(())
}

#[server(endpoint = "auth/sign-up")]
pub async fn sign_up(workspace: String, name: String, email: String, password: String) -> Result<String, ApiError> {
    let (app, ctx) = super::context()?;
    let input = service::auth::SignUp { workspace, name, email, password: password.as_str().into(), join: None };
    let started = service::auth::sign_up(&app, &ctx, input).await?;
    entry::enter(&started, None)
}

/// Proves who is signed in once more (WS-10).
#[server(endpoint = "auth/prove")]
pub async fn prove(password: String) -> Result<(), ApiError> {
    let (app, ctx) = super::context()?;
    let started = service::auth::prove(&app, &ctx, &password.as_str().into()).await?;
    entry::remember(&started)
}

#[server(endpoint = "auth/forgot")]
pub async fn request_reset(email: String) -> Result<(), ApiError> {
    let (app, ctx) = super::context()?;
    service::auth::request_reset(&app, &ctx, &email).await?;
    super::go("/forgot?sent=true");
    Ok(())
}

#[server(endpoint = "auth/reset")]
pub async fn reset_password(token: String, password: String) -> Result<(), ApiError> {
    use leptos::server_fn::ServerFn;
    let (app, ctx) = super::context()?;
    let done = service::auth::reset_password(&app, &ctx, &token.as_str().into(), &password.as_str().into()).await;
    entry::or_back_to(&format!("/reset/{token}"), ResetPassword::PATH, done.map_err(ApiError))?;
    super::go("/login?changed=true");
    Ok(())
}

/// What an invitation link leads to.
#[server(endpoint = "auth/invitation")]
pub async fn invitation(token: String) -> Result<InvitationPreview, ApiError> {
    let (app, ctx) = super::context()?;
    Ok(service::auth::invitation(&app, &ctx, &token.as_str().into()).await?)
}

#[server(endpoint = "auth/accept-invitation")]
pub async fn accept_invitation(token: String, name: String, password: String) -> Result<String, ApiError> {
    use leptos::server_fn::ServerFn;
    let (app, ctx) = super::context()?;
    let input = service::auth::AcceptInvitation { token: token.as_str().into(), name, password: password.as_str().into() };
    let started = service::auth::accept_invitation(&app, &ctx, input).await;
    let started = entry::or_back_to(&format!("/invite/{token}"), AcceptInvitation::PATH, started.map_err(ApiError))?;
    entry::enter(&started, None)
}

/// Who asks for a partnership by mail.
#[server(endpoint = "auth/join")]
pub async fn preview_join(token: String) -> Result<JoinPreview, ApiError> {
    let service::partners::join::Invitation { host, owner, email } =
        super::ask(service::partners::join::Preview { token: token.as_str().into() }).await?;
    Ok(JoinPreview { host, owner, email })
}

/// A new workspace for who was asked by mail; leads to the request that waits there (HG-05).
#[server(endpoint = "auth/join-with-new")]
pub async fn join_with_new(token: String, workspace: String, name: String, email: String, password: String) -> Result<String, ApiError> {
    use leptos::server_fn::ServerFn;
    let (app, ctx) = super::context()?;
    let input = service::auth::SignUp { workspace, name, email, password: password.as_str().into(), join: Some(token.as_str().into()) };
    let started = service::auth::sign_up(&app, &ctx, input).await;
    let started = entry::or_back_to(&format!("/join/{token}"), JoinWithNew::PATH, started.map_err(ApiError))?;
    let all = service::partners::list::List { search: None, kind: None, stage: None, after: None };
    let partners = app.ask(&entry::as_entered(&ctx, &started), &all).await?;
    let request = partners.partners.first().map(|row| accept_page(started.workspace, row.id));
    entry::enter(&started, request.as_deref())
}

/// Connects a request to the workspace that one is signed in to.
#[server(endpoint = "auth/join-with-mine")]
pub async fn join_with_mine(token: String, workspace: WorkspaceId) -> Result<(), ApiError> {
    use leptos::server_fn::ServerFn;
    let done = super::run(service::partners::join::Connect { token: token.as_str().into() }).await;
    let partnership = entry::or_back_to(&format!("/join/{token}"), JoinWithMine::PATH, done)?;
    super::go(&accept_page(workspace, partnership));
    Ok(())
}

#[cfg(feature = "ssr")]
fn accept_page(workspace: WorkspaceId, partnership: PartnershipId) -> String {
    format!("/w/{workspace}/partners/{partnership}/accounts?dialog=accept")
}
