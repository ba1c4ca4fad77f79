//! The activity log: what can stand in it, and how its rows are chained.

mod event;
mod record;

pub use event::{EventGroup, EventKind, Happening, Named};
pub use record::{Client, Record, Teller, canonical, canonical_client};
