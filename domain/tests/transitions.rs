//! The state machine against the specification's table, typed out here once more by hand, and random lives against a plain model of it.
#![cfg(test)]

use domain::access::Action;
use domain::partnership::host_guest::{Capacity, Event, REMINDER_PAUSE, RULES, Refusal, Stage, State, rule_for};
use domain::time::{Span, Timestamp};
use proptest::prelude::*;

use Capacity::{Clock, GuestAdmin, HostAdmin, PartnershipOwner};
use Stage::{
    Active, AwaitingGuestAcceptance, AwaitingHostApproval, DeclinedByGuest, DeclinedByHost, Expired, Removed, Suspended, Withdrawn,
};

/// spec/partnerships.md, line by line: from, what, who, to.
const TABLE: &[(Stage, Action, &[Capacity], Stage)] = &[
    (AwaitingHostApproval, Action::ApprovePartnership, &[HostAdmin], AwaitingGuestAcceptance),
    (AwaitingHostApproval, Action::DeclineAsHost, &[HostAdmin], DeclinedByHost),
    (AwaitingHostApproval, Action::RemindPartnership, &[PartnershipOwner], AwaitingHostApproval),
    (AwaitingHostApproval, Action::WithdrawPartnership, &[PartnershipOwner], Withdrawn),
    (AwaitingGuestAcceptance, Action::WithdrawPartnership, &[PartnershipOwner], Withdrawn),
    (AwaitingGuestAcceptance, Action::AcceptPartnership, &[GuestAdmin], Active),
    (AwaitingGuestAcceptance, Action::DeclineAsGuest, &[GuestAdmin], DeclinedByGuest),
    (AwaitingGuestAcceptance, Action::RemindPartnership, &[PartnershipOwner], AwaitingGuestAcceptance),
    (DeclinedByGuest, Action::ResendPartnership, &[PartnershipOwner], AwaitingGuestAcceptance),
    (Active, Action::SuspendPartnership, &[HostAdmin, PartnershipOwner], Suspended),
    (Suspended, Action::ResumePartnership, &[HostAdmin, PartnershipOwner], Active),
    (Active, Action::ExpirePartnership, &[Clock], Expired),
    (Suspended, Action::ExpirePartnership, &[Clock], Expired),
    (Expired, Action::AskExtension, &[PartnershipOwner], Expired),
    (Expired, Action::ExtendPartnership, &[HostAdmin], Active),
    (AwaitingHostApproval, Action::RemovePartnership, &[PartnershipOwner, HostAdmin, GuestAdmin], Removed),
    (AwaitingGuestAcceptance, Action::RemovePartnership, &[PartnershipOwner, HostAdmin, GuestAdmin], Removed),
    (Active, Action::RemovePartnership, &[PartnershipOwner, HostAdmin, GuestAdmin], Removed),
    (Suspended, Action::RemovePartnership, &[PartnershipOwner, HostAdmin, GuestAdmin], Removed),
];

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

fn events() -> Vec<Event> {
    let until = NOW + Span::days(30);
    vec![
        Event::Approve,
        Event::DeclineByHost,
        Event::Remind,
        Event::Withdraw,
        Event::Accept,
        Event::DeclineByGuest,
        Event::Resend,
        Event::Suspend,
        Event::Resume,
        Event::Expire,
        Event::AskExtension { until },
        Event::Extend { until },
        Event::Remove,
    ]
}

fn state(stage: Stage) -> State {
    match stage {
        AwaitingHostApproval => State::AwaitingHostApproval { reminded_at: None },
        AwaitingGuestAcceptance => State::AwaitingGuestAcceptance { reminded_at: None },
        Active => State::Active,
        Suspended => State::Suspended,
        Expired => State::Expired { asked: None },
        DeclinedByHost => State::DeclinedByHost,
        DeclinedByGuest => State::DeclinedByGuest,
        Withdrawn => State::Withdrawn,
        Removed => State::Removed,
    }
}

#[test]
fn hg_01_every_edge_of_the_table_and_no_other() {
    for &stage in Stage::ALL {
        for event in events() {
            let expected = TABLE.iter().find(|(from, action, ..)| *from == stage && *action == event.action());
            let found = state(stage).after(event, NOW);
            match expected {
                Some((_, _, who, to)) => {
                    assert_eq!(found.map(State::stage), Ok(*to), "{stage:?} {event:?}");
                    assert_eq!(rule_for(event.action()).unwrap().who, *who, "{event:?}");
                }
                None => assert_eq!(found, Err(Refusal::WrongStage(stage)), "{stage:?} {event:?}"),
            }
        }
    }
}

#[test]
fn hg_02_a_request_by_an_admin_needs_no_approval() {
    assert_eq!(State::requested(true).stage(), AwaitingGuestAcceptance);
    assert_eq!(State::requested(false).stage(), AwaitingHostApproval);
}

#[test]
fn hg_03_a_reminder_once_in_24_hours() {
    let reminded = State::requested(false).after(Event::Remind, NOW).unwrap();
    let next = NOW + REMINDER_PAUSE;
    assert_eq!(REMINDER_PAUSE, Span::hours(24));
    assert_eq!(reminded.after(Event::Remind, next - Span::millis(1)), Err(Refusal::TooEarly { until: next }));
    assert!(reminded.after(Event::Remind, next).is_ok());
    let approved = reminded.after(Event::Approve, NOW).unwrap();
    assert!(approved.after(Event::Remind, NOW).is_ok(), "other people are reminded then");
}

#[test]
fn hg_07_live_and_ended_states() {
    let live: Vec<_> = Stage::ALL.iter().filter(|stage| stage.is_live()).copied().collect();
    assert_eq!(live, [AwaitingHostApproval, AwaitingGuestAcceptance, Active, Suspended]);
    let last: Vec<_> = Stage::ALL.iter().filter(|stage| stage.is_final()).copied().collect();
    assert_eq!(last, [DeclinedByHost, Withdrawn, Removed]);
}

#[test]
fn hg_13_an_extension_must_lie_ahead() {
    let expired = State::Expired { asked: None };
    assert_eq!(expired.after(Event::Extend { until: NOW }, NOW), Err(Refusal::NotInTheFuture));
    assert_eq!(expired.after(Event::AskExtension { until: NOW - Span::days(1) }, NOW), Err(Refusal::NotInTheFuture));
    let until = NOW + Span::days(7);
    let asked = expired.after(Event::AskExtension { until }, NOW).unwrap();
    assert_eq!(asked, State::Expired { asked: Some(until) });
    assert_eq!(asked.after(Event::Extend { until }, NOW), Ok(State::Active));
}

proptest! {
    #[test]
    fn hg_13_expiry_holds_when_read_not_when_written(stage in 0..Stage::ALL.len(), expires in -5_i64..5) {
        let stored = state(Stage::ALL[stage]);
        let read = stored.at(Some(NOW + Span::days(expires)), NOW);
        let over = expires <= 0 && matches!(stored, State::Active | State::Suspended);
        prop_assert_eq!(read.stage() == Expired, over || stored.stage() == Expired);
        prop_assert_eq!(stored.at(None, NOW), stored);
    }

    #[test]
    fn hg_11_ended_is_final_whatever_comes(steps in proptest::collection::vec((0_usize..13, 0_i64..48), 1..60)) {
        let (mut now, mut current) = (NOW, State::requested(false));
        for (step, hours) in steps {
            now = now + Span::hours(hours);
            let event = match events()[step] {
                Event::AskExtension { .. } => Event::AskExtension { until: now + Span::days(1) },
                Event::Extend { .. } => Event::Extend { until: now + Span::days(1) },
                other => other,
            };
            let before = current.stage();
            let edge = TABLE.iter().find(|(from, action, ..)| *from == before && *action == event.action());
            match current.after(event, now) {
                Ok(next) => {
                    prop_assert_eq!(Some(next.stage()), edge.map(|(.., to)| *to));
                    prop_assert!(!before.is_final());
                    current = next;
                }
                Err(Refusal::TooEarly { until }) => prop_assert!(event == Event::Remind && until > now),
                Err(refusal) => {
                    prop_assert_eq!(refusal, Refusal::WrongStage(before));
                    prop_assert!(edge.is_none());
                }
            }
        }
    }
}

#[test]
fn hg_10_only_the_partnership_owner_shares_and_only_while_active() {
    let rule = rule_for(Action::ShareAccounts).unwrap();
    assert_eq!((rule.from, rule.who), (&[Active][..], &[PartnershipOwner][..]));
    assert_eq!(RULES.iter().filter(|rule| rule.who.contains(&Clock)).count(), 1);
}
