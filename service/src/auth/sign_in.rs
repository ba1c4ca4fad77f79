use domain::activity::{EventKind, Happening, Teller};
use domain::fault::{Faults, FieldFault, Problem};
use domain::id::{PersonId, WorkspaceId};
use domain::people::Standing;
use domain::secret::Secret;
use domain::text::Email;
use domain::view::me::WorkspaceChoice;
use storage::person::Account;

use super::attempts::{Begin, Counted};
use super::session::{Started, start};
use super::{enter, password};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::unit::{Question, Unit, UseCase, View};

/// Email and password, and the workspace where both fit in several (WS-03).
#[derive(Debug, Clone)]
pub struct SignIn {
    pub email: String,
    pub password: Secret,
    pub workspace: Option<WorkspaceId>,
}

/// Where a good password leads.
#[derive(Debug)]
pub enum Entered {
    In(Started),
    /// It fits in several workspaces: ask which, and sign in again with the answer.
    Choose(Vec<WorkspaceChoice>),
}

pub(super) fn counted(app: &App, ctx: &Ctx, email: &Email) -> Counted {
    Counted::stranger(app, ctx, "sign_in", &email.key())
}

#[derive(Debug)]
struct Candidates<'a>(&'a str);

impl Question for Candidates<'_> {
    type Out = Vec<Account>;

    async fn answer(&self, view: &mut View<'_>) -> Result<Vec<Account>> {
        Ok(storage::person::by_email(&mut view.tx, self.0).await?)
    }
}

/// A try that failed leaves a trace in every workspace where the email is known.
#[derive(Debug)]
struct Refused<'a>(Vec<&'a Account>);

impl UseCase for Refused<'_> {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        for account in &self.0 {
            let happening = Happening::new(EventKind::SignInRefused)
                .on_person(account.facts.id, &account.name)
                .with("standing", account.facts.standing.code());
            unit.tell(account.facts.workspace, Teller::Stranger, happening);
        }
        Ok(())
    }
}

#[derive(Debug)]
struct Enter<'a> {
    workspace: WorkspaceId,
    person: PersonId,
    /// The stored hash that the password was verified against.
    verified: &'a str,
    /// A stronger hash of the same password (WS-07).
    renewed: Option<String>,
    after: &'a After,
}

impl UseCase for Enter<'_> {
    type Out = Started;

    async fn run(&self, unit: &mut Unit<'_>) -> Result<Started> {
        let (account, permit) = enter::recognised(unit, self.workspace, self.person, self.verified).await?;
        if let Some(hash) = &self.renewed {
            storage::person::set_password(&mut unit.tx, &permit, hash).await?;
        }
        let started = start(unit, &permit, account.facts.id, account.facts.role).await?;
        enter::tell(unit, &account, Happening::new(EventKind::SignedIn));
        self.after.run(unit).await?;
        Ok(started)
    }
}

/// What a good password does to the counted tries.
#[derive(Debug)]
struct After {
    account: Counted,
    network: Counted,
    /// The password fits everywhere where the email is known. Otherwise the failures stay: someone who founds a workspace with another's
    /// email, and so knows one password that fits, must not win more guesses at the other's by it.
    everywhere: bool,
}

impl UseCase for After {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        self.network.forgive(&mut unit.tx, unit.now).await?;
        if self.everywhere { self.account.clear(&mut unit.tx, unit.now).await } else { self.account.forgive(&mut unit.tx, unit.now).await }
    }
}

/// Signs in. Known and unknown emails take the same work and get the same answers.
pub async fn sign_in(app: &App, ctx: &Ctx, input: SignIn) -> Result<Entered, Problem> {
    let floor = password::floor(app);
    let mut faults = Faults::new();
    let email = faults.take("email", Email::parse(&input.email));
    if input.password.expose().is_empty() {
        faults.add("password", FieldFault::Missing);
    }
    let email = faults.finish(email)?;
    let account = counted(app, ctx, &email);
    let network = Counted::network(app, ctx, "sign_in");
    app.run(ctx, &Begin(&account.clone().and(network.clone()))).await?;

    let candidates = app.ask(ctx, &Candidates(&email.key())).await?;
    let stored = candidates.iter().map(|c| c.password.clone()).collect();
    let answers = password::verify(app, &input.password, stored).await?;
    let fitting: Vec<_> = candidates
        .iter()
        .zip(&answers)
        .filter(|(account, answer)| answer.fits && account.facts.standing == Standing::Active)
        .filter(|(account, _)| input.workspace.is_none_or(|chosen| chosen == account.facts.workspace))
        .collect();
    let after = After { account, network, everywhere: answers.iter().all(|answer| answer.fits) };
    match fitting.as_slice() {
        [] => {
            let asked = candidates.iter().filter(|account| input.workspace.is_none_or(|chosen| chosen == account.facts.workspace));
            app.run(ctx, &Refused(asked.collect())).await?;
            floor.await;
            Err(Problem::WrongCredentials)
        }
        [(account, answer)] => {
            let renewed = if answer.weak { Some(password::hash(app, &input.password).await?) } else { None };
            let enter =
                Enter { workspace: account.facts.workspace, person: account.facts.id, verified: &account.password, renewed, after: &after };
            app.run(ctx, &enter).await.map(Entered::In)
        }
        several => {
            app.run(ctx, &after).await?;
            let choices = several
                .iter()
                .map(|(account, _)| WorkspaceChoice { workspace: account.facts.workspace, name: account.workspace_name.clone() });
            Ok(Entered::Choose(choices.collect()))
        }
    }
}
