//! Moving inside a page: tabs that are links, and the steps of a wizard.

use super::{Count, Icon};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// One tab: a link with a label, and a number when it is worth knowing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tab {
    pub href: String,
    pub label: String,
    pub count: u32,
}

impl Tab {
    #[must_use]
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into(), count: 0 }
    }

    #[must_use]
    pub fn count(mut self, count: u32) -> Self {
        self.count = count;
        self
    }
}

/// Tabs that change the address. The current one is found by path; where tabs differ in the query, name its `href`
/// in `current`.
#[component]
pub fn Tabs(
    #[prop(into)] label: String,
    #[prop(into)] tabs: Signal<Vec<Tab>>,
    #[prop(optional, into)] current: Option<Signal<String>>,
) -> impl IntoView {
    let path = use_location().pathname;
    view! {
        <nav class="tabs" aria-label=label>
            <ul>
                {move || {
                    tabs.get()
                        .into_iter()
                        .map(|tab| {
                            let href = tab.href.clone();
                            let is_current = move || match current {
                                Some(current) => *current.read() == href,
                                None => *path.read() == href,
                            };
                            view! {
                                <li>
                                    <a
                                        class="tab"
                                        href=tab.href
                                        data-noscroll=""
                                        aria-current=move || is_current().then_some("page")
                                    >
                                        {tab.label}
                                        <Count value=tab.count />
                                    </a>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
        </nav>
    }
    .into_any()
}

/// One step of a wizard; done steps may be gone back to through `href`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Step {
    pub label: String,
    pub href: Option<String>,
}

/// Where a wizard stands. `current` counts from 0.
#[component]
pub fn Stepper(#[prop(into)] label: String, steps: Vec<Step>, #[prop(into)] current: Signal<usize>) -> impl IntoView {
    let count = steps.len();
    let names: Vec<String> = steps.iter().map(|step| step.label.clone()).collect();
    let announce = move || {
        let at = current.get();
        let name = names.get(at).cloned().unwrap_or_default();
        ["Step ", &(at + 1).to_string(), " of ", &count.to_string(), ": ", &name].concat()
    };
    let items = steps
        .into_iter()
        .enumerate()
        .map(|(index, step)| {
            let done = move || index < current.get();
            let class = move || match index.cmp(&current.get()) {
                std::cmp::Ordering::Less => "step step-done",
                std::cmp::Ordering::Equal => "step step-current",
                std::cmp::Ordering::Greater => "step",
            };
            let content = {
                let Step { label, href } = step;
                move || match (&href, done()) {
                    (Some(href), true) => view! { <a href=href.clone()>{label.clone()}</a> }.into_any(),
                    _ => view! { <span>{label.clone()}</span> }.into_any(),
                }
            };
            view! {
                <li class=class aria-current=move || (index == current.get()).then_some("step")>
                    <span class="step-mark" aria-hidden="true">
                        {move || {
                            if done() {
                                view! { <Icon glyph=icondata_lu::LuCheck /> }.into_any()
                            } else {
                                (index + 1).to_string().into_any()
                            }
                        }}
                    </span>
                    {content}
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="stepper" aria-label=label>
            <ol>{items}</ol>
            <p class="sr-only" aria-live="polite">
                {announce}
            </p>
        </nav>
    }
    .into_any()
}
