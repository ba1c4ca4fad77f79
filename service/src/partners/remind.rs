use domain::access::act;
use domain::activity::EventKind;
use domain::id::PartnershipId;
use domain::partnership::host_guest::{Event, Stage};

use super::{notify, reach, step};
use crate::error::Result;
use crate::unit::{Unit, UseCase};

/// The Partnership Owner reminds those who are to decide, at most once a day (HG-03).
#[derive(Debug, Clone, Copy)]
pub struct Remind {
    pub partnership: PartnershipId,
}

impl UseCase for Remind {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let mut acting = step::permitted::<act::RemindPartnership>(unit, self.partnership).await?;
        step::advance(unit, &mut acting.partnership, Event::Remind)?;
        let who = Some((&acting.who, acting.side));
        step::write(unit, &acting.permit, &mut acting.partnership, who, None).await?;
        step::tell_both(unit, &acting.partnership, who, EventKind::PartnershipReminded, |happening| happening);
        if acting.partnership.facts.state.stage() == Stage::AwaitingHostApproval {
            notify::to_approve(unit, &acting.partnership, true).await
        } else {
            reach::later(unit, &acting.partnership).await
        }
    }
}
