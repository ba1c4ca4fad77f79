use serde::{Deserialize, Serialize};

use super::Can;
use super::workspace::WorkspaceTile;
use crate::access::{Action, Actor, PartnershipFacts, side_of};
use crate::id::{PartnershipId, PersonId};
use crate::partnership::Side;
use crate::partnership::host_guest::{Capacity, EXPIRY_WARNINGS, Stage};
use crate::time::Timestamp;
use crate::vocabulary;

vocabulary! {
    /// The three kinds of partner, in one list.
    PartnerKind, "kind of partner" {
        HostGuest = "host_guest", "Host-guest";
        Local = "local", "Local";
        Native = "native", "Native";
    }
}

impl PartnerKind {
    /// When to choose it, in one line.
    #[must_use]
    pub const fn when(self) -> &'static str {
        match self {
            Self::HostGuest => "Your partner has, or gets, a workspace of their own and manages their people there.",
            Self::Local => "Your partner has no workspace: you keep their people as guests inside yours.",
            Self::Native => "Your partner already works with you inside Meta, TikTok or Pinterest, and you want to watch it.",
        }
    }
}

/// One line of "Your partners".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerRow {
    pub id: PartnershipId,
    pub kind: PartnerKind,
    pub tile: WorkspaceTile,
    pub side: Side,
    pub stage: Stage,
    pub expires_at: Option<Timestamp>,
    /// Waits for the viewer.
    pub waits: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnersView {
    pub partners: Vec<PartnerRow>,
    pub next: Option<String>,
    /// The workspace's public ID, for those who may open this view.
    pub code: String,
    pub can: Can,
    /// Whether the viewer's own request asks for a reason.
    pub asks_reason: bool,
}

/// A person as the other pages of a partnership name them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonName {
    pub id: PersonId,
    pub name: String,
    pub email: String,
}

/// The details of one partnership, as one viewer may see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnershipView {
    pub id: PartnershipId,
    pub kind: PartnerKind,
    pub side: Side,
    /// The other side; for the host before acceptance only what was typed (HG-16).
    pub tile: WorkspaceTile,
    pub stage: Stage,
    pub requested_at: Timestamp,
    pub active_since: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
    /// The Partnership Owner asks a host admin to extend to this date.
    pub asked_until: Option<Timestamp>,
    pub owner: PersonName,
    pub deputy: Option<PersonName>,
    pub representative: Option<PersonName>,
    /// What stands under "Learn more", for the host's side.
    pub request: Option<RequestDetails>,
    /// The terms that a guest admin is asked to agree to.
    pub terms: Option<super::workspace::TermsView>,
    pub consent: Option<Consent>,
    /// The note of the last decline.
    pub decline_note: Option<String>,
    pub history: Vec<HistoryRow>,
    pub can: Can,
    /// In which capacities the viewer stands.
    pub capacities: Vec<Capacity>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestDetails {
    /// Absent where the partner is asked to create a workspace first.
    pub guest_code: Option<String>,
    pub partner_email: String,
    pub reason: Option<String>,
    pub requested_by: String,
}

/// The evidence that the terms were agreed to (HG-05).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    pub terms_version: i64,
    pub person: String,
    pub at: Timestamp,
    pub address: String,
}

/// What a line of the history says of an act: that it has happened.
#[must_use]
pub const fn done(action: Action) -> &'static str {
    match action {
        Action::RequestPartnership => "requested the partnership",
        Action::ApprovePartnership => "approved the request",
        Action::DeclineAsHost | Action::DeclineAsGuest => "declined the request",
        Action::RemindPartnership => "sent a reminder",
        Action::WithdrawPartnership => "withdrew the request",
        Action::AcceptPartnership => "accepted the request",
        Action::ResendPartnership => "sent the request again",
        Action::SuspendPartnership => "suspended the partnership",
        Action::ResumePartnership => "resumed the partnership",
        Action::ExpirePartnership => "ended the partnership at its expiry date",
        Action::AskExtension => "asked to extend the partnership",
        Action::ExtendPartnership => "extended the partnership",
        Action::RemovePartnership => "removed the partnership",
        Action::SetPartnershipExpiry => "set the expiry date",
        Action::HandOverPartnership => "passed the partnership on",
        Action::NameDeputy => "named the deputy",
        Action::ChangeRepresentative => "changed the representative",
        other => other.label(),
    }
}

/// One step in the life of a partnership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryRow {
    pub at: Timestamp,
    pub action: Action,
    pub stage: Stage,
    /// The side that acted; nothing where time did.
    pub side: Option<Side>,
    pub actor: String,
    pub note: Option<String>,
}

/// What removing the partner does (HG-11, GO-05). `hash` is carried back when it is applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovalPlan {
    pub partnership: PartnershipId,
    pub name: String,
    pub version: i64,
    pub people: u64,
    pub items: u64,
    pub requests_voided: u64,
    pub sessions_ended: u64,
    pub hash: String,
}

/// The actions that a page of a partnership can offer.
pub const ACTIONS: &[Action] = &[
    Action::ApprovePartnership,
    Action::DeclineAsHost,
    Action::RemindPartnership,
    Action::WithdrawPartnership,
    Action::AcceptPartnership,
    Action::DeclineAsGuest,
    Action::ResendPartnership,
    Action::SuspendPartnership,
    Action::ResumePartnership,
    Action::AskExtension,
    Action::ExtendPartnership,
    Action::RemovePartnership,
    Action::SetPartnershipExpiry,
    Action::HandOverPartnership,
    Action::NameDeputy,
    Action::ChangeRepresentative,
    Action::ShareAccounts,
];

/// An active partnership that ends within the first warning's time.
#[must_use]
pub fn is_expiring(stage: Stage, expires_at: Option<Timestamp>, now: Timestamp) -> bool {
    stage == Stage::Active
        && expires_at.is_some_and(|at| at - now <= EXPIRY_WARNINGS.first().copied().unwrap_or(crate::time::Span::days(14)))
}

/// The name under which one side is told of someone who acted (VI-05, HG-16): guests learn the name of the Partnership Owner,
/// hosts those of the representative and of the person who accepted; everyone else appears as their workspace.
#[must_use]
pub fn teller_name(viewer: Side, acting: Side, actor: PersonId, facts: &PartnershipFacts, accepted_by: Option<PersonId>) -> bool {
    viewer == acting
        || match viewer {
            Side::Guest => actor == facts.owner,
            Side::Host => facts.representative == Some(actor) || accepted_by == Some(actor),
        }
}

/// The side on which a viewer who may see the partnership stands.
#[must_use]
pub fn viewing_side(actor: &Actor, facts: &PartnershipFacts) -> Side {
    side_of(actor, facts).unwrap_or(Side::Host)
}
