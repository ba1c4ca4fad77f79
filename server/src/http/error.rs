//! Answers of the server itself, outside the pages: a small page for browsers, a problem document (RFC 9457) for programs.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::fault::Problem;

/// Why a request was not served. What it looks like is decided by [`render`], which knows who asks.
#[derive(Debug, Clone)]
pub struct Refusal {
    status: StatusCode,
    detail: String,
    problem: Option<Problem>,
    retry_after: Option<i64>,
}

impl Refusal {
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), problem: None, retry_after: None }
    }

    /// Says in how many seconds trying again makes sense.
    pub fn retry_after(mut self, seconds: i64) -> Self {
        self.retry_after = Some(seconds);
        self
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        let status = StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let detail = problem.to_string();
        Self { status, detail, problem: Some(problem), retry_after: None }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// A person: navigation, or a form sent without our script.
    Browser,
    /// Our script, calling a server function: it reads a [`Problem`].
    Page,
    Program,
}

impl Reader {
    pub fn of(path: &str, headers: &HeaderMap) -> Self {
        let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if accept.contains("text/html") {
            Self::Browser
        } else if path.starts_with("/api/") {
            Self::Page
        } else {
            Self::Program
        }
    }
}

/// Gives every refusal its body, and one to the bare statuses that the router answers by itself.
pub async fn render(request: Request, next: Next) -> Response {
    let reader = Reader::of(request.uri().path(), request.headers());
    let mut response = next.run(request).await;
    let refusal = match response.extensions_mut().remove::<Refusal>() {
        Some(refusal) => refusal,
        None if response.status() == StatusCode::METHOD_NOT_ALLOWED => {
            let mut bare =
                render_as(reader, Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "This address does not take that kind of request."));
            if let Some(allow) = response.headers_mut().remove(header::ALLOW) {
                bare.headers_mut().insert(header::ALLOW, allow);
            }
            return bare;
        }
        None => return response,
    };
    render_as(reader, refusal)
}

fn render_as(reader: Reader, refusal: Refusal) -> Response {
    let Refusal { status, detail, problem, retry_after } = refusal;
    let title = status.canonical_reason().unwrap_or("Error");
    let (kind, body) = match reader {
        Reader::Browser => ("text/html; charset=utf-8", page(title, &detail)),
        Reader::Page => {
            let problem = problem.unwrap_or(Problem::BadRequest(detail));
            ("application/json", serde_json::to_string(&problem).unwrap_or_default())
        }
        Reader::Program => {
            let document = serde_json::json!({ "type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail });
            ("application/problem+json", document.to_string())
        }
    };
    let mut response = (status, [(header::CONTENT_TYPE, kind)], body).into_response();
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Stands alone: no script, no style, nothing that could be missing just then.
fn page(title: &str, detail: &str) -> String {
    let (title, detail) = (escape(title), escape(detail));
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title} - Latchkey</title></head>\
         <body><main><h1>{title}</h1><p>{detail}</p><p><a href=\"/\">Go to Latchkey</a></p></main></body></html>"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
