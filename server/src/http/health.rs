//! What watches the server: is it alive, can it work, what does it count.

use std::net::{IpAddr, SocketAddr};
use std::sync::OnceLock;
use std::time::Duration;

use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::fault::Problem;
use domain::time::Span;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use service::app::App;
use service::mail::deliver::oldest_unsent;
use url::Host;

use super::Web;
use super::error::Refusal;
use crate::config::is_loopback;

/// Mail that has waited longer is worth a word.
const LATE: Span = Span::minutes(15);

/// The process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The process can do its work: send it requests. Mail that cannot leave is told of, but takes no server out of service: the others could
/// not send it either, and everything else works.
pub async fn ready(State(app): State<App>) -> Response {
    match tokio::time::timeout(Duration::from_secs(2), app.db.ping()).await {
        Ok(Ok(())) => match oldest_unsent(&app).await {
            Ok(Some(waiting)) if waiting > LATE => {
                format!("ready, but mail has been waiting for {} minutes\n", waiting.as_millis() / 60_000).into_response()
            }
            _ => "ready\n".into_response(),
        },
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready: the database does not answer");
            Refusal::from(Problem::Unavailable).into_response()
        }
        Err(_) => {
            tracing::warn!("not ready: the database takes longer than two seconds");
            Refusal::from(Problem::Unavailable).into_response()
        }
    }
}

/// With a token set, whoever holds it may read. Without one, only a program on this machine that asks this machine: a proxy in between
/// names the public host, or whom it speaks for.
pub async fn metrics(State(web): State<Web>, ConnectInfo(peer): ConnectInfo<SocketAddr>, headers: HeaderMap) -> Response {
    match &web.config.metrics_token {
        Some(token) => {
            let sent = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
            // Compared by hash, so that the time taken says nothing about the token.
            let hash = service::ids::token_hash;
            if sent.is_none_or(|sent| hash(sent) != hash(token.expose())) {
                let mut response = Refusal::new(StatusCode::UNAUTHORIZED, "Metrics need the installation's bearer token.").into_response();
                response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
                return response;
            }
        }
        None if !is_local(peer.ip(), &headers) => {
            return Refusal::from(Problem::NotFound).into_response();
        }
        None => {}
    }
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (kind, web.metrics.render()).into_response()
}

fn is_local(peer: IpAddr, headers: &HeaderMap) -> bool {
    let forwarded = ["forwarded", "x-forwarded-for", "x-real-ip", "via"].into_iter().any(|name| headers.contains_key(name));
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    peer.to_canonical().is_loopback() && !forwarded && names_this_machine(host)
}

/// Whether `Host` is a name that only this machine has for itself.
pub fn names_this_machine(host: &str) -> bool {
    url::Url::parse(&format!("http://{host}/")).is_ok_and(|url| {
        url.host().is_some_and(|host| match host {
            Host::Domain(name) => is_loopback(&Host::Domain(name)),
            Host::Ipv4(address) => is_loopback(&Host::Ipv4(address)),
            Host::Ipv6(address) => is_loopback(&Host::Ipv6(address)),
        })
    })
}

static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();

/// Files what was counted since the last time; without it, histograms keep every single value until someone asks for them.
pub fn keep_up() {
    if let Some(handle) = HANDLE.get() {
        handle.run_upkeep();
    }
    // The second number is the pages in memory (proc_pid_statm(5)), of 4 KiB on every machine that we build for.
    let pages = std::fs::read_to_string("/proc/self/statm").ok().and_then(|line| line.split(' ').nth(1)?.parse::<u32>().ok());
    if let Some(pages) = pages {
        metrics::gauge!("process_resident_memory_bytes").set(f64::from(pages) * 4096.0);
    }
}

/// Starts counting. The recorder is one for the process.
pub fn start_metrics(now: f64) -> PrometheusHandle {
    HANDLE
        .get_or_init(|| {
            let buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];
            let builder = PrometheusBuilder::new();
            let builder = builder.set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &buckets);
            let recorder = builder.unwrap_or_default().build_recorder();
            let handle = recorder.handle();
            if metrics::set_global_recorder(recorder).is_err() {
                tracing::warn!("metrics were started twice");
            }
            metrics::describe_counter!("http_requests_total", "Requests answered");
            metrics::describe_histogram!("http_request_duration_seconds", "Time until the head of the answer");
            metrics::describe_counter!("http_foreign_requests_total", "Requests refused because they did not come from our pages");
            metrics::describe_counter!("http_limited_requests_total", "Requests refused because their network made too many");
            metrics::describe_counter!("http_panics_total", "Handlers that panicked");
            metrics::describe_gauge!("process_start_time_seconds", "Start of the process, seconds since 1970");
            metrics::describe_gauge!("process_resident_memory_bytes", "Memory in use");
            metrics::describe_gauge!("latchkey_build_info", "1, with the version");
            metrics::describe_gauge!("latchkey_live_streams", "Open pages that hear news");
            metrics::describe_gauge!("latchkey_mail_oldest_due_seconds", "How long the oldest mail that should be out has waited");
            metrics::describe_counter!("latchkey_mails_sent_total", "Mails that a mail server took");
            metrics::describe_counter!("latchkey_mails_given_up_total", "Mails that no mail server will take");
            metrics::gauge!("process_start_time_seconds").set(now);
            metrics::gauge!("latchkey_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
            handle
        })
        .clone()
}
