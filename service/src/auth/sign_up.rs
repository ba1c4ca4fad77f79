use domain::access::{Cause, Permit, Target, act};
use domain::activity::{EventKind, Happening, Teller};
use domain::fault::{Conflict, Faults, Problem};
use domain::id::{PersonId, WorkspaceId};
use domain::people::Role;
use domain::secret::Secret;
use domain::text::{Email, NAME_MAX, line};
use domain::workspace::{DEFAULT_TERMS, HUES, Policies, WorkspaceCode};
use storage::person::NewPerson;
use storage::workspace::Workspace;

use super::attempts::{Begin, Counted};
use super::password;
use super::session::{Started, start};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::Result;
use crate::ids::token_hash;
use crate::people::fold;
use crate::unit::{Question, Unit, UseCase, View, first_link};

/// A stranger founds a workspace and becomes its Owner (WS-01).
#[derive(Debug, Clone)]
pub struct SignUp {
    pub workspace: String,
    pub name: String,
    pub email: String,
    pub password: Secret,
    /// The token of a partnership mail that the new workspace answers (HG-05).
    pub join: Option<Secret>,
}

/// Whether the sign-up page is open.
#[derive(Debug)]
struct IsOpen<'a> {
    join: Option<&'a Secret>,
}

impl Question for IsOpen<'_> {
    type Out = bool;

    async fn answer(&self, view: &mut View<'_>) -> Result<bool> {
        if view.app.settings.open_signup || !storage::workspace::any(&mut view.tx).await? {
            return Ok(true);
        }
        // Whom a partner waits for may come in even where nobody else may.
        Ok(match self.join {
            Some(token) => {
                let hash = token_hash(token.expose());
                storage::partnership::by_join_token(&mut view.tx, &hash, view.now).await?.is_some()
            }
            None => false,
        })
    }
}

#[derive(Debug)]
struct IsEmpty;

impl Question for IsEmpty {
    type Out = bool;

    async fn answer(&self, view: &mut View<'_>) -> Result<bool> {
        Ok(!storage::workspace::any(&mut view.tx).await?)
    }
}

/// Whether nobody has a workspace here yet: the start page is the sign-up page then.
pub async fn installation_is_empty(app: &App, ctx: &Ctx) -> Result<bool, Problem> {
    app.ask(ctx, &IsEmpty).await
}

/// Whether a new workspace can be created here: the first always, others where the installation is open or a partner asks.
pub async fn may_sign_up(app: &App, ctx: &Ctx, join: Option<&Secret>) -> Result<bool, Problem> {
    app.ask(ctx, &IsOpen { join }).await
}

#[derive(Debug)]
struct Found {
    workspace: String,
    name: String,
    email: Email,
    password: String,
    join: Option<Secret>,
    counted: Counted,
}

impl UseCase for Found {
    type Out = Started;

    async fn run(&self, unit: &mut Unit<'_>) -> Result<Started> {
        if self.join.is_none() && !unit.app.settings.open_signup && storage::workspace::any(&mut unit.tx).await? {
            return Err(Conflict::SignUpClosed.into());
        }
        let id = WorkspaceId::new(unit.app.ids.uuid(unit.now));
        let person = PersonId::new(unit.app.ids.uuid(unit.now));
        let permit = Permit::<act::EditSettings>::without_a_decision(Cause::SignUp, id, Target::Workspace(id), unit.now);
        let bits = unit.app.ids.bits();
        let workspace = Workspace {
            id,
            code: WorkspaceCode::from_bits(bits),
            name: self.workspace.clone(),
            initial: initial(&self.workspace),
            hue: i64::from(u8::try_from(bits >> 61).unwrap_or_default()) % HUES,
            policies: Policies::default(),
        };
        storage::workspace::insert(&mut unit.tx, &permit, &workspace).await?;
        storage::activity::begin(&mut unit.tx, id, &first_link(id)).await?;
        let new = NewPerson {
            id: person,
            email: &self.email,
            name: &self.name,
            name_key: &fold(&self.name),
            role: Role::Owner,
            password: &self.password,
        };
        storage::person::insert(&mut unit.tx, &permit, &new).await?;
        storage::workspace::publish_terms(&mut unit.tx, &permit, person, DEFAULT_TERMS).await?;
        let teller = Teller::Person { id: person, name: self.name.clone() };
        let happening = Happening::new(EventKind::WorkspaceCreated).with("name", &self.workspace);
        unit.tell(id, teller.clone(), happening);
        if let Some(token) = &self.join {
            crate::partners::join::bind(unit, token, id).await?;
        }
        let started = start(unit, &permit, person, Role::Owner).await?;
        unit.tell(id, teller, Happening::new(EventKind::SignedIn));
        self.counted.forgive(&mut unit.tx, unit.now).await?;
        Ok(started)
    }
}

/// The character on the tile.
fn initial(name: &str) -> String {
    name.chars().find(|c| c.is_alphanumeric()).or(name.chars().next()).map(|c| c.to_uppercase().to_string()).unwrap_or_default()
}

/// Founds a workspace and signs its Owner in.
pub async fn sign_up(app: &App, ctx: &Ctx, input: SignUp) -> Result<Started, Problem> {
    if !may_sign_up(app, ctx, input.join.as_ref()).await? {
        return Err(Problem::Conflict(Conflict::SignUpClosed));
    }
    let mut faults = Faults::new();
    let workspace = faults.take("workspace", line(&input.workspace, NAME_MAX));
    let name = faults.take("name", line(&input.name, NAME_MAX));
    let email = faults.take("email", Email::parse(&input.email));
    faults.take("password", domain::text::password(input.password.expose()));
    let values = workspace.zip(name).zip(email);
    let ((workspace, name), email) = faults.finish(values)?;
    let counted = Counted::network(app, ctx, "sign_up");
    app.run(ctx, &Begin(&counted)).await?;
    password::check(&input.password, &[&name, email.as_str(), &workspace]).await?;
    let found = Found { password: password::hash(app, &input.password).await?, workspace, name, email, join: input.join, counted };
    app.run(ctx, &found).await
}
