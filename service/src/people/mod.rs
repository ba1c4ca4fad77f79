//! The people of a workspace.

pub mod csv;
pub mod end;
pub mod invite;
pub mod list;
pub mod plan;
pub mod role;
pub mod show;
pub mod transfer;

use domain::access::{Act, Action, Actor, Permit, Target};
use domain::time::Timestamp;
use domain::view::Can;
use domain::view::people::PersonRow;
use storage::person::Listed;

use crate::error::Result;
use crate::unit::Unit;

/// A name as it is searched and sorted by: compatibility forms and case do not matter.
pub(crate) fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkc().collect::<String>().to_lowercase()
}

/// What can be done to a person.
const ACTIONS: &[Action] =
    &[Action::ViewPerson, Action::ChangeRole, Action::SuspendPerson, Action::ResumePerson, Action::RemovePerson, Action::TransferOwnership];

/// A person as the viewer may see them: who does not oversee the workspace sees no dates.
fn row(person: Listed, actor: &Actor, now: Timestamp) -> PersonRow {
    let oversees = actor.role.oversees() || actor.person == person.facts.id;
    PersonRow {
        id: person.facts.id,
        can: Can::ask(ACTIONS, actor, Target::Person(&person.facts), now),
        name: person.name,
        email: person.email,
        role: person.facts.role,
        standing: person.facts.standing,
        joined_at: oversees.then_some(person.joined_at),
        last_seen_at: oversees.then_some(person.last_seen_at),
    }
}

/// Ends everything by which the permit's person could go on as before: sessions and mailed links.
async fn cut_off<A: Act>(unit: &mut Unit<'_>, permit: &Permit<A>) -> Result<u64> {
    storage::reset::clear(&mut unit.tx, permit).await?;
    Ok(storage::session::end_all(&mut unit.tx, permit, None).await?)
}
