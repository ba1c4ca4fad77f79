//! The loops that send mail and do jobs. Any number of servers may run them on one database.

use std::future::{Future, pending};
use std::time::Duration;

use domain::fault::Problem;
use domain::id::WorkspaceId;
use futures::future::join3;
use tokio::sync::{broadcast, watch};
use tokio::time::MissedTickBehavior;

use super::step;
use crate::app::App;
use crate::mail::deliver;
use crate::mail::mailer::Mailer;

/// How often due work is looked for without a ring.
const LOOK: Duration = Duration::from_secs(1);
/// After a ring the rest of a burst is awaited, so that it costs one look and not one each.
const GATHER: Duration = Duration::from_millis(50);
/// How often recurring jobs are written.
const SCHEDULE: Duration = Duration::from_mins(1);
/// How long what was begun may take after the sign to stop. What does not end is taken up again when its lease has run out.
const DRAIN: Duration = Duration::from_secs(20);

/// Works until `shutdown` resolves. Without a mailer, mail stays in the development mailbox, or waits.
pub async fn worker<M: Mailer>(app: App, mailer: Option<M>, shutdown: impl Future<Output = ()>) {
    let (stop, stopped) = watch::channel(false);
    // Each in its own loop: a mail server that does not answer holds up no job.
    let work = join3(
        rounds(Jobs(&app), LOOK, Some(app.live.hear()), stopped.clone()),
        rounds(Mails(&app, mailer), LOOK, Some(app.live.hear()), stopped.clone()),
        rounds(Recurring(&app), SCHEDULE, None, stopped),
    );
    tokio::pin!(work);
    tokio::select! {
        _ = &mut work => {}
        () = shutdown => {
            stop.send_replace(true);
            if tokio::time::timeout(DRAIN, work).await.is_err() {
                tracing::warn!("the worker stopped in the middle of its work");
            }
        }
    }
}

/// Does a batch of what is due; how much it was.
trait Round {
    fn go(&self) -> impl Future<Output = Result<usize, Problem>> + Send;
}

struct Jobs<'a>(&'a App);

impl Round for Jobs<'_> {
    async fn go(&self) -> Result<usize, Problem> {
        step::step(self.0).await
    }
}

struct Mails<'a, M>(&'a App, Option<M>);

impl<M: Mailer> Round for Mails<'_, M> {
    async fn go(&self) -> Result<usize, Problem> {
        match &self.1 {
            Some(mailer) => deliver::deliver(self.0, mailer).await,
            None if self.0.settings.development_mailbox => deliver::keep(self.0).await.map(|()| 0),
            None => Ok(0),
        }
    }
}

struct Recurring<'a>(&'a App);

impl Round for Recurring<'_> {
    async fn go(&self) -> Result<usize, Problem> {
        step::schedule(self.0).await.map(|()| 0)
    }
}

async fn rounds<R: Round>(
    round: R,
    every: Duration,
    mut bell: Option<broadcast::Receiver<WorkspaceId>>,
    mut stopped: watch::Receiver<bool>,
) {
    let mut look = tokio::time::interval(every);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            _ = stopped.changed() => return,
            _ = look.tick() => {}
            () = rung(bell.as_mut()) => {
                tokio::time::sleep(GATHER).await;
                bell = bell.map(|bell| bell.resubscribe());
            }
        }
        while !*stopped.borrow() {
            match round.go().await {
                Ok(0) => break,
                Ok(_) => {}
                Err(problem) => {
                    tracing::warn!(%problem, "the worker will try again");
                    break;
                }
            }
        }
    }
}

async fn rung(bell: Option<&mut broadcast::Receiver<WorkspaceId>>) {
    match bell {
        // A ring that was missed in a crowd is a ring.
        Some(bell) => drop(bell.recv().await),
        None => pending().await,
    }
}
