//! Server functions. Each is one line through [`run`] or [`ask`], which build the request's context and say what went wrong in one form.

pub mod activity;
pub mod auth;
pub mod inbox;
pub mod mailbox;
pub mod me;
pub mod partners;
pub mod people;
pub mod workspace;

use std::fmt;

use domain::fault::Problem;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// A [`Problem`] on its way over the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ApiError(pub Problem);

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for ApiError {}

impl From<Problem> for ApiError {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        Self(match error {
            ServerFnErrorErr::Args(what) | ServerFnErrorErr::MissingArg(what) => Problem::BadRequest(what),
            // The server did not answer, or something before it answered in its place.
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) | ServerFnErrorErr::Deserialization(_) => Problem::Unavailable,
            other => Problem::BadRequest(other.to_string()),
        })
    }
}

/// What server functions answer.
pub type Answer<T> = Result<T, ApiError>;

#[cfg(feature = "ssr")]
mod server {
    use domain::fault::Problem;
    use leptos::prelude::use_context;
    use service::app::App;
    use service::ctx::Ctx;
    use service::unit::{Question, UseCase};

    use super::Answer;

    /// The application and the request that is being answered.
    pub fn context() -> Answer<(App, Ctx)> {
        use_context::<App>().zip(use_context::<Ctx>()).ok_or_else(|| Problem::Internal { request: String::new() }.into())
    }

    /// Runs a use case for the person behind the request.
    pub async fn run<U: UseCase>(case: U) -> Answer<U::Out> {
        let (app, ctx) = context()?;
        Ok(app.run(&ctx, &case).await?)
    }

    /// Asks a question for the person behind the request.
    pub async fn ask<Q: Question>(question: Q) -> Answer<Q::Out> {
        let (app, ctx) = context()?;
        Ok(app.ask(&ctx, &question).await?)
    }

    /// Leads on to a page: by a redirect for a form that was sent without script, by the router otherwise.
    pub fn go(path: &str) {
        leptos_axum::redirect(path);
    }
}

#[cfg(feature = "ssr")]
pub(crate) use server::{ask, context, go, run};

/// The path, if it is one of this site: a form field or a link must not lead away. Browsers drop tabs and line ends and take `\` for `/`,
/// so only what a path is written with is let through (RFC 3986).
#[cfg(feature = "ssr")]
pub(crate) fn local_path(path: &str) -> Option<&str> {
    let written = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (path.starts_with('/') && !path.starts_with("//") && written).then_some(path)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::local_path;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for good in ["/", "/w/x/partners?dialog=add&q=a%20b"] {
            assert_eq!(local_path(good), Some(good));
        }
        for bad in
            ["", "w", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n", "https://evil.example", "/\u{e9}"]
        {
            assert_eq!(local_path(bad), None, "{bad:?}");
        }
    }
}
