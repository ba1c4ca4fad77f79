//! Running other programs.

use std::{
    env,
    ffi::{OsStr, OsString},
    io,
    path::{Path, PathBuf},
    process::{Command, ExitStatus},
};

use crate::Result;

/// The workspace's folder.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Where cargo puts its output.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// A command that runs in the workspace's folder.
pub fn cmd(program: impl AsRef<OsStr>) -> Command {
    let mut command = cmd_here(program);
    command.current_dir(root());
    command
}

/// A command that runs in the caller's folder.
pub fn cmd_here(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    // `cargo run` describes this crate to us; a cargo started by us would take that for a change
    // in the environment and build some crates again.
    for (key, _) in env::vars_os() {
        let name = key.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&key);
        }
    }
    command
}

/// Shows the command, runs it and fails when it fails.
pub fn run(command: &mut Command) -> Result {
    let line = line(command);
    println!("$ {line}");
    let status = command.status().map_err(|e| not_started(command, &e))?;
    succeeded(&line, status)
}

/// Runs the command silently and returns what it printed.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().map_err(|e| not_started(command, &e))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(text);
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    Err(format!("{} failed:\n{text}{errors}", line(command)).into())
}

/// Puts `folders` before everything else on the command's PATH.
pub fn with_path<'a>(command: &'a mut Command, folders: &[PathBuf]) -> Result<&'a mut Command> {
    Ok(command.env("PATH", path(folders)?))
}

/// Every file named `program`, on PATH and then in `folders`.
pub fn find(program: &str, folders: &[PathBuf]) -> Vec<PathBuf> {
    let on_path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&on_path).chain(folders.iter().cloned()).map(|dir| dir.join(program)).filter(|file| file.is_file()).collect()
}

pub fn is_root() -> bool {
    output(cmd_here("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn path(folders: &[PathBuf]) -> Result<OsString> {
    let on_path = env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(env::split_paths(&on_path));
    Ok(env::join_paths(all)?)
}

fn succeeded(line: &str, status: ExitStatus) -> Result {
    if status.success() {
        return Ok(());
    }
    Err(format!("`{line}` failed ({status})").into())
}

fn line(command: &Command) -> String {
    let words: Vec<_> = std::iter::once(command.get_program()).chain(command.get_args()).map(OsStr::to_string_lossy).collect();
    words.join(" ")
}

fn not_started(command: &Command, error: &io::Error) -> String {
    format!("could not start `{}`: {error}", line(command))
}
