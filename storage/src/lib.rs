//! The only crate with SQL: SQLite and PostgreSQL behind one set of hand-written statements.
//!
//! Reading functions take a [`Read`], writing ones a [`Write`] and a [`domain::access::Permit`]. Nothing here decides about
//! rights; what is read for one workspace is bound to it in the statement.

mod backend;
mod constraint;
mod dialect;
mod error;
mod migrate;
mod query;

pub mod activity;
pub mod attempt;
pub mod checkpoint;
pub mod contact;
pub mod facts;
pub mod inbox;
pub mod installation;
pub mod invitation;
pub mod job;
pub mod notice;
pub mod outbox;
pub mod partnership;
pub mod person;
pub mod reset;
pub mod session;
#[cfg(feature = "testing")]
pub mod testing;
pub mod workspace;

pub use backend::{Db, Options, Read, Write};
pub use constraint::Constraint;
pub use error::{Error, Result};
pub use migrate::SCHEMA_VERSION;
