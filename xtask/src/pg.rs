//! A private PostgreSQL cluster in a temporary folder, for tests.

use std::{
    fs,
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
};

use crate::{
    Result,
    sh::{cmd_here, find, is_root, output, run},
};

/// The variable that tests read the address from; they fail when it is unset.
pub const URL_VARIABLE: &str = "LATCHKEY_TEST_POSTGRES";

/// Holds the running cluster's folder and stops the cluster once we are gone, however we went: it waits for the
/// end of its input, which also comes when we are interrupted or killed.
const KEEPER: &str = r#"
trap '' INT TERM HUP
folder=$1
shift
read -r _
"$@" -D "$folder/data" -m immediate -w stop
rm -rf "$folder"
"#;

/// Nothing in it outlives the run, so nothing needs to reach the disk.
const OPTIONS: &str = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200";

pub struct Cluster {
    pub url: String,
    keeper: Child,
}

impl Cluster {
    pub fn start() -> Result<Self> {
        let bin = binaries()?;
        let folder = output(as_postgres("mktemp").args(["-d", "-t", "latchkey-pg.XXXXXX"]))?;
        let folder = folder.trim();
        let pg_ctl = bin.join("pg_ctl");
        let keeper = keeper(folder, &pg_ctl)?;
        // From here on the keeper removes what there is, also when a step below fails.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let cluster = Self { url: format!("postgres://postgres@127.0.0.1:{port}/postgres"), keeper };
        let data = format!("{folder}/data");
        output(as_postgres(bin.join("initdb")).args(["-D", &data, "-U", "postgres", "-A", "trust"]).args([
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
            "--no-instructions",
        ]))?;
        let log = format!("{folder}/log");
        let options = format!("{OPTIONS} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -p {port}");
        // Not `output`: the server would inherit the pipe and keep it open.
        as_postgres(&pg_ctl)
            .args(["-D", &data, "-l", &log, "-w", "-t", "60", "-s", "-o", &options, "start"])
            .status()?
            .success()
            .then_some(cluster)
            .ok_or_else(|| format!("PostgreSQL did not start:\n{}", fs::read_to_string(&log).unwrap_or_default()).into())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        if let Err(error) = self.keeper.wait() {
            println!("the PostgreSQL cluster may still be running: {error}");
        }
    }
}

/// Runs a command with a cluster; without one, shows the cluster's address and waits to be interrupted.
pub fn with_pg(command: &[String]) -> Result {
    let cluster = Cluster::start()?;
    let Some((program, args)) = command.split_first() else {
        println!("{URL_VARIABLE}={}", cluster.url);
        println!("Ctrl-C stops and removes it.");
        loop {
            thread::park();
        }
    };
    run(cmd_here(program).args(args).env(URL_VARIABLE, &cluster.url))
}

/// The folder of the newest installed server's programs.
pub fn binaries() -> Result<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin)| bin.join("initdb").is_file())
        .collect();
    found.sort();
    if let Some((_, bin)) = found.pop() {
        return Ok(bin);
    }
    find("initdb", &[])
        .first()
        .and_then(|file| file.parent().map(PathBuf::from))
        .ok_or_else(|| "PostgreSQL's initdb was found neither under /usr/lib/postgresql nor on PATH".into())
}

/// PostgreSQL refuses to run as root.
fn as_postgres(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = if is_root() {
        let mut command = cmd_here("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        cmd_here(program)
    };
    // That user may not be allowed to enter ours.
    command.current_dir("/");
    command
}

fn keeper(folder: &str, pg_ctl: &PathBuf) -> Result<Child> {
    let stop = as_postgres(pg_ctl);
    let mut command = cmd_here("sh");
    command.args(["-c", KEEPER, "keeper", folder]).arg(stop.get_program()).args(stop.get_args());
    Ok(command.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?)
}
