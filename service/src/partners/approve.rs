use domain::access::act;
use domain::activity::EventKind;
use domain::id::PartnershipId;
use domain::partnership::host_guest::Event;

use super::{notify, reach, step};
use crate::error::Result;
use crate::unit::{Unit, UseCase};

/// A host admin approves a request (HG-04).
#[derive(Debug, Clone, Copy)]
pub struct Approve {
    pub partnership: PartnershipId,
}

impl UseCase for Approve {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let mut acting = step::permitted::<act::ApprovePartnership>(unit, self.partnership).await?;
        step::advance(unit, &mut acting.partnership, Event::Approve)?;
        let who = Some((&acting.who, acting.side));
        step::write(unit, &acting.permit, &mut acting.partnership, who, None).await?;
        step::tell_both(unit, &acting.partnership, who, EventKind::PartnershipApproved, |happening| happening);
        if acting.partnership.facts.owner != acting.who.actor.person {
            let sentence = format!("Your request to partner with {} was approved", acting.partnership.partner_email);
            notify::outcome(unit, &acting.partnership, &sentence, None).await?;
        }
        reach::later(unit, &acting.partnership).await
    }
}
