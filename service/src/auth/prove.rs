use domain::activity::{EventKind, Happening};
use domain::fault::{FieldFault, Problem};
use domain::secret::Secret;
use storage::facts::SignedIn;
use storage::person::Account;

use super::attempts::{Begin, Counted};
use super::password;
use super::session::{Started, own, renew};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{Fail, Result};
use crate::unit::{Question, Unit, UseCase, View};

/// Who is signed in, with the stored password hash.
#[derive(Debug)]
struct Myself;

impl Question for Myself {
    type Out = (SignedIn, Account);

    async fn answer(&self, view: &mut View<'_>) -> Result<Self::Out> {
        let who = view.signed_in().await?;
        let account = storage::person::account(&mut view.tx, who.actor.workspace, who.actor.person).await?;
        Ok((who, account.ok_or_else(Fail::not_found)?))
    }
}

#[derive(Debug)]
struct Refused;

impl UseCase for Refused {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let who = unit.signed_in().await?;
        let permit = own(unit, &who)?;
        unit.record(&permit, &who, Happening::new(EventKind::SignInRefused));
        Ok(())
    }
}

/// A signed-in person whose current password was just verified. The count of tries is cleared when the proof is used.
#[derive(Debug)]
pub(crate) struct Proven {
    pub account: Account,
    pub counted: Counted,
}

/// Verifies the password of who is signed in. A wrong one is counted, and told to the log.
pub(crate) async fn verify_own(app: &App, ctx: &Ctx, password: &Secret, field: &str) -> Result<Proven, Problem> {
    let (who, account) = app.ask(ctx, &Myself).await?;
    if password.expose().is_empty() {
        return Err(Problem::field(field, FieldFault::Missing));
    }
    // By person, not by email: nobody else's sign-in is slowed down, or freed, by it.
    let counted = Counted::account(app, "proof", &who.actor.person.to_string());
    app.run(ctx, &Begin(&counted)).await?;
    let answers = password::verify(app, password, vec![account.password.clone()]).await?;
    if answers.iter().any(|answer| answer.fits) {
        return Ok(Proven { account, counted });
    }
    app.run(ctx, &Refused).await?;
    Err(Problem::field(field, FieldFault::NotTheCurrentPassword))
}

#[derive(Debug)]
struct Confirm<'a> {
    counted: &'a Counted,
    verified: &'a str,
}

impl UseCase for Confirm<'_> {
    type Out = Started;

    async fn run(&self, unit: &mut Unit<'_>) -> Result<Started> {
        let who = unit.signed_in().await?;
        let (_, permit) = super::enter::recognised(unit, who.actor.workspace, who.actor.person, self.verified).await?;
        let started = renew(unit, &permit, &who).await?;
        self.counted.clear(&mut unit.tx, unit.now).await?;
        unit.record(&permit, &who, Happening::new(EventKind::IdentityConfirmed));
        Ok(started)
    }
}

/// Proves again who is signed in, by password (WS-10). The session goes on under a new token.
pub async fn prove(app: &App, ctx: &Ctx, password: &Secret) -> Result<Started, Problem> {
    let proven = verify_own(app, ctx, password, "password").await?;
    let confirm = Confirm { counted: &proven.counted, verified: &proven.account.password };
    app.run(ctx, &confirm).await
}
