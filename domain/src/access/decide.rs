use super::{Act, Action, Actor, Denial, PROOF_LIFE, PartnershipFacts, Permit, PersonFacts, Reason, Target, holders};
use crate::partnership::Side;
use crate::partnership::host_guest::{Capacity, rule_for};
use crate::people::{Role, Standing};
use crate::time::Timestamp;

/// Decides whether `actor` may do `A` to `target` at `now`. The permit is the only way to write.
pub fn decide<A: Act>(actor: &Actor, target: Target<'_>, now: Timestamp) -> Result<Permit<A>, Denial> {
    allowed(A::ACTION, actor, target, now)?;
    if A::ACTION.needs_proof() && now - actor.proved_at > PROOF_LIFE {
        return Err(Denial::shown(Reason::Proof));
    }
    Ok(Permit::granted(actor, target, now))
}

/// Answers the same question for a screen: whether to offer the action and, if not, why. A stale proof of identity does not
/// count against it, because the person can renew it on the way.
pub fn allowed(action: Action, actor: &Actor, target: Target<'_>, now: Timestamp) -> Result<(), Denial> {
    if actor.standing != Standing::Active {
        return Err(Denial::hidden(Reason::NotActive));
    }
    match target {
        Target::Workspace(workspace) => {
            if workspace != actor.workspace {
                return Err(Denial::hidden(Reason::OtherWorkspace));
            }
            by_role(action, actor.role)
        }
        Target::Person(person) => on_person(action, actor, person),
        Target::Partnership(partnership) => on_partnership(action, actor, partnership, now),
    }
}

fn by_role(action: Action, role: Role) -> Result<(), Denial> {
    match holders(action) {
        Some(roles) if roles.contains(&role) => Ok(()),
        Some(roles) => Err(Denial::shown(Reason::Role(roles.to_vec()))),
        // Not an action on a workspace: nobody holds it there.
        None => Err(Denial::shown(Reason::Role(Vec::new()))),
    }
}

fn on_person(action: Action, actor: &Actor, person: &PersonFacts) -> Result<(), Denial> {
    if person.workspace != actor.workspace {
        return Err(Denial::hidden(Reason::OtherWorkspace));
    }
    let oneself = person.id == actor.person;
    if oneself && matches!(action, Action::ViewPerson | Action::EditProfile) {
        return Ok(());
    }
    if action == Action::EditProfile {
        return Err(Denial::shown(Reason::OtherWorkspace));
    }
    if let Err(denial) = by_role(action, actor.role) {
        let seen = by_role(Action::ViewPerson, actor.role).is_ok();
        return Err(Denial { hidden: !seen, ..denial });
    }
    let changes_standing = matches!(action, Action::ChangeRole | Action::SuspendPerson | Action::ResumePerson | Action::RemovePerson);
    if !changes_standing && action != Action::TransferOwnership {
        return Ok(());
    }
    if oneself {
        return Err(Denial::shown(Reason::Self_));
    }
    if changes_standing {
        if person.role == Role::Owner {
            return Err(Denial::shown(Reason::WorkspaceOwner));
        }
        if person.role == Role::Admin && actor.role != Role::Owner {
            return Err(Denial::shown(Reason::OnlyOwner));
        }
    }
    let fits = match action {
        Action::ResumePerson => person.standing == Standing::Suspended,
        Action::RemovePerson => person.standing != Standing::Removed,
        _ => person.standing == Standing::Active,
    };
    if !fits {
        return Err(Denial::shown(Reason::PersonStanding(person.standing)));
    }
    if action == Action::TransferOwnership && !person.role.is_member() {
        return Err(Denial::shown(Reason::Role(vec![Role::Admin, Role::Member])));
    }
    Ok(())
}

/// The end of the partnership on which the actor's workspace stands.
#[must_use]
pub fn side_of(actor: &Actor, partnership: &PartnershipFacts) -> Option<Side> {
    if partnership.host == actor.workspace {
        Some(Side::Host)
    } else if partnership.guest == Some(actor.workspace) && partnership.reached_guest {
        Some(Side::Guest)
    } else {
        None
    }
}

/// Whether the actor may know of the partnership at all (HG-16).
#[must_use]
pub fn sees_partnership(actor: &Actor, partnership: &PartnershipFacts) -> bool {
    actor.standing == Standing::Active
        && match side_of(actor, partnership) {
            Some(Side::Host) => {
                actor.role.oversees()
                    || (actor.role.is_member() && (partnership.owner == actor.person || partnership.deputy == Some(actor.person)))
            }
            Some(Side::Guest) => actor.role.oversees() || (actor.role.is_member() && partnership.representative == Some(actor.person)),
            None => false,
        }
}

/// The capacities in which the actor can act on the partnership.
#[must_use]
pub fn capacities(actor: &Actor, partnership: &PartnershipFacts) -> Vec<Capacity> {
    let mut held = Vec::new();
    match side_of(actor, partnership) {
        Some(Side::Host) => {
            if actor.role.administers() {
                held.push(Capacity::HostAdmin);
            }
            let owns = partnership.owner == actor.person;
            let stands_in = partnership.deputy == Some(actor.person) && !partnership.owner_can_act;
            if actor.role.is_member() && (owns || stands_in) {
                held.push(Capacity::PartnershipOwner);
            }
        }
        Some(Side::Guest) if actor.role.administers() => held.push(Capacity::GuestAdmin),
        _ => {}
    }
    held
}

fn on_partnership(action: Action, actor: &Actor, partnership: &PartnershipFacts, now: Timestamp) -> Result<(), Denial> {
    if !sees_partnership(actor, partnership) {
        return Err(Denial::hidden(Reason::OtherWorkspace));
    }
    if action == Action::ViewPartnership {
        return Ok(());
    }
    let Some(rule) = rule_for(action) else {
        return Err(Denial::shown(Reason::Role(Vec::new())));
    };
    let held = capacities(actor, partnership);
    if !rule.who.iter().any(|capacity| held.contains(capacity)) {
        return Err(Denial::shown(Reason::Capacity(rule.who.to_vec())));
    }
    let state = partnership.state_at(now);
    if !rule.from.contains(&state.stage()) {
        return Err(Denial::shown(Reason::Stage(state.stage())));
    }
    match state.reminder_waits_until(now) {
        Some(until) if action == Action::RemindPartnership => Err(Denial::shown(Reason::ReminderTooEarly { until })),
        _ => Ok(()),
    }
}
