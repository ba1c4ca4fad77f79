//! Filters and downloads.

use domain::access::Action;
use domain::activity::{EventGroup, EventKind};
use leptos::{html, prelude::*};
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

use crate::api::activity::filter;
use crate::browser;
use crate::state::me::{Me, use_workspace};
use crate::ui::url::href_with;
use crate::ui::{Choice, DateRange, Filter, FilterBar, LinkButton, Tone};

/// The parameters that the filter's fields send.
const FIELDS: [&str; 5] = ["q", "group", "kind", "from", "to"];

#[component]
pub fn Bar() -> impl IntoView {
    let query = use_query_map();
    let node = NodeRef::<html::Div>::new();
    let differs = RwSignal::new(false);
    // A download is what the page shows, never what is about to be asked for.
    let compare = move || {
        if let Some(bar) = node.get_untracked() {
            let query = query.read_untracked();
            let typed = |name| browser::field_value(&bar, name).unwrap_or_default();
            differs.set(FIELDS.iter().any(|name| typed(name) != query.get_str(name).unwrap_or_default()));
        }
    };
    Effect::new(move |before: Option<()>| {
        query.with(|_| ());
        // After the fields have followed the address.
        request_animation_frame(move || {
            compare();
            // What was chosen before the page came alive is sent now.
            if before.is_none()
                && differs.get_untracked()
                && let Some(Ok(Some(form))) = node.get_untracked().map(|bar| bar.query_selector("form"))
            {
                browser::submit_form_of(&form);
            }
        });
    });
    let filters = vec![
        Filter {
            name: "group",
            label: "Event group".to_owned(),
            any: "All groups".to_owned(),
            choices: EventGroup::ALL.iter().map(|group| Choice::new(group.code(), group.label())).collect(),
        },
        Filter {
            name: "kind",
            label: "Event".to_owned(),
            any: "All events".to_owned(),
            choices: EventKind::ALL.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect(),
        },
    ];
    view! {
        <div node_ref=node class="sm:[&_.filter-search]:max-w-64 sm:[&_.filter-select]:max-w-44" on:input=move |_| compare() on:change=move |_| compare()>
            <FilterBar
                search="Search by person or partner"
                filters=filters
                dates=DateRange { from: "from", to: "to" }
                keep=vec!["person", "partnership"]
            >
                <Downloads differs=differs />
            </FilterBar>
        </div>
    }
    .into_any()
}

#[component]
fn Downloads(#[prop(into)] differs: Signal<bool>) -> impl IntoView {
    let query = use_query_map();
    let workspace = use_workspace();
    let me = expect_context::<Me>();
    let href = move |format: &'static str| {
        Signal::derive(move || {
            let workspace = workspace.get().map(|id| id.to_string()).unwrap_or_default();
            let filter = filter(|name| query.read().get(name));
            let fields = [
                ("from", filter.from.map(|at| at.millis().to_string())),
                ("to", filter.to.map(|at| at.millis().to_string())),
                ("kind", filter.kind.map(|kind| kind.to_string())),
                ("group", filter.group.map(|group| group.to_string())),
                ("person", filter.person.map(|id| id.to_string())),
                ("partnership", filter.partnership.map(|id| id.to_string())),
                ("search", filter.search),
            ];
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_deref())).collect();
            href_with(&format!("/w/{workspace}/activity.{format}"), &ParamsMap::new(), &fields)
        })
    };
    let why_not = Signal::derive(move || {
        let changed =
            differs.get().then(|| "The filter was changed and is not applied yet. A download holds what the page shows.".to_owned());
        changed.or_else(|| me.get().and_then(|view| view.can.why_not(Action::ExportActivity)))
    });
    let may = move || me.get().is_some_and(|view| view.can.offers(Action::ExportActivity));
    view! {
        <Show when=may>
            <LinkButton href=href("csv") label="Download CSV" icon=icondata_lu::LuDownload external=true id="download-csv" disabled_reason=why_not />
            <LinkButton
                href=href("jsonl")
                label="Download JSON lines for verification"
                tone=Tone::Quiet
                external=true
                id="download-jsonl"
                disabled_reason=why_not
            />
        </Show>
    }
    .into_any()
}
