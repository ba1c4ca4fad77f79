//! Everything that shows that the product works.

use crate::{
    Result,
    check::{cargo, check},
    pg::{Cluster, URL_VARIABLE},
    sh::{cmd, root, run, with_path},
    site::{self, Profile},
    steps::Steps,
    tools,
};

#[derive(Clone, Copy, PartialEq)]
pub enum Part {
    Check,
    Unit,
    EndToEnd,
}

/// All parts, or one of them; `rest` goes to the browser tests' runner.
pub fn test(only: Option<Part>, profile: Profile, rest: &[String]) -> Result {
    let wanted = |part| only.is_none_or(|only| only == part);
    let mut steps = Steps::default();
    if only.is_none() {
        steps.step("setup", tools::setup)?;
    }
    if wanted(Part::Check) {
        check(&mut steps)?;
    }
    if wanted(Part::Unit) {
        unit(&mut steps)?;
    }
    if wanted(Part::EndToEnd) {
        end_to_end(&mut steps, profile, rest)?;
    }
    steps.summary();
    Ok(())
}

fn unit(steps: &mut Steps) -> Result {
    let nextest = tools::cargo_nextest()?;
    tools::postgresql()?;
    let cluster = steps.step("private PostgreSQL", Cluster::start)?;
    steps.step("tests", || {
        let mut command = cargo();
        command.args(["nextest", "run", "--workspace", "--exclude", "frontend"]).env(URL_VARIABLE, &cluster.url);
        run(with_path(&mut command, &[nextest])?)
    })?;
    steps.step("documentation tests", || {
        run(cargo().args(["test", "--doc", "--workspace", "--exclude", "frontend"]).env(URL_VARIABLE, &cluster.url))
    })
}

fn end_to_end(steps: &mut Steps, profile: Profile, rest: &[String]) -> Result {
    let bin = tools::end2end_packages()?;
    tools::chromium()?;
    steps.step("build", || site::build(profile))?;
    if profile == Profile::Release {
        steps.step("size budget", site::sizes)?;
    }
    steps.step("browser tests", || {
        let mut command = cmd(bin.join("playwright"));
        run(command.arg("test").args(rest).env("LATCHKEY_BIN", profile.server()).current_dir(root().join("end2end")))
    })
}
