use domain::access::act;
use domain::activity::EventKind;
use domain::fault::{Conflict, FieldFault, Problem};
use domain::id::PartnershipId;
use domain::partnership::host_guest::Event;

use super::{notify, step};
use crate::error::{Fail, Result};
use crate::unit::{Unit, UseCase};

/// A guest admin accepts, agreeing to the host's terms in the version that was shown (HG-05).
#[derive(Debug, Clone, Copy)]
pub struct Accept {
    pub partnership: PartnershipId,
    pub consent: bool,
    pub terms_version: i64,
}

impl UseCase for Accept {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let mut acting = step::permitted::<act::AcceptPartnership>(unit, self.partnership).await?;
        if !self.consent {
            return Err(Problem::field("consent", FieldFault::ConsentNeeded).into());
        }
        let host = acting.partnership.facts.host;
        let (version, ..) =
            storage::partnership::terms_of(&mut unit.tx, host).await?.ok_or_else(|| Fail::Defect(format!("no terms of {host}")))?;
        if version != self.terms_version {
            // The host published new terms while the dialog was open: agreeing to the old ones would be worth nothing.
            return Err(Conflict::Stale.into());
        }
        step::advance(unit, &mut acting.partnership, Event::Accept)?;
        let guest = acting.who.actor.workspace;
        let key = acting.partnership.partner_email.to_ascii_lowercase();
        let named = storage::contact::by_email(&mut unit.tx, guest, &key).await?.filter(|person| person.role.is_member());
        let partnership = &mut acting.partnership;
        partnership.facts.representative = Some(named.map_or(acting.who.actor.person, |person| person.id));
        partnership.terms_version = Some(version);
        partnership.accepted_by = Some(acting.who.actor.person);
        partnership.accepted_at = Some(unit.now);
        partnership.accepted_from = Some(unit.ctx.client.address.clone());
        partnership.active_since = Some(unit.now);
        let who = Some((&acting.who, acting.side));
        step::write(unit, &acting.permit, &mut acting.partnership, who, None).await?;
        step::tell_both(unit, &acting.partnership, who, EventKind::PartnershipAccepted, |happening| {
            happening.with("terms_version", version.to_string())
        });
        let name = acting.who.workspace_name.clone();
        notify::outcome(unit, &acting.partnership, &format!("{name} accepted: you can share accounts now"), None).await
    }
}
