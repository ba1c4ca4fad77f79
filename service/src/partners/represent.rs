use domain::access::act;
use domain::activity::EventKind;
use domain::fault::{FieldFault, Problem};
use domain::id::{PartnershipId, PersonId};

use super::{hand_over::member, notify, step};
use crate::error::Result;
use crate::unit::{Unit, UseCase};

/// A guest admin names who represents the guest (HG-09).
#[derive(Debug, Clone, Copy)]
pub struct ChangeRepresentative {
    pub partnership: PartnershipId,
    pub to: Option<PersonId>,
}

impl UseCase for ChangeRepresentative {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let mut acting = step::permitted::<act::ChangeRepresentative>(unit, self.partnership).await?;
        let to = self.to.ok_or_else(|| Problem::field("person", FieldFault::Missing))?;
        let person = member(unit, acting.who.actor.workspace, to).await?;
        acting.partnership.facts.representative = Some(person.id);
        let who = Some((&acting.who, acting.side));
        step::write(unit, &acting.permit, &mut acting.partnership, who, Some(&person.name)).await?;
        step::tell_both(unit, &acting.partnership, who, EventKind::RepresentativeChanged, |happening| {
            happening.on_person(person.id, &person.name)
        });
        if person.id == acting.who.actor.person {
            return Ok(());
        }
        notify::represents(unit, &acting.partnership, person).await
    }
}
