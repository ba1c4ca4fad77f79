//! Every rule of Latchkey: values, state machines, access decisions, the event vocabulary and what a screen may show.
//!
//! Pure: no clock, no randomness, no IO, no async. It compiles to native code and to WASM, so the server that enforces
//! a rule and the page that explains it run the same functions.

pub mod access;
pub mod activity;
pub mod fault;
pub mod id;
pub mod page;
pub mod partnership;
pub mod people;
pub mod secret;
pub mod text;
pub mod time;
pub mod view;
pub mod workspace;
