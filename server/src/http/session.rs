//! What use cases are told about a request.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::activity::Client;
use service::ctx::Ctx;
use service::ids::token_hash;

use super::observe::RequestId;
use super::{Web, client};

/// The session cookie. `__Host-` makes browsers refuse it from other hosts, paths and plain http; they take 127.0.0.1 and localhost for
/// safe (seen in Chromium 156: set and sent back on http://127.0.0.1 and http://localhost), so that one name serves everywhere.
pub const COOKIE: &str = "__Host-latchkey";

/// Gives the request its [`Ctx`]. Whether the session is good is asked by each use case in its own transaction.
pub async fn describe(State(web): State<Web>, ConnectInfo(peer): ConnectInfo<SocketAddr>, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let address = client::address(peer.ip(), headers, &web.config.trusted_proxies);
    let ctx = Ctx {
        session: cookie(headers, COOKIE).map(token_hash),
        request: request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default(),
        client: describe_client(address, headers),
        network: network_text(address),
    };
    request.extensions_mut().insert(ctx);
    next.run(request).await
}

fn network_text(address: IpAddr) -> String {
    match client::network(address) {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => format!("{v6}/64"),
    }
}

/// The value of the only cookie of that name. Where there are several, someone put one beside ours: none is believed.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut values = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='));
    let value = values.next().filter(|value| !value.is_empty())?;
    values.next().is_none().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::COOKIE, line.parse().unwrap());
        }
        cookie(&headers, COOKIE).map(str::to_owned)
    }

    #[test]
    fn the_cookie_is_found() {
        assert_eq!(read(&["a=b; __Host-latchkey=token; c=d"]).as_deref(), Some("token"));
        assert_eq!(read(&["a=b", "__Host-latchkey=token"]).as_deref(), Some("token"));
        assert_eq!(read(&["__Host-latchkey=to=ken"]).as_deref(), Some("to=ken"));
        for none in [&[][..], &["__Host-latchkey="], &["__Host-latchkeyx=1"], &["x__Host-latchkey=1"], &["__host-latchkey=1"]] {
            assert_eq!(read(none), None, "{none:?}");
        }
        assert_eq!(read(&["__Host-latchkey=one; __Host-latchkey=two"]), None);
    }
}
