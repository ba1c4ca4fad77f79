//! The running application: everything that use cases share.

use std::sync::Arc;
use std::time::Duration;

use domain::activity::{EventKind, Happening};
use domain::fault::Problem;
use domain::time::Span;
use storage::Db;

use crate::clock::Clock;
use crate::ctx::Ctx;
use crate::error::Fail;
use crate::ids::Ids;
use crate::keys::Keys;
use crate::live::Live;
use crate::unit::{Question, Unit, UseCase, View};

/// What an operator sets and use cases read.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Scheme, host and port, without a slash at the end: what links in mails begin with.
    pub public_url: String,
    /// Anyone may create a workspace (WS-01). The first can always be created.
    pub open_signup: bool,
    /// No SMTP is configured: mail stays in the app.
    pub development_mailbox: bool,
    /// Memory in KiB and passes of argon2id (WS-07). Tests use less.
    pub password_cost: (u32, u32),
}

impl Default for Settings {
    fn default() -> Self {
        Self { public_url: "http://127.0.0.1:3000".to_owned(), open_signup: true, development_mailbox: true, password_cost: (19_456, 2) }
    }
}

#[derive(Debug)]
pub struct Inner {
    pub db: Db,
    pub clock: Arc<dyn Clock>,
    pub ids: Ids,
    pub keys: Keys,
    pub settings: Settings,
    pub live: Live,
}

/// Cheap to clone.
#[derive(Debug, Clone)]
pub struct App(Arc<Inner>);

impl std::ops::Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// How long a transaction is tried again when others are in its way.
const PATIENCE: Span = Span::seconds(15);

impl App {
    #[must_use]
    pub fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// Runs a use case in one write transaction: all of it, its log rows and its mail, or nothing.
    ///
    /// Where another transaction was in the way it is run again from the start, so `run` must not have effects outside its unit.
    pub async fn run<U: UseCase>(&self, ctx: &Ctx, case: &U) -> Result<U::Out, Problem> {
        let started = self.clock.now();
        let mut pause = 1_u64;
        loop {
            match self.attempt(ctx, case).await {
                Err(fail) if fail.is_busy() && self.clock.now() - started < PATIENCE => {
                    // Full jitter, so that those who collided do not collide again.
                    tokio::time::sleep(Duration::from_millis(self.ids.bits() % (pause + 1))).await;
                    pause = (pause * 2).min(200);
                }
                Err(fail) => return Err(fail.answer(&ctx.request)),
                Ok(out) => return Ok(out),
            }
        }
    }

    async fn attempt<U: UseCase>(&self, ctx: &Ctx, case: &U) -> Result<U::Out, Fail> {
        let mut unit = Unit::begin(self, ctx).await?;
        match case.run(&mut unit).await {
            Ok(out) => {
                let moved = unit.finish().await?;
                self.ring(&moved).await;
                Ok(out)
            }
            Err(fail) => {
                if let Some((token, action)) = unit.refused(&fail) {
                    drop(unit);
                    self.note_refusal(ctx, token, action).await;
                } else if unit.keeps_failure() {
                    // What the failure itself leaves behind: a counted attempt, a refused sign-in in the log.
                    let moved = unit.finish().await?;
                    self.ring(&moved).await;
                }
                Err(fail)
            }
        }
    }

    async fn ring(&self, moved: &[domain::id::WorkspaceId]) {
        for workspace in moved {
            self.live.ring(*workspace);
        }
        let names: Vec<String> = moved.iter().map(ToString::to_string).collect();
        if !names.is_empty()
            && let Err(error) = self.db.announce(&names.join(" ")).await
        {
            // Other servers look again by themselves after a while.
            tracing::warn!(%error, "other servers could not be told of news");
        }
    }

    /// A refusal of something sensitive is itself activity (AC-01). It is written after the refused transaction was given up.
    async fn note_refusal(&self, ctx: &Ctx, token: [u8; 32], action: domain::access::Action) {
        let write = async {
            let mut unit = Unit::begin(self, ctx).await?;
            if let Some(signed_in) = storage::facts::signed_in(&mut unit.tx, &token, unit.now).await? {
                let actor = signed_in.actor;
                let teller = domain::activity::Teller::Person { id: actor.person, name: signed_in.name };
                unit.tell(actor.workspace, teller, Happening::new(EventKind::ActionRefused).with("action", action.code()));
            }
            unit.finish().await.map(|_| ())
        };
        if let Err(fail) = write.await {
            tracing::warn!(?fail, "a refusal could not be logged");
        }
    }

    /// Asks a question in one read transaction.
    pub async fn ask<Q: Question>(&self, ctx: &Ctx, question: &Q) -> Result<Q::Out, Problem> {
        let answer = async {
            let mut view = View::begin(self, ctx).await?;
            let out = question.answer(&mut view).await?;
            Ok((out, view.stale_session()))
        };
        let (out, stale) = answer.await.map_err(|fail: Fail| fail.answer(&ctx.request))?;
        if let Some(token) = stale {
            self.touch(token).await;
        }
        Ok(out)
    }

    /// Writes down that a session is in use, at most once a minute.
    async fn touch(&self, token: [u8; 32]) {
        let now = self.clock.now();
        let touch = async {
            let mut write = self.db.write().await?;
            storage::session::touch(&mut write, &token, now).await?;
            write.commit().await
        };
        if let Err(error) = touch.await {
            tracing::warn!(%error, "the use of a session could not be written down");
        }
    }
}
