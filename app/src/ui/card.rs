//! A framed part of a page.

use leptos::prelude::*;

/// A section with a heading, optional actions at its right, and content.
#[component]
pub fn Card(
    #[prop(optional, into)] title: Option<String>,
    #[prop(optional, into)] description: Option<String>,
    #[prop(optional, into)] actions: Option<ViewFnOnce>,
    /// Without inner padding: for a table or list that reaches to the frame.
    #[prop(optional)]
    flush: bool,
    children: Children,
) -> impl IntoView {
    let head = (title.is_some() || actions.is_some()).then(|| {
        view! {
            <div class="card-head">
                <div>
                    {title.map(|title| view! { <h2 class="card-title">{title}</h2> })}
                    {description.map(|text| view! { <p class="card-text">{text}</p> })}
                </div>
                {actions.map(|actions| view! { <div class="card-actions">{actions.run()}</div> })}
            </div>
        }
    });
    let class = if flush { "card card-flush" } else { "card" };
    view! {
        <section class=class>
            {head}
            <div class="card-body">{children()}</div>
        </section>
    }
    .into_any()
}

/// Pairs of a term and its value.
#[component]
pub fn Facts(children: Children) -> impl IntoView {
    view! { <dl class="facts">{children()}</dl> }.into_any()
}

/// One pair inside [`Facts`].
#[component]
pub fn Fact(#[prop(into)] term: String, children: Children) -> impl IntoView {
    view! {
        <div class="fact">
            <dt>{term}</dt>
            <dd>{children()}</dd>
        </div>
    }
    .into_any()
}

/// The head of a page: the one `h1`, a line of text, and the page's actions.
#[component]
pub fn PageHead(
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] description: Signal<Option<String>>,
    #[prop(optional, into)] actions: Option<ViewFnOnce>,
) -> impl IntoView {
    view! {
        <div class="page-head">
            <div class="page-head-text">
                <h1 tabindex="-1">{move || title.get()}</h1>
                {move || description.get().map(|text| view! { <p>{text}</p> })}
            </div>
            {actions.map(|actions| view! { <div class="page-actions">{actions.run()}</div> })}
        </div>
    }
    .into_any()
}
