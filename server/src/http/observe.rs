//! One line in the log and one count in the metrics for each request, under a number that the answer carries too.

use std::panic::AssertUnwindSafe;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::fault::Problem;
use futures::FutureExt;
use service::app::App;
use tokio::time::Instant;

use super::error::Refusal;
use super::headers::TOKEN_PATHS;

/// The request's number. Never taken from outside.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

pub async fn number(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = app.ids.uuid(app.clock.now()).simple().to_string();
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    let path = shown_path(&request);
    let class = class(&path);
    let started = Instant::now();

    let mut response = next.run(request).await;

    let took = started.elapsed();
    let status = response.status();
    let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let labels = [("method", method_label(method.as_str())), ("route", class), ("status", status_class(status))];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_duration_seconds", &labels).record(took.as_secs_f64());
    if status.is_server_error() {
        tracing::error!(%method, path, status = status.as_u16(), ms = millis, request = id, "answered");
    } else if matches!(class, "static" | "operations") {
        tracing::debug!(%method, path, status = status.as_u16(), ms = millis, request = id, "answered");
    } else {
        tracing::info!(%method, path, status = status.as_u16(), ms = millis, request = id, "answered");
    }
    if let Ok(id) = HeaderValue::try_from(id) {
        response.headers_mut().insert(HEADER, id);
    }
    response
}

/// A panic ends its request, not the others. What it said is in the log, by the panic hook.
pub async fn catch_panic(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    if let Ok(response) = AssertUnwindSafe(next.run(request)).catch_unwind().await {
        return response;
    }
    metrics::counter!("http_panics_total").increment(1);
    tracing::error!(request = id, "a handler panicked");
    Refusal::from(Problem::Internal { request: id }).into_response()
}

/// The pattern of the route where there is one, so that the log holds no ids and no tokens; else the path, cut and cleaned.
fn shown_path(request: &Request) -> String {
    if let Some(matched) = request.extensions().get::<MatchedPath>() {
        return matched.as_str().to_owned();
    }
    let path = request.uri().path();
    let first = path.split('/').nth(1).unwrap_or_default();
    if TOKEN_PATHS.contains(&first) {
        return format!("/{first}/...");
    }
    path.chars().filter(|c| !c.is_control()).take(200).collect()
}

fn class(path: &str) -> &'static str {
    let end = path.rsplit('/').next().unwrap_or_default();
    let kind = end.rsplit_once('.').map(|(_, kind)| kind);
    match path.split('/').nth(1).unwrap_or_default() {
        "api" => "api",
        "pkg" | "fonts" => "static",
        "healthz" | "readyz" | "metrics" => "operations",
        _ if end == "{*file}" => "static",
        _ if end == "events" => "live",
        _ if matches!(kind, Some("csv" | "jsonl")) => "export",
        _ if kind.is_some() => "static",
        _ => "page",
    }
}

/// A method that someone made up is no new time series.
fn method_label(method: &str) -> &'static str {
    ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].into_iter().find(|known| *known == method).unwrap_or("other")
}

fn status_class(status: StatusCode) -> &'static str {
    match status.as_u16() {
        100..=199 => "1xx",
        200..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        _ => "5xx",
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn tokens_do_not_reach_the_log() {
        let shown = |uri: &str| shown_path(&Request::builder().uri(uri).body(Body::empty()).unwrap());
        assert_eq!(shown("/reset/abc123?x=secret"), "/reset/...");
        assert_eq!(shown("/invite/abc/def"), "/invite/...");
        assert_eq!(shown("/join/abc"), "/join/...");
        assert_eq!(shown("/nothing/here?token=secret"), "/nothing/here");
        assert_eq!(shown(&format!("/{}", "x".repeat(1000))).len(), 200);
    }

    #[test]
    fn classes_are_few() {
        for (path, expected) in [
            ("/", "page"),
            ("/w/{ws}/partners", "page"),
            ("/w/{ws}/events", "live"),
            ("/w/{ws}/activity.csv", "export"),
            ("/pkg/latchkey.abc.wasm", "static"),
            ("/favicon.svg", "static"),
            ("/api/sign_in123", "api"),
            ("/healthz", "operations"),
        ] {
            assert_eq!(class(path), expected, "{path}");
        }
    }
}
