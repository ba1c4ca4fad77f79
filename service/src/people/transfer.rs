use domain::access::act;
use domain::activity::{EventKind, Happening};
use domain::id::PersonId;

use super::cut_off;
use crate::error::{Fail, Result};
use crate::mail::letter::Letter;
use crate::unit::{Unit, UseCase};

/// Hands the workspace to another person. Who owned it becomes Admin (WS-04).
#[derive(Debug, Clone, Copy)]
pub struct TransferOwnership {
    pub person: PersonId,
}

impl UseCase for TransferOwnership {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let who = unit.signed_in().await?;
        let (permit, _) = unit.permit_person::<act::TransferOwnership>(&who.actor, self.person).await?;
        let person = storage::contact::one(&mut unit.tx, permit.workspace(), self.person).await?.ok_or_else(Fail::not_found)?;
        storage::person::transfer(&mut unit.tx, &permit).await?;
        cut_off(unit, &permit).await?;
        let happening = Happening::new(EventKind::OwnershipTransferred).on_person(self.person, &person.name);
        unit.record(&permit, &who, happening);

        let text = format!("You are now the Owner of {}", who.workspace_name);
        let path = format!("/w/{}", permit.workspace());
        unit.notice(&format!("transfer:{}", unit.now.millis()), permit.workspace(), self.person, &text, &path).await?;
        let url = format!("{}{path}", unit.app.settings.public_url);
        let letter = Letter {
            once: format!("owner:{}", unit.app.ids.uuid(unit.now)),
            to: &person.email,
            name: Some(&person.name),
            subject: &text,
            paragraphs: &[format!("{} handed the workspace {} over to you. You are its Owner from now on.", who.name, who.workspace_name)],
            link: Some(("Open the workspace", &url)),
        };
        unit.mail(&letter.compose()).await
    }
}
