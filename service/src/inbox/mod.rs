//! The inbox (NO-02): what waits for me, what I wait for, and news.

mod mark_read;

pub use mark_read::MarkRead;

use domain::access::{Action, Target, allowed};
use domain::id::WorkspaceId;
use domain::partnership::host_guest::State;
use domain::time::Timestamp;
use domain::view::inbox::{InboxView, Sent, Waiting, WaitingKind};
use storage::Read;
use storage::facts::SignedIn;
use storage::inbox::Pending;

use crate::error::Result;
use crate::unit::{Question, View};

/// How many entries each part shows at most.
const SHOWN: i64 = 200;
const NEWS: i64 = 50;

/// How much waits for the person's decision, and how much news they have not read: the numbers in the navigation.
pub async fn counts(tx: &mut Read, who: &SignedIn) -> Result<(u64, u64)> {
    let count = |n: i64| u64::try_from(n).unwrap_or_default();
    let workspace = who.actor.workspace;
    let to_decide = if who.actor.role.administers() { storage::inbox::count_waiting(tx, workspace).await? } else { 0 };
    let unread = storage::notice::unread(tx, workspace, who.actor.person).await?;
    Ok((count(to_decide), count(unread)))
}

/// By what a person's inbox is seen to have moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    counts: (u64, u64),
    newest: Option<Timestamp>,
}

pub(crate) async fn mark(tx: &mut Read, who: &SignedIn) -> Result<Mark> {
    let newest = storage::inbox::newest(tx, who.actor.workspace, who.actor.person).await?;
    Ok(Mark { counts: counts(tx, who).await?, newest })
}

/// The whole inbox of the signed-in person.
#[derive(Debug, Clone, Copy, Default)]
pub struct Inbox;

impl Question for Inbox {
    type Out = InboxView;

    async fn answer(&self, view: &mut View<'_>) -> Result<InboxView> {
        let who = view.signed_in().await?;
        let workspace = who.actor.workspace;
        let mut waiting = Vec::new();
        if who.actor.role.administers() {
            let pending = storage::inbox::waiting(&mut view.tx, workspace, SHOWN).await?;
            waiting.extend(pending.iter().filter_map(|pending| waits(&who, pending, view.now)));
        }
        let sent = storage::inbox::sent(&mut view.tx, workspace, who.actor.person, SHOWN).await?;
        let mine = |pending: &&Pending| {
            let target = Target::Partnership(&pending.facts);
            allowed(Action::ViewPartnership, &who.actor, target, view.now).is_ok()
        };
        Ok(InboxView {
            waiting,
            sent: sent.iter().filter(mine).map(|pending| asked(workspace, pending)).collect(),
            news: storage::notice::list(&mut view.tx, workspace, who.actor.person, NEWS).await?,
        })
    }
}

/// The partner as the host may name them (HG-16): what was typed, until they have accepted.
fn partner(pending: &Pending) -> &str {
    pending.guest_name.as_deref().unwrap_or(&pending.partner_email)
}

fn page(workspace: WorkspaceId, pending: &Pending) -> String {
    format!("/w/{workspace}/partners/{}/accounts", pending.facts.id)
}

fn waits(who: &SignedIn, pending: &Pending, now: Timestamp) -> Option<Waiting> {
    let may = |action| allowed(action, &who.actor, Target::Partnership(&pending.facts), now).is_ok();
    let (kind, dialog, title, text, since) = if may(Action::ApprovePartnership) {
        let reason = pending.reason.as_deref().map(|reason| format!(" \u{201C}{reason}\u{201D}")).unwrap_or_default();
        (
            WaitingKind::Approve,
            "review",
            format!("Partnership with {}", partner(pending)),
            format!("{} asks for your approval.{reason}", pending.owner_name),
            pending.requested_at,
        )
    } else if may(Action::AcceptPartnership) {
        (
            WaitingKind::Accept,
            "accept",
            format!("Partnership with {}", pending.host_name),
            format!("{} of {} asks your workspace to become a partner.", pending.owner_name, pending.host_name),
            pending.reached_guest_at.unwrap_or(pending.requested_at),
        )
    } else if may(Action::ExtendPartnership) {
        let State::Expired { asked: Some(until) } = pending.facts.state else {
            return None;
        };
        (
            WaitingKind::Extend,
            "extend",
            format!("Partnership with {}", partner(pending)),
            format!("{} asks to extend it until {}.", pending.owner_name, until.date()),
            pending.changed_at,
        )
    } else {
        return None;
    };
    let href = format!("{}?dialog={dialog}", page(who.actor.workspace, pending));
    Some(Waiting { kind, partnership: pending.facts.id, title, text, since, href })
}

fn asked(workspace: WorkspaceId, pending: &Pending) -> Sent {
    Sent {
        partnership: pending.facts.id,
        title: format!("Partnership with {}", partner(pending)),
        stage: pending.facts.state.stage(),
        since: pending.requested_at,
        href: page(workspace, pending),
    }
}
