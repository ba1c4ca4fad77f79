//! `latchkey doctor`: looks at everything that a start needs, and changes nothing.

use std::path::Path;
use std::time::Duration;

use service::keys::Keys;
use service::open::examine;
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use crate::boot::{self, places};
use crate::cli::{Stop, say};
use crate::config::Config;

/// What a look at one thing gave.
enum Finding {
    Good(String),
    /// The server starts, but someone should know.
    Doubt(String),
    /// The server does not start.
    Bad(String),
}

pub async fn run(config: &Config) -> Result<(), Stop> {
    let findings = [
        ("configuration", Finding::Good(format!("{} on {}", config.public.text, config.listen))),
        ("data folder", data_folder(&config.data_dir)),
        ("key file", key_file(config)),
        ("database", database(config).await),
        ("address", address(config).await),
        ("mail", mail(config).await),
        ("site files", site_files(&config.site_dir)),
        ("locations", locations(config)),
        ("checkpoints", checkpoint_key(config)),
    ];
    let mut bad = 0;
    for (name, finding) in &findings {
        let (mark, text) = match finding {
            Finding::Good(text) => ("ok   ", text),
            Finding::Doubt(text) => ("note ", text),
            Finding::Bad(text) => {
                bad += 1;
                ("FAULT", text)
            }
        };
        say(&format!("{mark}  {name:<14} {text}"))?;
    }
    if bad == 0 { Ok(()) } else { Err(Stop::failed(format!("{bad} of {} looks found a fault", findings.len()))) }
}

fn data_folder(path: &Path) -> Finding {
    if !path.exists() {
        return Finding::Good(format!("{} will be made at the first start", path.display()));
    }
    match boot::data_dir(path) {
        Ok(()) => Finding::Good(format!("{} can be written", path.display())),
        Err(stop) => Finding::Bad(stop.message().to_owned()),
    }
}

fn key_file(config: &Config) -> Finding {
    let shown = config.key_file.display();
    if config.key_file.starts_with(&config.data_dir) {
        return Finding::Doubt(format!("{shown} lies in the data folder: a stolen copy of the folder holds both lock and key"));
    }
    if config.key_file.exists() {
        Finding::Good(format!("{shown}"))
    } else {
        Finding::Good(format!("{shown} will be made at the first start"))
    }
}

/// The public key that proves downloaded logs; it is no secret.
fn checkpoint_key(config: &Config) -> Finding {
    match Keys::read(&config.key_file) {
        Ok(Some(keys)) => {
            let public = keys.checkpoint_key().verifying_key();
            let digits: Vec<String> = public.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
            Finding::Good(format!("signed with the key {}", digits.concat()))
        }
        Ok(None) => Finding::Good("will be signed with the new key".to_owned()),
        Err(error) => Finding::Bad(error.to_string()),
    }
}

async fn database(config: &Config) -> Finding {
    let file = config.database_url.strip_prefix("sqlite:").map(|rest| Path::new(rest.strip_prefix("//").unwrap_or(rest)));
    if let Some(file) = file.filter(|file| !file.exists()) {
        return Finding::Good(format!("{} will be made at the first start", file.display()));
    }
    match examine(&places(config)).await {
        Ok(found) if found.schema < found.known => {
            Finding::Good(format!("{}, schema {}: will be migrated to {} at the next start", found.engine, found.schema, found.known))
        }
        Ok(found) => Finding::Good(format!("{}, schema {}", found.engine, found.schema)),
        Err(error) => Finding::Bad(error.to_string()),
    }
}

async fn address(config: &Config) -> Finding {
    match TcpListener::bind(config.listen).await {
        Ok(_) => Finding::Good(format!("{} is free", config.listen)),
        Err(error) => Finding::Doubt(format!("{} cannot be listened on now ({error}): fine if that is this server", config.listen)),
    }
}

async fn mail(config: &Config) -> Finding {
    let Some(url) = config.smtp_url.as_ref().and_then(|url| Url::parse(url.expose()).ok()) else {
        return Finding::Doubt("no mail server: mail is kept at /mailbox in the app".to_owned());
    };
    let host = url.host_str().unwrap_or_default();
    let port = url.port().unwrap_or(if url.scheme() == "smtps" { 465 } else { 587 });
    match tokio::time::timeout(Duration::from_secs(5), TcpStream::connect((host, port))).await {
        Ok(Ok(_)) => Finding::Good(format!("{host}:{port} takes connections")),
        Ok(Err(error)) => Finding::Doubt(format!("{host}:{port} does not answer ({error}): mail will wait and be tried again")),
        Err(_) => Finding::Doubt(format!("{host}:{port} does not answer within five seconds: mail will wait and be tried again")),
    }
}

fn site_files(path: &Path) -> Finding {
    if path.join("pkg").is_dir() {
        Finding::Good(format!("{}", path.display()))
    } else {
        Finding::Doubt(format!("{} holds no built site: pages will have no style and no script", path.display()))
    }
}

fn locations(config: &Config) -> Finding {
    match &config.geoip_db {
        None => Finding::Good("no database: every public address is Unknown".to_owned()),
        Some(path) if path.is_file() => Finding::Good(format!("{}", path.display())),
        Some(path) => Finding::Bad(format!("{} is not there: set --geoip-db (LATCHKEY_GEOIP_DB) to an .mmdb file", path.display())),
    }
}
