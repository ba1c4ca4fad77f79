use domain::access::{Action, Target};
use domain::view::Can;
use domain::view::workspace::{SHELL_ACTIONS, ShellView, WorkspaceTile};

use crate::error::Result;
use crate::unit::{Question, View};

/// What the frame around every page needs.
#[derive(Debug, Clone, Copy)]
pub struct Shell;

impl Question for Shell {
    type Out = ShellView;

    async fn answer(&self, view: &mut View<'_>) -> Result<ShellView> {
        let who = view.signed_in().await?;
        let actor = &who.actor;
        let workspace = storage::workspace::one(&mut view.tx, actor.workspace).await?;
        let (to_decide, unread) = crate::inbox::counts(&mut view.tx, &who).await?;
        let can = Can::ask(SHELL_ACTIONS, actor, Target::Workspace(actor.workspace), view.now);
        let code = if can.may(Action::ViewPartners) { workspace.code.to_string() } else { String::new() };
        Ok(ShellView {
            workspace: actor.workspace,
            tile: WorkspaceTile { name: workspace.name, initial: workspace.initial, hue: workspace.hue },
            person: actor.person,
            code,
            can,
            role: actor.role,
            to_decide,
            unread,
            name: who.name,
            email: who.email,
            development_mailbox: view.app.settings.development_mailbox,
        })
    }
}
