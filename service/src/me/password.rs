use domain::activity::{EventKind, Happening};
use domain::fault::Problem;
use domain::secret::Secret;

use crate::app::App;
use crate::auth::enter::recognised;
use crate::auth::password;
use crate::auth::prove::{Proven, verify_own};
use crate::auth::reset::password_changed;
use crate::auth::session::{Started, renew};
use crate::ctx::Ctx;
use crate::error::Result;
use crate::unit::{Unit, UseCase};

/// Sets a new password for who is signed in and knows the current one.
#[derive(Debug, Clone)]
pub struct ChangePassword {
    pub current: Secret,
    pub password: Secret,
}

#[derive(Debug)]
struct Change {
    proven: Proven,
    password: String,
}

impl UseCase for Change {
    type Out = Started;

    async fn run(&self, unit: &mut Unit<'_>) -> Result<Started> {
        let who = unit.signed_in().await?;
        let (account, permit) = recognised(unit, who.actor.workspace, who.actor.person, &self.proven.account.password).await?;
        storage::person::set_password(&mut unit.tx, &permit, &self.password).await?;
        storage::reset::clear(&mut unit.tx, &permit).await?;
        let ended = storage::session::end_all(&mut unit.tx, &permit, Some(who.session)).await?;
        let started = renew(unit, &permit, &who).await?;
        self.proven.counted.clear(&mut unit.tx, unit.now).await?;
        let happening = Happening::new(EventKind::PasswordChanged).with("sessions_ended", ended.to_string());
        unit.record(&permit, &who, happening);
        password_changed(unit, &account).await?;
        Ok(started)
    }
}

/// Changes the password. Every other session ends, this one goes on under a new token, and the person is told by mail (WS-12).
pub async fn change_password(app: &App, ctx: &Ctx, input: ChangePassword) -> Result<Started, Problem> {
    let proven = verify_own(app, ctx, &input.current, "current").await?;
    let account = &proven.account;
    password::check(&input.password, &[&account.name, &account.email, &account.workspace_name]).await?;
    let change = Change { password: password::hash(app, &input.password).await?, proven };
    app.run(ctx, &change).await
}
