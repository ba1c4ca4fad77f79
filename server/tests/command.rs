//! The program as an operator meets it.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has to stop")]

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use tempfile::TempDir;

/// The program in an empty folder, with nothing of this machine's environment.
fn latchkey(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey"));
    command.current_dir(folder).env_clear().stdin(Stdio::null());
    command
}

struct Ended {
    code: i32,
    out: String,
    err: String,
}

fn run(command: &mut Command) -> Ended {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ended { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn empty() -> TempDir {
    TempDir::new().unwrap()
}

#[test]
fn op_01_help_names_every_option_with_its_default() {
    let folder = empty();
    let help = run(latchkey(folder.path()).arg("--help"));
    assert_eq!(help.code, 0);
    let words = help.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "--config <FILE>",
        "[default: 127.0.0.1:3000] [env: LATCHKEY_LISTEN]",
        "[default: http://<listen>] [env: LATCHKEY_PUBLIC_URL]",
        "[default: latchkey-data] [env: LATCHKEY_DATA_DIR]",
        "[default: SQLite in the data folder] [env: LATCHKEY_DATABASE_URL]",
        "[default: <data-dir>.key] [env: LATCHKEY_KEY_FILE]",
        "[env: LATCHKEY_SMTP_URL]",
        "[env: LATCHKEY_MAIL_FROM]",
        "[default: true] [env: LATCHKEY_OPEN_SIGNUP]",
        "[default: none] [env: LATCHKEY_TRUSTED_PROXIES]",
        "[env: LATCHKEY_GEOIP_DB]",
        "[default: target/site] [env: LATCHKEY_SITE_DIR]",
        "[default: text] [env: LATCHKEY_LOG]",
        "[default: info] [env: LATCHKEY_LOG_FILTER]",
        "[env: LATCHKEY_METRICS_TOKEN]",
        "[default: 3600] [env: LATCHKEY_RATE_LIMIT]",
        "serve",
        "migrate",
        "demo",
        "verify",
        "doctor",
    ] {
        assert!(words.contains(part), "{part} is missing in\n{}", help.out);
    }
    let secret = run(latchkey(folder.path()).arg("--help").env("LATCHKEY_SMTP_URL", "smtp://me:secret@mail.example"));
    assert!(!secret.out.contains("secret"), "values of the environment are not shown");
}

/// Arguments, and what the complaint says.
const WRONG: &[(&[&str], &[&str])] = &[
    (&["--listen", "abc"], &["--listen (LATCHKEY_LISTEN)", "\"abc\"", "like 127.0.0.1:3000"]),
    (&["--listen", "0.0.0.0:3000"], &["--public-url (LATCHKEY_PUBLIC_URL) is missing", "0.0.0.0:3000"]),
    (&["--public-url", "http://latchkey.example"], &["--public-url", "expected https"]),
    (&["--public-url", "https://latchkey.example/path"], &["--public-url", "scheme, host and port only"]),
    (&["--public-url", "https://user:pw@latchkey.example"], &["--public-url", "scheme, host and port only"]),
    (&["--public-url", "ftp://latchkey.example"], &["--public-url", "scheme, host and port only"]),
    (&["--public-url", "latchkey.example"], &["--public-url", "scheme, host and port only"]),
    (&["--public-url", "https://latchkey.example"], &["--smtp-url (LATCHKEY_SMTP_URL) is missing", "https://latchkey.example"]),
    (&["--database-url", "mysql://me:secret@db"], &["--database-url (LATCHKEY_DATABASE_URL)", "postgres://"]),
    (&["--smtp-url", "mail.example?secret"], &["--smtp-url", "smtp://"]),
    (&["--mail-from", "nobody"], &["--mail-from", "\"nobody\"", "a mailbox"]),
    (&["--open-signup", "maybe"], &["--open-signup", "true or false"]),
    (&["--trusted-proxies", "10.0.0.0/8,secret"], &["--trusted-proxies", "like 10.0.0.0/8"]),
    (&["--log", "xml"], &["--log", "text or json"]),
    (&["--log-filter", "a=b=c"], &["--log-filter", "a level"]),
    (&["--metrics-token", "secret"], &["--metrics-token", "16 or more"]),
    (&["--rate-limit=-1"], &["--rate-limit", "0 or more"]),
    (&["--config", "none.toml"], &["--config (LATCHKEY_CONFIG)", "none.toml cannot be read"]),
];

#[test]
fn op_01_wrong_configuration_is_named_and_nothing_starts() {
    let folder = empty();
    for (arguments, parts) in WRONG {
        let ended = run(latchkey(folder.path()).arg("serve").args(*arguments));
        assert_eq!(ended.code, 2, "{arguments:?}: {}", ended.err);
        for part in *parts {
            assert!(ended.err.contains(part), "{arguments:?}: {part} is missing in {}", ended.err);
        }
        assert!(!ended.err.contains("panicked") && !ended.err.contains("secret@") && !ended.err.contains("\"secret\""), "{}", ended.err);
        assert_eq!(ended.err.trim_end().lines().count(), 1, "a plain sentence: {}", ended.err);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was made");
}

#[test]
fn op_01_a_wrong_file_is_named_by_line() {
    let folder = empty();
    let file = folder.path().join("latchkey.toml");
    for (content, parts) in [
        ("listen = \"127.0.0.1:3000\"\nlisten2 = 1\n", &["latchkey.toml, line 2", "unknown field `listen2`", "`public_url`"][..]),
        ("smtp_url = \"smtp://me:secret@\n", &["latchkey.toml, line 1"]),
        ("listen = { a = 1 }\n", &["latchkey.toml, line 1", "a text, a number"]),
        ("open_signup = \"maybe\"\n", &["open_signup in latchkey.toml", "true or false"]),
    ] {
        fs::write(&file, content).unwrap();
        let ended = run(latchkey(folder.path()).args(["doctor", "--config", "latchkey.toml"]));
        assert_eq!(ended.code, 2, "{}", ended.err);
        for part in parts {
            assert!(ended.err.contains(part), "{part} is missing in {}", ended.err);
        }
        assert!(!ended.err.contains("secret"), "{}", ended.err);
    }
}

#[test]
fn op_01_a_flag_wins_over_the_environment_over_the_file_over_the_default() {
    let folder = empty();
    fs::write(
        folder.path().join("latchkey.toml"),
        "listen = \"127.0.0.1:3111\"\ntrusted_proxies = [\"10.0.0.0/8\"]\nopen_signup = false\nrate_limit = 0\n",
    )
    .unwrap();
    let listens = |command: &mut Command, port: u16| {
        let ended = run(command);
        assert_eq!(ended.code, 0, "{}", ended.err);
        assert!(ended.out.contains(&format!("http://127.0.0.1:{port} on 127.0.0.1:{port}\n")), "{}", ended.out);
    };
    let doctor = || {
        let mut command = latchkey(folder.path());
        command.arg("doctor");
        command
    };
    listens(&mut doctor(), 3000);
    listens(doctor().env("LATCHKEY_CONFIG", "latchkey.toml"), 3111);
    listens(doctor().args(["--config", "latchkey.toml"]).env("LATCHKEY_LISTEN", "127.0.0.1:3112"), 3112);
    listens(doctor().args(["--config", "latchkey.toml", "--listen", "127.0.0.1:3113"]).env("LATCHKEY_LISTEN", "127.0.0.1:3112"), 3113);
    listens(doctor().args(["--config", "latchkey.toml", "--listen", ""]), 3000);
}

#[test]
fn op_01_places_that_cannot_be_used_are_named() {
    let folder = empty();
    fs::write(folder.path().join("file"), "").unwrap();
    let ended = run(latchkey(folder.path()).args(["migrate", "--data-dir", "file/data"]));
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("the data folder file/data cannot be made") && ended.err.contains("LATCHKEY_DATA_DIR"), "{}", ended.err);

    let ended = run(latchkey(folder.path()).args(["migrate", "--database-url", "sqlite://nowhere/at/all.db"]));
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert!(ended.err.contains("the database"), "{}", ended.err);

    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ended = run(latchkey(folder.path()).args(["serve", "--data-dir", "other", "--listen", &address]));
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains(&format!("cannot listen on {address}: another program already listens there")), "{}", ended.err);
    assert!(!folder.path().join("other").exists(), "nothing was touched before");
}

#[test]
fn op_07_only_its_own_key_opens_a_database() {
    let folder = empty();
    let migrate = || run(latchkey(folder.path()).arg("migrate"));
    let key = folder.path().join("latchkey-data.key");
    assert_eq!(migrate().code, 0);
    assert_eq!(migrate().code, 0, "a second time changes nothing");
    let text = fs::read_to_string(&key).unwrap();
    assert_eq!(text.len(), 64);

    let refused = |part: &str| {
        let ended = migrate();
        assert_eq!(ended.code, 1, "{}", ended.err);
        assert!(ended.err.contains(part) && ended.err.contains("latchkey-data.key"), "{}", ended.err);
        assert_eq!(run(latchkey(folder.path()).arg("doctor")).code, 1, "the doctor finds it too");
    };
    fs::write(&key, "00".repeat(32)).unwrap();
    refused("does not fit this database");
    fs::write(&key, "no key").unwrap();
    refused("64 hexadecimal digits");
    fs::remove_file(&key).unwrap();
    refused("is missing");
    fs::write(&key, &text).unwrap();
    refused("can be read by others");
    fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    assert_eq!(migrate().code, 0);
}

#[test]
fn ac_05_verify_says_what_is_no_log() {
    let folder = empty();
    fs::write(folder.path().join("log"), "{}\n").unwrap();
    let ended = run(latchkey(folder.path()).args(["verify", "log"]));
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("log, line 1: this is not a downloaded activity log"), "{}", ended.err);
    assert_eq!(run(latchkey(folder.path()).args(["verify", "none"])).code, 2);
    let ended = run(latchkey(folder.path()).args(["verify", "log", "--checkpoint-key", "xyz"]));
    assert!(ended.code == 2 && ended.err.contains("64 hexadecimal digits"), "{}", ended.err);
}

#[test]
fn op_06_demo_data_is_written_once_into_an_empty_database() {
    let folder = empty();
    let demo = || run(latchkey(folder.path()).arg("demo"));
    let first = demo();
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.out.starts_with("The demo data is written."), "{}", first.out);
    assert!(first.out.contains("sam@acme.example") && first.out.contains("http://127.0.0.1:3000/login"), "{}", first.out);
    let again = demo();
    assert_eq!(again.code, 0, "{}", again.err);
    assert!(again.out.starts_with("The demo data is there already"), "{}", again.out);
}

/// A server that is killed at the end of the test.
struct Served {
    process: Child,
    address: SocketAddr,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
    }
}

impl Served {
    fn start(folder: &Path) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let log = fs::File::create(folder.join("log")).unwrap();
        let process = latchkey(folder).args(["serve", "--log", "json", "--listen", &free.to_string()]).stderr(log).spawn().unwrap();
        let mut served = Self { process, address: free };
        for _ in 0..200 {
            if let Some(code) = served.process.try_wait().unwrap() {
                panic!("ended with {code}: {}", fs::read_to_string(folder.join("log")).unwrap());
            }
            if TcpStream::connect(free).is_ok() && served.ask("/readyz").contains("ready") {
                return served;
            }
            sleep(Duration::from_millis(50));
        }
        panic!("not ready within ten seconds");
    }

    fn ask(&self, path: &str) -> String {
        let mut socket = TcpStream::connect(self.address).unwrap();
        write!(socket, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).unwrap();
        answer
    }

    fn end(&mut self, signal: &str) -> Option<i32> {
        let sent = Command::new("kill").args([signal, &self.process.id().to_string()]).status().unwrap();
        assert!(sent.success());
        for _ in 0..200 {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status.code();
            }
            sleep(Duration::from_millis(50));
        }
        panic!("still running ten seconds after {signal}");
    }
}

#[test]
fn op_04_the_server_answers_logs_and_ends_when_told() {
    for signal in ["-TERM", "-INT"] {
        let folder = empty();
        let mut served = Served::start(folder.path());
        assert!(served.ask("/healthz").starts_with("HTTP/1.1 200"), "{}", served.ask("/healthz"));
        assert!(served.ask("/metrics").contains("process_start_time_seconds"));
        assert!(served.ask("/reset/a-token").contains("referrer-policy: no-referrer"));

        // Neither a connection that says nothing nor half a request keeps it from ending.
        let _idle = TcpStream::connect(served.address).unwrap();
        let mut half = TcpStream::connect(served.address).unwrap();
        half.write_all(b"GET / HT").unwrap();
        sleep(Duration::from_millis(100));
        assert_eq!(served.end(signal), Some(0));
        let log = fs::read_to_string(folder.path().join("log")).unwrap();
        assert!(log.lines().all(|line| line.starts_with('{')), "{log}");
        assert!(log.contains("\"stopped\""), "{log}");
        assert!(!log.contains("a-token"), "{log}");
    }
}

#[test]
fn op_05_killed_it_starts_again() {
    let folder = empty();
    let mut served = Served::start(folder.path());
    assert_eq!(served.end("-KILL"), None);
    let mut again = Served::start(folder.path());
    assert_eq!(again.end("-TERM"), Some(0));
}

#[test]
fn a_request_head_that_is_too_large_is_refused() {
    let folder = empty();
    let served = Served::start(folder.path());
    let mut socket = TcpStream::connect(served.address).unwrap();
    // The server may answer and hang up while the rest is still being sent: then the sending fails, and the answer may be lost with it.
    let sent = write!(socket, "GET / HTTP/1.1\r\nHost: {}\r\nX-Large: {}\r\n\r\n", served.address, "x".repeat(64 * 1024));
    let mut answer = Vec::new();
    let heard = socket.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer);
    let hung_up = (sent.is_err() || heard.is_err()) && answer.is_empty();
    assert!(hung_up || answer.starts_with("HTTP/1.1 431"), "{answer}");
    assert!(served.ask("/healthz").starts_with("HTTP/1.1 200"));
}
