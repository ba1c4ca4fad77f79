//! What every act on a partnership has in common: settle what time has done, decide, move the state, write history, tell both logs.

use domain::access::{Act, Cause, Permit, Target, act};
use domain::activity::{EventKind, Happening, Teller};
use domain::fault::{Conflict, FieldFault, Problem};
use domain::id::{HistoryId, PartnershipId, WorkspaceId};
use domain::partnership::Side;
use domain::partnership::host_guest::{Event, Refusal};
use domain::view::partnership::teller_name;
use storage::facts::SignedIn;
use storage::partnership::{Partnership, Step};

use crate::error::{Fail, Result};
use crate::unit::Unit;

/// A permitted act on a partnership, with everything it needs.
pub(super) struct Acting<A> {
    pub permit: Permit<A>,
    pub who: SignedIn,
    pub side: Side,
    pub partnership: Partnership,
}

/// Decides `A` for the signed-in person and loads the partnership as it stands now.
pub(super) async fn permitted<A: Act>(unit: &mut Unit<'_>, id: PartnershipId) -> Result<Acting<A>> {
    let who = unit.signed_in().await?;
    settle(unit, who.actor.workspace, id).await?;
    let (permit, facts) = unit.permit_partnership::<A>(&who.actor, id).await?;
    let side = if facts.host == who.actor.workspace { Side::Host } else { Side::Guest };
    let partnership = storage::partnership::get(&mut unit.tx, who.actor.workspace, id).await?.ok_or_else(Fail::not_found)?;
    Ok(Acting { permit, who, side, partnership })
}

/// Writes down an expiry that has happened but was not yet written: what follows then starts from the state that really holds.
pub(super) async fn settle(unit: &mut Unit<'_>, workspace: WorkspaceId, id: PartnershipId) -> Result<()> {
    let Some(mut partnership) = storage::partnership::get(&mut unit.tx, workspace, id).await? else { return Ok(()) };
    if partnership.facts.state == partnership.facts.state_at(unit.now) {
        return Ok(());
    }
    let host = partnership.facts.host;
    let permit =
        Permit::<act::ExpirePartnership>::without_a_decision(Cause::Clock, host, Target::Partnership(&partnership.facts), unit.now);
    partnership.facts.state = partnership.facts.state_at(unit.now);
    write(unit, &permit, &mut partnership, None, None).await?;
    tell_both(unit, &partnership, None, EventKind::PartnershipExpired, |happening| happening);
    super::notify::expired(unit, &partnership).await
}

/// Applies an event of the life cycle to the state.
pub(super) fn advance(unit: &Unit<'_>, partnership: &mut Partnership, event: Event) -> Result<()> {
    let state = partnership.facts.state_at(unit.now).after(event, unit.now).map_err(|refusal| match refusal {
        Refusal::NotInTheFuture => Fail::Problem(Problem::field("until", FieldFault::NotInTheFuture)),
        Refusal::WrongStage(_) | Refusal::TooEarly { .. } => Fail::Problem(Problem::Conflict(Conflict::Stale)),
    })?;
    partnership.facts.state = state;
    Ok(())
}

/// Saves the partnership and adds a line to its history.
pub(super) async fn write<A: Act>(
    unit: &mut Unit<'_>,
    permit: &Permit<A>,
    partnership: &mut Partnership,
    who: Option<(&SignedIn, Side)>,
    note: Option<&str>,
) -> Result<()> {
    if !storage::partnership::save(&mut unit.tx, permit, partnership).await? {
        return Err(Conflict::Stale.into());
    }
    partnership.version += 1;
    let step = Step {
        at: unit.now,
        action: A::ACTION,
        stage: partnership.facts.state.stage(),
        side: who.map(|(_, side)| side),
        actor: who.map(|(who, _)| who.actor.person),
        actor_name: who.map_or_else(|| Teller::System.label().to_owned(), |(who, _)| who.name.clone()),
        note: note.map(str::to_owned),
    };
    let id = HistoryId::new(unit.app.ids.uuid(unit.now));
    storage::partnership::add_step(&mut unit.tx, permit, partnership.facts.id, id, &step).await?;
    // Both sides' open pages look again, also where only one side's log has something to tell.
    unit.moves(partnership.facts.host);
    if let Some(guest) = reached(partnership) {
        unit.moves(guest);
    }
    Ok(())
}

/// The guest workspace, once the request has reached it.
pub(super) fn reached(partnership: &Partnership) -> Option<WorkspaceId> {
    partnership.facts.guest.filter(|_| partnership.reached_guest_at.is_some())
}

/// Tells the logs of both sides the same story, each in the names that it may know.
pub(super) fn tell_both(
    unit: &mut Unit<'_>,
    partnership: &Partnership,
    who: Option<(&SignedIn, Side)>,
    kind: EventKind,
    more: impl Fn(Happening) -> Happening,
) {
    let facts = &partnership.facts;
    for (side, workspace) in [(Side::Host, Some(facts.host)), (Side::Guest, reached(partnership))] {
        let Some(workspace) = workspace else { continue };
        let teller = match who {
            None => Teller::System,
            Some((who, acting)) if teller_name(side, acting, who.actor.person, facts, partnership.accepted_by) => {
                Teller::Person { id: who.actor.person, name: who.name.clone() }
            }
            Some((who, _)) => Teller::Partner { workspace: who.workspace_name.clone() },
        };
        let happening = Happening::new(kind).on_partnership(facts.id, partnership.name_for(side));
        unit.tell(workspace, teller, more(happening));
    }
}
