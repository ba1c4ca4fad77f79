//! Opens what the server stands on, in an order in which the first thing that is wrong is the one that is named.

use std::fs;
use std::io;
use std::path::Path;

use service::app::{App, Settings};
use service::open::{Places, open as open_app};

use crate::cli::{Stop, say};
use crate::config::Config;

/// Data folder, key and database, migrated.
pub async fn open(config: &Config) -> Result<App, Stop> {
    data_dir(&config.data_dir)?;
    open_app(&places(config), settings(config)).await.map_err(|error| Stop::failed(error.to_string()))
}

pub fn settings(config: &Config) -> Settings {
    Settings {
        public_url: config.public.text.clone(),
        open_signup: config.open_signup,
        development_mailbox: config.smtp_url.is_none(),
        ..Settings::default()
    }
}

pub fn places(config: &Config) -> Places {
    Places { database_url: config.database_url.clone(), connections: connections(), key_file: config.key_file.clone() }
}

/// Enough that processors wait for none, few enough that a small PostgreSQL can give them.
fn connections() -> u32 {
    let processors = std::thread::available_parallelism().map_or(2, usize::from);
    u32::try_from(processors * 4).unwrap_or(16).clamp(4, 32)
}

/// Makes the data folder where there is none, for its owner only, and sees whether it can be written.
pub fn data_dir(path: &Path) -> Result<(), Stop> {
    let wrong = |what: &str, error: &io::Error| {
        Stop::failed(format!(
            "the data folder {} {what}: {error}. Set --data-dir (LATCHKEY_DATA_DIR) to a folder that this user may write",
            path.display()
        ))
    };
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path).map_err(|error| wrong("cannot be made", &error))?;
    let probe = path.join(".latchkey-writes-here");
    let written = fs::write(&probe, "").and_then(|()| fs::remove_file(&probe));
    written.map_err(|error| wrong("cannot be written", &error))
}

pub async fn migrate(config: &Config) -> Result<(), Stop> {
    let app = open(config).await?;
    say(&format!(
        "The {} database has schema version {}.",
        app.db.engine(),
        app.db.schema_version().await.map_err(|error| Stop::failed(error.to_string()))?
    ))?;
    app.db.close().await;
    Ok(())
}
