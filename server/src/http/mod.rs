//! HTTP: what stands around the pages and the server functions.

pub mod body;
pub mod client;
pub mod csrf;
pub mod error;
pub mod files;
pub mod headers;
pub mod health;
pub mod host;
pub mod leptos;
pub mod limit;
#[cfg(test)]
mod matrix;
pub mod observe;
pub mod router;
pub mod session;
#[cfg(test)]
mod tests;
pub mod workspace;

pub use router::Web;
