//! Building the site and running it.

use std::{
    env, fs,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    Result,
    sh::{cmd, cmd_here, root, run, target, with_path},
    tools,
};

/// Sizes as they travel (brotli), in bytes, summed per kind of file.
const BUDGET: [(&str, u64); 3] = [("wasm", 300_000), ("js", 15_000), ("css", 20_000)];

#[derive(Clone, Copy, PartialEq)]
pub enum Profile {
    Debug,
    Release,
}

impl Profile {
    pub fn server(self) -> PathBuf {
        let folder = match self {
            Self::Debug => "debug",
            Self::Release => "release",
        };
        target().join(folder).join("latchkey")
    }
}

pub fn build(profile: Profile) -> Result {
    tools::wasm_target()?;
    // In this order: cargo-leptos takes the first it finds, whatever its version.
    let path = [tools::style_packages()?, tools::wasm_bindgen()?, tools::cargo_leptos()?];
    let mut command = cmd("cargo");
    command.args(["leptos", "build"]);
    if profile == Profile::Release {
        command.args(["--release", "--precompress"]);
    }
    run(with_path(&mut command, &path)?)
}

/// Builds and serves with the caller's settings; the default is an empty database in `./latchkey-data`.
pub fn serve(profile: Profile) -> Result {
    build(profile)?;
    exec(&mut server(profile))
}

/// Builds and serves the demo data from its own folder.
pub fn demo(profile: Profile, fresh: bool) -> Result {
    build(profile)?;
    let folder = target().join("demo");
    if fresh && folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    run(with_demo_data(&mut server(profile), &folder).arg("demo"))?;
    exec(with_demo_data(&mut server(profile), &folder))
}

/// Holds the files that a browser loads against the budget.
pub fn sizes() -> Result {
    if !has_release_build() {
        return Err("target/site holds no release build: run `cargo xtask build --release`".into());
    }
    let files = compressed(&package());
    let mut over = Vec::new();
    for (kind, limit) in BUDGET {
        let ending = format!(".{kind}");
        let of_kind = files.iter().filter(|(name, _)| name.ends_with(&ending));
        let size: u64 = of_kind.map(|(_, size)| size).sum();
        println!("{kind:>5} {size:>8} of {limit} bytes");
        if size > limit {
            over.push(kind);
        }
    }
    if over.is_empty() {
        return Ok(());
    }
    Err(format!("over the size budget: {}", over.join(", ")).into())
}

/// Only our release builds are compressed beforehand.
pub fn has_release_build() -> bool {
    !compressed(&package()).is_empty()
}

fn package() -> PathBuf {
    root().join("target/site/pkg")
}

/// The names, without `.br`, and sizes of the brotli files.
fn compressed(folder: &Path) -> Vec<(String, u64)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(compressed(&path));
        } else if let (Some(name), Ok(about)) = (path.to_string_lossy().strip_suffix(".br"), entry.metadata()) {
            files.push((name.to_owned(), about.len()));
        }
    }
    files
}

fn server(profile: Profile) -> Command {
    let mut command = cmd_here(profile.server());
    command.env("LEPTOS_HASH_FILES", "true").env("LATCHKEY_SITE_DIR", root().join("target/site"));
    command
}

fn with_demo_data<'a>(command: &'a mut Command, folder: &Path) -> &'a mut Command {
    command
        .env_remove("LATCHKEY_CONFIG")
        .env_remove("LATCHKEY_DATABASE_URL")
        .env_remove("LATCHKEY_KEY_FILE")
        .env("LATCHKEY_DATA_DIR", folder.join("data"))
}

/// Becomes the server, so that a signal to us is a signal to it.
fn exec(server: &mut Command) -> Result {
    let url = env::var("LATCHKEY_PUBLIC_URL").unwrap_or_else(|_| {
        let listen = env::var("LATCHKEY_LISTEN").unwrap_or_else(|_| "127.0.0.1:3000".into());
        format!("http://{listen}")
    });
    println!("\nLatchkey: {url}  (Ctrl-C stops it)\n");
    Err(format!("the server did not start: {}", server.arg("serve").exec()).into())
}
