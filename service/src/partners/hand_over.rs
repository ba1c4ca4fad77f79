use domain::access::act;
use domain::activity::EventKind;
use domain::fault::{FieldFault, Problem};
use domain::id::{PartnershipId, PersonId, WorkspaceId};
use storage::contact::Contact;

use super::{notify, step};
use crate::error::Result;
use crate::unit::{Unit, UseCase};

/// Hands the partnership to another Member of the host (HG-17).
#[derive(Debug, Clone, Copy)]
pub struct HandOver {
    pub partnership: PartnershipId,
    pub to: Option<PersonId>,
}

/// Names the deputy, or nobody.
#[derive(Debug, Clone, Copy)]
pub struct NameDeputy {
    pub partnership: PartnershipId,
    pub deputy: Option<PersonId>,
}

/// An active person of the workspace who may own or represent a partnership.
pub(super) async fn member(unit: &mut Unit<'_>, workspace: WorkspaceId, id: PersonId) -> Result<Contact> {
    storage::contact::one(&mut unit.tx, workspace, id)
        .await?
        .filter(|person| person.role.is_member())
        .ok_or_else(|| Problem::field("person", FieldFault::NotAChoice).into())
}

impl UseCase for HandOver {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let mut acting = step::permitted::<act::HandOverPartnership>(unit, self.partnership).await?;
        let to = self.to.ok_or_else(|| Problem::field("person", FieldFault::Missing))?;
        let person = member(unit, acting.partnership.facts.host, to).await?;
        let facts = &mut acting.partnership.facts;
        facts.owner = person.id;
        facts.owner_can_act = true;
        if facts.deputy == Some(person.id) {
            facts.deputy = None;
        }
        let who = Some((&acting.who, acting.side));
        step::write(unit, &acting.permit, &mut acting.partnership, who, Some(&person.name)).await?;
        step::tell_both(unit, &acting.partnership, who, EventKind::PartnershipHandedOver, |happening| {
            happening.on_person(person.id, &person.name)
        });
        if person.id == acting.who.actor.person {
            return Ok(());
        }
        notify::appointed(unit, &acting.partnership, person, "Partnership Owner").await
    }
}

impl UseCase for NameDeputy {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let mut acting = step::permitted::<act::NameDeputy>(unit, self.partnership).await?;
        let host = acting.partnership.facts.host;
        let person = match self.deputy {
            Some(id) if id == acting.partnership.facts.owner => return Err(Problem::field("person", FieldFault::NotAChoice).into()),
            Some(id) => Some(member(unit, host, id).await?),
            None => None,
        };
        acting.partnership.facts.deputy = person.as_ref().map(|person| person.id);
        let who = Some((&acting.who, acting.side));
        let name = person.as_ref().map_or("nobody", |person| person.name.as_str());
        step::write(unit, &acting.permit, &mut acting.partnership, who, Some(name)).await?;
        // The deputy is a matter of the host: the guest knows the Partnership Owner only (VI-05).
        let happening = domain::activity::Happening::new(EventKind::DeputyNamed)
            .on_partnership(acting.partnership.facts.id, acting.partnership.name_for(acting.side))
            .with("deputy", name);
        unit.record(&acting.permit, &acting.who, happening);
        match person {
            Some(person) => notify::appointed(unit, &acting.partnership, person, "deputy").await,
            None => Ok(()),
        }
    }
}
