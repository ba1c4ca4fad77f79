//! Pages and server functions.

use app::shell::shell;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::on;
use domain::fault::Problem;
use domain::view::workspace::ShellView;
use leptos::config::LeptosOptions;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, use_context};
use leptos::server_fn::axum::server_fn_paths;
use leptos::server_fn::error::SERVER_FN_ERROR_HEADER;
use leptos_axum::{LeptosRoutes, generate_route_list_with_exclusions};
use service::app::App;
use service::ctx::Ctx;
use service::workspace::shell::Shell;

use super::Web;
use super::body::LIMIT;
use super::error::{Reader, Refusal};

/// Hands the request's facts to pages and server functions.
fn context(app: &App) -> impl Fn() + Clone + Send + Sync + 'static {
    let app = app.clone();
    move || {
        provide_context(app.clone());
        let Some(parts) = use_context::<Parts>() else {
            return;
        };
        if let Some(ctx) = parts.extensions.get::<Ctx>() {
            provide_context(ctx.clone());
        }
        if let Some(frame) = parts.extensions.get::<ShellView>() {
            provide_context(frame.clone());
        }
        // In place of the one that Leptos makes, which the header could not know.
        if let Some(nonce) = parts.extensions.get::<Nonce>() {
            provide_context(nonce.clone());
        }
    }
}

pub fn routes(web: &Web) -> Router<Web> {
    let options = web.leptos.clone();
    let functions: Vec<(&'static str, Method)> = server_fn_paths().collect();
    let excluded = functions.iter().map(|(path, _)| (*path).to_owned()).collect();
    let pages = generate_route_list_with_exclusions(app::app::App, Some(excluded));
    let mut router = Router::new().leptos_routes_with_context(web, pages, context(&web.app), move || shell(options.clone()));
    router = router.layer(from_fn_with_state(web.clone(), frame));
    for (path, method) in functions {
        if let Ok(filter) = method.try_into() {
            router = router.route(path, on(filter, call));
        }
    }
    router
}

/// Puts what the frame around a page shows beside the request: who is signed in is known before the page begins.
async fn frame(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    if let Some(ctx) = request.extensions().get::<Ctx>().filter(|ctx| ctx.session.is_some()).cloned() {
        match web.app.ask(&ctx, &Shell).await {
            Ok(view) => {
                request.extensions_mut().insert(view);
            }
            Err(Problem::SignIn) => {}
            Err(problem) => return Refusal::from(problem).into_response(),
        }
    }
    next.run(request).await
}

/// Runs a server function. Leptos answers every error with status 500; the problem in the body knows better.
async fn call(State(web): State<Web>, request: Request) -> Response {
    let response = leptos_axum::handle_server_fns_with_context(context(&web.app), request).await.into_response();
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR || !response.headers().contains_key(SERVER_FN_ERROR_HEADER) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, LIMIT).await else {
        return Refusal::from(Problem::Unavailable).into_response();
    };
    if let Ok(problem) = serde_json::from_slice::<Problem>(&bytes) {
        parts.status = StatusCode::from_u16(problem.status()).unwrap_or(parts.status);
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// What no route knows: the page that says that there is nothing.
pub async fn fallback(State(web): State<Web>, request: Request) -> Response {
    let looking = matches!(*request.method(), Method::GET | Method::HEAD);
    if !looking || Reader::of(request.uri().path(), request.headers()) != Reader::Browser {
        return Refusal::from(Problem::NotFound).into_response();
    }
    let options: LeptosOptions = web.leptos.clone();
    let render = leptos_axum::render_app_to_stream_in_order_with_context(context(&web.app), move || shell(options.clone()));
    let mut response = render(request).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}
