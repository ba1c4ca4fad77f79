//! Signing in, and choosing the workspace where email and password fit in several (WS-03).

use domain::view::me::WorkspaceChoice;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::api::auth::{Entry, SignIn};
use crate::browser;
use crate::state::act::Outcome;
use crate::state::me::Me;
use crate::ui::{Banner, BannerTone, Button, CenterShell, InputKind, RadioCard, RadioCards, TextInput, Tone};

/// What a browser without script was asked to choose from.
#[cfg(feature = "ssr")]
fn asked_before() -> Vec<WorkspaceChoice> {
    crate::api::auth::asked_which()
}

/// With script the choice stays in the page.
#[cfg(not(feature = "ssr"))]
fn asked_before() -> Vec<WorkspaceChoice> {
    Vec::new()
}

#[component]
pub fn Login() -> impl IntoView {
    let query = use_query_map();
    let action = ServerAction::<SignIn>::new();
    let outcome = Outcome::of(action);
    let value = action.value();
    let next = move || query.read().get("next").unwrap_or_default();
    let changed = move || query.read().get("changed").is_some();
    let before = SharedValue::new(asked_before).into_inner();
    let asked = Memo::new(move |_| {
        value.with(|value| match value {
            Some(Ok(Entry::Choose(choices))) => choices.clone(),
            _ => Vec::new(),
        })
    });
    let choices = Signal::derive(move || if asked.with(Vec::is_empty) { before.clone() } else { asked.get() });
    // The fields keep what was typed, out of sight, while only the workspace is still to be chosen.
    let only_choice = move || !asked.with(Vec::is_empty);
    let entered = Memo::new(move |_| {
        value.with(|value| match value {
            Some(Ok(Entry::In(page))) => Some(page.clone()),
            _ => None,
        })
    });
    Effect::new(move |_| {
        if let Some(page) = entered.get() {
            browser::load(&page);
        }
    });
    Effect::new(move |_| {
        if let Some(first) = asked.with(|asked| asked.first().map(|choice| choice.workspace)) {
            request_animation_frame(move || browser::focus_id(&format!("f-workspace-{first}")));
        }
    });
    let busy = Signal::derive(move || action.pending().get() || entered.with(Option::is_some));
    let title = Signal::derive(move || if only_choice() { "Choose a workspace" } else { "Sign in" }.to_owned());
    view! {
        <Title text="Sign in" />
        <CenterShell
            title=title
            foot=move || {
                view! {
                    <p>
                        "New here? " <a class="link" href="/sign-up">"Create a workspace"</a>
                    </p>
                }
            }
        >
            <div class="stack">
                <Show when=changed>
                    <Banner tone=BannerTone::Success text="Your password was changed. Sign in with the new one." />
                </Show>
                <AlreadyIn />
                {outcome.banner()}
                <ActionForm action=action>
                    <input type="hidden" name="next" value=next />
                    <div class="form-stack">
                        <div class="form-stack" hidden=only_choice>
                            <Credentials outcome=outcome />
                        </div>
                        {move || {
                            let choices = choices.get();
                            (!choices.is_empty()).then(|| view! { <Choices choices=choices first=only_choice() /> })
                        }}
                        <Button label="Sign in" tone=Tone::Primary submit=true full=true busy=busy />
                    </div>
                </ActionForm>
                {move || {
                    if only_choice() {
                        let back = move || value.set(None);
                        view! { <Button label="Use another email address" tone=Tone::Quiet full=true on_click=back /> }.into_any()
                    } else {
                        view! {
                            <p>
                                <a class="link" href="/forgot">"Forgot your password?"</a>
                            </p>
                        }
                            .into_any()
                    }
                }}
            </div>
        </CenterShell>
    }
    .into_any()
}

/// Said to who is signed in already.
#[component]
fn AlreadyIn() -> impl IntoView {
    let me = expect_context::<Me>();
    move || {
        me.get().map(|view| {
            let text = format!("You are signed in to {} as {}. Signing in here replaces that.", view.tile.name, view.email);
            view! {
                <Banner tone=BannerTone::Info text=text>
                    <a class="link" href="/">"Go to " {view.tile.name}</a>
                </Banner>
            }
        })
    }
}

#[component]
fn Credentials(outcome: Outcome) -> impl IntoView {
    view! {
        <TextInput
            name="email"
            label="Email address"
            kind=InputKind::Email
            autocomplete="username"
            maxlength=254
            required=true
            autofocus=true
            error=outcome.at("email")
        />
        <TextInput
            name="password"
            label="Password"
            kind=InputKind::Password
            autocomplete="current-password"
            required=true
            error=outcome.at("password")
        />
    }
    .into_any()
}

/// The workspaces that fit. Without script the password is typed once more, so none is chosen beforehand for another email address.
#[component]
fn Choices(choices: Vec<WorkspaceChoice>, first: bool) -> impl IntoView {
    let value = choices.first().filter(|_| first).map(|choice| choice.workspace.to_string()).unwrap_or_default();
    let cards = choices
        .into_iter()
        .map(|choice| RadioCard {
            value: choice.workspace.to_string(),
            label: choice.name,
            icon: Some(icondata_lu::LuBuilding2),
            ..RadioCard::default()
        })
        .collect();
    let legend =
        if first { "Your email and password fit in several workspaces" } else { "Which workspace? Enter email and password once more." };
    view! { <RadioCards name="workspace" legend=legend cards=cards value=value /> }
}
