use domain::access::act;
use domain::activity::EventKind;
use domain::id::PartnershipId;
use domain::partnership::host_guest::Event;

use super::step;
use crate::error::Result;
use crate::unit::{Unit, UseCase};

/// The Partnership Owner takes the request back.
#[derive(Debug, Clone, Copy)]
pub struct Withdraw {
    pub partnership: PartnershipId,
}

impl UseCase for Withdraw {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let mut acting = step::permitted::<act::WithdrawPartnership>(unit, self.partnership).await?;
        step::advance(unit, &mut acting.partnership, Event::Withdraw)?;
        let who = Some((&acting.who, acting.side));
        acting.partnership.join_token = None;
        step::write(unit, &acting.permit, &mut acting.partnership, who, None).await?;
        step::tell_both(unit, &acting.partnership, who, EventKind::PartnershipWithdrawn, |happening| happening);
        Ok(())
    }
}
