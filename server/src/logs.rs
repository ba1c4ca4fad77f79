//! The log on standard error, and panics in it.

use std::io;
use std::panic;

use tracing_subscriber::EnvFilter;

use crate::config::{Config, Log};

pub fn start(config: &Config) {
    // Judged when the configuration was read.
    let filter = EnvFilter::try_new(&config.log_filter).unwrap_or_default();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    match config.log {
        Log::Text => log.with_ansi(io::IsTerminal::is_terminal(&io::stderr())).init(),
        Log::Json => log.json().flatten_event(true).with_current_span(false).with_span_list(false).init(),
    }
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let what = panic.payload_as_str().unwrap_or("no text");
        tracing::error!(place, what, "panic");
    }));
}
