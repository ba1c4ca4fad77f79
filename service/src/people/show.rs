use domain::access::{Action, Target, allowed};
use domain::id::{PersonId, WorkspaceId};
use domain::partnership::Side;
use domain::time::Timestamp;
use domain::view::people::{PersonView, Reach};
use storage::Read;

use super::row;
use crate::error::{Fail, Result};
use crate::unit::{Question, View};

/// A person's page: who they are and what they reach (WS-14).
#[derive(Debug, Clone, Copy)]
pub struct Show {
    pub person: PersonId,
}

impl Question for Show {
    type Out = PersonView;

    async fn answer(&self, view: &mut View<'_>) -> Result<PersonView> {
        let who = view.signed_in().await?;
        let workspace = who.actor.workspace;
        let person = storage::person::listed(&mut view.tx, workspace, self.person).await?.ok_or_else(Fail::not_found)?;
        allowed(Action::ViewPerson, &who.actor, Target::Person(&person.facts), view.now)?;
        let sessions = storage::session::of(&mut view.tx, workspace, self.person, view.now).await?;
        Ok(PersonView {
            partnerships: reach(&mut view.tx, workspace, self.person, view.now).await?,
            is_me: self.person == who.actor.person,
            sessions: sessions.len() as u64,
            row: row(person, &who.actor, view.now),
        })
    }
}

/// The live partnerships in which a person has a part, and which.
async fn reach(read: &mut Read, workspace: WorkspaceId, person: PersonId, now: Timestamp) -> Result<Vec<Reach>> {
    let held = storage::partnership::held_by(read, workspace, person).await?;
    let live = held.iter().filter(|partnership| partnership.facts.state_at(now).stage().is_live());
    let reach = live.map(|partnership| {
        let facts = &partnership.facts;
        let hosts = facts.host == workspace;
        let why = [
            (hosts && facts.owner == person, "Partnership Owner"),
            (hosts && facts.deputy == Some(person), "Deputy of the Partnership Owner"),
            (!hosts && facts.representative == Some(person), "Representative"),
        ];
        Reach {
            partnership: facts.id,
            name: partnership.name_for(if hosts { Side::Host } else { Side::Guest }).to_owned(),
            why: why.into_iter().filter(|(holds, _)| *holds).map(|(_, words)| words.to_owned()).collect(),
        }
    });
    Ok(reach.collect())
}
