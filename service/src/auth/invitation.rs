use domain::access::{Cause, Permit, Target, act};
use domain::activity::{EventKind, Happening, Teller};
use domain::fault::{Conflict, Faults, Problem};
use domain::id::PersonId;
use domain::people::InvitationState;
use domain::secret::Secret;
use domain::text::{Email, NAME_MAX, line};
use domain::view::me::InvitationPreview;
use storage::invitation::by_token;
use storage::person::NewPerson;

use super::attempts::Counted;
use super::password;
use super::session::{Started, start};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{Fail, Result};
use crate::ids::token_hash;
use crate::people::fold;
use crate::unit::{Question, Unit, UseCase, View};

/// An invited person joins, with a name and a password of their own (WS-06).
#[derive(Debug, Clone)]
pub struct AcceptInvitation {
    pub token: Secret,
    pub name: String,
    pub password: Secret,
}

pub(super) fn counted(app: &App, ctx: &Ctx) -> Counted {
    Counted::network(app, ctx, "link")
}

/// Counts a link that leads nowhere.
#[derive(Debug)]
pub(super) struct DeadLink<'a>(pub &'a Counted);

impl UseCase for DeadLink<'_> {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        self.0.count(&mut unit.tx, unit.now).await
    }
}

#[derive(Debug)]
struct Preview<'a> {
    token: &'a Secret,
    counted: &'a Counted,
}

impl Question for Preview<'_> {
    type Out = Option<InvitationPreview>;

    async fn answer(&self, view: &mut View<'_>) -> Result<Option<InvitationPreview>> {
        self.counted.refuse(&mut view.tx, view.now).await?;
        let hash = token_hash(self.token.expose());
        let found = by_token(&mut view.tx, &hash, view.now).await?;
        Ok(found.map(|invitation| InvitationPreview {
            workspace: invitation.workspace_name,
            email: invitation.email,
            role: invitation.role,
            invited_by: invitation.invited_by,
        }))
    }
}

/// What an invitation link leads to. Looking uses nothing up.
pub async fn invitation(app: &App, ctx: &Ctx, token: &Secret) -> Result<InvitationPreview, Problem> {
    let counted = counted(app, ctx);
    let preview = Preview { token, counted: &counted };
    if let Some(found) = app.ask(ctx, &preview).await? {
        return Ok(found);
    }
    app.run(ctx, &DeadLink(&counted)).await?;
    Err(Problem::Conflict(Conflict::LinkDead))
}

#[derive(Debug)]
struct Join<'a> {
    token: &'a Secret,
    name: String,
    password: String,
}

impl UseCase for Join<'_> {
    type Out = Started;

    async fn run(&self, unit: &mut Unit<'_>) -> Result<Started> {
        let hash = token_hash(self.token.expose());
        let invitation = by_token(&mut unit.tx, &hash, unit.now).await?.ok_or(Conflict::LinkDead)?;
        let permit = Permit::<act::InvitePerson>::without_a_decision(
            Cause::Link,
            invitation.workspace,
            Target::Workspace(invitation.workspace),
            unit.now,
        );
        storage::invitation::close(&mut unit.tx, &permit, invitation.id, InvitationState::Accepted).await?;
        let person = PersonId::new(unit.app.ids.uuid(unit.now));
        let email = Email::parse(&invitation.email).map_err(|fault| Fail::Defect(format!("invitation {}: {fault}", invitation.id)))?;
        let new = NewPerson {
            id: person,
            email: &email,
            name: &self.name,
            name_key: &fold(&self.name),
            role: invitation.role,
            password: &self.password,
        };
        storage::person::insert(&mut unit.tx, &permit, &new).await?;
        let started = start(unit, &permit, person, invitation.role).await?;
        let teller = Teller::Person { id: person, name: self.name.clone() };
        let joined = Happening::new(EventKind::PersonJoined).with("role", invitation.role.code()).with("invited_by", invitation.invited_by);
        unit.tell(invitation.workspace, teller.clone(), joined);
        let signed_in = Happening::new(EventKind::SignedIn);
        unit.tell(invitation.workspace, teller, signed_in);
        Ok(started)
    }
}

/// Joins the workspace and signs in. The link works once.
pub async fn accept_invitation(app: &App, ctx: &Ctx, input: AcceptInvitation) -> Result<Started, Problem> {
    let preview = invitation(app, ctx, &input.token).await?;
    let mut faults = Faults::new();
    let name = faults.take("name", line(&input.name, NAME_MAX));
    faults.take("password", domain::text::password(input.password.expose()));
    let name = faults.finish(name)?;
    password::check(&input.password, &[&name, &preview.email, &preview.workspace]).await?;
    let join = Join { token: &input.token, password: password::hash(app, &input.password).await?, name };
    app.run(ctx, &join).await
}
