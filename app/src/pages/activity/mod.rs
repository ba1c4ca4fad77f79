//! The Activity Log, and the Activity tab of a partner.

mod bar;
mod event;
mod table;

use domain::id::PartnershipId;
use domain::view::activity::{ActivityFilter, ActivityView};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::api::activity::{filter, list_activity};
use crate::state::live::Live;
use crate::state::loaded::loaded;
use crate::state::me::use_workspace;
use crate::ui::{LinkButton, PageHead};

/// A page of the log, and what it was asked for.
pub(super) type Answered = (ActivityFilter, ActivityView);

/// The whole log, as far as the viewer may see it.
#[component]
pub fn Log() -> impl IntoView {
    let query = use_query_map();
    let wanted = Memo::new(move |_| filter(|name| query.read().get(name)));
    view! {
        <Title text="Activity" />
        <PageHead
            title="Activity Log"
            description="Every change, sign-in and download. Rows are chained to each other and signed: none can be changed unseen.".to_owned()
        />
        <div class="stack">
            <bar::Bar />
            <Events wanted=wanted whole=true />
        </div>
    }
    .into_any()
}

/// The newest events of one partnership.
#[component]
pub fn OfPartnership(#[prop(into)] partnership: Signal<PartnershipId>) -> impl IntoView {
    let workspace = use_workspace();
    let wanted = Memo::new(move |_| ActivityFilter { partnership: Some(partnership.get()), ..ActivityFilter::default() });
    let all = Signal::derive(move || {
        let workspace = workspace.get().map(|id| id.to_string()).unwrap_or_default();
        format!("/w/{workspace}/activity?partnership={}", partnership.get())
    });
    view! {
        <div class="stack">
            <div class="cluster">
                <h3 class="grow">"Newest events"</h3>
                <LinkButton href=all label="Search and download" small=true icon=icondata_lu::LuSearch />
            </div>
            <Events wanted=wanted whole=false />
        </div>
    }
    .into_any()
}

/// The events that fit, and the drawer with the facts of one.
#[component]
fn Events(
    #[prop(into)] wanted: Signal<ActivityFilter>,
    /// The page of its own: with chart and pages.
    whole: bool,
) -> impl IntoView {
    let live = expect_context::<Live>();
    let log = Resource::new(
        move || {
            let wanted = wanted.get();
            // Nothing new comes to the pages behind the first.
            let beat = if wanted.before.is_none() { live.activity.get() } else { 0 };
            (wanted, beat)
        },
        |(wanted, _)| async move { list_activity(wanted.clone()).await.map(|view| (wanted, view)) },
    );
    let one = event::resource();
    view! {
        {loaded(log, "Loading events", move |answered| view! { <table::Events answered=answered wanted=wanted whole=whole /> }.into_any())}
        <event::Drawer event=one />
    }
    .into_any()
}
