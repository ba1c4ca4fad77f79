//! The workspace as a whole: the frame of every page, and its settings.

pub mod settings;
pub mod shell;
