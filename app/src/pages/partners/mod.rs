//! The Partners view: "Your partners" at the left, one of them at the right.

mod add;
pub mod details;
mod dialogs;
mod overview;
pub(super) mod status;

use domain::access::Action;
use domain::fault::Problem;
use domain::partnership::Side;
use domain::partnership::host_guest::Stage;
use domain::view::partnership::{PartnerKind, PartnerRow};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_query_map};

use crate::api::partners::list_partners;
use crate::state::live::Live;
use crate::state::me::Me;
use crate::ui::{
    Avatar, Choice, CopyButton, DialogLink, EmptyState, ErrorState, Filter, FilterBar, Forbidden, PageHead, Pager, Skeleton, StatusPill,
    Tone,
};

/// The list stays while the partner beside it changes.
#[component]
pub fn Partners() -> impl IntoView {
    let me = expect_context::<Me>();
    let path = use_location().pathname;
    // On a narrow screen either the list or the partner is shown.
    let one = move || path.read().contains("/partners/");
    let may_add = move || me.get().is_some_and(|view| view.can.offers(Action::RequestPartnership));
    let code = Signal::derive(move || me.get().map(|view| view.code).unwrap_or_default());
    view! {
        <Title text="Partners" />
        <PageHead
            title="Partners"
            description="Companies and people outside your workspace that you share access with."
            actions=move || {
                view! {
                    <div class="cluster">
                        <span class="muted">"Workspace ID"</span>
                        <CopyButton value=code label="workspace ID" id="workspace-id" />
                        <Show when=may_add>
                            <DialogLink name="add-partner" label="Add partner" icon=icondata_lu::LuPlus tone=Tone::Primary id="add-partner-button" />
                        </Show>
                    </div>
                }
            }
        />
        <div class="two-pane" data-detail=move || one().then_some("true")>
            <aside class="stack" aria-labelledby="your-partners">
                <h2 id="your-partners">"Your partners"</h2>
                <FilterBar
                    search="Search partners"
                    filters=vec![
                        Filter {
                            name: "kind",
                            label: "Type".to_owned(),
                            any: "All types".to_owned(),
                            choices: PartnerKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect(),
                        },
                        Filter {
                            name: "state",
                            label: "State".to_owned(),
                            any: "All states".to_owned(),
                            choices: Stage::ALL.iter().map(|stage| Choice::new(stage.code(), stage.label())).collect(),
                        },
                    ]
                />
                <PartnerList />
            </aside>
            <section aria-label="Partner">
                <Outlet />
            </section>
        </div>
        <add::Dialogs />
    }
    .into_any()
}

#[component]
fn PartnerList() -> impl IntoView {
    let query = use_query_map();
    let live = expect_context::<Live>();
    let wanted = Memo::new(move |_| {
        let query = query.read();
        let word = |name: &str| query.get(name).filter(|text| !text.is_empty());
        (
            word("q"),
            word("kind").and_then(|text| text.parse::<PartnerKind>().ok()),
            word("state").and_then(|text| text.parse::<Stage>().ok()),
            word("cursor"),
        )
    });
    let partners = Resource::new(
        move || (live.partnership.get(), wanted.get()),
        |(_, (search, kind, stage, after))| list_partners(search, kind, stage, after),
    );
    let narrowed = move || wanted.with(|(search, kind, stage, _)| search.is_some() || kind.is_some() || stage.is_some());
    view! {
        <Transition fallback=|| view! { <Skeleton lines=6 label="Loading partners" /> }>
            {move || Suspend::new(async move {
                match partners.await {
                    Ok(view) if view.partners.is_empty() => view! { <Nothing narrowed=narrowed() /> }.into_any(),
                    Ok(view) => {
                        view! {
                            <ul class="partner-list">{view.partners.into_iter().map(|row| view! { <Line row=row /> }).collect_view()}</ul>
                            <Pager next=view.next />
                        }
                            .into_any()
                    }
                    Err(error) => match error.0 {
                        Problem::Denied(denial) => view! { <Forbidden text=denial.to_string() /> }.into_any(),
                        problem => {
                            view! { <ErrorState text=problem.to_string() retry=Callback::new(move |()| partners.refetch()) /> }.into_any()
                        }
                    },
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Nothing(narrowed: bool) -> impl IntoView {
    if narrowed {
        view! { <EmptyState glyph=icondata_lu::LuSearch title="No partner matches" text="Change the search or clear the filters." /> }
            .into_any()
    } else {
        view! { <EmptyState glyph=icondata_lu::LuHandshake title="No partners yet" text="Partners that you add, or that add you, stand here." /> }.into_any()
    }
}

#[component]
fn Line(row: PartnerRow) -> impl IntoView {
    let params = leptos_router::hooks::use_params_map();
    let me = expect_context::<Me>();
    let search = use_location().search;
    let id = row.id.to_string();
    let current = {
        let id = id.clone();
        move || (params.read().get("partnership").as_deref() == Some(id.as_str())).then_some("true")
    };
    let href = {
        let id = id.clone();
        move || {
            let workspace = me.get().map(|view| view.workspace.to_string()).unwrap_or_default();
            let filters = search.get();
            let filters = filters.trim_start_matches('?');
            let filters = if filters.is_empty() || filters.contains("dialog=") { String::new() } else { format!("?{filters}") };
            format!("/w/{workspace}/partners/{id}/accounts{filters}")
        }
    };
    let direction = match row.side {
        Side::Host => "You share with them",
        Side::Guest => "They share with you",
    };
    view! {
        <li>
            <a class="partner-line" href=href aria-current=current data-row="">
                <Avatar name=row.tile.name.clone() id=id square=true />
                <span class="partner-line-text">
                    <span class="partner-line-name">{row.tile.name}</span>
                    <span class="muted">{row.kind.label()} " \u{00B7} " {direction}</span>
                    <StatusPill tone=status::tone(row.stage) label=row.stage.label() />
                </span>
                {row.waits.then(|| view! { <span class="dot"><span class="sr-only">"Waits for you"</span></span> })}
            </a>
        </li>
    }
}

/// The right pane while no partner is chosen.
#[component]
pub fn Nobody() -> impl IntoView {
    let me = expect_context::<Me>();
    let may_add = move || me.get().is_some_and(|view| view.can.offers(Action::RequestPartnership));
    view! {
        <EmptyState
            glyph=icondata_lu::LuHandshake
            title="Share access with people outside"
            text="Choose a partner from the list to see what you share. To begin, ask your partner for their workspace ID and add them."
        >
            <Show when=may_add>
                <DialogLink name="add-partner" label="Add partner" icon=icondata_lu::LuPlus id="add-partner-first" />
            </Show>
        </EmptyState>
    }
    .into_any()
}
