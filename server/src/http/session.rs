//! What use cases are told about a request.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use service::auth::COOKIE;
use service::ctx::Ctx;
use service::ids::token_hash;
use service::place;

use super::observe::RequestId;
use super::{Web, client};

/// Gives the request its [`Ctx`]. Whether the session is good is asked by each use case in its own transaction.
pub async fn describe(State(web): State<Web>, ConnectInfo(peer): ConnectInfo<SocketAddr>, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let address = client::address(peer.ip(), headers, &web.config.trusted_proxies);
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    let ctx = Ctx {
        session: cookie(headers, COOKIE).map(token_hash),
        request: request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default(),
        client: place::client(&web.places, address, agent),
        network: place::network(address),
    };
    request.extensions_mut().insert(ctx);
    next.run(request).await
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
