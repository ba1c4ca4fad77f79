use domain::access::{Action, act};
use domain::activity::EventKind;
use domain::fault::Conflict;
use domain::id::PartnershipId;
use domain::partnership::Side;
use domain::partnership::host_guest::Event;
use domain::view::partnership::RemovalPlan;
use sha2::{Digest, Sha256};
use storage::partnership::Partnership;

use super::{notify, step};
use crate::error::{Fail, Result};
use crate::unit::{Question, Unit, UseCase, View};

/// What removing the partner would do (HG-11).
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    pub partnership: PartnershipId,
}

/// Removes the partner, as planned: refused where the plan is no longer what would happen (GO-05).
#[derive(Debug, Clone)]
pub struct Remove {
    pub partnership: PartnershipId,
    pub plan: String,
}

// Nothing can be shared through a partnership yet, so nobody loses anything but the partnership itself; the counts are taken here once it can.
fn plan(partnership: &Partnership, side: Side) -> RemovalPlan {
    let (id, version) = (partnership.facts.id, partnership.version);
    let hash = Sha256::new().chain_update(id.uuid().as_bytes()).chain_update(version.to_be_bytes()).finalize();
    RemovalPlan {
        partnership: id,
        name: partnership.name_for(side).to_owned(),
        version,
        people: 0,
        items: 0,
        requests_voided: 0,
        sessions_ended: 0,
        hash: data_encoding::HEXLOWER.encode(&hash),
    }
}

impl Question for Plan {
    type Out = RemovalPlan;

    async fn answer(&self, view: &mut View<'_>) -> Result<RemovalPlan> {
        let who = view.signed_in().await?;
        let partnership =
            storage::partnership::get(&mut view.tx, who.actor.workspace, self.partnership).await?.ok_or_else(Fail::not_found)?;
        let target = domain::access::Target::Partnership(&partnership.facts);
        domain::access::allowed(Action::RemovePartnership, &who.actor, target, view.now)?;
        let side = domain::access::side_of(&who.actor, &partnership.facts).ok_or_else(Fail::not_found)?;
        Ok(plan(&partnership, side))
    }
}

impl UseCase for Remove {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let mut acting = step::permitted::<act::RemovePartnership>(unit, self.partnership).await?;
        if plan(&acting.partnership, acting.side).hash != self.plan {
            return Err(Conflict::PlanDrifted.into());
        }
        step::advance(unit, &mut acting.partnership, Event::Remove)?;
        acting.partnership.join_token = None;
        let who = Some((&acting.who, acting.side));
        step::write(unit, &acting.permit, &mut acting.partnership, who, None).await?;
        step::tell_both(unit, &acting.partnership, who, EventKind::PartnershipRemoved, |happening| happening);
        notify::both(unit, &acting.partnership, "removed", |name| format!("The partnership with {name} was removed")).await
    }
}
