//! The whole router, as clients see it.

use std::fs;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, BodyDataStream, Bytes, to_bytes};
use axum::extract::{ConnectInfo, Request};
use axum::http::{Method, Response, StatusCode, header};
use domain::people::Role;
use futures::StreamExt;
use service::activity::verify;
use service::auth::{self, SignUp};
use service::ctx::Ctx;
use service::ids::token_hash;
use service::people::invite::Invite;
use service::testkit::{PASSWORD, World};
use tempfile::TempDir;
use tokio::sync::watch;
use tower::ServiceExt;

use super::{Web, router};
use crate::config::{Config, Log, Origin};

const OWN: &str = "https://latchkey.example";
const HOST: &str = "latchkey.example";

pub(super) struct Server {
    pub(super) world: World,
    router: Router,
    _site: TempDir,
    stop: watch::Sender<bool>,
}

impl Server {
    pub(super) async fn new() -> Self {
        Self::with(|_| ()).await
    }

    async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let site = TempDir::new().unwrap();
        fs::create_dir_all(site.path().join("pkg")).unwrap();
        fs::create_dir_all(site.path().join("fonts")).unwrap();
        fs::write(site.path().join("pkg/latchkey.js"), "plain").unwrap();
        fs::write(site.path().join("pkg/latchkey.js.br"), "brotli").unwrap();
        fs::write(site.path().join("pkg/latchkey.js.gz"), "gzip").unwrap();
        fs::write(site.path().join("fonts/a.woff2"), "font").unwrap();
        fs::write(site.path().join("favicon.svg"), "<svg/>").unwrap();
        let mut config = Config {
            listen: "127.0.0.1:3000".parse().unwrap(),
            public: Origin::parse(OWN).unwrap(),
            data_dir: "data".into(),
            database_url: String::new(),
            key_file: "key".into(),
            smtp_url: None,
            mail_from: String::new(),
            open_signup: true,
            trusted_proxies: Vec::new(),
            geoip_db: None,
            site_dir: site.path().to_owned(),
            log: Log::Text,
            log_filter: "info".to_owned(),
            metrics_token: None,
            rate_limit: 0,
        };
        change(&mut config);
        let world = World::sqlite().await;
        let (stop, stopping) = watch::channel(false);
        let web = Web::new(world.app.clone(), config, stopping).unwrap();
        Self { router: router::router(&web), world, _site: site, stop }
    }

    pub(super) async fn send(&self, request: axum::http::request::Builder, body: impl Into<Body>) -> Answer {
        let mut request: Request = request.body(body.into()).unwrap();
        request.headers_mut().entry(header::HOST).or_insert(HOST.parse().unwrap());
        let peer = SocketAddr::from(([203, 0, 113, 9], 4711));
        if request.extensions().get::<ConnectInfo<SocketAddr>>().is_none() {
            request.extensions_mut().insert(ConnectInfo(peer));
        }
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer(Response::from_parts(parts, body))
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).header(header::ACCEPT, "text/html"), "").await
    }

    /// As our own script posts.
    async fn post(&self, path: &str, kind: &str, body: impl Into<Body>) -> Answer {
        self.send(own(Request::post(path)).header(header::CONTENT_TYPE, kind), body).await
    }
}

pub(super) fn own(request: axum::http::request::Builder) -> axum::http::request::Builder {
    request.header("sec-fetch-site", "same-origin")
}

pub(super) struct Answer(Response<Bytes>);

impl Answer {
    pub(super) fn status(&self) -> u16 {
        self.0.status().as_u16()
    }

    fn header(&self, name: &str) -> &str {
        self.0.headers().get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(self.0.body()).into_owned()
    }
}

pub(super) const FORM: &str = "application/x-www-form-urlencoded";
pub(super) const JSON: &str = "application/json";
/// Any server function will do.
const FUNCTION: &str = "/api/partners/show";

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let server = Server::new().await;
    let paths = [
        "/login",
        "/nothing/here",
        "/invite/token",
        "/pkg/latchkey.js",
        "/pkg/none.js",
        "/fonts/a.woff2",
        "/favicon.svg",
        "/healthz",
        "/readyz",
        "/metrics",
    ];
    let mut answers = Vec::new();
    for path in paths {
        answers.push((path, server.get(path).await));
    }
    answers.push(("405", server.send(own(Request::post("/healthz")), "").await));
    answers.push(("foreign", server.send(Request::post(FUNCTION), "").await));
    answers.push(("function", server.post(FUNCTION, FORM, "").await));
    answers.push(("host", server.send(Request::get("/").header(header::HOST, "evil.example"), "").await));
    for (what, answer) in &answers {
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{what}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{what}");
        assert_eq!(answer.header("strict-transport-security"), "max-age=63072000; includeSubDomains", "{what}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{what}");
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'; "), "{what}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{what}");
        assert!(!answer.header("content-security-policy").contains("unsafe-inline"), "{what}");
        assert_eq!(answer.header("x-request-id").len(), 32, "{what}");
        assert!(!answer.header("content-type").is_empty(), "{what}");
        let token = what.starts_with("/invite");
        assert_eq!(answer.header("referrer-policy"), if token { "no-referrer" } else { "same-origin" }, "{what}");
        let file = ["/pkg/latchkey.js", "/fonts/a.woff2", "/favicon.svg"].contains(what);
        assert_eq!(answer.header("cache-control") == "no-store", !file, "{what}: {}", answer.header("cache-control"));
    }
    let mut ids: Vec<&str> = answers.iter().map(|(_, answer)| answer.header("x-request-id")).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), answers.len());
}

#[tokio::test]
async fn pages_carry_the_nonce_of_their_policy() {
    let server = Server::new().await;
    let mut nonces = Vec::new();
    for path in ["/login", "/nothing/here", "/login"] {
        let page = server.get(path).await;
        let policy = page.header("content-security-policy");
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        assert!(policy.contains(&format!("script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval';")), "{policy}");
        assert!(policy.contains("style-src 'self';"), "{policy}");
        let html = page.text();
        assert!(html.contains("<script"), "{html}");
        for script in html.split("<script").skip(1) {
            assert!(script.split('>').next().unwrap().contains(&format!("nonce=\"{nonce}\"")), "{script}");
        }
        nonces.push(nonce);
    }
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), 3, "each answer has its own");
}

#[tokio::test]
async fn plain_http_on_this_machine_has_no_hsts() {
    let server = Server::with(|config| config.public = Origin::parse("http://127.0.0.1:3000").unwrap()).await;
    let answer = server.send(Request::get("/healthz").header(header::HOST, "127.0.0.1:3000"), "").await;
    assert_eq!((answer.status(), answer.header("strict-transport-security")), (200, ""));
}

#[tokio::test]
async fn a_request_id_is_not_taken_from_outside() {
    let server = Server::new().await;
    let answer = server.send(Request::get("/healthz").header("x-request-id", "forged"), "").await;
    assert_ne!(answer.header("x-request-id"), "forged");
}

#[tokio::test]
async fn requests_from_elsewhere_are_refused() {
    let server = Server::new().await;
    for (name, value, expected) in [
        ("sec-fetch-site", "cross-site", 403),
        ("sec-fetch-site", "same-site", 403),
        ("origin", "https://evil.example", 403),
        ("x-nothing", "", 403),
        ("sec-fetch-site", "same-origin", 404),
        ("origin", OWN, 404),
    ] {
        for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
            let answer = server.send(Request::builder().method(method).uri("/nothing").header(name, value), "").await;
            assert_eq!(answer.status(), expected, "{name}: {value}");
        }
    }
    let page = server.send(Request::post(FUNCTION).header(header::ACCEPT, "text/html"), "").await;
    assert!(page.text().contains("did not come from a page of https://latchkey.example"), "{}", page.text());
}

#[tokio::test]
async fn only_the_public_host_is_served() {
    let server = Server::new().await;
    for (host, path, expected) in [
        ("latchkey.example", "/login", 200),
        ("latchkey.example:443", "/login", 200),
        ("LATCHKEY.example", "/login", 200),
        ("latchkey.example:8443", "/", 421),
        ("evil.example", "/", 421),
        ("localhost", "/", 421),
        ("latchkey.example.evil.example", "/", 421),
        ("evil.example", "/healthz", 421),
        ("localhost:3000", "/healthz", 200),
        ("127.0.0.1:3000", "/readyz", 200),
        ("[::1]:3000", "/readyz", 200),
    ] {
        let answer = server.send(Request::get(path).header(header::HOST, host), "").await;
        assert_eq!(answer.status(), expected, "{host} {path}");
    }
    let two = Request::get("/").header(header::HOST, HOST).header(header::HOST, "evil.example");
    assert_eq!(server.send(two, "").await.status(), 421);

    let local = Server::with(|config| config.public = Origin::parse("http://127.0.0.1:3000").unwrap()).await;
    let answer = local.send(Request::get("/w/x?y=z").header(header::HOST, "localhost:3000"), "").await;
    assert_eq!((answer.status(), answer.header("location")), (307, "http://127.0.0.1:3000/w/x?y=z"));
    assert_eq!(local.send(Request::get("/").header(header::HOST, "evil.example"), "").await.status(), 421);
}

#[tokio::test]
async fn bad_bodies_are_answered_clearly() {
    let server = Server::new().await;
    let large = "x".repeat(super::body::LIMIT + 1);
    let chunked = || Body::from_stream(futures::stream::iter((0..300).map(|_| Ok::<_, std::io::Error>(vec![b'x'; 1024]))));
    let deep = format!("{}{}", "[".repeat(1000), "]".repeat(1000));
    let table = [
        ("too large", server.post(FUNCTION, FORM, large.clone()).await, 413, "larger than 256 KiB"),
        ("too large, unannounced", server.post(FUNCTION, FORM, chunked()).await, 413, "larger than 256 KiB"),
        (
            "announced only",
            server.send(own(Request::post(FUNCTION)).header(header::CONTENT_LENGTH, "999999999999"), "").await,
            413,
            "larger",
        ),
        ("too deep", server.post(FUNCTION, JSON, deep).await, 400, "nested deeper than 32"),
        ("no JSON", server.post(FUNCTION, JSON, "{\"a\":").await, 400, "not usable JSON"),
        ("long list", server.post(FUNCTION, JSON, format!("[{}0]", "0,".repeat(1000))).await, 400, "more than 1000"),
        ("another type", server.post(FUNCTION, "text/plain", "{}").await, 415, "Send a form"),
        ("no type", server.send(own(Request::post(FUNCTION)), "x").await, 415, "Send a form"),
        ("no UTF-8", server.post(FUNCTION, FORM, vec![0xff, 0xfe]).await, 400, "not UTF-8"),
        ("no arguments", server.post(FUNCTION, FORM, "").await, 400, "partnership"),
        ("a wrong argument", server.post(FUNCTION, FORM, "partnership=%00%01").await, 400, ""),
        ("nobody", server.post("/api/nothing", FORM, "").await, 404, "not_found"),
    ];
    for (what, answer, status, words) in table {
        assert_eq!(answer.status(), status, "{what}: {}", answer.text());
        assert!(answer.text().contains(words), "{what}: {}", answer.text());
        assert_eq!(answer.header("content-type"), "application/json", "{what}");
        assert!(serde_json::from_str::<domain::fault::Problem>(&answer.text()).is_ok(), "{what}: {}", answer.text());
    }
}

#[tokio::test]
async fn an_endless_address_is_refused() {
    let server = Server::new().await;
    let long = format!("/{}", "x".repeat(10_000));
    assert_eq!(server.get(&long).await.status(), 414);
}

#[tokio::test]
async fn a_server_function_answers_with_the_status_of_its_problem() {
    let server = Server::new().await;
    let known = format!("partnership={}", domain::id::PartnershipId::new(uuid_of(7)));
    let answer = server.post(FUNCTION, FORM, known.clone()).await;
    assert_eq!((answer.status(), answer.text().as_str()), (401, "\"sign_in\""));

    // The same form, sent without script: back to where it came from, with what was wrong.
    let plain = own(Request::post(FUNCTION))
        .header(header::CONTENT_TYPE, FORM)
        .header(header::ACCEPT, "text/html")
        .header(header::REFERER, "https://latchkey.example/w/x");
    let answer = server.send(plain, known).await;
    assert_eq!(answer.status(), 302);
    assert!(answer.header("location").starts_with("https://latchkey.example/w/x?__path="), "{}", answer.header("location"));
}

fn uuid_of(bits: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(bits)
}

#[tokio::test]
async fn what_is_not_there_is_a_page_for_people_and_a_problem_for_programs() {
    let server = Server::new().await;
    let page = server.get("/nothing/here").await;
    assert_eq!(page.status(), 404);
    assert!(page.header("content-type").starts_with("text/html"));
    for path in ["/nothing", "/pkg/none.js", "/pkg/../../../etc/passwd", "/pkg/%2e%2e/%2e%2e/etc/passwd", "/fonts/", "/pkg"] {
        let answer = server.send(Request::get(path), "").await;
        assert_eq!(answer.status(), 404, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        assert!(answer.text().contains("\"status\":404"), "{path}");
    }
    assert_eq!(server.get("/pkg/none.js").await.status(), 404);
    let answer = server.send(own(Request::post("/favicon.svg")), "").await;
    assert_eq!((answer.status(), answer.header("allow")), (405, "GET,HEAD"));
}

#[tokio::test]
async fn files_come_compressed_and_may_be_kept() {
    let server = Server::new().await;
    for (accepted, body, encoding) in [("br, gzip", "brotli", "br"), ("gzip", "gzip", "gzip"), ("identity", "plain", "")] {
        let answer = server.send(Request::get("/pkg/latchkey.js").header(header::ACCEPT_ENCODING, accepted), "").await;
        assert_eq!((answer.text().as_str(), answer.header("content-encoding")), (body, encoding));
        assert_eq!(answer.header("vary"), "accept-encoding");
        assert!(answer.header("content-type").contains("javascript"));
    }
    let font = server.get("/fonts/a.woff2").await;
    assert_eq!(font.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(server.get("/favicon.svg").await.header("cache-control"), "no-cache");
}

#[tokio::test]
async fn floods_are_slowed_by_network() {
    let server = Server::with(|config| {
        config.rate_limit = 60;
        config.trusted_proxies = vec!["203.0.113.9/32".parse().unwrap()];
    })
    .await;
    let from = |address: &str| own(Request::post(FUNCTION)).header("x-forwarded-for", address).header(header::CONTENT_TYPE, FORM);
    for _ in 0..10 {
        assert_eq!(server.send(from("2001:db8::1"), "").await.status(), 400);
    }
    let answer = server.send(from("2001:db8::2"), "").await;
    assert_eq!((answer.status(), answer.header("retry-after")), (429, "1"));
    assert!(answer.text().contains("too_many_attempts"));
    assert_eq!(server.send(from("2001:db8:0:1::1"), "").await.status(), 400, "another network");
    assert_eq!(server.get("/login").await.status(), 200, "reading is not counted");
    server.world.clock.advance(domain::time::Span::seconds(1));
    assert_eq!(server.send(from("2001:db8::2"), "").await.status(), 400);
}

#[tokio::test]
async fn metrics_are_for_this_machine_or_who_has_the_token() {
    let local = |forwarded: bool, host: &str, peer: [u8; 4]| {
        let mut request = Request::get("/metrics").header(header::HOST, host);
        if forwarded {
            request = request.header("x-forwarded-for", "127.0.0.1");
        }
        request.extension(ConnectInfo(SocketAddr::from((peer, 1))))
    };
    let server = Server::new().await;
    let _ = server.get("/login").await;
    let here = server.send(local(false, "localhost:3000", [127, 0, 0, 1]), "").await;
    assert_eq!(here.status(), 200);
    assert!(here.text().contains("http_requests_total{method=\"GET\",route=\"page\",status=\"2xx\"}"), "{}", here.text());
    for (name, request) in [
        ("another machine", local(false, "localhost:3000", [203, 0, 113, 9])),
        ("through a proxy", local(true, "localhost:3000", [127, 0, 0, 1])),
        ("by the public name", local(false, HOST, [127, 0, 0, 1])),
    ] {
        assert_eq!(server.send(request, "").await.status(), 404, "{name}");
    }

    let server = Server::with(|config| config.metrics_token = Some("0123456789abcdef".into())).await;
    for (sent, expected) in [
        ("Bearer 0123456789abcdef", 200),
        ("Bearer 0123456789abcdeX", 401),
        ("Bearer ", 401),
        ("0123456789abcdef", 401),
        ("Basic 0123456789abcdef", 401),
    ] {
        assert_eq!(server.send(Request::get("/metrics").header(header::AUTHORIZATION, sent), "").await.status(), expected, "{sent}");
    }
    assert_eq!(server.send(local(false, "localhost:3000", [127, 0, 0, 1]), "").await.status(), 401, "the token is then asked of everyone");
}

#[tokio::test]
async fn ready_means_that_the_database_answers() {
    let server = Server::new().await;
    assert_eq!((server.get("/readyz").await.status(), server.get("/healthz").await.status()), (200, 200));
    server.world.app.db.close().await;
    assert_eq!((server.get("/readyz").await.status(), server.get("/healthz").await.status()), (503, 200));
}

#[tokio::test]
async fn a_panic_ends_its_own_request_only() {
    async fn broken() -> StatusCode {
        panic!("on purpose")
    }
    let router = Router::new()
        .route("/", axum::routing::get(broken))
        .layer(axum::middleware::from_fn(super::observe::catch_panic))
        .layer(axum::middleware::from_fn(super::error::render));
    let answer = router.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    assert!(!String::from_utf8_lossy(&body).contains("on purpose"));
}

/// A new workspace: its id and the cookie of its Owner.
async fn found(server: &Server, name: &str) -> (String, String) {
    let input = SignUp {
        workspace: name.to_owned(),
        name: "Mia".to_owned(),
        email: format!("mia@{}.example", name.to_lowercase()),
        password: PASSWORD.into(),
        join: None,
    };
    let started = auth::sign_up(&server.world.app, &server.world.stranger(), input).await.unwrap();
    (started.workspace.to_string(), format!("{}={}", auth::COOKIE, started.token.expose()))
}

impl Server {
    /// Opens a stream and leaves it open.
    async fn listen(&self, path: &str, cookie: &str, seen: Option<&str>) -> (StatusCode, BodyDataStream) {
        let mut request = Request::get(path).header(header::HOST, HOST).header(header::COOKIE, cookie);
        if let Some(seen) = seen {
            request = request.header("last-event-id", seen);
        }
        let mut request = request.body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([203, 0, 113, 9], 4711))));
        let response = self.router.clone().oneshot(request).await.unwrap();
        (response.status(), response.into_body().into_data_stream())
    }
}

async fn next(stream: &mut BodyDataStream) -> Option<String> {
    let chunk = tokio::time::timeout(Duration::from_secs(5), stream.next()).await.expect("something within five seconds")?;
    Some(String::from_utf8_lossy(&chunk.unwrap()).into_owned())
}

#[tokio::test]
async fn no_03_a_page_hears_what_happens_and_misses_nothing() {
    let server = Server::new().await;
    let (workspace, cookie) = found(&server, "Northwind").await;
    let path = format!("/w/{workspace}/events");
    let (status, mut stream) = server.listen(&path, &cookie, None).await;
    assert_eq!(status, 200);
    let hello = next(&mut stream).await.unwrap();
    assert!(hello.contains("event: hello\n") && hello.contains("data: hello\n") && hello.contains("retry: "), "{hello}");
    let seen = hello.lines().find_map(|line| line.strip_prefix("id: ")).unwrap().to_owned();

    let ctx = Ctx { session: Some(token_hash(cookie.split_once('=').unwrap().1)), ..server.world.stranger() };
    let invite = || Invite { email: "leo@northwind.example".to_owned(), role: Role::Member };
    server.world.app.run(&ctx, &invite()).await.unwrap();
    let mut heard = String::new();
    while !heard.contains("data: people") {
        heard.push_str(&next(&mut stream).await.unwrap());
    }
    assert!(heard.contains("event: changed\n"), "{heard}");

    // Another page that saw only the beginning is told the same.
    let (_, mut late) = server.listen(&path, &cookie, Some(&seen)).await;
    let mut heard = String::new();
    while !heard.contains("data: people") {
        heard.push_str(&next(&mut late).await.unwrap());
    }

    server.stop.send_replace(true);
    while next(&mut stream).await.is_some() {}
}

#[tokio::test]
async fn a_stream_is_for_members_of_its_workspace() {
    let server = Server::new().await;
    let (own, cookie) = found(&server, "Northwind").await;
    let (other, _) = found(&server, "Acme").await;
    assert_eq!(server.listen(&format!("/w/{other}/events"), &cookie, None).await.0, 404);
    assert_eq!(server.listen("/w/nonsense/events", &cookie, None).await.0, 404);
    for path in ["activity.csv", "activity.jsonl", "people.csv"] {
        for (workspace, cookie, expected) in
            [(&own, cookie.as_str(), 200), (&other, &cookie, 404), (&own, "", 401), (&own, "__Host-latchkey=forged", 401)]
        {
            let answer = server.send(Request::get(format!("/w/{workspace}/{path}")).header(header::COOKIE, cookie), "").await;
            assert_eq!(answer.status(), expected, "{path}");
        }
    }
    // A page without a session is told so by the stream, and stops asking.
    let (status, mut stream) = server.listen(&format!("/w/{own}/events"), "", None).await;
    assert_eq!(status, 200);
    assert!(next(&mut stream).await.unwrap().contains("event: signed_out\n"));
    assert!(next(&mut stream).await.is_none());
}

#[tokio::test]
async fn ac_04_downloads_are_files_and_prove_themselves() {
    let server = Server::new().await;
    let (workspace, cookie) = found(&server, "Northwind").await;
    let get = |path: &str| server.send(Request::get(format!("/w/{workspace}/{path}")).header(header::COOKIE, &cookie), "");

    let csv = get("activity.csv").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(csv.header("content-disposition").starts_with("attachment; filename=\"activity-"), "{}", csv.header("content-disposition"));
    assert_eq!(csv.header("cache-control"), "no-store");
    assert!(csv.text().starts_with("Time,Event,Account,App,User,Location,OS,Device"), "{}", csv.text());

    let log = get("activity.jsonl").await;
    let proof = verify::file(&log.0.body()[..], None).unwrap();
    assert!(proof.whole && proof.rows > 0, "{proof}");
    let tampered = log.text().replace("Mia", "Moe");
    assert!(verify::file(tampered.as_bytes(), None).is_err());

    let people = get("people.csv").await;
    assert!(people.text().contains("mia@northwind.example"), "{}", people.text());
    assert_eq!(get("activity.csv?kind=&search=&from=").await.status(), 200, "empty fields of a form are no filter");
    let wrong = get("activity.csv?kind=nonsense").await;
    assert_eq!(wrong.status(), 400);
    assert!(wrong.text().contains("kind"), "{}", wrong.text());
}
