use domain::access::{Act, act};
use domain::activity::EventKind;
use domain::id::PartnershipId;
use domain::partnership::Side;
use domain::partnership::host_guest::Event;

use super::{notify, request::note, step};
use crate::error::Result;
use crate::unit::{Unit, UseCase};

/// A host admin declines a request, with a note if they like (HG-12).
#[derive(Debug, Clone)]
pub struct DeclineAsHost {
    pub partnership: PartnershipId,
    pub note: String,
}

/// A guest admin declines it.
#[derive(Debug, Clone)]
pub struct DeclineAsGuest {
    pub partnership: PartnershipId,
    pub note: String,
}

async fn decline<A: Act>(unit: &mut Unit<'_>, id: PartnershipId, text: &str, event: Event, kind: EventKind) -> Result<()> {
    let mut acting = step::permitted::<A>(unit, id).await?;
    let note = note(text)?;
    step::advance(unit, &mut acting.partnership, event)?;
    acting.partnership.decline_note.clone_from(&note);
    let who = Some((&acting.who, acting.side));
    step::write(unit, &acting.permit, &mut acting.partnership, who, note.as_deref()).await?;
    step::tell_both(unit, &acting.partnership, who, kind, |happening| match &note {
        Some(note) => happening.with("note", note.as_str()),
        None => happening,
    });
    if acting.partnership.facts.owner == acting.who.actor.person {
        return Ok(());
    }
    let name = acting.partnership.name_for(Side::Host);
    let sentence = match acting.side {
        Side::Host => format!("Your request to partner with {name} was declined by an admin"),
        Side::Guest => format!("{name} declined to partner"),
    };
    notify::outcome(unit, &acting.partnership, &sentence, note.as_deref()).await
}

impl UseCase for DeclineAsHost {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        decline::<act::DeclineAsHost>(unit, self.partnership, &self.note, Event::DeclineByHost, EventKind::PartnershipDeclinedByHost).await
    }
}

impl UseCase for DeclineAsGuest {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        decline::<act::DeclineAsGuest>(unit, self.partnership, &self.note, Event::DeclineByGuest, EventKind::PartnershipDeclinedByGuest)
            .await
    }
}
