//! What stands where data would: nothing yet, went wrong, may not be seen, does not exist.

use super::{Button, Glyph, Icon, LinkButton, Tone};
use leptos::prelude::*;

#[component]
fn Blank(glyph: Glyph, title: String, text: Option<String>, #[prop(optional)] heading: bool, children: Option<Children>) -> impl IntoView {
    let title = if heading {
        view! { <h1 class="blank-title" tabindex="-1">{title}</h1> }.into_any()
    } else {
        view! { <h2 class="blank-title">{title}</h2> }.into_any()
    };
    view! {
        <div class="blank">
            <span class="blank-icon">
                <Icon glyph class="icon-lg" />
            </span>
            {title}
            {text.map(|text| view! { <p>{text}</p> })}
            {children.map(|children| view! { <div class="blank-actions">{children()}</div> })}
        </div>
    }
    .into_any()
}

/// Nothing here yet (or nothing that matches): one sentence, and the next step as children.
#[component]
pub fn EmptyState(
    glyph: Glyph,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! { <Blank glyph title text children=children /> }
}

/// Something failed. `retry` runs in place; `retry_href` also works before the page is alive.
#[component]
pub fn ErrorState(
    #[prop(into, default = "This could not be loaded".to_owned())] title: String,
    #[prop(optional, into)] text: Option<String>,
    #[prop(optional, into)] retry: Option<Callback<()>>,
    #[prop(optional, into)] retry_href: Option<String>,
) -> impl IntoView {
    let again = match (retry, retry_href) {
        (Some(retry), _) => Some(view! { <Button label="Try again" on_click=retry /> }.into_any()),
        (None, Some(href)) => Some(view! { <LinkButton label="Try again" href=href external=true /> }.into_any()),
        (None, None) => None,
    };
    let children: Option<Children> = again.map(|again| Box::new(move || again) as Children);
    view! {
        <div role="alert">
            <Blank glyph=icondata_lu::LuTriangleAlert title text children=children />
        </div>
    }
    .into_any()
}

/// A page that exists but not for this person: says who can open it.
#[component]
pub fn Forbidden(
    #[prop(into, default = "You do not have access to this page".to_owned())] title: String,
    /// What is missing and who can grant it.
    #[prop(into)]
    text: String,
    #[prop(optional, into)] back_href: Option<String>,
) -> impl IntoView {
    view! { <Blank glyph=icondata_lu::LuLock title text=Some(text) heading=true children=back(back_href) /> }
}

/// A page that does not exist, or that this person may not know about.
#[component]
pub fn NotFound(
    #[prop(into, default = "Page not found".to_owned())] title: String,
    #[prop(into, default = "The address may be wrong, or what was here has been removed.".to_owned())] text: String,
    #[prop(optional, into)] back_href: Option<String>,
) -> impl IntoView {
    view! {
        <Blank
            glyph=icondata_lu::LuFileQuestion
            title
            text=Some(text)
            heading=true
            children=back(back_href)
        />
    }
}

fn back(href: Option<String>) -> Option<Children> {
    href.map(|href| Box::new(move || view! { <LinkButton label="Back to start" href=href tone=Tone::Primary /> }.into_any()) as Children)
}
