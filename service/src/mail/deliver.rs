//! Sends what is due. A mail goes out at least once, and a second time only when the process dies between the mail server's
//! yes and the note of it.

use domain::fault::Problem;
use domain::id::MailId;
use domain::time::{Span, Timestamp};
use futures::future::join_all;
use storage::outbox::Leased;

use super::mailer::{MailError, Mailer, PATIENCE};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::jobs::retry::{self, LEASE, TRIES};
use crate::unit::{Question, Unit, UseCase, View};

/// How many mails one worker sends side by side. All of them end within their lease, because each has [`PATIENCE`] only.
const BATCH: i64 = 8;

struct IsDue;

impl Question for IsDue {
    type Out = bool;

    async fn answer(&self, view: &mut View<'_>) -> Result<bool> {
        Ok(storage::outbox::is_due(&mut view.tx, view.now).await?)
    }
}

struct Lease;

impl UseCase for Lease {
    type Out = Vec<Leased>;

    async fn run(&self, unit: &mut Unit<'_>) -> Result<Vec<Leased>> {
        let until = unit.now + LEASE;
        Ok(storage::outbox::lease(&mut unit.tx, unit.now, until, BATCH).await?)
    }
}

enum Outcome {
    Sent,
    Again { due: Timestamp, error: String },
    Never { error: String },
}

struct Mark<'a> {
    mail: MailId,
    fence: i64,
    outcome: &'a Outcome,
}

impl UseCase for Mark<'_> {
    type Out = bool;

    async fn run(&self, unit: &mut Unit<'_>) -> Result<bool> {
        let (id, fence, now) = (self.mail, self.fence, unit.now);
        Ok(match self.outcome {
            Outcome::Sent => storage::outbox::sent(&mut unit.tx, id, fence, now).await?,
            Outcome::Again { due, error } => storage::outbox::retry(&mut unit.tx, id, fence, *due, error).await?,
            Outcome::Never { error } => storage::outbox::give_up(&mut unit.tx, id, fence, now, error).await?,
        })
    }
}

/// Sends one batch; how many mails it held.
pub async fn deliver<M: Mailer>(app: &App, mailer: &M) -> std::result::Result<usize, Problem> {
    let ctx = Ctx::system("mail");
    if !app.ask(&ctx, &IsDue).await? {
        return Ok(0);
    }
    let batch = app.run(&ctx, &Lease).await?;
    let sent = join_all(batch.iter().map(|mail| one(app, &ctx, mailer, mail))).await;
    for outcome in sent {
        outcome?;
    }
    Ok(batch.len())
}

async fn one<M: Mailer>(app: &App, ctx: &Ctx, mailer: &M, mail: &Leased) -> std::result::Result<(), Problem> {
    let outcome = if mail.attempts > TRIES {
        // Taken again and again, and never marked: whatever sends it dies of it.
        Outcome::Never { error: "every try ended without an answer".to_owned() }
    } else {
        let answer = tokio::time::timeout(PATIENCE, mailer.send(mail)).await;
        match answer.unwrap_or_else(|_| Err(MailError::Transient("the mail server took too long".to_owned()))) {
            Ok(()) => Outcome::Sent,
            Err(MailError::Transient(error)) if mail.attempts < TRIES => {
                let due = app.clock.now() + retry::pause(mail.attempts, app.ids.bits());
                Outcome::Again { due, error }
            }
            Err(MailError::Transient(error) | MailError::Permanent(error)) => Outcome::Never { error },
        }
    };
    match &outcome {
        Outcome::Sent => metrics::counter!("latchkey_mails_sent_total").increment(1),
        Outcome::Again { error, .. } => {
            tracing::warn!(mail = %mail.id, attempt = mail.attempts, error, "a mail will be tried again");
        }
        Outcome::Never { error } => {
            metrics::counter!("latchkey_mails_given_up_total").increment(1);
            tracing::error!(mail = %mail.id, attempt = mail.attempts, error, "a mail was given up");
        }
    }
    let mark = Mark { mail: mail.id, fence: mail.fence, outcome: &outcome };
    if !app.run(ctx, &mark).await? {
        tracing::warn!(mail = %mail.id, "another worker took a mail over: it may arrive twice");
    }
    Ok(())
}

struct Keep;

impl UseCase for Keep {
    type Out = u64;

    async fn run(&self, unit: &mut Unit<'_>) -> Result<u64> {
        Ok(storage::outbox::keep(&mut unit.tx, unit.now).await?)
    }
}

/// Leaves what is due in the development mailbox for good, so that a mail server that is configured later does not send old links.
pub async fn keep(app: &App) -> std::result::Result<(), Problem> {
    let ctx = Ctx::system("mail");
    if app.ask(&ctx, &IsDue).await? {
        app.run(&ctx, &Keep).await?;
    }
    Ok(())
}

struct Oldest;

impl Question for Oldest {
    type Out = Option<Span>;

    async fn answer(&self, view: &mut View<'_>) -> Result<Option<Span>> {
        let oldest = storage::outbox::oldest_due(&mut view.tx, view.now).await?;
        Ok(oldest.map(|at| view.now - at))
    }
}

/// How long the oldest mail that is due has waited for a worker, for readiness and metrics.
pub async fn oldest_unsent(app: &App) -> std::result::Result<Option<Span>, Problem> {
    app.ask(&Ctx::system("mail"), &Oldest).await
}
