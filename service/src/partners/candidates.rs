use domain::access::{Action, Target, allowed};
use domain::id::PartnershipId;
use domain::view::partnership::PersonName;

use crate::error::{Fail, Result};
use crate::unit::{Question, View};

/// People of the asker's own workspace who could take a part in a partnership, for a picker: `action` is what they are picked for.
#[derive(Debug, Clone)]
pub struct Candidates {
    pub partnership: PartnershipId,
    pub action: Action,
    pub search: String,
}

impl Question for Candidates {
    type Out = Vec<PersonName>;

    async fn answer(&self, view: &mut View<'_>) -> Result<Vec<PersonName>> {
        let who = view.signed_in().await?;
        let facts = storage::facts::partnership(&mut view.tx, who.actor.workspace, self.partnership).await?.ok_or_else(Fail::not_found)?;
        allowed(self.action, &who.actor, Target::Partnership(&facts), view.now)?;
        let people = storage::contact::search_members(&mut view.tx, who.actor.workspace, self.search.trim()).await?;
        Ok(people.into_iter().map(|person| PersonName { id: person.id, name: person.name, email: person.email }).collect())
    }
}
