//! The frame of every signed-in page: navigation at the left, content at the right.

use super::{Count, Glyph, Icon, PaletteTrigger, Ticker, Toaster};
use crate::browser;
use leptos::{html, prelude::*};
use leptos_router::hooks::use_location;

/// One entry of the navigation.
#[derive(Debug, Clone)]
pub struct NavItem {
    pub href: String,
    pub label: String,
    pub glyph: Glyph,
    /// What waits there; nothing is shown for 0.
    pub count: u32,
}

/// Whether a page lies at `href` or under it.
fn is_under(path: &str, href: &str) -> bool {
    path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Skip link, navigation (256 px from 1200 px on, icons from 840 px on, a drawer below), content, toasts.
///
/// Needs `Toasts` and, for the search field, a `Palette` in the context. The drawer is a popover, so it opens without
/// any script.
#[component]
pub fn AppShell(
    #[prop(into)] nav: Signal<Vec<NavItem>>,
    /// Where the product's name leads.
    #[prop(into)]
    home: String,
    /// Top left: workspace tile or switcher.
    #[prop(into)]
    workspace: ViewFnOnce,
    /// Bottom left: help, theme, the person's own menu.
    #[prop(into)]
    user: ViewFnOnce,
    /// Above the content, over its whole width: banners for the whole app.
    #[prop(optional, into)]
    banner: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    Ticker::provide();
    let path = use_location().pathname;
    let drawer = NodeRef::<html::Nav>::new();
    // The drawer of small screens closes when a page is chosen.
    Effect::new(move |_| {
        path.track();
        if let Some(drawer) = drawer.get_untracked()
            && browser::popover_is_open(&drawer)
        {
            let _ = drawer.hide_popover();
        }
    });
    let items = move || {
        nav.get()
            .into_iter()
            .map(|item| {
                let (href, title) = (item.href.clone(), item.label.clone());
                let current = move || is_under(&path.read(), &href).then_some("page");
                view! {
                    <li>
                        <a class="nav-item" href=item.href aria-current=current title=title>
                            <Icon glyph=item.glyph class="icon-lg" />
                            <span class="nav-label">{item.label}</span>
                            <Count value=item.count />
                        </a>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <a class="skip-link" href="#main" rel="external">
            "Skip to content"
        </a>
        <div class="shell">
            <header class="topbar">
                <button
                    type="button"
                    class="btn-icon"
                    popovertarget="nav-drawer"
                    aria-label="Open navigation"
                    title="Open navigation"
                >
                    <Icon glyph=icondata_lu::LuMenu class="icon-lg" />
                </button>
                <a class="topbar-home" href=home.clone()>
                    <Mark />
                    "Latchkey"
                </a>
                <PaletteTrigger compact=true />
            </header>
            <nav node_ref=drawer class="nav" id="nav-drawer" popover="auto" aria-label="Main">
                <div class="nav-top">
                    <a class="nav-home" href=home aria-label="Latchkey">
                        <Mark />
                        <span class="nav-label">"Latchkey"</span>
                    </a>
                    {workspace.run()}
                    <PaletteTrigger />
                </div>
                <ul class="nav-list">{items}</ul>
                <div class="nav-bottom">{user.run()}</div>
            </nav>
            <div class="content">
                {banner.map(ViewFnOnce::run)}
                <main id="main" tabindex="-1">
                    {children()}
                </main>
            </div>
        </div>
        <Toaster />
    }
    .into_any()
}

/// The product's mark: a keyhole.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect width="32" height="32" rx="8" />
            <path d="M16 7a5.5 5.5 0 0 0-2.6 10.35L12 24.2c-.1.5.25.8.7.8h6.6c.45 0 .8-.3.7-.8l-1.4-6.85A5.5 5.5 0 0 0 16 7Z" />
        </svg>
    }
    .into_any()
}

/// The frame of pages for people who are not signed in: one card in the middle.
#[component]
pub fn CenterShell(
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] description: Signal<Option<String>>,
    /// Under the card: a link to the other way in.
    #[prop(optional, into)]
    foot: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="center">
            <header class="center-head">
                <Mark />
                <span>"Latchkey"</span>
            </header>
            <main class="center-card" id="main" tabindex="-1">
                <h1 tabindex="-1">{move || title.get()}</h1>
                {move || description.get().map(|text| view! { <p class="center-text">{text}</p> })}
                {children()}
            </main>
            {foot.map(|foot| view! { <footer class="center-foot">{foot.run()}</footer> })}
        </div>
        <Toaster />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::is_under;

    #[test]
    fn a_page_is_current_for_itself_and_what_lies_under_it() {
        assert!(is_under("/w/a/partners", "/w/a/partners"));
        assert!(is_under("/w/a/partners/x/members", "/w/a/partners"));
        assert!(!is_under("/w/a/partners-old", "/w/a/partners"));
    }
}
