//! The proof that a decision was made.

use std::marker::PhantomData;

use super::{Act, Actor, Target};
use crate::id::{PartnershipId, PersonId, WorkspaceId};
use crate::time::Timestamp;

/// Proof that [`decide`](super::decide) allowed `A` on one target at one instant. Its fields are private, it is neither
/// `Clone` nor serialisable, and only this module makes it.
#[derive(Debug)]
pub struct Permit<A> {
    actor: Option<PersonId>,
    workspace: WorkspaceId,
    person: Option<PersonId>,
    partnership: Option<PartnershipId>,
    at: Timestamp,
    action: PhantomData<A>,
}

/// Why the system acts without a person. The list is short on purpose; each is a cause that no person could decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// A stranger founds a workspace: there is nobody yet who could hold a right.
    SignUp,
    /// A single-use link is redeemed: holding it is the right.
    Link,
    /// An instant has come: expiry, warning, checkpoint.
    Clock,
    /// A partnership passes on because its owner can no longer act (HG-17).
    Succession,
}

impl<A: Act> Permit<A> {
    pub(super) fn granted(actor: &Actor, target: Target<'_>, at: Timestamp) -> Self {
        let (person, partnership) = match target {
            Target::Workspace(_) => (None, None),
            Target::Person(facts) => (Some(facts.id), None),
            Target::Partnership(facts) => (None, Some(facts.id)),
        };
        Self { actor: Some(actor.person), workspace: actor.workspace, person, partnership, at, action: PhantomData }
    }

    /// A permit that nobody decided. `workspace` is the one whose rows may be written.
    #[must_use]
    pub fn without_a_decision(_cause: Cause, workspace: WorkspaceId, target: Target<'_>, at: Timestamp) -> Self {
        let (person, partnership) = match target {
            Target::Workspace(_) => (None, None),
            Target::Person(facts) => (Some(facts.id), None),
            Target::Partnership(facts) => (None, Some(facts.id)),
        };
        Self { actor: None, workspace, person, partnership, at, action: PhantomData }
    }

    /// Who was allowed; nothing where the system acts.
    #[must_use]
    pub fn actor(&self) -> Option<PersonId> {
        self.actor
    }

    /// The workspace in which it was allowed.
    #[must_use]
    pub fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    /// The person acted on.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        self.person
    }

    /// The partnership acted on.
    #[must_use]
    pub fn partnership(&self) -> Option<PartnershipId> {
        self.partnership
    }

    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.at
    }
}
