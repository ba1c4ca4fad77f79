//! Beginning and renewing sessions (WS-09).

use domain::access::{Act, Permit, act};
use domain::id::{PersonId, SessionId, WorkspaceId};
use domain::people::Role;
use domain::secret::Secret;
use domain::time::{Span, Timestamp};
use storage::facts::SignedIn;
use storage::session::NewSession;

use crate::error::Result;
use crate::unit::Unit;

/// How long a session lasts whatever happens, and how long without use: shorter for those who can do more harm.
const LIFE: Span = Span::days(7);
const IDLE: Span = Span::hours(12);
const IDLE_ADMIN: Span = Span::hours(2);

/// A session that has begun: the token for the cookie, once and never again.
#[derive(Debug)]
pub struct Started {
    pub token: Secret,
    pub expires_at: Timestamp,
    pub person: PersonId,
    pub workspace: WorkspaceId,
}

/// Begins a session of a person of the permit's workspace. The session that the same browser had before ends.
pub(crate) async fn start<A: Act>(unit: &mut Unit<'_>, permit: &Permit<A>, person: PersonId, role: Role) -> Result<Started> {
    if let Some(before) = unit.ctx.session
        && let Some(before) = storage::facts::signed_in(&mut unit.tx, &before, unit.now).await?
    {
        let permit = own(unit, &before)?;
        storage::session::end(&mut unit.tx, &permit, before.session).await?;
    }
    let token = unit.app.ids.token();
    let idle = if role.administers() { IDLE_ADMIN } else { IDLE };
    let new = NewSession {
        id: SessionId::new(unit.app.ids.uuid(unit.now)),
        person,
        token: token.hash,
        idle_until: unit.now + idle,
        expires_at: unit.now + LIFE,
        client: &unit.ctx.client,
    };
    storage::session::insert(&mut unit.tx, permit, &new).await?;
    Ok(Started { token: token.text, expires_at: new.expires_at, person, workspace: permit.workspace() })
}

/// Gives the session of a request a new token, with which it counts as proved now.
pub(crate) async fn renew(unit: &mut Unit<'_>, permit: &Permit<act::EditProfile>, who: &SignedIn) -> Result<Started> {
    let token = unit.app.ids.token();
    storage::session::rotate(&mut unit.tx, permit, who.session, &token.hash).await?;
    let sessions = storage::session::of(&mut unit.tx, who.actor.workspace, who.actor.person, unit.now).await?;
    let this = sessions.iter().find(|session| session.id == who.session);
    Ok(Started {
        token: token.text,
        expires_at: this.map_or(unit.now, |session| session.expires_at),
        person: who.actor.person,
        workspace: who.actor.workspace,
    })
}

/// The permit of a signed-in person on themself.
pub(crate) fn own(unit: &Unit<'_>, who: &SignedIn) -> Result<Permit<act::EditProfile>> {
    let facts = domain::access::PersonFacts {
        id: who.actor.person,
        workspace: who.actor.workspace,
        role: who.actor.role,
        standing: who.actor.standing,
    };
    Ok(domain::access::decide(&who.actor, domain::access::Target::Person(&facts), unit.now)?)
}
