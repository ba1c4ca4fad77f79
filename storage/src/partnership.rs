//! partnership
