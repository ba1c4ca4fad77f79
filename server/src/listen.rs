//! Accepting connections. `axum::serve` sets no time limit on a request's head, and one such client is enough to hold all sockets; this
//! loop does what it does, with limits.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower::ServiceExt;

use crate::cli::Stop;

/// Connections at the same time. Later ones wait to be accepted.
const MOST_CONNECTIONS: usize = 8192;
/// A request's head must be there by then; an idle connection is closed after as long.
const HEAD_WITHIN: Duration = Duration::from_secs(15);
const LARGEST_HEAD: usize = 32 * 1024;
/// What is being answered when the server stops has this long to finish.
const GRACE: Duration = Duration::from_secs(20);

pub async fn bind(address: SocketAddr) -> Result<TcpListener, Stop> {
    TcpListener::bind(address).await.map_err(|error| {
        let why = match error.kind() {
            io::ErrorKind::AddrInUse => "another program already listens there".to_owned(),
            io::ErrorKind::AddrNotAvailable => "this machine does not have that address".to_owned(),
            io::ErrorKind::PermissionDenied => "this user may not listen there (ports below 1024 need a privilege)".to_owned(),
            _ => error.to_string(),
        };
        Stop::failed(format!("cannot listen on {address}: {why}. Set --listen (LATCHKEY_LISTEN) to another address"))
    })
}

/// Serves until told to stop, then finishes what was begun.
pub async fn serve(listener: TcpListener, router: Router, mut stopping: watch::Receiver<bool>) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            next = next => next,
            _ = stopping.wait_for(|stop| *stop) => break,
        };
        match accepted {
            Ok((socket, peer)) => {
                let connection = connection(socket, peer, router.clone(), stopping.clone());
                tokio::spawn(async move {
                    connection.await;
                    drop(place);
                });
            }
            Err(error) => {
                // Out of file descriptors: wait for some to come back.
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }
    drop(listener);
    let all = u32::try_from(MOST_CONNECTIONS).unwrap_or(u32::MAX);
    if tokio::time::timeout(GRACE, places.acquire_many(all)).await.is_err() {
        tracing::warn!("some requests were cut off: they took longer than {} seconds to finish", GRACE.as_secs());
    }
}

async fn connection(socket: TcpStream, peer: SocketAddr, router: Router, mut stopping: watch::Receiver<bool>) {
    // Small answers must not wait for the acknowledgement of the one before (ten times the latency on keep-alive connections).
    if let Err(error) = socket.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY was refused");
    }
    let asked = AtomicBool::new(false);
    let service = hyper::service::service_fn(|request: Request<Incoming>| {
        asked.store(true, Ordering::Relaxed);
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    // HTTP/1.1 only: TLS, and with it HTTP/2, is the work of the proxy in front.
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_header_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(socket), service);
    tokio::pin!(connection);
    // An error is a client that hung up or took too long: its own affair.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = stopping.wait_for(|stop| *stop) => {}
    }
    // Who has not asked for anything yet is not waited for.
    if asked.load(Ordering::Relaxed) {
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}
