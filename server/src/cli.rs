//! The command line.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Config, Given};
use crate::{boot, demo, doctor, logs, serve, verify};

/// Shares access to a company's accounts with people outside it, without handing over passwords.
#[derive(Debug, Parser)]
#[command(
    name = "latchkey",
    version,
    after_help = "Every option can also stand in the environment (LATCHKEY_...) or, with underscores, in the TOML file of --config.\nA flag wins over the environment, the environment over the file."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,

    /// TOML file with any of these options [default: none]
    #[arg(long, global = true, env = "LATCHKEY_CONFIG", hide_env_values = true, value_name = "FILE")]
    config: Option<PathBuf>,

    #[command(flatten)]
    given: Given,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the product (migrates the database first)
    Serve,
    /// Bring the database to this version, with a backup, and stop
    Migrate,
    /// Fill an empty database with demo data, print who can sign in, and stop
    Demo,
    /// Check an exported activity log offline and name the first row that was changed, removed or reordered
    Verify {
        /// Export as JSON lines
        file: PathBuf,
        /// Public key of the installation, 64 hexadecimal digits: checks the signatures of checkpoints too
        #[arg(long, value_name = "HEX")]
        checkpoint_key: Option<String>,
    },
    /// Examine configuration, folders, key, database and mail server
    Doctor,
}

/// Why the program ends without having done its work.
#[derive(Debug)]
pub struct Stop {
    message: String,
    code: u8,
}

impl Stop {
    /// What was asked for cannot be understood.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: 2 }
    }

    /// It was understood and did not work.
    pub fn failed(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: 1 }
    }

    pub fn message(&self) -> &str {
        &self.message
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::failed(error.to_string())
    }
}

pub fn run() -> ExitCode {
    match attempt(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            // Nothing can be done about an error that cannot be written.
            let _ = writeln!(io::stderr(), "latchkey: {}", stop.message);
            ExitCode::from(stop.code)
        }
    }
}

fn attempt(cli: Cli) -> Result<(), Stop> {
    if let Command::Verify { file, checkpoint_key } = &cli.command {
        return verify::run(file, checkpoint_key.as_deref());
    }
    let config_file = cli.config.filter(|path| !path.as_os_str().is_empty());
    let config = Config::load(cli.given, config_file.as_deref())?;
    logs::start(&config);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Stop::failed(format!("the runtime cannot start: {error}")))?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve => serve::run(config).await,
            Command::Migrate => boot::migrate(&config).await,
            Command::Demo => demo::run(&config).await,
            Command::Doctor => doctor::run(&config).await,
            Command::Verify { .. } => Ok(()),
        }
    })
}

/// Prints a line for people or scripts on standard output.
pub fn say(line: &str) -> Result<(), Stop> {
    Ok(writeln!(io::stdout(), "{line}")?)
}
