//! Later work: leased with a fence number, safe to run twice, explicit about retry and giving up.

pub mod kind;
pub mod retry;
pub mod step;
pub mod worker;
