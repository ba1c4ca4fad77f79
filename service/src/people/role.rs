use domain::access::act;
use domain::activity::{EventKind, Happening};
use domain::fault::{FieldFault, Problem};
use domain::id::PersonId;
use domain::people::Role;

use super::cut_off;
use crate::error::{Fail, Result};
use crate::partners::succession::pass_on;
use crate::unit::{Unit, UseCase};

/// Gives a person another role. They sign in anew, so that no session outlives the rights it began with.
#[derive(Debug, Clone, Copy)]
pub struct ChangeRole {
    pub person: PersonId,
    pub role: Role,
}

impl UseCase for ChangeRole {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let who = unit.signed_in().await?;
        let (permit, before) = unit.permit_person::<act::ChangeRole>(&who.actor, self.person).await?;
        if !Role::ASSIGNABLE.contains(&self.role) {
            return Err(Problem::field("role", FieldFault::NotAChoice).into());
        }
        if before.role == self.role {
            return Ok(());
        }
        let person = storage::contact::one(&mut unit.tx, permit.workspace(), self.person).await?.ok_or_else(Fail::not_found)?;
        storage::person::set_role(&mut unit.tx, &permit, self.role).await?;
        cut_off(unit, &permit).await?;
        let happening = Happening::new(EventKind::RoleChanged)
            .on_person(self.person, &person.name)
            .with("from", before.role.code())
            .with("to", self.role.code());
        unit.record(&permit, &who, happening);
        if !self.role.is_member() {
            pass_on(unit, permit.workspace(), self.person).await?;
        }
        let text = format!("You are now {} of {}", self.role.label(), who.workspace_name);
        let path = format!("/w/{}", permit.workspace());
        unit.notice(&format!("role:{}", unit.now.millis()), permit.workspace(), self.person, &text, &path).await
    }
}
