//! The workspace's settings (WS-13) and what each role may do (WS-05).

mod general;
mod policies;
mod roles;
mod terms;

use domain::view::workspace::SettingsView;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_params_map;

use crate::api::workspace::settings;
use crate::state::live::Live;
use crate::state::loaded::loaded;
use crate::state::me::use_workspace;
use crate::ui::{NotFound, PageHead, Tab, Tabs};

const TABS: [(&str, &str); 4] = [("general", "General"), ("policies", "Policies"), ("terms", "Terms of Service"), ("roles", "Roles")];

#[component]
pub fn ToGeneral() -> impl IntoView {
    let workspace = use_workspace();
    workspace.get_untracked().map(|workspace| view! { <Redirect path=format!("/w/{workspace}/settings/general") /> })
}

#[component]
pub fn Settings() -> impl IntoView {
    let params = use_params_map();
    let live = expect_context::<Live>();
    let workspace = use_workspace();
    let tab = Memo::new(move |_| params.read().get("tab").unwrap_or_default());
    let tabs = Signal::derive(move || {
        let workspace = workspace.get().map(|id| id.to_string()).unwrap_or_default();
        TABS.map(|(path, label)| Tab::new(format!("/w/{workspace}/settings/{path}"), label)).to_vec()
    });
    let view = Resource::new(move || live.settings.get(), |_| settings());
    view! {
        <Title text="Settings" />
        <div class="stack">
            <PageHead title="Settings" description="How your workspace looks and what its people may do." />
            <Tabs label="Settings" tabs=tabs />
            {loaded(
                view,
                "Loading settings",
                move |view| {
                    view! { {move || shown(&tab.get(), view)} }.into_any()
                },
            )}
        </div>
    }
    .into_any()
}

fn shown(tab: &str, view: Signal<SettingsView>) -> AnyView {
    match tab {
        "general" => view! { <general::General view=view /> }.into_any(),
        "policies" => view! { <policies::PolicyForm view=view /> }.into_any(),
        "terms" => view! { <terms::Terms view=view /> }.into_any(),
        "roles" => view! { <roles::Roles /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    }
}
