//! The frame around the pages of a workspace.

use domain::access::Action;
use domain::view::workspace::ShellView;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::{Outlet, Redirect};
use leptos_router::hooks::use_location;

use crate::state::live::Live;
use crate::state::me::{Me, use_workspace};
use crate::state::theme;
use crate::ui::{
    AppShell, Banner, BannerTone, Button, CenterShell, Command, CommandPalette, GoTo, LinkButton, NavItem, Person, Shortcuts, ThemeSelect,
    Tone, WorkspaceTile,
};

/// The pages that this person can open, in the order of the navigation.
fn pages(view: &ShellView) -> Vec<(char, NavItem)> {
    let base = format!("/w/{}", view.workspace);
    let count = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    let item =
        |path: &str, label: &str, glyph, count: u32| NavItem { href: format!("{base}/{path}"), label: label.to_owned(), glyph, count };
    let mut items = Vec::new();
    if view.can.may(Action::ViewPartners) {
        items.push(('p', item("partners", "Partners", icondata_lu::LuHandshake, 0)));
    }
    items.push(('r', item("requests", "Requests", icondata_lu::LuInbox, count(view.to_decide + view.unread))));
    items.push(('a', item("activity", "Activity", icondata_lu::LuActivity, 0)));
    if view.can.may(Action::ViewPeople) {
        items.push(('u', item("people", "People", icondata_lu::LuUsers, 0)));
    }
    if view.can.may(Action::ViewSettings) {
        items.push(('s', item("settings", "Settings", icondata_lu::LuSettings, 0)));
    }
    items
}

/// Navigation, live line, banners; or the way to sign in.
#[component]
pub fn Frame() -> impl IntoView {
    let me = expect_context::<Me>();
    let workspace = use_workspace();
    // Built anew only when another person or workspace comes, not with every count that changes.
    let who = Memo::new(move |_| me.get().map(|view| (view.workspace, view.person)));
    move || match (who.get(), workspace.get()) {
        (Some((own, _)), Some(wanted)) if own == wanted => view! { <Inside /> }.into_any(),
        (Some(_), _) => view! { <OtherWorkspace /> }.into_any(),
        (None, _) => view! { <ToSignIn /> }.into_any(),
    }
}

/// Leads to the sign-in page, and from there back here.
#[component]
fn ToSignIn() -> impl IntoView {
    let location = use_location();
    let query = location.search.get_untracked();
    let path = location.pathname.get_untracked();
    let here = if query.is_empty() { path } else { format!("{path}?{}", query.trim_start_matches('?')) };
    let next = as_query_value(&here);
    view! { <Redirect path=format!("/login?next={next}") /> }
}

/// Percent-encodes a path for use as a query value (RFC 3986: everything but unreserved characters and `/`).
fn as_query_value(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                out.push(char::from_digit(u32::from(half), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
    out
}

/// A link into another workspace than the one signed in to.
#[component]
fn OtherWorkspace() -> impl IntoView {
    let location = use_location();
    let next = move || as_query_value(&format!("{}{}", location.pathname.get(), location.search.get()));
    view! {
        <Title text="Another workspace" />
        <CenterShell
            title="This belongs to another workspace"
            description=Some("You are signed in to a different workspace. Sign in with your account of the other one to see it.".to_owned())
        >
            <div class="stack">
                <LinkButton href=Signal::derive(move || format!("/login?next={}", next())) label="Sign in to the other workspace" />
                <LinkButton href="/" label="Stay where I am" tone=Tone::Quiet />
            </div>
        </CenterShell>
    }
    .into_any()
}

/// `/w/:ws` is what mails about the workspace as a whole lead to.
#[component]
pub fn ToFirstPage() -> impl IntoView {
    let first = expect_context::<Me>().now().and_then(|view| pages(&view).into_iter().next());
    first.map(|(_, item)| view! { <Redirect path=item.href /> })
}

#[component]
fn Inside() -> impl IntoView {
    let me = expect_context::<Me>();
    let live = expect_context::<Live>();
    let Some(first) = me.now() else { return ().into_any() };
    #[cfg(feature = "hydrate")]
    {
        let workspace = first.workspace;
        Effect::new(move |_| live.connect(workspace));
    }
    // What the frame shows follows the inbox, the settings, and the own session.
    Effect::new(move |before: Option<()>| {
        for signal in [live.inbox, live.settings, live.session] {
            signal.track();
        }
        if before.is_some() {
            me.refresh();
        }
    });
    let view = Signal::derive(move || me.get().unwrap_or_else(|| first.clone()));
    let nav = Memo::new(move |_| pages(&view.get()).into_iter().map(|(_, item)| (item.href, item.label, item.count)).collect::<Vec<_>>());
    let items = Signal::derive(move || {
        // Read, not only tracked: a memo that nobody reads never runs, and so never hears of a change.
        nav.with(|_| ());
        pages(&view.get_untracked()).into_iter().map(|(_, item)| item).collect::<Vec<_>>()
    });
    let commands = Signal::derive(move || {
        items
            .get()
            .into_iter()
            .map(|item| Command { href: item.href, label: item.label, kind: "Page".to_owned(), glyph: item.glyph })
            .collect::<Vec<_>>()
    });
    let go_to = Signal::derive(move || {
        pages(&view.get()).into_iter().map(|(key, item)| GoTo { key, label: item.label, href: item.href }).collect::<Vec<_>>()
    });
    let home = view.with_untracked(|view| format!("/w/{}/partners", view.workspace));
    view! {
        <AppShell
            nav=items
            home=home
            workspace=move || view! { <WorkspaceCorner view=view /> }
            user=move || view! { <OwnCorner view=view /> }
            banner=move || view! { <Banners view=view /> }
        >
            <div class="page">
                <Outlet />
            </div>
        </AppShell>
        <CommandPalette commands=commands />
        <Shortcuts go_to=go_to />
    }
    .into_any()
}

#[component]
fn WorkspaceCorner(view: Signal<ShellView>) -> impl IntoView {
    move || {
        let view = view.get();
        view! { <WorkspaceTile name=view.tile.name id=view.workspace.to_string() letter=view.tile.initial hue=view.tile.hue /> }
    }
}

#[component]
fn OwnCorner(view: Signal<ShellView>) -> impl IntoView {
    let path = use_location().pathname;
    let profile = Signal::derive(move || format!("/w/{}/profile", view.get().workspace));
    view! {
        <div class="stack">
            <ThemeSelect current=theme::chosen() action="/api/theme" next=path />
            <a class="nav-item" href=profile>
                {move || {
                    let view = view.get();
                    view! { <Person name=view.name detail=view.role.label() id=view.person.to_string() /> }
                }}
            </a>
            <form method="post" action="/api/auth/sign-out">
                <Button label="Sign out" tone=Tone::Quiet submit=true icon=icondata_lu::LuLogOut small=true />
            </form>
        </div>
    }
}

#[component]
fn Banners(view: Signal<ShellView>) -> impl IntoView {
    let live = expect_context::<Live>();
    view! {
        <Show when=move || live.lost.get()>
            <Banner tone=BannerTone::Warn text="The connection to the server is lost. Reconnecting; what you see may be out of date." />
        </Show>
        <Show when=move || view.with(|view| view.development_mailbox)>
            <Banner
                tone=BannerTone::Info
                text="This installation sends no mail: it keeps every mail in the development mailbox. Set LATCHKEY_SMTP_URL to send for real."
            >
                <LinkButton href="/mailbox" label="Open the mailbox" icon=icondata_lu::LuMail small=true />
            </Banner>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::as_query_value;

    #[test]
    fn a_path_with_a_query_becomes_one_value() {
        assert_eq!(as_query_value("/w/a/partners?dialog=x&y=ü"), "/w/a/partners%3Fdialog%3Dx%26y%3D%C3%BC");
    }
}
