use domain::access::{Action, Actor, Target, act};
use domain::id::PartnershipId;
use domain::page::PAGE_SIZE;
use domain::partnership::Side;
use domain::partnership::host_guest::Stage;
use domain::time::Timestamp;
use domain::view::Can;
use domain::view::partnership::{PartnerKind, PartnerRow, PartnersView};
use domain::view::workspace::WorkspaceTile;
use storage::partnership::{Filter, Line, Viewer};

use crate::error::Result;
use crate::unit::{Question, View};

/// "Your partners": what the viewer may see, last changed first.
#[derive(Debug, Clone, Default)]
pub struct List {
    pub search: Option<String>,
    pub kind: Option<PartnerKind>,
    pub stage: Option<Stage>,
    pub after: Option<String>,
}

pub(super) fn viewer(actor: &Actor) -> Viewer {
    Viewer { workspace: actor.workspace, person: actor.person, oversees: actor.role.oversees(), is_member: actor.role.is_member() }
}

fn cursor(line: &Line) -> String {
    format!("{}.{}", line.changed_at.millis(), line.id)
}

fn parse(text: &str) -> Option<(Timestamp, PartnershipId)> {
    let (at, id) = text.split_once('.')?;
    Some((Timestamp::from_millis(at.parse().ok()?), id.parse().ok()?))
}

impl Question for List {
    type Out = PartnersView;

    async fn answer(&self, view: &mut View<'_>) -> Result<PartnersView> {
        let who = view.signed_in().await?;
        view.permit::<act::ViewPartners>(&who.actor)?;
        let filter = Filter {
            search: self.search.clone().filter(|text| !text.trim().is_empty()),
            stage: self.stage,
            after: self.after.as_deref().and_then(parse),
            limit: i64::try_from(PAGE_SIZE).unwrap_or(i64::MAX).saturating_add(1),
        };
        let lines = match self.kind {
            None | Some(PartnerKind::HostGuest) => storage::partnership::list(&mut view.tx, viewer(&who.actor), &filter, view.now).await?,
            Some(PartnerKind::Local | PartnerKind::Native) => Vec::new(),
        };
        let page = domain::page::Page::cut(lines, PAGE_SIZE, cursor);
        let code = storage::partnership::code_of(&mut view.tx, who.actor.workspace).await?;
        let administers = who.actor.role.administers();
        let next = page.next;
        let partners = page.rows.into_iter().map(|line| row(line, administers, view.now)).collect();
        Ok(PartnersView {
            partners,
            next,
            code,
            can: Can::ask(
                &[Action::RequestPartnership, Action::RotateWorkspaceCode],
                &who.actor,
                Target::Workspace(who.actor.workspace),
                view.now,
            ),
            asks_reason: !administers,
        })
    }
}

fn row(line: Line, administers: bool, now: Timestamp) -> PartnerRow {
    let stage = line.state.at(line.expires_at, now).stage();
    let waits = administers
        && match line.side {
            Side::Host => stage == Stage::AwaitingHostApproval,
            Side::Guest => stage == Stage::AwaitingGuestAcceptance,
        };
    PartnerRow {
        id: line.id,
        kind: PartnerKind::HostGuest,
        tile: WorkspaceTile { name: line.tile.name, initial: line.tile.initial, hue: line.tile.hue },
        side: line.side,
        stage,
        expires_at: line.expires_at,
        waits,
    }
}
