//! The programs that the other commands need: each is looked for, and installed where that is ours to do.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::{
    Result, pg,
    sh::{cmd, cmd_here, find, is_root, output, root, run},
};

const CHROMIUM: &str = "/usr/bin/chromium";

/// Looks for one thing, installs it if need be, and says where it is.
type Ensure = fn() -> Result<PathBuf>;

/// Everything, with a line for each.
pub fn setup() -> Result {
    let needs: [(&str, Ensure); 9] = [
        ("wasm32-unknown-unknown", wasm_target),
        ("cargo-leptos", cargo_leptos),
        ("wasm-bindgen", wasm_bindgen),
        ("cargo-nextest", cargo_nextest),
        ("cargo-deny", cargo_deny),
        ("style packages", style_packages),
        ("end2end packages", end2end_packages),
        ("chromium", chromium),
        ("PostgreSQL", postgresql),
    ];
    for (name, ensure) in needs {
        println!("{name}: {}", ensure()?.display());
    }
    Ok(())
}

/// Asked of the compiler itself, so that it also works where there is no rustup.
pub fn wasm_target() -> Result<PathBuf> {
    let sysroot = output(cmd("rustc").args(["--print", "sysroot"]))?;
    let target = Path::new(sysroot.trim()).join("lib/rustlib/wasm32-unknown-unknown/lib");
    if !target.is_dir() {
        println!("Adding the target wasm32-unknown-unknown (about a minute)");
        run(cmd("rustup").args(["target", "add", "wasm32-unknown-unknown"]))?;
    }
    Ok(target)
}

pub fn cargo_leptos() -> Result<PathBuf> {
    cargo_tool("cargo-leptos", "cargo-leptos", "0.3.", "0.3.10", &["--locked", "--features", "no_downloads"], 20)
}

/// It refuses modules made with any other version of its library.
pub fn wasm_bindgen() -> Result<PathBuf> {
    let version = locked_version("wasm-bindgen")?;
    // Its own lock file can ask for packages that a mirror does not have yet, so not `--locked`.
    cargo_tool("wasm-bindgen-cli", "wasm-bindgen", &version, &version, &[], 5)
}

pub fn cargo_nextest() -> Result<PathBuf> {
    cargo_tool("cargo-nextest", "cargo-nextest", "0.9.", "0.9.143", &["--locked"], 8)
}

pub fn cargo_deny() -> Result<PathBuf> {
    cargo_tool("cargo-deny", "cargo-deny", "0.20.", "0.20.2", &["--locked"], 8)
}

/// Tailwind and wasm-opt, as a folder for PATH.
pub fn style_packages() -> Result<PathBuf> {
    npm_ci("style")
}

pub fn end2end_packages() -> Result<PathBuf> {
    npm_ci("end2end")
}

/// The tests look for it at the same place (`end2end/playwright.config.ts`).
pub fn chromium() -> Result<PathBuf> {
    let file = env::var_os("LATCHKEY_CHROMIUM").map_or_else(|| PathBuf::from(CHROMIUM), PathBuf::from);
    if !file.is_file() {
        apt(&["chromium", "fonts-liberation"])?;
    }
    if file.is_file() {
        return Ok(file);
    }
    Err(format!("there is no Chromium at {} (LATCHKEY_CHROMIUM names another place)", file.display()).into())
}

pub fn postgresql() -> Result<PathBuf> {
    pg::binaries().or_else(|_| {
        apt(&["postgresql"])?;
        pg::binaries()
    })
}

/// The folder of a program with a fitting version: from PATH, else from our cache, else built into the cache.
fn cargo_tool(package: &str, program: &str, fits: &str, version: &str, flags: &[&str], minutes: u32) -> Result<PathBuf> {
    let cache = cache()?;
    let bin = cache.join("bin");
    let found = find(program, std::slice::from_ref(&bin));
    if let Some(file) = found.iter().find(|file| version_of(file).is_some_and(|version| version.starts_with(fits))) {
        return Ok(file.parent().map(PathBuf::from).unwrap_or_default());
    }
    println!("Installing {package} {version} into {} (once; {minutes} minutes on two cores)", cache.display());
    run(cmd("cargo").args(["install", package, "--version", version, "--force"]).args(flags).arg("--root").arg(&cache))?;
    Ok(bin)
}

/// Per user, so that fresh clones find what an earlier one built.
fn cache() -> Result<PathBuf> {
    if let Some(folder) = env::var_os("LATCHKEY_TOOLS") {
        return Ok(folder.into());
    }
    let home = env::home_dir().ok_or("there is no home folder to keep the tools in: set LATCHKEY_TOOLS")?;
    Ok(home.join(".cache/latchkey/tools"))
}

fn version_of(program: &Path) -> Option<String> {
    let text = output(cmd_here(program).arg("--version")).ok()?;
    text.split_whitespace().nth(1).map(str::to_owned)
}

fn locked_version(package: &str) -> Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock"))?;
    lock.split_once(&format!("name = \"{package}\"\nversion = \""))
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(version, _)| version.to_owned())
        .ok_or_else(|| format!("Cargo.lock has no {package}").into())
}

/// Installs what the lock file says, unless that was done already.
fn npm_ci(folder: &str) -> Result<PathBuf> {
    let folder = root().join(folder);
    let lock = fs::read_to_string(folder.join("package-lock.json"))?;
    let modules = folder.join("node_modules");
    let stamp = modules.join(".installed-lock");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(modules.join(".bin"));
    }
    if find("npm", &[]).is_empty() {
        return Err("npm is missing: install Node.js 20 or newer".into());
    }
    println!("Installing the npm packages of {} (less than a minute)", folder.display());
    run(cmd("npm")
        .args(["ci", "--ignore-scripts", "--no-fund", "--no-audit"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .current_dir(&folder))?;
    fs::write(stamp, lock)?;
    Ok(modules.join(".bin"))
}

fn apt(packages: &[&str]) -> Result {
    let names = packages.join(" ");
    if !is_root() || find("apt-get", &[]).is_empty() {
        return Err(format!("missing; on Debian: sudo apt-get install {names}").into());
    }
    println!("Installing {names} with apt-get (a few minutes)");
    run(cmd("apt-get").args(["update", "-q"]))?;
    run(cmd("apt-get").args(["install", "-qy", "--no-install-recommends"]).args(packages).env("DEBIAN_FRONTEND", "noninteractive"))
}
