//! Search and filters of a list: an ordinary GET form, sent by itself once the page is alive.

use super::{Choice, Icon, url};
use crate::browser;
use leptos::{html, prelude::*};
use leptos_router::{
    components::Form,
    hooks::{use_location, use_query_map},
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
    let wait = StoredValue::new_local(None::<TimeoutHandle>);
    let send_later = move |event: web_sys::Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        if let Some(Some(handle)) = wait.try_get_value() {
            handle.clear();
        }
        let handle = set_timeout_with_handle(
            move || browser::submit_form_of(&input),
            Duration::from_millis(300),
        );
        wait.set_value(handle.ok());
    };
    let send = move |event: web_sys::Event| {
        browser::submit_form_of(&event_target::<web_sys::Element>(&event));
    };

    let kept = keep
        .into_iter()
        .map(|name| {
            move || {
                query
                    .read()
                    .get(name)
                    .map(|value| view! { <input type="hidden" name=name value=value /> })
            }
        })
        .collect_view();
    let search_box = search.map(|label| {
        let node = NodeRef::<html::Input>::new();
        // Follows the address (Clear all, Back), but never under the fingers of somebody typing.
        Effect::new(move |_| {
            let value = query.read().get("q").unwrap_or_default();
            if let Some(input) = node.get()
                && !browser::has_focus(&input)
            {
                input.set_value(&value);
            }
        });
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
    });
    let selects = filters
        .iter()
        .cloned()
        .map(|filter| {
            let name = filter.name;
            let now = Memo::new(move |_| query.read().get(name).unwrap_or_default());
            let choices = filter
                .choices
                .into_iter()
                .map(|choice| {
                    let value = choice.value.clone();
                    view! {
                        <option value=choice.value selected=move || *now.read() == value>
                            {choice.label}
                        </option>
                    }
                })
                .collect_view();
            view! {
                <div class="select filter-select">
                    <select class="input" name=name aria-label=filter.label on:change=send>
                        <option value="" selected=move || now.read().is_empty()>
                            {filter.any}
                        </option>
                        {choices}
                    </select>
                    <Icon glyph=icondata_lu::LuChevronDown />
                </div>
            }
        })
        .collect_view();
    let date_inputs = dates.map(|range| {
        [(range.from, "From"), (range.to, "To")]
            .map(|(name, label)| {
                view! {
                    <label class="filter-date">
                        <span>{label}</span>
                        <input
                            class="input"
                            type="datetime-local"
                            name=name
                            value=move || query.read().get(name)
                            on:change=send
                        />
                    </label>
                }
            })
            .collect_view()
    });

    let names: Vec<&'static str> = filters
        .iter()
        .map(|filter| filter.name)
        .chain(dates.into_iter().flat_map(|range| [range.from, range.to]))
        .collect();
    let chip_filters = StoredValue::new(filters);
    let without = move |names: &[&'static str]| {
        let changes: Vec<_> = names
            .iter()
            .chain(&["cursor"])
            .map(|name| (*name, None))
            .collect();
        url::href_with(&path.read(), &query.read(), &changes)
    };
    let chips = move || {
        let in_force: Vec<(&'static str, String)> = chip_filters.with_value(|filters| {
            filters
                .iter()
                .filter_map(|filter| {
                    let value = query.read().get(filter.name)?;
                    let choice = filter.choices.iter().find(|choice| choice.value == value)?;
                    Some((filter.name, [&filter.label, ": ", &choice.label].concat()))
                })
                .collect()
        });
        let clear = names
            .iter()
            .chain(&["q"])
            .any(|name| query.read().get_str(name).is_some_and(|value| !value.is_empty()));
        clear.then(|| {
            let mut all = names.clone();
            all.push("q");
            let chips = in_force
                .into_iter()
                .map(|(name, text)| {
                    let remove = ["Remove filter ", &text].concat();
                    view! {
                        <li class="chip">
                            <span>{text}</span>
                            <a href=without(&[name]) aria-label=remove data-noscroll="">
                                <Icon glyph=icondata_lu::LuX />
                            </a>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <ul class="chips" aria-label="Filters in force">
                    {chips}
                    <li>
                        <a class="link" href=without(&all) data-noscroll="">
                            "Clear all"
                        </a>
                    </li>
                </ul>
            }
        })
    };
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
