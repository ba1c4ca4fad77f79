//! Fresh databases for tests. Both engines, always: a missing PostgreSQL fails the test instead of skipping it.
#![expect(clippy::expect_used, reason = "a test that cannot be set up has to stop")]

use std::sync::atomic::{AtomicU64, Ordering};

use domain::id::WorkspaceId;
use sqlx::{Connection, PgConnection};
use tempfile::TempDir;

use crate::activity::{self, Chained};
use crate::backend::{Db, Options};
use crate::outbox::NewMail;
use crate::query::query;

/// A fresh, migrated database that goes away with this value.
#[derive(Debug)]
pub struct TestDb {
    pub db: Db,
    pub url: String,
    _folder: Option<TempDir>,
}

static NUMBER: AtomicU64 = AtomicU64::new(0);

impl TestDb {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite://{}", folder.path().join("latchkey.db").display());
        let db = Db::open(&Options { url: url.clone(), connections: 4 }).await.expect("a fresh SQLite database");
        Self { db, url, _folder: Some(folder) }
    }

    /// A database of its own on the server named by `LATCHKEY_TEST_POSTGRES` (see `cargo xtask with-pg`).
    pub async fn postgres() -> Self {
        let server =
            std::env::var("LATCHKEY_TEST_POSTGRES").expect("LATCHKEY_TEST_POSTGRES is not set: run tests through `cargo xtask with-pg`");
        let name = format!("test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut connection = PgConnection::connect(&server).await.expect("the test PostgreSQL answers");
        sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut connection).await.expect("a fresh database");
        let (base, _) = server.rsplit_once('/').expect("a URL with a database name");
        let url = format!("{base}/{name}");
        let db = Db::open(&Options { url: url.clone(), connections: 8 }).await.expect("a fresh PostgreSQL database");
        Self { db, url, _folder: None }
    }
}

impl TestDb {
    /// Every mail written so far, oldest first.
    pub async fn mails(&self) -> Vec<NewMail> {
        let mut read = self.db.read().await.expect("a read transaction");
        let rows: Vec<(String, String, String, String, String)> =
            query("SELECT once, recipient, subject, text_body, html_body FROM outbox ORDER BY created_at, id")
                .all(&mut read)
                .await
                .expect("the outbox");
        rows.into_iter().map(|(once, recipient, subject, text, html)| NewMail { once, recipient, subject, text, html }).collect()
    }

    /// Changes rows behind the application's back. For tests of what it then notices.
    pub async fn tamper(&self, sql: &'static str) -> u64 {
        let mut write = self.db.write().await.expect("a write transaction");
        let touched = query(sql).run(&mut write).await.expect("the statement");
        write.commit().await.expect("a commit");
        touched
    }

    /// The one number that a statement answers.
    pub async fn number(&self, sql: &'static str) -> i64 {
        let mut read = self.db.read().await.expect("a read transaction");
        query(sql).count(&mut read).await.expect("a number")
    }

    /// A workspace's whole log, oldest first.
    pub async fn activity(&self, workspace: WorkspaceId) -> Vec<Chained> {
        let mut read = self.db.read().await.expect("a read transaction");
        activity::after(&mut read, workspace, 0, i64::MAX).await.expect("the log")
    }
}

/// Runs an async test body on both engines: `both! { async fn hg_07_name(db: TestDb) { ... } }`.
#[macro_export]
macro_rules! both {
    ($($(#[$meta:meta])* async fn $name:ident($db:ident: $type:ty) $body:block)*) => {$(
        $(#[$meta])*
        #[cfg(test)]
        mod $name {
            use super::*;
            async fn body($db: $type) $body
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() { body(<$type>::sqlite().await).await; }
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() { body(<$type>::postgres().await).await; }
        }
    )*};
}
