use domain::activity::{EventKind, Happening};

use super::session::own;
use crate::error::Result;
use crate::unit::{Unit, UseCase};

/// Ends the session of the request. Nothing happens where there is none any more.
#[derive(Debug, Clone, Copy)]
pub struct SignOut;

impl UseCase for SignOut {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let Some(token) = unit.ctx.session else {
            return Ok(());
        };
        let Some(who) = storage::facts::signed_in(&mut unit.tx, &token, unit.now).await? else {
            return Ok(());
        };
        let permit = own(unit, &who)?;
        storage::session::end(&mut unit.tx, &permit, who.session).await?;
        unit.record(&permit, &who, Happening::new(EventKind::SignedOut));
        Ok(())
    }
}
