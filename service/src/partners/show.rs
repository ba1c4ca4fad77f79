use domain::access::{Action, Target, allowed, capacities, side_of};
use domain::id::{PartnershipId, PersonId};
use domain::partnership::Side;
use domain::partnership::host_guest::{Stage, State};
use domain::view::Can;
use domain::view::partnership::{ACTIONS, Consent, HistoryRow, PartnerKind, PartnershipView, PersonName, RequestDetails, teller_name};
use domain::view::workspace::{TermsView, WorkspaceTile};
use storage::partnership::{Named, Partnership, Step};

use crate::error::{Fail, Result};
use crate::unit::{Question, View};

/// One partnership, as the viewer may see it.
#[derive(Debug, Clone, Copy)]
pub struct Show {
    pub partnership: PartnershipId,
}

fn person(named: &Named) -> PersonName {
    PersonName { id: named.id, name: named.name.clone(), email: named.email.clone() }
}

impl Question for Show {
    type Out = PartnershipView;

    async fn answer(&self, view: &mut View<'_>) -> Result<PartnershipView> {
        let who = view.signed_in().await?;
        let partnership =
            storage::partnership::get(&mut view.tx, who.actor.workspace, self.partnership).await?.ok_or_else(Fail::not_found)?;
        let facts = &partnership.facts;
        let target = Target::Partnership(facts);
        allowed(Action::ViewPartnership, &who.actor, target, view.now)?;
        let side = side_of(&who.actor, facts).ok_or_else(Fail::not_found)?;
        let state = facts.state_at(view.now);
        let can = Can::ask(ACTIONS, &who.actor, target, view.now);
        let terms = if can.may(Action::AcceptPartnership) {
            storage::partnership::terms_of(&mut view.tx, facts.host).await?.map(|(version, body, published_at)| TermsView {
                version,
                body,
                published_at,
            })
        } else {
            None
        };
        let steps = storage::partnership::steps(&mut view.tx, facts.id).await?;
        let tile = partnership.tile_for(side);
        let host_side = side == Side::Host;
        Ok(PartnershipView {
            id: facts.id,
            kind: PartnerKind::HostGuest,
            side,
            tile: WorkspaceTile { name: tile.name, initial: tile.initial, hue: tile.hue },
            stage: state.stage(),
            requested_at: if host_side {
                partnership.requested_at
            } else {
                partnership.reached_guest_at.unwrap_or(partnership.requested_at)
            },
            active_since: partnership.active_since,
            expires_at: facts.expires_at,
            asked_until: match state {
                State::Expired { asked } if host_side => asked,
                _ => None,
            },
            owner: owner(&partnership, side),
            deputy: partnership.deputy.as_ref().filter(|_| host_side).map(person),
            representative: partnership.representative.as_ref().filter(|_| partnership.accepted_at.is_some()).map(person),
            request: host_side.then(|| RequestDetails {
                guest_code: partnership.guest_code.clone(),
                partner_email: partnership.partner_email.clone(),
                reason: partnership.reason.clone(),
                requested_by: partnership.requester_name.clone(),
            }),
            terms,
            consent: consent(&partnership, side, who.actor.role.oversees()),
            decline_note: partnership
                .decline_note
                .clone()
                .filter(|_| matches!(state.stage(), Stage::DeclinedByHost | Stage::DeclinedByGuest)),
            history: history(&partnership, steps, side),
            can,
            capacities: capacities(&who.actor, facts),
        })
    }
}

/// Guests know the Partnership Owner by name only; the address is the host's matter.
fn owner(partnership: &Partnership, side: Side) -> PersonName {
    let mut owner = person(&partnership.owner);
    if side == Side::Guest {
        owner.email.clear();
    }
    owner
}

/// The evidence of consent; the address it came from is for those who oversee either workspace.
fn consent(partnership: &Partnership, _side: Side, oversees: bool) -> Option<Consent> {
    let (version, at) = partnership.terms_version.zip(partnership.accepted_at)?;
    Some(Consent {
        terms_version: version,
        person: partnership.accepter_name.clone().unwrap_or_default(),
        at,
        address: partnership.accepted_from.clone().filter(|_| oversees).unwrap_or_default(),
    })
}

/// The timeline in the names that this side may know. The guest's begins when the request reached it.
fn history(partnership: &Partnership, steps: Vec<Step>, viewer: Side) -> Vec<HistoryRow> {
    let named = |step: &Step, actor: PersonId, acting: Side| {
        if teller_name(viewer, acting, actor, &partnership.facts, partnership.accepted_by) {
            step.actor_name.clone()
        } else if acting == Side::Host {
            partnership.host.name.clone()
        } else {
            partnership.name_for(Side::Host).to_owned()
        }
    };
    let internal = [Action::NameDeputy, Action::DeclineAsHost, Action::ApprovePartnership];
    steps
        .into_iter()
        .filter(|step| {
            viewer == Side::Host
                || (step.stage != Stage::AwaitingHostApproval && !(step.side == Some(Side::Host) && internal.contains(&step.action)))
        })
        .map(|step| HistoryRow {
            at: step.at,
            stage: step.stage,
            side: step.side,
            actor: match (step.actor, step.side) {
                (Some(actor), Some(acting)) => named(&step, actor, acting),
                _ => step.actor_name.clone(),
            },
            action: step.action,
            note: step.note,
        })
        .collect()
}
