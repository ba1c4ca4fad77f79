use domain::access::{Act, act};
use domain::activity::EventKind;
use domain::id::PartnershipId;
use domain::partnership::host_guest::Event;

use super::{notify, step};
use crate::error::Result;
use crate::unit::{Unit, UseCase};

/// Makes all access through the partnership ineffective at once, without deleting anything (HG-14).
#[derive(Debug, Clone, Copy)]
pub struct Suspend {
    pub partnership: PartnershipId,
}

/// Makes it effective again.
#[derive(Debug, Clone, Copy)]
pub struct Resume {
    pub partnership: PartnershipId,
}

async fn change<A: Act>(unit: &mut Unit<'_>, id: PartnershipId, event: Event, kind: EventKind, word: &str) -> Result<()> {
    let mut acting = step::permitted::<A>(unit, id).await?;
    step::advance(unit, &mut acting.partnership, event)?;
    let who = Some((&acting.who, acting.side));
    step::write(unit, &acting.permit, &mut acting.partnership, who, None).await?;
    step::tell_both(unit, &acting.partnership, who, kind, |happening| happening);
    notify::both(unit, &acting.partnership, word, |name| format!("The partnership with {name} was {word}")).await
}

impl UseCase for Suspend {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        change::<act::SuspendPartnership>(unit, self.partnership, Event::Suspend, EventKind::PartnershipSuspended, "suspended").await
    }
}

impl UseCase for Resume {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        change::<act::ResumePartnership>(unit, self.partnership, Event::Resume, EventKind::PartnershipResumed, "resumed").await
    }
}
