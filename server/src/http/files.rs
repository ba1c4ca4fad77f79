//! The built site: files with a hash in their name stay in browsers for ever, compressed beforehand where the build did that.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::fault::Problem;
use tower::ServiceExt;
use tower_http::services::ServeDir;

use super::Web;
use super::error::Refusal;

/// A year, the longest that caches understand.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

#[derive(Debug, Clone)]
pub struct Files {
    site: ServeDir,
    /// Names under /pkg change with their content.
    hashed: bool,
}

impl Files {
    pub fn new(site: &Path, hashed: bool) -> Self {
        let site = ServeDir::new(site).append_index_html_on_directories(false).precompressed_br().precompressed_gzip();
        Self { site, hashed }
    }

    async fn get(&self, request: Request) -> Response {
        let path = request.uri().path();
        let lasting = path.starts_with("/fonts/") || (self.hashed && path.starts_with("/pkg/"));
        let mut response = match self.site.clone().oneshot(request).await {
            Ok(response) => response.map(Body::new),
            Err(never) => match never {},
        };
        if !matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED | StatusCode::PARTIAL_CONTENT) {
            return Refusal::from(Problem::NotFound).into_response();
        }
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(if lasting { FOR_EVER } else { ASK_AGAIN }));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        response
    }
}

/// A route for each folder of the build, and for each other thing that the site has at its top when the server starts; nothing else ever
/// looks at the disk.
pub fn routes(site: &Path) -> Router<Web> {
    let mut paths = BTreeSet::from(["/pkg/{*file}".to_owned(), "/fonts/{*file}".to_owned()]);
    for entry in fs::read_dir(site).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let compressed = entry.path().extension().is_some_and(|kind| kind == "br" || kind == "gz");
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
        if plain && !compressed {
            paths.insert(if entry.path().is_dir() { format!("/{name}/{{*file}}") } else { format!("/{name}") });
        }
    }
    let file = |State(web): State<Web>, request: Request| async move { web.files.get(request).await };
    paths.iter().fold(Router::new(), |router, path| router.route(path, get(file)))
}

/// Whether the build put hashes into names: it leaves their list beside the program, where Leptos looks for it too.
pub fn are_hashed() -> bool {
    std::env::current_exe().is_ok_and(|program| program.with_file_name("hash.txt").exists())
}
