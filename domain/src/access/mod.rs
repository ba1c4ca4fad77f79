//! The one place where access is decided.
//!
//! [`decide`] is the only way to a [`Permit`], and every function of `storage` that writes takes one: a write without a
//! decision does not compile. [`allowed`] asks the same question for a screen, without granting anything.

mod action;
mod actor;
mod decide;
mod denial;
mod permit;
mod rights;
mod target;

pub use action::{Act, Action, act};
pub use actor::Actor;
pub use decide::{allowed, capacities, decide, sees_partnership, side_of};
pub use denial::{Denial, Reason};
pub use permit::{Cause, Permit};
pub use rights::{RIGHTS, holders, may};
pub use target::{PartnershipFacts, PersonFacts, Target};

use crate::time::Span;

/// How old the last proof of identity may be for a sensitive action (WS-10).
pub const PROOF_LIFE: Span = Span::minutes(15);
