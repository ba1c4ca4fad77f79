//! The screens of Latchkey: one crate, built once for the server and once for the browser.
#![recursion_limit = "256"]

#[cfg(all(feature = "ssr", feature = "hydrate"))]
compile_error!("`ssr` and `hydrate` are two builds of this crate: turn on one of them");

pub mod browser;
#[cfg(debug_assertions)]
pub mod pages;
pub mod ui;
