use domain::access::{Action, Target, allowed};
use domain::fault::{FieldFault, Problem};
use domain::id::{PersonId, WorkspaceId};
use domain::partnership::Side;
use domain::time::Timestamp;
use domain::view::people::{PeoplePlan, PlannedPerson};
use domain::vocabulary;
use sha2::{Digest, Sha256};
use storage::Read;

use crate::error::{Fail, Result};
use crate::unit::{Question, View};

vocabulary! {
    /// What is to be done to people.
    What, "what to do" {
        Suspend = "suspend", "Suspend";
        Remove = "remove", "Remove";
    }
}

/// What suspending or removing people would do (GO-05).
#[derive(Debug, Clone)]
pub struct Plan {
    pub what: What,
    pub people: Vec<PersonId>,
}

/// The people that are meant, each once; at least one and not too many for one transaction.
pub(super) fn chosen(people: &[PersonId]) -> Result<Vec<PersonId>> {
    const MOST: i64 = 200;
    let mut chosen = people.to_vec();
    chosen.sort_unstable();
    chosen.dedup();
    match i64::try_from(chosen.len()).unwrap_or(i64::MAX) {
        0 => Err(Problem::field("people", FieldFault::Missing).into()),
        n if n > MOST => Err(Problem::field("people", FieldFault::OutOfRange { min: 1, max: MOST }).into()),
        _ => Ok(chosen),
    }
}

impl Question for Plan {
    type Out = PeoplePlan;

    async fn answer(&self, view: &mut View<'_>) -> Result<PeoplePlan> {
        let who = view.signed_in().await?;
        let people = chosen(&self.people)?;
        let action = match self.what {
            What::Suspend => Action::SuspendPerson,
            What::Remove => Action::RemovePerson,
        };
        for id in &people {
            let facts = storage::facts::person(&mut view.tx, who.actor.workspace, *id).await?.ok_or_else(Fail::not_found)?;
            allowed(action, &who.actor, Target::Person(&facts), view.now)?;
        }
        draw(&mut view.tx, who.actor.workspace, self.what, &people, view.now).await
    }
}

/// What would happen. The hash is over all of it, so that a plan that was read is the plan that is carried out.
pub(super) async fn draw(read: &mut Read, workspace: WorkspaceId, what: What, people: &[PersonId], now: Timestamp) -> Result<PeoplePlan> {
    let owner = storage::person::owner(read, workspace).await?;
    let mut planned = Vec::with_capacity(people.len());
    for id in people {
        let account = storage::person::account(read, workspace, *id).await?.ok_or_else(Fail::not_found)?;
        let sessions = storage::session::of(read, workspace, *id, now).await?;
        let mut person = PlannedPerson {
            id: *id,
            name: account.name,
            version: account.version,
            sessions: sessions.len() as u64,
            successions: Vec::new(),
            represented: Vec::new(),
        };
        for partnership in storage::partnership::held_by(read, workspace, *id).await? {
            let facts = &partnership.facts;
            if facts.state.stage().is_final() {
                continue;
            }
            if facts.host != workspace {
                person.represented.push(partnership.name_for(Side::Guest).to_owned());
            } else if facts.owner == *id {
                // The deputy takes over if able to, else the workspace's Owner (HG-17).
                let deputy = match facts.deputy.filter(|deputy| !people.contains(deputy)) {
                    Some(deputy) => storage::contact::one(read, workspace, deputy).await?,
                    None => None,
                };
                let heir = deputy.filter(|deputy| deputy.role.is_member()).map_or_else(|| owner.name.clone(), |deputy| deputy.name);
                person.successions.push((partnership.name_for(Side::Host).to_owned(), heir));
            }
        }
        planned.push(person);
    }
    let hash = hash(what, &planned)?;
    Ok(PeoplePlan { people: planned, hash })
}

fn hash(what: What, people: &[PlannedPerson]) -> Result<String> {
    let text = serde_json::to_vec(people).map_err(|error| Fail::Defect(error.to_string()))?;
    let digest = Sha256::new().chain_update(what.code()).chain_update(text).finalize();
    Ok(data_encoding::HEXLOWER.encode(&digest))
}
