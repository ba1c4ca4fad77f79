//! What becomes of the parts that a person holds in partnerships when they can no longer act (HG-17).

use domain::access::{Cause, Permit, Target, act};
use domain::activity::EventKind;
use domain::id::{PersonId, WorkspaceId};
use domain::people::Role;
use storage::contact::Contact;
use storage::partnership::Partnership;

use super::{notify, step};
use crate::error::{Fail, Result};
use crate::unit::Unit;

/// Passes on everything that the person owns, deputises for or represents. Call it after the person's standing or role has been changed.
pub async fn pass_on(unit: &mut Unit<'_>, workspace: WorkspaceId, person: PersonId) -> Result<()> {
    for partnership in storage::partnership::held_by(&mut unit.tx, workspace, person).await? {
        if partnership.facts.state.stage().is_final() {
            continue;
        }
        pass_one(unit, workspace, person, partnership).await?;
    }
    Ok(())
}

/// Who takes over: the deputy, else the workspace's Owner.
async fn successor(unit: &mut Unit<'_>, partnership: &Partnership, without: PersonId) -> Result<Contact> {
    let host = partnership.facts.host;
    if let Some(deputy) = partnership.facts.deputy.filter(|deputy| *deputy != without)
        && let Some(contact) = storage::contact::one(&mut unit.tx, host, deputy).await?.filter(|contact| contact.role.is_member())
    {
        return Ok(contact);
    }
    workspace_owner(unit, host).await
}

async fn workspace_owner(unit: &mut Unit<'_>, workspace: WorkspaceId) -> Result<Contact> {
    let admins = storage::contact::admins(&mut unit.tx, workspace).await?;
    admins.into_iter().find(|admin| admin.role == Role::Owner).ok_or_else(|| Fail::Defect(format!("{workspace} has no Owner")))
}

async fn pass_one(unit: &mut Unit<'_>, workspace: WorkspaceId, person: PersonId, mut partnership: Partnership) -> Result<()> {
    if partnership.facts.host == workspace {
        let permit = Permit::<act::HandOverPartnership>::without_a_decision(
            Cause::Succession,
            workspace,
            Target::Partnership(&partnership.facts),
            unit.now,
        );
        let mut heir = None;
        if partnership.facts.owner == person {
            let next = successor(unit, &partnership, person).await?;
            partnership.facts.owner = next.id;
            partnership.facts.owner_can_act = true;
            heir = Some(next);
        }
        if partnership.facts.deputy == Some(person) || partnership.facts.deputy == Some(partnership.facts.owner) {
            partnership.facts.deputy = None;
        }
        let note = heir.as_ref().map(|heir| heir.name.as_str());
        step::write(unit, &permit, &mut partnership, None, note).await?;
        if let Some(heir) = heir {
            step::tell_both(unit, &partnership, None, EventKind::PartnershipHandedOver, |happening| {
                happening.on_person(heir.id, &heir.name)
            });
            notify::appointed(unit, &partnership, heir, "Partnership Owner").await?;
        }
        return Ok(());
    }
    // The guest's representative: its workspace's Owner takes over until an admin names someone else.
    let permit = Permit::<act::ChangeRepresentative>::without_a_decision(
        Cause::Succession,
        workspace,
        Target::Partnership(&partnership.facts),
        unit.now,
    );
    let next = workspace_owner(unit, workspace).await?;
    partnership.facts.representative = Some(next.id);
    step::write(unit, &permit, &mut partnership, None, Some(&next.name)).await?;
    step::tell_both(unit, &partnership, None, EventKind::RepresentativeChanged, |happening| happening.on_person(next.id, &next.name));
    notify::represents(unit, &partnership, next).await
}
