//! Pages.
#[cfg(debug_assertions)]
pub mod gallery;
