//! Failed tries, counted for everything that verifies a password or a link, or sends mail to someone who asks for it (WS-11).
//!
//! Counted are two things: the account, as a keyed hash of what names it, and the network that asks. After a number of free
//! failures each further one doubles the wait, up to a quarter of an hour. A refused try is not counted. A network from which the
//! account was used before is counted by itself, so that strangers who keep failing elsewhere do not lock anybody out. A try counts as failed before it is made and is forgiven when it succeeds: tries made at the same moment all count.

use domain::fault::Problem;
use domain::time::{Span, Timestamp};
use storage::attempt::{Attempts, clear, get, put};
use storage::{Read, Write};

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::keys::mac;
use crate::unit::{Unit, UseCase};

/// How many failures cost no wait, and how long it takes until one is forgotten.
#[derive(Debug, Clone, Copy)]
struct Limit {
    free: i64,
    leak: Span,
}

const ACCOUNT: Limit = Limit { free: 5, leak: Span::minutes(12) };
/// There may be a whole office behind one address.
const NETWORK: Limit = Limit { free: 25, leak: Span::minutes(2) };
/// The longest wait.
const LONGEST: Span = Span::minutes(15);

/// How long a network stays familiar to an account after it was used there.
const FAMILIAR: Span = Span::days(30);
/// The kind of the rows that say so.
const FAMILIAR_KIND: &str = "familiar";

#[derive(Debug, Clone)]
struct Key {
    name: Vec<u8>,
    /// Stands in for `name` while it is known as familiar.
    familiar: Option<Vec<u8>>,
    limit: Limit,
}

impl Key {
    /// What is counted now: the key itself, or the familiar network's own.
    async fn counted(&self, read: &mut Read, now: Timestamp) -> Result<&[u8]> {
        if let Some(familiar) = &self.familiar
            && let Some(mark) = get(read, FAMILIAR_KIND, familiar).await?
            && mark.blocked_until > now
        {
            return Ok(familiar);
        }
        Ok(&self.name)
    }
}

/// What is counted for one kind of try.
#[derive(Debug, Clone)]
pub(crate) struct Counted {
    kind: &'static str,
    keys: Vec<Key>,
}

impl Counted {
    fn one(kind: &'static str, name: Vec<u8>, familiar: Option<Vec<u8>>, limit: Limit) -> Self {
        let keys = vec![Key { name, familiar, limit }];
        Self { kind, keys }
    }

    /// Tries from the network of the request.
    pub(crate) fn network(app: &App, ctx: &Ctx, kind: &'static str) -> Self {
        Self::one(kind, key(app, &["network", &ctx.network]), None, NETWORK)
    }

    /// Tries at one account, from wherever they come.
    pub(crate) fn account(app: &App, kind: &'static str, account: &str) -> Self {
        Self::one(kind, key(app, &["account", account]), None, ACCOUNT)
    }

    /// Tries of strangers at one account; those from a network that is familiar to it are counted apart.
    pub(crate) fn stranger(app: &App, ctx: &Ctx, kind: &'static str, account: &str) -> Self {
        let familiar = key(app, &["account", account, &ctx.network]);
        let account = key(app, &["account", account]);
        Self::one(kind, account, Some(familiar), ACCOUNT)
    }

    pub(crate) fn and(mut self, other: Self) -> Self {
        self.keys.extend(other.keys);
        self
    }

    /// Refuses where one of the keys has to wait.
    pub(crate) async fn refuse(&self, read: &mut Read, now: Timestamp) -> Result<()> {
        let mut wait = now;
        for key in &self.keys {
            let counted = key.counted(read, now).await?;
            if let Some(attempts) = get(read, self.kind, counted).await? {
                wait = wait.max(attempts.blocked_until);
            }
        }
        if wait > now {
            return Err(Problem::TooManyAttempts { until: wait }.into());
        }
        Ok(())
    }

    /// Counts one failure.
    pub(crate) async fn count(&self, write: &mut Write, now: Timestamp) -> Result<()> {
        for key in &self.keys {
            let counted = key.counted(write, now).await?;
            let before = get(write, self.kind, counted).await?;
            let (failures, last_at) = left(before, key.limit, now);
            let attempts = Attempts { failures: failures + 1, last_at, blocked_until: now + wait(failures + 1 - key.limit.free) };
            put(write, self.kind, counted, attempts).await?;
        }
        Ok(())
    }

    /// Takes back the failure that was counted for a try that succeeded, and the wait that came with it.
    pub(crate) async fn forgive(&self, write: &mut Write, now: Timestamp) -> Result<()> {
        for key in &self.keys {
            let counted = key.counted(write, now).await?;
            let before = get(write, self.kind, counted).await?;
            let (failures, last_at) = left(before, key.limit, now);
            let attempts = Attempts { failures: (failures - 1).max(0), last_at, blocked_until: now };
            put(write, self.kind, counted, attempts).await?;
        }
        Ok(())
    }

    /// Forgets every failure, and makes the network familiar.
    pub(crate) async fn clear(&self, write: &mut Write, now: Timestamp) -> Result<()> {
        for key in &self.keys {
            clear(write, self.kind, &key.name).await?;
            if let Some(familiar) = &key.familiar {
                clear(write, self.kind, familiar).await?;
                let mark = Attempts { failures: 0, last_at: now, blocked_until: now + FAMILIAR };
                put(write, FAMILIAR_KIND, familiar, mark).await?;
            }
        }
        Ok(())
    }
}

/// The failures that are not forgotten yet, and from when the next is forgotten.
fn left(before: Option<Attempts>, limit: Limit, now: Timestamp) -> (i64, Timestamp) {
    let Some(before) = before else {
        return (0, now);
    };
    let forgotten = (now - before.last_at).as_millis() / limit.leak.as_millis();
    if forgotten >= before.failures {
        return (0, now);
    }
    let passed = Span::millis(forgotten * limit.leak.as_millis());
    (before.failures - forgotten, before.last_at + passed)
}

/// 2 seconds after the first failure that is not free, then twice as long each time.
fn wait(excess: i64) -> Span {
    if excess <= 0 {
        return Span::millis(0);
    }
    Span::seconds(1 << excess.min(20)).min(LONGEST)
}

fn key(app: &App, parts: &[&str]) -> Vec<u8> {
    mac(&app.keys.derive("attempt/1"), parts.join("\n").as_bytes())
}

/// Begins a try: refused where it has to wait, else counted as failed until it succeeds.
#[derive(Debug)]
pub(crate) struct Begin<'a>(pub &'a Counted);

impl UseCase for Begin<'_> {
    type Out = ();
    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        self.0.refuse(&mut unit.tx, unit.now).await?;
        self.0.count(&mut unit.tx, unit.now).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ws_11_the_wait_doubles_up_to_a_quarter_of_an_hour() {
        let seconds: Vec<i64> = (-1..=12).map(|n| wait(n).as_millis() / 1_000).collect();
        assert_eq!(seconds, [0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
    }
}
