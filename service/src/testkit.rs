//! A whole application on a fresh database, with a clock that tests move and people who came in through the real use cases.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot be set up has to stop")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::activity::{Client, Record};
use domain::id::{PersonId, WorkspaceId};
use domain::people::Role;
use domain::secret::Secret;
use domain::time::Timestamp;
use storage::outbox::NewMail;
use storage::testing::TestDb;

use crate::app::{App, Inner, Settings};
use crate::auth::{self, AcceptInvitation, SignUp, Started};
use crate::clock::HandClock;
use crate::ctx::Ctx;
use crate::ids::{Ids, token_hash};
use crate::keys::Keys;
use crate::live::Live;
use crate::people::invite::Invite;

/// A good password.
pub const PASSWORD: &str = "velvet otter climbs tram";

#[derive(Debug)]
pub struct World {
    pub app: App,
    pub clock: Arc<HandClock>,
    pub db: TestDb,
    networks: AtomicU64,
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Someone {
    pub ctx: Ctx,
    pub person: PersonId,
    pub workspace: WorkspaceId,
    pub name: String,
    pub email: String,
    pub password: String,
}

impl World {
    pub async fn sqlite() -> Self {
        Self::on(TestDb::sqlite().await, |_| ())
    }

    pub async fn postgres() -> Self {
        Self::on(TestDb::postgres().await, |_| ())
    }

    /// The application on a database, with settings of its own. A second one on the same database is the same installation.
    pub fn on(db: TestDb, set: impl FnOnce(&mut Settings)) -> Self {
        let clock = Arc::new(HandClock::at(Timestamp::from_millis(1_767_225_600_000)));
        let app = Self::app(&db, clock.clone(), set);
        Self { app, clock, db, networks: AtomicU64::new(0) }
    }

    fn app(db: &TestDb, clock: Arc<HandClock>, set: impl FnOnce(&mut Settings)) -> App {
        let mut settings = Settings { password_cost: (8, 1), ..Settings::default() };
        set(&mut settings);
        App::new(Inner { db: db.db.clone(), clock, ids: Ids::seeded(7), keys: Keys::from_bytes([7; 32]), settings, live: Live::default() })
    }

    /// A request of somebody who is not signed in, from a network of its own.
    pub fn stranger(&self) -> Ctx {
        let number = self.networks.fetch_add(1, Ordering::Relaxed);
        let address = format!("198.51.{}.{}", number / 250, number % 250);
        Ctx {
            session: None,
            request: format!("req-{number}"),
            client: Client {
                address: address.clone(),
                location: "Unknown".to_owned(),
                os: "Linux".to_owned(),
                device: "Firefox".to_owned(),
            },
            network: address,
        }
    }

    fn someone(ctx: Ctx, started: &Started, name: &str, email: String) -> Someone {
        Someone {
            ctx: with(ctx, started),
            person: started.person,
            workspace: started.workspace,
            name: name.to_owned(),
            email,
            password: PASSWORD.to_owned(),
        }
    }

    /// A new workspace and its Owner, whose email is made from both names.
    pub async fn found(&self, workspace: &str, name: &str) -> Someone {
        let email = address(name, workspace);
        let ctx = self.stranger();
        let input =
            SignUp { workspace: workspace.to_owned(), name: name.to_owned(), email: email.clone(), password: PASSWORD.into(), join: None };
        let started = auth::sign_up(&self.app, &ctx, input).await.expect("a new workspace");
        Self::someone(ctx, &started, name, email)
    }

    /// Somebody whom `by` has invited and who has accepted.
    pub async fn member(&self, by: &Someone, name: &str, role: Role) -> Someone {
        let email = address(name, &by.workspace.to_string());
        self.invited(by, name, &email, role).await
    }

    /// The same with an email address of one's choice.
    pub async fn invited(&self, by: &Someone, name: &str, email: &str, role: Role) -> Someone {
        let invite = Invite { email: email.to_owned(), role };
        self.app.run(&by.ctx, &invite).await.expect("an invitation");
        let ctx = self.stranger();
        let input = AcceptInvitation { token: self.link(email, "/invite/").await, name: name.to_owned(), password: PASSWORD.into() };
        let started = auth::accept_invitation(&self.app, &ctx, input).await.expect("an accepted invitation");
        Self::someone(ctx, &started, name, email.to_owned())
    }

    /// Gives the person a fresh proof of identity.
    pub async fn prove(&self, someone: &mut Someone) {
        let password = Secret::from(someone.password.as_str());
        let started = auth::prove(&self.app, &someone.ctx, &password).await.expect("the right password");
        someone.ctx.session = Some(token_hash(started.token.expose()));
    }

    /// Signs the person in anew, in another browser.
    pub async fn again(&self, someone: &Someone) -> Someone {
        let ctx = self.stranger();
        let input = auth::SignIn {
            email: someone.email.clone(),
            password: Secret::from(someone.password.as_str()),
            workspace: Some(someone.workspace),
        };
        match auth::sign_in(&self.app, &ctx, input).await {
            Ok(auth::Entered::In(started)) => Someone { ctx: with(ctx, &started), ..someone.clone() },
            other => panic!("{} cannot sign in: {other:?}", someone.email),
        }
    }

    /// Every mail written so far, oldest first.
    pub async fn mails(&self) -> Vec<NewMail> {
        self.db.mails().await
    }

    /// The token at the end of a link in the last mail to an address.
    pub async fn link(&self, email: &str, path: &str) -> Secret {
        let mails = self.mails().await;
        let mail = mails.iter().rev().find(|mail| mail.recipient == email);
        let text = &mail.unwrap_or_else(|| panic!("no mail to {email}")).text;
        let (_, rest) = text.split_once(path).expect("a link in the mail");
        Secret::from(rest.split_whitespace().next().unwrap_or_default())
    }

    /// The log of the person's workspace, oldest first.
    pub async fn activity(&self, someone: &Someone) -> Vec<Record> {
        let rows = self.db.activity(someone.workspace).await;
        rows.into_iter().map(|row| row.record).collect()
    }
}

/// The request of who has just signed in.
#[must_use]
pub fn with(ctx: Ctx, started: &Started) -> Ctx {
    Ctx { session: Some(token_hash(started.token.expose())), ..ctx }
}

fn address(name: &str, at: &str) -> String {
    let plain = |text: &str| -> String {
        let kept = text.chars().filter(char::is_ascii_alphanumeric);
        kept.collect::<String>().to_lowercase()
    };
    format!("{}@{}.example", plain(name), plain(at))
}
