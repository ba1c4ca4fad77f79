use domain::access::{Act, Permit, act};
use domain::activity::{EventKind, Happening};
use domain::fault::Conflict;
use domain::id::PersonId;
use domain::view::people::PeoplePlan;
use storage::facts::SignedIn;

use super::cut_off;
use super::plan::{What, chosen, draw};
use crate::error::Result;
use crate::partners::succession::pass_on;
use crate::unit::{Unit, UseCase};

/// Suspends people, as planned: all of them or nobody (WS-15).
#[derive(Debug, Clone)]
pub struct Suspend {
    pub people: Vec<PersonId>,
    /// The hash of the plan that was shown.
    pub plan: String,
}

/// Removes people, as planned: all of them or nobody (WS-15).
#[derive(Debug, Clone)]
pub struct Remove {
    pub people: Vec<PersonId>,
    /// The hash of the plan that was shown.
    pub plan: String,
}

/// Lets suspended people in again: all of them or nobody.
#[derive(Debug, Clone)]
pub struct Resume {
    pub people: Vec<PersonId>,
}

/// A permit for each person, or the refusal of the first who cannot be touched.
async fn permits<A: Act>(unit: &mut Unit<'_>, who: &SignedIn, people: &[PersonId]) -> Result<Vec<Permit<A>>> {
    let mut permits = Vec::with_capacity(people.len());
    for id in people {
        let (permit, _) = unit.permit_person::<A>(&who.actor, *id).await?;
        permits.push(permit);
    }
    Ok(permits)
}

/// The plan as it is now, if it is the one that was shown.
async fn still(unit: &mut Unit<'_>, who: &SignedIn, what: What, people: &[PersonId], shown: &str) -> Result<PeoplePlan> {
    let plan = draw(&mut unit.tx, who.actor.workspace, what, people, unit.now).await?;
    if plan.hash == shown { Ok(plan) } else { Err(Conflict::PlanDrifted.into()) }
}

/// What follows once everybody's standing is changed: partnerships pass on to people who are not among them.
async fn follow<A: Act>(unit: &mut Unit<'_>, who: &SignedIn, permits: &[Permit<A>], plan: &PeoplePlan, kind: EventKind) -> Result<()> {
    for (permit, person) in permits.iter().zip(&plan.people) {
        let ended = cut_off(unit, permit).await?;
        let happening = Happening::new(kind).on_person(person.id, &person.name).with("sessions_ended", ended.to_string());
        unit.record(permit, who, happening);
        pass_on(unit, permit.workspace(), person.id).await?;
    }
    Ok(())
}

impl UseCase for Suspend {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let who = unit.signed_in().await?;
        let people = chosen(&self.people)?;
        let permits = permits::<act::SuspendPerson>(unit, &who, &people).await?;
        let plan = still(unit, &who, What::Suspend, &people, &self.plan).await?;
        for permit in &permits {
            storage::person::suspend(&mut unit.tx, permit).await?;
        }
        follow(unit, &who, &permits, &plan, EventKind::PersonSuspended).await
    }
}

impl UseCase for Remove {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let who = unit.signed_in().await?;
        let people = chosen(&self.people)?;
        let permits = permits::<act::RemovePerson>(unit, &who, &people).await?;
        let plan = still(unit, &who, What::Remove, &people, &self.plan).await?;
        for permit in &permits {
            storage::person::remove(&mut unit.tx, permit).await?;
        }
        follow(unit, &who, &permits, &plan, EventKind::PersonRemoved).await
    }
}

impl UseCase for Resume {
    type Out = ();

    async fn run(&self, unit: &mut Unit<'_>) -> Result<()> {
        let who = unit.signed_in().await?;
        let people = chosen(&self.people)?;
        let permits = permits::<act::ResumePerson>(unit, &who, &people).await?;
        for (permit, id) in permits.iter().zip(people) {
            storage::person::resume(&mut unit.tx, permit).await?;
            if let Some(contact) = storage::contact::one(&mut unit.tx, permit.workspace(), id).await? {
                let happening = Happening::new(EventKind::PersonResumed).on_person(id, &contact.name);
                unit.record(permit, &who, happening);
            }
        }
        Ok(())
    }
}
