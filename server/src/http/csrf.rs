//! Requests that change something must come from our own pages.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::error::Refusal;
use crate::config::Origin;

/// Leptos checks nothing of this itself. Browsers say in `Sec-Fetch-Site` where a request comes from, and pages cannot write that
/// header. Where it is absent (an old browser, a program), the `Origin` must be ours. Cookies alone prove nothing: `SameSite=Lax`
/// lets other sites of the same domain through.
fn is_own(method: &Method, headers: &HeaderMap, own: &str) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    let only = |name| {
        let mut all = headers.get_all(name).iter();
        all.next().map(|first| (first, all.next().is_none()))
    };
    match only("sec-fetch-site") {
        Some((site, single)) => single && site == "same-origin",
        None => only(header::ORIGIN.as_str()).is_some_and(|(origin, single)| single && origin == own),
    }
}

pub async fn check(State(own): State<Arc<Origin>>, request: Request, next: Next) -> Response {
    if is_own(request.method(), request.headers(), &own.text) {
        return next.run(request).await;
    }
    metrics::counter!("http_foreign_requests_total").increment(1);
    let detail = format!(
        "This request did not come from a page of {}. Open that page and repeat your step there. Programs must send the header Origin: {}",
        own.text, own.text
    );
    Refusal::new(StatusCode::FORBIDDEN, detail).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "https://latchkey.example";

    fn passes(method: &Method, lines: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        is_own(method, &headers, OWN)
    }

    #[test]
    fn methods_and_headers() {
        let site = "sec-fetch-site";
        let table: &[(&[(&'static str, &'static str)], bool)] = &[
            (&[], false),
            (&[(site, "same-origin")], true),
            (&[(site, "same-site")], false),
            (&[(site, "cross-site")], false),
            (&[(site, "none")], false),
            (&[(site, "")], false),
            (&[(site, "same-origin"), (site, "cross-site")], false),
            (&[(site, "same-origin, cross-site")], false),
            (&[("origin", OWN)], true),
            (&[("origin", "http://latchkey.example")], false),
            (&[("origin", "https://latchkey.example:8443")], false),
            (&[("origin", "https://latchkey.example.evil.example")], false),
            (&[("origin", "https://evil.example")], false),
            (&[("origin", "null")], false),
            (&[("origin", OWN), ("origin", "https://evil.example")], false),
            (&[("referer", "https://latchkey.example/w")], false),
            // The browser's own word wins over the other header.
            (&[(site, "cross-site"), ("origin", OWN)], false),
            (&[(site, "same-site"), ("origin", OWN)], false),
            // A page without referrer sends "null" to itself.
            (&[(site, "same-origin"), ("origin", "null")], true),
        ];
        for (lines, own) in table {
            for method in [&Method::POST, &Method::PUT, &Method::PATCH, &Method::DELETE, &Method::TRACE, &Method::CONNECT] {
                assert_eq!(passes(method, lines), *own, "{method} {lines:?}");
            }
            for method in [&Method::GET, &Method::HEAD, &Method::OPTIONS] {
                assert!(passes(method, lines), "{method} {lines:?}");
            }
        }
        assert!(!passes(&Method::from_bytes(b"MADEUP").unwrap(), &[]));
    }
}
