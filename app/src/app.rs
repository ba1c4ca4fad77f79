//! The root of the application: routes, and what every page shares.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::pages;
use crate::state::live::Live;
use crate::state::me::Me;
use crate::ui::{CenterShell, LinkButton, Palette, Toasts};

/// Every page is rendered whole on the server: it can be read, and its forms can be sent, before or without any script (UX-01).
const WHOLE: SsrMode = SsrMode::Async;

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    Me::provide();
    Live::provide();
    view! {
        <Title text="Latchkey" formatter=|text| if text == "Latchkey" { text } else { format!("{text} \u{00B7} Latchkey") } />
        <Router>
            <Pages />
        </Router>
    }
}

/// Inside the router, because toasts and the palette follow the address.
#[component]
fn Pages() -> impl IntoView {
    Toasts::provide();
    Palette::provide();
    view! {
        <Routes fallback=NothingHere>
            <Route path=path!("") view=pages::home::Home ssr=WHOLE />
            <Route path=path!("__ui") view=Gallery ssr=WHOLE />
            <Route path=path!("login") view=pages::login::Login ssr=WHOLE />
            <Route path=path!("sign-up") view=pages::sign_up::SignUp ssr=WHOLE />
            <Route path=path!("forgot") view=pages::forgot::Forgot ssr=WHOLE />
            <Route path=path!("reset") view=pages::forgot::Forgot ssr=WHOLE />
            <Route path=path!("reset/:token") view=pages::reset::Reset ssr=WHOLE />
            <Route path=path!("invite/:token") view=pages::invite::Invite ssr=WHOLE />
            <Route path=path!("join/:token") view=pages::join::Join ssr=WHOLE />
            <Route path=path!("mailbox") view=pages::mailbox::Mailbox ssr=WHOLE />
            <Route path=path!("mailbox/:id") view=pages::mailbox::Mail ssr=WHOLE />
            <ParentRoute path=path!("w/:ws") view=pages::workspace::Frame ssr=WHOLE>
                <Route path=path!("") view=pages::workspace::ToFirstPage ssr=WHOLE />
                <ParentRoute path=path!("partners") view=pages::partners::Partners ssr=WHOLE>
                    <Route path=path!("") view=pages::partners::Nobody ssr=WHOLE />
                    <Route path=path!(":partnership/:tab") view=pages::partners::details::Details ssr=WHOLE />
                </ParentRoute>
                <Route path=path!("people") view=pages::people::People ssr=WHOLE />
                <Route path=path!("people/:person") view=pages::people::person::PersonPage ssr=WHOLE />
                <Route path=path!("settings") view=pages::settings::ToGeneral ssr=WHOLE />
                <Route path=path!("settings/:tab") view=pages::settings::Settings ssr=WHOLE />
                <Route path=path!("profile") view=pages::profile::Profile ssr=WHOLE />
                <Route path=path!("activity") view=pages::activity::Log ssr=WHOLE />
                <Route path=path!("requests") view=pages::requests::Requests ssr=WHOLE />
            </ParentRoute>
        </Routes>
    }
    .into_any()
}

/// Every component in every state, in debug builds only.
#[component]
fn Gallery() -> impl IntoView {
    #[cfg(debug_assertions)]
    let page = view! { <pages::gallery::Gallery /> }.into_any();
    #[cfg(not(debug_assertions))]
    let page = view! { <NothingHere /> }.into_any();
    page
}

#[component]
fn NothingHere() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(options) = use_context::<leptos_axum::ResponseOptions>() {
        options.set_status(http::StatusCode::NOT_FOUND);
    }
    view! {
        <Title text="Page not found" />
        <CenterShell title="There is nothing here" description=Some("The link is wrong, or what it led to is gone.".to_owned())>
            <LinkButton href="/" label="Go to the start page" />
        </CenterShell>
    }
    .into_any()
}
