//! The life of a host-guest partnership (HG), as a table and the machine that reads it.
//!
//! `RULES` is the specification's table. The access decision reads who may act from it, the state machine what follows;
//! an edge that is not in it is refused by both.

use serde::{Deserialize, Serialize};

use crate::access::Action;
use crate::time::{Span, Timestamp};
use crate::vocabulary;

vocabulary! {
    /// Where a partnership stands.
    Stage, "partnership state" {
        AwaitingHostApproval = "awaiting_host_approval", "Awaiting admin's decision";
        AwaitingGuestAcceptance = "awaiting_guest_acceptance", "Awaiting partner";
        Active = "active", "Active";
        Suspended = "suspended", "Suspended";
        Expired = "expired", "Expired";
        DeclinedByHost = "declined_by_host", "Declined by admin";
        DeclinedByGuest = "declined_by_guest", "Declined by partner";
        Withdrawn = "withdrawn", "Withdrawn";
        Removed = "removed", "Removed";
    }
}

impl Stage {
    /// Live: a second partnership with the same guest is refused (HG-07).
    pub const LIVE: &'static [Self] = &[Self::AwaitingHostApproval, Self::AwaitingGuestAcceptance, Self::Active, Self::Suspended];

    #[must_use]
    pub fn is_live(self) -> bool {
        Self::LIVE.contains(&self)
    }

    /// No edge leads out of it.
    #[must_use]
    pub fn is_final(self) -> bool {
        !RULES.iter().any(|rule| rule.from.contains(&self))
    }
}

vocabulary! {
    /// In which capacity someone acts on a partnership.
    Capacity, "capacity" {
        HostAdmin = "host_admin", "an Owner or Admin of the host workspace";
        GuestAdmin = "guest_admin", "an Owner or Admin of the guest workspace";
        PartnershipOwner = "partnership_owner", "the Partnership Owner";
        Clock = "clock", "the passing of time";
    }
}

/// One line of the table: who may do what in which states, and where it leads. `to` is nothing where the state stays.
#[derive(Debug)]
pub struct Rule {
    pub action: Action,
    pub from: &'static [Stage],
    pub who: &'static [Capacity],
    pub to: Option<Stage>,
}

use Capacity::{Clock, GuestAdmin, HostAdmin, PartnershipOwner};
use Stage::{
    Active, AwaitingGuestAcceptance, AwaitingHostApproval, DeclinedByGuest, DeclinedByHost, Expired, Removed, Suspended, Withdrawn,
};

const fn rule(action: Action, from: &'static [Stage], who: &'static [Capacity], to: Option<Stage>) -> Rule {
    Rule { action, from, who, to }
}

/// Every act on an existing partnership.
pub const RULES: &[Rule] = &[
    rule(Action::ApprovePartnership, &[AwaitingHostApproval], &[HostAdmin], Some(AwaitingGuestAcceptance)),
    rule(Action::DeclineAsHost, &[AwaitingHostApproval], &[HostAdmin], Some(DeclinedByHost)),
    rule(Action::RemindPartnership, &[AwaitingHostApproval, AwaitingGuestAcceptance], &[PartnershipOwner], None),
    rule(Action::WithdrawPartnership, &[AwaitingHostApproval, AwaitingGuestAcceptance], &[PartnershipOwner], Some(Withdrawn)),
    rule(Action::AcceptPartnership, &[AwaitingGuestAcceptance], &[GuestAdmin], Some(Active)),
    rule(Action::DeclineAsGuest, &[AwaitingGuestAcceptance], &[GuestAdmin], Some(DeclinedByGuest)),
    rule(Action::ResendPartnership, &[DeclinedByGuest], &[PartnershipOwner], Some(AwaitingGuestAcceptance)),
    rule(Action::SuspendPartnership, &[Active], &[HostAdmin, PartnershipOwner], Some(Suspended)),
    rule(Action::ResumePartnership, &[Suspended], &[HostAdmin, PartnershipOwner], Some(Active)),
    rule(Action::ExpirePartnership, &[Active, Suspended], &[Clock], Some(Expired)),
    rule(Action::AskExtension, &[Expired], &[PartnershipOwner], None),
    rule(Action::ExtendPartnership, &[Expired], &[HostAdmin], Some(Active)),
    rule(Action::RemovePartnership, Stage::LIVE, &[PartnershipOwner, HostAdmin, GuestAdmin], Some(Removed)),
    // Acts that leave the state as it is.
    rule(Action::SetPartnershipExpiry, Stage::LIVE, &[PartnershipOwner, HostAdmin], None),
    rule(
        Action::HandOverPartnership,
        &[AwaitingHostApproval, AwaitingGuestAcceptance, Active, Suspended, Expired, DeclinedByGuest],
        &[PartnershipOwner, HostAdmin],
        None,
    ),
    rule(Action::NameDeputy, &[AwaitingHostApproval, AwaitingGuestAcceptance, Active, Suspended, Expired], &[PartnershipOwner], None),
    rule(Action::ChangeRepresentative, &[Active, Suspended], &[GuestAdmin], None),
    rule(Action::ShareAccounts, &[Active], &[PartnershipOwner], None),
];

/// The line for an action, if it is an act on a partnership.
#[must_use]
pub fn rule_for(action: Action) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.action == action)
}

/// A reminder can be sent once in this time (HG-03).
pub const REMINDER_PAUSE: Span = Span::hours(24);
/// How long before expiry both sides are warned (HG-13).
pub const EXPIRY_WARNINGS: [Span; 3] = [Span::days(14), Span::days(3), Span::days(1)];
/// Open requests: by one person, and by a workspace within a day.
pub const OPEN_REQUESTS_PER_PERSON: i64 = 5;
pub const REQUESTS_PER_WORKSPACE_AND_DAY: i64 = 20;

/// Where a partnership stands, with what is true only there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    AwaitingHostApproval {
        reminded_at: Option<Timestamp>,
    },
    AwaitingGuestAcceptance {
        reminded_at: Option<Timestamp>,
    },
    Active,
    Suspended,
    /// `asked` is the date that the Partnership Owner asks to extend to, until a host admin extends.
    Expired {
        asked: Option<Timestamp>,
    },
    DeclinedByHost,
    DeclinedByGuest,
    Withdrawn,
    Removed,
}

/// What happens to a partnership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    Approve,
    DeclineByHost,
    Remind,
    Withdraw,
    Accept,
    DeclineByGuest,
    Resend,
    Suspend,
    Resume,
    Expire,
    AskExtension { until: Timestamp },
    Extend { until: Timestamp },
    Remove,
}

impl Event {
    /// The action whose rule governs it.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::Approve => Action::ApprovePartnership,
            Self::DeclineByHost => Action::DeclineAsHost,
            Self::Remind => Action::RemindPartnership,
            Self::Withdraw => Action::WithdrawPartnership,
            Self::Accept => Action::AcceptPartnership,
            Self::DeclineByGuest => Action::DeclineAsGuest,
            Self::Resend => Action::ResendPartnership,
            Self::Suspend => Action::SuspendPartnership,
            Self::Resume => Action::ResumePartnership,
            Self::Expire => Action::ExpirePartnership,
            Self::AskExtension { .. } => Action::AskExtension,
            Self::Extend { .. } => Action::ExtendPartnership,
            Self::Remove => Action::RemovePartnership,
        }
    }
}

/// Why an event does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("not possible in this state")]
    WrongStage(Stage),
    #[error("a reminder was sent less than a day ago")]
    TooEarly { until: Timestamp },
    #[error("the date is not in the future")]
    NotInTheFuture,
}

impl State {
    /// A new request: an Owner or Admin of the host needs nobody's approval (HG-02).
    #[must_use]
    pub const fn requested(by_admin: bool) -> Self {
        if by_admin { Self::AwaitingGuestAcceptance { reminded_at: None } } else { Self::AwaitingHostApproval { reminded_at: None } }
    }

    #[must_use]
    pub const fn stage(self) -> Stage {
        match self {
            Self::AwaitingHostApproval { .. } => AwaitingHostApproval,
            Self::AwaitingGuestAcceptance { .. } => AwaitingGuestAcceptance,
            Self::Active => Active,
            Self::Suspended => Suspended,
            Self::Expired { .. } => Expired,
            Self::DeclinedByHost => DeclinedByHost,
            Self::DeclinedByGuest => DeclinedByGuest,
            Self::Withdrawn => Withdrawn,
            Self::Removed => Removed,
        }
    }

    /// The state that holds at an instant: what was active is expired from its expiry on, whether or not anything has
    /// written that down yet (HG-13).
    #[must_use]
    pub fn at(self, expires_at: Option<Timestamp>, now: Timestamp) -> Self {
        let over = expires_at.is_some_and(|at| at <= now);
        match self {
            Self::Active | Self::Suspended if over => Self::Expired { asked: None },
            other => other,
        }
    }

    #[must_use]
    pub const fn reminded_at(self) -> Option<Timestamp> {
        match self {
            Self::AwaitingHostApproval { reminded_at } | Self::AwaitingGuestAcceptance { reminded_at } => reminded_at,
            _ => None,
        }
    }

    /// When the next reminder may be sent, if that is still to come.
    #[must_use]
    pub fn reminder_waits_until(self, now: Timestamp) -> Option<Timestamp> {
        self.reminded_at().map(|at| at + REMINDER_PAUSE).filter(|until| *until > now)
    }

    /// The state after `event`, or why it does not apply. Call it on the state that holds now ([`State::at`]).
    pub fn after(self, event: Event, now: Timestamp) -> Result<Self, Refusal> {
        let stage = self.stage();
        let rule = rule_for(event.action()).filter(|rule| rule.from.contains(&stage)).ok_or(Refusal::WrongStage(stage))?;
        match event {
            Event::Remind => {
                if let Some(until) = self.reminder_waits_until(now) {
                    return Err(Refusal::TooEarly { until });
                }
            }
            Event::AskExtension { until } | Event::Extend { until } if until <= now => {
                return Err(Refusal::NotInTheFuture);
            }
            _ => {}
        }
        Ok(match rule.to.unwrap_or(stage) {
            AwaitingHostApproval => Self::AwaitingHostApproval { reminded_at: Some(now) },
            AwaitingGuestAcceptance if event == Event::Remind => Self::AwaitingGuestAcceptance { reminded_at: Some(now) },
            AwaitingGuestAcceptance => Self::AwaitingGuestAcceptance { reminded_at: None },
            Active => Self::Active,
            Suspended => Self::Suspended,
            Expired => Self::Expired { asked: if let Event::AskExtension { until } = event { Some(until) } else { None } },
            DeclinedByHost => Self::DeclinedByHost,
            DeclinedByGuest => Self::DeclinedByGuest,
            Withdrawn => Self::Withdrawn,
            Removed => Self::Removed,
        })
    }
}
