//! A partner without a workspace follows the mail: a new or an existing workspace takes the request (WS-01, HG-05).

use domain::access::{Cause, Permit, Target, act};
use domain::activity::{EventKind, Happening, Teller};
use domain::fault::{Conflict, FieldFault, Problem};
use domain::id::{PartnershipId, WorkspaceId};
use domain::partnership::Side;
use domain::partnership::host_guest::Stage;
use domain::secret::Secret;

use super::notify;
use crate::error::Result;
use crate::ids::token_hash;
use crate::unit::{Question, Unit, UseCase, View};

/// Who asks, for the page behind the link.
#[derive(Debug, Clone)]
pub struct Preview {
    pub token: Secret,
}

/// What the page behind the link shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub host: String,
    pub owner: String,
    pub email: String,
}

impl Question for Preview {
    type Out = Invitation;

    async fn answer(&self, view: &mut View<'_>) -> Result<Invitation> {
        let partnership = storage::partnership::by_join_token(&mut view.tx, &token_hash(self.token.expose()), view.now)
            .await?
            .filter(|p| p.facts.state.stage() == Stage::AwaitingGuestAcceptance)
            .ok_or(Conflict::LinkDead)?;
        Ok(Invitation { host: partnership.host.name, owner: partnership.owner.name, email: partnership.partner_email })
    }
}

/// A signed-in Owner or Admin connects the request to the workspace that exists already.
#[derive(Debug, Clone)]
pub struct Connect {
    pub token: Secret,
}

impl UseCase for Connect {
    type Out = PartnershipId;

    async fn run(&self, unit: &mut Unit<'_>) -> Result<PartnershipId> {
        let who = unit.signed_in().await?;
        // Connecting a request is as much as accepting one: for Owner and Admins.
        unit.permit::<act::EditSettings>(&who.actor)?;
        bind(unit, &self.token, who.actor.workspace).await
    }
}

/// Makes `workspace` the guest of the request behind the link. The link works once.
pub async fn bind(unit: &mut Unit<'_>, token: &Secret, workspace: WorkspaceId) -> Result<PartnershipId> {
    let mut partnership = storage::partnership::by_join_token(&mut unit.tx, &token_hash(token.expose()), unit.now)
        .await?
        .filter(|p| p.facts.state.stage() == Stage::AwaitingGuestAcceptance)
        .ok_or(Conflict::LinkDead)?;
    if partnership.facts.host == workspace {
        return Err(Problem::field("token", FieldFault::OwnWorkspace).into());
    }
    partnership.facts.guest = Some(workspace);
    partnership.facts.reached_guest = true;
    partnership.guest_key = workspace.uuid();
    partnership.reached_guest_at = Some(unit.now);
    partnership.join_token = None;
    partnership.join_expires_at = None;
    let permit =
        Permit::<act::AcceptPartnership>::without_a_decision(Cause::Link, workspace, Target::Partnership(&partnership.facts), unit.now);
    if !storage::partnership::save(&mut unit.tx, &permit, &partnership).await? {
        return Err(Conflict::Stale.into());
    }
    let teller = Teller::Person { id: partnership.owner.id, name: partnership.owner.name.clone() };
    let happening = Happening::new(EventKind::PartnershipRequested).on_partnership(partnership.facts.id, partnership.name_for(Side::Guest));
    unit.tell(workspace, teller, happening);
    unit.moves(partnership.facts.host);
    notify::to_accept(unit, &partnership, workspace, false).await?;
    Ok(partnership.facts.id)
}
