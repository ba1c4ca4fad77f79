//! Search and filters of a list: an ordinary GET form, sent by itself once the page is alive.

use super::{Choice, Icon, url};
use crate::browser;
use leptos::{html, prelude::*};
use leptos_router::{
    components::Form,
    hooks::{use_location, use_query_map},
    params::ParamsMap,
};
use std::time::Duration;

/// One filter: a parameter of the address and the values it may take. The empty value means "any".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub name: &'static str,
    pub label: String,
    /// What the list says when nothing is chosen, for example "Any status".
    pub any: String,
    pub choices: Vec<Choice>,
}

/// A from and a to, as `datetime-local` values in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateRange {
    pub from: &'static str,
    pub to: &'static str,
}

/// Search box, drop-down filters, and a chip for each filter in force.
#[component]
pub fn FilterBar(
    /// The name of the search box; without it there is none.
    #[prop(optional, into)]
    search: Option<String>,
    #[prop(optional)] filters: Vec<Filter>,
    #[prop(optional)] dates: Option<DateRange>,
    /// Other parameters that stay when the filters change ("sort", "view").
    #[prop(optional)]
    keep: Vec<&'static str>,
    /// Buttons at the right, for example Download CSV.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let path = use_location().pathname;
    let query = use_query_map();
    let kept = keep
        .into_iter()
        .map(|name| move || query.read().get(name).map(|value| view! { <input type="hidden" name=name value=value /> }))
        .collect_view();
    let search_box = search.map(|label| search_box(label, query));
    let selects = filters.iter().cloned().map(|filter| select(filter, query)).collect_view();
    let date_inputs = dates.map(|range| {
        [(range.from, "From (UTC)"), (range.to, "To (UTC)")]
            .map(|(name, label)| {
                view! {
                    <label class="filter-date">
                        <span>{label}</span>
                        <input
                            class="input"
                            type="datetime-local"
                            name=name
                            value=query.read_untracked().get(name)
                            // The property: the attribute says nothing any more once somebody has typed.
                            prop:value=move || query.read().get(name).unwrap_or_default()
                            on:change=send
                        />
                    </label>
                }
            })
            .collect_view()
    });

    let names: Vec<&'static str> =
        filters.iter().map(|filter| filter.name).chain(dates.into_iter().flat_map(|range| [range.from, range.to])).collect();
    let chips = chips(filters, names);
    view! {
        <div class="filter-bar">
            <Form method="GET" action=move || path.get() noscroll=true replace=true>
                <div class="filter-row" role="search">
                    {search_box}
                    {selects}
                    {date_inputs}
                    {kept}
                    <button class="btn btn-neutral without-script" type="submit">
                        "Apply"
                    </button>
                    {children.map(|children| view! { <div class="filter-actions">{children()}</div> })}
                </div>
            </Form>
            {chips}
        </div>
    }
    .into_any()
}

/// Sends the filters at once.
fn send(event: web_sys::Event) {
    browser::submit_form_of(&event_target::<web_sys::Element>(&event));
}

fn search_box(label: String, query: Memo<ParamsMap>) -> AnyView {
    let node = NodeRef::<html::Input>::new();
    let wait = StoredValue::new(None::<TimeoutHandle>);
    // Follows the address (Clear all, Back), but never under the fingers of somebody typing.
    Effect::new(move |_| {
        let value = query.read().get("q").unwrap_or_default();
        if let Some(input) = node.get()
            && !browser::has_focus(&input)
        {
            input.set_value(&value);
        }
    });
    let send_later = move |event: web_sys::Event| {
        let input = event_target::<web_sys::Element>(&event);
        if let Some(Some(handle)) = wait.try_get_value() {
            handle.clear();
        }
        let handle = set_timeout_with_handle(move || browser::submit_form_of(&input), Duration::from_millis(300));
        wait.set_value(handle.ok());
    };
    view! {
        <div class="input-group input-search filter-search">
            <Icon glyph=icondata_lu::LuSearch />
            <input
                node_ref=node
                class="input"
                type="search"
                name="q"
                maxlength="200"
                data-search=""
                aria-label=label.clone()
                placeholder=label
                value=query.read_untracked().get("q")
                on:input=send_later
            />
        </div>
    }
    .into_any()
}

fn select(filter: Filter, query: Memo<ParamsMap>) -> AnyView {
    let name = filter.name;
    let is_now = move |value: &str| query.read().get_str(name).unwrap_or_default() == value;
    let choices = filter
        .choices
        .into_iter()
        .map(|choice| {
            let value = choice.value.clone();
            view! {
                <option value=choice.value selected=move || is_now(&value)>
                    {choice.label}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="select filter-select">
            <select class="input" name=name aria-label=filter.label on:change=send>
                <option value="" selected=move || is_now("")>
                    {filter.any}
                </option>
                {choices}
            </select>
            <Icon glyph=icondata_lu::LuChevronDown />
        </div>
    }
    .into_any()
}

/// What is in force: a chip for each filter, and the way back to everything.
fn chips(filters: Vec<Filter>, mut names: Vec<&'static str>) -> AnyView {
    let path = use_location().pathname;
    let query = use_query_map();
    names.push("q");
    let without = move |names: &[&'static str]| {
        let changes: Vec<_> = names.iter().chain(&["cursor"]).map(|name| (*name, None)).collect();
        url::href_with(&path.read(), &query.read(), &changes)
    };
    let chip = move |filter: &Filter| {
        let value = query.read().get(filter.name)?;
        let choice = filter.choices.iter().find(|choice| choice.value == value)?;
        let text = [&filter.label, ": ", &choice.label].concat();
        let remove = ["Remove filter ", &text].concat();
        Some(view! {
            <li class="chip">
                <span>{text}</span>
                <a href=without(&[filter.name]) aria-label=remove data-noscroll="">
                    <Icon glyph=icondata_lu::LuX />
                </a>
            </li>
        })
    };
    (move || {
        let any = names.iter().any(|name| query.read().get_str(name).is_some_and(|value| !value.is_empty()));
        any.then(|| {
            view! {
                <ul class="chips" aria-label="Filters in force">
                    {filters.iter().filter_map(chip).collect_view()}
                    <li>
                        <a class="link" href=without(&names) data-noscroll="">
                            "Clear all"
                        </a>
                    </li>
                </ul>
            }
        })
    })
    .into_any()
}
