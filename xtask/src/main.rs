//! Everything that developers and the build machine run.
#![expect(clippy::print_stdout, reason = "a command line tool talks to its user")]

mod check;
mod edges;
mod pg;
mod sh;
mod site;
mod steps;
mod test;
mod tools;

use std::{env, process::ExitCode};

use site::Profile;
use test::Part;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

const USAGE: &str = "\
cargo xtask COMMAND

  setup                     look for the tools, install what is missing
  build [--release]         the server and the site
  run [--release]           build, then serve; an empty database in ./latchkey-data if there is none
  demo [--release] [--fresh]
                            build, then serve the demo data (in target/demo; --fresh starts over)
  check                     format, lints, dependency edges, licences: everything that runs no test
  test [--release] [--only check|unit|e2e] [-- ARGS]
                            everything, or one part; ARGS go to Playwright; --release is for the browser tests
  with-pg [COMMAND...]      run COMMAND with a private PostgreSQL in LATCHKEY_TEST_POSTGRES
  sizes                     the release build's files against the size budget";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    match command(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("\nxtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn command(args: &[String]) -> Result {
    let Some((name, args)) = args.split_first() else {
        return Err(USAGE.into());
    };
    if name == "with-pg" {
        return pg::with_pg(args);
    }
    let options = Options::parse(name, args)?;
    match name.as_str() {
        "setup" => tools::setup(),
        "build" => site::build(options.profile),
        "run" => site::serve(options.profile),
        "demo" => site::demo(options.profile, options.fresh),
        "check" => test::test(Some(Part::Check), options.profile, &[]),
        "test" => test::test(options.only, options.profile, &options.rest),
        "sizes" => site::sizes(),
        _ => Err(USAGE.into()),
    }
}

struct Options {
    profile: Profile,
    fresh: bool,
    only: Option<Part>,
    rest: Vec<String>,
}

impl Options {
    fn parse(command: &str, args: &[String]) -> Result<Self> {
        let mut options = Self { profile: Profile::Debug, fresh: false, only: None, rest: Vec::new() };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            match (command, arg.as_str()) {
                ("build" | "run" | "demo" | "test", "--release") => {
                    options.profile = Profile::Release;
                }
                ("demo", "--fresh") => options.fresh = true,
                ("test", "--only") => {
                    options.only = Some(match args.next().map(String::as_str) {
                        Some("check") => Part::Check,
                        Some("unit") => Part::Unit,
                        Some("e2e") => Part::EndToEnd,
                        _ => return Err(USAGE.into()),
                    });
                }
                ("test", "--") => options.rest = args.by_ref().cloned().collect(),
                _ => return Err(format!("`{command}` does not know `{arg}`\n\n{USAGE}").into()),
            }
        }
        Ok(options)
    }
}
