//! The activity log: reading, downloading, proving.

pub mod checkpoint;
pub mod export;
pub mod list;
pub mod verify;

use domain::access::{Action, Target, allowed};
use domain::activity::{Client, Teller};
use domain::id::PersonId;
use domain::time::Timestamp;
use storage::activity::{Chained, Scope};
use storage::facts::SignedIn;

/// Whose rows someone may read (AC-03): all of the workspace, or those that tell of themself.
#[must_use]
pub fn scope(who: &SignedIn, now: Timestamp) -> Scope {
    let workspace = who.actor.workspace;
    let all = allowed(Action::ViewActivity, &who.actor, Target::Workspace(workspace), now).is_ok();
    Scope { workspace, own: (!all).then_some(who.actor.person) }
}

/// Whether someone may read a row: the same rule, asked of one.
#[must_use]
pub fn sees(scope: Scope, row: &Chained) -> bool {
    let record = &row.record;
    record.workspace == scope.workspace
        && scope.own.is_none_or(|me| told_by(&record.teller, me) || record.happening.person.as_ref().is_some_and(|person| person.id == me))
}

pub(crate) fn told_by(teller: &Teller, me: PersonId) -> bool {
    matches!(teller, Teller::Person { id, .. } if *id == me)
}

/// Where a row came from, as far as its reader may know: who reads only their own rows does not learn where the colleague sat
/// who changed something about them, but does learn where a stranger tried to be them.
#[must_use]
pub fn client_for(scope: Scope, row: &Chained) -> Option<&Client> {
    let shown = scope.own.is_none_or(|me| told_by(&row.record.teller, me) || row.record.teller == Teller::Stranger);
    row.client.as_ref().filter(|_| shown)
}
