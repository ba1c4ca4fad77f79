//! What every way in has in common: a known person, whose credential was just checked, begins a session.

use domain::access::{Actor, Permit, Target, act, decide};
use domain::activity::{Happening, Teller};
use domain::fault::Problem;
use domain::id::{PersonId, WorkspaceId};
use domain::people::Standing;
use storage::person::Account;

use crate::error::{Fail, Result};
use crate::unit::Unit;

/// The person again, if still active and still with the password hash that was verified before this transaction began, with
/// the permit that this proof is worth.
pub(crate) async fn recognised(
    unit: &mut Unit<'_>,
    workspace: WorkspaceId,
    person: PersonId,
    verified: &str,
) -> Result<(Account, Permit<act::EditProfile>)> {
    let account = storage::person::account(&mut unit.tx, workspace, person)
        .await?
        .filter(|account| account.facts.standing == Standing::Active)
        .filter(|account| account.password == verified)
        .ok_or(Fail::Problem(Problem::WrongCredentials))?;
    let permit = own_permit(unit, &account)?;
    Ok((account, permit))
}

/// The permit on themself of a person who proves who they are in this very request.
fn own_permit(unit: &Unit<'_>, account: &Account) -> Result<Permit<act::EditProfile>> {
    let facts = &account.facts;
    let actor = Actor { person: facts.id, workspace: facts.workspace, role: facts.role, standing: facts.standing, proved_at: unit.now };
    Ok(decide(&actor, Target::Person(facts), unit.now)?)
}

/// Tells the log of the person's workspace what they did.
pub(super) fn tell(unit: &mut Unit<'_>, account: &Account, happening: Happening) {
    let teller = Teller::Person { id: account.facts.id, name: account.name.clone() };
    unit.tell(account.facts.workspace, teller, happening);
}
