use domain::activity::{EventKind, Happening};
use domain::id::SessionId;
use domain::view::me::SessionView;

use crate::auth::session::own;
use crate::error::{Fail, Result};
use crate::unit::{Question, Unit, UseCase, View};

/// Where I am signed in (WS-09).
#[derive(Debug, Clone, Copy)]
pub struct Sessions;

impl Question for Sessions {
    type Out = Vec<SessionView>;

    async fn answer(&self, view: &mut View<'_>) -> Result<Vec<SessionView>> {
        let who = view.signed_in().await?;
        let sessions = storage::session::of(&mut view.tx, who.actor.workspace, who.actor.person, view.now).await?;
        let sessions = sessions.into_iter().map(|session| SessionView {
            this: session.id == who.session,
            id: session.id,
            device: session.device,
            os: session.os,
            location: session.location,
            signed_in_at: session.created_at,
            last_used_at: session.last_used_at,
        });
        Ok(sessions.collect())
    }
}

/// Ends one of my sessions.
#[derive(Debug, Clone, Copy)]
pub struct End {
    pub session: SessionId,
}

impl UseCase for End {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let who = unit.signed_in().await?;
        let permit = own(unit, &who)?;
        if !storage::session::end(&mut unit.tx, &permit, self.session).await? {
            return Err(Fail::not_found());
        }
        unit.record(&permit, &who, Happening::new(EventKind::SessionEnded));
        Ok(())
    }
}

/// Ends all my sessions but this; how many there were.
#[derive(Debug, Clone, Copy)]
pub struct EndOthers;

impl UseCase for EndOthers {
    type Out = u64;

    async fn run(&self, unit: &mut Unit<'_>) -> Result<u64> {
        let who = unit.signed_in().await?;
        let permit = own(unit, &who)?;
        let ended = storage::session::end_all(&mut unit.tx, &permit, Some(who.session)).await?;
        if ended > 0 {
            let happening = Happening::new(EventKind::SessionEnded).with("sessions", ended.to_string());
            unit.record(&permit, &who, happening);
        }
        Ok(ended)
    }
}
