use domain::access::act;
use domain::activity::EventKind;
use domain::id::PartnershipId;
use domain::partnership::host_guest::Event;

use super::{reach, step};
use crate::error::Result;
use crate::unit::{Unit, UseCase};

/// The Partnership Owner asks again after the guest declined.
#[derive(Debug, Clone, Copy)]
pub struct Resend {
    pub partnership: PartnershipId,
}

impl UseCase for Resend {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let mut acting = step::permitted::<act::ResendPartnership>(unit, self.partnership).await?;
        step::advance(unit, &mut acting.partnership, Event::Resend)?;
        let who = Some((&acting.who, acting.side));
        acting.partnership.decline_note = None;
        step::write(unit, &acting.permit, &mut acting.partnership, who, None).await?;
        step::tell_both(unit, &acting.partnership, who, EventKind::PartnershipResent, |happening| happening);
        reach::later(unit, &acting.partnership).await
    }
}
