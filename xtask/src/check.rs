//! What can be said about the code without running it.

use std::{collections::BTreeSet, fs, process::Command};

use crate::{
    Result, edges,
    sh::{cmd, output, root, run, with_path},
    site,
    steps::Steps,
    tools,
};

/// cargo-leptos builds debug code with these. The same here, so that nothing is built twice.
pub fn cargo() -> Command {
    let mut command = cmd("cargo");
    command.env("RUSTFLAGS", "--cfg erase_components").env("LEPTOS_OUTPUT_NAME", "latchkey");
    command
}

pub fn check(steps: &mut Steps) -> Result {
    steps.step("format", || run(cmd("cargo").args(["fmt", "--all", "--check"])))?;
    steps.step("dependency edges", dependency_edges)?;
    steps.step("migrations", migrations)?;
    steps.step("browser test types", || {
        let bin = tools::end2end_packages()?;
        run(cmd(bin.join("tsc")).arg("--noEmit").current_dir(root().join("end2end")))
    })?;
    steps.step("licences, bans, sources", || deny(&["bans", "licenses", "sources"]))?;
    steps.step("advisories", advisories)?;
    steps.step("clippy, server side", || {
        run(cargo().args(["clippy", "--workspace", "--exclude", "frontend", "--all-targets"]).args(["--", "-D", "warnings"]))
    })?;
    steps.step("clippy, browser side", || {
        tools::wasm_target()?;
        run(cargo().args(["clippy", "-p", "frontend", "--target", "wasm32-unknown-unknown"]).args(["--", "-D", "warnings"]))
    })?;
    // As a dependency of the front end it would get features that it must not need.
    steps.step("domain alone in the browser", || run(cargo().args(["check", "-p", "domain", "--target", "wasm32-unknown-unknown"])))?;
    if site::has_release_build() {
        steps.step("size budget", site::sizes)?;
    }
    Ok(())
}

fn dependency_edges() -> Result {
    let text = output(cmd("cargo").args(["metadata", "--format-version", "1", "--no-deps"]))?;
    let wrong = edges::violations(&serde_json::from_str(&text)?);
    if wrong.is_empty() {
        return Ok(());
    }
    Err(wrong.join("\n").into())
}

/// Both databases go through the same steps, by name.
fn migrations() -> Result {
    let names = |database: &str| -> Result<BTreeSet<String>> {
        let folder = root().join("storage/migrations").join(database);
        let entries = fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        Ok(entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
    };
    let (sqlite, postgres) = (names("sqlite")?, names("postgres")?);
    if sqlite.is_empty() {
        return Err("storage/migrations/sqlite is empty".into());
    }
    let alone: Vec<_> = sqlite.symmetric_difference(&postgres).cloned().collect();
    if alone.is_empty() {
        return Ok(());
    }
    Err(format!("only for one of the two databases: {}", alone.join(", ")).into())
}

fn deny(checks: &[&str]) -> Result {
    let mut command = cmd("cargo");
    command.args(["deny", "check"]).args(checks);
    run(with_path(&mut command, &[tools::cargo_deny()?])?)
}

/// The list of advisories comes over the network. Without it this step cannot fail, and says so.
fn advisories() -> Result {
    let mut fetch = cmd("cargo");
    fetch.args(["deny", "fetch", "db"]);
    if let Err(error) = output(with_path(&mut fetch, &[tools::cargo_deny()?])?) {
        let reason = error.to_string();
        println!("NOT CHECKED: the advisory database could not be fetched ({}).", reason.trim().lines().last().unwrap_or_default());
        return Ok(());
    }
    deny(&["--disable-fetch", "advisories"])
}
