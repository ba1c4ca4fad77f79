//! Requests must be meant for us.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::uri::{Authority, PathAndQuery};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::error::Refusal;
use super::health::names_this_machine;
use crate::config::Origin;

/// `Host` must be the public one. Watchers on this machine may ask by its own names. This closes DNS rebinding, caches poisoned through
/// made-up hosts, and the case that a link is built from what a client says.
pub async fn check(State(public): State<Arc<Origin>>, request: Request, next: Next) -> Response {
    let mut lines = request.headers().get_all(header::HOST).iter();
    let in_header = lines.next().and_then(|host| host.to_str().ok()).filter(|_| lines.next().is_none());
    let host = request.uri().authority().map(Authority::as_str).or(in_header).unwrap_or_default().to_ascii_lowercase();
    let watched = matches!(request.uri().path(), "/healthz" | "/readyz" | "/metrics");
    if public.hosts.contains(&host) || (watched && names_this_machine(&host)) {
        return next.run(request).await;
    }
    if public.loopback && request.method().is_safe() && names_this_machine(&host) {
        // Someone typed localhost for 127.0.0.1, or the other way round; cookies are for one of them.
        let path = request.uri().path_and_query().map_or("/", PathAndQuery::as_str);
        return Redirect::temporary(&format!("{}{path}", public.text)).into_response();
    }
    Refusal::new(StatusCode::MISDIRECTED_REQUEST, format!("This server answers at {} only.", public.text)).into_response()
}
