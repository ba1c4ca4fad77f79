//! Who may do what, as a table that is checked in: a change of a right shows up in review as a changed mark.
//! After a wanted change: `INSTA_UPDATE=always cargo test -p domain --test access_matrix`, then read the difference.
#![cfg(test)]

use std::fmt::Write;

use domain::access::{Action, Actor, Denial, PartnershipFacts, PersonFacts, Target, allowed, decide};
use domain::id::{PartnershipId, PersonId, WorkspaceId};
use domain::partnership::host_guest::{Stage, State};
use domain::people::{Role, Standing};
use domain::time::{Span, Timestamp};
use uuid::Uuid;

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

fn workspace(n: u128) -> WorkspaceId {
    WorkspaceId::new(Uuid::from_u128(n))
}

fn person(n: u128) -> PersonId {
    PersonId::new(Uuid::from_u128(n))
}

fn actor(workspace_id: WorkspaceId, id: u128, role: Role) -> Actor {
    Actor { person: person(id), workspace: workspace_id, role, standing: Standing::Active, proved_at: NOW }
}

const HOST: u128 = 1;
const GUEST: u128 = 2;
const OWNER: u128 = 10;
const DEPUTY: u128 = 11;
const REPRESENTATIVE: u128 = 20;

fn state(stage: Stage) -> State {
    match stage {
        Stage::AwaitingHostApproval => State::AwaitingHostApproval { reminded_at: None },
        Stage::AwaitingGuestAcceptance => State::AwaitingGuestAcceptance { reminded_at: None },
        Stage::Active => State::Active,
        Stage::Suspended => State::Suspended,
        Stage::Expired => State::Expired { asked: None },
        Stage::DeclinedByHost => State::DeclinedByHost,
        Stage::DeclinedByGuest => State::DeclinedByGuest,
        Stage::Withdrawn => State::Withdrawn,
        Stage::Removed => State::Removed,
    }
}

fn partnership(stage: Stage) -> PartnershipFacts {
    PartnershipFacts {
        id: PartnershipId::new(Uuid::from_u128(100)),
        host: workspace(HOST),
        guest: Some(workspace(GUEST)),
        state: state(stage),
        expires_at: None,
        owner: person(OWNER),
        owner_can_act: true,
        deputy: Some(person(DEPUTY)),
        representative: Some(person(REPRESENTATIVE)),
        reached_guest: stage != Stage::AwaitingHostApproval && stage != Stage::DeclinedByHost,
    }
}

fn mark(answer: Result<(), Denial>) -> &'static str {
    match answer {
        Ok(()) => "yes",
        Err(Denial { hidden: true, .. }) => "404",
        Err(_) => "no",
    }
}

#[test]
fn ws_05_matrix_of_the_own_workspace() {
    let mut table = String::new();
    for &action in Action::ALL {
        write!(table, "{:<26}", action.code()).unwrap();
        for &role in Role::ALL {
            let answer = allowed(action, &actor(workspace(HOST), 1, role), Target::Workspace(workspace(HOST)), NOW);
            write!(table, " {}={:<4}", role.code(), mark(answer)).unwrap();
        }
        table.push('\n');
    }
    insta::assert_snapshot!(table);
}

#[test]
fn ws_04_matrix_of_acts_on_people() {
    let actions = [
        Action::ViewPerson,
        Action::ChangeRole,
        Action::SuspendPerson,
        Action::ResumePerson,
        Action::RemovePerson,
        Action::TransferOwnership,
    ];
    let mut table = String::new();
    for action in actions {
        for &role in Role::ALL {
            write!(table, "{:<20} {:<12}", action.code(), role.code()).unwrap();
            for &other in Role::ALL {
                for standing in [Standing::Active, Standing::Suspended] {
                    let target = PersonFacts { id: person(2), workspace: workspace(HOST), role: other, standing };
                    let answer = allowed(action, &actor(workspace(HOST), 1, role), Target::Person(&target), NOW);
                    write!(table, " {}/{}={:<4}", other.code(), standing.code(), mark(answer)).unwrap();
                }
            }
            table.push('\n');
        }
    }
    insta::assert_snapshot!(table);
}

/// Everyone who can stand in some relation to a partnership.
fn cast() -> Vec<(&'static str, Actor)> {
    vec![
        ("host owner", actor(workspace(HOST), 1, Role::Owner)),
        ("host admin", actor(workspace(HOST), 2, Role::Admin)),
        ("partnership owner", actor(workspace(HOST), OWNER, Role::Member)),
        ("deputy", actor(workspace(HOST), DEPUTY, Role::Member)),
        ("other host member", actor(workspace(HOST), 3, Role::Member)),
        ("host auditor", actor(workspace(HOST), 4, Role::Auditor)),
        ("host guest admin", actor(workspace(HOST), 5, Role::GuestAdmin)),
        ("guest owner", actor(workspace(GUEST), 6, Role::Owner)),
        ("guest admin", actor(workspace(GUEST), 7, Role::Admin)),
        ("representative", actor(workspace(GUEST), REPRESENTATIVE, Role::Member)),
        ("other guest member", actor(workspace(GUEST), 8, Role::Member)),
        ("guest auditor", actor(workspace(GUEST), 9, Role::Auditor)),
        ("stranger owner", actor(workspace(3), 30, Role::Owner)),
        ("stranger with the owner's id", actor(workspace(3), OWNER, Role::Owner)),
    ]
}

#[test]
fn hg_16_matrix_of_acts_on_a_partnership() {
    let mut table = String::new();
    for &stage in Stage::ALL {
        let facts = partnership(stage);
        writeln!(table, "== {}", stage.code()).unwrap();
        for (name, actor) in cast() {
            let may: Vec<_> = Action::ALL
                .iter()
                .filter(|action| allowed(**action, &actor, Target::Partnership(&facts), NOW).is_ok())
                .map(|action| action.code())
                .collect();
            let seen = mark(allowed(Action::ViewPartnership, &actor, Target::Partnership(&facts), NOW));
            writeln!(table, "{name:<30} sees={seen:<4} {}", may.join(" ")).unwrap();
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn ws_15_nobody_who_is_not_active_may_do_anything() {
    for &standing in &[Standing::Suspended, Standing::Removed] {
        for &action in Action::ALL {
            for (name, actor) in cast() {
                let actor = Actor { standing, ..actor };
                let facts = partnership(Stage::Active);
                let own = PersonFacts { id: actor.person, workspace: actor.workspace, role: actor.role, standing };
                for target in [Target::Workspace(actor.workspace), Target::Person(&own), Target::Partnership(&facts)] {
                    let denial = allowed(action, &actor, target, NOW).unwrap_err();
                    assert!(denial.hidden, "{name} {action:?}");
                }
            }
        }
    }
}

#[test]
fn ws_03_another_workspace_gives_nothing_and_tells_nothing() {
    for &action in Action::ALL {
        for &role in Role::ALL {
            let stranger = actor(workspace(9), 1, role);
            let target = PersonFacts { id: person(1), workspace: workspace(HOST), role: Role::Member, standing: Standing::Active };
            assert!(allowed(action, &stranger, Target::Workspace(workspace(HOST)), NOW).unwrap_err().hidden);
            assert!(allowed(action, &stranger, Target::Person(&target), NOW).unwrap_err().hidden);
        }
    }
}

#[test]
fn hg_08_the_guest_knows_nothing_before_approval() {
    let facts = partnership(Stage::AwaitingHostApproval);
    for (name, actor) in cast().into_iter().filter(|(_, actor)| actor.workspace == workspace(GUEST)) {
        for &action in Action::ALL {
            assert!(allowed(action, &actor, Target::Partnership(&facts), NOW).unwrap_err().hidden, "{name} {action:?}");
        }
    }
}

#[test]
fn hg_17_the_deputy_acts_only_where_the_owner_cannot() {
    let deputy = actor(workspace(HOST), DEPUTY, Role::Member);
    let mut facts = partnership(Stage::Active);
    assert!(allowed(Action::ShareAccounts, &deputy, Target::Partnership(&facts), NOW).is_err());
    facts.owner_can_act = false;
    assert!(allowed(Action::ShareAccounts, &deputy, Target::Partnership(&facts), NOW).is_ok());
}

#[test]
fn ws_10_sensitive_actions_want_a_proof_of_the_last_15_minutes() {
    use domain::access::act;
    let facts = partnership(Stage::Active);
    let mut admin = actor(workspace(HOST), 1, Role::Owner);
    admin.proved_at = NOW - Span::minutes(15);
    assert!(decide::<act::RemovePartnership>(&admin, Target::Partnership(&facts), NOW).is_ok());
    admin.proved_at = NOW - Span::minutes(15) - Span::millis(1);
    let denial = decide::<act::RemovePartnership>(&admin, Target::Partnership(&facts), NOW).unwrap_err();
    assert_eq!(denial.reason, domain::access::Reason::Proof);
    assert!(decide::<act::SuspendPartnership>(&admin, Target::Partnership(&facts), NOW).is_ok());
    assert!(
        allowed(Action::RemovePartnership, &admin, Target::Partnership(&facts), NOW).is_ok(),
        "the button shows; the proof is asked on the way"
    );
}
