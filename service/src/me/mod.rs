//! What people do for themselves.

pub mod password;
pub mod profile;
pub mod sessions;
