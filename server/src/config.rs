//! What an operator can set, where it may come from, and what exactly is wrong with it.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use domain::secret::Secret;
use ipnet::IpNet;
use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};
use url::{Host, Url};

use crate::cli::Stop;

/// Options as given, before any of them is judged. A flag wins over the environment, that over the file, that over the default; an
/// empty text means "the default".
#[derive(Debug, Default, clap::Args, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Given {
    /// Address and port to listen on [default: 127.0.0.1:3000]
    #[arg(long, global = true, env = "LATCHKEY_LISTEN", hide_env_values = true, value_name = "IP:PORT")]
    #[serde(deserialize_with = "text")]
    listen: Option<String>,

    /// What browsers open: scheme, host and port. Must be https unless it is this machine [default: http://<listen>]
    #[arg(long, global = true, env = "LATCHKEY_PUBLIC_URL", hide_env_values = true, value_name = "URL")]
    #[serde(deserialize_with = "text")]
    public_url: Option<String>,

    /// Folder for everything that is kept; made if absent [default: latchkey-data]
    #[arg(long, global = true, env = "LATCHKEY_DATA_DIR", hide_env_values = true, value_name = "FOLDER")]
    #[serde(deserialize_with = "text")]
    data_dir: Option<String>,

    #[arg(
        long,
        help = "sqlite://PATH or postgres://... [default: SQLite in the data folder]",
        global = true,
        env = "LATCHKEY_DATABASE_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    #[serde(deserialize_with = "text")]
    database_url: Option<String>,

    /// The installation's master key. Keep a copy away from the database [default: <data-dir>.key]
    #[arg(long, global = true, env = "LATCHKEY_KEY_FILE", hide_env_values = true, value_name = "FILE")]
    #[serde(deserialize_with = "text")]
    key_file: Option<String>,

    /// Mail server, smtp://user:password@host:port or smtps://... [default: none: mail is kept at /mailbox, only where the public URL is this machine]
    #[arg(long, global = true, env = "LATCHKEY_SMTP_URL", hide_env_values = true, value_name = "URL")]
    #[serde(deserialize_with = "text")]
    smtp_url: Option<String>,

    /// Sender of every mail [default: Latchkey <latchkey@host of the public URL>]
    #[arg(long, global = true, env = "LATCHKEY_MAIL_FROM", hide_env_values = true, value_name = "MAILBOX")]
    #[serde(deserialize_with = "text")]
    mail_from: Option<String>,

    /// Whether anyone may create a workspace; the first can always be created [default: true]
    #[arg(long, global = true, env = "LATCHKEY_OPEN_SIGNUP", hide_env_values = true, value_name = "true|false")]
    #[serde(deserialize_with = "text")]
    open_signup: Option<String>,

    /// Networks of proxies whose X-Forwarded-For is believed, separated by commas, like 10.0.0.0/8 [default: none]
    #[arg(long, global = true, env = "LATCHKEY_TRUSTED_PROXIES", hide_env_values = true, value_name = "CIDR,...")]
    #[serde(deserialize_with = "text")]
    trusted_proxies: Option<String>,

    /// Database (.mmdb) for locations in the activity log [default: none: "Unknown"]
    #[arg(long, global = true, env = "LATCHKEY_GEOIP_DB", hide_env_values = true, value_name = "FILE")]
    #[serde(deserialize_with = "text")]
    geoip_db: Option<String>,

    /// Folder with the built site files [default: target/site]
    #[arg(long, global = true, env = "LATCHKEY_SITE_DIR", hide_env_values = true, value_name = "FOLDER")]
    #[serde(deserialize_with = "text")]
    site_dir: Option<String>,

    /// Form of the log on standard error [default: text]
    #[arg(long, global = true, env = "LATCHKEY_LOG", hide_env_values = true, value_name = "text|json")]
    #[serde(deserialize_with = "text")]
    log: Option<String>,

    /// What is logged: a level, or directives like info,latchkey=debug [default: info]
    #[arg(long, global = true, env = "LATCHKEY_LOG_FILTER", hide_env_values = true, value_name = "FILTER")]
    #[serde(deserialize_with = "text")]
    log_filter: Option<String>,

    /// Bearer token for /metrics, 16 characters or more [default: none: only this machine may read it]
    #[arg(long, global = true, env = "LATCHKEY_METRICS_TOKEN", hide_env_values = true, value_name = "TOKEN")]
    #[serde(deserialize_with = "text")]
    metrics_token: Option<String>,

    /// Calls to /api that one address may make in a minute, a sixth of them at once; 0 is no limit [default: 3600]
    #[arg(long, global = true, env = "LATCHKEY_RATE_LIMIT", hide_env_values = true, value_name = "NUMBER")]
    #[serde(deserialize_with = "text")]
    rate_limit: Option<String>,
}

/// Options that can be worked with.
#[derive(Debug, Clone)]
pub struct Config {
    pub listen: SocketAddr,
    pub public: Origin,
    pub data_dir: PathBuf,
    pub database_url: String,
    pub key_file: PathBuf,
    pub smtp_url: Option<Secret>,
    pub mail_from: String,
    pub open_signup: bool,
    pub trusted_proxies: Vec<IpNet>,
    pub geoip_db: Option<PathBuf>,
    pub site_dir: PathBuf,
    pub log: Log,
    pub log_filter: String,
    pub metrics_token: Option<Secret>,
    pub rate_limit: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Log {
    Text,
    Json,
}

/// Scheme, host and port of the public URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// As browsers write it in `Origin`, and what links in mails begin with: no slash at the end.
    pub text: String,
    /// What `Host` may say.
    pub hosts: BTreeSet<String>,
    pub host: String,
    pub https: bool,
    /// Only browsers on this machine can open it.
    pub loopback: bool,
}

impl Origin {
    /// Nothing but scheme, host and port, or the reason why not.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        const SHAPE: &str = "a URL of scheme, host and port only, like https://latchkey.example.com";
        let url = Url::parse(text).map_err(|_| SHAPE)?;
        let https = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return Err(SHAPE),
        };
        let only_origin =
            url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
        let (Some(host), true) = (url.host(), only_origin) else {
            return Err(SHAPE);
        };
        let loopback = is_loopback(&host);
        if !https && !loopback {
            return Err(
                "https: passwords and session cookies must not travel in the clear (http is fine for 127.0.0.1, [::1] and localhost only)",
            );
        }
        let host = host.to_string();
        let port = url.port_or_known_default().unwrap_or_default();
        let mut hosts = BTreeSet::from([format!("{host}:{port}")]);
        if url.port().is_none() {
            hosts.insert(host.clone());
        }
        Ok(Self { text: url.origin().ascii_serialization(), hosts, host, https, loopback })
    }
}

pub fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

/// One option: its name, what was given, and where, so that a complaint can say all three.
struct Choice<'a> {
    name: &'static str,
    value: Option<String>,
    file: Option<&'a Path>,
    secret: bool,
}

impl Choice<'_> {
    fn wrong(&self, expected: &str) -> Stop {
        let name = self.name;
        let place = match self.file {
            Some(path) => format!("{name} in {}", path.display()),
            None => format!("--{} (LATCHKEY_{})", name.replace('_', "-"), name.to_uppercase()),
        };
        let value = match &self.value {
            Some(value) if !self.secret => format!("{value:?}"),
            _ => "the given value (not shown here)".to_owned(),
        };
        Stop::usage(format!("{place}: {value} is not usable, expected {expected}"))
    }

    /// The value as `read` understands it, if one was given.
    fn read<T>(&self, expected: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Stop> {
        let value = self.value.as_deref();
        value.map(|value| read(value).ok_or_else(|| self.wrong(expected))).transpose()
    }

    fn path(self) -> Option<PathBuf> {
        self.value.map(PathBuf::from)
    }
}

/// Where options are looked for.
struct Sources<'a> {
    /// Flags and environment.
    given: Given,
    in_file: Given,
    file: Option<&'a Path>,
}

impl Sources<'_> {
    fn choose(&self, name: &'static str, field: fn(&Given) -> &Option<String>) -> Choice<'_> {
        let given = field(&self.given);
        let value = given.as_ref().or(field(&self.in_file).as_ref());
        Choice {
            name,
            value: value.filter(|value| !value.trim().is_empty()).cloned(),
            file: self.file.filter(|_| given.is_none()),
            secret: SECRET.contains(&name),
        }
    }
}

/// Options whose values are shown to nobody.
const SECRET: [&str; 3] = ["database_url", "smtp_url", "metrics_token"];

impl Config {
    /// Puts flags, environment and file together and judges every option.
    pub fn load(given: Given, file: Option<&Path>) -> Result<Self, Stop> {
        let in_file = file.map(read_file).transpose()?.unwrap_or_default();
        let from = Sources { given, in_file, file };
        let listen = from
            .choose("listen", |given| &given.listen)
            .read(LISTEN, |text| text.parse().ok())?
            .unwrap_or(SocketAddr::from(([127, 0, 0, 1], 3000)));
        let public = public(&from.choose("public_url", |given| &given.public_url), listen)?;
        let data_dir = from.choose("data_dir", |given| &given.data_dir).path();
        let data_dir = data_dir.unwrap_or_else(|| "latchkey-data".into());
        let smtp_url = from.choose("smtp_url", |given| &given.smtp_url).read(SMTP, smtp)?;
        if smtp_url.is_none() && !public.loopback {
            return Err(Stop::usage(format!(
                "--smtp-url (LATCHKEY_SMTP_URL) is missing: people reach {} from elsewhere, and the mailbox in the app is only for trying things out on this machine",
                public.text
            )));
        }
        Ok(Self {
            listen,
            database_url: from
                .choose("database_url", |given| &given.database_url)
                .read(DATABASE, database)?
                .unwrap_or_else(|| format!("sqlite://{}", data_dir.join("latchkey.db").display())),
            key_file: from.choose("key_file", |given| &given.key_file).path().unwrap_or_else(|| beside(&data_dir)),
            smtp_url,
            mail_from: from
                .choose("mail_from", |given| &given.mail_from)
                .read(MAILBOX, mailbox)?
                .unwrap_or_else(|| default_sender(&public.host)),
            open_signup: from
                .choose("open_signup", |given| &given.open_signup)
                .read("true or false", |text| text.parse().ok())?
                .unwrap_or(true),
            trusted_proxies: from.choose("trusted_proxies", |given| &given.trusted_proxies).read(NETWORKS, networks)?.unwrap_or_default(),
            geoip_db: from.choose("geoip_db", |given| &given.geoip_db).path(),
            site_dir: from.choose("site_dir", |given| &given.site_dir).path().unwrap_or_else(|| "target/site".into()),
            log: from.choose("log", |given| &given.log).read("text or json", log)?.unwrap_or(Log::Text),
            log_filter: from.choose("log_filter", |given| &given.log_filter).read(FILTER, filter)?.unwrap_or_else(|| "info".to_owned()),
            metrics_token: from.choose("metrics_token", |given| &given.metrics_token).read(TOKEN, token)?,
            rate_limit: from
                .choose("rate_limit", |given| &given.rate_limit)
                .read("a whole number, 0 or more", |text| text.parse().ok())?
                .unwrap_or(3600),
            data_dir,
            public,
        })
    }
}

const LISTEN: &str = "an IP address and a port, like 127.0.0.1:3000 or [::]:3000";
const DATABASE: &str = "sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME";
const SMTP: &str = "smtp://[USER:PASSWORD@]HOST[:PORT] or smtps://...";
const MAILBOX: &str = "a mailbox, like Latchkey <latchkey@example.com>";
const NETWORKS: &str = "networks separated by commas, like 10.0.0.0/8,fd00::/8";
const FILTER: &str = "a level (error, warn, info, debug, trace) or directives like info,latchkey=debug";
const TOKEN: &str = "16 or more printable ASCII characters without spaces";

fn public(choice: &Choice<'_>, listen: SocketAddr) -> Result<Origin, Stop> {
    match &choice.value {
        Some(url) => Origin::parse(url).map_err(|expected| choice.wrong(expected)),
        None => Origin::parse(&format!("http://{listen}")).map_err(|_| {
            Stop::usage(format!(
                "--public-url (LATCHKEY_PUBLIC_URL) is missing: the server listens on {listen}, which is not only this machine, so it must be told the https URL that browsers open"
            ))
        }),
    }
}

fn database(text: &str) -> Option<String> {
    let known = ["sqlite:", "postgres:", "postgresql:"];
    let fits = known.iter().any(|scheme| text.starts_with(scheme));
    fits.then(|| text.to_owned())
}

fn smtp(text: &str) -> Option<Secret> {
    let url = Url::parse(text).ok()?;
    let fits = matches!(url.scheme(), "smtp" | "smtps") && url.has_host();
    fits.then(|| Secret::from(text))
}

fn log(text: &str) -> Option<Log> {
    match text {
        "text" => Some(Log::Text),
        "json" => Some(Log::Json),
        _ => None,
    }
}

fn filter(text: &str) -> Option<String> {
    let read = tracing_subscriber::EnvFilter::try_new(text);
    read.is_ok().then(|| text.to_owned())
}

fn token(text: &str) -> Option<Secret> {
    let fits = text.len() >= 16 && text.bytes().all(|byte| byte.is_ascii_graphic());
    fits.then(|| Secret::from(text))
}

fn default_sender(host: &str) -> String {
    let name = host.bytes().any(|byte| byte.is_ascii_alphabetic()) && !host.starts_with('[');
    format!("Latchkey <latchkey@{}>", if name { host } else { "localhost" })
}

/// A first look; the mailer reads it for good.
fn mailbox(text: &str) -> Option<String> {
    let address = text.rsplit_once('<');
    let address = address.map_or(text, |(_, rest)| rest.trim_end_matches('>'));
    let (name, host) = address.split_once('@')?;
    let fits = !name.is_empty() && !host.is_empty() && !text.contains(char::is_control);
    fits.then(|| text.to_owned())
}

/// `data` has its key at `data.key`: beside it, so that a copy of the folder alone opens nothing.
fn beside(data_dir: &Path) -> PathBuf {
    let mut name = data_dir.components().as_path().as_os_str().to_owned();
    name.push(".key");
    PathBuf::from(name)
}

fn networks(text: &str) -> Option<Vec<IpNet>> {
    let network = |part: &str| {
        let one = || part.parse::<IpAddr>().map(IpNet::from).ok();
        part.parse().ok().or_else(one)
    };
    text.split(',').map(|part| network(part.trim())).collect()
}

fn read_file(path: &Path) -> Result<Given, Stop> {
    let shown = path.display();
    let content =
        fs::read_to_string(path).map_err(|error| Stop::usage(format!("--config (LATCHKEY_CONFIG): {shown} cannot be read: {error}")))?;
    toml::from_str(&content).map_err(|error| {
        // Without the quoted line, which may hold a password.
        let before = error.span().and_then(|span| content.get(..span.start)).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        Stop::usage(format!("{shown}, line {line}: {}", error.message().replace('\n', " ")))
    })
}

/// Reads a text, a number, true or false, or a list of texts, as the text that a flag would have.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    struct Text;

    impl<'de> Visitor<'de> for Text {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text, a number, true, false, or a list of texts")
        }

        fn visit_str<E>(self, value: &str) -> Result<String, E> {
            Ok(value.to_owned())
        }

        fn visit_bool<E>(self, value: bool) -> Result<String, E> {
            Ok(value.to_string())
        }

        fn visit_i64<E>(self, value: i64) -> Result<String, E> {
            Ok(value.to_string())
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<String, A::Error> {
            let mut all: Vec<String> = Vec::new();
            while let Some(part) = parts.next_element()? {
                all.push(part);
            }
            Ok(all.join(","))
        }
    }

    deserializer.deserialize_any(Text).map(Some)
}
