//! Does what is due.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use domain::fault::Problem;
use domain::time::{Span, Timestamp};
use futures::FutureExt;
use futures::future::join_all;
use storage::job::Leased;

use super::kind::JobKind;
use super::retry::{self, LEASE, TRIES};
use crate::activity::checkpoint;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::partners::{expiry, reach};
use crate::unit::{Question, Unit, UseCase, View};

/// How many jobs one worker does side by side.
const BATCH: i64 = 8;
/// How often a running job's lease is made longer.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How long done jobs, sent mails and read news are kept.
const JOBS_KEPT: Span = Span::days(7);
const MAILS_KEPT: Span = Span::days(30);
const NEWS_KEPT: Span = Span::days(180);
/// No delay after failed attempts is longer.
const ATTEMPTS_KEPT: Span = Span::days(2);

struct IsDue;

impl Question for IsDue {
    type Out = bool;

    async fn answer(&self, view: &mut View<'_>) -> Result<bool> {
        Ok(storage::job::is_due(&mut view.tx, view.now).await?)
    }
}

struct Lease;

impl UseCase for Lease {
    type Out = Vec<Leased>;

    async fn run(&self, unit: &mut Unit<'_>) -> Result<Vec<Leased>> {
        let until = unit.now + LEASE;
        Ok(storage::job::lease(&mut unit.tx, unit.now, until, BATCH).await?)
    }
}

enum Outcome {
    Done,
    Again {
        due: Timestamp,
        error: String,
    },
    Never {
        error: String,
    },
    /// It goes on.
    Longer,
}

struct Mark<'a> {
    job: &'a Leased,
    outcome: &'a Outcome,
}

impl UseCase for Mark<'_> {
    type Out = bool;

    async fn run(&self, unit: &mut Unit<'_>) -> Result<bool> {
        let (id, fence, now) = (self.job.id, self.job.fence, unit.now);
        Ok(match self.outcome {
            Outcome::Done => storage::job::done(&mut unit.tx, id, fence, now).await?,
            Outcome::Again { due, error } => storage::job::retry(&mut unit.tx, id, fence, *due, error).await?,
            Outcome::Never { error } => storage::job::give_up(&mut unit.tx, id, fence, now, error).await?,
            Outcome::Longer => storage::job::extend(&mut unit.tx, id, fence, now + LEASE).await?,
        })
    }
}

/// Does one batch of due jobs; how many it held.
pub async fn step(app: &App) -> std::result::Result<usize, Problem> {
    let ctx = Ctx::system("jobs");
    if !app.ask(&ctx, &IsDue).await? {
        return Ok(0);
    }
    let batch = app.run(&ctx, &Lease).await?;
    for outcome in join_all(batch.iter().map(|job| one(app, &ctx, job))).await {
        outcome?;
    }
    Ok(batch.len())
}

async fn one(app: &App, ctx: &Ctx, job: &Leased) -> std::result::Result<(), Problem> {
    let outcome = if job.attempts > TRIES {
        Outcome::Never { error: "every try ended without an answer".to_owned() }
    } else {
        let Some(answer) = kept_alive(app, ctx, job).await else {
            tracing::warn!(job = %job.id, kind = job.kind, "another worker took a job over");
            return Ok(());
        };
        judge(app, job, answer)
    };
    match &outcome {
        Outcome::Done | Outcome::Longer => {}
        Outcome::Again { error, .. } => {
            tracing::warn!(job = %job.id, kind = job.kind, attempt = job.attempts, error, "a job will be tried again");
        }
        Outcome::Never { error } => {
            metrics::counter!("latchkey_jobs_given_up_total").increment(1);
            tracing::error!(job = %job.id, kind = job.kind, attempt = job.attempts, error, "a job was given up");
        }
    }
    if !app.run(ctx, &Mark { job, outcome: &outcome }).await? {
        tracing::warn!(job = %job.id, kind = job.kind, "another worker took a job over");
    }
    Ok(())
}

/// How a job ended.
enum Answer {
    Finished(std::result::Result<(), Problem>),
    Panicked,
    Unreadable(String),
}

fn judge(app: &App, job: &Leased, answer: Answer) -> Outcome {
    match answer {
        Answer::Finished(Ok(())) => Outcome::Done,
        Answer::Unreadable(error) => Outcome::Never { error },
        // What was refused once is refused again; what could not be answered may be.
        Answer::Finished(Err(problem)) if problem.status() < 500 => Outcome::Never { error: problem.to_string() },
        Answer::Finished(Err(_)) | Answer::Panicked => {
            let error = match answer {
                Answer::Finished(Err(problem)) => problem.to_string(),
                _ => "it panicked".to_owned(),
            };
            if job.attempts < TRIES {
                let due = app.clock.now() + retry::pause(job.attempts, app.ids.bits());
                Outcome::Again { due, error }
            } else {
                Outcome::Never { error }
            }
        }
    }
}

/// A panic ends the job that panicked and nothing else.
async fn answer(work: impl Future<Output = std::result::Result<(), Problem>>) -> Answer {
    AssertUnwindSafe(work).catch_unwind().await.map_or(Answer::Panicked, Answer::Finished)
}

/// Runs the job while its lease is kept; nothing where the lease was lost.
async fn kept_alive(app: &App, ctx: &Ctx, job: &Leased) -> Option<Answer> {
    let kind: JobKind = match serde_json::from_str(&job.payload) {
        Ok(kind) => kind,
        Err(error) => return Some(Answer::Unreadable(error.to_string())),
    };
    let work = answer(work(app, &kind));
    tokio::pin!(work);
    let mut beat = tokio::time::interval(HEARTBEAT);
    beat.tick().await;
    loop {
        tokio::select! {
            answer = &mut work => return Some(answer),
            _ = beat.tick() => {
                match app.run(ctx, &Mark { job, outcome: &Outcome::Longer }).await {
                    Ok(true) => {}
                    Ok(false) => return None,
                    Err(problem) => tracing::warn!(job = %job.id, %problem, "a lease could not be made longer"),
                }
            }
        }
    }
}

async fn work(app: &App, kind: &JobKind) -> std::result::Result<(), Problem> {
    match kind {
        JobKind::PartnershipReach { partnership, .. } => reach::reach(app, *partnership).await,
        JobKind::PartnershipExpire { partnership } => expiry::expire(app, *partnership).await,
        JobKind::PartnershipWarn { partnership, expires_at, days } => expiry::warn(app, *partnership, *expires_at, *days).await,
        JobKind::Checkpoint { workspace } => checkpoint::make(app, *workspace).await,
        JobKind::Sweep => app.run(&Ctx::system("sweep"), &Sweep).await,
    }
}

struct Sweep;

impl UseCase for Sweep {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let now = unit.now;
        storage::job::sweep(&mut unit.tx, now, now - ATTEMPTS_KEPT).await?;
        storage::job::forget(&mut unit.tx, now - JOBS_KEPT).await?;
        storage::outbox::forget(&mut unit.tx, now - MAILS_KEPT).await?;
        storage::notice::forget(&mut unit.tx, now - NEWS_KEPT).await?;
        Ok(())
    }
}

struct ScheduleSweep(String);

impl UseCase for ScheduleSweep {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        unit.schedule(&self.0, &JobKind::Sweep, unit.now).await
    }
}

/// Writes the jobs that come round again: each names its period, so that several servers write it once.
pub async fn schedule(app: &App) -> std::result::Result<(), Problem> {
    checkpoint::schedule(app).await?;
    let hour = app.clock.now().millis() / Span::hours(1).as_millis();
    app.run(&Ctx::system("schedule"), &ScheduleSweep(format!("sweep:{hour}"))).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_job_that_panics_ends_alone() {
        let panics = async { if true { panic!("in a job") } else { Ok(()) } };
        assert!(matches!(answer(panics).await, Answer::Panicked));
        assert!(matches!(answer(async { Ok(()) }).await, Answer::Finished(Ok(()))));
    }
}
