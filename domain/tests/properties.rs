//! The access decision on partnerships against a plain model written from the specification, over random casts and states.
#![cfg(test)]

use domain::access::{Action, Actor, PartnershipFacts, Target, allowed, sees_partnership};
use domain::id::{PartnershipId, PersonId, WorkspaceId};
use domain::partnership::host_guest::State;
use domain::people::{Role, Standing};
use domain::time::{Span, Timestamp};
use domain::view::Can;
use domain::view::partnership::ACTIONS;
use proptest::prelude::*;
use uuid::Uuid;

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

/// A world of three workspaces with four people each.
fn person(workspace: u128, n: u128) -> PersonId {
    PersonId::new(Uuid::from_u128(workspace * 10 + n))
}

fn workspace(n: u128) -> WorkspaceId {
    WorkspaceId::new(Uuid::from_u128(n))
}

fn actors() -> impl Strategy<Value = Actor> {
    (0_u128..3, 0_u128..4, 0..Role::ALL.len(), 0..Standing::ALL.len()).prop_map(|(w, p, role, standing)| Actor {
        person: person(w, p),
        workspace: workspace(w),
        role: Role::ALL[role],
        standing: Standing::ALL[standing],
        proved_at: NOW,
    })
}

fn states() -> impl Strategy<Value = State> {
    let recently = proptest::option::of((0_i64..48).prop_map(|hours| NOW - Span::hours(hours)));
    prop_oneof![
        recently.clone().prop_map(|reminded_at| State::AwaitingHostApproval { reminded_at }),
        recently.prop_map(|reminded_at| State::AwaitingGuestAcceptance { reminded_at }),
        Just(State::Active),
        Just(State::Suspended),
        Just(State::Expired { asked: None }),
        Just(State::DeclinedByHost),
        Just(State::DeclinedByGuest),
        Just(State::Withdrawn),
        Just(State::Removed),
    ]
}

fn partnerships() -> impl Strategy<Value = PartnershipFacts> {
    (
        states(),
        proptest::option::of(-3_i64..3),
        0_u128..4,
        any::<bool>(),
        proptest::option::of(0_u128..4),
        proptest::option::of(0_u128..4),
        any::<(bool, bool)>(),
    )
        .prop_map(|(state, expires, owner, owner_can_act, deputy, representative, (known, reached))| PartnershipFacts {
            id: PartnershipId::new(Uuid::from_u128(1)),
            host: workspace(0),
            guest: known.then(|| workspace(1)),
            state,
            expires_at: expires.map(|days| NOW + Span::days(days)),
            owner: person(0, owner),
            owner_can_act,
            deputy: deputy.map(|n| person(0, n)),
            representative: representative.map(|n| person(1, n)),
            reached_guest: reached,
        })
}

/// The specification in plain words: who is who, then one line a rule.
fn model(action: Action, a: &Actor, p: &PartnershipFacts) -> bool {
    let active = a.standing == Standing::Active;
    let host_admin = a.workspace == p.host && [Role::Owner, Role::Admin].contains(&a.role);
    let in_guest = Some(a.workspace) == p.guest && p.reached_guest;
    let guest_admin = in_guest && [Role::Owner, Role::Admin].contains(&a.role);
    let member = [Role::Owner, Role::Admin, Role::Member].contains(&a.role);
    let owner = a.workspace == p.host && member && (a.person == p.owner || (p.deputy == Some(a.person) && !p.owner_can_act));
    let over = p.expires_at.is_some_and(|at| at <= NOW);
    let was_on = matches!(p.state, State::Active | State::Suspended);
    let on = matches!(p.state, State::Active) && !over;
    let paused = matches!(p.state, State::Suspended) && !over;
    let expired = matches!(p.state, State::Expired { .. }) || (was_on && over);
    let (asked, offered) =
        (matches!(p.state, State::AwaitingHostApproval { .. }), matches!(p.state, State::AwaitingGuestAcceptance { .. }));
    let declined_by_guest = matches!(p.state, State::DeclinedByGuest);
    let live = asked || offered || on || paused;
    let rested = p.state.reminded_at().is_none_or(|at| NOW - at >= Span::hours(24));
    let sees = host_admin
        || (a.workspace == p.host && a.role == Role::Auditor)
        || (a.workspace == p.host && member && (a.person == p.owner || p.deputy == Some(a.person)))
        || (in_guest && (guest_admin || a.role == Role::Auditor || (member && p.representative == Some(a.person))));
    active
        && sees
        && match action {
            Action::ViewPartnership => true,
            Action::ApprovePartnership | Action::DeclineAsHost => asked && host_admin,
            Action::RemindPartnership => (asked || offered) && owner && rested,
            Action::WithdrawPartnership => (asked || offered) && owner,
            Action::AcceptPartnership | Action::DeclineAsGuest => offered && guest_admin,
            Action::ResendPartnership => declined_by_guest && owner,
            Action::SuspendPartnership => on && (host_admin || owner),
            Action::ResumePartnership => paused && (host_admin || owner),
            Action::AskExtension => expired && owner,
            Action::ExtendPartnership => expired && host_admin,
            Action::RemovePartnership => live && (owner || host_admin || guest_admin),
            Action::SetPartnershipExpiry => live && (owner || host_admin),
            Action::HandOverPartnership => (live || expired || declined_by_guest) && (owner || host_admin),
            Action::NameDeputy => (live || expired) && owner,
            Action::ChangeRepresentative => (on || paused) && guest_admin,
            Action::ShareAccounts => on && owner,
            _ => false,
        }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn hg_16_every_decision_equals_the_plain_model(actor in actors(), facts in partnerships()) {
        for &action in Action::ALL {
            let answer = allowed(action, &actor, Target::Partnership(&facts), NOW);
            prop_assert_eq!(answer.is_ok(), model(action, &actor, &facts), "{:?}: {:?}", action, answer);
        }
    }

    #[test]
    fn hg_16_a_refusal_tells_only_those_who_see(actor in actors(), facts in partnerships()) {
        for &action in Action::ALL {
            if let Err(denial) = allowed(action, &actor, Target::Partnership(&facts), NOW) {
                prop_assert_eq!(denial.hidden, !sees_partnership(&actor, &facts));
            }
        }
    }

    #[test]
    fn ux_06_a_screen_offers_exactly_what_the_decision_allows(actor in actors(), facts in partnerships()) {
        let can = Can::ask(ACTIONS, &actor, Target::Partnership(&facts), NOW);
        for &action in ACTIONS {
            prop_assert_eq!(can.may(action), allowed(action, &actor, Target::Partnership(&facts), NOW).is_ok());
            prop_assert_eq!(can.offers(action), can.may(action) || can.why_not(action).is_some());
        }
    }
}
