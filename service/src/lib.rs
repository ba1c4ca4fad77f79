//! The use cases of Latchkey, one file for each verb.
//!
//! A use case that changes something implements [`unit::UseCase`] and runs in one write transaction through
//! [`app::App::run`]; one that shows something implements [`unit::Question`] and runs in one read transaction through
//! [`app::App::ask`]. [`unit::Unit`] is the only way to write, and asks [`domain::access::decide`] for every permit.

pub mod activity;
pub mod app;
pub mod auth;
pub mod clock;
pub mod csv_cell;
pub mod ctx;
pub mod demo;
mod error;
pub mod ids;
pub mod inbox;
pub mod jobs;
pub mod keys;
pub mod live;
pub mod mail;
pub mod me;
pub mod open;
pub mod partners;
pub mod people;
pub mod place;
#[cfg(feature = "testkit")]
pub mod testkit;
pub mod unit;
pub mod workspace;

pub use error::{Fail, Result};
