//! Who is signed in, and what the frame shows of it.

use domain::id::WorkspaceId;
use domain::view::workspace::ShellView;
use leptos::prelude::*;

use crate::api::workspace::shell;

/// The signed-in person's frame; nothing while nobody is.
#[derive(Debug, Clone, Copy)]
pub struct Me {
    view: RwSignal<Option<ShellView>>,
}

impl Me {
    /// Takes what the server put beside the page. Call it once, at the root.
    pub fn provide() -> Self {
        let first = SharedValue::new(use_context::<ShellView>).into_inner();
        let me = Self { view: RwSignal::new(first) };
        provide_context(me);
        me
    }

    pub fn get(self) -> Option<ShellView> {
        self.view.get()
    }

    /// Without listening to changes.
    pub fn now(self) -> Option<ShellView> {
        self.view.get_untracked()
    }

    /// Asks the server again: after signing in, and when something live has changed.
    pub fn refresh(self) {
        leptos::task::spawn_local(async move {
            // Where the server does not answer, the page keeps what it has and the live line says so.
            match shell().await {
                Ok(view) => self.view.set(Some(view)),
                Err(error) if error.0 == domain::fault::Problem::SignIn => self.view.set(None),
                Err(_) => {}
            }
        });
    }
}

/// The workspace in the URL's path.
pub fn use_workspace() -> Memo<Option<WorkspaceId>> {
    let params = leptos_router::hooks::use_params_map();
    Memo::new(move |_| params.read().get("ws").and_then(|text| text.parse().ok()))
}
