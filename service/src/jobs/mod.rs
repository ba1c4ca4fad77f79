//! Later work.

pub mod kind;
