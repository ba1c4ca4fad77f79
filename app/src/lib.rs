//! The screens of Latchkey: one crate, built once for the server and once for the browser.
#![recursion_limit = "256"]

#[cfg(all(feature = "ssr", feature = "hydrate"))]
compile_error!("`ssr` and `hydrate` are two builds of this crate: turn on one of them");

pub mod api;
pub mod app;
pub mod browser;
mod pages;
pub mod shell;
mod state;
pub mod ui;

/// Takes over the page that the server rendered.
#[cfg(feature = "hydrate")]
pub fn hydrate() {
    leptos::mount::hydrate_body(app::App);
}
