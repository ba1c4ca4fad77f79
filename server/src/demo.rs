//! `latchkey demo`: fills an empty database and says who can sign in (OP-06).

use service::demo::{DemoReport, Outcome, PASSWORD, fill};

use crate::boot;
use crate::cli::{Stop, say};
use crate::config::Config;

pub async fn run(config: &Config) -> Result<(), Stop> {
    let app = boot::open(config).await?;
    let report = fill(&app).await.map_err(|problem| Stop::failed(format!("the demo data could not be written: {problem}")))?;
    app.db.close().await;
    match report.outcome {
        Outcome::Written => say("The demo data is written.")?,
        Outcome::AlreadyThere => say("The demo data is there already.")?,
        Outcome::OtherData => {
            return Err(Stop::failed("the database holds workspaces already: demo data is only written into an empty one"));
        }
    }
    introduce(config, &report)
}

fn introduce(config: &Config, report: &DemoReport) -> Result<(), Stop> {
    let url = &config.public.text;
    say(&format!("\nSign in at {url}/login. Everyone has the password {PASSWORD}"))?;
    for workspace in report.workspaces {
        say(&format!("\n  {}: {}", workspace.name, workspace.about))?;
        for person in workspace.people {
            let role = person.role.label();
            say(&format!("    {:<30} {:<14} {role}", person.email, person.name))?;
        }
    }
    Ok(())
}
