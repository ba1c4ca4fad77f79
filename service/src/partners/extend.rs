use domain::access::act;
use domain::activity::EventKind;
use domain::fault::{FieldFault, Problem};
use domain::id::PartnershipId;
use domain::partnership::host_guest::Event;
use domain::time::Timestamp;

use super::{expiry, notify, request::future, step};
use crate::error::Result;
use crate::unit::{Unit, UseCase};

/// The Partnership Owner asks a host admin to extend an expired partnership.
#[derive(Debug, Clone)]
pub struct AskExtension {
    pub partnership: PartnershipId,
    pub until: String,
}

/// A host admin extends it, asked or not.
#[derive(Debug, Clone)]
pub struct Extend {
    pub partnership: PartnershipId,
    pub until: String,
}

fn date(text: &str, now: Timestamp) -> Result<Timestamp> {
    match future(text, now) {
        Ok(Some(at)) => Ok(at),
        Ok(None) => Err(Problem::field("until", FieldFault::Missing).into()),
        Err(fault) => Err(Problem::field("until", fault).into()),
    }
}

impl UseCase for AskExtension {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let mut acting = step::permitted::<act::AskExtension>(unit, self.partnership).await?;
        let until = date(&self.until, unit.now)?;
        step::advance(unit, &mut acting.partnership, Event::AskExtension { until })?;
        let who = Some((&acting.who, acting.side));
        step::write(unit, &acting.permit, &mut acting.partnership, who, Some(&until.minute())).await?;
        step::tell_both(unit, &acting.partnership, who, EventKind::ExtensionAsked, |happening| happening.with("expires", until.minute()));
        notify::to_extend(unit, &acting.partnership, until).await
    }
}

impl UseCase for Extend {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let mut acting = step::permitted::<act::ExtendPartnership>(unit, self.partnership).await?;
        let until = date(&self.until, unit.now)?;
        step::advance(unit, &mut acting.partnership, Event::Extend { until })?;
        acting.partnership.facts.expires_at = Some(until);
        let who = Some((&acting.who, acting.side));
        step::write(unit, &acting.permit, &mut acting.partnership, who, Some(&until.minute())).await?;
        step::tell_both(unit, &acting.partnership, who, EventKind::PartnershipExtended, |happening| {
            happening.with("expires", until.minute())
        });
        expiry::schedule(unit, &acting.permit, &acting.partnership).await?;
        notify::both(unit, &acting.partnership, "extended", |name| {
            format!("The partnership with {name} was extended until {}", until.minute())
        })
        .await
    }
}
