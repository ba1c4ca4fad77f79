//! All routes, and what every request passes on its way to them.

use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use ::leptos::config::LeptosOptions;
use axum::Router;
use axum::extract::{ConnectInfo, FromRef, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::fault::Problem;
use domain::time::Span;
use metrics_exporter_prometheus::PrometheusHandle;
use service::app::App;
use service::place::{self, Places};
use tokio::sync::watch;

use super::error::Refusal;
use super::files::{self, Files};
use super::limit::Limiter;
use super::{body, client, csrf, error, headers, health, host, leptos, observe, session, workspace};
use crate::cli::Stop;
use crate::config::Config;

/// What handlers share. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Web(Arc<Shared>);

pub struct Shared {
    pub app: App,
    pub config: Config,
    pub leptos: LeptosOptions,
    pub files: Files,
    pub places: Places,
    pub limiter: Limiter,
    pub metrics: PrometheusHandle,
    /// Turns true when the server stops: streams end then.
    pub stopping: watch::Receiver<bool>,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("config", &self.config).finish_non_exhaustive()
    }
}

impl Deref for Web {
    type Target = Shared;
    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl FromRef<Web> for App {
    fn from_ref(web: &Web) -> Self {
        web.app.clone()
    }
}

impl FromRef<Web> for LeptosOptions {
    fn from_ref(web: &Web) -> Self {
        web.leptos.clone()
    }
}

impl Web {
    #[expect(clippy::cast_precision_loss, reason = "the metric is a float, and milliseconds of this age fit into it")]
    pub fn new(app: App, config: Config, stopping: watch::Receiver<bool>) -> Result<Self, Stop> {
        let places = match &config.geoip_db {
            None => Places::none(),
            Some(path) => Places::open(path).map_err(|error| {
                Stop::failed(format!(
                    "the location database {} cannot be used: {error}. Set --geoip-db (LATCHKEY_GEOIP_DB) to an .mmdb file",
                    path.display()
                ))
            })?,
        };
        let hashed = files::are_hashed();
        let leptos = LeptosOptions::builder()
            .output_name("latchkey")
            .site_root(config.site_dir.to_string_lossy().into_owned())
            .site_addr(config.listen)
            .hash_files(hashed)
            .build();
        Ok(Self(Arc::new(Shared {
            leptos,
            files: Files::new(&config.site_dir, hashed),
            limiter: Limiter::per_minute(config.rate_limit),
            metrics: health::start_metrics(app.clock.now().millis() as f64 / 1000.0),
            app,
            config,
            places,
            stopping,
        })))
    }
}

/// Until the head of an answer must be there. Streams, whose head is there at once, may go on.
const PATIENCE: Duration = Duration::from_secs(30);

pub fn router(web: &Web) -> Router {
    let public = Arc::new(web.config.public.clone());
    let pages = leptos::routes(web)
        .merge(workspace::routes())
        .fallback(leptos::fallback)
        .layer(from_fn_with_state(web.clone(), session::describe))
        .layer(from_fn(headers::page));
    Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .merge(files::routes(&web.config.site_dir))
        .merge(pages)
        // From here on, what is written last stands outermost.
        .layer(from_fn(body::check))
        .layer(from_fn_with_state(web.clone(), limit))
        .layer(from_fn_with_state(public.clone(), csrf::check))
        .layer(from_fn_with_state(public.clone(), host::check))
        .layer(from_fn(hurry))
        .layer(from_fn(observe::catch_panic))
        .layer(from_fn(error::render))
        .layer(from_fn_with_state(public, headers::every))
        .layer(from_fn_with_state(web.app.clone(), observe::number))
        .with_state(web.clone())
}

async fn hurry(request: Request, next: Next) -> Response {
    match tokio::time::timeout(PATIENCE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refusal::from(Problem::Unavailable).into_response(),
    }
}

/// Calls that may change something, counted by network.
async fn limit(State(web): State<Web>, ConnectInfo(peer): ConnectInfo<SocketAddr>, request: Request, next: Next) -> Response {
    if request.method().is_safe() || !request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let network = place::network(client::address(peer.ip(), request.headers(), &web.config.trusted_proxies));
    let now = web.app.clock.now();
    match web.limiter.take(network, now) {
        Ok(()) => next.run(request).await,
        Err(seconds) => {
            metrics::counter!("http_limited_requests_total").increment(1);
            let until = now + Span::seconds(seconds);
            Refusal::from(Problem::TooManyAttempts { until }).retry_after(seconds).into_response()
        }
    }
}
